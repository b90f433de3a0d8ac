"""The one-time link by which the first admin comes into a new workspace."""

from __future__ import annotations

from django.urls import reverse

from duecourse.recording import place
from duecourse.recording.by import By
from duecourse.web.shell.now import now


def make_link(base_url: str) -> str:
    """A link that makes a new workspace and its first admin, once, within 24 hours; an earlier unused one is over.

    Args:
        base_url: Where the workplace is reached: scheme, host and port.
    """
    workspace = place.empty_workspace()
    token = place.awaited(By(workspace, None, now()))
    return base_url.rstrip("/") + reverse("account_begin", args=[token])
