"""A Chinese page says everything in Chinese, what could not be read too."""

from __future__ import annotations

import io
from pathlib import Path

import pytest
from test_today_story import DAY

from duecourse.cli.headings_file import FOLDER
from duecourse.cli.today import run_today


@pytest.fixture(autouse=True)
def _own_settings(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv(FOLDER, str(tmp_path / "settings"))


def test_a_chinese_page_names_refusals_doubts_and_columns_in_chinese(tmp_path: Path) -> None:
    path = tmp_path / "own.csv"
    head = "客户,订单号,合同号,合同额,付款方式,交期,定金到账,Xyzzy"
    rows = ("甲公司,H-1,C-1,12.50.00,30/70,2026-12-20,,a", "乙公司,H-2,C-2,USD 900,30/70,2026-12-20,水单已发,a")
    path.write_text("\n".join((head, *rows)) + "\n", encoding="utf-8")
    to = io.StringIO()
    run_today([path], as_of=DAY, stream=to, lang="zh")
    page = "".join(to.getvalue().split())
    assert "own.csv第2行：“合同额”为“12.50.00”，应为18,360.00或USD18,360.00这样的金额。" in page
    assert "第3行“定金到账”中的“水单已发”未采用；应为到账日期" in page
    assert "“合同号”列未读取：与“订单号”列含义相同。" in page
    assert "未读取的列：'Xyzzy'。" in page
    assert not any(word in page for word in ("Column", "expected", "Row", "Correct"))
