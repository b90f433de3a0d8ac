"""Cells of an order list: what is read, and what is refused by row and column."""

from __future__ import annotations

from dataclasses import fields
from datetime import date
from pathlib import Path

import pytest
from orderfiles import listed, one, single, write_csv, write_xlsx

from duecourse.adapters.orders import words as vocabulary
from duecourse.adapters.orders.columns import FIELDS
from duecourse.adapters.orders.entries import Entry
from duecourse.adapters.orders.headings import meanings
from duecourse.adapters.orders.lexicon import bare
from duecourse.adapters.orders.setting import DIRECT
from duecourse.adapters.orders.values import SPAN_DAYS_MAX
from duecourse.adapters.orders.words import Words, fold
from duecourse.history import schema
from duecourse.history.events import TOPICS

MARCH = date(2026, 3, 31)


@pytest.mark.parametrize(
    "held",
    [
        MARCH,
        46112,
        "2026-03-31",
        "2026/3/31",
        "2026.3.31",
        "20260331",
        "2026-03-31 00:00:00",
        "31 Mar 2026",
        "31-March-2026",
        "March 31, 2026",
        "31st mar. 2026",
        "2026年3月31日",
        "２０２６年３月３１日",
        "31/03/2026",
        "3/31/2026",
        "31/3/26",
        "31.3.2026",
        "31. März 2026",
        "31 de marzo de 2026",
        "31 mars 2026",
        "31 de março de 2026",
        "Tue 31 Mar 2026",
        "2026年3月31日（周二）",
    ],
)
def test_a_day_is_read(tmp_path: Path, held: object) -> None:
    assert one(listed(tmp_path, delivery=held), "orders")["deliver_on"] == MARCH


@pytest.mark.parametrize(
    ("held", "expected"),
    [
        ("2026-02-30", "a day that exists, a date like 2026-03-31 or 31 Mar 2026,"),
        ("30/30/2026", "a day that exists, a date like 2026-03-31 or 31 Mar 2026,"),
        ("31//3/26", "a date like 2026-03-31 or 31 Mar 2026"),
        ("2O26-O3-31", "a date like 2026-03-31 or 31 Mar 2026"),
        ("2206-03-31", "a date like 2026-03-31 or 31 Mar 2026, from 2000 to 2099"),
        (date(1999, 12, 31), "a date like 2026-03-31 or 31 Mar 2026, from 2000 to 2099"),
        (12, "a date like 2026-03-31 or 31 Mar 2026"),
    ],
)
def test_a_doubtful_day_is_refused(tmp_path: Path, held: object, expected: str) -> None:
    (refusal,) = listed(tmp_path, delivery=held).refused
    assert (refusal.row, refusal.column, refusal.expected) == (2, "delivery", expected)
    assert refusal.line().startswith(f"Column 'delivery' holds '{held}', but {expected} was expected (list.xlsx, sheet")


@pytest.mark.parametrize(
    ("held", "why", "readings"),
    [
        ("03/04/2026", "a date that can be read in one way (4 March or 3 April?)", ("2026-03-04", "2026-04-03")),
        ("week 50", "a date like 2026-03-31 or 31 Mar 2026", ()),
        ("KW 50", "a date like 2026-03-31 or 31 Mar 2026", ()),
        ("after the fair", "a date like 2026-03-31 or 31 Mar 2026", ()),
        ("31 Mrach 2026", "a date like 2026-03-31 or 31 Mar 2026", ()),
    ],
)
def test_a_day_that_may_mean_several_or_is_told_in_words_stays_unknown(
    tmp_path: Path, held: str, why: str, readings: tuple[str, ...]
) -> None:
    orders = listed(tmp_path, delivery=held)
    assert "deliver_on" not in one(orders, "orders")
    assert [(d.row, d.name, d.column, d.holds, d.why, d.readings) for d in orders.doubts] == [
        (2, "deliver_on", "delivery", held, why, readings)
    ]
    assert orders.doubts[0].line() == f"Row 2, 'delivery': '{held}' was left out; {why} was expected."
    assert orders.rows["fixes"] == []  # a delivery date that is not known keeps nobody from writing


