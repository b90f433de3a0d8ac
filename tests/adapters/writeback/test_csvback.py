"""A csv file comes back in its own encoding, delimiter, quoting and line endings."""

from __future__ import annotations

import csv
from io import StringIO
from pathlib import Path

import pytest

from duecourse.adapters.sheets.csvfile import opened
from duecourse.adapters.writeback import BANDS, FIELDS, OURS, CsvShape, Target, ours_in, write_back
from duecourse.errors import DuecourseError

BECAUSE = 'They asked — we know; see "R9", 理由…'
ANSWERS = {
    2: {"list": "contact", "verdict": "answer", "until": "2026-12-07", "because": BECAUSE, "rule": "R09"},
    3: {"list": "wait", "verdict": "=1+1", "because": "two\nlines", "rule": "R13"},
}
TEXTS = {
    "utf-8": ["Łódź Möbel", "宁波 外贸"],
    "utf-16-le": ["Łódź Möbel", "宁波 外贸"],
    "utf-16-be": ["Łódź Möbel", "宁波 外贸"],
    "gb18030": ["宁波|外贸", "Möbel"],
    "big5": ["許功蓋|外貿", "x"],
    "cp932": ["表示|ソ", "x"],
    "cp1252": ["Möbel – GmbH", "Déco €"],
    "cp1251": ["Мебель", "№ 7"],
    "iso-8859-1": ["Möbel", "Déco"],
}
SHAPES = [
    CsvShape(encoding, bom, delimiter, newline)
    for encoding in TEXTS
    for bom in ((False, True) if encoding.startswith("utf") else (False,))
    for delimiter in ",;\t|"
    for newline in ("\r\n", "\n", "\r")
]
BOMS = {"utf-8": b"\xef\xbb\xbf", "utf-16-le": b"\xff\xfe", "utf-16-be": b"\xfe\xff"}
TARGET = Target("", 1, 4)
OURS_AT = {name: 4 + i for i, name in enumerate(FIELDS)}
WIDTH = 4 + len(FIELDS)
AGAIN = Target("", 1, WIDTH, OURS_AT)


def table(shape: CsvShape) -> list[list[str]]:
    """A heading, a plain row, one with everything that needs quotes, one without an answer."""
    one, two = TEXTS[shape.encoding]
    return [
        ["customer", "order", "note", "amount"],
        [one, "SC-1", "", "1"],
        [two, f'say "hi"{shape.delimiter} {shape.newline}second line', one, "2"],
        ["c", "SC-3", '5" pipe', ""],
    ]


def written(path: Path, shape: CsvShape, rows: list[list[str]], **style: object) -> Path:
    text = StringIO(newline="")
    csv.writer(text, delimiter=shape.delimiter, lineterminator=shape.newline, **style).writerows(rows)
    path.write_bytes((BOMS[shape.encoding] if shape.bom else b"") + text.getvalue().encode(shape.encoding))
    return path


def read(path: Path, shape: CsvShape) -> list[list[str]]:
    data = path.read_bytes().removeprefix(BOMS.get(shape.encoding, b"") if shape.bom else b"")
    return list(csv.reader(StringIO(data.decode(shape.encoding), newline=""), delimiter=shape.delimiter, strict=True))


def back(source: Path, out: Path, shape: CsvShape, target: Target = TARGET, answers: object = ANSWERS) -> list[str]:
    return write_back(source, out, target, BANDS["en"], answers, shape=shape)


def names(shape: CsvShape) -> str:
    return f"{shape.encoding}-{'bom-' if shape.bom else ''}{shape.delimiter!r}-{shape.newline!r}"


@pytest.mark.parametrize("shape", SHAPES, ids=names)
def test_it_comes_back_as_it_was_written(tmp_path: Path, shape: CsvShape) -> None:
    source, out, more = written(tmp_path / "o.csv", shape, table(shape)), tmp_path / "out.csv", tmp_path / "more.csv"
    back(source, out, shape)
    got = read(out, shape)
    assert [row[:4] for row in got] == table(shape)
    assert {len(row) for row in got} == {WIDTH}
    assert got[0][4:] == ["duecourse: list", *list(BANDS["en"].headers.values())[1:]]
    assert got[2][4:8] == ["wait", "'=1+1", "", "two lines"]
    assert got[3][4:] == [""] * len(FIELDS)
    assert out.read_bytes().startswith(BOMS.get(shape.encoding, b"\xff")) is shape.bom
    assert out.read_bytes().endswith(shape.newline.encode(shape.encoding))
    back(out, more, shape, AGAIN)
    assert more.read_bytes() == out.read_bytes()


