"""What the check of a policy file says: what is wrong, in which rule, on which line, and what was probably meant."""

from __future__ import annotations

import pytest
from policy_texts import HEAD, HEAD_LINES, faults, gate, rule, said

from duecourse.errors import DuecourseError
from duecourse.policy.load import load, parsed

FIRST = HEAD_LINES + 1  # Line on which the part under test begins.
WAIT = 'approval = {{ days = {days}, clock = "{clock}", from = "{start}" }}\n'


def numbers(text: str) -> str:
    return f"[numbers]\n{text}\n"


def waits(days: object = 7, clock: str = "calendar", start: str = "message") -> str:
    return "[waits]\n" + WAIT.format(days=days, clock=clock, start=start)


# ------------------------------------------------------------------ did you mean
@pytest.mark.parametrize(
    ("body", "hint"),
    [
        (rule("slack_day > 3"), "'slack_day', which is no fact and no number; did you mean 'slack_days'?"),
        (rule("slack_days > far_slak_days"), "did you mean 'far_slack_days'?"),
        (rule(do="cal"), "`do` is 'cal', which is no action; did you mean 'call'?"),
        (rule("reason = 'pric'"), "compares reason with 'pric', which it never is; did you mean 'price'?"),
        (rule("kind in ('deposit', 'lc_openning')"), "did you mean 'lc_opening'?"),
        (rule("lc_stage <> 'advise'"), "did you mean 'advised'?"),
        (rule("'depost' = kind"), "did you mean 'deposit'?"),
        (rule("relationship = 'D'"), "relationship with 'D'"),
        (rule("ball = 'their'"), "did you mean 'theirs'?"),
        (rule("stage = 'confirmed'"), "did you mean 'confirming'?"),
        (gate("reason = 'pric'"), "H9: `fails` compares reason with 'pric'"),
        (gate(kinds='["cal"]'), "names 'cal', which is no kind of contact; did you mean 'call'?"),
        (gate("pressur > 1"), "did you mean 'pressure'?"),
        (rule(more='kind = "{useful_kin}"\n', do="useful"), "'useful_kin', which is no fact; did you mean 'useful_kind'?"),
        (rule(before="R28b"), "stands before 'R28b', which is no rule; did you mean 'R28'?"),
        (rule().replace("source", "sorce"), "`sorce` is not known; did you mean 'source'?"),
        (gate().replace("fails", "fail"), "`fail` is not known; did you mean 'fails'?"),
        (numbers("gap_base_days = { value = 3, uni = 'd' }"), "`uni` is not known; did you mean 'unit'?"),
        ("[number]\ngap_base_days = 3\n", "has 'number', which no policy knows; did you mean 'numbers'?"),
        (waits().replace("approval", "aproval"), "aproval: is no reason; did you mean 'approval'?"),
        ("[relationship.D]\ngap_base_days = 3\n", "relationship.D: is no relationship; one of A, B, C was expected"),
        ("[relationship.A]\ngap_bas_days = 3\n", "'gap_bas_days', which is no number; did you mean 'gap_base_days'?"),
        ('[customer."Tuinland"]\ngap_bas_days = 3\n', "customer.Tuinland: sets 'gap_bas_days'"),
        ('[order."SC-1"]\nhalflife_days = 3\n', "sets 'halflife_days', which is one for the whole policy"),
    ],
)  # fmt: skip
def test_a_misspelt_word_is_named_with_what_was_probably_meant(body: str, hint: str) -> None:
    assert hint in said(body)


@pytest.mark.parametrize(
    ("head", "hint"),
    [
        (HEAD.replace('"normal"', '"norml"'), "'norml', which is no preset; did you mean 'normal'?"),
        (HEAD.replace("title.en", 'drop = ["R99"]\ntitle.en'), "names 'R99', which is no rule and no gate"),
        (HEAD.replace("title.en", 'drop = ["G33"]\ntitle.en'), "did you mean 'G3'?"),
    ],
)
def test_a_misspelt_parent_or_victim_is_named(head: str, hint: str) -> None:
    assert hint in said("", head)


