"""Tables become the frames of the history: one SELECT for each frame, two carriers, the same rows from both."""

from __future__ import annotations

from duecourse.ledger.frames.load import Carrier, load, load_checked
from duecourse.ledger.frames.pieces import FROM_THE_START

__all__ = ["FROM_THE_START", "Carrier", "load", "load_checked"]
