"""An .xlsx comes back with all that was in it; our columns stand at the right and can be brought up to date."""

from __future__ import annotations

import re
import subprocess
import sys
import warnings
import zipfile
from itertools import pairwise
from pathlib import Path

import fastexcel
import openpyxl
import pytest
from python_calamine import CalamineWorkbook
from richbooks import (
    ANSWERS,
    FREE,
    HEADER_ROW,
    WRITERS,
    again,
    answered,
    cells,
    loaded,
    parts,
    place,
    repainted,
    rich_openpyxl,
    rich_xlsxwriter,
    sheet_xml,
    with_parts,
)

from duecourse.adapters.writeback import BANDS, FIELDS, MARK, OURS, THEIRS, Target, ours_in, write_back
from duecourse.errors import DuecourseError

CHILDREN = [
    "sheetPr",
    "dimension",
    "sheetViews",
    "sheetFormatPr",
    "cols",
    "sheetData",
    "sheetCalcPr",
    "sheetProtection",
    "protectedRanges",
    "scenarios",
    "autoFilter",
    "sortState",
    "dataConsolidate",
    "customSheetViews",
    "mergeCells",
    "phoneticPr",
    "conditionalFormatting",
    "dataValidations",
    "hyperlinks",
    "printOptions",
    "pageMargins",
    "pageSetup",
    "headerFooter",
    "rowBreaks",
    "colBreaks",
    "customProperties",
    "cellWatches",
    "ignoredErrors",
    "smartTags",
    "drawing",
    "legacyDrawing",
    "legacyDrawingHF",
    "drawingHF",
    "picture",
    "oleObjects",
    "controls",
    "webPublishItems",
    "tableParts",
    "extLst",
]
"""Children of a worksheet in the order of the schema (ECMA-376 part 1, CT_Worksheet)."""


@pytest.fixture(params=WRITERS)
def source(request: pytest.FixtureRequest, tmp_path: Path) -> Path:
    return WRITERS[request.param](tmp_path / "orders.xlsx")


def looks(path: Path, sheet: str) -> dict[str, tuple[object, ...]]:
    """Everything a cell shows: value, font, fill, border, alignment, format, protection, comment, link."""
    page = loaded(path)[sheet]
    return {
        c.coordinate: (
            *(c.value, c.data_type, c.number_format),
            *map(repr, (c.font, c.fill, c.border, c.alignment, c.protection)),
            *(c.comment and c.comment.text, c.hyperlink and c.hyperlink.target),
        )
        for row in page.iter_rows(max_col=FREE)
        for c in row
        if not isinstance(c, openpyxl.cell.cell.MergedCell)
    }


def cached(path: Path) -> dict[tuple[int, int], object]:
    """Values as the last calculation left them."""
    page = loaded(path, data_only=True)["orders"]
    return {(c.row, c.column): c.value for row in page.iter_rows(max_col=FREE) for c in row}


def structure(path: Path) -> list[str]:
    """Names of the children of the first worksheet, in their order."""
    import xml.etree.ElementTree as ET

    return [child.tag.rpartition("}")[2] for child in ET.fromstring(sheet_xml(path))]


# ---------------------------------------------------------------- all that was there is there
def test_every_other_part_is_the_same_byte_for_byte(source: Path, tmp_path: Path) -> None:
    answered(source, tmp_path / "out.xlsx")
    before, after = parts(source), parts(tmp_path / "out.xlsx")
    assert list(after) == list(before)
    changed = {name for name in before if before[name] != after[name]}
    assert changed == {"xl/worksheets/sheet1.xml", "xl/styles.xml"}


def test_every_cell_keeps_value_formula_and_look(source: Path, tmp_path: Path) -> None:
    answered(source, tmp_path / "out.xlsx")
    for sheet in loaded(source).sheetnames:
        assert looks(tmp_path / "out.xlsx", sheet) == looks(source, sheet)


def test_values_of_formulas_are_still_there(tmp_path: Path) -> None:
    source = rich_xlsxwriter(tmp_path / "orders.xlsx")
    answered(source, tmp_path / "out.xlsx")
    assert cached(tmp_path / "out.xlsx") == cached(source)
    assert cached(tmp_path / "out.xlsx")[4, 5] == 2801.5


