"""The tables that can be read from a file, one file each: found by listing this folder.

>>> sorted(TABLES)
['accounts', 'bills', 'budget', 'conditions', 'cost_changes', 'demand_forecasts', 'dimension_rules', 'dimensions',
 'intercompany_moves', 'item_costing', 'item_statuses', 'item_units', 'items', 'journals', 'kits', 'locations', 'lots', 'on_hand',
 'opening_allowances', 'opening_items', 'opening_layers', 'opening_margins', 'opening_pool_layers', 'opening_retail',
 'opening_tax_bases', 'order_lines', 'plan_terms', 'price_evidence', 'prices', 'productions', 'rates', 'stock_moves', 'substitutes',
 'title_transfers', 'trial_balance']
"""

from importlib import import_module
from pkgutil import iter_modules
from typing import Final

from lowmark.core.kinds.problems import Problem
from lowmark.interchange.column import ImportTable

TABLES: Final[dict[str, ImportTable]] = {
    module.name: import_module(f"{__name__}.{module.name}").TABLE for module in iter_modules(__path__)
}


def find_table(name: str) -> ImportTable:
    """Return a table by its name.

    Raises: Problem ``unknown_table``, naming those there are.

    >>> find_table("items").key
    ('item',)
    """
    if name not in TABLES:
        raise Problem("unknown_table", f"no table is called {name[:40]!r}", hint=f"there are {', '.join(TABLES)}",
                      where={"table": name[:40]})  # fmt: skip
    return TABLES[name]
