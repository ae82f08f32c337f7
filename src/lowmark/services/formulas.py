"""Which cost formulas a framework has, and the words in which one that it has not is refused."""

from collections.abc import Mapping
from types import MappingProxyType
from typing import Final

import polars as pl

from lowmark.core.frameworks.policy import InventoriesPolicy


def why_not(policy: InventoriesPolicy, method: str) -> tuple[str, str] | None:
    """Return why a book of a framework does not cost by a formula, and what it may cost by instead; none where it may.

    The first of the paragraphs behind the list of formulas is the one that closes it.

    >>> policy = InventoriesPolicy(framework="ifrs", reversal="required", cost_to_sell_rate_micro=0,
    ...     cost_formulas=("fifo",), evidence_ranks=(), asserted_rank_penalty=0, units_of_account=("item",),
    ...     references={"inventories/cost_formulas": (("IAS 2", "25", "All other goods by first in first out"),)})
    >>> why_not(policy, "fifo") is None, why_not(policy, "lifo")[0]
    (True, "ifrs has no cost formula 'lifo' (IAS 2.25: all other goods by first in first out)")
    """
    if method in policy.cost_formulas:
        return None
    said = cited(policy, "inventories/cost_formulas")
    return f"{policy.framework} has no cost formula {method!r}{said}", f"it has {', '.join(policy.cost_formulas)}"


FORMULAS: Final[Mapping[str, str]] = MappingProxyType({
    "fifo": "first in, first out", "lifo": "last in, first out", "moving_average": "average", "weighted_average": "average",
})  # fmt: skip
"""What assumes how costs flow, by its name: the average may be taken at each receipt or for a period (IAS 2.27)."""


def apart(goods: pl.DataFrame) -> dict[str, str]:
    """Return, of items whose likes are costed by another formula, which item and formula that is.

    Shapes: `goods`: item, item_class, category, method. Goods of one class and category are alike; what has no category is
            alike to nothing.
    Source: IAS 2.25; ASPE 3031.24.

    >>> goods = pl.DataFrame({"item": ["TENT", "ROPE"], "item_class": ["merchandise"] * 2, "category": ["Camp"] * 2,
    ...                       "method": ["fifo", "moving_average"]})
    >>> apart(goods)
    {'TENT': 'ROPE of Camp by average', 'ROPE': 'TENT of Camp by first in, first out'}
    """
    named = goods.filter(pl.col("category") != "").with_columns(
        formula=pl.col("method").replace_strict(FORMULAS, default=None, return_dtype=pl.String)
    ).drop_nulls("formula")  # fmt: skip
    first = named.group_by("item_class", "category", "formula", maintain_order=True).agg(pl.col("item").first())
    met = named.join(first, on=["item_class", "category"], suffix="_other", maintain_order="left_right").filter(
        pl.col("formula") != pl.col("formula_other")
    )
    return {
        item: f"{other} of {category} by {formula}"
        for item, other, category, formula in met.select("item", "item_other", "category", "formula_other").iter_rows()
    }


def cited(policy: InventoriesPolicy, path: str) -> str:
    """Return the first paragraph behind a parameter in brackets, after a space; nothing where none is given."""
    return "".join(
        f" ({standard}{'.' if paragraph.isdigit() else ' '}{paragraph}: {title[0].lower()}{title[1:]})"
        for standard, paragraph, title in policy.references.get(path, ())[:1]
    )
