"""The best-ranked evidence of each thing, made one price: evidence of a lot before its item's, at equal rank.

Before this: `usable_evidence`. After this: `tiers`. A *subject* is what one price is about: an item, or one of its
lots, in one condition. Evidence that names the condition comes before that on goods of any. Evidence is reduced to a
price per subject first, and only then met with the units, so that a list price of an item with a thousand lots is read
once. Source: IAS 2.30 (the most reliable evidence available).
"""

import polars as pl

from lowmark.core.kinds.arithmetic import INT64_MAX
from lowmark.core.kinds.problems import Problem

_ORDER = ["evidence_rank", "is_asserted", "is_general", "evidence_kind"]
_SUBJECT = ["item", "lot", "identified_as"]


def best_by_subject(usable: pl.DataFrame) -> tuple[pl.DataFrame, pl.DataFrame]:
    """Return the price of each subject by its best-ranked evidence, and which evidence that is.

    Shapes: prices: subject, item, lot, identified_as, evidence_kind, evidence_rank, is_asserted, is_general,
            gross_amount_micro, evidence_quantity_micro. members: subject, evidence.
    Units:  a price is the amount for the quantity; a weighted average is the sum of amounts for the sum of quantities.
    Raises: Problem ``value_out_of_range`` when such a sum does not fit 64 bits.
    """
    subjects = usable.select(_SUBJECT).unique().sort(_SUBJECT).with_row_index("subject")
    orders = usable.select(_ORDER).unique().sort(_ORDER).with_row_index("order")
    ranked = usable.join(subjects, on=_SUBJECT, nulls_equal=True).join(orders, on=_ORDER)
    best = ranked.filter(pl.col("order") == pl.col("order").min().over("subject"))
    members = _combined(best.filter(_in_window()))

    group = members.group_by("subject", *_SUBJECT, *_ORDER)
    sums = group.agg(
        gross_amount_micro=pl.col("amount_micro").cast(pl.Int128).sum(),
        evidence_quantity_micro=pl.col("quantity_micro").cast(pl.Int128).sum(),
    )
    _require_range(sums)
    sized = pl.col("gross_amount_micro", "evidence_quantity_micro").cast(pl.Int64)
    prices = sums.with_columns(sized).sort("subject")

    assert prices.height == subjects.height
    return prices, members.select("subject", "evidence")


def best_by_unit(*, units: pl.DataFrame, prices: pl.DataFrame) -> pl.DataFrame:
    """Return each unit with the better of its lot's price and its item's; nulls where it has neither.

    Domain: a lot's evidence is for that lot only; at equal rank it comes before its item's.
    """
    price = ["subject", "evidence_kind", "evidence_rank", "gross_amount_micro", "evidence_quantity_micro"]
    of_lot = prices.filter(pl.col("lot").is_not_null()).select(*_SUBJECT, *price)
    of_item = prices.filter(pl.col("lot").is_null()).select("item", "identified_as", *price)
    met = units.join(of_item, on=["item", "identified_as"], how="left", maintain_order="left")
    if of_lot.is_empty():
        return met
    met = met.join(of_lot, on=_SUBJECT, how="left", maintain_order="left", suffix="_of_lot")
    rank, other = pl.col("evidence_rank_of_lot"), pl.col("evidence_rank")
    takes_lot = rank.is_not_null() & (other.is_null() | (rank <= other))
    chosen = [pl.when(takes_lot).then(f"{name}_of_lot").otherwise(name).alias(name) for name in price]
    return met.with_columns(chosen).drop(f"{name}_of_lot" for name in price)


def _in_window() -> pl.Expr:
    """Hold within how many days of the newest observation the others are read."""
    newest = pl.col("observed_on").max().over("subject")
    age = (newest - pl.col("observed_on")).dt.total_days()
    from_newest = pl.col("window_from") == "last_observation"
    return pl.col("within_days").is_null() | ~from_newest | (age <= pl.col("within_days"))


def _combined(found: pl.DataFrame) -> pl.DataFrame:
    """Take all that is averaged; of the rest only the newest, and of the newest the highest number.

    What is newest is a column before the highest of it is sought: a window within a window is computed subject by subject.
    """
    is_newest = pl.col("observed_on") == pl.col("observed_on").max().over("subject")
    last = pl.col("evidence") == pl.col("newest").max().over("subject")
    return (
        found.with_columns(newest=pl.when(is_newest).then("evidence"))
        .filter((pl.col("combine") == "weighted_average") | last)
        .drop("newest")
    )


def _require_range(sums: pl.DataFrame) -> None:
    beyond = sums.filter(pl.max_horizontal("gross_amount_micro", "evidence_quantity_micro") > INT64_MAX).sort("item")
    if not beyond.is_empty():
        item = beyond["item"][0]
        raise Problem("value_out_of_range", f"the evidence on item {item} adds up to more than 64 bits hold",
                      hint="look for an amount or a quantity with too many zeros", where={"item": item})  # fmt: skip