def test_only_our_bytes_are_added_to_the_sheet(source: Path, tmp_path: Path) -> None:
    answered(source, tmp_path / "out.xlsx")
    before, after = sheet_xml(source), sheet_xml(tmp_path / "out.xlsx")
    for part in (
        r"<conditionalFormatting.*</conditionalFormatting>",
        r"<mergeCells.*?</mergeCells>",
        r"<sheetViews.*</sheetViews>",
        r"<autoFilter.*?>",
        r"<drawing.*",
    ):
        pattern = re.compile(part.encode(), re.DOTALL)
        assert pattern.findall(after) == pattern.findall(before) != []
    theirs = re.compile(rb'<c r="[A-I]\d+".*?(?:/>|</c>)')
    assert theirs.findall(after) == theirs.findall(before) != []


def test_rows_keep_their_heights_and_hiding(source: Path, tmp_path: Path) -> None:
    answered(source, tmp_path / "out.xlsx")
    rows = [loaded(p)["orders"].row_dimensions for p in (source, tmp_path / "out.xlsx")]
    heights = [[(r[n].height, r[n].hidden) for n in range(1, 11)] for r in rows]
    assert heights[0] == heights[1]
    assert heights[0][5] != (None, False)


def test_widths_of_theirs_stay_and_ours_are_wide(source: Path, tmp_path: Path) -> None:
    answered(source, tmp_path / "out.xlsx")
    before, after = (loaded(p)["orders"].column_dimensions for p in (source, tmp_path / "out.xlsx"))
    for name in "AH":
        assert (after[name].width, after[name].hidden) == (before[name].width, before[name].hidden)
    assert after["M"].width == 64
    assert not after["M"].hidden


def test_entries_of_columns_do_not_overlap_and_reach_as_far_as_before(tmp_path: Path) -> None:
    answered(rich_openpyxl(tmp_path / "orders.xlsx"), tmp_path / "out.xlsx")
    reach = [
        (int(a), int(b))
        for a, b in re.findall(rb'<col [^>]*?min="(\d+)" max="(\d+)"', sheet_xml(tmp_path / "out.xlsx"))
    ]
    assert reach == sorted(reach)
    assert all(a[1] < b[0] for a, b in pairwise(reach))
    assert reach[-1] == (FREE + len(FIELDS) + 1, 16384), "what lies right of ours stays hidden"


def test_children_of_the_sheet_stand_in_the_order_of_the_schema(source: Path, tmp_path: Path) -> None:
    answered(source, tmp_path / "out.xlsx")
    places = [CHILDREN.index(name) for name in structure(tmp_path / "out.xlsx")]
    assert places == sorted(places)
    assert [n for n in structure(tmp_path / "out.xlsx") if n != "cols"] == [n for n in structure(source) if n != "cols"]


def test_cells_and_rows_stand_in_order(source: Path, tmp_path: Path) -> None:
    answered(source, tmp_path / "out.xlsx")
    xml = sheet_xml(tmp_path / "out.xlsx")
    numbers = [int(n) for n in re.findall(rb'<row r="(\d+)"', xml)]
    assert numbers == sorted(set(numbers))
    for number, body in re.findall(rb'<row r="(\d+)"[^>]*>(.*?)</row>', xml, re.DOTALL):
        names = [n.decode() for n in re.findall(rb'<c r="([A-Z]+)' + number + rb'"', body)]
        assert names == sorted(set(names), key=lambda n: (len(n), n))


def test_the_size_of_the_sheet_reaches_to_our_last_column(source: Path, tmp_path: Path) -> None:
    answered(source, tmp_path / "out.xlsx")
    (reference,) = re.findall(rb'<dimension ref="([^"]+)"', sheet_xml(tmp_path / "out.xlsx"))
    assert reference.startswith(f"A1:{place(FIELDS[-1], 1)[:-1]}".encode())


