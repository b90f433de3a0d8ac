"""Excel workbooks: cells, dates, errors, layout, and XML as odd programs write it."""

from __future__ import annotations

from datetime import date, datetime, time
from pathlib import Path

import openpyxl
import pytest
import xlsxwriter
from openpyxl.styles import PatternFill
from sheetfiles import MAIN, error, number, rows_of, text, texts, xlsx

from duecourse.adapters.sheets import Cell, Row, Span, opened
from duecourse.adapters.sheets.numbers import is_date_format
from duecourse.errors import DuecourseError

UNCALCULATED = error("a formula without a value")


def test_cells_of_every_kind_stand_in_their_row_and_column(tmp_path: Path) -> None:
    with xlsxwriter.Workbook(str(tmp_path / "a.xlsx")) as book:
        page = book.add_worksheet("orders")
        page.write_row(2, 1, ["Nordwind & Söhne", 5985.000000000001, 1e21, 0.00001, 1250, -3.5])
        page.write_row(5, 0, [True, False, "  ", "#REF!", "Err:502"])
        page.write_datetime(7, 2, datetime(2026, 3, 31, 15, 30), book.add_format({"num_format": "d.m.yy h:mm"}))
        page.write_number(7, 3, 0.3, book.add_format({"num_format": "0%"}))
    assert rows_of(tmp_path / "a.xlsx") == [
        Row(3, [None, text("Nordwind & Söhne"), *map(number, ("5985", "1000000000000000000000", "0.00001", "1250", "-3.5"))]),
        Row(6, [text("yes"), text("no"), None, error("#REF!"), error("Err:502")]),
        Row(8, [None, None, Cell("2026-03-31", "date"), number("0.3")]),
    ]  # fmt: skip


def test_errors_and_formulas_without_a_value_are_not_blank(tmp_path: Path) -> None:
    with xlsxwriter.Workbook(str(tmp_path / "a.xlsx")) as book:
        page = book.add_worksheet()
        page.write_formula("A1", "=1+1", None, 2)
        page.write_formula("B1", "=1/0", None, "#DIV/0!")
        page.write_formula("C1", '=IF(TRUE,"","x")', None, "")
        page.write_formula("D1", '="a"&"b"', None, "ab")
        page.write_blank("E1", None, book.add_format({"bold": True}))
        page.write_formula("F1", "=TRUE", None, True)
    assert rows_of(tmp_path / "a.xlsx") == [
        Row(1, [number("2"), error("#DIV/0!"), UNCALCULATED, text("ab"), None, text("yes")])
    ]
    again = openpyxl.load_workbook(tmp_path / "a.xlsx")
    again.save(tmp_path / "b.xlsx")
    assert rows_of(tmp_path / "b.xlsx") == [
        Row(1, [UNCALCULATED, UNCALCULATED, UNCALCULATED, UNCALCULATED, None, UNCALCULATED])
    ]


def test_a_formula_that_came_out_as_no_text_is_blank(tmp_path: Path) -> None:
    row = '<row r="1"><c r="A1" t="str"><f>IF(1,"","x")</f><v></v></c><c r="B1" t="str"><f>"x"</f><v>x</v></c></row>'
    assert texts(xlsx(tmp_path / "a.xlsx", row)) == {1: [None, "x"]}


@pytest.mark.parametrize(
    ("code", "is_day"),
    [
        ("yyyy-mm-dd", True), ('yyyy"年"m"月"d"日"', True), ("[$-804]yyyy/m/d;@", True), ("[$-F800]dddd\\,\\ mmmm dd", True),
        ("h:mm AM/PM", True), ("[h]:mm", True), ("[Red]d.m.", True), ("DD/MM/YY", True),
        ("General", False), ("0.00E+00", False), ('#,##0"d"', False), ("#,##0\\d", False), ("0%", False), ("@", False),
        ("[Red]-0.0;[Green]0", False), ('"Day "0', False), ("_-* #,##0.00_-", False), ("[$USD] #,##0.00", False),
    ],
)  # fmt: skip
def test_a_number_format_tells_whether_it_shows_a_day(code: str, is_day: bool) -> None:
    assert is_date_format(code) is is_day


