"""Plan the costing of receipts whose value is taken from issues: which moves can be costed in which wave.

What comes back to the pool that issued it needs no wave: the kernel knows what the issue cost when the receipt's turn
comes. What is made waits for all that went into it, so that waves go up a bill of material level by level. Before this:
moves, links from receipts to issues, legs of productions. After this: `linked` costs wave after wave.
"""

from collections.abc import Iterator
from typing import Final

import polars as pl

from lowmark.core.costing import methods
from lowmark.core.costing.checks import MOVE_COLUMNS, Law, no_null, require_columns, require_laws, require_moves
from lowmark.core.costing.pooled_checks import require_periods
from lowmark.core.costing.production_checks import IS_INPUT, circle_of, require_made
from lowmark.core.costing.waves import NEVER, waves_of
from lowmark.core.kinds.problems import Problem

LINK_COLUMNS: Final = ("pool", "move", "source_pool", "source_move", "quantity_micro", "before_micro")
SOURCE: Final = ("source_pool", "source_move")
_ORDER: Final = ("accounting_on", "known_seq", "move", "pool")
_STARTS: Final = ("pool", "move")


def require_methods(moves: pl.DataFrame, components: tuple[str, ...]) -> list[str]:
    """Return the methods that moves name, or raise the first Problem with the columns needed for that."""
    require_columns(moves, "moves", MOVE_COLUMNS, components)
    if moves.schema.get("method") != pl.String:
        raise Problem("missing_column", "moves have no column method of names", hint="add it as String",
                      where={"table": "moves", "column": "method"})  # fmt: skip
    require_laws(moves, "move", [no_null(("pool", "method"))])
    names = moves["method"].unique().sort().to_list()
    if len(names) > 1:
        several = moves.select("pool", "method").unique().filter(pl.col("pool").is_duplicated())
        if several.height:
            raise Problem("several_methods", "the moves of a pool name more than one method",
                          hint="a change of method is an event of its own", where={"pool": several["pool"].min()},
                          )  # fmt: skip
    return names


def plan(
    moves: pl.DataFrame, links: pl.DataFrame, made: pl.DataFrame, components: tuple[str, ...]
) -> list[pl.DataFrame]:
    """Return the moves of each wave by pool in costing order, with what a receipt's value is taken from.

    Shapes: moves, with source_pool, source_move, whole (the quantity of the issue) and before (what came back of it
            earlier), all null where a move is not linked; rows_back as `cost_with_returns` takes it, with which
            source_pool and source_move are null; made_by, the production that it is an output of (null where it is of
            none); goes_on, whether its pool has moves in later waves. No frame is empty.
    Raises: Problem for a link that cannot be followed: ``bad_link``, ``unknown_receipt``, ``unknown_source``,
            ``value_on_link``, ``returned_too_much``, ``circular_link``; as `require_made` does; ``circular_production``;
            ``duplicate_move``, ``period_disorder``.
    """
    require_laws(moves, "move", [no_null(MOVE_COLUMNS)])
    require_laws(moves.filter(pl.col("move").is_duplicated()), "move", [
        Law("duplicate_move", pl.struct(_STARTS).is_duplicated(), "a move has two rows in one pool",
            "move numbers are unique in a pool"),
    ])  # fmt: skip
    named = pl.concat([links.select(_STARTS), links.select(pool="source_pool", move="source_move")])
    at_ends = moves.join(named, on=_STARTS, how="semi")  # Few, so that what follows looks up in few.
    _require_links(at_ends, links)
    require_made(made, moves, links)
    joined = _joined(moves, _with_before(at_ends, links), made)
    is_linked = pl.col("source_move").is_not_null() | pl.col("made_by").is_not_null()
    re_pools = pl.col("kind").eq_missing("re_pool") if "kind" in joined.columns else pl.lit(value=False)
    require_laws(joined.filter(is_linked & ~re_pools), "move", [
        Law("value_on_link", pl.any_horizontal(pl.col(name).is_not_null() for name in components),
            "a linked receipt, or an output of a production, has a value", "leave it empty: it is worked out of the cost"
            " of the issues"),
    ])  # fmt: skip
    filled = (pl.when(is_linked).then(0).otherwise(pl.col(name)).cast(pl.Int64).alias(name) for name in components)
    require_moves(joined.with_columns(filled), components)

    cut = joined.with_columns(stretch=_begins(joined).cum_sum().cast(pl.Int64) - 1)
    in_waves = cut.with_columns(wave=_waves(cut, made).gather(cut["stretch"]))
    is_one = in_waves["wave"].max() == 0
    goes_on = pl.lit(value=False) if is_one else pl.col("wave") < pl.col("wave").max().over("pool")
    ordered = _with_rows_back(in_waves).with_columns(goes_on=goes_on).drop("stretch", "place", "source_place", "waits")
    if is_one:
        return [ordered.drop("wave")]
    by_wave = ordered.partition_by("wave", as_dict=True, include_key=False)
    return [by_wave[(wave,)] for wave in range(len(by_wave))]


