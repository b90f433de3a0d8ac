"""Policy files to bend: a house policy over a preset, one rule, one gate; and what the check says of them."""

from __future__ import annotations

from duecourse.errors import DuecourseError, ManyErrors
from duecourse.policy.load import parsed

HEAD = 'name = "house"\nversion = 1\nextends = "normal"\ntitle.en = "House"\ntitle.zh = "本公司"\n'
HEAD_LINES = HEAD.count("\n")
_TEXTS = 'title = { en = "t", zh = "t" }\nbecause = { en = "b", zh = "b" }\nsource = "ours"\n'


def rule(
    when: str = "soft_unanswered", do: str = "call", *, key: str = "H1", before: str = "R00", more: str = ""
) -> str:
    """A rule that stands first unless told otherwise."""
    place = f'before = "{before}"\n' if before else ""
    return f'[[rule]]\nid = "{key}"\n{place}when = {_quoted(when)}\ndo = "{do}"\n{more}{_TEXTS}'


def gate(fails: str = "paced_7d > 0", free: str = "tomorrow", *, key: str = "H9", kinds: str = '["call"]') -> str:
    """A gate on calls."""
    return f'[[gate]]\nid = "{key}"\nkinds = {kinds}\nfails = {_quoted(fails)}\nfree = {_quoted(free)}\n{_TEXTS}'


def _quoted(text: str) -> str:
    """A TOML string that holds any text."""
    plain = text.replace("\\", "\\\\").replace('"', '\\"')
    return '"' + "".join(c if c.isprintable() else f"\\U{ord(c):08x}" for c in plain) + '"'


def faults(body: str, head: str = HEAD) -> list[DuecourseError]:
    """What the check finds in a policy file; empty if it loads."""
    try:
        parsed(head + body, "house.toml")
    except ManyErrors as many:
        return list(many.faults)
    except DuecourseError as error:
        return [error]
    return []


def said(body: str, head: str = HEAD) -> str:
    """The same as one text; a test looks for words in it."""
    return "\n".join(str(f) for f in faults(body, head))
