"""What the crawl asks: every address of the pages with keys of a firm, and forms as a person would fill them in.

Each entry is a function of two firms: whose keys stand in the address, and whose keys stand in the form. The tables
`OPEN` and `OF_ONESELF` say which addresses a stranger, or somebody without a workspace, may open.
"""

from __future__ import annotations

from collections.abc import Callable, Iterator, Mapping
from dataclasses import dataclass, field
from typing import Any

from django.urls import URLPattern, URLResolver, get_resolver
from houses import House, picture

OPEN = {
    "healthz": "tells that the process lives",
    "readyz": "tells that the ledger answers",
    "choose": "language and theme of a browser",
    "account_login": "where one signs in",
    "mfa_authenticate": "the second step of signing in",
    "account_logout": "signing out",
    "account_inactive": "tells that an account is switched off",
    "account_reset_password": "asks for a reset link",
    "account_reset_password_done": "tells that it was asked for",
    "account_reset_password_from_key": "the key in it is the door",
    "account_reset_password_from_key_done": "tells that it worked",
    "account_begin": "the token in it is the door",
    "account_join": "the token in it is the door",
    "account_demo": "the token in it is the door",
}
"""Addresses that need nobody signed in, and why."""

OF_ONESELF = {
    "account_reauthenticate", "mfa_reauthenticate", "account_change_password", "mfa_index", "mfa_activate_totp",
    "mfa_deactivate_totp", "mfa_view_recovery_codes", "mfa_generate_recovery_codes", "mfa_download_recovery_codes",
    "usersessions_list", "session_end",
}  # fmt: skip
"""Addresses of one's own account, whatever workspace one is of."""


@dataclass(frozen=True)
class Ask:
    """One address: its arguments in order, a form to post, and what stands behind its question mark.

    `none` says that an unknown argument is answered in words on the page, not by a 404: why.
    """

    args: tuple[Any, ...] = ()
    form: Mapping[str, Any] = field(default_factory=dict)
    query: Mapping[str, Any] = field(default_factory=dict)
    none: str = ""


Sample = Callable[[House, House], "list[Ask]"]


def just(*names: str) -> Sample:
    """An address with these keys and an empty form."""
    return lambda h, o: [Ask(tuple(getattr(h, n) for n in names))]


def filled(*names: str, **form: Any) -> Sample:
    """An address with these keys and a form; a value `@name` is a key of the firm of the form."""
    return lambda h, o: [Ask(tuple(getattr(h, n) for n in names), {k: told(v, o) for k, v in form.items()})]


def told(value: Any, h: House) -> Any:
    """A value of a form."""
    if callable(value):
        return value()
    return getattr(h, value[1:]) if isinstance(value, str) and value.startswith("@") else value


DEEDS: dict[str, dict[str, Any]] = {
    "point": {"point": "price", "state": "confirmed", "evidence": "seen"},
    "promise": {"pay_on": "2026-11-30", "channel": "mail", "said": "soon"},
    "withdrawn": {"row": "@promise"},
    "heard": {"says": "hello", "channel": "mail"},
    "handled": {"row": "@inbound"},
    "settled": {"row": "@inbound"},
    "contact": {"kind": "call", "channel": "call", "outcome": "reached"},
    "fix": {"what": "the proforma"},
    "fixed": {"row": "@fix"},
    "hold": {"to_on": "2026-12-10", "why": "a fair"},
    "lifted": {"row": "@hold"},
    "new_date": {"day": "2027-03-01"},
    "accepted": {},
    "released": {},
    "delivered": {"on": "2026-11-20"},
    "closed": {"note": "no more"},
    "reopened": {},
    "payment": {"amount": "100.00", "reference": "bank"},
    "bank": {},
    "price_answer": {"row": "@inbound", "text": "The price stands."},
    "credit": {"stage": "applied", "number": "LC1"},
    "standing": {"kind": "qc_plan", "have": "none"},
}
"""Every act of the case page with its form."""

OF_ROW = {"withdrawn": "rest", "lifted": "rest", "handled": "calm", "settled": "calm", "fixed": "calm", "price_answer": "calm"}  # fmt: skip
"""Acts about a row, and the payment of which it is."""