def _joined(moves: pl.DataFrame, links: pl.DataFrame, made: pl.DataFrame) -> pl.DataFrame:
    """Return moves by pool in costing order with their links, and whether they wait for a cost that is worked out apart.

    Shapes: besides, place (a row's own number) and source_place (that of the issue).
    """
    ordered = _by_pool(moves).with_columns(place=pl.int_range(pl.len(), dtype=pl.Int64))
    issues = ordered.select(source_pool="pool", source_move="move", source_place="place")
    known = links.join(issues.join(links, on=SOURCE, how="semi"), on=SOURCE, how="left")
    taking_back = [name for name in moves["method"].unique() if methods.find(name).takes_back]
    comes_back = (
        (pl.col("source_pool") == pl.col("pool"))
        & (pl.col("source_place") < pl.col("place"))
        & pl.col("method").is_in(taking_back)
    )
    outputs = made.filter(~IS_INPUT).select(*_STARTS, made_by="production")
    return (
        ordered.join(known, on=_STARTS, how="left", maintain_order="left")
        .join(outputs, on=_STARTS, how="left", maintain_order="left")
        .with_columns(waits=(pl.col("source_move").is_not_null() & ~comes_back) | pl.col("made_by").is_not_null())
    )


def _by_pool(moves: pl.DataFrame) -> pl.DataFrame:
    """Sort moves by pool in costing order; those that come in costing order, as most do, by pool alone."""
    day, seq, move = (pl.col(name) for name in _ORDER[:3])
    before = [each.shift(1) for each in (day, seq, move)]
    tied = (seq > before[1]) | ((seq == before[1]) & (move >= before[2]))
    is_in_order = ((day > before[0]) | ((day == before[0]) & tied)).fill_null(value=True)
    if moves.select(is_in_order.all()).item():
        return moves.sort("pool", maintain_order=True)
    return moves.sort("pool", *_ORDER[:3])


def _with_rows_back(in_waves: pl.DataFrame) -> pl.DataFrame:
    """Say of receipts whose issue is costed in the same wave how many rows before them that is, and drop their source.

    A pool's moves of one wave are one after the other, so rows are as far apart there as here.
    """
    comes_back = pl.col("source_place").is_not_null() & ~pl.col("waits") & (
        pl.col("wave").gather(pl.col("source_place").fill_null(0)) == pl.col("wave")
    )  # fmt: skip
    marked = in_waves.with_columns(comes_back=comes_back)
    issues = marked.filter("comes_back")["source_place"].unique()
    back = pl.when("comes_back").then(pl.col("place") - pl.col("source_place")).otherwise(
        -pl.col("place").is_in(issues.implode()).cast(pl.Int64)
    )  # fmt: skip
    return marked.with_columns(
        back.alias("rows_back"), *(pl.when(~pl.col("comes_back")).then(name).alias(name) for name in SOURCE)
    ).drop("comes_back")


def _require_links(moves: pl.DataFrame, links: pl.DataFrame) -> None:
    require_columns(links, "links", LINK_COLUMNS, ())
    require_laws(links, "move", [
        no_null(LINK_COLUMNS),
        Law("bad_link", pl.struct(_STARTS).is_duplicated(), "a receipt has two links", "link it to one issue"),
        Law("bad_link", (pl.col("before_micro") < 0) | (pl.col("quantity_micro") <= 0),
            "a link's quantity is not positive, or that returned before is negative", ""),
        Law("bad_link", (pl.col("before_micro").n_unique().over(SOURCE) > 1), "two links to one issue differ in what "
            "was returned before", "give what was returned of it before this batch, the same for all"),
    ])  # fmt: skip
    issues = moves.select(source_pool="pool", source_move="move", issued=pl.col("quantity_micro"))
    receipts = moves.filter(pl.col("quantity_micro") > 0).select("pool", "move", came="quantity_micro")
    found = links.join(issues, on=SOURCE, how="left").join(receipts, on=_STARTS, how="left")
    came = pl.col("came").cast(pl.Int128).sum().over(SOURCE)
    require_laws(found, "move", [
        Law("unknown_receipt", pl.col("came").is_null(), "a link is not from a receipt among the moves", ""),
        Law("unknown_source", pl.col("issued").is_null() | (pl.col("issued") >= 0),
            "a link is not to an issue among the moves", "give a receipt its value where the issue was costed before"),
        Law("bad_link", pl.col("issued") != -pl.col("quantity_micro"),
            "a link's quantity is not that of the whole issue", ""),
        Law("returned_too_much", came + pl.col("before_micro") > pl.col("quantity_micro"),
            "more comes back than was issued", "receive the rest at a value of its own"),
    ])  # fmt: skip


