"""Python's search for forgotten cycles, held off while a command makes millions of small objects and then ends."""

from __future__ import annotations

import gc
from collections.abc import Iterator
from contextlib import contextmanager


@contextmanager
def uncollected() -> Iterator[None]:
    """No search for cycles within; a third of the time of a list of 100,000 rows went into it, and nothing was found.

    What nobody refers to is freed as ever. Afterwards the search is as it was before.
    """
    searched = gc.isenabled()
    gc.disable()
    try:
        yield
    finally:
        if searched:
            gc.enable()
