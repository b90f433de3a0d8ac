"""The password once more, before something that matters to others."""

from __future__ import annotations

from typing import cast

from allauth.account.decorators import reauthentication_required

from duecourse.web.shell.roles import View


def asks_again(view: View) -> View:
    """Opens to whoever has typed his password, or a code, within five minutes; what was sent is kept meanwhile.

    Stands below `may`: nobody is asked for a password for something that he may not do.
    """
    return cast(View, reauthentication_required(view))
