"""The columns of an order list: what each is called, how a cell of it is read, what the template's help sheet says.

`FIELDS` are those of the template; `OTHERS` stand only in lists that people keep in their own way; `OURS` are written
by us beside a list and found again.
"""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from typing import Any, Final

from duecourse.adapters.orders import days, values, words
from duecourse.adapters.orders.countries import country_code
from duecourse.adapters.orders.habits import Habits
from duecourse.adapters.orders.words import Words
from duecourse.adapters.sheets import Cell

LANGUAGES: Final = ("en", "zh")
NEED_HABITS: Final = frozenset({"day", "receipt", "got"})
MANY: Final = frozenset({"remarks", "log", "product"})
"""Fields that several columns may hold together."""


@dataclass(frozen=True, slots=True)
class Field:
    """One column.

    Args:
        name: Name in `Entry` and in the rows given to `write_template`.
        en: English header.
        zh: Chinese header.
        read: Cell to value (a day or receipt needs the habits of the file too, see `value`); raises `MisreadError`.
        help_en: One line for the help sheet; what a blank means, where that is not plainly "not known".
        help_zh: The same in Chinese.
        also: Other headers that mean the same.
        width: Width in the template, in characters.
        words: Its few values, if it has few.
        shape: How the template formats it.
        required: A row without it is refused.
        takes_no: Whether 'no' and 无 are values; elsewhere they say nothing.
    """

    name: str
    en: str
    zh: str
    read: Callable[..., object]
    help_en: str
    help_zh: str
    also: tuple[str, ...] = ()
    width: int = 14
    words: Words | None = None
    shape: str = "text"
    required: bool = False
    takes_no: bool = False

    def header(self, language: str) -> str:
        """The header in one of `LANGUAGES`."""
        return self.en if language == "en" else self.zh

    def help(self, language: str) -> str:
        """The line of the help sheet in one of `LANGUAGES`."""
        return self.help_en if language == "en" else self.help_zh

    def value(self, cell: Cell, habits: Habits) -> object:
        """What a cell says; None says nothing.

        Raises:
            MisreadError: It says something else than the column holds.
        """
        return self.read(cell, habits) if self.shape in NEED_HABITS else self.read(cell)


def _field(names: str, says: str, read: Callable[..., object], **more: Any) -> Field:
    """A field from texts with bars: name, English header, Chinese header, other headers; English help, Chinese help."""
    name, en, zh, *also = names.split("|")
    help_en, help_zh = says.split("|")
    return Field(name, en, zh, read, help_en, help_zh, tuple(also), **more)


def _day(names: str, says: str) -> Field:
    return _field(names, says, days.day, width=12, shape="day")


def _span(names: str, says: str) -> Field:
    return _field(names, says, values.span_days, width=10, shape="span")


def _chosen(names: str, says: str, among: Words) -> Field:
    return _field(names, says, values.chosen(among), width=18, words=among)


def _country(cell: Cell) -> str:
    return country_code(cell.text)


