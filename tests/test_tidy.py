"""House rules that no other tool knows; each message says what to do."""

from __future__ import annotations

import ast
import re
import tomllib
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import pytest

from duecourse.policy.load import load

ROOT = Path(__file__).parents[1]
SRC, TESTS = ROOT / "src" / "duecourse", ROOT / "tests"
FILE_LINES_MAX = 400
LEFT_OUT = {"__pycache__", "golden"}
SPEAKING, SILENT = {"speaks", "holds"}, {"silent", "passes"}
# What belongs to one machine or to a page that is not here, and what to write instead.
FOREIGN = {
    r"(?<![\w.~}])/(?:root|home|Users|work|opt|mnt)/\w": "is a path of one machine; begin at the project's root",
    r"\b(?:METHOD|DESIGN|STYLE|LOOK)\.md\b": "is no page of this project; name one under docs/",
    r"(?i)\bthis (?:session|workplace|sandbox|container)\b": "speaks of where it was written; speak of duecourse alone",
}


def name(path: Path) -> str:
    """Path from the project's root, as test id and in messages."""
    return path.relative_to(ROOT).as_posix()


def files(*patterns: str) -> list[Path]:
    """Files under the folders that are ours, sorted; caches and recorded output left out."""
    found = {
        p for folder in ("src", "tests", "docs", "bench", ".ci") for x in patterns for p in (ROOT / folder).rglob(x)
    }
    ours = (p for p in found if p.is_file() and not LEFT_OUT & set(p.parts) and ".egg-info" not in p.as_posix())
    return sorted(ours)


# Migrations are written by Django and read by nobody.
SOURCES = [p for p in files("*.py") if SRC in p.parents and "migrations" not in p.parts]
TEST_FILES = [p for p in files("test_*.py") if TESTS in p.parents]
CASE_FILES = sorted((TESTS / "cases").glob("*.toml"))
TEXTS = sorted(
    [p for x in ("*.md", "*.toml", "*.lock", "Makefile", "LICENSE", ".gitignore") for p in ROOT.glob(x)]
    + [
        p
        for p in files("*")
        if p.suffix in {".py", ".md", ".toml", ".csv", ".txt", ".jsonl", ""} and p != Path(__file__)
    ]
)


# ---------------------------------------------------------------- source files
@pytest.mark.parametrize("path", SOURCES, ids=name)
def test_source_files_stay_short(path: Path) -> None:
    lines = len(path.read_text(encoding="utf-8").splitlines())
    assert lines <= FILE_LINES_MAX, f"{name(path)} has {lines} lines. Give one of its ideas a file of its own."


def prints(tree: ast.AST) -> list[int]:
    """Lines on which something is printed."""
    calls = (n for n in ast.walk(tree) if isinstance(n, ast.Call))
    return [c.lineno for c in calls if isinstance(c.func, ast.Name) and c.func.id == "print"]


@pytest.mark.parametrize("path", [p for p in SOURCES if SRC / "cli" not in p.parents], ids=name)
def test_only_the_command_line_prints(path: Path) -> None:
    found = prints(ast.parse(path.read_text(encoding="utf-8")))
    assert found == [], f"{name(path)} prints on these lines. Return the text; cli/ prints it."


# ---------------------------------------------------------------- worked cases
def cases(path: Path) -> dict[str, Any]:
    """One case file as read."""
    return tomllib.loads(path.read_text(encoding="utf-8"))


def subjects() -> dict[str, set[str]]:
    """Rule or gate of the case files to what its cases expect; several files may serve one."""
    found: dict[str, set[str]] = {}
    for raw in map(cases, CASE_FILES):
        found.setdefault(raw.get("rule") or raw["gate"], set()).update(c["expect"] for c in raw["case"])
    return found


@pytest.mark.parametrize(("subject", "expected"), subjects().items(), ids=subjects())
def test_cases_show_both_sides(subject: str, expected: set[str]) -> None:
    assert expected & SPEAKING, (
        f"No case shows {subject} speaking (a gate: holding). Add one to its file in tests/cases."
    )
    assert expected & SILENT, f"No case shows {subject} silent (a gate: passing). Add one to its file in tests/cases."
    assert expected <= SPEAKING | SILENT, f"{subject}: `expect` is speaks or silent; holds or passes for a gate."


@pytest.mark.parametrize("path", CASE_FILES, ids=name)
def test_case_names_are_sentences_of_their_own(path: Path) -> None:
    names = [c["name"] for c in cases(path)["case"]]
    twice = sorted({n for n in names if names.count(n) > 1})
    assert twice == [], f"{name(path)} uses these names twice. Say what differs."


def test_every_rule_and_gate_has_worked_cases() -> None:
    policy = load("normal")
    wanted = {*(r.id for r in policy.rules), *(g.id for g in policy.gates)}
    assert sorted(wanted - set(subjects())) == [], (
        "Add tests/cases/<id>.toml with a speaking and a silent case for each."
    )
    assert sorted(set(subjects()) - wanted) == [], (
        "No rule or gate has these ids. Correct `rule` or `gate` in that file."
    )


# ---------------------------------------------------------------- text
def foreign(text: str) -> Iterator[str]:
    """What a text says of places outside the project, with line and advice."""
    for pattern, advice in FOREIGN.items():
        for match in re.finditer(pattern, text):
            yield f"line {text.count(chr(10), 0, match.start()) + 1}: {match.group()!r} {advice}"


@pytest.mark.parametrize("path", TEXTS, ids=name)
def test_texts_speak_of_the_project_alone(path: Path) -> None:
    # Order lists come in other encodings too; what is no UTF-8 in them is no word of ours.
    assert list(foreign(path.read_text(encoding="utf-8", errors="replace"))) == []