@pytest.mark.parametrize("shape", [s for s in SHAPES if s.delimiter == ";"], ids=names)
def test_the_bytes_of_each_line_are_kept(tmp_path: Path, shape: CsvShape) -> None:
    source = written(
        tmp_path / "o.csv", shape, [[x.replace("\r", "").replace("\n", "") for x in r] for r in table(shape)]
    )
    back(source, tmp_path / "out.csv", shape)
    end = shape.newline.encode(shape.encoding)
    pairs = list(zip(source.read_bytes().split(end), (tmp_path / "out.csv").read_bytes().split(end), strict=True))
    assert len(pairs) == 5
    assert all(new.startswith(old) for old, new in pairs)


def test_where_all_fields_are_quoted_ours_are_too(tmp_path: Path) -> None:
    shape = CsvShape()
    source = written(tmp_path / "o.csv", shape, [["a", "b", "c", "d"], ["1", "2", "3", "4"]], quoting=csv.QUOTE_ALL)
    back(source, tmp_path / "out.csv", shape)
    lines = (tmp_path / "out.csv").read_text(encoding="utf-8").splitlines()
    assert lines[0].startswith('"a","b","c","d","duecourse: list","verdict"')
    assert '"4","contact","answer"' in lines[1]


def test_characters_that_the_encoding_lacks(tmp_path: Path) -> None:
    shape = CsvShape("iso-8859-1", False, ";")
    notes = back(written(tmp_path / "o.csv", shape, table(shape)), tmp_path / "out.csv", shape)
    assert read(tmp_path / "out.csv", shape)[1][7] == 'They asked - we know; see "R9", \\u7406\\u7531...'
    assert "lacks 2 characters" in notes[0]
    wide = CsvShape("cp1252", False, ";")
    back(written(tmp_path / "p.csv", wide, table(wide)), tmp_path / "q.csv", wide)
    assert "They asked — we know" in read(tmp_path / "q.csv", wide)[1][7], "what it has, stays"


def test_bytes_that_the_encoding_does_not_know_stay(tmp_path: Path) -> None:
    source = tmp_path / "o.csv"
    source.write_bytes(b"a,b,c,d\r\n\x81\x8d,2,3,4\r\n")
    back(source, tmp_path / "out.csv", CsvShape("cp1252"))
    assert (tmp_path / "out.csv").read_bytes().splitlines()[1].startswith(b"\x81\x8d,2,3,4,contact")


def test_two_codes_for_one_character_are_not_exchanged(tmp_path: Path) -> None:
    source = tmp_path / "o.csv"
    line = b"\xee\xf9\x81\xca,2,3,4"  # the not sign, in both of its places
    source.write_bytes(b"a,b,c,d\n" + line + b"\n")
    back(source, tmp_path / "1.csv", CsvShape("cp932"))
    back(tmp_path / "1.csv", tmp_path / "2.csv", CsvShape("cp932"), AGAIN)
    assert (tmp_path / "2.csv").read_bytes().split(b"\n")[1].startswith(line + b",contact")


LETTER = 'Dear Ana,\n\n"Sample" ready; see: a, b\tc | d\n- by 5 December\n=1+1\n\nKind regards'


@pytest.mark.parametrize("shape", SHAPES, ids=names)
def test_a_message_keeps_its_lines_and_the_rows_below_it_their_numbers(tmp_path: Path, shape: CsvShape) -> None:
    source, out, more = written(tmp_path / "o.csv", shape, table(shape)), tmp_path / "out.csv", tmp_path / "more.csv"
    letter = {"list": "contact", "subject": "SC-1", "text": LETTER.replace("\n", "\r\n"), "gloss": f"\n{LETTER}\n"}
    told = {2: letter, 4: {"list": "wait", "because": LETTER}}
    back(source, out, shape, answers=told)
    got = read(out, shape)
    assert [row[:4] for row in got] == table(shape)
    assert [got[1][OURS_AT[name]] for name in ("subject", "text", "gloss")] == ["SC-1", LETTER, LETTER]
    assert got[3][OURS_AT["because"]] == LETTER.replace("\n\n", " ").replace("\n", " "), "only messages have lines"
    with opened(out) as (sheet,):
        assert [row.number for row in sheet.rows()] == [1, 2, 3, 4]
        assert sheet.form is not None
        assert (sheet.form.delimiter, sheet.form.line_end) == (shape.delimiter, shape.newline)
    back(out, more, shape, AGAIN, told)
    assert more.read_bytes() == out.read_bytes()
    back(out, more, shape, AGAIN, {2: {"list": "wait"}, 4: {"list": "wait"}})
    assert [read(more, shape)[1][OURS_AT[name]] for name in ("subject", "text", "gloss")] == [""] * 3
    assert more.read_bytes().decode(shape.encoding).count(shape.newline) == source.read_bytes().decode(
        shape.encoding
    ).count(shape.newline)


