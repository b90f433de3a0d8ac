"""Days, amounts and currencies as people of several countries write them, decided by the file where a cell alone cannot."""

from __future__ import annotations

from datetime import date
from decimal import Decimal
from pathlib import Path

import pytest
from orderfiles import single, write_csv, write_xlsx

from duecourse.adapters.orders import OrderList
from duecourse.adapters.orders.values import figure
from duecourse.adapters.orders.words import MisreadError
from duecourse.adapters.sheets import Cell

AS_OF = date(2026, 11, 21)
HEADS = {
    "en": ("Customer", "Order No.", "Delivery", "Payment terms"),
    "zh": ("客户", "合同号", "交期", "付款方式"),
    "de": ("Kunde", "Auftragsnr.", "Liefertermin", "Zahlungsbedingungen"),
    "es": ("Cliente", "Nº pedido", "Fecha de entrega", "Condiciones de pago"),
    "fr": ("Client", "N° commande", "Date de livraison", "Conditions de paiement"),
    "pt": ("Cliente", "N.º encomenda", "Data de entrega", "Condições de pagamento"),
}


def days_of(folder: Path, language: str, *held: str, as_of: date | None = AS_OF) -> list[date | None]:
    rows = [("Ana", f"SC-{n}", text, "30/70") for n, text in enumerate(held)]
    orders = single(write_csv(folder / "a.csv", HEADS[language], *rows), as_of=as_of)
    assert [r.line() for r in orders.refused] == []
    assert orders.layout.language == language
    return [row.get("deliver_on") for row in orders.rows["orders"]]


# ---------------------------------------------------------------- days
@pytest.mark.parametrize(
    ("language", "held"),
    [
        ("en", "5 Feb 2027"),
        ("en", "Feb 5, 2027"),
        ("en", "February 5th 2027"),
        ("en", "5.2.2027"),
        ("en", "Fri 5 Feb 2027"),
        ("en", "2027-02-05T00:00:00"),
        ("zh", "2027年2月5日"),
        ("zh", "27年2月5日"),
        ("zh", "2027.2.5"),
        ("zh", "2/5/2027"),
        ("de", "05.02.2027"),
        ("de", "5.2.27"),
        ("de", "5. Februar 2027"),
        ("de", "Fr. 05.02.2027"),
        ("de", "05/02/2027"),
        ("es", "05/02/2027"),
        ("es", "5 de febrero de 2027"),
        ("es", "5-feb-27"),
        ("fr", "05/02/2027"),
        ("fr", "5 février 2027"),
        ("fr", "5 févr. 2027"),
        ("pt", "05/02/2027"),
        ("pt", "5 de fevereiro de 2027"),
        ("pt", "5-fev-2027"),
    ],
)
def test_a_day_in_the_words_and_order_of_a_language(tmp_path: Path, language: str, held: str) -> None:
    assert days_of(tmp_path, language, held) == [date(2027, 2, 5)]


@pytest.mark.parametrize("name", ["März", "mars", "marzo", "março", "Mar.", "Mrz", "March"])
def test_the_third_month_in_every_language(tmp_path: Path, name: str) -> None:
    assert days_of(tmp_path, "en", f"7 {name} 2027") == [date(2027, 3, 7)]


def test_one_cell_decides_the_order_of_the_whole_file(tmp_path: Path) -> None:
    assert days_of(tmp_path, "en", "05/02/2027", "25/02/2027")[0] == date(2027, 2, 5)
    assert days_of(tmp_path, "en", "05/02/2027", "02/25/2027")[0] == date(2027, 5, 2)
    assert days_of(tmp_path, "zh", "05/02/2027", "25/02/2027")[0] == date(2027, 2, 5)


def test_cells_that_contradict_each_other_decide_nothing(tmp_path: Path) -> None:
    assert days_of(tmp_path, "en", "05/02/2027", "25/02/2027", "02/25/2027")[0] is None
    assert days_of(tmp_path, "en", "05/02/2027") == [None]


