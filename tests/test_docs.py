"""The pages say what is true: generated ones are fresh, links lead somewhere, decisions have their parts."""

from __future__ import annotations

import io
import re
import tomllib
from collections.abc import Iterator
from datetime import date
from pathlib import Path

import pytest

import generate_docs
from duecourse.cli.today import run_today
from duecourse.policy.load import load, parsed
from duecourse.policy.vocabulary import FACTS

ROOT = Path(__file__).parents[1]
DOCS = ROOT / "docs"
PAGES = sorted([*ROOT.glob("*.md"), *DOCS.rglob("*.md")])
ADRS = sorted((DOCS / "adr").glob("*.md"))
ADR_PARTS = ["Context", "Decision", "Consequences", "Alternatives", "Enforced by"]
README_LINES_MAX = 80
ADR_LINES_MAX = 60

_FENCE = re.compile(r"^(```|~~~).*?^\1\s*$", re.MULTILINE | re.DOTALL)
_LINK = re.compile(r"\[[^\]]*\]\(([^)\s]+)\)")
_HEADING = re.compile(r"^#{1,6} (.+?)\s*$", re.MULTILINE)


def name(path: Path) -> str:
    """Path from the project's root, as test id and in messages."""
    return path.relative_to(ROOT).as_posix()


def prose(path: Path) -> str:
    """Text of a page without its code blocks."""
    return _FENCE.sub("", path.read_text(encoding="utf-8"))


def anchors(path: Path) -> set[str]:
    """Anchors of a page's headings, as forges make them: lower case, punctuation dropped, spaces as hyphens."""
    plain = (re.sub(r"[^\w\- ]", "", h.lower()) for h in _HEADING.findall(prose(path)))
    return {h.replace(" ", "-") for h in plain}


def dead_links(page: Path) -> Iterator[str]:
    """Relative links of a page that lead to no file, or to no heading in it."""
    for link in _LINK.findall(prose(page)):
        if re.match(r"[a-z]+:", link):
            continue
        target, _, anchor = link.partition("#")
        file = (page.parent / target).resolve() if target else page
        if not file.exists():
            yield f"{link}: there is no such file"
        elif anchor and anchor not in anchors(file):
            yield f"{link}: {name(file)} has no such heading"


@pytest.mark.parametrize("page", generate_docs.PAGES)
def test_generated_pages_are_fresh(page: str) -> None:
    fresh = generate_docs.PAGES[page]() == (DOCS / page).read_text(encoding="utf-8")
    assert fresh, f"docs/{page} differs from the code and the policy. Run `make docs` and read the difference."


def test_the_readme_stays_short() -> None:
    lines = len((ROOT / "README.md").read_text(encoding="utf-8").splitlines())
    assert lines <= README_LINES_MAX, f"README.md has {lines} lines. Move what is not for a first visit into docs/."


@pytest.mark.parametrize("page", PAGES, ids=name)
def test_links_lead_somewhere(page: Path) -> None:
    assert list(dead_links(page)) == [], "Correct these links, or write the page that they promise."


def test_dead_links_are_found(tmp_path: Path) -> None:
    page = ROOT / "docs" / "method.md"
    bad = "[a](nowhere.md) [b](method.md#no-such-part) [c](https://example.com/x) [d](rules.md#gates)"
    copy = tmp_path / "page.md"
    copy.write_text(bad.replace("method.md", page.as_posix()).replace("rules.md", (DOCS / "rules.md").as_posix()))
    assert [x.split(":")[0].rsplit("/", 1)[-1] for x in dead_links(copy)] == ["nowhere.md", "method.md#no-such-part"]


@pytest.mark.parametrize("page", ADRS, ids=name)
def test_a_decision_has_its_parts_and_fits_one_screen(page: Path) -> None:
    text = page.read_text(encoding="utf-8")
    number, heading = int(page.name[:4]), _HEADING.findall(text)[0]
    assert heading.startswith(f"{number}. "), f"The first line should read `# {number}. Title`."
    assert re.findall(r"^## (.+)$", text, re.MULTILINE) == ADR_PARTS, f"A decision has these parts: {ADR_PARTS}."
    lines = len(text.splitlines())
    assert lines <= ADR_LINES_MAX, f"{lines} lines; a decision fits one screen. Move detail to docs/architecture.md."