def test_a_misspelt_preset_on_the_command_line_is_named() -> None:
    with pytest.raises(DuecourseError, match="did you mean 'patient'"):
        load("patien")


# ------------------------------------------------------------------ types
@pytest.mark.parametrize(
    ("body", "told"),
    [
        (rule("slack_days"), "`when` gives Int32, but Boolean was expected"),
        (rule("'deposit'"), "`when` gives String, but Boolean was expected"),
        (rule("null"), "but Boolean was expected"),
        (rule("closed", "wait", more='until = "closed"\n'), "`until` gives Boolean, but Date was expected"),
        (rule("closed", "wait", more='until = "slack_days"\n'), "`until` gives Int32, but Date was expected"),
        (rule("closed", "wait", more="until = \"'2026-01-01'\"\n"), "`until` gives String, but Date was expected"),
        (gate(free="slack_days"), "`free` gives Int32, but Date was expected"),
        (gate(fails="slack_days"), "`fails` gives Int32, but Boolean was expected"),
        (rule("slack_days = 'x'"), "H1: `when`"),
        (rule("kind > 3"), "H1: `when`"),
        (rule("as_of > '2026-01-01'"), "H1: `when`"),
        (rule("slack_days and closed"), "H1: `when`"),
    ],
)
def test_a_text_of_the_wrong_type_is_named(body: str, told: str) -> None:
    assert told in said(body)


@pytest.mark.parametrize(
    "when",
    [
        "as_of > 5",
        "as_of = slack_days",
        "must_pay_by <= promise_grace_days",
        "not slack_days",
        "closed = 1",
    ],
)
def test_a_date_or_a_flag_is_not_compared_with_a_number(when: str) -> None:
    """A date is a number inside Polars; to a salesperson the comparison has no meaning and is always true or false."""
    assert "H1: `when`" in said(rule(when))


@pytest.mark.parametrize("when", ["kind = reason", "points_open = 'x'"])
def test_what_the_check_lets_through_can_be_judged(when: str) -> None:
    """Columns of few words are enumerations, and Polars compares two different ones with an error."""
    from facts.single_case import given, judged

    if not said(rule(when)):
        assert judged(given(), parsed(HEAD + rule(when), "house.toml"))["action"]


# ------------------------------------------------------------------ shape of rules and gates
@pytest.mark.parametrize("part", ["when", "do", "title", "because", "source"])
def test_a_missing_part_of_a_rule_is_named(part: str) -> None:
    lines = [x for x in rule().splitlines(keepends=True) if not x.startswith(f"{part} ")]
    assert f"H1: `{part}` is missing (house.toml, line {FIRST})" in said("".join(lines))


@pytest.mark.parametrize("part", ["kinds", "fails", "free", "title", "because", "source"])
def test_a_missing_part_of_a_gate_is_named(part: str) -> None:
    lines = [x for x in gate().splitlines(keepends=True) if not x.startswith(f"{part} ")]
    assert f"H9: `{part}` is missing (house.toml, line {FIRST})" in said("".join(lines))


@pytest.mark.parametrize("part", ["title", "because"])
@pytest.mark.parametrize("language", ["en", "zh"])
def test_a_missing_language_is_named(part: str, language: str) -> None:
    kept = {"en": "zh", "zh": "en"}[language]
    body = "\n".join(f'{part} = {{ {kept} = "x" }}' if x.startswith(part) else x for x in rule().splitlines())
    assert f"`{part}` has no text in '{language}'" in said(body)


def test_a_text_without_languages_lacks_both() -> None:
    told = said(rule().replace('because = { en = "b", zh = "b" }', 'because = "b"'))
    assert "no text in 'en'" in told
    assert "no text in 'zh'" in told


@pytest.mark.parametrize("value", ["5", "true", "[1]", "2026-01-01"])
def test_a_condition_that_is_no_text_is_named(value: str) -> None:
    assert "H1: `when` is not text" in said(rule().replace('"soft_unanswered"', value))


