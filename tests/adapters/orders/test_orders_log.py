"""The log that we keep beside a list: what is written is read again, and reading it twice adds nothing."""

from __future__ import annotations

from datetime import date, timedelta

import pytest
from hypothesis import given
from hypothesis import strategies as st

from duecourse.adapters.orders.sofar import read_log, write_log
from duecourse.history.schema import TOUCH_KINDS

AS_OF = date(2026, 11, 21)
days = st.dates(date(2026, 1, 1), AS_OF)
contacts = st.lists(
    st.tuples(days, st.sampled_from(TOUCH_KINDS), st.sampled_from(("", "calendar", "mt103", "artwork_confirmation"))),
    max_size=6,
    unique=True,
).map(lambda found: tuple(sorted(found)))
proposals = st.none() | st.tuples(st.sampled_from(TOUCH_KINDS), st.sampled_from(("", "calendar")))


@given(contacts, proposals)
def test_what_is_written_is_read_again(
    log: tuple[tuple[date, str, str], ...], proposed: tuple[str, str] | None
) -> None:
    text = write_log(log, proposed)
    assert read_log({"so_far": text}, AS_OF) == log
    assert write_log(read_log({"so_far": text}, AS_OF), proposed) == text


@given(contacts, proposals, days)
def test_a_contact_is_added_once(
    log: tuple[tuple[date, str, str], ...], proposed: tuple[str, str] | None, wrote: date
) -> None:
    values = {"so_far": write_log(log, proposed), "we_wrote_on": wrote}
    once = read_log(values, AS_OF)
    again = read_log({"so_far": write_log(once, proposed), "we_wrote_on": wrote}, AS_OF)
    assert again == once
    assert set(log) <= set(once)
    assert len(once) == len(log) + (wrote not in {on for on, _, _ in log})
    assert (wrote, *(proposed or ("soft", ""))) in once or wrote in {on for on, _, _ in log}


def test_days_to_come_and_broken_entries_are_left_out() -> None:
    text = "2026-11-22 soft; 2026-02-30 soft; 2026-11-03 shouting; 2026-11-04 ask; next shouting"
    assert read_log({"so_far": text}, AS_OF) == ((date(2026, 11, 4), "ask", ""),)
    assert read_log({"so_far": text}, AS_OF + timedelta(1))[-1] == (date(2026, 11, 22), "soft", "")
    assert read_log({"so_far": text, "we_wrote_on": date(2026, 11, 5)}, AS_OF)[-1] == (date(2026, 11, 5), "soft", "")


@pytest.mark.parametrize("text", ["", "nothing yet", "next ask"])
def test_without_a_contact_there_is_no_log(text: str) -> None:
    assert read_log({"so_far": text}, None) == ()