@pytest.mark.parametrize(
    ("language", "held", "day"),
    [
        ("en", "5 Feb", date(2027, 2, 5)),
        ("en", "30 Sep", date(2026, 9, 30)),
        ("de", "05.02.", date(2027, 2, 5)),
        ("zh", "2月5日", date(2027, 2, 5)),
        ("zh", "9月30日", date(2026, 9, 30)),
        ("es", "5 de febrero", date(2027, 2, 5)),
        ("fr", "05/02", date(2027, 2, 5)),
    ],
)
def test_a_day_without_a_year_lies_nearest_to_the_day_of_reading(
    tmp_path: Path, language: str, held: str, day: date
) -> None:
    assert days_of(tmp_path, language, held) == [day]


def test_without_a_day_of_reading_a_day_without_a_year_is_refused(tmp_path: Path) -> None:
    orders = single(write_csv(tmp_path / "a.csv", HEADS["en"], ("Ana", "SC-1", "5 Feb", "30/70")))
    assert [(r.row, r.column, r.holds) for r in orders.refused] == [(2, "Delivery", "5 Feb")]


@pytest.mark.parametrize(
    ("language", "held"),
    [("en", "to be confirmed"), ("en", "TBC"), ("zh", "待定"), ("de", "offen"), ("es", "por confirmar"),
     ("fr", "à confirmer"), ("pt", "a definir"), ("en", "-"), ("en", "n/a")],
)  # fmt: skip
def test_what_nobody_knows_yet_is_neither_refused_nor_a_doubt(tmp_path: Path, language: str, held: str) -> None:
    path = write_csv(tmp_path / "a.csv", HEADS[language], ("Ana", "SC-1", held, "30/70"))
    orders = single(path, as_of=AS_OF)
    assert (orders.refused, orders.doubts) == ((), ())
    assert "deliver_on" not in orders.rows["orders"][0]


# ---------------------------------------------------------------- amounts
def amount_of(folder: Path, held: object, *, head: str = "Amount", currency: str | None = "EUR") -> OrderList:
    rows = ("Customer", "Order No.", head, "Currency"), ("Ana", "SC-1", held, currency)
    return single(write_xlsx(folder / "a.xlsx", *rows), as_of=AS_OF)


@pytest.mark.parametrize(
    ("held", "currency", "minor"),
    [
        ("1.234,56", "EUR", 123456),
        ("1,234.56", "EUR", 123456),
        ("1 234,56", "EUR", 123456),
        ("1\u202f234,56", "EUR", 123456),
        ("1\u00a0234,56 €", "EUR", 123456),
        ("1'234.56", "CHF", 123456),
        ("1’234’567.50", "CHF", 123456750),
        ("1.234.567,8", "EUR", 123456780),
        ("12.500,-", "EUR", 1250000),
        ("12.5K", "USD", 1250000),
        ("12k", "USD", 1200000),
        ("1.2M", "USD", 120000000),
        ("8.6万", "CNY", 8600000),
        ("人民币8.6万元", "CNY", 8600000),
        ("1,23,456.00", "INR", 12345600),
        ("₹ 12,34,567", "INR", 123456700),
        ("KD 1,243.100", "KWD", None),
        ("KWD 1,243.100", "KWD", 1243100),
        ("1243.1", "KWD", 1243100),
        (1243.1, "KWD", 1243100),
        ("12.500", "KWD", 12500),
        ("12.500", "EUR", 1250000),
        ("¥ 2,430,000", "JPY", 2430000),
        (2430000, "JPY", 2430000),
        ("2,430,000円", "JPY", 2430000),
    ],
)
def test_an_amount_to_the_minor_unit(tmp_path: Path, held: object, currency: str, minor: int | None) -> None:
    """None: a sign that is no currency of ours is refused, never passed over."""
    orders = amount_of(tmp_path, held, currency=currency)
    if minor is None:
        assert [(r.row, r.column, r.holds) for r in orders.refused] == [(2, "Amount", held)]
    else:
        assert [r.line() for r in orders.refused] == []
        assert orders.rows["milestones"][0]["amount_minor"] == minor