@pytest.mark.parametrize("place", ["slack_day", "", "as_of ", "0", "as_of!r", "H1"])
@pytest.mark.parametrize("language", ["en", "zh"])
def test_a_place_in_a_sentence_that_is_no_fact_is_named(place: str, language: str) -> None:
    texts = {"en": "b", "zh": "b"} | {language: f"{{{place}}}"}
    because = f'because = {{ en = "{texts["en"]}", zh = "{texts["zh"]}" }}'
    told = said(rule().replace('because = { en = "b", zh = "b" }', because))
    assert f"`because` has a place {{{place}}} ({language}) that is no fact" in told


def test_a_place_in_a_task_or_a_gate_is_checked_too() -> None:
    assert "`task` has a place {fix_wat}" in said(rule(do="own_fix", more='task = { en = "{fix_wat}", zh = "x" }\n'))
    assert "H9: `because` has a place {contry}" in said(gate().replace('en = "b"', 'en = "{contry}"'))


@pytest.mark.parametrize("action", ["own_fix", "escalate", "release"])
def test_an_internal_action_says_what_is_to_be_done(action: str) -> None:
    assert "`task` is missing; an internal action says what is to be done" in said(rule(do=action))


@pytest.mark.parametrize("level", ["3", "high", "{says}", "{pressure}"])
def test_a_dunning_level_is_a_counted_fact(level: str) -> None:
    assert "H1: `level`" in said(rule("open_account", "dunning", more=f'level = "{level}"\n'))


# ------------------------------------------------------------------ numbers and waits
@pytest.mark.parametrize("value", ['"x"', "true", "[1]", "inf", "-inf", "nan", "2026-01-01", "1e12", "{ unit = 'd' }"])
def test_a_number_that_is_none_is_named(value: str) -> None:
    told = said(numbers(f"gap_base_days = {value}"))
    assert "gap_base_days: holds" in told
    assert f"line {FIRST + 1}" in told


@pytest.mark.parametrize(
    "line",
    [
        "halflife_days = 0",
        "answered_halflife_days = 0",
        "review_max_days = 1e9",
        "review_max_days = 0",
        "rest_days = 0",
        "contacts_per_7d_max = 0",
        "contacts_per_30d_max = 0.5",
        "contacts_per_7d_max = 1.5",
        "gap_base_days = -1",
        "weight_soft = -1",
    ],
)
def test_a_number_that_would_break_the_reckoning_is_named(line: str) -> None:
    assert line.split(" ", maxsplit=1)[0] in said(numbers(line))


@pytest.mark.parametrize("name", ["paid", "as_of", "order_ix", "pressure_max", "contact_cal", "held_by"])
def test_a_number_may_not_take_the_name_of_a_fact_or_a_column(name: str) -> None:
    told = said(numbers(f"{name} = 1"))
    assert told.startswith(f"{name}:"), told


@pytest.mark.parametrize("name", ["gap_base_days", "halflife_days"])
def test_a_number_keeps_the_scope_that_the_reckoning_needs(name: str) -> None:
    scope = {"gap_base_days": "policy", "halflife_days": "case"}[name]
    assert name in said(numbers(f'{name} = {{ value = 3, scope = "{scope}" }}'))


@pytest.mark.parametrize(
    ("row", "told"),
    [
        ('{ value = 3, scope = "cas" }', "`scope` holds 'cas', but one of case, policy was expected"),
        ('{ value = 3, valid_from = "soon" }', "`valid_from` holds 'soon', but a date like 2026-01-01 was expected"),
    ],
)
def test_a_wrong_side_note_of_a_number_is_named(row: str, told: str) -> None:
    assert told in said(numbers(f"gap_base_days = {row}"))


