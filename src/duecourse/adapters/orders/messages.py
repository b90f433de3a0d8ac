"""What reading says to people, in English and Chinese: a message is the name of a sentence and its values.

It is kept as its English text, so that it can be compared and written like any other; `say` gives it in the language of
the page, at the edge.
"""

from __future__ import annotations

from collections.abc import Mapping
from typing import Final

MESSAGES: Final[Mapping[str, tuple[str, str]]] = {
    "mend": ("Correct the cell and run again; the other rows were kept.", "请改正该单元格后重新运行；其他行已保留。"),
    "then_mend": (
        "{what} Correct the cell and run again; the other rows were kept.",
        "{what}改正后重新运行；其他行已保留。",
    ),
    "quoted": ("'{text}'", "“{text}”"),
    "nothing": ("nothing", "空白"),
    "day": ("a date like 2026-03-31 or 31 Mar 2026", "2026-03-31 这样的日期"),
    "day_of_years": ("{day}, from {first} to {last}", "{first}至{last}年间的日期，写法如 2026-03-31"),
    "real_day": ("a day that exists, {day},", "日历上存在的日期，如 2026-03-31"),
    "one_day": (
        "a date that can be read in one way ({early} or {late}?)",
        "只有一种读法的日期（是 {first} 还是 {second}？）",
    ),
    "year_first": ("Write the year first, like {year}-03-31.", "请先写年份，如 {year}-03-31。"),
    "write_day": ("Write the day itself.", "请写出具体日期。"),
    "amount": ("an amount like 18,360.00 or USD 18,360.00", "18,360.00 或 USD 18,360.00 这样的金额"),
    "above_zero": ("an amount above zero", "大于零的金额"),
    "blank_amount": ("Leave the cell blank if the amount is not known.", "金额未知时请留空。"),
    "amount_of_column": (
        "an amount in {codes}, as the currency column says,",
        "{codes} 金额，与币种列一致",
    ),
    "decimals": ("an amount with at most {digits} decimals, as {code} has them,", "最多{digits}位小数的金额（{code}）"),
    "no_decimals": ("an amount with no decimals, as {code} has them,", "没有小数的金额（{code}）"),
    "currency": ("a currency code (three letters like USD)", "币种代码（三个字母，如 USD）"),
    "currency_of": ("a currency code ({codes})", "币种代码（{codes}）"),
    "country": ("a country such as DE, Germany or 德国", "国家，如 DE、Germany 或德国"),
    "characters": ("at most {most} characters", "不超过{most}个字符"),
    "days_count": ("a whole number of days from 0 to {most}", "0 到 {most} 之间的整数天数"),
    "quantity": ("a quantity above zero", "大于零的数量"),
    "did_you_mean": ("Did you mean '{near}'?", "是否应为“{near}”？"),
    "one_of": ("{what} ({listed})", "{what}（{listed}）"),
    "one_of_sheet": (
        "{what} of the template's help sheet, such as {listed},",
        "模板说明页中的{what}，如 {listed}",
    ),
    "a kind of payment": ("a kind of payment", "款项类型"),
    "a kind of contact": ("a kind of contact", "联系类型"),
    "a topic": ("a topic", "主题"),
    "a reason": ("a reason", "原因"),
    "points of the confirmation checklist": ("points of the confirmation checklist", "确认清单中的事项"),
    "a stage of a letter of credit": ("a stage of a letter of credit", "信用证阶段"),
    "a relationship": ("a relationship", "关系"),
    "an answer": ("an answer", "回答"),
    "an Incoterm": ("an Incoterm", "贸易术语"),
    "no_error": ("a value, not an error", "数值，而不是错误"),
    "mend_formula": (
        "Mend the formula, or open and save the file in a spreadsheet program.",
        "请修正公式，或用表格软件打开并保存该文件。",
    ),
    "customer": ("the customer", "客户名称"),
    "order": ("the order", "订单号"),
    "terms": ("terms of payment", "付款条件"),
    "write_terms": (
        "Write them, such as '30% deposit, 70% before shipment'.",
        "请填写，例如“30%定金，70%发货前付清”。",
    ),
    "plain_terms": ("terms that say what is due and when ({why})", "写明何时付多少的付款条件"),
    "fitting_terms": ("terms that fit the order's value ({why})", "与订单金额相符的付款条件"),
    "fix_terms": ("{fix}", "请写成“30%定金，70%发货前付清”或“开票后30天”这样的条件。"),
    "receipt": ("a day, or 'received' if all of it came,", "到账日期，全额到账也可写“已收”"),
    "look": ("a look", "查看"),
    "as_other": ("a value, because '{column}' holds '{holds}',", "有内容，因为“{column}”为“{holds}”"),
    "fill_or_clear": ("Fill in '{column}', or clear '{other}'.", "请填写“{column}”，或清空“{other}”。"),
    "no_stage": ("nothing on a row that is no L/C", "空白，因为该行不是信用证"),
    "move_stage": (
        "Put L/C into '{column}', or move the stage to the row of the L/C.",
        "请在“{column}”填信用证，或把阶段移到信用证那一行。",
    ),
    "not_after": ("a day not after '{column}'", "不晚于“{column}”的日期"),
    "no_repeat": ("a row that does not repeat row {row}", "与第{row}行不重复的内容"),
    "delete_one": (
        "Delete one of the two rows; if it is a further payment, say what differs, such as its due date.",
        "请删除两行之一；如果是另一笔款项，请写明不同之处，例如到期日。",
    ),
    "same_customer": ("'{holds}', as row {row} says of the same customer,", "“{holds}”，与第{row}行同一客户一致"),
    "same_order": ("'{holds}', as row {row} says of the same order,", "“{holds}”，与第{row}行同一订单一致"),
    "agree": (
        "Make rows {one} and {two} agree and run again; the other rows were kept.",
        "请使第{one}行与第{two}行一致后重新运行；其他行已保留。",
    ),
    "day_of_news": (
        "a day, because '{column}' holds '{holds}' and no date of the row tells when,",
        "日期，因为“{column}”为“{holds}”，而该行没有日期说明是何时",
    ),
    "fill_either": ("Fill in '{column}' or '{other}'.", "请填写“{column}”或“{other}”。"),
    "one_column": ("one column of each kind ({why})", "每种列只有一列"),
    "name_column": ("{fix}", "请删除或改名其中一列，或用 --map 指明。"),
    "refused": ("Column '{column}' holds {holds}, but {expected} was expected", "“{column}”为{holds}，应为{expected}"),
    "refused_at": ("{why} ({file}{sheet}, row {row}). {fix}", "{file}{sheet}第{row}行：{why}。{fix}"),
    "sheet": (", sheet '{sheet}'", "，工作表“{sheet}”，"),
    "doubt": (
        "Row {row}, '{column}': '{holds}' was left out; {why} was expected.",
        "第{row}行“{column}”中的“{holds}”未采用；应为{why}。",
    ),
    "doubt_note": (
        "Row {row}: a person should read the note '{holds}' before anybody is urged.",
        "第{row}行：催款前请有人先看备注“{holds}”。",
    ),
    "task": ("Make row {row} clear ('{holds}' under '{column}')", "写清第{row}行“{column}”中的“{holds}”"),
    "task_note": (
        "Read the note in row {row} ('{holds}') and write what it means under 'they said'",
        "先看第{row}行备注（“{holds}”），再把意思写进“客户答复”",
    ),
    "unread_same": (
        "Column '{column}' was not read: '{same}' says the same.",
        "“{column}”列未读取：与“{same}”列含义相同。",
    ),
    "unread": ("Column '{column}' is not known and was not read.", "“{column}”列无法识别，未读取。"),
    "unread_near": (
        "Column '{column}' is not known and was not read; if '{near}' is meant, correct the header and run again.",
        "“{column}”列无法识别，未读取；如指“{near}”，请改正表头后重新运行。",
    ),
    "unread_all": ("Columns not read: {names}.", "未读取的列：{names}。"),
    "unread_more": ("Columns not read: {names} and {more} more.", "未读取的列：{names}等，另有{more}列。"),
}
"""Name of a sentence to its English and Chinese text; values stand in braces."""


