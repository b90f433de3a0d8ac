"""The words of a column with few values, in English and Chinese, and the code that each stands for."""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Mapping
from dataclasses import dataclass
from functools import lru_cache
from typing import Final

from duecourse.adapters.orders.messages import said, then_mend
from duecourse.adapters.orders.refusal import MEND

NEAR: Final = 75
"""Likeness in per cent from which a word is offered as what may have been meant."""

_LISTED_MAX: Final = 13


class MisreadError(Exception):
    """A cell does not say what its column holds.

    Args:
        expected: What would have been right, in words.
        fix: The next step.
    """

    def __init__(self, expected: str, fix: str = MEND) -> None:
        super().__init__(expected)
        self.expected, self.fix = expected, fix


class DoubtError(MisreadError):
    """A cell that can be read in several ways, of which nothing in the file decides.

    Args:
        expected: What would have been right, in words.
        fix: The next step.
        readings: What it may mean, plainly spelt.
    """

    def __init__(self, expected: str, fix: str, readings: list[str]) -> None:
        super().__init__(expected, fix)
        self.readings = readings


@lru_cache(maxsize=65536)
def fold(text: str) -> str:
    """The letters and digits alone, in one case and width: 'L/C Stage' and 'ｌｃ_stage' are the same."""
    return re.sub(r"[\W_]+", "", unicodedata.normalize("NFKC", text).casefold())


@lru_cache(maxsize=8192)
def identity(text: str) -> str:
    """What makes a name or number the same: all of it but case, width and white space; 1-12 and 11-2 are two orders."""
    return " ".join((text if text.isascii() else unicodedata.normalize("NFKC", text)).casefold().split())


def nearest(text: str, among: list[str]) -> str:
    """The word most like the text; empty if none is like it."""
    from rapidfuzz import fuzz, process

    found = process.extractOne(text, among, scorer=fuzz.ratio, processor=fold, score_cutoff=NEAR)
    return found[0] if found else ""


@dataclass(frozen=True, slots=True)
class Words:
    """A closed list of values.

    Args:
        what: What they are, for messages.
        spoken: Code to its words: first English, then Chinese (both shown in the template), then others.
        index: Folded word or code to its code.
    """

    what: str
    spoken: Mapping[str, tuple[str, ...]]
    index: Mapping[str, str]

    @classmethod
    def of(cls, what: str, **spoken: str) -> Words:
        """From one text for each code, its words separated by a bar."""
        words = {code: tuple(text.split("|")) for code, text in spoken.items()}
        return cls(what, words, {fold(w): code for code, ws in words.items() for w in (code, *ws)})

    def code(self, text: str) -> str:
        """The code of a word.

        Raises:
            MisreadError: If the list does not have it.
        """
        code = self.index.get(fold(text))
        if code is None:
            raise self._misread(text)
        return code

    def label(self, code: str, language: str) -> str:
        """The word that the template shows; `language` is "en" or "zh"."""
        return self.spoken[code][0 if language == "en" else 1]

    def _misread(self, text: str) -> MisreadError:
        labels = [self.label(c, "en" if text.isascii() else "zh") for c in self.spoken]
        listed = said("one_of", what=said(self.what), listed=", ".join(labels))
        if len(labels) > _LISTED_MAX:
            listed = said("one_of_sheet", what=said(self.what), listed=", ".join(labels[:3]))
        near = nearest(text, [w for ws in self.spoken.values() for w in ws])
        return MisreadError(listed, then_mend("did_you_mean", near=near) if near else MEND)


