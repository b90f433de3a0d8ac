"""Layers of policies: presets, what extends them, and numbers that differ by relationship, customer and order."""

from __future__ import annotations

from pathlib import Path

import pytest
from policy_texts import HEAD, faults, gate, rule, said

from duecourse.decide.judge import judge
from duecourse.errors import DuecourseError, ManyErrors
from duecourse.policy.load import PRESETS, load, parsed
from duecourse.policy.model import Policy
from facts.single_case import TODAY, history_of

ROOT_POLICY = 'name = "root"\nversion = 1\ntitle = { en = "t", zh = "t" }\n'


def house(body: str = "", head: str = HEAD) -> Policy:
    return parsed(head + body, "house.toml")


def keys(policy: Policy) -> list[str]:
    return [r.key for r in policy.rules]


# ------------------------------------------------------------------ presets
@pytest.mark.parametrize("name", PRESETS)
def test_every_preset_loads_and_ends_with_a_rule_that_always_matches(name: str) -> None:
    policy = load(name)
    assert policy.name == name
    assert policy.rules[-1].when == "true"
    assert len(set(keys(policy))) == len(policy.rules)
    assert policy.title["en"]
    assert policy.title["zh"]


@pytest.mark.parametrize(
    ("number", "normal", "patient", "brisk"),
    [
        ("gap_base_days", 6, 10, 4),
        ("gap_growth", 1.6, 2.0, 1.3),
        ("contacts_per_30d_max", 5, 3, 8),
        ("pressure_ask_max", 0.6, 0.45, 1.0),
        ("pressure_useful_max", 1.2, 0.9, 2.0),
    ],
)
def test_the_presets_differ_where_the_method_says(number: str, normal: float, patient: float, brisk: float) -> None:
    assert [load(p).value(number) for p in PRESETS] == [normal, patient, brisk]


@pytest.mark.parametrize("name", ["patient", "brisk"])
def test_the_presets_differ_nowhere_else(name: str) -> None:
    changed = {n for n, v in load(name).numbers.items() if v.value != load("normal").value(n)}
    assert len(changed) == 5
    assert keys(load(name)) == keys(load("normal"))
    assert [g.id for g in load(name).gates] == [g.id for g in load("normal").gates]
    assert load(name).overrides == load("normal").overrides


def test_a_number_that_is_only_set_anew_keeps_its_unit_source_and_words() -> None:
    old, new = load("normal").numbers["gap_base_days"], load("patient").numbers["gap_base_days"]
    assert (new.unit, new.source, new.title, new.scope, new.assumption) == (
        old.unit,
        old.source,
        old.title,
        old.scope,
        old.assumption,
    )


def test_a_preset_by_name_wins_over_a_file_and_a_file_is_found_by_its_path(tmp_path: Path) -> None:
    file = tmp_path / "house.toml"
    file.write_text(HEAD + rule(), encoding="utf-8")
    assert load(str(file)).name == "house"
    assert load("normal") is load("normal")


# ------------------------------------------------------------------ extends
@pytest.mark.parametrize("preset", PRESETS)
def test_a_house_policy_may_extend_any_preset(preset: str) -> None:
    policy = house("[numbers]\nrest_days = 9\n", HEAD.replace("normal", preset))
    assert policy.value("rest_days") == 9
    assert policy.value("gap_base_days") == load(preset).value("gap_base_days")
    assert (policy.name, policy.version, policy.title["en"]) == ("house", 1, "House")


def test_a_policy_that_extends_itself_is_a_circle() -> None:
    assert "extends 'normal', which extends it again" in said("", HEAD.replace('"house"', '"normal"'))


@pytest.mark.parametrize("parent", ["5", "true", '["normal"]', '"../normal"', '""'])
def test_an_unknown_parent_is_named(parent: str) -> None:
    told = said("", HEAD.replace('"normal"', parent))
    assert "house.toml" in told
    assert "normal, patient, brisk" in told


def test_a_policy_without_a_parent_must_bring_what_the_reckoning_needs() -> None:
    """All weights, limits and waits are read by name; a root without them is named at once, not when a case is judged."""
    told = said(rule("true", "none", before=""), ROOT_POLICY)
    assert "contacts_per_7d_max" in told
    assert "away" in told


def test_a_policy_must_end_with_a_rule_that_always_matches() -> None:
    assert 'must end with a rule whose `when` is "true"' in said(
        "", HEAD.replace("title.en", 'drop = ["R32"]\ntitle.en')
    )


@pytest.mark.parametrize("missing", ["name", "version", "title"])
def test_what_every_policy_needs_is_named(missing: str) -> None:
    head = "".join(x for x in HEAD.splitlines(keepends=True) if not x.startswith(missing))
    assert f"lacks '{missing}'" in said("", head)