def _with_before(moves: pl.DataFrame, links: pl.DataFrame) -> pl.DataFrame:
    """Return links with how much of the issue earlier ones have taken, in costing order."""
    ordered = links.join(moves.select(*_ORDER, came="quantity_micro"), on=_STARTS).sort(_ORDER)
    taken = pl.col("came").cum_sum().over(SOURCE) - pl.col("came")
    return ordered.select(*_STARTS, *SOURCE, whole=pl.col("quantity_micro"), before=pl.col("before_micro") + taken)


def _begins(ordered: pl.DataFrame) -> pl.Series:
    """Say of each move whether a stretch begins with it: at a pool's first, at a value that waits for another pool.

    A period is costed as a whole, so in a periodic pool the stretch begins with the period that holds such a value.
    """
    first_of_pool = pl.col("pool") != pl.col("pool").shift(1, fill_value=None)
    begins = first_of_pool.fill_null(value=True) | pl.col("waits")
    periodic = [name for name in ordered["method"].unique() if methods.find(name).needs == "period"]
    if not periodic:
        return ordered.select(begins).to_series()
    is_periodic = pl.col("method").is_in(periodic)
    require_periods(ordered.filter(is_periodic))
    before = pl.col("period").shift(1).over("pool")
    require_laws(ordered.filter(is_periodic), "move", [
        Law("period_disorder", pl.col("period") < before, "a move is of an earlier period than the move before it in "
            "its pool", "a period is the one of the accounting day"),
    ])  # fmt: skip
    first_of_period = (pl.col("period") != before).fill_null(value=True)
    of_period = first_of_period & pl.col("waits").any().over("pool", "period")
    return ordered.select(
        pl.when(is_periodic).then(first_of_pool.fill_null(value=True) | of_period).otherwise(begins)
    ).to_series()


def _waves(cut: pl.DataFrame, made: pl.DataFrame) -> pl.Series:
    """Return the wave of each stretch.

    Raises: Problem ``circular_link``, with the first receipt that can never have a value, or ``circular_production``, with
            the moves of a circle.
    """
    linked = cut.filter("waits")
    if linked.is_empty():
        return pl.Series([0], dtype=pl.Int64).new_from_index(0, cut["stretch"].n_unique())
    pools = cut.group_by("stretch", maintain_order=True).agg(pl.col("pool").first())["pool"]
    follows = (pools == pools.shift(1)).fill_null(value=False).to_list()
    sources = [*_sources(cut, linked), *_inputs(cut, linked, made)]
    waves = pl.Series(waves_of(follows=follows, sources=sources), dtype=pl.Int64)

    waiting = linked.filter(waves.gather(linked["stretch"]) == NEVER)
    if not waiting.is_empty():
        if waiting["made_by"].null_count() < waiting.height:
            raise circle_of(waiting, follows=follows, sources=sources, waves=waves.to_list())
        pool, move = waiting.select("pool", "move").row(0)
        raise Problem("circular_link", "a receipt's value depends on an issue whose cost depends on that receipt",
                      hint="a return comes after its issue; goods that go from pool to pool and back within a period of "
                      "a periodic method need a value given on one of the receipts",
                      where={"pool": pool, "move": move})  # fmt: skip
    return waves


def _sources(cut: pl.DataFrame, linked: pl.DataFrame) -> Iterator[tuple[int, int]]:
    """Yield the stretches of linked receipts, each with that of its issue."""
    own = linked.filter(pl.col("source_place").is_not_null())
    yield from zip(own["stretch"], cut["stretch"].gather(own["source_place"]), strict=True)


def _inputs(cut: pl.DataFrame, linked: pl.DataFrame, made: pl.DataFrame) -> Iterator[tuple[int, int]]:
    """Yield the stretches of outputs of productions, each with those of all inputs."""
    if made.is_empty():
        return
    inputs = (
        made.filter(IS_INPUT).join(cut.select(*_STARTS, "stretch"), on=_STARTS).select("production", used="stretch")
    )
    outputs = linked.filter(pl.col("made_by").is_not_null()).select("stretch", production="made_by")
    yield from outputs.join(inputs, on="production").select("stretch", "used").unique(maintain_order=True).iter_rows()
