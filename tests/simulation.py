"""Day by day: a faithful salesperson follows every verdict, and customers of many characters answer in their own way.

All worlds of a run are judged in one pass a day; each has its own calendar, so weekends and holidays fall everywhere.
A day goes: the customer acts in the morning, every open case is judged, the salesperson does what the verdicts say.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Callable, Iterable
from dataclasses import dataclass, field
from datetime import date, timedelta
from typing import Any

import polars as pl

from duecourse.decide.judge import judge
from duecourse.history.schema import CHECKLIST_POINTS, PACED_KINDS
from duecourse.policy.model import Policy
from generators import Row, World, stacked

# Ours of a day is written after the morning's mail, and the answer last (METHOD section 2: ours, theirs, our answer,
# where only dates are known; here the order is known).
MORNING, OURS, ANSWER = 10, 15, 20
TO_REVIEW = {"artwork_confirmation", "material_certificate"}
_SEEN = (
    "case",
    "kind",
    "rule_ix",
    "action",
    "then",
    "contact",
    "what",
    "topic",
    "level",
    "until",
    "held_by",
    "slack_days",
    "must_pay_by",
    "point_bare",
)


@dataclass(frozen=True)
class Step:
    """What was said about one case on one day, and what was done about it."""

    day: int
    on: date
    case: str
    rule: str
    action: str
    then: str | None
    what: str | None
    topic: str | None
    level: int | None
    until: date | None
    held_by: tuple[str, ...]
    slack: int | None
    done: str = ""


Character = Callable[["Player"], None]


@dataclass
class Player:
    """A customer with his world, his character, and the log of all verdicts about him."""

    world: World
    character: Character
    name: str
    steps: list[Step] = field(default_factory=list)
    due: dict[tuple[str, str], date] = field(default_factory=dict)
    memory: dict[str, Any] = field(default_factory=dict)

    @property
    def today(self) -> date:
        return self.world.as_of

    @property
    def case(self) -> str:
        return str(self.world.rows["milestones"][0]["case"])

    @property
    def order(self) -> Row:
        return self.world.rows["orders"][0]

    @property
    def milestone(self) -> Row:
        return self.world.rows["milestones"][0]

    def contacts(self) -> list[Row]:
        """Our paced contacts so far, by day."""
        return [t for t in self.world.rows["touches"] if t["kind"] in PACED_KINDS]

    def writes(self, **said: Any) -> Row:
        """A message of theirs this morning."""
        return self.world.add(
            "inbounds", customer=self.order["customer"], case=self.case, on=self.today, seq=MORNING, **said
        )

    def pays(self) -> None:
        """All of it, matched today."""
        self.milestone["paid_on"] = self.today

    def promises(self, days: int) -> None:
        """A date, in a message."""
        self.writes(reason="promise", says="we pay then")
        self.world.add("promises", case=self.case, made_on=self.today, pay_on=self.today + timedelta(days=days))


def run(players: Iterable[Player], policy: Policy, days: int) -> list[Player]:
    """So many days, or until every case is finished for good."""
    everybody = list(players)
    for day in range(days):
        open_ones = [p for p in everybody if not _finished(p)]
        if not open_ones:
            break
        _one_day(open_ones, policy, day)
        for player in everybody:
            player.world.as_of += timedelta(days=1)
    return everybody


def _finished(player: Player) -> bool:
    """All cases were left in peace for a week, and the customer has nothing left to do."""
    last = player.steps[-7 * len(player.world.rows["milestones"]) :]
    return len(last) >= 7 and all(s.action == "none" for s in last)


def _one_day(players: list[Player], policy: Policy, day: int) -> None:
    for player in players:
        player.character(player)
    by_key = {p.world.key: p for p in players}
    judged = judge(stacked(p.world for p in players), None, policy)
    for row in judged.select(c for c in _SEEN).iter_rows(named=True):
        player = by_key[row["case"].split("/")[0]]
        done = follow(player, row, policy)
        player.steps.append(
            Step(
                day,
                player.today,
                row["case"],
                policy.rules[row["rule_ix"]].key,
                row["action"],
                row["then"],
                row["what"],
                row["topic"],
                row["level"],
                row["until"],
                tuple(row["held_by"]),
                row["slack_days"],
                done,
            )
        )


# ------------------------------------------------------------------ the faithful salesperson
def follow(player: Player, row: Row, policy: Policy, *, at_once: bool = False) -> str:
    """Does what the verdict says today; what was done, in a word. Tasks of ours on their due day, unless at once."""
    rule = policy.rules[row["rule_ix"]]
    if row["action"] == "wait" or row["action"] == "none":
        return ""
    if rule.contact:
        return _contact(player, row, rule.contact)
    key = row["case"], rule.key
    if at_once:
        _TASKS[rule.key](player, row)
        return rule.key
    due = player.due.setdefault(key, row["until"] if row["action"] == "own_fix" and row["until"] else player.today)
    if player.today < due:
        return ""
    del player.due[key]
    _TASKS[rule.key](player, row)
    return rule.key


def _contact(player: Player, row: Row, kind: str) -> str:
    """One message per customer and day: what a second order asks for as well is judged again tomorrow."""
    case, customer = row["case"], _customer_of(player, row["case"])
    paced = kind in PACED_KINDS
    if paced and any(
        t["on"] == player.today and t["customer"] == customer and t["kind"] in PACED_KINDS
        for t in player.world.rows["touches"]
    ):
        return ""
    seq = ANSWER if kind == "answer" else OURS
    level = row["level"] if kind == "dunning" else None
    to_review = kind == "useful" and row["what"] in TO_REVIEW
    player.world.add(
        "touches",
        customer=customer,
        case=case,
        on=player.today,
        seq=seq,
        kind=kind,
        topic=row["topic"],
        level=level,
        to_review=to_review,
    )
    if kind == "useful" and row["topic"] is None:
        _send_asset(player, case, customer, row["what"])
    return kind


def _customer_of(player: Player, case: str) -> str:
    return next(o["customer"] for o in player.world.rows["orders"] if case.startswith(o["order"] + "/"))


def _send_asset(player: Player, case: str, customer: str, kind: str) -> None:
    """The first unsent asset of that kind that the order can have, or an item of the standing list."""
    rows = player.world.rows
    order = _order_of(player, case)["order"]
    sent = {s["asset"] for s in rows["asset_sends"] if s["customer"] == customer}
    reached = {
        "order": order,
        "customer": customer,
        "product": _order_of(player, case).get("product"),
        "material": _order_of(player, case).get("material"),
    }
    fitting = [
        a["asset"]
        for a in rows["assets"]
        if a["kind"] == kind
        and a["asset"] not in sent
        and a["reach_key"] == reached[a.get("reach") or "order"]
        and not (a.get("valid_until") and a["valid_until"] < player.today)
    ]
    if fitting:
        player.world.add("asset_sends", asset=fitting[0], customer=customer, on=player.today)
    else:
        player.world.add("standing", order=order, kind=kind, on=player.today)


def _handle(player: Player, row: Row) -> None:
    """A person takes every message that nobody took."""
    for inbound in player.world.rows["inbounds"]:
        inbound["handled_on"] = inbound.get("handled_on") or player.today


def _answer_price(player: Player, row: Row) -> None:
    _handle(player, row)
    customer = _customer_of(player, row["case"])
    player.world.add(
        "touches", customer=customer, case=row["case"], on=player.today, seq=ANSWER, kind="answer", to_review=False
    )


def _take_over(player: Player, row: Row) -> None:
    _handle(player, row)
    for customer in player.world.rows["customers"]:
        if customer.get("legal_flag"):
            customer["legal_taken_on"] = player.today


def _fix(player: Player, row: Row) -> None:
    for fix in player.world.rows["fixes"]:
        fix["closed_on"] = fix.get("closed_on") or player.today


def _prepare(player: Player, row: Row) -> None:
    order = row["case"].rsplit("/", 1)[0]
    number = len(player.world.rows["assets"])
    player.world.add(
        "assets",
        asset=f"{order}/a{number}",
        seller="/s",
        kind="bulk_information",
        title="prepared",
        reach="order",
        reach_key=order,
        confirms=row["point_bare"],
        added_on=player.today,
    )


def _order_of(player: Player, case: str) -> Row:
    return next(o for o in player.world.rows["orders"] if case.startswith(o["order"] + "/"))


def _name_date(player: Player, row: Row) -> None:
    order = _order_of(player, row["case"])
    order["new_date"] = order["deliver_on"] + timedelta(days=14)
    order["new_date_named_on"] = player.today


def _release(player: Player, row: Row) -> None:
    _order_of(player, row["case"])["slot"] = "released"


def _manager_writes(player: Player, row: Row) -> None:
    customer = _customer_of(player, row["case"])
    player.world.add(
        "touches", customer=customer, case=row["case"], on=player.today, seq=OURS, kind="manager", to_review=False
    )


def _check_credit(player: Player, row: Row) -> None:
    stage = player.memory.get("checked_as", "checked")
    player.world.add("credits", case=row["case"], stage=stage, on=player.today)


def _hand_over(player: Player, row: Row) -> None:
    """The last level is noted as gone; the file is with the insurer or the lawyer."""
    customer = _customer_of(player, row["case"])
    player.world.add(
        "touches",
        customer=customer,
        case=row["case"],
        on=player.today,
        seq=OURS,
        kind="dunning",
        level=row["level"],
        to_review=False,
    )


def _check_bank(player: Player, row: Row) -> None:
    milestone = next(m for m in player.world.rows["milestones"] if m["case"] == row["case"])
    milestone["own_bank_checked_on"] = player.today


_TASKS: dict[str, Callable[[Player, Row], None]] = {
    "R02b": _check_bank,
    "R03": _handle,
    "R04": _take_over,
    "R05": _handle,
    "R06.hand_over": _hand_over,
    "R08": _fix,
    "R10": _answer_price,
    "R09.prepare": _prepare,
    "R14": _check_credit,
    "R20a": _name_date,
    "R21": _release,
    "R24": _manager_writes,
}


# ------------------------------------------------------------------ who plays
def player(name: str, number: int, character: Character, lead: int = 60, **given: Any) -> Player:
    """One customer with one order; `lead` is the slack on the day of the confirmation, five days of bank's way included.

    Args:
        given: `kind`, `country`, `relationship`, `other_way`, `shelf` (assets, or None for the standing list),
            `start`, `points` open, `due` (days to the due date of an invoice), `second` (slack of a second order).
    """
    start = given.get("start", date(2026, 3, 2)) + timedelta(days=number % 7)
    world = World(f"p{number}", start)
    world.add("sellers", seller="/s", country=given.get("seller", "CN"), bank_feed_age_days=0)
    world.add(
        "customers",
        customer="/c",
        seller="/s",
        name=name,
        country=given.get("country"),
        relationship=given.get("relationship", "B"),
        other_way=given.get("other_way", True),
        reply_days_median=given.get("rhythm"),
    )
    _add_order(world, "/c/o", lead, given)
    if "second" in given:
        _add_order(world, "/c/z", given["second"], given)
    return Player(world, character, name)


def _add_order(world: World, key: str, lead: int, given: Row) -> None:
    kind, shelf = given.get("kind", "deposit"), given.get("shelf", 2)
    ahead = {"open_account": 0, "balance_against_documents": 7, "balance_before_shipment": 5}.get(
        kind, 38 if kind == "lc_opening" else 35
    )
    invoice = kind == "open_account"
    world.add(
        "orders",
        order=key,
        customer="/c",
        number=key,
        confirmed_on=world.ago(40 if invoice else 0),
        deliver_on=world.ago(-lead - ahead),
        production_days=30,
        transport_days=0,
        booking_days=0,
        slot="held",
        assets_recorded=shelf is not None,
        delivered_on=world.ago(20) if invoice else None,
    )
    world.add(
        "milestones",
        case=key + "/m",
        order=key,
        kind=kind,
        amount_minor=1_000_000,
        due_on=world.ago(-given.get("due", 10)) if invoice else None,
    )
    for point in CHECKLIST_POINTS:
        world.add(
            "checklist", order=key, point=point, state="open" if point in given.get("points", ()) else "confirmed"
        )
    for n in range(shelf or 0):
        useful = ("production_photo", "bulk_information", "artwork_confirmation")[n % 3]
        world.add(
            "assets",
            asset=f"{key}/a{n}",
            seller="/s",
            kind=useful,
            title=useful,
            reach="order",
            reach_key=world.key + key,
        )


def silent(player: Player) -> None:
    """Never a word."""


def pays_on(day: int) -> Character:
    """Silent, and pays on that day of the story."""

    def act(player: Player) -> None:
        if len(player.steps) >= day and not player.milestone.get("paid_on"):
            player.pays()

    return act


def explains(reason: str | None, after: int, pays_after: int | None, **said: Any) -> Character:
    """Answers some days after the second contact with a reason, and pays later or never."""

    def act(player: Player) -> None:
        told = player.memory.get("told")
        contacts = player.contacts()
        if told is None and len(contacts) >= 2 and (player.today - contacts[1]["on"]).days >= after:
            player.memory["told"] = player.today
            until = player.today + timedelta(days=said["until"]) if "until" in said else None
            player.writes(reason=reason, until_on=until, **{k: v for k, v in said.items() if k != "until"})
        if told and pays_after is not None and (player.today - told).days == pays_after:
            player.pays()

    return act


def keeps_promising(broken: int, keeps: bool, days: int = 9) -> Character:
    """Answers a contact about payment with a date, lets so many pass, then pays in time or falls silent."""

    def act(player: Player) -> None:
        made = player.world.rows["promises"]
        if made and keeps and len(made) > broken and player.today == made[-1]["pay_on"]:
            player.pays()
        answered = player.memory.get("answered", 0)
        contacts = player.contacts()
        waiting = len(made) <= broken - (not keeps) and (not made or player.today > made[-1]["pay_on"])
        if waiting and len(contacts) > answered and player.today > contacts[-1]["on"]:
            player.memory["answered"] = len(contacts)
            player.promises(days)

    return act


def complains(after: int, settles: int | None = None, **said: Any) -> Character:
    """Answers the so-many-th contact the next day with a complaint; a dispute may be settled some days later."""

    def act(player: Player) -> None:
        contacts = player.contacts()
        told = player.memory.get("told")
        if told is None and len(contacts) >= after and player.today > contacts[-1]["on"]:
            player.memory["told"] = player.today
            player.writes(**said)
        if told and settles and (player.today - told).days == settles:
            for inbound in player.world.rows["inbounds"]:
                inbound["settled_on"] = player.today

    return act


def opens_credit(applies: int | None, advises: int | None, points: bool, clean: bool) -> Character:
    """A letter of credit is applied for and advised on those days; points are amended a week after our list."""

    def act(player: Player) -> None:
        day = len(player.steps)
        player.memory["checked_as"] = (
            "to_amend" if points and "amended" not in player.memory else "clean" if clean else "checked"
        )
        for stage, on in (("applied", applies), ("advised", advises)):
            if day == on:
                player.world.add("credits", case=player.case, stage=stage, on=player.today)
        lists = [t for t in player.contacts() if t["topic"] == "lc_points"]
        if lists and "amended" not in player.memory and (player.today - lists[-1]["on"]).days == 7:
            player.memory["amended"] = True
            player.world.add("credits", case=player.case, stage="advised", on=player.today)

    return act


def accepts_new_date(pays_after: int | None) -> Character:
    """Silent until a new date is told, takes it three days later, then pays or falls silent again."""

    def act(player: Player) -> None:
        told = [t for t in player.contacts() if t["topic"] == "new_date"]
        taken = player.memory.get("taken")
        if told and taken is None and (player.today - told[0]["on"]).days == 3:
            player.memory["taken"] = player.today
            player.writes(says="fine")
            player.order["deliver_on"] = player.order["new_date"]
            player.order["delivery_agreed_on"] = player.today
        if taken and pays_after is not None and (player.today - taken).days == pays_after:
            player.pays()

    return act


def asks(after: int) -> Character:
    """Answers every so-many-th contact with a question, then falls silent."""

    def act(player: Player) -> None:
        contacts = player.contacts()
        if (
            len(contacts) % after == 0
            and len(contacts) > player.memory.get("asked", 0)
            and player.today > contacts[-1]["on"]
            and len(contacts) < 4 * after
        ):
            player.memory["asked"] = len(contacts)
            player.writes(question="what is the valve made of?")

    return act


def bounces(after: int) -> Character:
    """The so-many-th mail comes back the next day."""

    def act(player: Player) -> None:
        contacts = player.contacts()
        if len(contacts) == after and player.today > contacts[-1]["on"] and "bounced" not in player.memory:
            player.memory["bounced"] = True
            player.writes(kind="bounce")

    return act


def claims(after: int, arrives: int | None) -> Character:
    """Says after the so-many-th contact that it is paid; the money comes some days later or never."""

    def act(player: Player) -> None:
        contacts = player.contacts()
        told = player.memory.get("told")
        if told is None and len(contacts) >= after and player.today > contacts[-1]["on"]:
            player.memory["told"] = player.today
            player.writes(paid_claim=True)
        if told and arrives is not None and (player.today - told).days == arrives:
            player.pays()

    return act


def contacts_of(player: Player, customer: str | None = None) -> list[tuple[date, str]]:
    """Day and kind of every paced contact, dunning apart."""
    return sorted((t["on"], t["kind"]) for t in player.contacts() if t["kind"] != "dunning")


def longest_row(steps: Iterable[Step], wanted: Callable[[Step], bool]) -> Counter[tuple[str, str]]:
    """By case and rule: the most days in a row on which the rule spoke and `wanted` was true of it."""
    longest: Counter[tuple[str, str]] = Counter()
    running: dict[str, tuple[str, int]] = {}
    for step in steps:
        rule, length = running.get(step.case, ("", 0))
        length = length + 1 if step.rule == rule and wanted(step) else int(wanted(step))
        running[step.case] = step.rule, length
        longest[step.case, step.rule] = max(longest[step.case, step.rule], length)
    return longest


def frame_of(players: Iterable[Player]) -> pl.DataFrame:
    """All steps as a frame, for looking at a run."""
    return pl.DataFrame(
        [{"name": p.name, **{s: getattr(x, s) for s in Step.__slots__}} for p in players for x in p.steps]
    )  # type: ignore[attr-defined]
