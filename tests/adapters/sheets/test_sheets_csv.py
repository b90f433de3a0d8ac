"""Text files: encodings, delimiters, quotes, and what no text file is."""

from __future__ import annotations

import codecs
from pathlib import Path

import pytest
from sheetfiles import error, rows_of, text, texts

from duecourse.adapters.sheets import Row, TextForm, opened, pasted
from duecourse.errors import DuecourseError

WORDS = {
    "western": "Kunde;Größe;Ort\r\nMüller & Söhne;Äpfel;Köln\r\n",
    "french": "Client;Échéance;Réglé\r\nAtelier Lumière;à réception;déjà réglé\r\n",
    "euro": "Order;Value\r\nA-1;1.250,00 €\r\n",
    "northern": "Kunde;Ort\r\nSørensen;Málaga\r\n",
    "polish": "Klient;Miasto\r\nSpółka Żółw;Łódź\r\nKsiążka;Wrocław\r\n",
    "czech": "Zákazník;Město\r\nDvořák;Plzeň\r\nNěmcová;Žďár nad Sázavou\r\n",
    "russian": "Клиент;Заказ;Срок\r\nСеверный ветер;Палатка;до конца марта\r\nООО Восход;ЧАЙНИК;\r\n",
    "chinese": "客户;订单号;未确认事项\r\n宁波青屿户外;SC-1;包装、价格\r\n余款70%出货前付清;SC-2;\r\n",
    "short chinese": "客户;交期\r\n",
    "traditional": "客戶;訂單號;備註\r\n臺北戶外用品;SC-1;尾款出貨前付清\r\n",
    "japanese": "顧客;注文番号;備考\r\n東京アウトドア;SC-1;残金は出荷前に支払い\r\n",
}
READ = [
    ("western", "cp1252"), ("western", "utf-8"), ("french", "cp1252"), ("euro", "cp1252"), ("northern", "cp1252"),
    ("polish", "cp1250"), ("polish", "utf-8"), ("czech", "cp1250"), ("russian", "cp1251"), ("chinese", "gb18030"),
    ("chinese", "utf-8"), ("short chinese", "gb18030"), ("traditional", "big5"), ("japanese", "cp932"),
]  # fmt: skip


def form_of(path: Path) -> TextForm:
    with opened(path) as (sheet,):
        assert sheet.form is not None
        return sheet.form


@pytest.mark.parametrize(("words", "encoding"), READ)
def test_letters_of_every_encoding_are_read(tmp_path: Path, words: str, encoding: str) -> None:
    path = tmp_path / "a.csv"
    path.write_bytes(WORDS[words].encode(encoding))
    form = form_of(path)
    assert (form.encoding, form.byte_order_mark, form.delimiter, form.line_end) == (encoding, False, ";", "\r\n")
    assert [[c or "" for c in r] for r in texts(path).values()] == [
        [f for f in line.split(";") if f] for line in WORDS[words].splitlines()
    ]


@pytest.mark.parametrize(
    ("mark", "encoding"),
    [(codecs.BOM_UTF8, "utf-8"), (codecs.BOM_UTF16_LE, "utf-16-le"), (codecs.BOM_UTF16_BE, "utf-16-be"), (b"", "utf-16-le"), (b"", "utf-16-be")],
)  # fmt: skip
def test_unicode_with_and_without_a_mark(tmp_path: Path, mark: bytes, encoding: str) -> None:
    (tmp_path / "a.txt").write_bytes(mark + "Kunde\tOrt\nMüller\tKöln\n".encode(encoding))
    assert texts(tmp_path / "a.txt") == {1: ["Kunde", "Ort"], 2: ["Müller", "Köln"]}
    form = form_of(tmp_path / "a.txt")
    assert (form.encoding, form.byte_order_mark, form.delimiter) == (encoding, bool(mark), "\t")


@pytest.mark.parametrize(
    ("held", "delimiter"),
    [
        ("customer,order\nA,1\n", ","),
        ("customer;amount\nA;1,50\nB;2,50\n", ";"),
        ("Open orders, as of 20 March, all\n\ncustomer;order;amount\nA;1;1,50\nB;2;2,50\n", ";"),
        ("customer|order|remarks\nA|1|first, second; third\nB|2|x\n", "|"),
        ("customer\torder\tremarks\nA\t1\ta, b, c\nB\t2\td, e, f\n", "\t"),
        ('customer,remarks\n"A; B; C","x\ny;z"\n"D; E; F",w\n', ","),
        ("sep=|\nA|1,2\nB|3,4\n", "|"),
        ("customer\nNordwind\n", ","),
    ],
)
def test_the_delimiter_cuts_the_rows_evenly(tmp_path: Path, held: str, delimiter: str) -> None:
    (tmp_path / "a.csv").write_text(held)
    assert form_of(tmp_path / "a.csv").delimiter == delimiter


def test_row_numbers_are_the_spreadsheets(tmp_path: Path) -> None:
    (tmp_path / "a.csv").write_text('Open orders\n\na,b\n"two\nlines",2\n,,\n,5\n')
    assert texts(tmp_path / "a.csv") == {1: ["Open orders"], 3: ["a", "b"], 4: ["two\nlines", "2"], 6: [None, "5"]}
    (tmp_path / "b.csv").write_text("sep=;\na;b\n")
    assert texts(tmp_path / "b.csv") == {1: ["a", "b"]}
    assert form_of(tmp_path / "b.csv").names_delimiter
    (tmp_path / "c.csv").write_bytes(b"a,b\rc,d\r")
    assert texts(tmp_path / "c.csv") == {1: ["a", "b"], 2: ["c", "d"]}