PAYMENTS: Final = Words.of(
    "a kind of payment",
    deposit="deposit|定金|订金|预付款|down payment|advance payment|prepayment|T/T deposit",
    lc_opening="L/C|信用证|letter of credit|开证|L/C opening",
    balance_before_shipment="balance before shipment|发货前尾款|出货前尾款|装运前尾款|balance before delivery",
    balance_against_documents="balance against documents|见单付款|见提单尾款|balance against B/L",
    open_account="open account|账期|赊销|O/A|月结|后付",
)
CONTACT_KINDS: Final = Words.of(
    "a kind of contact",
    soft="check-in|问候|soft|e-mail|email|mail|邮件|message|消息|whatsapp|wechat|微信|follow-up|跟进",
    ask="question|询问|ask|提问",
    useful="useful|有用资料|useful information|资料|发资料",
    notice="notice|通知",
    call="call|电话|phone|phone call|打电话|visit|拜访",
    manager="manager's note|经理来信|manager",
    reminder="reminder|催款|payment reminder|催付|催促",
    close="closing note|告别信|close",
    answer="answer|答复|reply|回复",
    thanks="thanks|感谢|thank you",
    confirm="confirmation|确认|confirm",
    fix="corrected document|更正文件|fix|correction",
    dunning_0="courtesy note|到期提示|dunning 0",
    dunning_1="dunning 1|催收函1|dunning|催收函",
    dunning_2="dunning 2|催收函2",
    dunning_3="dunning 3|催收函3",
    dunning_4="dunning 4|催收函4",
)
TOPICS: Final = Words.of(
    "a topic",
    calendar="calendar|生产日程|production calendar|排期|生产计划",
    new_date="new date|新交期|new delivery date",
    later_date="later date|延后交期|later delivery date",
    lc_terms="L/C terms|信用证条款|draft L/C terms",
    lc_points="L/C points|信用证修改点|改证要点",
    lc_copy="L/C copy|开证申请副本|L/C application copy",
    mt103="MT103|水单|remittance copy|汇款水单",
    artwork_confirmation="artwork for confirmation|彩盒稿确认|artwork|彩盒稿",
    material_certificate="material certificate|材料证书|certificate|测试报告",
    bulk_information="bulk production information|大货资料|bulk information",
    production_photo="production photos|生产照片|photos|照片",
    packing_draft="packing draft|包装稿|packing",
    qc_plan="inspection plan|检验计划|QC plan",
    other="other|其他|其它",
)
REASONS: Final = Words.of(
    "a reason",
    unclear_detail="unclear detail|细节不清|detail not clear|细节未明",
    artwork="artwork|设计稿|彩盒稿|logo|彩盒",
    certificate="certificate|证书|test report|测试报告|检测报告",
    sample="sample|样品|产前样|pre-production sample",
    price="price|价格|too expensive|价格太高|价格问题",
    no_hurry="no hurry|不急|not urgent|不着急|交期不急",
    approval="approval|内部审批|internal approval|审批|领导审批",
    vendor_setup="vendor setup|供应商建档|supplier form|供应商注册",
    bank_fx="bank or currency|银行外汇|foreign exchange|外汇|换汇|银行问题",
    lc_process="L/C in process|开证中|applying for L/C",
    lc_points="L/C amendment|信用证修改|amendment|改证",
    cash_flow="cash flow|资金紧张|资金周转",
    their_customer="their customer|终端客户未定|end customer|终端客户|等终端客户",
    paid="says paid|客户称已付|paid|already paid|已付|已付款|已汇款",
    wrong_docs="wrong documents|单据有误|wrong PI|PI有误",
    away="away|休假|holiday|out of office|放假|外出",
    cancel_reduce="cancel or reduce|取消或减量|cancel|reduce|取消|减量",
    complaint_frequency="too many mails|嫌催得多|complaint|抱怨邮件多",
    dispute="dispute|争议|quality|质量|质量问题",
    trust="trust|信任|references|验厂",
    promise="promise|已承诺|promised",
    silent="silent|无回复|no reply|没回复|没有回复",
    documents="documents|等单据|等文件",
    logistics="logistics|物流|freight|船期|货代",
    contact_left="contact left|联系人离职|left the company",
    unknown="other|其他|其它",
)
POINTS: Final = Words.of(
    "points of the confirmation checklist",
    quantity="quantity|数量|qty",
    price="price|价格|单价|unit price",
    delivery_date="delivery date|交期|delivery",
    basic_information="basic information|基本信息|基本资料",
    materials="materials|材料|material|材质|面料",
    dimensions="dimensions|尺寸|size|sizes|规格",
    payment="payment|付款|payment terms|付款方式|付款条件",
    packaging="packaging|包装|packing|colour box|color box|彩盒",
)
LC_STAGES: Final = Words.of(
    "a stage of a letter of credit",
    promised="promised|已承诺开证|承诺",
    applied="applied|已申请|applied for|申请中",
    advised="advised|已通知|received|已收到|收到",
    checked="checked|已审核|审核",
    to_amend="to amend|待修改|amendment|需修改|改证",
    clean="clean|无误|in order|没问题|无不符点",
)
RELATIONSHIPS: Final = Words.of("a relationship", A="A|A|老客户|old friend", B="B|B|普通客户|usual", C="C|C|松散|loose")
YES_NO: Final = Words.of("an answer", yes="yes|有|y|true|是|1", no="no|没有|n|false|无|否|0")
INCOTERMS: Final = Words.of(
    "an Incoterm",
    **{t: f"{t}|{t}" for t in ("EXW", "FCA", "FAS", "FOB", "CPT", "CIP", "DAP", "DPU", "DDP", "DAT", "DDU")},
    CFR="CFR|CFR|CNF|C&F",
    CIF="CIF|CIF",
)