@pytest.mark.parametrize("held", ["03/04/2026", "after the fair"])
def test_a_doubtful_promise_is_a_task_of_ours(tmp_path: Path, held: str) -> None:
    orders = listed(tmp_path, promised_on=held, confirmed_on=MARCH)
    assert orders.rows["promises"] == []
    fix = {"case": "SC-1/deposit", "what": f"Make row 2 clear ('{held}' under 'promised on')", "opened_on": MARCH}
    assert orders.rows["fixes"] == [fix]


def test_a_day_that_means_the_same_either_way_is_read(tmp_path: Path) -> None:
    assert one(listed(tmp_path, delivery="4/4/2026"), "orders")["deliver_on"] == date(2026, 4, 4)


@pytest.mark.parametrize(
    ("amount", "currency", "minor", "code"),
    [
        (18360, "USD", 1836000, "USD"),
        (18360.1, "usd", 1836010, "USD"),
        (5985.0000000000009, "USD", 598500, "USD"),
        ("18,360.00", "USD", 1836000, "USD"),
        ("18360", "美元", 1836000, "USD"),
        ("USD 18,360.00", None, 1836000, "USD"),
        ("18,360.00 EUR", "EUR", 1836000, "EUR"),
        ("US$18,360.5", None, 1836050, "USD"),
        ("$18,360", "CAD", 1836000, "CAD"),
        ("￥1,200", "JPY", 1200, "JPY"),
        ("18.360,00", "EUR", 1836000, "EUR"),
        ("1,83,600", "INR", 18360000, "INR"),
        ("15.6K", "USD", 1560000, "USD"),
        ("12.500", "USD", 1250000, "USD"),
        ("１２００元", None, 120000, "CNY"),
        (1200, "JPY", 1200, "JPY"),
        (12.345, "KWD", 12345, "KWD"),
        ("12.345", "KWD", 12345, "KWD"),
    ],
)
def test_an_amount_is_exact(tmp_path: Path, amount: object, currency: object, minor: int, code: str) -> None:
    row = one(listed(tmp_path, amount=amount, currency=currency), "milestones")
    assert (row["amount_minor"], row["currency"]) == (minor, code)


PLAIN = "an amount like 18,360.00 or USD 18,360.00"


@pytest.mark.parametrize(
    ("amount", "currency", "expected"),
    [
        ("12.500-", "USD", PLAIN),
        ("-500", "USD", PLAIN),
        (-500, "USD", PLAIN),
        ("12,4OO.O0", "USD", PLAIN),
        ("1,8,3600", "USD", PLAIN),
        ("15.6KG", "USD", PLAIN),
        ("USD 5 EUR", "USD", PLAIN),
        (MARCH, "USD", PLAIN),
        (0, "USD", "an amount above zero"),
        ("EUR 100", "USD", "an amount in USD, as the currency column says,"),
        ("1.2345", "USD", "an amount with at most 2 decimals, as USD has them,"),
        (12.345, "USD", "an amount with at most 2 decimals, as USD has them,"),
        (1200.5, "JPY", "an amount with no decimals, as JPY has them,"),
        ("1200.0", "JPY", "an amount with no decimals, as JPY has them,"),
    ],
)
def test_a_doubtful_amount_is_refused(tmp_path: Path, amount: object, currency: object, expected: str) -> None:
    orders = listed(tmp_path, amount=amount, currency=currency)
    assert [(r.row, r.column, r.expected) for r in orders.refused] == [(2, "amount", expected)]
    assert orders.rows["milestones"] == []