FIELDS: Final[tuple[Field, ...]] = (
    _field(
        "customer|customer|客户|customer name|buyer|client|客户名称|客户名",
        "Name of the customer; rows with the same name are one customer|客户名称；名称相同的行为同一客户",
        values.name,
        width=28,
        required=True,
    ),
    _field(
        "country|country|国家|country code|国家代码|国别",
        "Name or ISO code; blank: Monday to Friday, no holidays|国家名称或代码；空白：周一至周五，不计节假日",
        _country,
        takes_no=True,  # NO is Norway
    ),
    _field(
        "order|order|订单号|order no|order number|sales confirmation|SC no|PI no|订单编号|合同号|合同编号",
        "Number of the sales confirmation; rows with the same number are payments of one order"
        "|销售确认书编号；编号相同的行为同一订单的多笔款项",
        values.name,
        width=16,
        required=True,
    ),
    _field(
        "product|product|产品|item|goods|品名|产品名称",
        "What was ordered|产品名称",
        values.name,
        width=24,
    ),
    _chosen(
        "payment|payment|款项|payment kind|milestone|款项类型",
        "Which payment of the order; blank: deposit|该行为订单的哪一笔款项；空白：定金",
        words.PAYMENTS,
    ),
    _field(
        "amount|amount|金额|payment amount|款项金额",
        "Amount of this payment, like 18,360.00; the currency may stand beside it"
        "|该笔款项金额，如 18,360.00；可写明币种",
        values.figure,
        shape="amount",
    ),
    _field(
        "currency|currency|币种|cur|ccy|货币",
        "Code like USD; needed with an amount|币种代码，如 USD；有金额时必填",
        values.currencies,
        width=8,
    ),
    _day(
        "confirmed_on|confirmed on|确认日期|confirmed|confirmation date|签约日期",
        "Day the sales confirmation was signed|销售确认书签署日期",
    ),
    _day(
        "deliver_on|delivery|交期|delivery date|deliver on|约定交期|交货期",
        "Agreed delivery date|约定交期",
    ),
    _field(
        "incoterm|incoterm|贸易术语|incoterms|trade term|贸易条款|价格条款",
        "FOB, CIF …, with or without the place|FOB、CIF 等，可带地点",
        values.incoterm,
        width=10,
        words=words.INCOTERMS,
    ),
    _span(
        "production_days|production days|生产天数|production time",
        "Calendar days of production; blank counts as 0|生产所需天数；空白按 0 计",
    ),
    _span(
        "transport_days|transport days|运输天数|transit days|transit time",
        "Calendar days of transport; blank: by Incoterm|运输所需天数；空白按贸易术语计",
    ),
    _span(
        "booking_days|booking days|订舱天数",
        "Calendar days to book transport; blank: the policy's number|订舱所需天数；空白按规则中的天数计",
    ),
    _day(
        "due_on|due on|到期日|due date|付款到期日",
        "Due date of the invoice, for open account|账期付款到期日",
    ),
    _day(
        "delivered_on|delivered on|实际交货日期|delivered|actual delivery date|实际交货日",
        "Day the goods were delivered; blank: not yet|实际交货日期；空白：尚未交货",
    ),
    _field(
        "paid_on|paid on|收款日期|paid|received on|到账日期",
        "Day the money came in full; blank: not paid|全额到账日期；空白：未付",
        values.receipt,
        width=12,
        shape="receipt",
    ),
    _day(
        "promised_on|promised on|承诺付款日|promised date|promise|承诺付款日期",
        "Day on which they promised to pay|客户承诺付款的日期",
    ),
    _day(
        "promised_when|promised when|承诺日|promise made on|作出承诺日期",
        "Day on which they made the promise; blank: last reply, else confirmed on"
        "|客户作出承诺的日期；空白：上次回复日，否则确认日期",
    ),
    _day(
        "last_contact_on|last contact|上次联系|last contact on|last contacted|上次联系日期",
        "Day of our last contact about this payment|我方就该款项最近一次联系客户的日期",
    ),
    _chosen(
        "contact_kind|contact kind|联系方式类型|联系类型",
        "What that contact was; blank: a friendly check-in, or thanks if it came after the money"
        "|该次联系的性质；空白：一般问候，到账之后的联系按感谢计",
        words.CONTACT_KINDS,
    ),
    _chosen(
        "contact_topic|contact topic|联系主题",
        "What that contact was about|该次联系的主题",
        words.TOPICS,
    ),
    _day(
        "last_reply_on|last reply|对方上次回复|last reply on|上次回复",
        "Day of their last message; an auto-reply is none|客户最近一次回复的日期；自动回复不算",
    ),
    _field(
        "reason|reason|原因|reason for delay|延迟原因",
        "Why the payment waits, as they told us; blank: not known yet|客户说明的延迟原因；空白：尚不清楚",
        values.reason,
        width=20,
        words=words.REASONS,
    ),
    _day(
        "reason_until|reason until|原因截止日",
        "The date that they gave with the reason, or of their return|客户就该原因给出的日期，或返回日期",
    ),
    _field(
        "question|question|对方问题|their question|open question|客户问题",
        "Their question that we have not answered yet, in their words|客户提出、我方尚未答复的问题（原话）",
        values.words,
        width=28,
    ),
    _field(
        "open_points|open points|未确认事项|not confirmed|未确认",
        "What is not yet confirmed, separated by commas; blank: not known, which is not open"
        "|尚未确认的事项，用逗号分隔；空白：未知，不等于未确认",
        values.points,
        width=24,
        words=words.POINTS,
    ),
    _field(
        "our_fix|our fix|我方待办|our to do|to do (ours)",
        "What we must put right first, as an instruction|我方须先处理的事项",
        values.words,
        width=28,
    ),
    _chosen(
        "relationship|relationship|关系",
        "A old friend, B usual, C loose; blank: B|A 老客户，B 普通，C 松散；空白：B",
        words.RELATIONSHIPS,
    ),
    _field(
        "phone|phone|电话|telephone|other way|手机",
        "Is a phone, other channel or second contact known? A number says yes; blank counts as yes"
        "|是否有电话、其他渠道或第二联系人？填号码即为有；空白按有计",
        values.other_way,
        width=16,
        words=words.YES_NO,
        takes_no=True,
    ),
    _day(
        "new_date|new date|新交期|new delivery date",
        "Delivery date that production named anew|生产部门重新给出的交期",
    ),
    _day(
        "new_date_named_on|new date named on|新交期提出日期",
        "Day on which production named it|生产部门给出新交期的日期",
    ),
    _chosen(
        "lc_stage|L/C stage|信用证阶段",
        "How far the letter of credit is; on the L/C row|信用证进度；填在信用证那一行",
        words.LC_STAGES,
    ),
    _day(
        "lc_on|L/C on|信用证日期|L/C date",
        "Day that stage was reached|到达该阶段的日期",
    ),
    _field(
        "remarks|remarks|备注|remark|notes|note|comment|comments",
        "Kept and shown with the order; nothing is read from it|仅保存并显示，不作分析",
        values.words,
        width=36,
    ),
)


