"""Gives a person's own sheet back with our columns at the right of the table."""

from duecourse.adapters.writeback.door import write_back
from duecourse.adapters.writeback.model import BANDS, FIELDS, MARK, OURS, THEIRS, Band, CsvShape, Target, ours_in

__all__ = ["BANDS", "FIELDS", "MARK", "OURS", "THEIRS", "Band", "CsvShape", "Target", "ours_in", "write_back"]