def test_days_are_known_by_their_number_format(tmp_path: Path) -> None:
    days = {"A1": "yyyy-mm-dd", "B1": 'yyyy"年"m"月"d"日"', "C1": "d mmm yy"}
    book = openpyxl.Workbook()
    for place, code in days.items():
        book.active[place] = 46112
        book.active[place].number_format = code
    book.active["D1"] = 46112
    book.active["E1"] = date(2026, 3, 31)
    book.active["F1"] = time(9, 30)
    book.active["G1"] = -5
    book.active["G1"].number_format = "d.m.y"
    book.active["H1"] = 99_999_999
    book.active["H1"].number_format = "d.m.y"
    book.save(tmp_path / "a.xlsx")
    day = Cell("2026-03-31", "date")
    assert rows_of(tmp_path / "a.xlsx") == [
        Row(1, [day, day, day, number("46112"), day, text("09:30:00"), error("#VALUE!"), error("#VALUE!")])
    ]


def test_east_asian_built_in_formats_are_days(tmp_path: Path) -> None:
    styles = f'<styleSheet xmlns="{MAIN}"><cellStyleXfs><xf numFmtId="14"/></cellStyleXfs><cellXfs><xf numFmtId="0"/><xf numFmtId="31"/><xf numFmtId="57"/></cellXfs></styleSheet>'
    row = '<row r="1"><c r="A1" s="0"><v>46112</v></c><c r="B1" s="1"><v>46112</v></c><c r="C1" s="2"><v>46112.75</v></c></row>'
    day = Cell("2026-03-31", "date")
    assert rows_of(xlsx(tmp_path / "a.xlsx", row, styles=styles)) == [Row(1, [number("46112"), day, day])]


def test_the_first_days_of_1900_leave_the_day_out_that_never_was(tmp_path: Path) -> None:
    book = openpyxl.Workbook()
    book.active.append([1, 59, 61])
    for cell in book.active[1]:
        cell.number_format = "yyyy-mm-dd"
    book.save(tmp_path / "a.xlsx")
    assert texts(tmp_path / "a.xlsx") == {1: ["1900-01-01", "1900-02-28", "1900-03-01"]}


def test_a_workbook_that_counts_from_1904_has_its_days_and_no_numbers_that_look_like_days(tmp_path: Path) -> None:
    with xlsxwriter.Workbook(str(tmp_path / "a.xlsx"), {"date_1904": True}) as book:
        page = book.add_worksheet()
        page.write_datetime(0, 0, datetime(2026, 3, 31), book.add_format({"num_format": "yyyy-mm-dd"}))
        page.write_number(0, 1, 44650)
    assert rows_of(tmp_path / "a.xlsx") == [Row(1, [Cell("2026-03-31", "date"), text("44650")])]


def test_layout_and_hidden_sheets_are_told(tmp_path: Path) -> None:
    with xlsxwriter.Workbook(str(tmp_path / "a.xlsx")) as book:
        page = book.add_worksheet("orders")
        page.merge_range("B2:D3", "Order")
        page.merge_range("A5:A7", "Customer")
        page.set_column("C:D", None, None, {"hidden": True})
        page.set_column("F:XFD", None, None, {"hidden": True})
        book.add_worksheet("old").hide()
        book.add_worksheet("older").very_hidden()
    with opened(tmp_path / "a.xlsx") as sheets:
        assert [(s.name, s.hidden, s.file) for s in sheets] == [
            ("orders", False, "a.xlsx"), ("old", True, "a.xlsx"), ("older", True, "a.xlsx"),
        ]  # fmt: skip
        assert sheets[0].merged == (Span(2, 1, 3, 3), Span(5, 0, 7, 0))
        assert sheets[0].hidden_columns == frozenset({2, 3, *range(5, 256)})
        assert (sheets[1].merged, sheets[1].hidden_columns) == ((), frozenset())
        assert list(sheets[0].rows()) == list(sheets[0].rows())