class Said(str):
    """A message: its English text, and what is needed to say it in Chinese.

    Args:
        key: Name of the sentence in `MESSAGES`.
        values: What stands in its braces; messages among them are said in the same language.
    """

    __slots__ = ("key", "values")
    key: str
    values: Mapping[str, object]

    def __new__(cls, key: str, values: Mapping[str, object] | None = None) -> Said:
        """The English text, made once."""
        made = super().__new__(cls, MESSAGES[key][0].format(**(values or {})))
        made.key, made.values = key, values or {}
        return made

    def __reduce__(self) -> tuple[type[Said], tuple[str, Mapping[str, object]]]:
        """Copies and other processes keep the parts."""
        return Said, (self.key, self.values)


def said(key: str, **values: object) -> Said:
    """A message of its sentence and values."""
    return Said(key, values)


def then_mend(key: str, **values: object) -> Said:
    """A next step, and that the file is to be run again."""
    return said("then_mend", what=said(key, **values))


def say(text: str, language: str) -> str:
    """A message in a language, "en" or "zh"; other texts as they are."""
    if language != "zh" or not isinstance(text, Said):
        return str(text)
    values = {name: say(v, language) if isinstance(v, str) else v for name, v in text.values.items()}
    return MESSAGES[text.key][1].format(**values)