def test_decisions_are_numbered_without_a_gap() -> None:
    assert [int(p.name[:4]) for p in ADRS] == list(range(1, len(ADRS) + 1)), "Give the new decision the next number."


def test_the_changelog_knows_this_version() -> None:
    heads = re.findall(r"^## (.+)$", (ROOT / "CHANGELOG.md").read_text(encoding="utf-8"), re.MULTILINE)
    version = tomllib.loads((ROOT / "pyproject.toml").read_text(encoding="utf-8"))["project"]["version"]
    known = any(h.startswith(version) or "unreleased" in h.lower() for h in heads)
    assert known, f"Add `## {version} (unreleased)` to CHANGELOG.md and say what users will notice."


def looked_up(source: str) -> set[str]:
    """Single sources of a text: "S22-S24, METHOD 2 and 4" names four; what follows "ours:" is a remark."""
    parts = source.split(":", maxsplit=1)[0].replace("-", ", ").replace(" and ", ", METHOD ").split(",")
    return {part.strip() for part in parts}


def sources() -> set[str]:
    """Every source that a rule, gate, number or fact names."""
    policy = load("normal")
    rows = [*policy.rules, *policy.gates, *policy.numbers.values(), *FACTS]
    return {part for row in rows for part in looked_up(row.source)}


def known_sources() -> set[str]:
    """What a source may name: sections of docs/method.md, rules and gates of the preset, and the sentences it lists."""
    policy, text = load("normal"), prose(DOCS / "method.md")
    sections = re.findall(r"^## (\d+)\. ", text, re.MULTILINE)
    gates = [g.id for g in policy.gates]
    sentences = [s for row in re.findall(r"^\| (S\d\d.*?) \|", text, re.MULTILINE) for s in row.split(", ")]
    within = [f"METHOD {s} {part}" for s in sections for part in [*gates, "L0"]]
    return {"ours", *sentences, *(f"METHOD {x}" for x in [*sections, *gates, *(r.id for r in policy.rules)]), *within}


def test_every_source_can_be_looked_up() -> None:
    lost = sorted(sources() - known_sources())
    assert lost == [], "These sources stand nowhere. Name a section of docs/method.md, or add the sentence to its list."


POLICIES = [
    (name(page), block)
    for page in PAGES
    for block in re.findall(r"^```toml\n(.*?)^```", page.read_text(encoding="utf-8"), re.MULTILINE | re.DOTALL)
    if block.startswith("name =")
]


@pytest.mark.parametrize(("page", "block"), POLICIES, ids=[f"{p} {i}" for i, (p, _) in enumerate(POLICIES)])
def test_example_policies_load(page: str, block: str) -> None:
    assert parsed(block, page).rules


@pytest.mark.parametrize("page", PAGES, ids=name)
def test_commands_and_files_that_pages_name_exist(page: Path) -> None:
    text = page.read_text(encoding="utf-8")
    targets = set(re.findall(r"^([a-z-]+):", (ROOT / "Makefile").read_text(encoding="utf-8"), re.MULTILINE))
    commands = set(re.findall(r"(?:`|^)make ([a-z-]+)", text, re.MULTILINE))
    assert commands <= targets, "The Makefile has no such target."
    files = re.findall(r"`((?:[\w-]+/)+[\w-]+\.(?:py|toml|md))`", text)
    lost = [f for f in files if not any((base / f).exists() for base in (ROOT, ROOT / "src/duecourse", DOCS))]
    assert lost == [], "These files do not exist."


def test_the_list_in_the_readme_is_what_the_command_says() -> None:
    shown = io.StringIO()
    run_today([DOCS / "examples" / "orders.csv"], as_of=date(2026, 11, 23), stream=shown)
    text = (ROOT / "README.md").read_text(encoding="utf-8")
    said = [line.rstrip() for line in shown.getvalue().splitlines()]
    block = text[text.index("<!-- list -->") : text.index("<!-- /list -->")].split("```")[1].splitlines()[1:]
    assert len(block) > 5
    assert [line for line in block if line.rstrip() not in said] == [], "Copy these lines anew from the command."


def test_the_list_in_the_readme_is_the_example() -> None:
    rows = (DOCS / "examples" / "orders.csv").read_text(encoding="utf-8").splitlines()
    shown = (ROOT / "README.md").read_text(encoding="utf-8").split("```csv\n")[1].split("```")[0].splitlines()
    assert set(shown) <= set(rows)
