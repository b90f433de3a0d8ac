"""The small pieces in which the SELECTs of SQLite and PostgreSQL differ, and the scope that each of them carries.

A SELECT is a text with fields such as `{day:o.deliver_on}`; a piece says what stands there.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import date
from typing import Final, Literal, TypeAlias

Vendor: TypeAlias = Literal["sqlite", "postgresql"]

FROM_THE_START: Final = date(1970, 1, 1)
"""Day of an event or asset of which only is known that it was there from the start; the history has null there."""


@dataclass(frozen=True, slots=True)
class Piece:
    """What stands for `{name:argument}`; `text` holds the argument as `%s`, once or several times."""

    text: str

    def __format__(self, argument: str) -> str:
        """The text with the argument in its places."""
        return self.text.replace("%s", argument)


@dataclass(frozen=True, slots=True)
class Scope:
    """Whose rows are read: `{scope:e o.customer_id}` names a table of the workspace and its column of the customer.

    Args:
        workspace: Its primary key.
        customers: Primary keys of customers; None for all.
        open_only: Only customers of whom at least one order is not closed, with all that is theirs.
    """

    workspace: int
    customers: tuple[int, ...] | None = None
    open_only: bool = False

    def __format__(self, argument: str) -> str:
        """The condition; a plus keeps SQLite from an index: that of the workspace where few customers are asked for,
        that of the customer where nearly all are.
        """
        table, customer = argument.split()
        mine = f"{table}.workspace_id = {self.workspace}"
        if self.customers is not None:
            return f"+{mine} AND {self.among(customer)}"
        return f"{mine} AND {self.among(customer)}" if self.open_only else mine

    def among(self, customer: str) -> str:
        """The condition on a column that holds a customer; true for all of them."""
        wanted = self._open() if self.open_only else "TRUE"
        if self.customers is None:
            return f"+{customer} IN ({wanted})" if self.open_only else wanted
        few = f"{customer} IN ({', '.join(map(str, self.customers)) or 'NULL'})"
        return f"{few} AND {customer} IN ({wanted})" if self.open_only else few

    def _open(self) -> str:
        return Piece(_LIVE).__format__(str(self.workspace))


@dataclass(frozen=True, slots=True)
class Shelf:
    """`{shelf:a}`: the assets of a scope that are not retired; those of products and materials are everybody's."""

    scope: Scope

    def __format__(self, table: str) -> str:
        """The condition on a table of assets."""
        here = f"{table}.retired_on IS NULL AND {'+' if self.scope.customers is not None else ''}{table}.workspace_id"
        here += f" = {self.scope.workspace}"
        if self.scope.customers is None and not self.scope.open_only:
            return here
        his = Piece(_REACHED).__format__(self.scope.among("customer_id"))
        return f"{here} AND {table}.id IN ({his}{self.scope.among('held.customer_id')})"


_LIVE: Final = "SELECT live.customer_id FROM ledger_order live WHERE live.workspace_id = %s AND live.closed_on IS NULL"
# One part for each index, for a condition with OR would look at every asset.
_REACHED: Final = (
    "SELECT id FROM ledger_asset WHERE product_id > 0 UNION ALL SELECT id FROM ledger_asset WHERE material_id > 0 "
    "UNION ALL SELECT id FROM ledger_asset WHERE %s "
    "UNION ALL SELECT its.id FROM ledger_asset its JOIN ledger_order held ON held.id = its.order_id WHERE "
)
_COMMON: Final[Mapping[str, str]] = {
    "key": "CAST(%s AS TEXT)",
    "text": "NULLIF(%s, '')",
    "of_order": "JOIN ledger_order o ON o.id = e.order_id",
    "of_case": "JOIN ledger_milestone m ON m.id = e.milestone_id JOIN ledger_order o ON o.id = m.order_id",
    "stands": "NOT e.void AND NOT EXISTS (SELECT 1 FROM %s later WHERE later.supersedes_id = e.id)",
}
_DAYS: Final[Mapping[Vendor, Mapping[str, str]]] = {
    "sqlite": {
        "day": "CAST(%s AS TEXT)",
        "happened": f"NULLIF(CAST(%s AS TEXT), '{FROM_THE_START}')",
        "flag": "CAST(%s AS INTEGER)",
    },
    "postgresql": {"day": "%s", "happened": f"NULLIF(%s, DATE '{FROM_THE_START}')", "flag": "%s"},
}


def pieces(vendor: Vendor, scope: Scope) -> dict[str, Piece | Scope | Shelf]:
    """All pieces by name, for one database and one scope."""
    plain = {name: Piece(text) for name, text in {**_COMMON, **_DAYS[vendor]}.items()}
    everyone = Scope(scope.workspace, scope.customers)
    return {**plain, "scope": scope, "shelf": Shelf(scope), "kept": Shelf(everyone)}


def scope_of(workspace: int, customers: Sequence[int] | None, *, open_only: bool) -> Scope:
    """A scope of whole numbers and nothing else: they are written into the SELECT."""
    return Scope(int(workspace), None if customers is None else tuple(sorted({*map(int, customers)})), open_only)
