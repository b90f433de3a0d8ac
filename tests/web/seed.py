"""A workspace by hand for tests of pages: people, customers, orders, and the lists of one day as the plan leaves them."""

from __future__ import annotations

from dataclasses import dataclass, field
from datetime import UTC, date, datetime, timedelta
from typing import Any

from django_scopes import scope

from duecourse.ledger.models import (
    Contact,
    Customer,
    Membership,
    Message,
    Milestone,
    Order,
    PolicyVersion,
    Standing,
    Task,
    User,
    Verdict,
    Workspace,
)

RULES = """name = "house"
version = 1
extends = "normal"
title.en = "House"
title.zh = "本公司"
"""
DAY = date(2026, 11, 23)
AT = datetime(2026, 11, 23, 1, 12, tzinfo=UTC)


@dataclass
class Firm:
    """One workspace and the people in it, by role and by name."""

    workspace: Workspace
    policy: PolicyVersion
    people: dict[str, User] = field(default_factory=dict)
    orders: int = 2600

    def person(self, name: str, role: str = "sales", **more: Any) -> User:
        """A member who can sign in."""
        place = self.workspace.pk
        user = User.objects.create_user(f"{name.casefold()}@firm{place}.example", name=name)
        with scope(workspace=self.workspace):
            Membership.objects.create(workspace=self.workspace, user=user, role=role, **more)
        self.people[name] = user
        return user

    def customer(
        self, name: str, country: str = "", city: str = "", zone: str = "", owner: User | None = None
    ) -> Customer:
        """One customer; without an owner he is Ana's."""
        who = owner or self.people.get("Ana")
        return Customer.objects.create(
            workspace=self.workspace, name=name, country=country, city=city, zone=zone, owner=who
        )

    def contact(self, customer: Customer, name: str) -> Contact:
        """A verified buyer there."""
        mail = f"{name.split(maxsplit=1)[0].lower()}@{customer.pk}.example"
        return Contact.objects.create(
            workspace=self.workspace, customer=customer, name=name, email=mail, verified_on=DAY
        )

    def payment(
        self,
        customer: Customer,
        amount_minor: int | None = 100_000,
        goods: str = "",
        kind: str = "deposit",
        currency: str = "USD",
    ) -> Milestone:
        """One open payment of a new order."""
        self.orders += 1
        order = Order.objects.create(
            workspace=self.workspace,
            customer=customer,
            number=f"SC-{self.orders}",
            goods=goods,
            currency=currency,
            confirmed_on=DAY - timedelta(days=14),
        )
        return Milestone.objects.create(
            workspace=self.workspace, order=order, kind=kind, amount_minor=amount_minor, currency=currency
        )

    def verdict(self, milestone: Milestone, action: str, rule: str, **said: Any) -> Verdict:
        """A kept verdict; what is not told is not known."""
        whole = {
            "case": str(milestone.pk), "customer": milestone.order.customer.name, "order": milestone.order.number, "milestone": milestone.kind,
            "as_of": DAY.isoformat(), "action": action, "kind": None, "topic": None, "level": None, "until": None, "then": None, "rule": rule,
            "step": "", "gates": [], "because": [], "task": "", "facts": {}, "next_review": None, "needs_approval": False, "policy": "normal",
            "policy_version": 1,
        }  # fmt: skip
        return Verdict.objects.create(
            workspace=self.workspace,
            milestone=milestone,
            as_of=DAY,
            action=action,
            rule=rule,
            digest="",
            policy=self.policy,
            said=whole | said,
            decided_at=AT,
        )

    def standing(
        self,
        milestone: Milestone,
        in_list: str,
        action: str,
        rule: str,
        because: tuple[str, str] = ("", ""),
        *,
        look_on: date | None = None,
        known: bool = False,
        said: dict[str, Any] | None = None,
    ) -> Standing:
        """Where a payment stands today."""
        customer = milestone.order.customer
        rank = f"{(look_on or date.max).isoformat()}|{customer.name}"
        verdict = self.verdict(milestone, action, rule, **(said or {}))
        return Standing.objects.create(
            workspace=self.workspace, milestone=milestone, customer=customer, owner=customer.owner, verdict=verdict, as_of=DAY, in_list=in_list,
            rank=rank, action=action, rule=rule, look_on=look_on, known=known, because_en=because[0], because_zh=because[1],
        )  # fmt: skip

    def waits(
        self,
        name: str,
        country: str,
        look_on: date,
        because: tuple[str, str],
        *,
        known: bool = True,
        rule: str = "R16",
        owner: User | None = None,
    ) -> Standing:
        """A customer whose payment rests until a day."""
        milestone = self.payment(self.customer(name, country, owner=owner))
        return self.standing(milestone, "wait", "wait", rule, because, look_on=look_on, known=known)

    def letter(
        self,
        milestone: Milestone,
        because: tuple[str, str],
        *,
        to: str = "",
        text: str = "",
        attach: str = "",
        action: str = "useful",
        rule: str = "R17",
        said: dict[str, Any] | None = None,
        **more: Any,
    ) -> Message:
        """The message of the day for the customer of a payment, with its standing."""
        self.standing(milestone, "contact", action, rule, because, said=said)
        customer, told = milestone.order.customer, said or {}
        draft = {
            "action": action,
            "rule": rule,
            "kind": told.get("kind"),
            "topic": told.get("topic"),
            "cases": [milestone.pk],
            "then": [],
            "language": "en",
            "attach": attach,
            "to": {"name": to, "email": ""},
        }
        return Message.objects.create(
            workspace=self.workspace, customer=customer, owner=customer.owner, lead=milestone, as_of=DAY, rank=f"1|0|{milestone.pk:016d}",
            subject=f"{milestone.order.number}", text=text, draft=draft, **more,
        )  # fmt: skip

    def task(
        self,
        milestone: Milestone,
        what: tuple[str, str],
        because: tuple[str, str],
        *,
        rule: str = "R08",
        due_on: date | None = None,
    ) -> Task:
        """A thing of ours, with the payment that waits for it."""
        self.standing(milestone, "fix", "own_fix", rule, because)
        customer = milestone.order.customer
        return Task.objects.create(
            workspace=self.workspace, customer=customer, owner=customer.owner, lead=milestone, as_of=DAY, rank=f"0|{milestone.pk:016d}",
            rule=rule, due_on=due_on, what_en=what[0], what_zh=what[1], because_en=because[0], because_zh=because[1], cases=[milestone.pk],
        )  # fmt: skip


