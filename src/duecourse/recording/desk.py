"""What the lists of the day are made of: verdicts of a customer become his message, his tasks and his waiting rows."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from datetime import date
from typing import TYPE_CHECKING, Any, Final

from duecourse.decide.verdict import Verdict
from duecourse.ledger import models as ledger
from duecourse.plan.short import rewritten, short_because, shown_rule, task_because, task_words
from duecourse.plan.worklist import Item, Task, Waiting, Worklist, item_rank, list_of, task_rank, worklist
from duecourse.policy.model import Policy
from duecourse.words.daily import abouts, together
from duecourse.words.draft import Draft, Writer, with_thread, write
from duecourse.words.people import Person

if TYPE_CHECKING:
    from duecourse.recording.deciding import Judged

_RANK_MAX: Final = 120
_ROOM: Final = 10**15
_NAME_MAX: Final = 200
_SAID_MAX: Final = 400


@dataclass(slots=True)
class Rows:
    """Rows of the lists that are to be stored, and the verdicts that they come from."""

    standings: list[ledger.Standing] = field(default_factory=list)
    messages: list[ledger.Message] = field(default_factory=list)
    tasks: list[ledger.Task] = field(default_factory=list)
    verdicts: list[Verdict] = field(default_factory=list)

    @property
    def counts(self) -> Mapping[str, int]:
        """How many payments stand in which list."""
        return dict(Counter(s.in_list for s in self.standings))


@dataclass(frozen=True, slots=True)
class Whose:
    """A customer as the lists need him."""

    pk: int
    country: str
    owner_id: int | None
    language: str


@dataclass(frozen=True, slots=True)
class Desk:
    """What is known of the customers beside their history, and how their lists stood before.

    Args:
        before: Milestone to its kept verdict and what that said.
        later: Customer to the hour until which a person put his message off.
    """

    workspace: ledger.Workspace
    chosen: Sequence[int] | None
    day: date
    customers: Mapping[int, Whose]
    people: Mapping[int, Person]
    threads: Mapping[int, str]
    before: Mapping[int, tuple[int, str]]
    later: Mapping[int, Any]

    @classmethod
    def of(cls, workspace: ledger.Workspace, chosen: Sequence[int] | None, day: date) -> Desk:
        """Reads all of it for these customers; None for all."""
        rows = _among(ledger.Customer.objects.all(), "pk", chosen)
        customers = {
            c.pk: c for c in (Whose(*row) for row in rows.values_list("pk", "country", "owner_id", "language"))
        }
        standing = _among(ledger.Standing.objects.all(), "customer_id", chosen)
        put_off = _among(ledger.Message.objects.filter(as_of=day, later_at__isnull=False), "customer_id", chosen)
        return cls(
            workspace,
            chosen,
            day,
            customers,
            _people(chosen, customers),
            _threads(chosen),
            {m: (v, d) for m, v, d in standing.values_list("milestone_id", "verdict_id", "verdict__digest")},
            dict(put_off.values_list("customer_id", "later_at")),
        )

    def clear(self) -> None:
        """Takes the old rows of these customers out of the lists."""
        for model in (ledger.Standing, ledger.Message, ledger.Task):
            _among(model.objects.all(), "customer_id", self.chosen).delete()

    def rows(self, judged: Judged) -> Rows:
        """Rows of the lists for all judged payments, customer by customer."""
        whose, brief = _whose(judged), judged.brief()
        # Few need sentences: our own tasks, whose words the lists show, and what no clause of ours speaks for.
        clauses = {v.case: _clauses(v, judged.policy) for v in brief}
        wordy = [v.case for v in brief if list_of(v) == "fix" or not all(clauses[v.case])]
        english, chinese = (judged.told(wordy, language) for language in ("en", "zh"))
        said = zip(english.values(), chinese.values(), strict=True)
        clauses |= {e.case: (short_because(e, judged.policy), short_because(z, judged.policy, "zh")) for e, z in said}
        rows = Rows()
        groups = _by_customer([english.get(v.case, v) for v in brief], whose)
        lists = {pk: worklist(told) for pk, told in groups.items()}
        drafts = self._drafts(lists, judged)
        for pk, day in lists.items():
            rows.verdicts += groups[pk]
            self._add(rows, pk, day, clauses, drafts.get(pk))
            self._add_tasks(rows, pk, day, chinese, judged)
        return rows

    def _drafts(self, lists: Mapping[int, Worklist], judged: Judged) -> dict[int, Draft | None]:
        """The message of each customer who may be written to."""
        items = {pk: day.contact[0] for pk, day in lists.items() if day.contact}
        cases = [v.case for item in items.values() for v in (item.lead, *item.also)]
        about = abouts(cases, judged.rows, judged.history, judged.policy) if cases else {}
        return {pk: self._draft(pk, item, about) for pk, item in items.items()}

    def _draft(self, pk: int, item: Item, about: Mapping[str, Any]) -> Draft | None:
        whose = self.customers[pk]
        to = self.people.get(pk) or Person(country=whose.country, language=whose.language)
        writer = Writer("", "zh" if self.workspace.language.startswith("zh") else "en")
        draft = write([about[v.case] for v in together(item)], to, writer)
        if draft is None or draft.spoken:
            return draft
        thread = self.threads.get(int(item.lead.case))
        return with_thread(draft, thread) if thread else draft

    def _add(
        self, rows: Rows, pk: int, day: Worklist, clauses: Mapping[str, tuple[str, str]], draft: Draft | None
    ) -> None:
        own = self._own(pk)
        waits = {w.verdict.case: w for w in day.wait}
        for verdict in _verdicts(day):
            rows.standings.append(self._standing(own, verdict, clauses[verdict.case], waits.get(verdict.case)))
        for item in day.contact:
            rows.messages.append(self._message(own, pk, item, draft))

    def _add_tasks(self, rows: Rows, pk: int, day: Worklist, chinese: Mapping[str, Verdict], judged: Judged) -> None:
        if day.fix:
            also = worklist([chinese.get(v.case, v) for v in _verdicts(day)], "zh").fix
            for english, task in zip(day.fix, _paired(day.fix, also), strict=True):
                rows.tasks.append(self._task(self._own(pk), english, task, judged))

    def _own(self, pk: int) -> dict[str, Any]:
        """Whose rows they are."""
        return {"workspace_id": self.workspace.pk, "customer_id": pk, "owner_id": self.customers[pk].owner_id}

    def _standing(
        self, own: Mapping[str, Any], verdict: Verdict, said: tuple[str, str], waiting: Waiting | None
    ) -> ledger.Standing:
        look_on = waiting.look_on if waiting else verdict.next_review
        return ledger.Standing(
            **own,
            milestone_id=int(verdict.case),
            as_of=self.day,
            in_list=list_of(verdict),
            rank=rank_text(((look_on or date.max).isoformat(), verdict.customer)),
            action=verdict.action,
            then=verdict.then or "",
            rule=shown_rule(verdict),
            look_on=look_on,
            known=bool(waiting and waiting.known),
            needs_approval=verdict.needs_approval,
            because_en=said[0][:_SAID_MAX],
            because_zh=said[1][:_SAID_MAX],
        )

    def _message(self, own: Mapping[str, Any], pk: int, item: Item, draft: Draft | None) -> ledger.Message:
        return ledger.Message(
            **own,
            lead_id=int(item.lead.case),
            as_of=self.day,
            rank=rank_text(item_rank(item)),
            needs_approval=item.needs_approval,
            later_at=self.later.get(pk),
            subject=draft.said.subject[:_NAME_MAX] if draft else "",
            text=draft.said.text if draft else "",
            draft=said_of(item, draft),
        )

    def _task(self, own: Mapping[str, Any], task: Task, chinese: Task, judged: Judged) -> ledger.Task:
        return ledger.Task(
            **own,
            lead_id=int(task.lead.case),
            as_of=self.day,
            rank=rank_text(task_rank(task)),
            rule=task.rule,
            due_on=task.due_on,
            what_en=task_words(task)[:_SAID_MAX],
            what_zh=task_words(chinese)[:_SAID_MAX],
            because_en=task_because(task, judged.policy)[:_SAID_MAX],
            because_zh=task_because(chinese, judged.policy, "zh")[:_SAID_MAX],
            cases=[int(v.case) for v in task.verdicts],
        )


def rank_text(key: Sequence[object]) -> str:
    """A rank as text that sorts as the rank does: numbers keep their order, also below nought."""
    return "|".join(_sortable(part) for part in key)[:_RANK_MAX]


def _sortable(part: object) -> str:
    if isinstance(part, bool):
        return str(int(part))
    return f"{part + _ROOM:016d}" if isinstance(part, int) else str(part)[:40]


def said_of(item: Item, draft: Draft | None) -> dict[str, object]:
    """What a page needs of a message beside its text: contact, pattern, gloss, cases, and places of its facts."""
    lead = item.lead
    told: dict[str, object] = {
        "action": lead.action,
        "kind": lead.kind,
        "topic": lead.topic,
        "level": lead.level,
        "rule": lead.rule,
        "cases": [int(v.case) for v in (item.lead, *item.also)],
        "then": [int(v.case) for v in item.then],
    }
    if draft is None:
        return told
    return told | {
        "pattern": draft.pattern,
        "situation": draft.situation,
        "language": draft.said.language,
        "gloss": draft.gloss.text if draft.gloss else "",
        "english": draft.beside.text if draft.beside else "",
        "spoken": draft.spoken,
        "by": draft.by,
        "attach": draft.attach,
        "words": draft.said.words,
        "orders": list(draft.orders),
        "cases": [int(case) for case in draft.cases],
        "locked": [{"fact": at.name, "span": [at.start, at.end]} for at in draft.said.locked],
        "to": {"name": draft.to.name, "email": draft.to.email},
    }


def _verdicts(day: Worklist) -> Iterator[Verdict]:
    """Every verdict once: contacts, our own tasks that no contact holds, waits and what is finished."""
    seen: set[str] = set()
    for verdict in (
        *(v for item in day.contact for v in item.verdicts),
        *(v for task in day.fix for v in task.verdicts),
        *(w.verdict for w in day.wait),
        *day.rest,
    ):
        if verdict.case not in seen:
            seen.add(verdict.case)
            yield verdict


def _clauses(verdict: Verdict, policy: Policy) -> tuple[str, str]:
    """Why, English and Chinese; empty where only its sentences can say it."""
    if rewritten(verdict, policy):
        return "", ""
    return short_because(verdict, policy), short_because(verdict, policy, "zh")


def _paired(english: Sequence[Task], chinese: Sequence[Task]) -> list[Task]:
    """The Chinese task for each English one: of the same rule and leading payment, in their order."""
    by_key: dict[tuple[str, str], list[Task]] = {}
    for task in chinese:
        by_key.setdefault((task.rule, task.lead.case), []).append(task)
    return [by_key[task.rule, task.lead.case].pop(0) for task in english]


def _whose(judged: Judged) -> dict[str, int]:
    """Case to customer."""
    keys = judged.history["customers"]["customer"].gather(judged.rows["customer_ix"]).to_list()
    return dict(zip(judged.rows["case"].to_list(), map(int, keys), strict=True))


def _by_customer(told: Sequence[Verdict], whose: Mapping[str, int]) -> dict[int, list[Verdict]]:
    groups: dict[int, list[Verdict]] = {}
    for verdict in told:
        groups.setdefault(whose[verdict.case], []).append(verdict)
    return groups


def _among(rows: Any, column: str, chosen: Sequence[int] | None) -> Any:
    return rows if chosen is None else rows.filter(**{f"{column}__in": chosen})


def _people(chosen: Sequence[int] | None, customers: Mapping[int, Whose]) -> dict[int, Person]:
    """Who is written to: the buyer first, a verified address first, nobody who has left."""
    found: dict[int, Person] = {}
    rows = _among(ledger.Contact.objects.filter(left_on__isnull=True), "customer_id", chosen)
    ranked = sorted(
        rows.values_list("customer_id", "role", "verified_on", "pk", "name", "email", "language"),
        key=lambda r: (r[0], r[1] != "buyer", r[2] is None, r[3]),
    )
    for pk, _, _, _, name, email, language in ranked:
        if pk not in found and pk in customers:
            whose = customers[pk]
            found[pk] = Person(name, whose.country, email, language or whose.language)
    return found


def _threads(chosen: Sequence[int] | None) -> dict[int, str]:
    """Milestone to the subject of our last mail about it."""
    rows = _among(ledger.Touch.objects.filter(void=False, channel="mail").exclude(subject=""), "customer_id", chosen)
    return dict(rows.filter(milestone__isnull=False).order_by("pk").values_list("milestone_id", "subject"))