# ---------------------------------------------------------------- what we write
def test_our_columns_stand_right_of_the_table(source: Path, tmp_path: Path) -> None:
    answered(source, tmp_path / "out.xlsx")
    new = {k: v for k, v in cells(tmp_path / "out.xlsx").items() if k not in cells(source)}
    assert new.pop((HEADER_ROW - 1, FREE)) == MARK
    assert [new.pop((HEADER_ROW, FREE + i)) for i in range(len(FIELDS))] == list(BANDS["en"].headers.values())
    clean = {
        (n, FREE + i): a[f].replace("\x07", "") for n, a in ANSWERS.items() for i, f in enumerate(FIELDS) if a.get(f)
    }
    assert new == clean


def test_the_title_over_everything_is_not_disturbed(tmp_path: Path) -> None:
    source = rich_xlsxwriter(tmp_path / "orders.xlsx")
    write_back(source, tmp_path / "out.xlsx", Target("orders", 2, FREE), BANDS["en"], {})
    assert (2, FREE) in cells(tmp_path / "out.xlsx")
    assert cells(tmp_path / "out.xlsx")[1, FREE] == MARK, "the title ends before our columns"
    wide = tmp_path / "wide.xlsx"
    book = loaded(rich_openpyxl(tmp_path / "o.xlsx"))
    book["orders"].unmerge_cells("A1:I1")
    book["orders"].merge_cells("A1:Z1")
    book.save(wide)
    write_back(wide, tmp_path / "out2.xlsx", Target("orders", 2, FREE), BANDS["en"], {})
    assert cells(tmp_path / "out2.xlsx")[2, FREE] == "duecourse: list"
    assert (1, FREE) not in cells(tmp_path / "out2.xlsx")


def test_text_like_a_formula_stays_text(source: Path, tmp_path: Path) -> None:
    answered(source, tmp_path / "out.xlsx")
    page = loaded(tmp_path / "out.xlsx")["orders"]
    for row in page.iter_rows(min_col=FREE + 1, min_row=2):
        assert all(c.data_type in "sn" and not (c.data_type == "n" and c.value is not None) for c in row)
    assert page["M5"].value.startswith("=1+1")
    assert page["M5"].data_type == "s"
    assert page["M5"].quotePrefix
    last = place(FIELDS[-1], 1)[:-1].encode()
    ours = re.findall(rb'<c r="[J-' + last + rb']\d+".*?(?:/>|</c>)', sheet_xml(tmp_path / "out.xlsx"))
    assert len(ours) > 20
    assert not [c for c in ours if b"<f>" in c or b"<f " in c]


def test_because_is_wrapped_and_headings_are_bold_on_a_quiet_ground(source: Path, tmp_path: Path) -> None:
    answered(source, tmp_path / "out.xlsx")
    page = loaded(tmp_path / "out.xlsx")["orders"]
    assert page["M4"].alignment.wrap_text
    assert page["J3"].font.b
    grounds = {name: page[place(name, HEADER_ROW)].fill.fgColor.rgb for name in FIELDS}
    assert grounds == dict.fromkeys(OURS, "FFE6F0E6") | dict.fromkeys(THEIRS, "FFF4EFE6")
    assert page["J3"].font.name == loaded(source)._fonts[0].name


LETTER = {
    "subject": "SC-4: calendar",
    "text": "Dear Ana,\n\nHere it is.\n\nKind regards",
    "gloss": "Ana，您好：\n\n日历在此。",
}


def test_a_message_keeps_its_lines_begins_at_the_top_and_is_as_low_as_one_line(source: Path, tmp_path: Path) -> None:
    answered(source, tmp_path / "out.xlsx", answers={4: LETTER})
    page = loaded(tmp_path / "out.xlsx")["orders"]
    assert {name: page[place(name, 4)].value for name in LETTER} == LETTER
    for name in ("text", "gloss"):
        look = page[place(name, 4)].alignment
        assert (look.wrap_text, look.vertical, look.horizontal) == (None, "top", "fill")
    assert page[place("subject", 4)].alignment.vertical == "top"


def test_an_old_message_goes_when_nothing_may_go(source: Path, tmp_path: Path) -> None:
    answered(source, tmp_path / "1.xlsx", answers={4: {"list": "contact", **LETTER}, 5: {"list": "contact", **LETTER}})
    new = {4: {"list": "wait", "rule": "R13"}, 5: {"list": "contact", **LETTER, "text": "Dear Ana,\n\nNew."}}
    answered(tmp_path / "1.xlsx", tmp_path / "2.xlsx", again(), answers=new)
    page = loaded(tmp_path / "2.xlsx")["orders"]
    assert [page[place(name, 4)].value for name in LETTER] == [None] * 3
    assert page[place("text", 5)].value == "Dear Ana,\n\nNew."


