"""Demand by period, with what looks odd about it."""

from datetime import date

import polars as pl

from lowmark.core.forecasting.demand import CORRECTION, RETURN, SALE, flags
from lowmark.core.kinds.problems import Problem
from lowmark.services.access import Granted
from lowmark.services.actor import Actor
from lowmark.services.forecasting.history import History, history
from lowmark.services.operations.demand import Corrected, Line, Request, Response
from lowmark.store.entities import read as entities_read
from lowmark.store.items import read as items_read
from lowmark.store.items.described import described
from lowmark.store.session import reading

EVERY = {"month": "1mo", "week": "1w", "day": "1d"}
SUMS = {"taken_micro": SALE, "returned_micro": RETURN, "corrected_micro": CORRECTION}


def demand(request: Request, *, actor: Actor, granted: Granted) -> Response:
    """Return demand up to a date, by item, item and place, or category.

    Raises: Problem `not_found` for an unknown item.
    """
    del actor
    entity = granted.entity
    with reading(granted.scope("report")) as reader:
        known_seq = entities_read.known_at(reader, entity.id, request.known_seq)
        found = history(reader, entity, as_of=request.as_of, known_seq=known_seq)
        items = described(reader, entity.catalogue_id, on=request.as_of)
        places = items_read.locations(reader, entity.id).select("location_id", path="location")
    if request.item:
        items = items.filter(pl.col("item_code") == request.item)
        if items.is_empty():
            raise Problem("not_found", f"there is no item {request.item[:40]!r}", hint="codes are case-sensitive")
    name = "category" if request.by == "category" else "item_code"
    rows = _rows(found, items, request).join(places, left_on="location", right_on="location_id", how="left")
    lines = tuple(
        Line(name=row[name] or "", location=row["path"] or "", begins_on=row["begins_on"], flags=row["flags"] or "",
             **{column: row[column] for column in (*SUMS, "demand_micro")})
        for row in rows.sort(name, "path", "begins_on").iter_rows(named=True)
    )  # fmt: skip
    codes = dict(items.select("item", "item_code").iter_rows())
    return Response(
        entity=entity.code, as_of=request.as_of, known_seq=known_seq, by=request.by, period=request.period,
        demand_micro=sum(line.demand_micro for line in lines), lines=lines,
        corrections=tuple(
            Corrected(item=codes[row["item"]], demand_on=row["on"], quantity_micro=row["quantity_micro"],
                      because=row["because"], corrected_by=row["corrected_by"])
            for row in found.corrections.iter_rows(named=True) if row["item"] in codes
        ),
    )  # fmt: skip


def _rows(found: History, items: pl.DataFrame, request: Request) -> pl.DataFrame:
    """Return the sums of each period: by item or category, and place where asked."""
    every = EVERY[request.period]
    begun = found.demand.join(items.select("item", "item_code", "category"), on="item").with_columns(
        begins_on=pl.col("on").dt.truncate(every),
        location=pl.col("location") if request.by == "location" else pl.lit(None, pl.Int64),
    )  # fmt: skip
    key = ["category"] if request.by == "category" else ["item", "item_code"]
    quantity = pl.col("quantity_micro")
    summed = begun.group_by(*key, "location", "begins_on").agg(
        **{name: quantity.filter(pl.col("source") == source).sum() for name, source in SUMS.items()},
        demand_micro=quantity.sum().clip(0),
    )
    if request.by == "category":
        return summed.with_columns(flags=pl.lit(""))
    flagged = _flagged(found, items, every).group_by("item", "begins_on").agg(pl.col("flag").unique().sort())
    joined = summed.join(
        flagged, on=["item", "begins_on"], how="full" if request.by == "item" else "left", coalesce=True
    )
    named = joined.drop("item_code").join(items.select("item", "item_code"), on="item")
    return named.with_columns(
        pl.col(*SUMS, "demand_micro").fill_null(0), flags=pl.col("flag").list.join(", ").fill_null("")
    )


def _flagged(found: History, items: pl.DataFrame, every: str) -> pl.DataFrame:
    """Return what looks odd, by item and period: item, begins_on, flag."""
    first, last = found.first_on, found.demand["on"].max()
    if first is None or not isinstance(last, date):
        return pl.DataFrame(schema={"item": pl.Int64, "begins_on": pl.Date, "flag": pl.String})
    days: pl.Series = pl.date_range(first, last, "1d", eager=True)
    begins = days.dt.truncate(every).unique().sort()
    sold = found.demand.join(items.select("item"), on="item", how="semi")
    grid = sold.select("item").unique().join(begins.to_frame("on"), how="cross")

    def by_period(frame: pl.DataFrame) -> pl.DataFrame:
        summed = frame.group_by("item", on=pl.col("on").dt.truncate(every)).agg(pl.col("quantity_micro").sum())
        return grid.join(summed, on=["item", "on"], how="left", maintain_order="left").with_columns(
            pl.col("quantity_micro").fill_null(0)
        )

    before = found.changes.filter(pl.col("on") < begins[0]).group_by("item").agg(before=pl.col("quantity_micro").sum())
    stock = by_period(found.changes).join(before, on="item", how="left", maintain_order="left").sort("item", "on").select(
        "item", "on", quantity_micro=pl.col("quantity_micro").cum_sum().over("item") + pl.col("before").fill_null(0)
    )  # fmt: skip
    return flags(demand=by_period(sold), stock=stock).select("item", begins_on="on", flag="flag")