def firm(name: str = "Harbour Outdoor", **more: Any) -> Firm:
    """An empty workspace in Ningbo."""
    values = {"zone": "Asia/Shanghai", "city": "Ningbo", "country": "CN", "bank_loaded_on": DAY} | more
    workspace = Workspace.objects.create(name=name, **values)
    with scope(workspace=workspace):
        policy = PolicyVersion.objects.create(workspace=workspace, number=1, text=RULES, made_at=AT)
    workspace.policy = policy
    workspace.save()
    return Firm(workspace, policy)


WAITS: tuple[tuple[str, str, date, bool, str, str], ...] = (
    ("Fjordgear", "NO", date(2026, 11, 24), False, "confirmed Thursday; give their bank a few days", "周四刚确认；给对方银行几天时间"),
    ("Wetland Supply", "GB", date(2026, 11, 25), True, "says paid on Friday; it may be on its way", "对方称周五已付；款项可能在途"),
    ("Al Noor Camping", "SA", date(2026, 11, 26), True, "waiting for an approval inside; usually 7 days", "等内部审批；通常 7 天"),
    ("Hokuto Garden", "JP", date(2026, 11, 26), True, "arranging the transport; told us on 16 Nov", "安排物流中；11月16日已告知"),
    ("Casa Lluvia", "MX", date(2026, 11, 27), False, "two unanswered; ten days of quiet", "2 次未回；静候 10 天"),
    ("Atelier Pluie", "FR", date(2026, 11, 30), True, "cash is tight; they named 30 Nov", "资金紧张；对方说11月30日"),
    ("Tuinland", "NL", date(2026, 11, 30), True, "price answered once; quiet until 30 Nov", "价格已答复一次；静候至11月30日"),
    ("Bootshaus Nord", "DE", date(2026, 12, 1), True, "promised 25 Nov, plus three banking days", "承诺11月25日付款，另留 3 个银行日"),
    ("Maple & Creek", "CA", date(2026, 12, 1), True, "away until Thursday; then a few days to catch up", "对方外出，周四回来；回来后再留几个工作日"),
    ("Blue Heron Outfitters", "US", date(2026, 12, 2), False, "weekend, holiday, or just after a long one", "周末、节假日，或长假刚结束"),
    ("Nordlicht Camping", "DE", date(2026, 12, 3), True, "their end customer decides; usually 10 days", "等终端客户决定；通常 10 天"),
    ("Pampa Sur", "AR", date(2026, 12, 4), True, "currency or bank formalities; usually 7 days", "正在办理外汇或银行手续；通常 7 天"),
    ("Delta Verde", "EG", date(2026, 12, 7), True, "letter of credit applied for; 10 banking days", "信用证已申请；通常 10 个银行日"),
    ("Andes Trek", "CL", date(2026, 12, 7), False, "pay-by date 21 Jan; nothing depends on it yet", "1月21日前付款即可；眼下不受影响"),
)  # fmt: skip