def test_a_reader_of_values_finds_both(source: Path, tmp_path: Path) -> None:
    answered(source, tmp_path / "out.xlsx")
    frame = fastexcel.read_excel(tmp_path / "out.xlsx").load_sheet("orders", header_row=HEADER_ROW - 1).to_polars()
    assert frame["order"].len() >= 5
    assert frame["because"].to_list()[0] == "They asked — we know."


def warned(path: Path) -> list[str]:
    with warnings.catch_warnings(record=True) as said:
        warnings.simplefilter("always")
        openpyxl.load_workbook(path)
    return [str(w.message) for w in said]


def test_a_reader_warns_of_nothing_new(source: Path, tmp_path: Path) -> None:
    answered(source, tmp_path / "out.xlsx")
    assert warned(tmp_path / "out.xlsx") == warned(source)


@pytest.mark.parametrize("char", ["\x00", "\x0b", "\x1f", "\ufffe", "\ud800"])
def test_characters_that_xml_cannot_hold_are_left_out(tmp_path: Path, char: str) -> None:
    source = rich_xlsxwriter(tmp_path / "orders.xlsx")
    answered(source, tmp_path / "out.xlsx", answers={4: {"because": f"a{char}b"}})
    assert cells(tmp_path / "out.xlsx")[4, FREE + 3] == "ab"


def test_a_text_that_looks_like_an_escape_stays_as_it_is(tmp_path: Path) -> None:
    source = rich_xlsxwriter(tmp_path / "orders.xlsx")
    answered(source, tmp_path / "out.xlsx", answers={4: {"because": "a_x0041_b"}})
    assert openpyxl.utils.escape.unescape(str(cells(tmp_path / "out.xlsx")[4, FREE + 3])) == "a_x0041_b"
    assert b"a_x005F_x0041_b" in sheet_xml(tmp_path / "out.xlsx")


def test_a_very_long_text_still_fits_a_cell(tmp_path: Path) -> None:
    source = rich_xlsxwriter(tmp_path / "orders.xlsx")
    answered(source, tmp_path / "out.xlsx", answers={4: {"because": "a" * 40_000}})
    assert 30_000 < len(str(cells(tmp_path / "out.xlsx")[4, FREE + 3])) <= 32_767


# ---------------------------------------------------------------- the next day
def test_the_same_answers_again_give_the_same_file(source: Path, tmp_path: Path) -> None:
    first, second = tmp_path / "1.xlsx", tmp_path / "2.xlsx"
    answered(source, first)
    answered(first, second, again())
    assert parts(second) == parts(first)
    assert second.read_bytes() == first.read_bytes()


def test_our_columns_are_found_by_mark_and_headings(source: Path, tmp_path: Path) -> None:
    answered(source, tmp_path / "1.xlsx", band=BANDS["zh"])
    page = loaded(tmp_path / "1.xlsx")["orders"]
    above, header = ([str(c.value or "") for c in page[n]] for n in (HEADER_ROW - 1, HEADER_ROW))
    assert ours_in(header, above) == dict(again().ours)
    assert ours_in(header) == {}


def test_their_own_columns_of_the_same_name_are_not_ours() -> None:
    header = ["rule", "list", "duecourse: list", "verdict", "rule"]
    assert ours_in(header) == {"list": 2, "verdict": 3, "rule": 4}
    assert ours_in(["rule", "list"], ["", "their duecourse notes"]) == {}


def test_their_three_columns_are_never_touched(source: Path, tmp_path: Path) -> None:
    answered(source, tmp_path / "1.xlsx")
    wrote, said, promised = ((lambda row, f=field: place(f, row)) for field in THEIRS)
    mine = {wrote(4): "2026-11-20", said(4): "=TODAY()", said(5): "next week", promised(9): "never", promised(7): 46000}
    repainted(tmp_path / "1.xlsx", mine)
    answered(tmp_path / "1.xlsx", tmp_path / "2.xlsx", again(), answers={5: {"list": "wait", "rule": "R01"}})
    page = loaded(tmp_path / "2.xlsx")["orders"]
    assert {at: page[at].value for at in mine} == mine