@pytest.mark.parametrize("text", ["name = ", "[[rule]\n", "name = 1\nname = 2\n", "=", "\x00"])
def test_a_file_that_is_no_toml_is_named(text: str) -> None:
    assert "not readable as TOML" in said("", text)


def test_a_file_that_is_no_text_is_named(tmp_path: Path) -> None:
    file = tmp_path / "house.toml"
    file.write_bytes(b"\xff\xfe\x00name")
    with pytest.raises(DuecourseError, match=r"There is no policy|not readable"):
        load(str(file))


@pytest.mark.parametrize(
    "body",
    [
        "numbers = 5\n",
        "numbers = [1]\n",
        "waits = []\n",
        "rule = 5\n",
        "rule = ['x']\n",
        rule().replace("[[rule]]", "[rule]"),
        gate().replace("[[gate]]", "[gate]"),
        gate(kinds="5"),
        gate(kinds="[5]"),
        gate(kinds='"call"'),
        rule().replace('en = "b"', "en = 5"),
        rule().replace('en = "t"', "en = []"),
        "customer = 5\n",
        "[relationship]\nA = 5\n",
        "[relationship.A]\ngap_base_days = 'x'\n",
        "[relationship.A]\ngap_base_days = true\n",
        "[relationship.A]\ngap_base_days = nan\n",
    ],
)
def test_a_part_of_the_wrong_shape_is_named_and_never_a_crash(body: str) -> None:
    told = faults(body)
    assert told
    assert all("house" in f.where for f in told)


@pytest.mark.parametrize(
    "line", ["drop = 5", "drop = [5]", 'drop = "R25"', 'version = "x"', "version = 1.5", 'title = "House"']
)
def test_a_head_line_of_the_wrong_shape_is_named_and_never_a_crash(line: str) -> None:
    key = line.split(" ", maxsplit=1)[0]
    kept = "".join(x for x in HEAD.splitlines(keepends=True) if not x.startswith(key))
    told = said("", f"{line}\n{kept}")
    assert key in told
    assert "'R', which is no rule" not in told


# ------------------------------------------------------------------ rules and gates laid over a preset
def test_a_new_rule_stands_where_before_says() -> None:
    placed = keys(house(rule(before="R27")))
    assert placed.index("H1") == placed.index("R27") - 1
    assert len(placed) == len(load("normal").rules) + 1


def test_two_new_rules_before_the_same_one_keep_their_order() -> None:
    placed = keys(house(rule(key="H1", before="R27") + rule(key="H2", before="R27")))
    assert placed[placed.index("R27") - 2 : placed.index("R27")] == ["H1", "H2"]


def test_before_may_name_a_step_and_a_rule_of_the_same_file() -> None:
    placed = keys(house(rule(key="H1", before="R03.answered") + rule(key="H2", before="H1")))
    assert placed[placed.index("R03.answered") - 2 : placed.index("R03.answered")] == ["H2", "H1"]


def test_a_new_rule_without_before_is_refused_since_nothing_reaches_it() -> None:
    assert 'must end with a rule whose `when` is "true"' in said(rule(before=""))


def test_a_rule_of_the_same_key_takes_the_place_of_the_old_one() -> None:
    policy = house(rule(key="R28", before=""))
    assert keys(policy) == keys(load("normal"))
    assert policy.rule("R28").when == "soft_unanswered"
    assert policy.rule("R28").file == "house.toml"


def test_before_is_checked_on_a_rule_that_takes_the_place_of_another() -> None:
    assert "'R99', which is no rule" in said(rule(key="R28", before="R99"))


def test_a_step_is_a_rule_of_its_own() -> None:
    policy = house(rule(key="R03", before="R27", more='step = "again"\n'))
    assert {"R03", "R03.answered", "R03.again"} <= set(keys(policy))


@pytest.mark.parametrize(
    ("body", "key"), [(rule() + rule(do="soft"), "H1"), (gate() + gate(), "H9"), (rule(key="R28") * 2, "R28")]
)
def test_what_stands_twice_in_one_file_is_named(body: str, key: str) -> None:
    """The second would silently take the place of the first."""
    assert f"{key}: stands twice" in said(body)


def test_drop_takes_rules_and_gates_away() -> None:
    policy = house("", HEAD.replace("title.en", 'drop = ["R28", "R03.answered", "G7"]\ntitle.en'))
    assert not {"R28", "R03.answered"} & set(keys(policy))
    assert "R03" in keys(policy)
    assert "G7" not in [g.id for g in policy.gates]