@pytest.mark.parametrize(
    ("body", "told"),
    [
        (waits(days=0), "`days` holds 0, but 1 to 365 days were expected"),
        (waits(days=366), "`days` holds 366"),
        (waits(days=1.5), "`days` holds 1.5"),
        (waits(days="true"), "`days` holds True"),
        (waits(clock="calender"), "`clock` holds 'calender', but one of calendar, working, banking was expected"),
        (waits(start="letter"), "`from` holds 'letter', but one of message, ours_went, arrival, return was expected"),
        ("[waits]\napproval = 7\n", "approval: needs `days`, `clock` and `from`"),
        ("[waits]\napproval = { days = 7 }\n", "approval: needs `days`, `clock` and `from`"),
    ],
)
def test_a_wrong_wait_is_named(body: str, told: str) -> None:
    assert told in said(body)


# ------------------------------------------------------------------ all at once
def test_every_fault_of_a_file_is_told_at_once_in_the_order_of_the_file() -> None:
    """Shape, words, types and overrides in one go: who mends one fault must not meet the next one afterwards."""
    parts = [
        numbers('gap_base_days = "x"'),
        "[relationship.D]\ngap_growth = 2\n",
        gate(kinds='["cal"]'),
        rule(do="cal", key="H2"),
        rule(key="H3").replace("source", "sorce"),
        rule("as_off > 3", key="H4"),
        rule("slack_days", key="H5"),
        rule("closed", "wait", key="H6", more='until = "closed"\n'),
        rule("reason = 'pric'", key="H7"),
    ]
    keys = ["gap_base_days", "relationship.D", "H9", "H2", "H3", "H4", "H5", "H6", "H7"]
    found = {f.what.split(":")[0]: f.where for f in faults("".join(parts))}
    assert list(found) == keys
    for n, key in enumerate(keys):
        first = FIRST + "".join(parts[:n]).count("\n")
        lines = range(first, first + parts[n].count("\n"))
        assert found[key] in {f"house.toml, line {x}" for x in lines}, key


def test_every_wrong_word_of_one_condition_is_told() -> None:
    told = said(rule("slack_day > 3 and pad; or max(paid)"))
    assert all(w in told for w in ("'slack_day'", "'pad'", "';'", "calls max"))


@pytest.mark.parametrize("header", ["[[rule]] # ours", "[[ rule ]]", '[["rule"]]', "  [[rule]]"])
def test_a_rule_is_read_however_its_header_is_written(header: str) -> None:
    """TOML allows blanks and a comment there; a rule that is read by nobody would be worse than an error."""
    assert "H1: `do` is 'cal'" in said(rule(do="cal").replace("[[rule]]", header))
    found = parsed(HEAD + rule().replace("[[rule]]", header), "house.toml")
    assert "H1" in [r.key for r in found.rules]


def test_a_gate_is_read_however_its_header_is_written() -> None:
    found = parsed(HEAD + gate().replace("[[gate]]", "[[gate]] # ours"), "house.toml")
    assert "H9" in [g.id for g in found.gates]


def test_a_line_that_looks_like_a_header_does_not_move_the_others() -> None:
    long = rule(key="H2").replace(
        'because = { en = "b", zh = "b" }', 'because.zh = "b"\nbecause.en = """\n[[rule]]\n"""'
    )
    line = HEAD_LINES + long.count("\n") + 1
    assert f"H1: `do` is 'cal', which is no action; did you mean 'call'? (house.toml, line {line})" in said(
        long + rule(do="cal")
    )


def test_windows_line_ends_do_not_move_the_lines() -> None:
    assert f"line {FIRST}" in str(faults(rule(do="cal").replace("\n", "\r\n"), HEAD.replace("\n", "\r\n"))[0])


@pytest.mark.parametrize(
    "body",
    [
        "[number]\nx = 1\n",
        "[relationship.A]\ngap_bas_days = 3\n",
        "[relationship.D]\ngap_base_days = 3\n",
        "[numbers]\n  gap_base_days = 'x'\n",
    ],
)
def test_faults_outside_rules_name_the_file_and_their_line_too(body: str) -> None:
    told = said(body)
    assert f"(house.toml, line {FIRST})" in told or f"(house.toml, line {FIRST + 1})" in told
