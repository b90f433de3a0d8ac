"""A browser that looks at pages: sign in, take a picture, find what does not fit."""

from __future__ import annotations

import os
import shutil
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import Any

import pytest
from django.conf import settings
from django.test import Client
from playwright.sync_api import Browser, BrowserContext, sync_playwright

CHROMIUM = shutil.which("chromium") or shutil.which("chromium-browser") or shutil.which("google-chrome") or ""
NO_CHROMIUM = "no chromium; on Debian: apt-get install -y --no-install-recommends chromium fonts-noto-cjk"
# On a machine that builds, a browser that is not there is a failure; elsewhere it is told at the end of the run.
NEEDS_CHROMIUM = (
    pytest.mark.slow,
    pytest.mark.skipif(not CHROMIUM and os.environ.get("CI") != "true", reason=NO_CHROMIUM),
)
WIDTHS = (390, 1440)
LANGUAGES = ("en", "zh-hans")
THEMES = ("light", "dark")
BACKEND = "allauth.account.auth_backends.AuthenticationBackend"

# What is cut: a line of text that is wider than its box. Text that is meant for ears alone is one pixel wide, and a
# draft shows its first lines on purpose (line-clamp cuts downwards, not sideways).
CUT = """() => { const hidden = el => { for (; el; el = el.parentElement) if (getComputedStyle(el).clipPath === 'inset(50%)') return true; };
return [...document.querySelectorAll('body *')].filter(el => {
  if (el.closest('svg, script, style, .skip, dialog:not([open])') || !el.getClientRects().length || hidden(el) || el.closest('details:not([open]) > :not(summary)')) return false;
  const own = [...el.childNodes].some(n => n.nodeType === 3 && n.textContent.trim());
  const shown = getComputedStyle(el);
  return own && shown.display !== 'inline' && el.scrollWidth > el.clientWidth + 1 && el.clientWidth > 0;
}).map(el => `${el.tagName}.${el.className}: ${el.textContent.trim().slice(0, 60)}`); }"""

# Where text sticks out of the page at either side; not what is folded away, nor what stands in a part that scrolls.
OUT = """() => [...document.querySelectorAll('main *, header *')].filter(el => {
  if (el.closest('.unseen, .skip, dialog:not([open]), .table') || el.closest('details:not([open]) > :not(summary)')) return false;
  for (let up = el.parentElement; up.tagName !== 'BODY'; up = up.parentElement)
    if (/auto|scroll/.test(getComputedStyle(up).overflowX) && up.getBoundingClientRect().right <= innerWidth + 1) return false;
  const box = el.getBoundingClientRect();
  return box.width > 1 && (box.right > innerWidth + 1 || box.left < -1);
}).map(el => `${el.tagName}.${el.className}`)"""

# A missing glyph is drawn as a box whose picture is that of a code point that no font has.
MISSING = """() => {
  const text = [...new Set(document.body.innerText)].filter(c => c.trim() && c.codePointAt(0) > 32);
  const canvas = document.createElement('canvas');
  canvas.width = canvas.height = 40;
  const pen = canvas.getContext('2d', {willReadFrequently: true});
  pen.font = `24px ${getComputedStyle(document.body).fontFamily}`;
  const drawn = c => { pen.clearRect(0, 0, 40, 40); pen.fillText(c, 4, 30); return pen.getImageData(0, 0, 40, 40).data.join(); };
  const boxes = new Set(['\\u{10FFFE}', '\\uFFFE', '\\u0378'].map(drawn));
  boxes.delete(drawn(' '));
  return text.filter(c => boxes.has(drawn(c)));
}"""


@contextmanager
def browser() -> Iterator[Browser]:
    """Chromium of the system."""
    if not CHROMIUM:
        pytest.fail(NO_CHROMIUM)
    with sync_playwright() as play:
        opened = play.chromium.launch(executable_path=CHROMIUM, args=["--no-sandbox"])
        try:
            yield opened
        finally:
            opened.close()


def session_of(user: Any) -> str:
    """A session of this person, as its cookie says it."""
    client = Client()
    client.force_login(user, backend=BACKEND)
    return client.cookies[settings.SESSION_COOKIE_NAME].value


def context_for(
    opened: Browser,
    url: str,
    session: str,
    *,
    language: str = "en",
    width: int = 1440,
    theme: str = "light",
    **more: Any,
) -> BrowserContext:
    """A window of somebody who has signed in."""
    context = opened.new_context(viewport={"width": width, "height": 900}, color_scheme=theme, **more)  # type: ignore[arg-type]
    context.add_cookies(
        [
            {"name": settings.SESSION_COOKIE_NAME, "value": session, "url": url},
            {"name": "language", "value": language, "url": url},
        ]
    )
    return context


def faults(page: Any) -> list[str]:
    """What does not fit on the page as it stands: sideways scroll, cut text, text outside, glyphs that no font has."""
    wide = page.evaluate("document.documentElement.scrollWidth - innerWidth")
    found = [f"scrolls {wide}px sideways"] if wide > 0 else []
    return [
        *found,
        *(f"cut: {x}" for x in page.evaluate(CUT)),
        *(f"outside: {x}" for x in page.evaluate(OUT)),
        *(f"no glyph: {x}" for x in page.evaluate(MISSING)),
    ]


def picture(page: Any, file: Path) -> None:
    """The whole page as one picture; the window grows first, so that what is fixed to its foot stands there."""
    size = page.viewport_size
    page.set_viewport_size(
        {"width": size["width"], "height": max(900, page.evaluate("document.documentElement.scrollHeight"))}
    )
    page.screenshot(path=str(file))
    page.set_viewport_size(size)
