"""A worker in a process of its own: makes one plan, or is killed while it does; see `desks.worker`."""

from __future__ import annotations

import json
import os
import signal
import sys
from datetime import datetime
from typing import Any


def main() -> None:
    told = json.loads(sys.argv[1])
    from django.conf import settings

    settings.DATABASES["default"].update(told["database"])
    import django

    django.setup()
    from duecourse.jobs import daily
    from duecourse.ledger.models import Workspace

    daily.PART_CUSTOMERS = 2
    if told["mode"] == "die":
        daily.decide = dying(daily.decide)
    workspace = Workspace.objects.select_related("policy").get(pk=told["workspace"])
    daily.plan(workspace, datetime.fromisoformat(told["at"]))


def dying(decide: Any) -> Any:
    """Judges the second part too, and dies before anybody can see it."""
    calls = []

    def judged(*args: Any, **kwargs: Any) -> Any:
        calls.append(1)
        counts = decide(*args, **kwargs)
        if len(calls) == 2:
            os.kill(os.getpid(), signal.SIGKILL)
        return counts

    return judged


if __name__ == "__main__":
    main()
