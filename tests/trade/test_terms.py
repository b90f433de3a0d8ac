"""Payment terms in words: a table of wordings, the faults, exact amounts, due dates, and terms built from pieces."""

from __future__ import annotations

import itertools
from datetime import date
from decimal import Decimal
from fractions import Fraction
from pathlib import Path
from typing import Any

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from duecourse.trade.terms import KINDS, STARTS, TEXT_MAX, Part, Terms, TermsError, amounts, due_on, read_terms
from duecourse.trade.terms_words import BLOCKS, MEANINGS

TABLE = Path(__file__).with_name("wordings.txt")


def said(part: Part) -> str:
    """A payment in the notation of the table."""
    words = [
        part.kind,
        f"{part.amount} {part.currency}" if part.amount is not None else "",
        "rest" if part.rest else "",
        f"{float(part.share * 100):.6g}%" if part.share is not None else "",
        f"{part.days} days" if part.days is not None else "",
        f"{part.months} months" if part.months is not None else "",
        f"from {part.start}" if part.start else "",
        f"month end {part.month_end}" if part.month_end else "",
        f"on the {part.day_of_month}." if part.day_of_month else "",
    ]
    return " ".join(w for w in words if w)


def line(terms: Terms) -> str:
    """Terms in the notation of the table."""
    found = [said(p) for p in terms.parts]
    found += [f"discount {float(d.rate * 100):g}% {d.days} days" for d in terms.discounts]
    return " | ".join([*found, f"assumed {len(terms.assumed)}"] if terms.assumed else found)


def wordings() -> list[tuple[str, str]]:
    """Wording and reading of each line of the table."""
    lines = TABLE.read_text(encoding="utf-8").splitlines()
    return [(a, b) for x in lines if x and not x.startswith("#") for a, _, b in [x.partition(" => ")]]


# ---------------------------------------------------------------- wordings
@pytest.mark.parametrize(("text", "reading"), wordings())
def test_a_wording_reads_as_the_table_says(text: str, reading: str) -> None:
    assert line(read_terms(text)) == reading


def test_the_table_is_long_enough_and_says_nothing_twice() -> None:
    texts = [text for text, _ in wordings()]
    assert len(texts) >= 150
    assert len(set(texts)) == len(texts)


@pytest.mark.parametrize(
    "text",
    [
        "30% DEPOSIT, 70% BEFORE SHIPMENT",
        "30％ deposit，70％ before shipment",
        "  30 %\tdeposit ;\n70\xa0% before  shipment  ",
    ],
)
def test_case_width_and_white_space_change_nothing(text: str) -> None:
    assert read_terms(text).parts == read_terms("30% deposit, 70% before shipment").parts


@pytest.mark.parametrize(
    ("traditional", "simplified"),
    [
        ("30%訂金，餘款發貨前付清", "30%订金，余款发货前付清"),
        ("見單付款", "见单付款"),
        ("預付50%，貨到付50%", "预付50%，货到付50%"),
    ],
)
def test_traditional_characters_read_as_simplified(traditional: str, simplified: str) -> None:
    assert read_terms(traditional).parts == read_terms(simplified).parts


def test_terms_keep_their_text() -> None:
    assert read_terms("Net 30").text == "Net 30"


def test_what_custom_fills_in_is_said() -> None:
    assert read_terms("30/70").assumed == (
        "The first payment is taken as a deposit.",
        "The balance is taken as due before shipment.",
    )
    assert read_terms("30% deposit, 70% before shipment").assumed == ()