def deeds(h: House, o: House) -> list[Ask]:
    """Every act of the case page."""
    return [
        Ask((getattr(h, OF_ROW.get(what, "case")), what), {k: told(v, o) for k, v in form.items()})
        for what, form in DEEDS.items()
    ]


def writes(h: House, o: House) -> list[Ask]:
    """The composer: checked, calmed, sent, approved."""
    text = {"subject": "Your order", "text": "Dear Jana, the calendar is here."}
    return [Ask((h.case,), {**text, "step": step}) for step in ("check", "calm", "sent", "approve")]


def edits(h: House, o: House) -> list[Ask]:
    """The form of an order, with payments of the other firm among its fields."""
    form = {"seen": 99, "number": "SC-9", "currency": "USD", "terms": "30% deposit", "slot": "held", "goods": "barrel"}
    return [Ask((h.order,), form | {f"amount_{o.case}": "1.00", f"due_{o.case}": "2026-12-01"})]


ABOUT = {"name": "Nordsee GmbH", "country": "DE", "relationship": "B", "owner": "@user_sales"}
PERSON = {"name": "Jana", "role": "buyer", "email": "jana@nordsee.example"}
AWAY = {"substitute": "@user_manager", "from_on": "2026-12-21", "to_on": "2027-01-04"}
ROWS = "order,customer,amount,currency,terms,confirmed\nSC-77,Nordsee,1000,USD,30% deposit 70% before shipment,2026-11-10\n"
NEW = {"customer": "Nordsee GmbH", "number": "SC-78", "goods": "barrel", "amount": "1000", "currency": "USD", "terms": "30% deposit, 70% before shipment"}  # fmt: skip
FIRM = {"firm": "Harbour", "country": "CN", "zone": "", "city": "Ningbo", "language": "en"}

