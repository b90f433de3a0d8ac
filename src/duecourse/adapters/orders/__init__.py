"""Order lists: the template's columns from .xlsx and .csv to rows of the history, and the template itself.

One module for each step: `table` (file to text cells; `workbook` and `csvfile` behind it), `headers` (which column is
which), `entries` (one row; its cells by `values`, `words`, `countries`), `merge` (rows of one customer or order),
`events` and `frames` (rows of the history). `columns` lists the columns; the template and its help sheet are made from
it too.
"""

from duecourse.adapters.orders.headers import Ignored
from duecourse.adapters.orders.read import OrderList, read_orders
from duecourse.adapters.orders.refusal import Refusal
from duecourse.adapters.orders.template import write_template

__all__ = ["Ignored", "OrderList", "Refusal", "read_orders", "write_template"]