@pytest.mark.parametrize(
    ("head", "minor"),
    [
        (("Kunde", "Auftragsnr.", "Auftragswert", "Anzahlung"), 12_500_000),
        (("Customer", "Order No.", "Order value", "Deposit"), 12_500),
    ],
)
def test_what_a_point_means_before_three_digits_is_up_to_the_language(
    tmp_path: Path, head: tuple[str, ...], minor: int
) -> None:
    """A dinar has a thousand fils: 12.500 is twelve and a half in English, twelve thousand in German."""
    orders = single(write_csv(tmp_path / "a.csv", head, ("Ana", "SC-1", "KWD 12.500", "KWD 2.500"), delimiter=";"))
    assert sum(m["amount_minor"] for m in orders.rows["milestones"]) == minor


# ---------------------------------------------------------------- currencies
@pytest.mark.parametrize(
    ("held", "currency", "code"),
    [
        ("USD 500", None, "USD"),
        ("500 usd", None, "USD"),
        ("€ 500", None, "EUR"),
        ("500 Euro", None, "EUR"),
        ("US$500", None, "USD"),
        ("A$ 500", None, "AUD"),
        ("CHF 500.-", None, "CHF"),
        ("500元", None, "CNY"),
        ("500美元", None, "USD"),
        ("£500", None, "GBP"),
        ("$ 500", "CAD", "CAD"),
        ("¥ 500", "CNY", "CNY"),
        ("500", "美金", "USD"),
        ("500", "Euro", "EUR"),
        ("500", "RMB", "CNY"),
    ],
)
def test_the_cell_or_the_column_names_the_currency(tmp_path: Path, held: str, currency: str | None, code: str) -> None:
    assert amount_of(tmp_path, held, currency=currency).rows["milestones"][0]["currency"] == code


@pytest.mark.parametrize("head", ["Amount (USD)", "Amount USD", "金额（美元）", "Amount US$"])
def test_the_heading_names_the_currency(tmp_path: Path, head: str) -> None:
    assert amount_of(tmp_path, 500, head=head, currency=None).rows["milestones"][0]["currency"] == "USD"


def titled(folder: Path, title: str, held: object) -> OrderList:
    rows = (title,), ("Customer", "Order No.", "Amount"), ("Ana", "SC-1", held)
    return single(write_xlsx(folder / "a.xlsx", *rows), as_of=AS_OF)


def test_a_title_names_the_currency_and_a_cell_overrules_it(tmp_path: Path) -> None:
    assert titled(tmp_path, "Open orders, all values in EUR", 500).rows["milestones"][0]["currency"] == "EUR"
    assert titled(tmp_path, "单位：人民币元", 500).rows["milestones"][0]["currency"] == "CNY"
    assert titled(tmp_path, "All values in EUR", "GBP 500").rows["milestones"][0]["currency"] == "GBP"
    assert titled(tmp_path, "Amounts in AUD", "$ 500").rows["milestones"][0]["currency"] == "AUD"


def test_a_title_with_two_currencies_names_none(tmp_path: Path) -> None:
    orders = titled(tmp_path, "Values in EUR or USD", 500)
    assert "amount_minor" not in orders.rows["milestones"][0]
    assert str(orders.entries["SC-1/deposit"].figure) == "500"


