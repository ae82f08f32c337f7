"""Plan a recording of moves some of which come late: what is recorded stays, and what it should have cost is posted besides.

Before this: `plan` has found a move that counts before others of the same goods. After this: the pen writes the plan as it
does any other. Whatever would make a later move short, or change what was tested since, is refused by a problem that says so.
"""

from collections.abc import Iterator
from dataclasses import replace

import polars as pl

from lowmark.core.flow import Made, Posting
from lowmark.core.flow_late import post_late
from lowmark.core.recording.faults import PROBLEM
from lowmark.core.write_downs.carry import RELEASED_BEFORE, STATES
from lowmark.core.write_downs.late import over_cost
from lowmark.services.recording.late.among import OF, Among, among, recorded_legs
from lowmark.services.recording.late.made import goods_made_of
from lowmark.services.recording.late.periods import Averages, periods_trued, whole_from
from lowmark.services.recording.made import by_products_over_cost, made_of, without_value
from lowmark.services.recording.planned import LEG, Plan, in_words, of_pools, short
from lowmark.services.recording.pools import GOODS, legs_of, pooled, standards_of
from lowmark.services.recording.provisional import credited_in
from lowmark.services.recording.sources import Sources, sources_of
from lowmark.store.ledger import read as ledger_read
from lowmark.store.session import Reader
from lowmark.store.subledger import read as subledger_read
from lowmark.store.valuation import read as valuation_read


def plan_late(reader: Reader, planned: Plan, there: pl.DataFrame) -> Plan:
    """Plan a recording some of whose moves count before others of the same goods that are costed already."""
    moves, known_seq = planned.moves, planned.watermark
    late = moves.filter("is_late")
    trued = periods_trued(reader, planned.entity)
    first = whole_from(trued, late["accounting_on"].min())  # type: ignore[arg-type]
    goods = goods_made_of(reader, planned.book, late, since=first, known_seq=known_seq)
    old = recorded_legs(reader, planned.entity, goods, since=first, known_seq=known_seq)
    kept = there.join(goods, on=OF, how="semi", maintain_order="left").select(GOODS)
    legs, pools = pooled(reader, planned.book, pl.concat([legs_of(moves), old, kept], how="diagonal_relaxed"), there)
    new, old = (
        legs.filter(pl.col("row").is_not_null()),
        legs.filter(pl.col("row").is_null() & pl.col("move").is_not_null()),
    )
    standards, lacking = standards_of(reader, planned.book, pools, new)
    if not lacking.is_empty():
        return replace(planned, pools=pools, problems=lacking)
    calm = sources_of(reader, planned.book, moves, new.join(goods, on=OF, how="anti", maintain_order="left"), pools)
    new, made = made_of(planned, new)
    again = among(
        reader, book=planned.book, moves=moves, new=new.join(goods, on=OF, how="semi", maintain_order="left"), old=old,
        pools=pools.join(goods, on=OF, how="semi", maintain_order="left"), known_seq=known_seq, making=made.legs,
        averages=Averages(trued),
    )  # fmt: skip
    calm = replace(calm, legs=without_value(calm.legs, made.legs))
    posting = _post(reader, planned, calm, again, pools, standards, made)
    reached = pl.concat([calm.legs.select("pool"), again.legs.select("pool")]).unique()
    rows = pl.concat([calm.legs.select("pool", "move", "row"), again.legs.select("pool", "move", "row")])
    problems = pl.concat(
        [
            short(posting, rows.filter(pl.col("row").is_not_null())),
            by_products_over_cost(posting, new),
            *problems_of(posting, again, pools, new),
        ]
    )
    planned = replace(planned, pools=pools, problems=problems, received=again.received)
    return with_what_stands(reader, planned, posting, reached)


def _post(  # noqa: PLR0917
    reader: Reader, planned: Plan, calm: Sources, again: Among, pools: pl.DataFrame, standards: pl.DataFrame, made: Made
) -> Posting:
    """Post the late goods as they are costed again, and all others of the document on from where they stand."""
    others = calm.legs.select("pool").unique()
    layers = _only(of_pools(valuation_read.current_layers(reader, planned.entity.id), pools), others)
    history, links = again.history, again.carried_links
    return post_late(
        moves=pl.concat([calm.legs.select(*LEG, is_new=pl.lit(value=True)), again.legs.select(*LEG, "is_new")]),
        links=pl.concat([calm.links.select(links.columns), again.links]),
        carried_links=pl.concat([calm.carried_links.select(links.columns), links]),
        history=replace(
            history,
            layers=pl.concat([
                layers.with_columns(epoch=pl.lit(None, dtype=pl.Int64)).select(history.layers.columns), history.layers,
            ]),
            allowances=pl.concat([_current(reader, planned, pools, others), history.allowances]),
            released_before=pl.concat([calm.released.select(list(RELEASED_BEFORE)), history.released_before]),
        ),
        standards=standards, roles=ledger_read.roles(reader, planned.entity.id), document=planned.document,
        credited=credited_in(planned.moves, calm.legs, again.legs), made=made,
    )  # fmt: skip


