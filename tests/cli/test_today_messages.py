"""The messages of a day: beside the rows of the list, as mail files, and signed."""

from __future__ import annotations

import csv
import io
import json
import re
from collections.abc import Mapping, Sequence
from datetime import date, timedelta
from decimal import Decimal
from email import message_from_bytes
from email.message import EmailMessage
from email.policy import SMTP
from pathlib import Path
from typing import Any

import openpyxl
import pytest
from typer.testing import CliRunner

from duecourse.adapters.orders import write_template
from duecourse.adapters.writeback import ours_in
from duecourse.adapters.writeback.model import DRAFT
from duecourse.cli.headings_file import FOLDER
from duecourse.cli.main import app
from duecourse.cli.today import ALL, run_today
from duecourse.cli.writer_file import NAME_MAX, writer
from duecourse.errors import DuecourseError

DAY = date(2026, 11, 23)
JANA = ["Regenwerk", "Jana Brandt", "buyer", "jana@regenwerk.example", "", ""]


@pytest.fixture(autouse=True)
def _own_settings(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """The name of the writer is looked for in an empty folder."""
    monkeypatch.setenv(FOLDER, str(tmp_path / "settings"))


def listed(path: Path, *rows: Mapping[str, Any], people: Sequence[Sequence[str]] = (JANA,)) -> Path:
    """An order list: one customer who may be written to, one who promised, and what is said besides."""
    usual = {
        "country": "DE", "amount": Decimal(1000), "currency": "USD", "incoterm": "FOB", "confirmed_on": date(2026, 10, 2),
        "deliver_on": date(2027, 5, 19), "production_days": 40,
    }  # fmt: skip
    both = (
        {"customer": "Regenwerk", "order": "SC-1"},
        {
            "customer": "Tuinland",
            "order": "SC-2",
            "promised_on": date(2026, 12, 4),
            "last_reply_on": date(2026, 11, 20),
        },
    )
    more = {"contacts": people} if path.suffix == ".xlsx" else {}
    write_template(path, "en", [usual | row for row in rows or both], more)
    return path


def ran(path: Path, day: date = DAY, **asked: Any) -> str:
    shown = io.StringIO()
    assert run_today([path], as_of=day, stream=shown, **asked) == ALL
    return shown.getvalue()


def drafts(path: Path, day: date = DAY) -> dict[str, dict[str, Any]]:
    """Order to the message as JSON gives it."""
    verdicts = map(json.loads, ran(path, day, as_json=True).splitlines())
    return {v["order"]: v["draft"] for v in verdicts if "draft" in v}


def beside(path: Path) -> dict[str, dict[str, str]]:
    """Order to what stands in our columns."""
    heads, *rows = _table(path)
    places = ours_in(heads)
    assert set(DRAFT) <= places.keys()
    return {row[heads.index("order")]: {name: row[c] for name, c in places.items()} for row in rows}


def _table(path: Path) -> list[list[str]]:
    if path.suffix == ".csv":
        data = path.read_bytes()
        text = data.decode("utf-8-sig" if data.startswith(b"\xef\xbb\xbf") else "cp1252")
        return list(csv.reader(io.StringIO(text, newline=""), strict=True))
    sheet = openpyxl.load_workbook(path).worksheets[0]
    table = [[str(v or "") for v in row] for row in sheet.iter_rows(values_only=True)]
    return [row for row in table if any(row)]


# ---------------------------------------------------------------- in the list
@pytest.mark.parametrize("name", ["o.xlsx", "o.csv"])
def test_a_contact_row_has_its_message_and_a_waiting_row_has_none(tmp_path: Path, name: str) -> None:
    source, out = listed(tmp_path / name), tmp_path / f"out-{name}"
    ran(source, out=out)
    (draft,) = drafts(source).values()
    told = beside(out)
    assert (told["SC-1"]["list"], told["SC-2"]["list"]) == ("contact", "wait")
    assert [told["SC-1"][field] for field in DRAFT] == [draft["subject"], draft["text"], draft["gloss"]]
    assert [told["SC-2"][field] for field in DRAFT] == ["", "", ""]
    first, *_, last = told["SC-1"]["text"].split("\n\n")
    assert (first, last) == ("Dear Jana," if name == "o.xlsx" else "Hello,", "Kind regards")
    assert "SC-1" in told["SC-1"]["subject"]
    assert told["SC-1"]["gloss"].startswith("Jana，您好：" if name == "o.xlsx" else "您好：")


@pytest.mark.parametrize("name", ["o.xlsx", "o.csv"])
def test_running_on_the_result_changes_nothing(tmp_path: Path, name: str) -> None:
    one, two = tmp_path / f"1-{name}", tmp_path / f"2-{name}"
    ran(listed(tmp_path / name), out=one)
    ran(one, out=two)
    assert beside(one)["SC-1"]["text"].count("\n\n") >= 2
    assert two.read_bytes() == one.read_bytes()


def fill(path: Path, order: str, **said: str) -> None:
    """What the person writes into his own columns."""
    book = openpyxl.load_workbook(path)
    sheet = book.worksheets[0]
    heads = [str(c.value or "") for c in sheet[1]]
    row = next(r for r in sheet.iter_rows(min_row=2) if r[heads.index("order")].value == order)
    for name, text in said.items():
        row[ours_in(heads)[name]].value = text
    book.save(path)


def test_the_next_run_replaces_the_message_and_takes_it_away(tmp_path: Path) -> None:
    one, two, three = (tmp_path / f"{n}.xlsx" for n in "123")
    ran(listed(tmp_path / "o.xlsx"), out=one)
    fill(one, "SC-1", they_said="Which valve does the bag have?")
    ran(one, out=two)
    before, after = beside(one)["SC-1"], beside(two)["SC-1"]
    assert (before["rule"], after["rule"]) != ("R07", "R07")
    assert after["rule"] == "R07"
    assert "“Which valve does the bag have?”" in after["text"]
    assert not {before[field] for field in DRAFT} & {after[field] for field in DRAFT}
    fill(two, "SC-1", we_wrote_on=DAY.isoformat())
    ran(two, DAY + timedelta(days=1), out=three)
    gone = beside(three)["SC-1"]
    assert (gone["list"], *(gone[field] for field in DRAFT)) == ("wait", "", "", "")


def western(path: Path, *rows: Mapping[str, Any]) -> Path:
    """The list as an older Excel saves it as CSV in Western Europe."""
    fresh = listed(path.with_name("fresh.csv"), *rows)
    path.write_bytes(fresh.read_text(encoding="utf-8-sig").encode("cp1252"))
    return path


def test_a_gloss_is_left_out_where_the_file_lacks_its_letters(tmp_path: Path) -> None:
    row = {"customer": "Möbel Späth – Söhne", "order": "SC-1"}
    wide, narrow = listed(tmp_path / "wide.csv", row), western(tmp_path / "narrow.csv", row)
    ran(wide, out=tmp_path / "wide-out.csv")
    ran(narrow, out=tmp_path / "narrow-out.csv")
    full, told = beside(tmp_path / "wide-out.csv")["SC-1"], beside(tmp_path / "narrow-out.csv")["SC-1"]
    assert full["gloss"].startswith("您好：")
    assert told == full | {"gloss": ""}
    assert b"\\u" not in (tmp_path / "narrow-out.csv").read_bytes()
    ran(tmp_path / "narrow-out.csv", out=tmp_path / "again.csv")
    assert (tmp_path / "again.csv").read_bytes() == (tmp_path / "narrow-out.csv").read_bytes()


# ---------------------------------------------------------------- as mail files
def mails(path: Path, folder: Path) -> dict[str, EmailMessage]:
    """Name of each file to the mail, as another program reads it; files hold CR LF and ASCII alone."""
    ran(path, eml=folder)
    found = {p.name: p.read_bytes() for p in sorted(folder.iterdir())}
    assert all(not re.search(rb"(?<!\r)\n|\r(?!\n)", data) and data.isascii() for data in found.values())
    return {name: message_from_bytes(data, policy=SMTP) for name, data in found.items()}


def test_a_mail_file_opens_as_a_message_that_is_not_sent(tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    path = listed(tmp_path / "o.xlsx")
    (draft,) = drafts(path).values()
    ((name, mail),) = mails(path, tmp_path / "new" / "mails").items()
    assert name == "01 Regenwerk SC-1.eml"
    assert str(mail["To"]) == "Jana Brandt <jana@regenwerk.example>"
    assert (str(mail["Subject"]), mail["X-Unsent"], mail["Content-Language"]) == (draft["subject"], "1", "en")
    assert (mail.get_content_type(), mail.get_content_charset()) == ("text/plain", "utf-8")
    assert mail.get_content().replace("\r\n", "\n") == draft["text"] + "\n"
    assert {"From", "Date", "Cc", "Bcc"}.isdisjoint(mail.keys()), "the mail program knows these"
    assert f"1 mail draft written to {tmp_path / 'new' / 'mails'}\n" in capsys.readouterr().err


def test_a_mail_in_another_language_says_so_and_keeps_its_letters(tmp_path: Path) -> None:
    row = {"customer": "王记户外", "country": "CN", "order": "订单-7"}
    path = listed(tmp_path / "o.xlsx", row, people=[["王记户外", "王伟", "", "wang@wangji.example", "", ""]])
    (draft,) = drafts(path).values()
    ((name, mail),) = mails(path, tmp_path / "mails").items()
    assert name == "01 王记户外 订单-7.eml"
    assert mail["To"].addresses[0].display_name == "王伟"
    assert (mail["Content-Language"], str(mail["Subject"])) == ("zh", draft["subject"])
    assert mail.get_content().splitlines()[0] == draft["text"].splitlines()[0] == "王伟，您好："


def test_without_an_address_the_mail_has_no_recipient(tmp_path: Path) -> None:
    ((_, mail),) = mails(listed(tmp_path / "o.xlsx", people=()), tmp_path / "mails").items()
    assert mail["To"] is None
    assert mail["X-Unsent"] == "1"


HEADERS = {"To", "Subject", "X-Unsent", "MIME-Version", "Content-Type", "Content-Transfer-Encoding", "Content-Language"}
HOSTILE = [
    "{}\r\nBcc: thief@evil.example",
    "{}\nBcc: thief@evil.example",
    "{}\rBcc: thief@evil.example\r\r",
    "{}\u2028\x0b\x1cBcc: x",
]


@pytest.mark.parametrize("text", HOSTILE, ids=range(len(HOSTILE)))
def test_nothing_in_a_list_can_add_a_header_or_leave_the_folder(tmp_path: Path, text: str) -> None:
    customer, order = f"../../Regen{text.format('werk')}", text.format("/SC-1")
    row = {"customer": "CUSTOMER", "order": "ORDER"}
    source = listed(tmp_path / "o.xlsx", row, people=[["CUSTOMER", "NAME", "", "jana@regenwerk.example", "", ""]])
    book = openpyxl.load_workbook(source)
    said = {"CUSTOMER": customer, "ORDER": order, "NAME": text.format("Jana")}
    for cell in (c for sheet in book for line in sheet.iter_rows() for c in line if c.value in said):
        cell._value = re.sub(r"[\x00-\x09\x0b\x0c\x0e-\x1f]", "", said[str(cell.value)])
    book.save(source)
    ((name, mail),) = mails(source, tmp_path / "mails").items()
    assert set(mail.keys()) == HEADERS
    assert [len(mail.get_all(header, [])) for header in sorted(HEADERS)] == [1] * len(HEADERS)
    assert [a.addr_spec for a in mail["To"].addresses] == ["jana@regenwerk.example"]
    assert "SC-1" in str(mail["Subject"])
    assert re.fullmatch(r"01 [\w .()-]+\.eml", name)
    assert sorted(p.name for p in tmp_path.iterdir()) == ["mails", "o.xlsx"]


@pytest.mark.parametrize("char", ["\r\n", "\r", "\n", "\x0b", "\x0c", "\x1c", "\x85", "\u2028", "\u202e"])
def test_no_sign_that_may_break_a_line_does_so_in_a_header(tmp_path: Path, char: str) -> None:
    order, customer = f"SC-1{char}Bcc: thief@evil.example", f"Regen{char}werk"
    ((name, mail),) = mails(listed(tmp_path / "o.csv", {"customer": customer, "order": order}), tmp_path / "m").items()
    assert set(mail.keys()) == HEADERS - {"To"}
    assert str(mail["Subject"]).startswith("SC-1")
    assert name.isprintable()


@pytest.mark.parametrize(
    "address",
    ["jana", "jana@regenwerk", "a@b.example, c@d.example", "jana@x.example\nBcc: a@b.example", "jana..b@x.example", "jana.@x.example", "=?utf-8?q?x?=@x.example", "jána@x.example"],
)  # fmt: skip
def test_a_bad_address_is_refused_in_one_line(tmp_path: Path, address: str, capsys: pytest.CaptureFixture[str]) -> None:
    source = listed(tmp_path / "o.xlsx", people=[[*JANA[:3], address, "", ""]])
    ran(source, eml=tmp_path / "mails")
    shown, folder = " ".join(address.split()), tmp_path / "mails"
    refused = f"'{shown}' is no mail address (SC-1). Correct it in the sheet of contacts and run again."
    assert capsys.readouterr().err.splitlines() == [refused, f"0 mail drafts written to {folder}"]
    assert list(folder.iterdir()) == []


def test_mails_that_may_have_gone_are_never_added_to(tmp_path: Path) -> None:
    source = listed(tmp_path / "o.xlsx")
    ran(source, eml=tmp_path / "mails")
    with pytest.raises(DuecourseError, match="The folder holds mails already, which may have gone"):
        ran(source, eml=tmp_path / "mails")


def test_a_folder_that_cannot_be_written_is_named(tmp_path: Path) -> None:
    (tmp_path / "taken").write_text("", encoding="utf-8")
    with pytest.raises(DuecourseError, match="The mails cannot be written: File exists"):
        ran(listed(tmp_path / "o.xlsx"), eml=tmp_path / "taken")


# ---------------------------------------------------------------- signed
def signed(path: Path, *options: str) -> str:
    """Last paragraph of the only message, as the command line makes it."""
    done = CliRunner().invoke(app, ["today", str(path), "--as-of", DAY.isoformat(), "--json", *options])
    assert done.exit_code == ALL, done.output
    (text,) = [v["draft"]["text"] for v in map(json.loads, done.stdout.splitlines()) if "draft" in v]
    return str(text).rsplit("\n\n", maxsplit=1)[1]


def test_a_name_is_remembered_until_a_dash_forgets_it(tmp_path: Path) -> None:
    path = listed(tmp_path / "o.xlsx")
    assert signed(path) == "Kind regards"
    assert signed(path, "--sign", "  Ana  Lin ") == "Kind regards\nAna Lin"
    assert signed(path) == "Kind regards\nAna Lin"
    assert signed(path, "--sign", "林安") == "Kind regards"  # nobody who reads English could read it
    assert signed(path) == "Kind regards"
    assert signed(path, "--sign", "-") == "Kind regards"
    assert signed(path) == "Kind regards"


def test_a_remembered_name_stands_in_the_list_and_in_the_mail(tmp_path: Path) -> None:
    path = listed(tmp_path / "o.xlsx")
    writer("Ana")
    ((_, mail),) = mails(path, tmp_path / "mails").items()
    ran(path, out=tmp_path / "out.xlsx")
    assert mail.get_content().endswith("Kind regards\r\nAna\r\n")
    assert beside(tmp_path / "out.xlsx")["SC-1"]["text"].endswith("Kind regards\nAna")


def test_a_name_stays_one_line_and_short(tmp_path: Path) -> None:
    assert writer("Ana\r\nBcc: x\tLin").name == "Ana Bcc: x Lin"
    kept = writer("A" * NAME_MAX)
    with pytest.raises(DuecourseError, match=f"The name has {NAME_MAX + 1} characters, but {NAME_MAX} at most"):
        writer("A" * (NAME_MAX + 1))
    assert writer(None) == kept


@pytest.mark.parametrize("held", ["", "{", "[]", '{"name": 7}', '{"name": "' + "A" * (NAME_MAX + 1) + '"}'])
def test_a_file_that_holds_no_name_is_as_good_as_none(tmp_path: Path, held: str) -> None:
    writer("Ana")
    (file,) = (tmp_path / "settings").iterdir()
    file.write_text(held, encoding="utf-8")
    assert writer(None).name == ""


def test_a_folder_for_settings_that_cannot_be_written_is_named(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    (tmp_path / "file").write_text("", encoding="utf-8")
    monkeypatch.setenv(FOLDER, str(tmp_path / "file"))
    with pytest.raises(DuecourseError, match=rf"The name could not be kept: .*Set {FOLDER} to a folder"):
        writer("Ana")