def test_new_answers_take_the_place_of_old_ones_and_paid_rows_are_emptied(source: Path, tmp_path: Path) -> None:
    answered(source, tmp_path / "1.xlsx")
    repainted(tmp_path / "1.xlsx", {place("they_said", 7): "paid"})
    new = {5: {**ANSWERS[5], "verdict": "check in"}, 8: {"list": "wait", "rule": "R02"}}
    answered(tmp_path / "1.xlsx", tmp_path / "2.xlsx", again(), answers=new)
    got = cells(tmp_path / "2.xlsx")
    assert got[5, FREE + 1] == "check in"
    assert got[8, FREE] == "wait"
    assert {got.get((n, FREE + FIELDS.index(name))) for n in (4, 7) for name in OURS} == {None}
    assert got[7, FREE + FIELDS.index("they_said")] == "paid"
    assert [v for (row, _), v in got.items() if row == HEADER_ROW].count("verdict") == 1


def test_a_remark_or_a_formula_of_theirs_in_our_columns_stays(tmp_path: Path) -> None:
    answered(rich_openpyxl(tmp_path / "o.xlsx"), tmp_path / "1.xlsx")
    repainted(tmp_path / "1.xlsx", {"M10": "ask Bruno", "L5": "=K5"})
    answered(tmp_path / "1.xlsx", tmp_path / "2.xlsx", again())
    got = cells(tmp_path / "2.xlsx")
    assert (got[10, FREE + 3], got[5, FREE + 2]) == ("ask Bruno", "=K5")


def test_colours_they_gave_our_cells_stay(tmp_path: Path) -> None:
    answered(rich_openpyxl(tmp_path / "o.xlsx"), tmp_path / "1.xlsx")
    book = loaded(tmp_path / "1.xlsx")
    book["orders"]["K5"].fill = PatternFillYellow
    book.save(tmp_path / "1.xlsx")
    answered(tmp_path / "1.xlsx", tmp_path / "2.xlsx", again(), answers={5: {"verdict": "new"}})
    cell = loaded(tmp_path / "2.xlsx")["orders"]["K5"]
    assert (cell.value, cell.fill.fgColor.rgb) == ("new", "FFFFFF00")


PatternFillYellow = openpyxl.styles.PatternFill("solid", fgColor="FFFFFF00")


def test_formats_do_not_pile_up(tmp_path: Path) -> None:
    path = rich_xlsxwriter(tmp_path / "0.xlsx")
    answered(path, tmp_path / "1.xlsx")
    answers = {**ANSWERS, 8: {"list": "wait", "rule": "R1"}}
    answered(tmp_path / "1.xlsx", tmp_path / "2.xlsx", again(), answers=answers)
    assert parts(tmp_path / "2.xlsx")["xl/styles.xml"] == parts(tmp_path / "1.xlsx")["xl/styles.xml"]


def test_a_column_that_was_taken_out_stays_out(tmp_path: Path) -> None:
    answered(rich_openpyxl(tmp_path / "o.xlsx"), tmp_path / "1.xlsx")
    ours = {k: v for k, v in again().ours.items() if k != "rule"}
    notes = answered(
        tmp_path / "1.xlsx",
        tmp_path / "2.xlsx",
        Target("orders", HEADER_ROW, FREE + len(FIELDS), ours),
        answers={8: {"rule": "R9", "list": "wait"}},
    )
    assert "Columns that you took out stay out: rule." in notes
    assert "R9" not in cells(tmp_path / "2.xlsx").values()


# ---------------------------------------------------------------- how others write the same
PLAIN = (
    b'<?xml version="1.0" encoding="UTF-8"?><worksheet xmlns="http://schemas.openxmlformats.org/spreadsheetml/2006/main">'
    b'<sheetData><row><c t="inlineStr"><is><t>customer</t></is></c><c t="inlineStr"><is><t>order</t></is></c></row>'
    b'<row><c><v>1</v></c></row><row/><row><c><v>4</v></c><c><v>5</v></c></row></sheetData></worksheet>'
)  # fmt: skip