def test_layout_is_found_wherever_it_stands_in_a_large_sheet(tmp_path: Path) -> None:
    columns = '<cols><col min="2" max="2" hidden="1"/></cols>'
    merges = '<mergeCells><mergeCell ref="A1:B2"/></mergeCells>'
    filler = "\n" * 1_100_000
    rows = "".join(f'<row r="{n}"><c r="A{n}"><v>{n}</v></c></row>' for n in range(1, 40_000))
    for before, within, after in (("", rows, ""), (filler, "", ""), ("", "", filler), (filler, rows, filler)):
        path = xlsx(tmp_path / "a.xlsx", within, before=before + columns, after=after + merges)
        with opened(path) as (sheet,):
            assert sheet.merged == (Span(1, 0, 2, 1),)
            assert sheet.hidden_columns == frozenset({1})


def test_text_is_read_with_its_runs_escapes_and_without_reading_aids(tmp_path: Path) -> None:
    strings = (
        f'<sst xmlns="{MAIN}"><si><t>A &amp; B&#10;C</t></si><si><r><t>Nord</t></r><r><rPr><b/></rPr><t xml:space="preserve">wind </t></r></si>'
        "<si/><si><t>東京</t><rPh sb='0' eb='2'><t>トウキョウ</t></rPh></si><si><t>a_x000D_b_x005F_x0041_</t></si></sst>"
    )
    row = '<row r="1">' + "".join(f'<c r="{c}1" t="s"><v>{i}</v></c>' for i, c in enumerate("ABCDE"))
    row += '<c r="F1" t="inlineStr"><is><r><t>in</t></r><r><t>line</t></r></is></c></row>'
    assert texts(xlsx(tmp_path / "a.xlsx", row, strings=strings)) == {
        1: ["A & B\nC", "Nordwind", None, "東京", "a\rb_x0041_", "inline"]
    }
    plain = strings.replace("'0'", '"0"').replace("'2'", '"2"')
    assert texts(xlsx(tmp_path / "b.xlsx", row, strings=plain)) == texts(tmp_path / "a.xlsx")


ROWS = '<row r="2"><c r="B2" t="str"><v>a&lt;b</v></c><c r="D2"><v>7</v></c></row><row r="4"><c r="A4" t="e"><f>1/0</f><v>#N/A</v></c></row>'
MEANT = [Row(2, [None, text("a<b"), None, number("7")]), Row(4, [error("#N/A")])]
SHEET = f'<worksheet xmlns="{MAIN}"><sheetData>{ROWS}</sheetData></worksheet>'


@pytest.mark.parametrize(
    "sheet",
    [
        SHEET,
        '<?xml version="1.0" encoding="UTF-8" standalone="yes"?>\r\n' + SHEET,
        SHEET.replace("<row r=", '<row spans="1:4" r=').replace('<c r="B2" t="str">', '<c t="str" r="B2">'),
        SHEET.replace('"', "'"),
        SHEET.replace("<row", "<!-- <row r='1'> --><row"),
        SHEET.replace("a&lt;b", "<![CDATA[a<b]]>"),
        SHEET.replace("<c r", "<c\n r").replace("<row ", "<row\t"),
        SHEET.replace('r="B2"', 'r = "B2"'),
        SHEET.replace("</row>", "</row >").replace("</c>", "</c >"),
        SHEET.replace("<", "<x:").replace("<x:/", "</x:").replace("xmlns=", "xmlns:x="),
        '<?xml version="1.0" encoding="UTF-16"?>' + SHEET,
        SHEET.replace("<sheetData>", '<dimension ref="C3"/><sheetData><row r="1"/>'),
        SHEET.replace("<sheetData>", '<dimension ref="A1:XFD1048576"/><sheetData>'),
        f'<worksheet xmlns="{MAIN}"><sheetData><row/><row><c/><c t="str"><v>a&lt;b</v></c><c/><c><v>7</v></c></row><row/>'
        '<row><c t="e"><v>#N/A</v></c></row></sheetData></worksheet>',
    ],
)  # fmt: skip
def test_xml_in_any_form_means_the_same(tmp_path: Path, sheet: str) -> None:
    raw = sheet.encode("utf-16" if "UTF-16" in sheet else "utf-8")
    assert rows_of(xlsx(tmp_path / "a.xlsx", "", sheet=raw)) == MEANT


