"""The rules that a workspace begins with."""

from __future__ import annotations

from typing import Final

FIRST: Final = """\
# The rules of this workspace: what stands here differs from the preset that it extends.
name = "house"
version = 1
extends = "normal"
title.en = "Normal: calm, useful first"
title.zh = "标准：从容，先做有用的事"
"""
"""Text of the first policy version."""
