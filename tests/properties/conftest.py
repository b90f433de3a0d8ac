"""Lets the property tests import what stands one folder up, however pytest is called."""

import sys
from pathlib import Path

sys.path.insert(0, str(Path(__file__).parent.parent))