ASKS: dict[str, Sample] = {
    # the frame
    "healthz": just(),
    "readyz": just(),
    "choose": filled(language="zh-hans", next="/"),
    "undo": lambda h, o: [Ask((), {"what": f"{kind}-{getattr(o, kind)}", "next": "/"}) for kind in ("touch", "inbound", "promise", "payment", "fix", "hold")],
    # the door
    "account_login": filled(login="sales@harbour.example", password="a wrong password"),
    "mfa_authenticate": filled(code="123456"),
    "account_logout": just(),
    "account_inactive": just(),
    "account_reauthenticate": filled(password="a wrong password"),
    "mfa_reauthenticate": filled(code="123456"),
    "account_change_password": filled(oldpassword="a wrong one", password1="a calm evening", password2="a calm evening"),
    "account_reset_password": filled(email="nobody@nowhere.example"),
    "account_reset_password_done": just(),
    "account_reset_password_from_key": lambda h, o: [Ask((str(h.user_sales), "cx1-nothing"), {"password1": "a calm evening", "password2": "a calm evening"}, none="the key decides, not whose it is")],
    "account_reset_password_from_key_done": just(),
    "mfa_index": just(),
    "mfa_activate_totp": filled(code="123456"),
    "mfa_deactivate_totp": just(),
    "mfa_view_recovery_codes": just(),
    "mfa_generate_recovery_codes": just(),
    "mfa_download_recovery_codes": just(),
    "usersessions_list": just(),
    "session_end": lambda h, o: [Ask((getattr(h, f"session_{role}"),)) for role in h.people],
    "account_begin": lambda h, o: [Ask(("nothing",), FIRM)],
    "account_join": lambda h, o: [Ask(("nothing",), {})],
    "account_demo": lambda h, o: [Ask(("nothing",), {})],
    # today
    "today": lambda h, o: [Ask(query={"card": o.message, "bank": "open", "contact": 2, "who": "mine"})],
    "today_sent": filled("message", channel="mail", next="/"),
    "today_later": filled("message", next="/"),
    "today_not_today": filled("message", why="a fair", until="2026-12-01", next="/"),
    "today_done": filled("task", next="/"),
    "today_bank_nothing": filled(case="@case", next="/"),
    "today_bank_money": filled(case="@case", amount="100.00", next="/"),
    # a case
    "case": lambda h, o: [Ask((h.case,), query={"now": "1", "all": "1"}), Ask((h.calm,))],
    "case_live": just("case"),
    "case_replay": just("case"),
    "case_card": just("case"),
    "case_record": deeds,
    "case_write": writes,
    "case_off_plan": filled("case", kind="soft", channel="mail", text="A short word.", reason="they_asked"),
    "case_upload": filled("case", title="A paper", kind="qc_plan", reach="order", file=picture),
    "case_file": just("case", "asset"),
    # orders and customers
    "orders": lambda h, o: [Ask(query={"sort": "look", "page": 1})],
    "order_new": filled(**NEW),
    "order_shares": lambda h, o: [Ask(query={"terms": "30% deposit", "amount": "1000"})],
    "order_names": lambda h, o: [Ask(query={"customer": ""}), Ask(query={"customer": "Zirk"})],
    "order_edit": edits,
    "order_slot": filled("order", next="/orders"),
    "orders_import": filled(rows=ROWS),
    "orders_import_shown": lambda h, o: [Ask((getattr(h, "import"),), {"heading": "order", "field": "number"})],
    "orders_import_run": just("import"),
    "orders_import_progress": just("import"),
    "orders_import_done": just("import_done"),
    "orders_import_undo": just("import_done"),
    "customers": lambda h, o: [Ask(query={"page": 1})],
    "customer_new": filled(**ABOUT),
    "customer": just("customer"),
    "customer_edit": filled("customer", **ABOUT),
    "customer_person_new": filled("customer", **PERSON),
    "customer_person": filled("customer", "contact", **PERSON),
    "customer_person_verified": just("customer", "contact"),
    "customer_person_left": just("customer", "contact"),
    "customer_holiday": filled("customer", on="2026-12-31", name="New year"),
    # the team, figures, rules
    "team": just(),
    "team_price": filled("inbound", text="The price stands."),
    "team_approve": filled("message", yes="1", digest="nothing"),
    "insights": lambda h, o: [Ask(query={"months": 12})],
    "insights_export": just(),
    "policy": just(),
    "policy_try": lambda h, o: [Ask((), {"n.ask_gap_days": "9", "why": "calmer", "seen": o.policy_now})],
    "policy_save": lambda h, o: [Ask((), {"n.ask_gap_days": "9", "why": "calmer", "seen": o.policy_now})],
    "policy_versions": just(),
    "policy_back": lambda h, o: [Ask((h.policy,), {"seen": o.policy_now}, none="it is the number of a version of one's own rules")],
    # settings
    "settings": filled(name="Ana", language="en", theme="dark"),
    "settings_away": filled(**AWAY),
    "settings_go": just("firm"),
    "settings_people": just(),
    "settings_invite": filled(role="sales", email="new@nordsee.example"),
    "settings_withdraw": just("invitation"),
    "settings_person": just("member_finance"),
    "settings_role": filled("member_finance", role="sales"),
    "settings_active": filled("member_finance", active="no"),
    "settings_reset": just("member_finance"),
    "settings_second_step": just("member_finance"),
    "settings_person_away": filled("member_finance", **AWAY),
    "settings_days": just(),
    "settings_day_add": filled(on="2026-12-31", name="inventory"),
    "settings_day_remove": just("day"),
    "settings_factory_add": filled(from_on="2026-12-28", to_on="2026-12-31", name="inventory"),
    "settings_factory_remove": just("closure"),
    "settings_workspace": filled(**FIRM),
    "settings_audit": lambda h, o: [Ask(query={"before": "20"})],
    "settings_audit_check": just(),
    "settings_audit_export": just(),
}  # fmt: skip


def routes(found: URLResolver | None = None) -> Iterator[URLPattern]:
    """Every address that the pages answer to."""
    for pattern in (found or get_resolver()).url_patterns:
        yield from routes(pattern) if isinstance(pattern, URLResolver) else [pattern]