@pytest.mark.parametrize(
    "parts",
    [
        {"sheet": SHEET[:-20]},
        {"sheet": SHEET.replace("</c>", "", 1)},
        {"sheet": SHEET.replace('r="4"', 'r="1048577"').replace("A4", "A1048577")},
        {"sheet": SHEET.replace("A4", "A5")},
        {"sheet": SHEET.replace('t="str"', 't="s"')},
        {"sheet": SHEET.replace('t="str"', 't="odd"')},
        {"sheet": SHEET.replace('<row r="4"', '<row r="2"').replace("A4", "A2")},
        {"strings": "<sst", "sheet": SHEET},
        {"styles": "<x>", "sheet": SHEET},
        {"book": "no xml"},
        {"book": f'<workbook xmlns="{MAIN}"/>'},
        {"types": "<Types/>"},
    ],
)
def test_damage_is_told_as_such_and_nothing_is_left_out(tmp_path: Path, parts: dict[str, str]) -> None:
    with pytest.raises(DuecourseError, match=r"The workbook is damaged and cannot be read \(a.xlsx\)"):
        rows_of(xlsx(tmp_path / "a.xlsx", "", **parts))


def test_a_lone_cell_far_away_is_read_sparsely_or_refused(tmp_path: Path) -> None:
    far = xlsx(tmp_path / "a.xlsx", '<row r="1048576"><c r="A1048576"><v>1</v></c></row>')
    assert texts(far) == {1048576: ["1"]}
    wide = xlsx(tmp_path / "b.xlsx", '<row r="1048576"><c r="XFD1048576"><v>1</v></c></row>')
    with pytest.raises(DuecourseError, match="Row 1048576 has more than 256 columns"):
        rows_of(wide)
    blank = xlsx(tmp_path / "c.xlsx", '<row r="1"><c r="A1"><v>1</v></c><c r="XFD1" s="0"/></row>')
    assert texts(blank) == {1: ["1"]}


def test_too_many_rows_are_refused(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("duecourse.adapters.sheets.cells.ROWS_MAX", 2)
    rows = "".join(f'<row r="{n}"><c r="A{n}"><v>{n}</v></c></row>' for n in (3, 5))
    assert list(texts(xlsx(tmp_path / "a.xlsx", rows))) == [3, 5]
    with pytest.raises(DuecourseError, match="The sheet has more than 2 rows"):
        rows_of(xlsx(tmp_path / "a.xlsx", rows + '<row r="9"><c r="A9"><v>1</v></c></row>'))


def test_parts_are_found_under_any_name_and_links_to_outside_are_not(tmp_path: Path) -> None:
    import zipfile

    xlsx(tmp_path / "a.xlsx", ROWS)
    with zipfile.ZipFile(tmp_path / "a.xlsx") as old, zipfile.ZipFile(tmp_path / "b.xlsx", "w") as new:
        for name in old.namelist():
            held = old.read(name).replace(b"worksheets/sheet1.xml", b"/XL/Worksheets/sheet1.xml")
            new.writestr(name.replace("xl/worksheets/", "xl\\Worksheets\\"), held)
    assert rows_of(tmp_path / "b.xlsx") == MEANT
    with zipfile.ZipFile(tmp_path / "a.xlsx") as old, zipfile.ZipFile(tmp_path / "c.xlsx", "w") as new:
        for name in old.namelist():
            new.writestr(name, old.read(name).replace(b'Id="r1" Type', b'TargetMode="External" Id="r1" Type'))
    with pytest.raises(DuecourseError, match="damaged"):
        rows_of(tmp_path / "c.xlsx")


def test_a_workbook_of_colours_and_notes_gives_only_its_cells(tmp_path: Path) -> None:
    book = openpyxl.Workbook()
    book.active["B2"] = "Nordwind"
    book.active["C9"].fill = PatternFill("solid", fgColor="FF0000")
    book.active["B2"].comment = openpyxl.comments.Comment("note", "Ana")
    book.save(tmp_path / "a.xlsm")
    assert rows_of(tmp_path / "a.xlsm") == [Row(2, [None, text("Nordwind")])]
