"""Pictures of every page: two languages, a phone and a desk, light and dark; fails where something does not fit.

`make screens` writes them to screens/; look at them beside the last ones before you change a style.
"""

from __future__ import annotations

import shutil
from pathlib import Path
from typing import Any

import pytest

pytest.importorskip("playwright", reason="pictures need playwright")

from browser.looking import LANGUAGES, NEEDS_CHROMIUM, THEMES, WIDTHS, browser, context_for, faults, picture, session_of
from browser.pages import Page, pages
from web import seed

FOLDER = Path(__file__).parents[2] / "screens"

pytestmark = [*NEEDS_CHROMIUM, pytest.mark.django_db(transaction=True)]


def test_every_page_fits(live_server: Any, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("DUECOURSE_TODAY", "2026-11-23T01:12")
    shutil.rmtree(FOLDER, ignore_errors=True)
    FOLDER.mkdir()
    stories = {"day": seed.story(), "done": seed.story(finished=True)}
    sessions = {(s, n): session_of(u) for s, made in stories.items() for n, u in made.people.items()}
    wrong: list[str] = []
    with browser() as opened:
        for language in LANGUAGES:
            for width in WIDTHS:
                for theme in THEMES:
                    for page in pages():
                        session = sessions[page.story, page.who]
                        context = context_for(
                            opened, live_server.url, session, language=language, width=width, theme=theme
                        )
                        name = f"{page.name}-{language}-{width}-{theme}"
                        wrong += [
                            f"{name}: {fault}"
                            for fault in _seen(context, live_server.url, page, FOLDER / f"{name}.png")
                        ]
                        context.close()
    assert wrong == [], "\n".join(wrong)


def _seen(context: Any, url: str, page: Page, file: Path) -> list[str]:
    """Looks at one page, keeps its picture, and tells what is wrong."""
    window = context.new_page()
    said: list[str] = []
    window.on(
        "console", lambda m: said.append(f"console: {m.text}") if m.type == "error" and "404" not in m.text else None
    )
    window.on("pageerror", lambda e: said.append(f"script: {e}"))
    answer = window.goto(url + page.href)
    window.evaluate("document.fonts.ready")
    picture(window, file)
    status = [] if answer.status == page.status else [f"answers {answer.status}, not {page.status}"]
    return [*status, *said, *faults(window)]
