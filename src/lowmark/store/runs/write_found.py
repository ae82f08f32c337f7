"""Write what an assessment says beside its tiers: estimates, market, levels, and what each unit rests on."""

from collections.abc import Mapping
from dataclasses import dataclass
from typing import TYPE_CHECKING

from lowmark.store.session import Writer

if TYPE_CHECKING:
    import polars as pl


@dataclass(frozen=True, slots=True, kw_only=True)
class Found:
    """The frames of an assessment that not every run has.

    Shapes: estimates: unit, tier, rule, rank, value_minor, reason, binds, why. markets and levels as an assessment returns
            them. orders: evidence (a number below zero), order_line.
    """

    estimates: "pl.DataFrame"
    markets: "pl.DataFrame"
    levels: "pl.DataFrame"
    orders: "pl.DataFrame"


def write_uses(
    writer: Writer, uses: "pl.DataFrame", orders: "pl.DataFrame | None", keys: Mapping[str, "pl.Expr"]
) -> None:  # fmt: skip
    """Write which evidence, or which line of an order, each assessment rests on.

    Shapes: uses: assessment_id, evidence.
    """
    if orders is not None:
        of_orders = uses.join(orders, on="evidence", maintain_order="left").rename({"order_line": "order_line_id"})
        writer.insert_frame("assessment_order", _numbered(writer, "assessment_order", of_orders.with_columns(**keys)))
        uses = uses.join(orders, on="evidence", how="anti", maintain_order="left")
    found = uses.rename({"evidence": "evidence_id"}).with_columns(**keys)
    writer.insert_frame("assessment_evidence", _numbered(writer, "assessment_evidence", found))


def write_found(
    writer: Writer, found: Found, of_unit: "pl.DataFrame", keys: Mapping[str, "pl.Expr"]
) -> None:  # fmt: skip
    """Write estimates, market and levels.

    Shapes: of_unit: unit, assessment_id.
    """
    for noun, frame in (("assessment_estimate", found.estimates), ("assessment_market", found.markets)):
        of_assessment = frame.join(of_unit, on="unit", maintain_order="left").with_columns(**keys)
        writer.insert_frame(noun, _numbered(writer, noun, of_assessment))
    levels = found.levels.rename({"group": "group_name"}).with_columns(**keys)
    writer.insert_frame("assessment_level", _numbered(writer, "assessment_level", levels))


def _numbered(writer: Writer, noun: str, frame: "pl.DataFrame") -> "pl.DataFrame":
    """Return a frame with new numbers."""
    import polars as pl

    return frame.with_columns(id=pl.Series(list(writer.take_ids(noun, frame.height)), dtype=pl.Int64))
