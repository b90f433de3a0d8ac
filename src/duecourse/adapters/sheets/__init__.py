"""Any spreadsheet file as sheets of text cells: .xlsx, .xlsm, .xls, .ods, .csv, .tsv, .txt, and pasted text."""

from duecourse.adapters.sheets.cells import Cell, Kind, Layout, Row, Sheet, Span, TextForm
from duecourse.adapters.sheets.csvfile import pasted
from duecourse.adapters.sheets.files import opened

__all__ = ["Cell", "Kind", "Layout", "Row", "Sheet", "Span", "TextForm", "opened", "pasted"]
