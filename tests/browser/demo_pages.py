"""Every page of the demo that stands by itself, with an address for each."""

from __future__ import annotations

from typing import Any

from django_scopes import scope

from duecourse.ledger.models import Inbound, Milestone, Standing
from duecourse.web.shell.pages import address


def pages(made: Any) -> dict[str, str]:
    """Name to address: rooms, forms, and cases of all kinds.

    Args:
        made: The demo, as `duecourse.demo.story.tell` gives it.
    """
    rooms = ("today", "orders", "customers", "team", "insights", "policy", "settings")
    forms = ("order_new", "orders_import", "customer_new", "policy_versions", "settings_people", "settings_days")
    own = ("settings_audit", "usersessions_list", "mfa_index", "account_reset_password")
    found = {name: address(name) for name in (*rooms, *forms, *own)}
    found |= {"today-bank": "/?bank=open", "today-wait": "/?column=wait", "today-fix": "/?column=fix"}
    return found | _cases(made) | {"not-here": "/nowhere"}


def _cases(made: Any) -> dict[str, str]:
    with scope(workspace=made.workspace):
        lists = {s.in_list: s.milestone for s in Standing.objects.select_related("milestone__order").order_by("-rank")}
        pushed = Inbound.objects.filter(price_push=True).first()
        order = next(iter(lists.values())).order
        found = {f"case-{name}": address("case", m.pk) for name, m in lists.items()}
        one = next(iter(lists.values()))
        found |= {"replay": address("case_replay", one.pk), "card": address("case_card", one.pk)}
        found |= {"customer": address("customer", order.customer_id), "order-edit": address("order_edit", order.pk)}
        if pushed:
            talked = Milestone.objects.filter(order__customer=pushed.customer).first()
            found["case-price"] = address("case", talked.pk)
    return found
