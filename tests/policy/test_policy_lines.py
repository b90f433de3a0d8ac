"""On which line a part of a policy file stands, however it is written."""

from __future__ import annotations

import tomllib

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from duecourse.policy.lines import lines_of

FILE = '''# a comment with [[rule]] and key = 1
name = "house" # trailing
title.en = "x"
"title".zh = 'y = 1'

[numbers] # ours
gap_base_days = 3
  indented = 4
large = { value = 3, unit = "days" }
many = [
  1, # [[rule]]
  2,
]

[relationship.A]
gap_growth = 2
[customer."Tuin = land [x]"]
gap_growth = 3

  [[rule]] # the first
id = "H1"
because.en = """
[[rule]]
id = "not a rule"
"""
because.zh = "z"

[[ rule ]]
id = "H2"
[["rule"]]
id = "H3"
[[gate]]
id = "G9"
'''


@pytest.mark.parametrize(
    ("path", "line"),
    [
        (("name",), 2),
        (("title",), 3),
        (("title", "en"), 3),
        (("title", "zh"), 4),
        (("numbers",), 6),
        (("numbers", "gap_base_days"), 7),
        (("numbers", "indented"), 8),
        (("numbers", "large"), 9),
        (("numbers", "large", "unit"), 9),
        (("numbers", "many"), 10),
        (("relationship",), 15),
        (("relationship", "A"), 15),
        (("relationship", "A", "gap_growth"), 16),
        (("customer", "Tuin = land [x]"), 17),
        (("customer", "Tuin = land [x]", "gap_growth"), 18),
        (("rule",), 20),
        (("rule", 0), 20),
        (("rule", 0, "id"), 21),
        (("rule", 0, "because", "zh"), 26),
        (("rule", 1), 28),
        (("rule", 2), 30),
        (("rule", 2, "id"), 31),
        (("gate", 0), 32),
        (("rule", 0, "when"), 20),  # What is missing is told where its table begins.
        (("nowhere",), 0),
        ((), 0),
    ],
)
def test_a_part_stands_where_it_is_written(path: tuple[str | int, ...], line: int) -> None:
    assert tomllib.loads(FILE)["rule"][2]["id"] == "H3"
    assert lines_of(FILE).at(*path) == line


def test_windows_line_ends_count_as_one() -> None:
    assert lines_of(FILE.replace("\n", "\r\n")).at("gate", 0) == 32


quiet = st.sampled_from(["", "# [[rule]]", "  # x = 1", "   "])
values = st.sampled_from(
    ["1", '"a # b"', "'[[rule]]'", '"\\""', "[1, 2]", "[\n 1,\n 2 ]", "{ a = 1, b = { c = 2 } }", '"""\n[[rule]]\nx = 1\n"""', "'''\n# '''", "true",
     '"""a "quoted" word"""', "[ '[', \"]\" ]"]
)  # fmt: skip
headers = st.sampled_from(["[[rule]]", "[[ rule ]]", '[["rule"]]', "  [[rule]]", "[[rule]]  # ours", "[['rule']]"])
rows = st.lists(
    st.tuples(st.lists(quiet, max_size=2), headers, st.lists(st.tuples(quiet, values, quiet), max_size=3)), max_size=4
)


@settings(max_examples=200, deadline=None)
@given(rows)
def test_the_nth_row_and_its_keys_are_found_in_any_file(
    drawn: list[tuple[list[str], str, list[tuple[str, str, str]]]],
) -> None:
    written: list[str] = []
    expected = {}
    for number, (before, header, keys) in enumerate(drawn):
        written += before
        expected["rule", number] = len("\n".join([*written, ""]).splitlines()) + 1 if written else 1
        written.append(header)
        for n, (above, value, after) in enumerate(keys):
            written.append(above)
            expected["rule", number, f"k{n}"] = "\n".join(written).count("\n") + 2
            written.append(f"k{n} = {value} {after.strip()}")
    text = "\n".join(written) + "\n"
    assert len(tomllib.loads(text).get("rule", [])) == len(drawn)
    found = lines_of(text)
    for path, line in expected.items():
        real = text.split("\n")[line - 1]
        assert found.at(*path) == line, (path, real)
