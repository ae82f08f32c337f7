"""What is against a change of formula as things stand, in words that say what to do about it."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date, timedelta

import polars as pl

from lowmark.core.costing.true_ups import PERIODIC
from lowmark.services.importing.alike import apart
from lowmark.services.policies import policy_in_force
from lowmark.services.recording.formulas import latest
from lowmark.store.entities import read as entities_read
from lowmark.store.entities.read import Book, Entity
from lowmark.store.items import read as items_read
from lowmark.store.session import Reader, Row
from lowmark.store.stock import places as places_read
from lowmark.store.valuation import read as valuation_read

RETROSPECTIVE = "retrospective"
WHATEVER_GOES_OVER = frozenset({"no_period", "period_closed", "formula_differs"})
"""What is against a change, and is no matter of the goods that go over: their figures are as they will be without it."""


@dataclass(frozen=True, slots=True)
class Against:
    """One thing that is against a change as things stand."""

    code: str
    message: str
    hint: str


def against(
    reader: Reader, entity: Entity, book: Book, change: Row, items: pl.DataFrame, pools: pl.DataFrame
) -> tuple[Against, ...]:
    """Return everything that is against a change as things stand."""
    last = latest(valuation_read.formula_items(reader, book.cost_basis_id))
    day, eve = change["begins_on"], change["begins_on"] - timedelta(days=1)
    period = next((one for one in entities_read.periods(reader, entity.id) if one.starts_on == day), None)
    numbers = items["item_id"].to_list()
    moved = pools.filter((pl.col("last_on") >= day) | (pl.col("set_on") >= day))["item"].unique().sort().to_list()
    since = items.join(last.filter(pl.col("begins_on") >= day), on="item_id", how="semi")["item"].to_list()
    trued_to = entities_read.trued_up_to(reader, entity.id) or date.min
    averaged = (
        pools.filter(pl.col("method") == PERIODIC, pl.col("last_on") > trued_to)["item"].unique().sort().to_list()
    )
    owed = bool(numbers) and bool(places_read.assumed(reader, entity.id, numbers))
    unlike = _unlike(reader, entity, book, change, items)
    goes_back = change["application"] == RETROSPECTIVE
    changing = items.filter(pl.col("replaces") != pl.col("method"))
    before = changing.join(last, on="item_id", how="semi")["item"].to_list() if goes_back else []
    checks = (
        (items.is_empty(), "no_goods", f"no goods are costed by {change['replaces']} that could go over",
         "name the formula that goods are costed by, and a class that has some"),
        (period is None, "no_period", f"no period begins on {day}",
         "begin on the first day of a period; open-periods opens the next ones"),
        (period is not None and period.state == "closed", "period_closed", f"the period of {day} is closed",
         "begin the formula on the first day of an open period, or reopen it"),
        (bool(moved), "moved_since", f"{some(moved)} moved, or was tested, on {day} or after it",
         "goods go over before every move of that day: begin on the first day of the next period"),
        (bool(since), "changed_since", f"{some(since)} went over to another formula on {day} or after it",
         "begin on a later day"),
        (bool(before), "changed_before", f"{some(before)} went over to another formula before: by which all were costed until then",
         "say why it is impracticable further back, and begin from that day on"),
        (bool(averaged), "not_trued_up", f"the averages of {some(averaged)} have not been said up to {eve}",
         "true up the periods before that day first"),
        (owed, "provisional", "some of these goods were sold before they came", "record their receipts first"),
        (bool(unlike), "formula_differs", f"goods like {some(unlike)} would be costed by another formula",
         "change goods of one class and category together"),
    )  # fmt: skip
    return tuple(Against(code, message, hint) for holds, code, message, hint in checks if holds)


def _unlike(reader: Reader, entity: Entity, book: Book, change: Row, items: pl.DataFrame) -> list[str]:
    """Return the items that would be costed by another formula than those like them, where the framework allows one only."""
    policy = policy_in_force(
        reader, entity_id=entity.id, framework=book.framework, on=change["begins_on"],
        known_seq=entities_read.known_seq(reader, entity.id), book_id=book.id,
    ).policy  # fmt: skip
    if not policy.one_formula:
        return []
    every = items_read.items_with_category(reader, entity.catalogue_id)
    goes = items.select("item_id", goes="method")
    named = every.join(goes, on="item_id", how="left", maintain_order="left").join(
        valuation_read.item_methods(reader, book.cost_basis_id), on="item_id", how="left", maintain_order="left"
    ).with_columns(method=pl.coalesce("goes", "own_method", pl.lit(_default(book, change))))  # fmt: skip
    return sorted(set(apart(named)) & set(items["item"]))


def _default(book: Book, change: Row) -> str:
    """Return the formula by which goods that are new begin after a change."""
    return str(change["method"]) if is_whole(book, change) else book.method


def is_whole(book: Book, change: Row) -> bool:
    """Say whether goods that are new begin by the new formula, too."""
    return not change["item_class"] and change["replaces"] == book.method


def some(items: Sequence[str]) -> str:
    """Return the first of some items, and how many more there are.

    >>> some(["TENT"]), some(["TENT", "ROPE", "LAMP"]), some([])
    ('TENT', 'TENT and 2 more', '')
    """
    return items[0] if len(items) == 1 else f"{items[0]} and {len(items) - 1} more" if items else ""