# ---------------------------------------------------------------- faults
@pytest.mark.parametrize(
    ("text", "what"),
    [
        ("", "The terms are empty"),
        ("   \n ", "The terms are empty"),
        ("blah blah", "The terms say nothing of when to pay"),
        ("T/T", "The terms say nothing of when to pay"),
        ("100% T/T", "The terms do not say when the money is due"),
        ("电汇全款", "The terms do not say when the money is due"),
        ("40% deposit, 70% before shipment", "The shares add up to 110 %"),
        ("30 % Anzahlung, 60 % vor Versand", "The shares add up to 90 %"),
        ("定金30%，发货前付80%", "The shares add up to 110 %"),
        ("30% deposit", "The shares add up to 30 %"),
        ("130% in advance", "The shares add up to 130 %"),
        ("30/80", "The shares add up to 110 %"),
        ("30/40/30", "The terms do not say when payment 2 of 3 is due"),
        ("30% upon design approval, 70% before shipment", "The terms do not say when payment 1 of 2 is due"),
        ("balance before shipment", "The terms name a balance, but not what goes before it"),
        ("deposit, balance before shipment", "The terms name a balance, but not what goes before it"),
        ("L/C at sight or T/T", "The terms offer a choice of two ways to pay"),
        ("D/P oder Akkreditiv", "The terms offer a choice of two ways to pay"),
        ("net 30, L/C", "The terms call one payment 'a letter of credit' and also 'net days'"),
        ("credit note", "The terms do not say when the money is due"),
        ("30 days zqx", "The terms do not say when the money is due"),
        ("30% deposit, 70% before shipment, balance net 30", "The terms name a payment beyond 100 %"),
        ("net 30 or 60 days", "The terms name several spans for one payment: 30 and 60"),
        ("30-45 days", "'30-45' in the terms is a range of days, and one number was expected"),
        ("no L/C, net 30", "The terms deny something, and what they leave is not plain"),
        ("30% deposit, 70% before", "The terms say 'before', but not which event it belongs to"),
        ("30%定金，70%后付", "The terms say '后', but not which event it belongs to"),
        ("30% deposit, 70% after approval", "The terms say 'after', but not which event it belongs to"),
        ("30% deposit, balance tbd", "The terms say 'tbd', so they are not agreed here"),
        ("noch offen", "The terms say 'noch offen', so they are not agreed here"),
        ("net 30?", "The terms say '?', so they are not agreed here"),
        ("10% retention, 90% net 30", "The terms speak of 'retention', which is no kind of payment here"),
        ("30% deposit, balance on 15.12.2026", "The number 15.12.2026 in the terms is neither a share (30 %), an amount nor a span of days"),
        ("EUR 1.2.3 deposit, balance before shipment", "The amount '1.2.3' in the terms can be read in several ways"),
        ("net 5000", "'5000' in the terms is no number of days up to 999"),
        ("x" * (TEXT_MAX + 1), "The terms have 501 characters, and at most 500 were expected"),
    ],
)  # fmt: skip
def test_what_cannot_be_read_is_refused_in_one_line(text: str, what: str) -> None:
    with pytest.raises(TermsError) as caught:
        read_terms(text)
    assert caught.value.what == what
    assert caught.value.fix.endswith(".")


@given(st.text(max_size=120) | st.lists(st.sampled_from(["30%", "70", "/", "or", "before", "前", "余款", "L/C", "deposit", "net", "±", "d/a", "½", "no", "USD", "日"])).map(" ".join))  # fmt: skip
@settings(max_examples=300, deadline=None)
def test_any_text_is_read_or_refused(text: str) -> None:
    try:
        terms = read_terms(text)
    except TermsError as refused:
        assert "\n" not in refused.what
        return
    assert terms.parts
    for part in terms.parts:
        assert part.kind in KINDS
        assert part.start is None or part.start in STARTS
        assert part.share is None or 0 < part.share <= 1
    if all(p.share is not None for p in terms.parts):
        assert abs(sum(p.share or 0 for p in terms.parts) - 1) < Decimal("0.001")


# ---------------------------------------------------------------- amounts
@st.composite
def shared(draw: st.DrawFn) -> list[Part]:
    """Parts by share, in hundredths of a per cent, that make a whole."""
    cuts = sorted(draw(st.sets(st.integers(1, 9999), max_size=6)))
    ends = [0, *cuts, 10000]
    return [Part("deposit", Decimal(b - a) / 10000) for a, b in itertools.pairwise(ends)]


@given(shared(), st.integers(0, 10**12) | st.integers(0, 200))
def test_amounts_sum_exactly_and_stay_within_a_minor_unit(parts: list[Part], total: int) -> None:
    found = amounts(parts, total)
    assert sum(found) == total
    for part, amount in zip(parts, found, strict=True):
        assert part.share is not None
        assert abs(amount - Fraction(part.share) * total) < 1


@given(st.integers(0, 10**6), st.integers(0, 10**9))
def test_beside_a_fixed_amount_the_rest_takes_what_is_left(fixed: int, more: int) -> None:
    parts = [Part("deposit", amount=Decimal(fixed) / 100), Part("open_account", rest=True)]
    assert amounts(parts, fixed + more) == [fixed, more]


@pytest.mark.parametrize(
    ("text", "total", "currency", "expected"),
    [
        ("30% deposit, 70% before shipment", 855_000, "USD", [256_500, 598_500]),
        ("1/3 with order, 1/3 before shipment, 1/3 after arrival", 100, "EUR", [34, 33, 33]),
        ("50/50", 1, "USD", [1, 0]),
        ("USD 5,000 deposit, balance before shipment", 1_200_000, "USD", [500_000, 700_000]),
        ("JPY 5,000 deposit, balance before shipment", 12_000, "JPY", [5_000, 7_000]),
        ("$5,000 deposit, balance before shipment", 1_200_000, "AUD", [500_000, 700_000]),
    ],
)
def test_amounts_of_an_order(text: str, total: int, currency: str, expected: list[int]) -> None:
    assert amounts(read_terms(text).parts, total, currency) == expected