DRAFT = """Dear Jana,

here is the production calendar for your 2,400 rain barrels: colour boxes are printed first, then welding from 14 December and packing in the second week of January, so that they reach Hamburg on 19 February as agreed. The plan holds when the deposit is with us by 7 December. If a later week suits you, tell me and I will move the plan.

Best regards
Ana"""


def story(*, finished: bool = False) -> Firm:
    """Monday 23 November 2026 in Ningbo: three to send, two of ours to fix, fourteen waiting; or only those who wait."""
    made = firm()
    made.person("Ana")
    made.person("Bruno", "manager")
    made.person("Lin", "finance")
    with scope(workspace=made.workspace):
        if not finished:
            _contacts(made)
            _chores(made)
        for name, country, look_on, known, en, zh in WAITS:
            made.waits(name, country, look_on, (en, zh), known=known, rule="R02" if name == "Wetland Supply" else "R16")
    return made


def _contacts(made: Firm) -> None:
    people = (
        ("Regenwerk GmbH", "DE", "Hamburg", "Europe/Berlin", "Jana Brandt", 1_836_000, "2,400 rain barrels", "R17", {"kind": "calendar", "topic": "calendar"},
         ("calendar never sent; paid by 7 Dec keeps 19 Feb", "还没看过生产日历；12月7日前到账可保证2月19日交货"), "calendar-SC-2618.pdf"),
        ("Rio Verde Outdoor", "BR", "Curitiba", "America/Sao_Paulo", "Thiago Nunes", 702_000, "600 dry bags 20 L", "R09",
         {"kind": "artwork_confirmation", "facts": {"point_kind": "artwork_confirmation", "point_title": "Colour-box artwork, dry bag 20 L"}},
         ("7 of 8 points confirmed; this settles the packaging", "8 项中 7 项已确认；此件确认包装"), "artwork-v3.pdf"),
        ("Lakeshore Paddle Co.", "US", "Burlington", "America/New_York", "Mark Ellis", 1_147_500, "900 waterproof backpacks", "R25",
         {"kind": "material_certificate", "facts": {"useful_kind": "material_certificate", "useful_title": "TPU film test report, waterproof backpack 30 L"}},
         ("ready and not sent yet; reason enough to write", "已备好尚未发出；这就是来信的理由"), "test-report.pdf"),
    )  # fmt: skip
    for name, country, city, zone, buyer, minor, goods, rule, said, because, attach in people:
        customer = made.customer(name, country, city, zone)
        made.contact(customer, buyer)
        text = DRAFT.replace("Jana", buyer.split()[0])
        made.letter(
            made.payment(customer, minor, goods), because, to=buyer, text=text, attach=attach, rule=rule, said=said
        )


def _chores(made: Firm) -> None:
    voile = made.payment(made.customer("Voile & Rive", "FR", "La Rochelle", "Europe/Paris"), 412_000)
    made.task(
        voile,
        (
            "Correct the proforma: it says 1,200 bags, the sales confirmation 1,500",
            "更正形式发票：写成 1,200 个，销售确认书是 1,500 个",
        ),
        ("found on Friday; ours to put right first", "周五发现；先把自己的事办好"),
        due_on=date(2026, 11, 24),
    )
    kawabe = made.payment(made.customer("Kawabe Outdoor", "JP", "Osaka", "Asia/Tokyo"), 538_000)
    made.task(
        kawabe,
        ("hand the pre-production sample to the courier", "把产前样交给快递，并登记运单号"),
        ("looking at the sample; told us on Friday", "对方要拿到样品才能决定"),
        rule="R08",
        due_on=date(2026, 11, 25),
    )
