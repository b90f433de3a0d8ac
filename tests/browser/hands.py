"""What a person does on the pages, step by step, by what stands on them; it works with and without JavaScript."""

from __future__ import annotations

import io
import re
from dataclasses import dataclass
from datetime import date
from typing import Any

import openpyxl

PASSWORD = "a quiet harbour at noon"

MESSY: tuple[tuple[Any, ...], ...] = (
    ("Harbour Outdoor - open orders, state of Friday",),
    (),
    ("Client", "Ctry", "PI No.", "Item", "Curr", "Total amount", "Deposit 30%", "Balance 70%", "PI date", "Delivery date", "Deposit rec'd", "e-mail", "Remark"),
    ("Regenwerk GmbH ", "Germany", "SC-2618", "rain barrel 225 L", "USD", "61,200.00", "18,360.00", "42,840.00", "09.11.2026", "19.02.2027", None, "jana.brandt@regenwerk.example", "packaging still open"),
    ("Rio Verde Outdoor", "BR", "SC-2619", "dry bag 20 L", "USD", 23400, 7020, 16380, date(2026, 11, 6), date(2027, 2, 26), None, "thiago@rioverde.example", None),
    ("Lakeshore Paddle Co.", "USA", "SC-2620", "backpack 30 L", "USD", 38250, "11475.-", 26775, "2026-11-04", "2027-02-12", None, "mark@lakeshore.example", ""),
    ("Tuinland BV", "NL", "SC-2621", "watering can", "EUR", "12.500", "3.750", "8.750", "05-11-2026", "15-02-2027", None, "", ""),
    ("Broken & Sons", "GB", "SC-2622", "awning", "USD", "#REF!", "ten thousand", None, "31.11.2026", "2027-02-30", None, "", ""),
    (),
    ("TOTAL", None, None, None, None, "135,350.00"),
)  # fmt: skip
"""A list as people keep it: a title, numbers in three notations, four ways to write a day, a row that is wrong, a total."""


def messy_sheet() -> bytes:
    """The list as a workbook."""
    book = openpyxl.Workbook()
    for row in MESSY:
        book.active.append(row)
    out = io.BytesIO()
    book.save(out)
    return out.getvalue()


@dataclass
class Hands:
    """One person in front of one window."""

    page: Any
    url: str

    def go(self, path: str) -> None:
        """Opens an address."""
        self.page.goto(self.url + path)

    def press(self, name: str, within: str = "main") -> None:
        """Clicks the button of that name, and waits for the page that follows."""
        self.page.locator(within).get_by_role("button", name=name, exact=True).first.click()
        self.page.wait_for_load_state()

    def heading(self) -> str:
        """The sentence at the top."""
        return " ".join(self.page.locator("h1").inner_text().split())

    def told(self) -> str:
        """What the page says was done."""
        return " ".join(self.page.locator("#notes").inner_text().split())

    def verdict(self) -> str:
        """The verdict of the case, with its rule."""
        card = self.page.locator("#verdict")
        title = f"{card.locator('.card-head .quiet').inner_text()} {card.locator('h2').inner_text()}"
        return " ".join(title.split())

    # ------------------------------------------------------------ the door
    def begin(self, link: str, name: str, firm: str) -> None:
        """The first admin opens the one-time link and makes the firm."""
        self.page.goto(link)
        self._person(name)
        self.page.get_by_label("Name of your firm").fill(firm)
        self.page.get_by_label("Country").select_option("CN")
        self.press("Begin", "body")

    def invite(self, role: str) -> str:
        """A link that lets one person in."""
        self.go("/settings/people/")
        self.page.get_by_label("Role").select_option(role)
        self.press("Make a link")
        return str(self.page.locator(".link-once").inner_text())

    def join(self, link: str, name: str) -> None:
        """Comes in by a link."""
        self.page.goto(link)
        self._person(name)
        self.press("Come in", "body")

    def _person(self, name: str) -> None:
        self.page.get_by_label("Your name").fill(name)
        self.page.get_by_label("Mail address").fill(f"{name.casefold()}@harbour.example")
        self.page.get_by_label("Password", exact=True).fill(PASSWORD)
        self.page.get_by_label("The same once more").fill(PASSWORD)

    # ------------------------------------------------------------ a list
    def read_list(self, name: str, content: bytes) -> None:
        """Shows what a list would make."""
        self.go("/orders/import")
        kind = "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet"
        self.page.locator("input[type=file]").set_input_files({"name": name, "mimeType": kind, "buffer": content})
        self.press("Read it")

    def import_it(self) -> None:
        """Does what was shown."""
        self.page.locator("main").get_by_role("button", name=re.compile("^Import")).click()
        self.page.wait_for_load_state()

    # ------------------------------------------------------------ a case
    def open_case(self, order: str) -> None:
        """From the list of orders, as somebody does who looks for one."""
        self.go(f"/orders?q={order}")
        self.page.get_by_role("link", name=order, exact=True).first.click()
        self.page.wait_for_load_state()

    def point(self, name: str, state: str, evidence: str = "") -> None:
        """Sets a point of the checklist."""
        point = self.page.locator(".point").filter(has=self.page.locator(f".name:text-is('{name}')"))
        point.locator("summary").click()
        point.locator("input[name=evidence]").fill(evidence)
        point.get_by_role("button", name=state, exact=True).click()
        self.page.wait_for_load_state()

    def upload(self, title: str, kind: str, confirms: str, file: tuple[str, bytes]) -> None:
        """Puts a file on the shelf."""
        form = self._opened("Put something on the shelf")
        form.get_by_label("Title").fill(title)
        form.locator("select[name=kind]").select_option(kind)
        form.locator("select[name=confirms]").select_option(confirms)
        form.locator("input[type=file]").set_input_files(
            {"name": file[0], "mimeType": "application/pdf", "buffer": file[1]}
        )
        form.get_by_role("button", name="Put it on the shelf").click()
        self.page.wait_for_load_state()

    def deed(self, summary: str, does: str, **fields: str) -> None:
        """Fills one of the small forms and records it."""
        form = self._opened(summary)
        for name, value in fields.items():
            field = form.locator(f"[name={name}]").first
            if field.evaluate("f => f.tagName") == "SELECT":
                field.select_option(value)
            elif field.get_attribute("type") == "checkbox":
                form.locator(f"[name={name}][value='{value}']").check()
            else:
                field.fill(value)
        form.get_by_role("button", name=does).click()
        self.page.wait_for_load_state()

    def _opened(self, summary: str) -> Any:
        fold = self.page.locator("details.deed").filter(has=self.page.locator("summary", has_text=summary)).first
        if fold.get_attribute("open") is None:
            fold.locator("summary").click()
        return fold.locator("form").first
