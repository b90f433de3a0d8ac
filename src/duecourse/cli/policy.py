"""`duecourse policy`: faults of a policy file, and a policy in sentences."""

from __future__ import annotations

from duecourse.cli.console import Page, page
from duecourse.errors import DuecourseError, ManyErrors
from duecourse.policy.load import load
from duecourse.policy.model import Policy


def run_check(name: str) -> int:
    """Prints every fault, or one calm line; 0 if there is none, 1 otherwise."""
    out = page()
    try:
        policy = load(name)
    except ManyErrors as many:
        for error in many.faults:
            out.line(str(error))
        out.line(f"{len(many.faults)} fault{'s' * (len(many.faults) != 1)} in {name}.", style="yellow")
        return 1
    except DuecourseError as error:
        out.line(str(error), style="yellow")
        return 1
    out.line(
        f"{policy.name} v{policy.version}: {len(policy.rules)} rules, {len(policy.gates)} gates, "
        f"{len(policy.numbers)} numbers. No fault.",
        style="green",
    )
    return 0


def run_show(name: str, *, lang: str, as_json: bool) -> int:
    """The policy in sentences, in the order in which it is asked."""
    policy = load(name)
    if as_json:
        page().json(_as_json(policy))
        return 0
    out = page()
    zh = lang == "zh"
    out.line(f"{policy.title[lang]}", style="bold", after=f"  {policy.name} v{policy.version}")
    out.gap()
    out.line("规则：第一条成立的决定" if zh else "Rules: the first that matches decides", style="bold")
    for rule in policy.rules:
        out.line(rule.key, style="cyan")
        out.wrapped(f"{rule.title[lang]}  ({rule.do}, {rule.source})", indent=2)
        out.wrapped(rule.when, indent=4, style="dim")
    _show_gates(out, policy, lang)
    _show_numbers(out, policy, lang)
    return 0


def _show_gates(out: Page, policy: Policy, lang: str) -> None:
    out.gap()
    out.line(
        "关口：任何一个都可让联系改为等待" if lang == "zh" else "Gates: any may turn a contact into a wait",
        style="bold",
    )
    for gate in policy.gates:
        out.line(f"{gate.id:<4}", style="cyan", after=f"{gate.title[lang]} ({', '.join(gate.kinds)})")


def _show_numbers(out: Page, policy: Policy, lang: str) -> None:
    zh = lang == "zh"
    out.gap()
    out.line("数值（* 为假设，可修改）" if zh else "Numbers (* assumption: yours to change)", style="bold")
    for number in policy.numbers.values():
        mark = "*" if number.assumption else " "
        out.line(
            f"{mark} {number.name:<26}{number.value:>8g}  ",
            after=f"{number.unit}; {number.title.get(lang, number.name.replace('_', ' '))}",
        )
    for override in policy.overrides:
        for name, value in override.numbers.items():
            out.line(f"  {override.by} {override.key}: {name} = {value:g}", style="dim")


def _as_json(policy: Policy) -> dict[str, object]:
    return {
        "name": policy.name,
        "version": policy.version,
        "rules": [
            {
                "id": r.id,
                "step": r.step,
                "when": r.when,
                "do": r.do,
                "until": r.until,
                "title": dict(r.title),
                "source": r.source,
            }
            for r in policy.rules
        ],
        "gates": [
            {
                "id": g.id,
                "kinds": list(g.kinds),
                "fails": g.fails,
                "free": g.free,
                "title": dict(g.title),
                "source": g.source,
            }
            for g in policy.gates
        ],
        "numbers": {
            n.name: {"value": n.value, "unit": n.unit, "source": n.source, "assumption": n.assumption}
            for n in policy.numbers.values()
        },
        "overrides": [{"by": o.by, "key": o.key, "numbers": dict(o.numbers)} for o in policy.overrides],
    }