@pytest.mark.parametrize(
    ("column", "held", "fix"),
    [
        ("currency", "US", "Correct the cell"),
        ("payment", "as always", "Correct the cell"),
        ("payment", "尾款", "Correct the cell"),
        ("incoterm", "FBO Ningbo", "Correct the cell"),
        ("production days", 12.5, "Correct the cell"),
        ("production days", -3, "Correct the cell"),
        ("production days", SPAN_DAYS_MAX + 1, "Correct the cell"),
        ("production days", MARCH, "Correct the cell"),
        ("reason", "cash flw", "Did you mean 'cash flow'?"),
        ("open points", "packaging; colour", "Correct the cell"),
        ("relationship", "D", "Correct the cell"),
        ("phone", "maybe", "Correct the cell"),
        ("product", "x" * 201, "Correct the cell"),
        ("delivery", "#REF!", "Mend the formula"),
        ("customer", "n/a", "Correct the cell"),
        ("order", " ", "Correct the cell"),
    ],
)
def test_a_cell_that_cannot_be_read_is_refused(tmp_path: Path, column: str, held: object, fix: str) -> None:
    (refusal,) = listed(tmp_path, **{"L/C no": 1, column: held}).refused
    assert (refusal.file, refusal.sheet, refusal.row, refusal.column) == ("list.xlsx", "orders", 2, column)
    assert fix in refusal.fix
    assert refusal.fix.endswith("the other rows were kept.")


@pytest.mark.parametrize("held", ["Germny", "Atlantis", "EU"])
def test_a_country_that_is_not_known_is_a_doubt(tmp_path: Path, held: str) -> None:
    orders = listed(tmp_path, country=held)
    assert "country" not in one(orders, "customers")
    assert [d.line() for d in orders.doubts] == [
        f"Row 2, 'country': '{held}' was left out; a country such as DE, Germany or 德国 was expected."
    ]


def test_an_error_in_a_note_is_a_word(tmp_path: Path) -> None:
    assert one(listed(tmp_path, remarks="#REF!", product="#N/A"), "orders")["number"] == "SC-1"


@pytest.mark.parametrize(
    ("held", "kept"),
    [
        ("DE", "DE"),
        ("germany", "DE"),
        ("德国", "DE"),
        ("UK", "GB"),
        ("U.S.A.", "US"),
        ("阿联酋", "AE"),
        ("Türkiye", "TR"),
        ("Turkey", "TR"),
        ("hong kong", "HK"),
        ("Côte d'Ivoire", "CI"),
        ("韩国", "KR"),
        ("Namibia", "NA"),
        ("NA", "NA"),
    ],
)
def test_a_country_is_a_code_or_a_name(tmp_path: Path, held: str, kept: str) -> None:
    assert one(listed(tmp_path, country=held), "customers")["country"] == kept


def test_points_spans_and_terms_are_read_as_people_write_them(tmp_path: Path) -> None:
    orders = listed(tmp_path, open_points="包装、price；尺寸, 包装", production_days="45 天", incoterm="cif Hamburg")
    assert [r["point"] for r in orders.rows["checklist"]] == ["packaging", "price", "dimensions"]
    order = one(orders, "orders")
    assert (order["production_days"], order["incoterm"]) == (45, "CIF")


@pytest.mark.parametrize(
    ("row", "column"),
    [
        ({"contact_kind": "soft"}, "last contact"),
        ({"contact_topic": "calendar"}, "last contact"),
        ({"promised_when": MARCH}, "promised on"),
        ({"L/C_on": MARCH}, "L/C stage"),
        ({"new_date": MARCH}, "new date named on"),
        ({"new_date_named_on": MARCH}, "new date"),
        ({"L/C_stage": "applied"}, "L/C stage"),
        ({"promised_on": date(2026, 3, 30), "promised_when": MARCH}, "promised when"),
    ],
)
def test_a_cell_that_makes_no_sense_beside_the_others_is_refused(
    tmp_path: Path, row: dict[str, object], column: str
) -> None:
    assert [r.column for r in listed(tmp_path, **row).refused] == [column]