def test_one_contact_per_customer_and_day_cannot_be_dropped() -> None:
    told = said("", HEAD.replace("title.en", 'drop = ["G1", "G99"]\ntitle.en'))
    assert "names G1; one contact per customer and day is no setting" in told
    assert "'G99'" in told


@pytest.mark.parametrize(
    "body", [gate("false", key="G1"), gate("paced_today > 0", key="G1"), gate("paced_today > 9", key="G1")]
)
def test_one_contact_per_customer_and_day_cannot_be_written_over(body: str) -> None:
    """A gate of the same id with another condition or fewer kinds would drop it by another name."""
    assert "G1" in said(body)


def test_a_gate_of_the_same_id_takes_the_place_of_the_old_one() -> None:
    policy = house(gate(key="G7"))
    changed = next(g for g in policy.gates if g.id == "G7")
    assert changed.fails == "paced_7d > 0"
    assert len(policy.gates) == len(load("normal").gates)


@pytest.mark.parametrize(
    "when",
    [
        "not closed",
        "delivered or not closed",
        "delivered",
        "delivered and not closed",
        "delivered and kind = 'deposit'",
    ],
)
def test_a_rule_of_a_house_can_dun_nothing_but_a_delivered_invoice(when: str) -> None:
    """Dunning levels are impossible for what is paid before delivery: by type, not by setting (METHOD section 1)."""
    body = rule(when, "dunning", more='level = "{broken_count}"\n')
    if not said(body):
        order = {"order": "o", "customer": "c", "number": "SC-1", "delivered_on": TODAY}
        row = judge(history_of(orders=[order]), TODAY, house(body)).row(0, named=True)
        assert "dunning" not in {row["action"], row["then"]}


@pytest.mark.parametrize("count", [254, 300])
def test_very_many_rules_are_judged_or_refused(count: int) -> None:
    body = "".join(rule("closed", key=f"H{n}") for n in range(count - len(load("normal").rules)))
    if not faults(body):
        assert judge(history_of(), TODAY, house(body)).height == 1


# ------------------------------------------------------------------ numbers by relationship, customer and order
LAYERS = {
    "relationship": "[relationship.A]\ngap_base_days = 11\n",
    "customer": '[customer."Greenfield Ltd"]\ngap_base_days = 13\n',
    "order": '[order."SC-1"]\ngap_base_days = 17\n',
}
SOFT = [{"customer": "c", "case": "m", "on": TODAY, "kind": "soft"}]


def gap_under(body: str, relationship: str = "A", name: str = "Greenfield Ltd") -> int:
    """Gap after one unanswered contact; the preset says 6 days, and 1.3 times as many for an old friend."""
    people = [{"customer": "c", "seller": "s", "name": name, "country": "GB", "relationship": relationship}]
    history = history_of(touches=SOFT, customers=people)
    policy = house("[numbers]\ngap_relationship_factor = 1\n[relationship.B]\ngap_growth = 1.6\n" + body)
    return judge(history, TODAY, policy)["gap_days"][0]


@pytest.mark.parametrize(
    ("layers", "gap"),
    [
        ([], 8),  # 6 x 1.3
        (["relationship"], 15),  # 11 x 1.3
        (["relationship", "customer"], 17),  # 13 x 1.3
        (["customer", "relationship"], 17),
        (["order", "customer", "relationship"], 23),  # 17 x 1.3
        (["relationship", "order"], 23),
        (["order"], 23),
    ],
)
def test_an_order_beats_a_customer_beats_a_relationship_beats_the_preset(layers: list[str], gap: int) -> None:
    assert gap_under("".join(LAYERS[x] for x in layers)) == gap


def test_overrides_leave_all_others_alone() -> None:
    everything = "".join(LAYERS.values()).replace("SC-1", "SC-2")
    assert gap_under(everything, relationship="B", name="Somebody else") == 6


def test_an_override_of_the_house_beats_the_same_one_of_the_preset() -> None:
    assert (
        gap_under(
            "[relationship.A]\ngap_relationship_factor = 2\n".replace("[relationship.A]\n", LAYERS["relationship"])
        )
        == 22
    )


@pytest.mark.parametrize("key", ["contacts_per_7d_max", "contacts_per_30d_max"])
def test_caps_differ_by_relationship_and_customer_too(key: str) -> None:
    for layer in (f"[relationship.B]\n{key} = 1\n", f'[customer."Greenfield Ltd"]\n{key} = 1\n'):
        row = judge(history_of(touches=SOFT), TODAY, house(layer)).row(0, named=True)
        assert row[key] == 1
        assert "G2" in row["held_by"], layer


def test_every_fault_is_an_error_that_says_what_to_do() -> None:
    with pytest.raises(ManyErrors) as caught:
        house(rule(do="cal"))
    assert str(caught.value).endswith("Correct it and check again.")
