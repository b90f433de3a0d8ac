"""Columns that no heading explains, known by what stands in them."""

from __future__ import annotations

from pathlib import Path

from orderfiles import single

ODD = """Nr;Firma X;Was;Wert;Wie gezahlt wird;1. Rate;da;2. Rate;Bestellt am;Haben wollen
K-1;Alpha GmbH;Zelt;10.000,00;30 % Anzahlung, 70 % vor Versand;3.000,00;01.10.2026;7.000,00;01.09.2026;20.12.2026
K-2;Beta AG;Zelt;20.000,00;30 % Anzahlung, 70 % vor Versand;6.000,00;;14.000,00;02.09.2026;21.12.2026
K-3;Gamma KG;Zelt;5.000,00;30 Tage netto;;;;03.09.2026;22.12.2026
"""


def fields(folder: Path, text: str) -> dict[str, str]:
    path = folder / "odd.csv"
    path.write_text(text, encoding="utf-8")
    return {c.heading: c.field.name for c in single(path).layout.columns}


def test_a_list_with_headings_of_its_own_is_read_by_its_cells(tmp_path: Path) -> None:
    assert fields(tmp_path, ODD) == {
        "Nr": "order",
        "Firma X": "customer",
        "Wert": "total",
        "Wie gezahlt wird": "terms",
        "1. Rate": "deposit_amount",
        "da": "deposit_paid",
        "2. Rate": "balance_amount",
        "Bestellt am": "ordered_on",
        "Haben wollen": "deliver_on",
    }


def test_a_total_is_what_deposit_and_balance_come_to(tmp_path: Path) -> None:
    assert fields(tmp_path, ODD.replace("Wert", "Xxxx"))["Xxxx"] == "total"


def test_serial_numbers_are_no_orders(tmp_path: Path) -> None:
    text = ODD.replace("K-1", "1").replace("K-2", "2").replace("K-3", "3").replace("Was", "Auftrag")
    assert fields(tmp_path, text)["Auftrag"] == "order"
    assert "Nr" not in fields(tmp_path, text)


def test_of_two_columns_of_days_without_a_hint_none_is_taken(tmp_path: Path) -> None:
    lines = [f"{line};{'Huh' if n == 0 else f'0{n}.11.2026'}" for n, line in enumerate(ODD.splitlines())]
    assert "deliver_on" not in fields(tmp_path, "\n".join(lines)).values()