@pytest.mark.parametrize(
    ("total", "currency", "what"),
    [
        (400_000, "USD", "The payments of the terms come to 500000 minor units of USD, the order to 400000"),
        (900_000, "EUR", "The terms state USD, the order EUR"),
        (-1, "USD", "The order value is -1 minor units, and none below 0 was expected"),
    ],
)
def test_amounts_that_do_not_fit_are_refused(total: int, currency: str, what: str) -> None:
    with pytest.raises(TermsError) as caught:
        amounts(read_terms("USD 5,000 deposit, balance before shipment").parts, total, currency)
    assert caught.value.what == what


# ---------------------------------------------------------------- due dates
@pytest.mark.parametrize(
    ("text", "known", "due"),
    [
        ("30 Tage netto", {"invoice": date(2026, 11, 2)}, date(2026, 12, 2)),
        ("30 Tage netto", {"delivery": date(2026, 11, 2)}, None),
        ("O/A 60 days", {"invoice": date(2026, 11, 2), "bl": date(2026, 11, 5)}, None),
        ("O/A 60 days after B/L date", {"bl": date(2026, 11, 5)}, date(2027, 1, 4)),
        ("due on receipt", {"invoice": date(2026, 11, 2)}, date(2026, 11, 2)),
        ("net 30 EOM", {"invoice": date(2026, 1, 10)}, date(2026, 3, 2)),
        ("EOM+15", {"invoice": date(2026, 1, 10)}, date(2026, 2, 15)),
        ("30 jours fin de mois", {"invoice": date(2026, 1, 10)}, date(2026, 2, 28)),
        ("fin de mois 30 jours", {"invoice": date(2026, 1, 10)}, date(2026, 3, 2)),
        ("30 jours fin de mois le 10", {"invoice": date(2026, 1, 10)}, date(2026, 3, 10)),
        ("15th of the following month", {"invoice": date(2026, 12, 31)}, date(2027, 1, 15)),
        ("zum 31. des Folgemonats", {"invoice": date(2026, 1, 31)}, date(2026, 2, 28)),
        ("within one month", {"invoice": date(2026, 1, 31)}, date(2026, 2, 28)),
        ("3 months after invoice", {"invoice": date(2026, 11, 30)}, date(2027, 2, 28)),
        ("7 days before shipment", {"shipment": date(2026, 11, 30)}, date(2026, 11, 23)),
        ("after arrival", {"arrival": date(2026, 11, 30)}, None),
        ("100% before shipment", {"shipment": date(2026, 11, 30)}, None),
        ("月结30天", {"invoice": date(2026, 1, 10)}, None),
        ("开票后月结30天", {"invoice": date(2026, 1, 10)}, date(2026, 3, 2)),
        ("D/A 60 days after sight", {"sight": date(2026, 1, 10)}, date(2026, 3, 11)),
    ],
)
def test_due_dates(text: str, known: dict[str, date], due: date | None) -> None:
    assert due_on(read_terms(text).parts[0], known) == due


@given(st.dates(date(2000, 1, 1), date(2100, 1, 1)), st.integers(0, 365))
def test_plain_days_are_added_to_the_invoice(day: date, days: int) -> None:
    due = due_on(read_terms(f"net {days}").parts[0], {"invoice": day})
    assert due is not None
    assert (due - day).days == days


