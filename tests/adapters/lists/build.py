"""Writes the invented order lists and their right answers anew; run by hand, the files are committed.

`python tests/adapters/lists/build.py [FOLDER]`. The lists of one language stand in one module beside this one. Everybody
and everything in them is invented. Needs xlwt for the .xls (`pip install xlwt`); nothing else of the project does.
"""

from __future__ import annotations

import sys
from pathlib import Path

import lists_chinese
import lists_english
import lists_european

if __name__ == "__main__":
    folder = Path(sys.argv[1]) if len(sys.argv) > 1 else Path(__file__).parent
    for module in (lists_chinese, lists_english, lists_european):
        module.build(folder)