def _only(rows: pl.DataFrame, pools: pl.DataFrame) -> pl.DataFrame:
    """Keep the rows of some pools."""
    return rows.join(pools, on="pool", how="semi", maintain_order="left")


def _current(reader: Reader, planned: Plan, pools: pl.DataFrame, some: pl.DataFrame) -> pl.DataFrame:
    """Return the allowances of some pools as they stand now."""
    return _only(of_pools(subledger_read.current_allowances(reader, planned.book.id), pools).select(list(STATES)), some)


def with_what_stands(reader: Reader, planned: Plan, posting: Posting, reached: pl.DataFrame) -> Plan:
    """Return a plan with what it posts, and with the layers and allowances that stand now in the pools that it reaches."""
    before = _only(of_pools(valuation_read.current_layers(reader, planned.entity.id), planned.pools), reached)
    allowances = _with_gone(posting, _current(reader, planned, planned.pools, reached))
    return replace(planned, layers_before=before, posting=replace(posting, allowances=allowances))


def _with_gone(posting: Posting, current: pl.DataFrame) -> pl.DataFrame:
    """Add to the states those of layers that stand now and would not: without an amount, so that they leave the cache."""
    gone = current.join(posting.allowances, on=["pool", "layer"], how="anti", maintain_order="left")
    return pl.concat([posting.allowances, gone.with_columns(amount_minor=pl.lit(0, dtype=pl.Int64))])


def problems_of(posting: Posting, again: Among, pools: pl.DataFrame, new: pl.DataFrame) -> Iterator[pl.DataFrame]:
    """Yield what speaks against it: later moves that would be short, later tests, allowances beyond cost."""
    said = again.legs.select("pool", "move", "document", "line", old="row").filter(pl.col("old").is_null())
    missing = in_words("short_micro")
    later = posting.costed.refused.filter(pl.col("code") == "short").join(said, on=["pool", "move"])
    yield _at(later, pools, new).select(
        "row", column=pl.lit("quantity"), value=missing, code=pl.lit("later_short"),
        message=pl.format("with it, {}/{} of {} takes {} more than there is", "document", "line", "accounting_on", missing),
        hint=pl.lit("record what came in before that day first, or correct the quantity or the day"),
    ).cast(PROBLEM)  # fmt: skip
    refused = posting.costed.refused.filter(pl.col("code") == "by_products_over_cost").join(said, on=["pool", "move"])
    yield _at(refused, pools, new).unique("document", keep="first", maintain_order=True).select(
        "row", column=pl.lit("value"), value=pl.lit(""), code=pl.lit("by_products_over_cost"),
        message=pl.format("with it, the by-products of {} would be worth more than all that went in", "document"),
        hint=pl.lit("correct the value or the day"),
    ).cast(PROBLEM)  # fmt: skip
    yield _at(again.tested, pools, new).select(
        "row", column=pl.lit("accounting_on"), value=pl.lit(""), code=pl.lit("tested"),
        message=pl.format("goods that it reaches on {} were tested as of {}", "differs_on", "accounting_on"),
        hint=pl.lit("date it after that day"),
    ).cast(PROBLEM)  # fmt: skip
    over = over_cost(states=posting.allowances, layers=posting.costed.layers)
    yield _at(over, pools, new).select(
        "row", column=pl.lit("accounting_on"), value=pl.lit(""), code=pl.lit("allowance_over_cost"),
        message=pl.lit("with it, goods of this item would carry more allowance than they cost"),
        hint=pl.lit("post a run that reverses the allowance first"),
    ).cast(PROBLEM)  # fmt: skip


def _at(found: pl.DataFrame, pools: pl.DataFrame, new: pl.DataFrame) -> pl.DataFrame:
    """Say at which row of the document a problem of a pool is shown: at the first row of the same goods; of goods that are
    made of those of the document, at its first row.
    """
    first = new.group_by(OF).agg(pl.col("row").min())
    placed = found.join(pools.select("pool", *OF), on="pool").join(first, on=OF, how="left")
    return placed.with_columns(pl.coalesce("row", pl.lit(new["row"].min(), dtype=pl.Int64))).sort("row")