# ---------------------------------------------------------------- terms built from pieces
PIECES: dict[str, dict[str, list[str]]] = {
    "en": {
        "deposit": ["deposit", "down payment", "T/T in advance", "with order"],
        "balance_before_shipment": ["before shipment", "prior to dispatch", "when goods are ready"],
        "balance_against_documents": ["against B/L copy", "CAD", "D/P at sight"],
        "lc_opening": ["by L/C at sight", "irrevocable letter of credit"],
        "open_account": ["30 days after delivery", "after arrival of goods", "O/A 60 days"],
    },
    "de": {
        "deposit": ["Anzahlung", "bei Auftragserteilung"],
        "balance_before_shipment": ["vor Versand", "vor Auslieferung", "bei Versandbereitschaft"],
        "balance_against_documents": ["gegen Kopie der Versanddokumente", "Kasse gegen Dokumente"],
        "lc_opening": ["per Akkreditiv bei Sicht"],
        "open_account": ["30 Tage netto", "nach Wareneingang", "14 Tage nach Rechnungsdatum"],
    },
    "es": {
        "deposit": ["anticipo", "al pedido"],
        "balance_before_shipment": ["antes del embarque", "previo al envío"],
        "balance_against_documents": ["contra copia de B/L", "contra documentos"],
        "lc_opening": ["carta de crédito a la vista"],
        "open_account": ["30 días fecha factura", "después de la entrega"],
    },
    "fr": {
        "deposit": ["acompte", "à la commande"],
        "balance_before_shipment": ["avant expédition", "avant départ usine"],
        "balance_against_documents": ["contre copie du connaissement", "contre documents"],
        "lc_opening": ["par crédit documentaire à vue"],
        "open_account": ["30 jours date de facture", "à la livraison"],
    },
    "pt": {
        "deposit": ["sinal", "na encomenda"],
        "balance_before_shipment": ["antes do embarque", "antes da expedição"],
        "balance_against_documents": ["contra cópia do B/L", "contra documentos"],
        "lc_opening": ["carta de crédito à vista"],
        "open_account": ["30 dias da data da fatura", "após a entrega"],
    },
    "zh": {
        "deposit": ["定金", "预付款", "签约后付"],
        "balance_before_shipment": ["发货前付清", "出貨前付"],
        "balance_against_documents": ["见提单副本付清", "付款交单"],
        "lc_opening": ["即期信用证"],
        "open_account": ["货到付款", "收货后30天付", "提单日后60天"],
    },
}
RESTS = {"en": "balance", "de": "Rest", "es": "saldo", "fr": "solde", "pt": "saldo", "zh": "余款"}
SEPARATORS = [", ", "; ", " + ", "，", " / ", "\n", " & "]


@st.composite
def built(draw: st.DrawFn) -> tuple[str, list[tuple[str, Decimal]]]:
    """Terms from shares, conditions, languages and separators, and what they are to say."""
    cuts = sorted(draw(st.sets(st.sampled_from(range(5, 100, 5)), min_size=1, max_size=3)))
    ends = [0, *cuts, 100]
    shares = [b - a for a, b in itertools.pairwise(ends)]
    language = draw(st.sampled_from(sorted(PIECES)))
    rest = draw(st.booleans())
    texts, expected = [], []
    for n, share in enumerate(shares):
        tongue = draw(st.sampled_from([language, language, *sorted(PIECES)]))
        kind = "deposit" if n == 0 else draw(st.sampled_from(sorted(PIECES[tongue])[1:]))
        words = draw(st.sampled_from(PIECES[tongue][kind]))
        amount = (
            RESTS[tongue]
            if rest and n == len(shares) - 1
            else draw(st.sampled_from([f"{share}%", f"{share} %", f"{share}％"]))
        )
        texts.append(f"{amount} {words}")
        expected.append((kind, Decimal(share) / 100))
    return draw(st.sampled_from(SEPARATORS)).join(texts), expected


@given(built())
@settings(max_examples=400, deadline=None)
def test_terms_built_from_pieces_read_back(case: tuple[str, list[tuple[str, Decimal]]]) -> None:
    text, expected = case
    terms = read_terms(text)
    assert [(p.kind, p.share) for p in terms.parts] == expected
    assert terms.assumed == ()


# ---------------------------------------------------------------- the words
def test_words_stand_under_known_meanings() -> None:
    unknown = {means for block in BLOCKS for means in block} - set(MEANINGS)
    assert unknown == set(), "Say in MEANINGS what these mean."


@pytest.mark.parametrize("block", BLOCKS)
def test_no_word_is_empty(block: dict[str, Any]) -> None:
    assert [k for k, words in block.items() if "" in words.split("|")] == []


@pytest.mark.parametrize(
    ("text", "kinds"),
    [
        ("30 dep / 70 b4 shpt", ["deposit", "balance_before_shipment"]),
        ("T/T 40/60，尾款发货前", ["deposit", "balance_before_shipment"]),
        ("50/50, second half against B/L copy", ["deposit", "balance_against_documents"]),
    ],
)
def test_shares_without_signs_are_read_where_they_come_to_a_hundred(text: str, kinds: list[str]) -> None:
    read = read_terms(text)
    assert [p.kind for p in read.parts] == kinds
    assert sum(p.share or 0 for p in read.parts) == 1
    assert read.text == text


@pytest.mark.parametrize("text", ["30 dep / 60 b4 shpt", "30 days 60 days", "30/80, rest against B/L"])
def test_numbers_that_come_to_something_else_stay_unknown(text: str) -> None:
    with pytest.raises(TermsError):
        read_terms(text)
