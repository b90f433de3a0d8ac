"""Words of the pages of customers."""

from __future__ import annotations

from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from duecourse.ledger.pages.customers import Promises, Rhythm
from duecourse.ledger.pages.orders import COUNT_MAX
from duecourse.web.orders.words import counted
from duecourse.web.shell.templatetags.duecourse_tags import figure


def sentence(count: int) -> str:
    """The sentence of the list."""
    if count > COUNT_MAX:
        return _("More than %(n)s customers.") % {"n": figure(COUNT_MAX)}
    if not count:
        return _("No customer here.")
    return ngettext("One customer.", "%(n)s customers.", count) % {"n": counted(count)}


def state_words(state: str) -> str:
    """Where the most pressing thing of a customer stands."""
    told = {"contact": _("to write"), "fix": _("fix our side"), "wait": _("waiting")}
    return told.get(state, _("nothing open"))


def relationships() -> list[tuple[str, str]]:
    """How near a customer is."""
    return [("A", _("old friend")), ("B", _("usual")), ("C", _("loose"))]


def roles() -> list[tuple[str, str]]:
    """What somebody does there."""
    return [("buyer", _("buyer")), ("finance", _("finance")), ("owner", _("owner"))]


def pressure_words(rhythm: Rhythm) -> str:
    """How he feels us, in one word and the number."""
    if rhythm.pressure is None:
        return _("nothing open, no pressure")
    word = {"light": _("light"), "noticed": _("noticed"), "heavy": _("heavy")}[rhythm.level]
    return _("%(word)s, %(number)s") % {"word": word, "number": f"{rhythm.pressure:.2f}"}


def reply_words(rhythm: Rhythm) -> str:
    """How soon he answers."""
    if rhythm.usual_days is None:
        return _("not known yet")
    days = f"{rhythm.usual_days:.1f}".removesuffix(".0")
    if not rhythm.replies:
        return _("%(days)s days, as most do; none measured yet") % {"days": days}
    text = ngettext("%(days)s days, from %(n)s reply", "%(days)s days, from %(n)s replies", rhythm.replies)
    return text % {"days": days, "n": rhythm.replies}


def promise_words(promises: Promises) -> str:
    """How his promises went."""
    if not promises.made:
        return _("none made")
    parts = [ngettext("one made", "%(n)s made", promises.made) % {"n": promises.made}]
    if promises.kept:
        parts.append(_("%(n)s kept") % {"n": promises.kept})
    if promises.broken:
        parts.append(_("%(n)s passed") % {"n": promises.broken})
    if promises.live:
        parts.append(_("%(n)s running") % {"n": promises.live})
    return _(", ").join(parts)
