"""What reading says of cells and columns, in English and in Chinese: the same facts in both."""

from __future__ import annotations

import copy
import pickle
import re
import string
from datetime import date
from pathlib import Path

import pytest
from orderfiles import single, write_csv

from duecourse.adapters.orders import OrderList
from duecourse.adapters.orders.messages import MESSAGES, said, say

AS_OF = date(2026, 11, 21)
HEAD = ("客户", "合同号", "合同额", "付款条件", "交期", "定金到账", "备注")
MEND = "请改正该单元格后重新运行；其他行已保留。"


def braces(text: str) -> set[str]:
    return {name for _, name, _, _ in string.Formatter().parse(text) if name}


@pytest.mark.parametrize("key", MESSAGES)
def test_a_chinese_sentence_has_chinese_and_no_value_that_the_english_one_lacks(key: str) -> None:
    english, chinese = MESSAGES[key]
    assert braces(chinese) <= braces(english) | ({"first", "second"} if key == "one_day" else set())
    assert key in {"quoted", "one_of"} or re.search(r"[\u4e00-\u9fff]", chinese)
    assert not re.search(r"[\u4e00-\u9fff]", english.replace("德国", ""))


def test_a_message_is_its_english_text_and_survives_copies() -> None:
    message = said("then_mend", what=said("year_first", year=2026))
    english = "Write the year first, like 2026-03-31. Correct the cell and run again; the other rows were kept."
    for same in (message, copy.deepcopy(message), pickle.loads(pickle.dumps(message))):
        assert same == english
        assert say(same, "zh") == "请先写年份，如 2026-03-31。改正后重新运行；其他行已保留。"


def test_other_texts_stay_as_they_are() -> None:
    assert say("Nordwind", "zh") == "Nordwind"


def read(folder: Path, *rows: tuple[str, ...]) -> OrderList:
    return single(write_csv(folder / "a.csv", HEAD, *rows), as_of=AS_OF)


@pytest.mark.parametrize(
    ("place", "cell", "told"),
    [
        (2, "12.50.00", f"“合同额”为“12.50.00”，应为18,360.00 或 USD 18,360.00 这样的金额。{MEND}"),
        (4, "2026-02-30", f"“交期”为“2026-02-30”，应为日历上存在的日期，如 2026-03-31。{MEND}"),
        (
            *(3, "照旧"),
            "“付款条件”为“照旧”，应为写明何时付多少的付款条件。"
            "请写成“30%定金，70%发货前付清”或“开票后30天”这样的条件。改正后重新运行；其他行已保留。",
        ),
        (1, "", f"“合同号”为空白，应为订单号。{MEND}"),
        (2, "0", "“合同额”为“0”，应为大于零的金额。金额未知时请留空。改正后重新运行；其他行已保留。"),
    ],
)
def test_refusals_speak_chinese(tmp_path: Path, place: int, cell: str, told: str) -> None:
    row = ["甲公司", "H-1", "USD 1000", "30/70", "2026-12-20", "", "无"]
    row[place] = cell
    (refusal,) = read(tmp_path, tuple(row)).refused
    assert refusal.line("zh") == f"a.csv第2行：{told}"
    assert refusal.line() == refusal.line("en")
    assert refusal.line("en").startswith(f"Column '{HEAD[place]}' holds ")


def test_doubts_and_their_tasks_speak_chinese(tmp_path: Path) -> None:
    doubt, *_ = read(tmp_path, ("甲公司", "H-1", "USD 1000", "30/70", "2026-12-20", "水单已发", "")).doubts
    assert doubt.line("zh") == "第2行“定金到账”中的“水单已发”未采用；应为到账日期，全额到账也可写“已收”。"
    assert doubt.task("zh") == "写清第2行“定金到账”中的“水单已发”"
    told = "Row 2, '定金到账': '水单已发' was left out; a day, or 'received' if all of it came, was expected."
    assert doubt.line() == told


def test_columns_that_are_not_read_are_named_in_chinese(tmp_path: Path) -> None:
    head = ("客户", "订单号", "合同号", "付款条件")
    (ignored,) = single(write_csv(tmp_path / "a.csv", head, ("甲公司", "H-1", "C-1", "30/70"))).ignored
    assert ignored.line("zh") == "“合同号”列未读取：与“订单号”列含义相同。"
    assert ignored.line() == "Column '合同号' was not read: '订单号' says the same."