def test_all_faults_of_a_row_are_told_and_the_other_rows_are_kept(tmp_path: Path) -> None:
    path = write_csv(
        tmp_path / "march.csv",
        ("客户", "订单号", "交期", "金额", "币种"),
        ("Nordwind GmbH", "SC-1", "30/02/2026", "12.500-", "USD"),
        ("Nordwind GmbH", "SC-2", "", "", ""),
        ("", "SC-3", "#N/A", "", ""),
        ("Casa Verde", "", "2026-03-31", "", ""),
    )
    orders = single(path)
    assert [(r.row, r.column) for r in orders.refused] == [(2, "交期"), (2, "金额"), (4, "交期"), (5, "订单号")]
    assert (orders.rows_read, list(orders.places)) == (4, ["SC-2/deposit"])
    assert orders.refused[1].line() == (
        "Column '金额' holds '12.500-', but an amount like 18,360.00 or USD 18,360.00 was expected (march.csv, row 2). "
        "Correct the cell and run again; the other rows were kept."
    )
    assert orders.refused[3].why == "Column '订单号' holds nothing, but the order was expected"
    assert orders.refused[2].as_dict() == {
        "file": "march.csv",
        "sheet": "",
        "row": 4,
        "column": "交期",
        "holds": "#N/A",
        "expected": "a value, not an error",
        "fix": orders.refused[2].fix,
        "why": "Column '交期' holds '#N/A', but a value, not an error was expected",
    }


def test_a_long_cell_is_shown_shortened(tmp_path: Path) -> None:
    (refusal,) = listed(tmp_path, amount="1x" * 250).refused
    assert "1x" * 40 + "…'" in refusal.line()
    assert refusal.holds == "1x" * 250


def test_numbers_and_yes_are_text_where_text_is_wanted(tmp_path: Path) -> None:
    path = write_xlsx(tmp_path / "list.xlsx", ("customer", "order", "phone"), ("3M", 4711, True), (360, 1.5, False))
    orders = single(path)
    assert [o["number"] for o in orders.rows["orders"]] == ["4711", "1.5"]
    assert orders.refused == ()
    assert [(c["name"], c["other_way"]) for c in orders.rows["customers"]] == [("3M", True), ("360", False)]


def test_every_column_has_its_place_in_an_entry() -> None:
    assert {f.name for f in FIELDS} <= {f.name for f in fields(Entry)} | {*DIRECT}


def test_no_header_of_the_template_means_two_columns() -> None:
    spelt = [(bare(s), f.name) for f in FIELDS for s in (f.en, f.zh, f.name, *f.also)]
    assert dict(spelt) == dict(reversed(spelt))
    assert {s: meanings(s)[0].field for s, _ in spelt} == dict(spelt)


@pytest.mark.parametrize("among", [w for w in vars(vocabulary).values() if isinstance(w, Words)], ids=lambda w: w.what)
def test_no_word_means_two_codes(among: Words) -> None:
    spelt = [(fold(w), code) for code, ws in among.spoken.items() for w in (code, *ws)]
    assert dict(spelt) == dict(reversed(spelt))


def test_every_code_is_one_of_the_history() -> None:
    assert set(vocabulary.PAYMENTS.spoken) == set(schema.MILESTONE_KINDS)
    assert set(vocabulary.REASONS.spoken) == set(schema.REASONS)
    assert set(vocabulary.POINTS.spoken) == set(schema.CHECKLIST_POINTS)
    assert set(vocabulary.LC_STAGES.spoken) == set(schema.LC_STAGES)
    assert set(vocabulary.RELATIONSHIPS.spoken) == set(schema.RELATIONSHIPS)
    assert {c.partition("_")[0] for c in vocabulary.CONTACT_KINDS.spoken} == set(schema.TOUCH_KINDS)
    assert set(TOPICS.categories) <= set(vocabulary.TOPICS.spoken)