def plain(tmp_path: Path, xml: bytes) -> Path:
    """A workbook whose sheet is written like that."""
    with_parts(rich_openpyxl(tmp_path / "base.xlsx"), tmp_path / "plain.xlsx", sheet1_xml=xml)
    return tmp_path / "plain.xlsx"


def first_cells(tmp_path: Path, xml: bytes, answers: dict[int, dict[str, str]]) -> dict[tuple[int, int], object]:
    """What comes out, and that it comes out the same twice."""
    one, two = tmp_path / "1.xlsx", tmp_path / "2.xlsx"
    write_back(plain(tmp_path, xml), one, Target("orders", 1, 2), BANDS["en"], answers)
    ours = {name: 2 + i for i, name in enumerate(FIELDS)}
    write_back(one, two, Target("orders", 1, 2 + len(FIELDS), ours), BANDS["en"], answers)
    assert parts(two) == parts(one)
    return read_by_another(one)


def read_by_another(path: Path) -> dict[tuple[int, int], object]:
    """Cells of the first sheet, by a reader that knows the strict form too."""
    rows = CalamineWorkbook.from_path(str(path)).get_sheet_by_index(0).to_python(skip_empty_area=False)
    return {(n, c): v for n, row in enumerate(rows, start=1) for c, v in enumerate(row) if v != ""}


SOME = {2: {"list": "wait", "rule": "R1"}, 3: {"list": "fix"}, 4: {"list": "contact"}, 9: {"list": "later"}}
VARIANTS = {
    "cells and rows without names": PLAIN,
    "prefixed": re.sub(rb"<(/?)(?!\?)", rb"<\1x:", PLAIN).replace(b"xmlns=", b"xmlns:x="),
    "strict": PLAIN.replace(b"http://schemas.openxmlformats.org/spreadsheetml/2006/main", b"http://purl.oclc.org/ooxml/spreadsheetml/main"),
    "UTF-16": PLAIN.decode().replace("UTF-8", "UTF-16").encode("utf-16"),
    "Latin 1": PLAIN.replace(b"UTF-8", b"ISO-8859-1").replace(b">customer<", b">customer \xe9<"),
    "comments that look like rows": PLAIN.replace(b"<sheetData>", b"<!-- <sheetData><row/> --><sheetData><!-- </row></sheetData> -->").replace(b">order<", b"><![CDATA[order</row>]]><").replace(b"<v>5</v>", b"<v>5</v><!-- <c r='A9'/> -->"),
    "single quotes and spaces": PLAIN.replace(b'<row><c><v>1', b"<row  spans = '1:2'\n r = '2' ><c\tr='A2' ><v>1").replace(b"</row>", b"</row >"),
    "line breaks between cells": PLAIN.replace(b"<c", b"\n    <c").replace(b"</row>", b"\n  </row>"),
    "empty columns and size": PLAIN.replace(b"<sheetData>", b'<dimension ref="A1"/><cols><col min="1" max="16384" width="9"/></cols><sheetData>'),
}  # fmt: skip


@pytest.mark.parametrize("name", VARIANTS)
def test_other_ways_to_write_a_sheet(tmp_path: Path, name: str) -> None:
    got = first_cells(tmp_path, VARIANTS[name], SOME)
    assert got[1, 2] == "duecourse: list"
    assert [got.get((n, 2)) for n in (2, 3, 4, 9)] == ["wait", "fix", "contact", "later"]
    assert (got[4, 0], got[4, 1], got[2, 0]) == (4, 5, 1)
    assert str(got[1, 0]).startswith("customer")


def test_a_sheet_without_rows(tmp_path: Path) -> None:
    got = first_cells(tmp_path, re.sub(rb"<sheetData>.*</sheetData>", b"<sheetData/>", PLAIN), SOME)
    assert (got[1, 2], got[9, 2]) == ("duecourse: list", "later")


def test_spans_and_rows_without_cells_are_kept(tmp_path: Path) -> None:
    xml = PLAIN.replace(b"<row/>", b'<row r="3" spans="1:2" ht="30" customHeight="1"/>')
    first_cells(tmp_path, xml, SOME)
    out = sheet_xml(tmp_path / "1.xlsx")
    assert b'<row r="3" spans="1:%d" ht="30" customHeight="1"><c r="C3"' % (2 + len(FIELDS)) in out


