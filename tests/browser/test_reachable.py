"""Pages for everybody: axe finds nothing serious, in both languages, light and dark, on a phone and a desk."""

from __future__ import annotations

from collections.abc import Callable
from datetime import UTC, datetime
from typing import Any

import pytest

pytest.importorskip("playwright", reason="a browser needs playwright")

from axe_playwright_python.sync_playwright import Axe

from browser.conftest import MORNING
from browser.demo_pages import pages
from browser.hands import Hands
from browser.looking import LANGUAGES, NEEDS_CHROMIUM, THEMES, WIDTHS
from duecourse.demo.story import tell

pytestmark = [*NEEDS_CHROMIUM, pytest.mark.django_db(transaction=True), pytest.mark.usefixtures("monday")]

GRAVE = {"serious", "critical"}


RUN = """grave => axe.run(document, {resultTypes: ['violations'], elementRef: false, selectors: false})
  .then(found => found.violations.filter(v => grave.includes(v.impact))
    .flatMap(v => v.nodes.slice(0, 3).map(n => `${v.id}: ${n.html.slice(0, 120)}`)))"""


def grave(page: Any) -> list[str]:
    """What axe finds that would keep somebody out: the rule, and where."""
    if not page.evaluate("'axe' in window"):
        page.evaluate(Axe().axe_script)
    return list(page.evaluate(RUN, sorted(GRAVE)))


@pytest.mark.parametrize("language", LANGUAGES)
def test_nothing_serious_on_any_page(sit_down: Callable[..., Hands], language: str) -> None:
    made = tell(datetime.fromisoformat(MORNING).replace(tzinfo=UTC))
    bruno = sit_down(made.people["bruno"], language=language, bypass_csp=True)
    wrong: list[str] = []
    for name, path in pages(made).items():
        bruno.go(path)
        wrong += _in_every_dress(bruno.page, f"{name}-{language}")
    assert wrong == [], "\n".join(wrong)


def _in_every_dress(page: Any, name: str) -> list[str]:
    """The same page at both widths, light and dark."""
    wrong = []
    for width in WIDTHS:
        page.set_viewport_size({"width": width, "height": 900})
        for theme in THEMES:
            page.emulate_media(color_scheme=theme, reduced_motion="reduce")
            wrong += [f"{name}-{width}-{theme}: {found}" for found in grave(page)]
    return wrong


@pytest.mark.parametrize("language", LANGUAGES)
def test_nothing_serious_at_the_door(sit_down: Callable[..., Hands], language: str) -> None:
    stranger = sit_down(language=language, bypass_csp=True)
    wrong: list[str] = []
    for name, path in {"sign-in": "/sign-in/", "forgotten": "/password/forgotten/", "over": "/join/nothing/"}.items():
        stranger.go(path)
        wrong += _in_every_dress(stranger.page, f"{name}-{language}")
    assert wrong == [], "\n".join(wrong)


def test_what_axe_would_find_is_found(chromium: Any) -> None:
    page = chromium.new_page()
    page.set_content(
        "<html lang='en'><title>t</title><main><p style='color:#bbb;background:#fff'>pale</p><img src='x'></main>"
    )
    assert {f.split(":")[0] for f in grave(page)} == {"color-contrast", "image-alt"}
    page.close()
