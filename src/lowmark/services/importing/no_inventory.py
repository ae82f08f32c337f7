"""Refuse what an industry takes for no inventory, such as unbilled work: it is an asset of another kind, with another test.

Before this: rows of the file of items. After this: those that are left are stocked. Source: IFRS 15.105, ASC 606-10-45-1 to 45-4.
"""

import polars as pl

from lowmark.industries.read import read_pack
from lowmark.services.importing.problems import NONE, problems


def not_inventory(items: pl.DataFrame, industry: str) -> pl.DataFrame:
    """Return a problem for each item whose family or name has one of the words in it that the industry's pack refuses.

    Shapes: items: name, category.

    >>> rows = pl.DataFrame({"row": [2, 3], "item": ["W", "T"], "name": ["Unbilled work", "Toner"], "category": ["", ""]})
    >>> not_inventory(rows, "professional_services")["row"].to_list()
    [2]
    """
    said = pl.concat_str("category", "name", separator=" ").str.to_lowercase().str.replace_all("[_-]", " ")
    found = [
        problems(items, "item", "not_inventory", f"{word} is no inventory: {why}", "leave it out of the file",
                 mark=said.str.contains(word, literal=True))
        for word, why in (read_pack(industry).not_inventory.items() if industry else ())
    ]  # fmt: skip
    return pl.concat(found) if found else NONE
