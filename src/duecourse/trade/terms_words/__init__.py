"""The words in which payment terms are written: one file for each language, words of one meaning separated by a bar.

Every word stands under what it means. Case, accents, full width, dots in abbreviations and traditional characters are
folded before anything is compared, so each word stands here once.
"""

from __future__ import annotations

from typing import Final

from duecourse.trade.terms_words import de, en, es, fr, pt, zh

MEANINGS: Final = {
    "before": "stands before an event: payment comes earlier",
    "after": "stands before an event: payment comes later",
    "from": "like after, but harmless without an event",
    "against": "stands before a paper or an event: payment in exchange for it",
    "at": "stands before an event: payment with it",
    "before_it": "stands behind its event, as in Chinese: earlier",
    "after_it": "stands behind its event: later",
    "order": "event: the order is placed, confirmed or signed, or the proforma comes",
    "production": "event: production begins",
    "ready": "event: the goods are finished, inspected or ready to leave",
    "ship": "event: the goods leave",
    "delivery": "event: the goods are handed over",
    "arrival": "event: the goods arrive",
    "invoice": "event: the invoice",
    "bl": "event: the bill of lading",
    "documents": "event: the shipping documents",
    "sight": "event: the bank sees the documents",
    "acceptance": "event: the draft or the goods are accepted",
    "receipt": "getting what is named next",
    "deposit": "kind: a deposit",
    "before_shipment": "kind: all is paid before the goods leave",
    "advance": "kind: paid in advance",
    "lc": "kind: a letter of credit",
    "collection": "kind: documents against payment or acceptance",
    "net": "kind: days of credit from the invoice",
    "open": "kind: open account",
    "on_delivery": "kind: paid when the goods are handed over",
    "on_arrival": "kind: paid when the goods arrive",
    "now": "kind: at once, on the invoice",
    "later": "kind: paid by transfer after the shipment",
    "month_end": "the end of the month, counted in the order of the words",
    "month_end_first": "the end of the month, then the days",
    "next_month": "a day of the next month",
    "rest": "what the other payments leave",
    "full": "the whole value",
    "half": "half of the value",
    "third": "a third of the value",
    "percent": "per cent",
    "day": "unit: days",
    "week": "unit: weeks",
    "month": "unit: months",
    "discount": "a discount for paying early",
    "none": "takes away what stands next",
    "or": "a choice",
    "and": "joins two payments",
    "copy": "a copy of a paper",
    "undecided": "not agreed yet, or written elsewhere",
    "alien": "speaks of something else than payment",
    "fill": "says nothing about when or how much",
}
"""What each meaning says; the keys of every language's words are among these."""

BLOCKS: Final = (en.WORDS, de.WORDS, es.WORDS, fr.WORDS, pt.WORDS, zh.WORDS)
"""In this order; where two languages give one word two meanings the first one wins."""

_TRADITIONAL: Final = (
    "訂餘貨見單證後結預發裝運電匯開據複驗賒銷賬帳號個內憑無現萬總額價簽當齊傳對贖遠確認時間週櫃離關報產從"
    "計門庫達進兌銀轉買賣繳訖檢動廠貿稅錢點貸還歐鎊幣圓購詢華際國約與並給這為備執條項數業務場種類兩於應須"
    "費戶檔儲倉顆較準則將過"
)
_SIMPLE: Final = (
    "订余货见单证后结预发装运电汇开据复验赊销账账号个内凭无现万总额价签当齐传对赎远确认时间周柜离关报产从"
    "计门库达进兑银转买卖缴讫检动厂贸税钱点贷还欧镑币圆购询华际国约与并给这为备执条项数业务场种类两于应须"
    "费户档储仓颗较准则将过"
)
SIMPLIFIED: Final = str.maketrans(_TRADITIONAL, _SIMPLE)
"""Traditional characters that terms use, and the simplified ones under which the words stand."""

_MONEY: Final = {
    "USD": "us$ usd$ 美元 美金",
    "EUR": "€ euro euros 欧元",
    "GBP": "£ stg pounds 英镑",
    "CNY": "rmb 人民币",
    "JPY": "yen 日元",
    "HKD": "hk$ 港币 港元",
    "AUD": "a$ 澳元",
    "CAD": "c$ 加元",
    "TWD": "nt$ 台币",
    "SGD": "s$ 新元",
    "BRL": "r$ reais",
    "": "$ ¥ 元 dollar dollars",
}
MONEY_WORDS: Final = {word: code for code, words in _MONEY.items() for word in words.split()}
"""Signs and words for money to the currency; empty where the sign says that it is money but not whose."""

NOT_MONEY: Final = frozenset(["ALL", "TOP", "CUP", "MOP", "PEN", "LAK"])
"""Currency codes that are everyday words, and so never read as money in a sentence."""

SEPARATORS: Final = frozenset(",;.+&/|-–—•·、。。→\\")
"""Signs that stand between two payments."""
