"""How a contact would be felt: METHOD's weights on what stands, double for a second one on a day."""

from __future__ import annotations

from datetime import date

import pytest

from duecourse.decide.felt import felt
from duecourse.policy.load import load

NORMAL = load("normal")
TODAY = date(2026, 11, 23)


@pytest.mark.parametrize(
    ("kind", "level", "after"),
    [("useful", None, 0.5), ("soft", None, 0.8), ("call", None, 1.3), ("answer", None, 0.1), ("dunning", 2, 1.4), ("dunning", 5, 1.7)],
)  # fmt: skip
def test_a_contact_adds_its_weight(kind: str, level: int | None, after: float) -> None:
    found = felt({"pressure": 0.1, "as_of": TODAY, "last_contact_any_on": date(2026, 11, 20)}, NORMAL, kind, level)
    assert found is not None
    assert found.after == pytest.approx(after)
    assert found.bare == pytest.approx(1.1)


def test_a_second_contact_on_one_day_counts_double() -> None:
    found = felt({"pressure": 0.4, "as_of": TODAY, "last_contact_any_on": TODAY}, NORMAL, "useful")
    assert found is not None
    assert found.after == pytest.approx(1.2)
    assert found.bare == pytest.approx(2.4)


@pytest.mark.parametrize(
    ("kind", "now", "held"),
    [("soft", 0.6, False), ("soft", 0.61, True), ("useful", 0.61, False), ("notice", 2.0, False)],
)
def test_what_stands_is_measured_against_the_limit_of_the_kind(kind: str, now: float, *, held: bool) -> None:
    found = felt({"pressure": now, "as_of": TODAY}, NORMAL, kind)
    assert found is not None
    assert found.held is held


def test_it_is_light_noticed_or_heavy() -> None:
    levels = [felt({"pressure": p, "as_of": TODAY}, NORMAL, "useful") for p in (0.2, 0.3, 0.8, 0.81)]
    assert [f.level for f in levels if f] == ["light", "noticed", "noticed", "heavy"]


def test_without_a_known_pressure_nothing_is_said() -> None:
    assert felt({"as_of": TODAY}, NORMAL, "soft") is None