@pytest.mark.parametrize("path", sorted(ROOT.glob("*.lock")), ids=name)
def test_lock_files_name_packages_and_hashes_only(path: Path) -> None:
    line = re.compile(r"[a-z0-9.-]+==[\w.]+( ; .+)? \\| +--hash=sha256:[0-9a-f]{64}( \\)?| +# .*")
    lines = path.read_text(encoding="utf-8").splitlines()
    wrong = [x for x in lines if not line.fullmatch(x) or re.search(r"://|@ ", x)]
    assert wrong == [], f"{name(path)} names a place to download from. Write it anew with `make lock`."


# ---------------------------------------------------------------- tests
def functions_that_test(tree: ast.AST) -> Iterator[ast.FunctionDef]:
    """Test functions and methods of a file."""
    yield from (n for n in ast.walk(tree) if isinstance(n, ast.FunctionDef) and n.name.startswith("test_"))


def called(node: ast.Call) -> str:
    """Last part of the name that is called."""
    return getattr(node.func, "attr", getattr(node.func, "id", ""))


def demands(test: ast.FunctionDef, helpers: frozenset[str] = frozenset()) -> bool:
    """Whether a test can fail: an assert, an expected error, a helper that asserts, or faults given to a decorator."""
    nodes = list(ast.walk(test))
    calls = {called(n) for n in nodes if isinstance(n, ast.Call)}
    hands_on = bool(test.decorator_list) and any(isinstance(n, ast.Yield | ast.YieldFrom) for n in nodes)
    helps = bool(calls & (helpers | {"raises", "warns", "fail"}))
    return hands_on or helps or any(isinstance(n, ast.Assert) for n in nodes)


def asserting(tree: ast.AST) -> frozenset[str]:
    """Functions of a file that can fail, themselves or through one another."""
    functions = [n for n in ast.walk(tree) if isinstance(n, ast.FunctionDef)]
    found: frozenset[str] = frozenset()
    while (more := frozenset(f.name for f in functions if demands(f, found))) != found:
        found = more
    return found


def idle_tests(tree: ast.AST) -> list[str]:
    """Tests of a file that cannot fail."""
    helpers = asserting(tree)
    return [t.name for t in functions_that_test(tree) if not demands(t, helpers)]


def unexplained(tree: ast.AST) -> list[int]:
    """Lines with a skip or an expected failure that does not say why."""
    explained, found = set(), {}
    for node in ast.walk(tree):
        if isinstance(node, ast.Call) and (any(k.arg == "reason" for k in node.keywords) or _says_why(node)):
            explained.add(id(node.func))
        if isinstance(node, ast.Attribute) and node.attr in {"skip", "skipif", "xfail"} and _of_pytest(node):
            found[id(node)] = node.lineno
    return [line for key, line in found.items() if key not in explained]


def _says_why(call: ast.Call) -> bool:
    return called(call) in {"skip", "xfail"} and bool(call.args)


def _of_pytest(node: ast.Attribute) -> bool:
    return ast.unparse(node.value) in {"pytest", "pytest.mark"}


@pytest.mark.parametrize("path", TEST_FILES, ids=name)
def test_every_test_demands_something(path: Path) -> None:
    idle = idle_tests(ast.parse(path.read_text(encoding="utf-8")))
    assert idle == [], f"These tests of {name(path)} cannot fail. Assert what they promise."


@pytest.mark.parametrize("path", TEST_FILES, ids=name)
def test_a_skipped_test_says_why(path: Path) -> None:
    lines = unexplained(ast.parse(path.read_text(encoding="utf-8")))
    assert lines == [], f"{name(path)} skips on these lines without `reason=`. Say why, and what would end it."


# ---------------------------------------------------------------- these rules themselves
@pytest.mark.parametrize(
    ("source", "lines"),
    [
        ("@pytest.mark.skip\ndef test_a(): ...", [1]),
        ("@pytest.mark.xfail(strict=True)\ndef test_a(): ...", [1]),
        ("def test_a():\n    pytest.skip()", [2]),
        ("@pytest.mark.skipif(x, reason='no font')\ndef test_a(): ...", []),
        ("def test_a():\n    pytest.skip('no font here')", []),
        ("stream.skip()", []),
    ],
)
def test_unexplained_skips_are_found(source: str, lines: list[int]) -> None:
    assert unexplained(ast.parse(source)) == lines


@pytest.mark.parametrize(
    ("source", "idle"),
    [
        ("def test_a(): x = 1", True),
        ("def test_a(): print('fine')", True),
        ("def test_a(): yield 'a fault that nobody takes'", True),
        ("def help(): ...\ndef test_a(): help()", True),
        ("def test_a(): assert x", False),
        ("def test_a():\n    with pytest.raises(ValueError): f()", False),
        ("@for_any_history\ndef test_a(): yield 'a fault'", False),
        ("def deep(): assert x\ndef help(): deep()\ndef test_a(): help()", False),
    ],
)
def test_idle_tests_are_found(source: str, idle: bool) -> None:
    assert bool(idle_tests(ast.parse(source))) is idle


@pytest.mark.parametrize("text", ["see " + "/ho" + "me/ana/orders.xlsx", "METHOD" + ".md", "x\nin this " + "session"])
def test_foreign_words_are_found(text: str) -> None:
    assert len(list(foreign(text))) == 1


def test_printing_is_found() -> None:
    assert prints(ast.parse("x = 1\nprint(x)\nconsole.print(x)")) == [2]