def test_cells_are_text_or_errors_and_lose_what_guards_them(tmp_path: Path) -> None:
    (tmp_path / "a.csv").write_text("'=cmd|calc,'-1,=\"0042\",#REF!,Err:502,#BEZUG!, x ,#5,it's,'quoted'\n")
    assert rows_of(tmp_path / "a.csv") == [
        Row(1, [text("=cmd|calc"), text("-1"), text("0042"), error("#REF!"), error("Err:502"), error("#BEZUG!"), *map(text, ("x", "#5", "it's", "'quoted'"))])
    ]  # fmt: skip


@pytest.mark.parametrize(
    ("held", "quotes"), [('"a","b"\n"c","d;e"\n', "all"), ('a,"b"\nc,d\n', "some"), ("a,b\nc,d\n", "none")]
)
def test_the_form_tells_how_fields_are_quoted(tmp_path: Path, held: str, quotes: str) -> None:
    (tmp_path / "a.csv").write_text(held)
    assert form_of(tmp_path / "a.csv") == TextForm("utf-8", False, ",", quotes, "\n")  # type: ignore[arg-type]


@pytest.mark.parametrize(
    ("held", "told"),
    [
        (b"", "The file is empty (a.csv). Fill it in and run again."),
        (b"\xef\xbb\xbf\r\n \r\n", "The file is empty (a.csv). Fill it in and run again."),
        (codecs.BOM_UTF16_LE + "\n \n".encode("utf-16-le"), "The file is empty (a.csv). Fill it in and run again."),
        (b"PK\x03\x04 workbook", "The file is named .csv, but it holds an Excel workbook (a.csv). Give it the ending .xlsx and run again."),
        (b"\x89PNG\r\n\x1a\n\0\0\0\rIHDR", "The file is named .csv, but it holds no text (a.csv). Save the list as .xlsx or .csv and run again."),
        (b"a,b\nc\0,d\n", "The file is named .csv, but it holds no text (a.csv). Save the list as .xlsx or .csv and run again."),
        (b"<html><body><table>", "The file is named .csv, but it holds a web page (a.csv). Open it in a spreadsheet program, save it as .xlsx and run again."),
        (b'a,b\n"Nordwind,1\n', "The file breaks off at line 2: unexpected end of data (a.csv). Look for a lone quotation mark there, or save it as .xlsx."),
        (b"customer,order" + b"," * 300, "Row 1 has more than 256 columns (a.csv). Delete what stands far to the right and run again."),
        (bytes(range(1, 256)) * 4, "The letters of the file are in no encoding that could be recognised (a.csv). Save it as 'CSV UTF-8' or as .xlsx and run again."),
        ("Müller,Köln,Größe,Söhne,Jörg,Bär\n".encode() + b"K\xf6ln\n", "The letters of the file are in UTF-8, but for some that are not (a.csv). Save it anew as 'CSV UTF-8' or as .xlsx and run again."),
    ],
)  # fmt: skip
def test_what_is_no_table_of_text_is_told_as_such(tmp_path: Path, held: bytes, told: str) -> None:
    (tmp_path / "a.csv").write_bytes(held)
    with pytest.raises(DuecourseError) as caught:
        rows_of(tmp_path / "a.csv")
    assert str(caught.value) == told


def test_letters_that_break_off_later_are_told_with_their_line(tmp_path: Path) -> None:
    lines = "客户,订单号\n".encode("gb18030") * 40_000
    (tmp_path / "a.csv").write_bytes(lines + b"\xff\xff,x\n")
    with pytest.raises(DuecourseError, match=r"The file has letters after line \d+ that are not in gb18030"):
        rows_of(tmp_path / "a.csv")


def test_too_much_text_is_refused(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    (tmp_path / "a.csv").write_text("a,b\n" * 30)
    monkeypatch.setattr("duecourse.adapters.sheets.cells.ROWS_MAX", 29)
    with pytest.raises(DuecourseError, match="The sheet has more than 29 rows"):
        rows_of(tmp_path / "a.csv")
    monkeypatch.setattr("duecourse.adapters.sheets.cells.BYTES_MAX", 100)
    with pytest.raises(DuecourseError, match="The file is larger than 0 MB"):
        rows_of(tmp_path / "a.csv")


def test_pasted_rows_are_one_sheet() -> None:
    (sheet,) = pasted('customer\torder\n"Nord\nwind"\tSC-1\n\nB\t2,5\n')
    assert (sheet.file, sheet.name, sheet.hidden) == ("-", "", False)
    assert [(r.number, [c and c.text for c in r.cells]) for r in sheet.rows()] == [
        (1, ["customer", "order"]), (2, ["Nord\nwind", "SC-1"]), (4, ["B", "2,5"]),
    ]  # fmt: skip
    assert list(sheet.rows()) == list(sheet.rows())
    (listed,) = pasted("\ufeffa;b\n1;2\n", "standard input")
    assert [[c and c.text for c in r.cells] for r in listed.rows()] == [["a", "b"], ["1", "2"]]
    with pytest.raises(DuecourseError, match=r"The file is empty \(standard input\)"):
        pasted(" \n", "standard input")