def test_a_book_that_counts_days_from_1904_and_one_with_macros(tmp_path: Path) -> None:
    source = rich_xlsxwriter(tmp_path / "o.xlsx", date_1904=True)
    with zipfile.ZipFile(source, "a") as archive:
        archive.writestr("xl/vbaProject.bin", b"\xd0\xcf macros")
    source = source.rename(tmp_path / "o.xlsm")
    answered(source, tmp_path / "out.xlsm")
    assert parts(tmp_path / "out.xlsm")["xl/vbaProject.bin"] == b"\xd0\xcf macros"
    assert cached(tmp_path / "out.xlsm") == cached(source)


def test_no_styles_means_no_formats(tmp_path: Path) -> None:
    source = rich_openpyxl(tmp_path / "o.xlsx")
    rels = parts(source)["xl/_rels/workbook.xml.rels"].replace(b"/styles", b"/nothing")
    bare = with_parts(source, tmp_path / "bare.xlsx", workbook_xml_rels=rels)
    answered(bare, tmp_path / "out.xlsx")
    assert b'<c r="J4" t="inlineStr">' in sheet_xml(tmp_path / "out.xlsx")


def test_a_protected_sheet_is_written_and_said(tmp_path: Path) -> None:
    notes = answered(rich_openpyxl(tmp_path / "o.xlsx"), tmp_path / "out.xlsx")
    assert notes == ["Sheet 'orders' is protected: take the protection off to fill in the last three columns."]
    assert answered(rich_xlsxwriter(tmp_path / "x.xlsx"), tmp_path / "out2.xlsx") == []


# ---------------------------------------------------------------- what is refused
def refused(source: Path, out: Path, target: Target | None = None, **rest: object) -> str:
    with pytest.raises(DuecourseError) as error:
        answered(source, out, target, **rest)
    assert not out.exists() or out == source
    assert [p.name for p in out.parent.iterdir() if p.suffix == ".part"] == []
    return str(error.value)


def test_columns_that_are_not_free_are_refused(source: Path, tmp_path: Path) -> None:
    text = refused(source, tmp_path / "out.xlsx", Target("orders", HEADER_ROW, 5))
    assert text.startswith("Column F is not free for our columns: there is something in row 3 (sheet 'orders').")


