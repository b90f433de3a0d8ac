"""Order lists as people keep them, in any spreadsheet file, to rows of the history; and the template.

One module for each step: `layout` (header row and columns, by `headings`, `lexicon`, `presets`), `body` (rows below
it), `entries` (cells to values, by `days`, `values`, `words`, `countries`, `habits`), `lines` (rows of one order),
`payments` and `shares` (terms to payments), `merge` (what rows of one customer or order say together), `events` and
`frames` (rows of the history). `columns` lists the fields; the template and its help sheet are made from it too.
"""

from duecourse.adapters.orders.layout import Ignored
from duecourse.adapters.orders.read import OrderList, read_orders, read_sheets
from duecourse.adapters.orders.refusal import Refusal
from duecourse.adapters.orders.template import write_template

__all__ = ["Ignored", "OrderList", "Refusal", "read_orders", "read_sheets", "write_template"]