def _other(names: str, read: Callable[..., object], shape: str = "text") -> Field:
    """A field of other people's lists: name, English and Chinese heading; it is not in the template."""
    name, en, zh = names.split("|")
    return Field(name, en, zh, read, "", "", shape=shape)


OTHERS: Final = (
    _other("invoice|invoice|发票号", values.name),
    _other("quantity|quantity|数量", values.quantity, "number"),
    _other("unit_price|unit price|单价", values.figure_or_zero, "amount"),
    _other("line_amount|line amount|行金额", values.figure_or_zero, "amount"),
    _other("total|order value|订单金额", values.figure, "amount"),
    _other("outstanding|outstanding|未收金额", values.figure_or_zero, "amount"),
    _other("terms|payment terms|付款方式", values.words),
    _other("paid_got|paid amount|已收金额", values.receipt, "got"),
    _other("deposit_due|deposit due|定金到期日", days.day, "day"),
    _other("balance_due|balance due on|尾款到期日", days.day, "day"),
    _other("deposit_amount|deposit|定金", values.figure_or_zero, "amount"),
    _other("deposit_paid|deposit received|定金到账", values.receipt, "receipt"),
    _other("deposit_got|deposit received amount|定金实收", values.receipt, "got"),
    _other("balance_got|balance received amount|尾款实收", values.receipt, "got"),
    _other("balance_amount|balance|尾款", values.figure_or_zero, "amount"),
    _other("balance_paid|balance received|尾款到账", values.receipt, "receipt"),
    _other("ordered_on|order date|下单日期", days.day, "day"),
    _other("invoice_on|invoice date|开票日期", days.day, "day"),
    _other("bl_on|B/L date|提单日期", days.day, "day"),
    _other("eta_on|ETA|预计到港", days.day, "day"),
    _other("next_follow_up_on|next follow-up|下次跟进", days.day, "day"),
    _other("log|log|跟进记录", values.words),
    _other("status|status|状态", values.words),
    _other("lc_no|L/C no.|信用证号", values.name),
    _other("lc_issued_on|L/C issued|开证日期", days.day, "day"),
    _other("lc_expiry_on|L/C expiry|信用证有效期", days.day, "day"),
    _other("lc_latest_on|latest shipment|最迟装运期", days.day, "day"),
)
OURS: Final = (
    _other("we_wrote_on|we wrote on|我方已联系日期", days.day, "day"),
    _other("they_said|they said|客户答复", values.words),
    _other("they_promised_on|they promised to pay on|客户承诺付款日期", days.day, "day"),
    _other("so_far|so far|联系历程", values.words),
)
"""Columns that we write and read again; the first three are filled by people."""

BY_NAME: Final = {f.name: f for f in (*FIELDS, *OTHERS, *OURS)}
