"""A list that was imported says the same as `duecourse today` says of the file."""

from __future__ import annotations

from pathlib import Path

import pytest

from duecourse.cli.demo import run_demo
from duecourse.importing import runs
from duecourse.ledger.models import Contact, Inbound, Milestone, Payment, Promise, Touch
from importing.lists import listed, of_ledger, of_today
from recording.desk import MORNING, at_work

DAY = MORNING.date()
LISTS = sorted(
    p
    for p in (Path(__file__).parents[1] / "adapters" / "lists").iterdir()
    if p.suffix in {".csv", ".xlsx", ".xls", ".ods"}
)
STATED = (
    "deposit received", "last contact", "contact kind", "last reply", "reason", "question", "promised on",
    "our fix", "open points", "next follow-up", "remarks",
)  # fmt: skip
TOLD = (
    {"customer": "Polder BV", "country": "NL", "order": "A-1", "deposit received": "2026-11-10"},
    {
        "customer": "Polder BV",
        "country": "NL",
        "order": "A-2",
        "last contact": "2026-11-12",
        "contact kind": "reminder",
    },
    {
        "customer": "Regenwerk",
        "order": "B-1",
        "last contact": "2026-11-09",
        "last reply": "2026-11-16",
        "reason": "certificate",
    },
    {
        "customer": "Kite Ltd",
        "country": "GB",
        "order": "C-1",
        "last reply": "2026-11-19",
        "question": "Which carton size?",
    },
    {"customer": "Nordlys", "country": "NO", "order": "D-1", "last reply": "2026-11-18", "promised on": "2026-11-27"},
    {"customer": "Voile", "country": "FR", "order": "E-1", "our fix": "correct the proforma: 1,500 pieces"},
    {"customer": "Casa Verde", "country": "ES", "order": "F-1", "open points": "packaging, materials"},
    {
        "customer": "Tuinland",
        "country": "NL",
        "order": "G-1",
        "last contact": "2026-11-16",
        "next follow-up": "2026-11-30",
    },
    {"customer": "Lakeshore", "country": "US", "order": "H-1", "payment terms": "net 30 days", "deposit received": ""},
    {"customer": "Al Noor", "country": "SA", "order": "I-1", "promised on": "soon", "remarks": "客户说已付款"},
)


@pytest.mark.django_db
@pytest.mark.parametrize("path", LISTS, ids=lambda p: p.stem)
def test_lists_of_other_people(path: Path) -> None:
    with at_work() as firm:
        try:
            shown = runs.preview(firm.by, path.name, path.read_bytes())
        except runs.DuecourseError:
            assert of_today(path, DAY) == {}
            return
        runs.run(firm.by, shown.run)
        assert of_ledger() == of_today(path, DAY)


@pytest.mark.both
def test_everything_that_a_list_can_say(tmp_path: Path) -> None:
    path = tmp_path / "list.csv"
    path.write_bytes(listed(*TOLD, more=STATED))
    with at_work() as firm:
        shown = runs.preview(firm.by, path.name, path.read_bytes())
        assert shown.counts["orders_new"] == len(TOLD)
        runs.run(firm.by, shown.run)
        expected = of_today(path, DAY)
        assert len(expected) > len(TOLD)
        assert of_ledger() == expected
        assert Payment.objects.get().happened_on.isoformat() == "2026-11-10"
        assert Promise.objects.get().pay_on.isoformat() == "2026-11-27"
        assert Touch.objects.get(kind="reminder").happened_on.isoformat() == "2026-11-12"
        assert Inbound.objects.get(question="Which carton size?").happened_on.isoformat() == "2026-11-19"


@pytest.mark.django_db
@pytest.mark.parametrize("name", ["orders.xlsx", "orders.csv", "订单.xlsx"])
def test_the_example_list_in_all_its_forms(tmp_path: Path, name: str) -> None:
    run_demo(tmp_path, DAY)
    path = tmp_path / name
    with at_work() as firm:
        shown = runs.preview(firm.by, name, path.read_bytes())
        runs.run(firm.by, shown.run)
        assert of_ledger() == of_today(path, DAY)
        if name.endswith(".xlsx"):
            jana = Contact.objects.get(name="Jana Brandt")
            assert (jana.role, jana.verified_on, jana.customer.name) == ("buyer", None, "Regenwerk GmbH")


@pytest.mark.django_db
def test_two_invoices_of_one_order_do_not_wait_for_one_another(tmp_path: Path) -> None:
    rows = ["customer,country,order,payment,amount,currency,due on"]
    rows += [
        f"Lakeshore,US,H-1,open account,{amount},USD,{due}"
        for amount, due in ((4000, "2026-11-10"), (5000, "2026-12-10"))
    ]
    path = tmp_path / "list.csv"
    path.write_text("\n".join(rows))
    with at_work() as firm:
        runs.run(firm.by, runs.preview(firm.by, path.name, path.read_bytes()).run)
        assert Milestone.objects.filter(kind="open_account").count() == 2
        assert of_ledger() == of_today(path, DAY)