def test_unknown_sheets_damage_and_size(source: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    assert "no sheet 'nowhere'" in refused(source, tmp_path / "out.xlsx", Target("nowhere", 3, 9))
    broken = tmp_path / "broken.xlsx"
    broken.write_bytes(source.read_bytes()[:2000])
    assert "damaged" in refused(broken, tmp_path / "out.xlsx")
    torn = source.read_bytes()
    at = torn.index(b"xl/worksheets/sheet1.xml") + 60
    (tmp_path / "torn.xlsx").write_bytes(torn[:at] + bytes(200) + torn[at + 200 :])
    assert "damaged" in refused(tmp_path / "torn.xlsx", tmp_path / "out.xlsx")
    half = with_parts(source, tmp_path / "half.xlsx", sheet1_xml=sheet_xml(source)[:-30])
    assert "damaged" in refused(half, tmp_path / "out.xlsx")
    old = tmp_path / "old.xlsx"
    old.write_bytes(b"\xd0\xcf\x11\xe0" + bytes(600))
    assert "password" in refused(old, tmp_path / "out.xlsx")
    monkeypatch.setattr("duecourse.adapters.writeback.package.SHEET_MAX", 100)
    assert "unpacks to more than" in refused(source, tmp_path / "out.xlsx")
    monkeypatch.setattr("duecourse.adapters.writeback.package.UNPACKED_MAX", 100)
    assert "The workbook unpacks" in refused(source, tmp_path / "out.xlsx")


def test_damage_in_a_part_that_is_only_copied_is_named(tmp_path: Path) -> None:
    source = rich_xlsxwriter(tmp_path / "orders.xlsx")
    torn = source.read_bytes()
    at = torn.index(b"xl/worksheets/sheet2.xml") + 60
    source.write_bytes(torn[:at] + bytes(200) + torn[at + 200 :])
    assert "The workbook is damaged and cannot be read (orders.xlsx)" in refused(source, tmp_path / "out.xlsx")


@pytest.mark.parametrize("kind", [KeyError, RuntimeError, NotImplementedError])
def test_a_fault_of_our_own_is_not_called_damage(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch, kind: type[Exception]
) -> None:
    def faulty(*_: object) -> None:
        raise kind("ours")

    source = rich_xlsxwriter(tmp_path / "orders.xlsx")
    for place_of_fault in ("sheet.written", "styles.with_formats", "package._copy_part"):
        with monkeypatch.context() as patched:
            patched.setattr(f"duecourse.adapters.writeback.{place_of_fault}", faulty)
            with pytest.raises(kind, match="ours"):
                answered(source, tmp_path / "out.xlsx")


def test_a_result_that_the_next_run_could_not_take_is_not_written(
    source: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr("duecourse.adapters.writeback.package.SHEET_OF_OURS_MAX", len(sheet_xml(source)) + 100)
    assert "The sheet unpacks to more than" in refused(source, tmp_path / "out.xlsx")


def test_entities_are_refused(tmp_path: Path) -> None:
    source = rich_xlsxwriter(tmp_path / "o.xlsx")
    bomb = sheet_xml(source).replace(b"<worksheet", b'<!DOCTYPE x [<!ENTITY a "aaaa">]><worksheet', 1)
    assert "damaged" in refused(with_parts(source, tmp_path / "bomb.xlsx", sheet1_xml=bomb), tmp_path / "out.xlsx")


def test_the_list_itself_is_replaced_only_when_told(source: Path, tmp_path: Path) -> None:
    before = source.read_bytes()
    assert "would replace the order list" in refused(source, source)
    assert source.read_bytes() == before
    answered(source, source, in_place=True)
    assert cells(source)[HEADER_ROW, FREE] == "list"


def test_other_endings_are_refused(source: Path, tmp_path: Path) -> None:
    assert "comes back as '.xlsx'" in refused(source, tmp_path / "out.csv")
    assert "cannot be written back" in refused(source.rename(tmp_path / "o.pdf"), tmp_path / "out.pdf")


def test_an_earlier_copy_with_entries_of_theirs_is_not_replaced(source: Path, tmp_path: Path) -> None:
    out = tmp_path / "out.xlsx"
    answered(source, out)
    answered(source, out)
    repainted(out, {place("they_said", 5): "next week"})
    with pytest.raises(DuecourseError, match=r"out\.xlsx holds 1 entries of yours that orders\.xlsx does not have"):
        answered(source, out)
    assert cells(out)[5, FREE + FIELDS.index("they_said")] == "next week"
    answered(out, tmp_path / "next.xlsx", again())
    answered(out, tmp_path / "next.xlsx", again())


KILLED = """
import os, sys
sys.path[:0] = sys.argv[1:3]
from pathlib import Path
import duecourse.adapters.writeback.package as package
from richbooks import answered
real = package._copy_part
def dying(source, info, *rest):
    if info.filename == "xl/styles.xml":
        os.kill(os.getpid(), 9)
    real(source, info, *rest)
package._copy_part = dying
answered(Path(sys.argv[3]), Path(sys.argv[4]))
"""


def test_killed_in_the_middle_leaves_the_earlier_file(tmp_path: Path) -> None:
    source, out = rich_xlsxwriter(tmp_path / "o.xlsx"), tmp_path / "out.xlsx"
    answered(source, out)
    before = out.read_bytes()
    folders = [str(Path(__file__).parents[3] / "src"), str(Path(__file__).parent)]
    done = subprocess.run([sys.executable, "-c", KILLED, *folders, str(source), str(out)], check=False)
    assert done.returncode == -9
    assert out.read_bytes() == before


def test_no_field_of_theirs_can_be_written(tmp_path: Path) -> None:
    answers = {4: dict.fromkeys(THEIRS, "not ours to say")}
    answered(rich_xlsxwriter(tmp_path / "o.xlsx"), tmp_path / "out.xlsx", answers=answers)
    assert "not ours to say" not in cells(tmp_path / "out.xlsx").values()