@pytest.mark.parametrize(
    ("held", "readings"), [("$500", ("USD", "CAD", "AUD")), ("¥500", ("JPY", "CNY")), ("500 kr", ("SEK", "NOK", "DKK"))]
)
def test_a_bare_sign_of_several_currencies_is_a_doubt(tmp_path: Path, held: str, readings: tuple[str, ...]) -> None:
    orders = amount_of(tmp_path, held, currency=None)
    assert [(d.row, d.name, d.column, d.holds, d.readings) for d in orders.doubts] == [
        (2, "currency", "Amount", held, readings)
    ]
    assert orders.doubts[0].why == f"a currency code ({' or '.join(readings)})"
    assert not {"currency", "amount_minor"} & orders.rows["milestones"][0].keys()
    assert str(orders.entries["SC-1/deposit"].figure) == "500"


def test_an_amount_without_any_currency_is_kept_as_a_figure(tmp_path: Path) -> None:
    orders = amount_of(tmp_path, 500, currency=None)
    assert (orders.refused, orders.doubts) == ((), ())
    entry = orders.entries["SC-1/deposit"]
    assert (str(entry.figure), entry.amount, entry.currency) == ("500", None, None)


def test_two_currencies_for_one_amount_are_refused(tmp_path: Path) -> None:
    (refusal,) = amount_of(tmp_path, "USD 500", currency="EUR").refused
    assert refusal.line() == (
        "Column 'Amount' holds 'USD 500', but an amount in EUR, as the currency column says, was expected "
        "(a.xlsx, sheet 'orders', row 2). Correct the cell and run again; the other rows were kept."
    )


@pytest.mark.parametrize(
    ("written", "amount"), [("0.448万", "4480"), ("12.500万", "125000"), ("1.25k", "1250"), ("0.25", "0.25")]
)
def test_decimals_before_a_scale_are_no_thousands(tmp_path: Path, written: str, amount: str) -> None:
    head = ("Customer", "Order No.", "Order value", "Terms")
    (entry,) = single(write_csv(tmp_path / "a.csv", head, ("Ana", "S-1", written, "net 30"))).entries.values()
    assert entry.figure is not None
    assert entry.figure == Decimal(amount).quantize(Decimal("0.01"))


def test_chinese_lists_put_the_month_before_the_dot(tmp_path: Path) -> None:
    head = ("客户", "合同号", "付款方式", "跟进记录")
    orders = single(write_csv(tmp_path / "a.csv", head, ("Ana", "S-1", "30/70", "11.10 发邮件")), as_of=AS_OF)
    assert [t["on"] for t in orders.rows["touches"]] == [date(2026, 11, 10)]


@pytest.mark.parametrize(
    ("written", "value", "codes"),
    [
        ("USD 5,000/-", 5000, {"USD"}), ("5,000 (EUR)", 5000, {"EUR"}), ("NT$ 5,000", 5000, {"TWD"}), ("Rs 5,00,000", 500000, {"INR"}),
        ("1,240,000円", 1240000, {"JPY"}), ("5000 TL", 5000, {"TRY"}), ("U$S 5.000", 5000, {"USD"}), ("CAD$5,000", 5000, {"CAD"}),
        ("USD 5,000 FOB", 5000, {"USD"}),
    ],
)  # fmt: skip
def test_amounts_carry_the_signs_of_many_places(written: str, value: int, codes: set[str]) -> None:
    found = figure(Cell(written, "text"))
    assert (found.value, found.currencies) == (value, codes)


@pytest.mark.parametrize("written", ["ca. 5000", "5000 + freight", "5000 or 6000", "(500)", "-500"])
def test_amounts_that_are_not_exact_are_refused(written: str) -> None:
    with pytest.raises(MisreadError):
        figure(Cell(written, "text"))


@pytest.mark.parametrize("written", ["after 25.01.2027", "slip 25.01.2027", "not 25.01.2027", "25.01.2027 (tbc)"])
def test_a_word_that_may_change_a_day_makes_it_a_doubt(tmp_path: Path, written: str) -> None:
    orders = single(write_csv(tmp_path / "a.csv", HEADS["de"], ("Ana", "S-1", written, "30/70")), as_of=AS_OF)
    assert [(d.name, d.holds) for d in orders.doubts] == [("deliver_on", written)]
