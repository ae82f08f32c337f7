"""Earlier runs against what happened since."""

from datetime import date

import polars as pl

from lowmark.core.kinds.arithmetic import multiply_divide_round
from lowmark.core.tables.runs import POSTED
from lowmark.core.write_downs.look_back import bias, judge
from lowmark.services.access import Granted
from lowmark.services.actor import Actor
from lowmark.services.finding import find_book
from lowmark.services.names import named
from lowmark.services.operations.look_back import Found, Line, Request, Response
from lowmark.services.policies import policy_in_force
from lowmark.services.testing import layers_at
from lowmark.store.entities import read as entities_read
from lowmark.store.entities.read import Book
from lowmark.store.evidence import read as evidence_read
from lowmark.store.runs import read as runs_read
from lowmark.store.session import Reader, Row, reading
from lowmark.store.subledger import since as since_read

SALES = ("post_period_sale", "recent_sale")
WHOLE = 1_000_000
SUMMED = ("cost_minor", "estimated_minor", "needed_minor", "error_minor")


def look_back(request: Request, *, actor: Actor, granted: Granted) -> Response:
    """Return what posted runs of a time were worth, as is known at a date.

    Raises: Problem `not_found` for an unknown book.
    """
    del actor
    entity = granted.entity
    with reading(granted.scope("report")) as reader:
        book = find_book(reader, entity, request.book)
        known_seq = entities_read.known_at(reader, entity.id, request.known_seq)
        runs = [
            run for run in runs_read.runs(reader, entity.id)
            if run["book_id"] == book.id and run["state"] in POSTED and run["kind"] != "overlay"
            and request.first_on <= run["as_of"] <= request.as_of and run["known_seq"] <= known_seq
        ]  # fmt: skip
        parts = [_estimates(reader, granted, book, run, as_of=request.as_of, known_seq=known_seq) for run in runs]
    estimates = pl.concat(parts) if parts else _NONE
    judged = judge(estimates=estimates, currency=book.currency)
    codes = estimates.select("run", "unit", "item_code", "lot_code")
    units = judged.with_columns(error_minor=pl.col("estimated_minor") - pl.col("needed_minor")).filter(
        pl.col("cost_minor") > 0
    ).join(codes, on=["run", "unit"], how="left").sort(pl.col("error_minor").abs(), "run", "unit",
                                                       descending=[True, False, False])  # fmt: skip
    lines = [
        Line(**row | {"reason": row["reason"] or "none"})
        for row in bias(judged=judged).rename({"n": "units"}).iter_rows(named=True)
    ]
    return Response(
        entity=entity.code, book=book.code, first_on=request.first_on, as_of=request.as_of, known_seq=known_seq,
        currency=book.currency, runs=len(runs), **{name: sum(getattr(line, name) for line in lines) for name in SUMMED},
        lines=tuple(lines),
        units=tuple(
            Found(run=row["run"], item=row["item_code"], lot=row["lot_code"], reason=row["reason"],
                  **{name: row[name] for name in SUMMED})
            for row in units.iter_rows(named=True)
        ),
    )  # fmt: skip


_NONE = pl.DataFrame(schema={
    "run": pl.String, "unit": pl.Int64, "item_code": pl.String, "lot_code": pl.String, "reason": pl.String,
    "item_class": pl.String, "quantity_micro": pl.Int64, "cost_minor": pl.Int64, "required_minor": pl.Int64,
    "sold_micro": pl.Int64, "scrapped_micro": pl.Int64, "price_micro": pl.Int64,
})  # fmt: skip


def _estimates(reader: Reader, granted: Granted, book: Book, run: Row, *, as_of: date, known_seq: int) -> pl.DataFrame:
    """Return what a run assessed, with what has gone since and what it fetched."""
    assessed = named(reader, granted.entity, runs_read.assessments(reader, run["id"]))
    there = layers_at(reader, book, as_of=run["as_of"], known_seq=run["snapshot_seq"]).select("layer", pool="unit")
    flows = since_read.flows_after(reader, book.cost_basis_id, as_of=run["as_of"], known_seq=known_seq).filter(
        pl.col("accounting_on") <= as_of
    ).join(there, on=["pool", "layer"], how="semi")  # fmt: skip
    out = -pl.col("quantity_micro")
    ends = pl.col("from_kind").is_in(["customer", "scrap"])
    place = pl.when(ends).then("from_kind").otherwise("to_kind")
    gone = flows.with_columns(place=place).group_by(unit="pool").agg(
        sold_micro=out.filter(pl.col("place") == "customer").sum(),
        scrapped_micro=out.filter(pl.col("place") == "scrap").sum(),
    )  # fmt: skip
    prices = _prices(reader, granted, book, run, as_of=as_of, known_seq=known_seq)
    charged = pl.when(pl.col("required_minor") > 0).then("reason").otherwise(pl.lit(""))
    found = assessed.join(gone, on="unit", how="left", maintain_order="left").with_columns(
        run=pl.lit(run["code"]), reason=charged, price_micro=pl.col("item").replace_strict(
            prices, default=None, return_dtype=pl.Int64
        ) if prices else pl.lit(None, dtype=pl.Int64),
    )  # fmt: skip
    sold = pl.col("sold_micro").fill_null(0).clip(0, pl.col("quantity_micro"))
    scrapped = pl.col("scrapped_micro").fill_null(0).clip(0, pl.col("quantity_micro") - pl.col("sold_micro"))
    return found.with_columns(sold_micro=sold).with_columns(scrapped_micro=scrapped).filter(
        pl.col("quantity_micro") > 0
    ).select(list(_NONE.columns))  # fmt: skip


def _prices(reader: Reader, granted: Granted, book: Book, run: Row, *, as_of: date, known_seq: int) -> dict[int, int]:
    """Return what a unit of each item fetched in sales after a run's date, net of selling it: their average."""
    policy = policy_in_force(
        reader, entity_id=granted.entity.id, framework=book.framework, on=run["as_of"], known_seq=known_seq,
        book_id=book.id,
    ).policy  # fmt: skip
    evidence = evidence_read.evidence(reader, granted.entity.id, known_seq=known_seq)
    sums = evidence.filter(
        pl.col("kind").is_in(SALES), pl.col("currency") == book.currency,
        pl.col("observed_on").is_between(run["as_of"], as_of, closed="right"),
    ).group_by("item").agg(pl.col("amount_micro").sum(), pl.col("quantity_micro").sum())  # fmt: skip
    found = {}
    for item, amount, quantity in sums.iter_rows():
        price = multiply_divide_round(amount, WHOLE, quantity)
        found[item] = max(0, price - multiply_divide_round(price, policy.cost_to_sell_rate_micro, WHOLE))
    return found