def test_lines_above_blank_lines_short_rows_and_no_last_newline(tmp_path: Path) -> None:
    source = tmp_path / "o.csv"
    source.write_bytes(b"sep=;\r\nOrders 2026\n\na;b;c;d\r\n1;2\n\n5;6;7;8;")
    back(
        source,
        tmp_path / "out.csv",
        CsvShape(delimiter=";"),
        Target("", 4, 4),
        {5: {"list": "wait"}, 7: {"rule": "R1"}},
    )
    heads = ";".join(["duecourse: list", *list(BANDS["en"].headers.values())[1:]])
    first = ";".join(["1", "2", "", "", *("wait" if name == "list" else "" for name in FIELDS)])
    last = ";".join(["5", "6", "7", "8", *("R1" if name == "rule" else "" for name in FIELDS)])
    wanted = f"sep=;\r\nOrders 2026\n\na;b;c;d;{heads}\r\n{first}\n\n{last}"
    assert (tmp_path / "out.csv").read_bytes().decode() == wanted


def test_the_next_run_brings_ours_up_to_date_and_leaves_theirs(tmp_path: Path) -> None:
    shape = CsvShape("utf-8", False, ";")
    back(written(tmp_path / "o.csv", shape, table(shape)), tmp_path / "1.csv", shape)
    rows = read(tmp_path / "1.csv", shape)
    assert ours_in(rows[0]) == dict(AGAIN.ours)
    theirs = [(1, OURS_AT["we_wrote_on"]), (2, OURS_AT["they_said"]), (3, OURS_AT["they_promised_on"])]
    mine = dict(zip(theirs, ("2026-11-20", 'they; said "so"', "never"), strict=True)) | {(3, 7): "ask Bruno"}
    for (row, column), text in mine.items():
        rows[row][column] = text
    written(tmp_path / "1.csv", shape, rows)
    back(tmp_path / "1.csv", tmp_path / "2.csv", shape, AGAIN, {2: {"list": "wait", "rule": "R1"}})
    got = read(tmp_path / "2.csv", shape)
    assert {(row, column): got[row][column] for row, column in mine} == mine
    assert {name: got[1][OURS_AT[name]] for name in OURS} == dict.fromkeys(OURS, "") | {"list": "wait", "rule": "R1"}
    assert {got[2][OURS_AT[name]] for name in OURS} == {""}, "no answer any more"
    assert [row[:4] for row in got] == table(shape)


@pytest.mark.parametrize("start", "=+-@\t\r")
def test_nothing_of_ours_is_ever_calculated(tmp_path: Path, start: str) -> None:
    shape = CsvShape()
    back(
        written(tmp_path / "o.csv", shape, table(shape)),
        tmp_path / "out.csv",
        shape,
        answers={2: {"list": f"{start}1+1"}},
    )
    assert read(tmp_path / "out.csv", shape)[1][4].lstrip(" ")[0] in "'1"


def test_a_file_without_quotes(tmp_path: Path) -> None:
    source = tmp_path / "o.tsv"
    source.write_bytes(b'a\tb\tc\td\n5" pipe\t"x\t3\t4\n')
    told = {"because": 'a\tb "c"', "text": 'a\n\nb "c"'}
    write_back(
        source,
        tmp_path / "out.tsv",
        TARGET,
        BANDS["en"],
        {2: told},
        shape=CsvShape(delimiter="\t", quote=""),
    )
    wanted = ['5" pipe', '"x', "3", "4", *('a b "c"' if name in told else "" for name in FIELDS)]
    assert (tmp_path / "out.tsv").read_bytes().decode().splitlines()[1:] == ["\t".join(wanted)]


def test_what_is_refused(tmp_path: Path) -> None:
    source, out = tmp_path / "o.csv", tmp_path / "out.csv"
    for data, shape, target, text in (
        (
            b"a,b\n1,2,3\n",
            CsvShape(),
            Target("", 1, 2),
            "Column 3 is not free for our columns: there is something in row 2",
        ),
        (b'a,b\n1,"2\n', CsvShape(), Target("", 1, 2), "A quotation mark is never closed"),
        (b"a,b\n", CsvShape("klingon"), Target("", 1, 2), "The encoding 'klingon' is not known"),
    ):
        source.write_bytes(data)
        with pytest.raises(DuecourseError, match=text):
            back(source, out, shape, target)
        assert [p.name for p in tmp_path.iterdir()] == ["o.csv"]


def test_an_earlier_copy_with_entries_of_theirs_is_not_replaced(tmp_path: Path) -> None:
    shape = CsvShape()
    source, out = written(tmp_path / "o.csv", shape, table(shape)), tmp_path / "out.csv"
    back(source, out, shape)
    rows = read(out, shape)
    rows[1][OURS_AT["they_said"]] = "next week"
    written(out, shape, rows)
    with pytest.raises(DuecourseError, match="holds 1 entries of yours"):
        back(source, out, shape)
    assert read(out, shape) == rows
