"""What the pictures assert is really seen: each fault on a page of its own."""

from __future__ import annotations

import pytest

pytest.importorskip("playwright", reason="a browser needs playwright")

from browser.looking import NEEDS_CHROMIUM, browser, faults

pytestmark = [*NEEDS_CHROMIUM]

WRONG = {
    "scrolls": "<main><p style='width:600px;background:red'>wide</p></main>",
    "cut": "<main><p style='width:60px;overflow:hidden;white-space:nowrap'>a line that is far too long for its box</p></main>",
    "outside": "<main style='overflow:hidden'><p style='margin-left:-80px'>to the left of everything</p></main>",
    "no glyph": "<main><p>a letter \u0378 that no font has</p></main>",
}
RIGHT = "<main><p>Calm, 静候即可, USD 18,360.00 · Ø 60 × 80 cm, “done”…</p></main>"


def test_each_fault_is_seen_and_none_where_there_is_none() -> None:
    with browser() as opened:
        window = opened.new_page(viewport={"width": 390, "height": 600})
        for kind, html in WRONG.items():
            window.set_content(f"<body style='margin:0'>{html}</body>")
            assert any(kind in fault for fault in faults(window)), (kind, faults(window))
        window.set_content(f"<body style='margin:0'>{RIGHT}</body>")
        assert faults(window) == []
