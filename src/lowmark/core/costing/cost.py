"""Cost stock moves: the cost stage as one public function on frames.

Before this: recording (stock moves); the store gives open layers. After this: assessment reads layers, the journal
flows. Nothing here knows a method: `methods` finds its kernel, `prepare` lays out the rows, `walk` takes the kernel
through them, and `results` makes frames of what it wrote.
"""

from dataclasses import replace

import polars as pl

from lowmark.core.costing import checks, methods, pooled_checks
from lowmark.core.costing.conservation import is_conserved
from lowmark.core.costing.prepare import as_posted, in_costing_order, prepare
from lowmark.core.costing.results import KINDS, Costed
from lowmark.core.costing.returns import COLUMNS as OF_RETURNS
from lowmark.core.costing.walk import walk
from lowmark.core.kinds.problems import Problem


def cost(
    *,
    moves: pl.DataFrame,
    layers: pl.DataFrame | None = None,
    method: str = "fifo",
    components: tuple[str, ...] = ("value_minor",),
    standards: pl.DataFrame | None = None,
) -> Costed:
    """Cost moves from the layers that are open and those that the moves bring in.

    Shapes: ``moves`` has pool, move, known_seq, quantity_micro and ``components`` (Int64), accounting_on (Int32 day
            number, or Date, which then comes back); kind (String: receipt, issue, re_pool) if it shall come back in
            flows; period (an integer) for a periodic method. ``layers``, brought in from before, has pool, layer (the
            move that brought it), opened_on, known_seq, quantity_micro, consumed_micro and ``components`` as they came;
            in a pooled method opened_on and known_seq are the last receipt's, and the rest is as of the last value
            event. ``standards`` has pool, quantity_micro and ``components``: what such a quantity should cost.
            ``flows``: pool, layer, move, kind, accounting_on, known_seq, quantity_micro, components.
            ``layers``: as given, and the new ones, consumed_micro moved on, those used up included.
            ``refused``: pool, move, accounting_on, known_seq, short_micro, code (short, after_refusal).
            ``variances``: pool, move, accounting_on, known_seq, components: what a receipt brought more than standard.
    Units:  millionths of the base unit; minor units; in flows both are negative on issues.
    Domain: quantities in are positive, out negative, none zero; receipts carry values >= 0, issues none. Order in a
            pool is (accounting_on, known_seq, move), whatever the order of rows; no layer is later than a move. Move
            numbers are unique in a pool. A pooled method takes one open layer per pool at most; a periodic one is
            costed on from layers whole periods at a time.
    Raises: Problem, before any work, for a table that cannot be costed; Problem ``layer_after_move``,
            ``period_disorder`` or ``quantity_overflow``. An issue without stock is not raised but returned: it takes
            nothing, and what follows it in its pool is refused with it.
    Source: IAS 2.21, 2.23, 2.25, 2.27; ASC 330-10-30-9, 30-12.

    >>> moves = pl.DataFrame({"pool": [1, 1], "move": [10, 11], "accounting_on": [20000, 20001], "known_seq": [1, 2],
    ...     "quantity_micro": [3_000_000, -1_000_000], "value_minor": [100, None]},
    ...     schema_overrides={"accounting_on": pl.Int32})
    >>> costed = cost(moves=moves)
    >>> costed.flows.select("layer", "move", "kind", "value_minor").rows()
    [(10, 10, 'receipt', 100), (10, 11, 'issue', -33)]
    >>> costed.layers["consumed_micro"].to_list(), costed.refused.height
    ([1000000], 0)
    """
    return _cost(moves, layers, method, components, standards, ())


def cost_with_returns(
    *,
    moves: pl.DataFrame,
    layers: pl.DataFrame | None,
    method: str,
    components: tuple[str, ...],
    standards: pl.DataFrame | None,
) -> Costed:
    """Cost moves as `cost` does, where some receipts bring what an issue before them in their pool cost.

    Shapes: moves have besides, and are all there, by pool in costing order: rows_back (on such a receipt, how many rows
            before it the issue is; -1 on such an issue; else 0), whole (the quantity of the issue) and before (how much
            of it came back earlier); such a receipt has components of zero, in whose place its share comes back.
    """
    return _cost(moves, layers, method, components, standards, OF_RETURNS)


def _cost(
    moves: pl.DataFrame,
    layers: pl.DataFrame | None,
    method: str,
    components: tuple[str, ...],
    standards: pl.DataFrame | None,
    more: tuple[str, ...],
) -> Costed:
    found = methods.find(method)
    checks.require_components(components)
    checks.require_moves(moves, components)
    checks.require_kinds(moves)
    if layers is not None:
        checks.require_layers(layers, components)
    pooled_checks.require_needs(found, moves, layers, components, standards)

    more = ("period", *more) if found.needs == "period" else more
    parts = as_posted(moves=moves, layers=layers, components=components, more=more)
    try:
        costed = _walk(parts, found, components, standards, moves.schema["accounting_on"])
    except OverflowError:
        raise Problem("quantity_overflow", "the quantity or value on hand of a pool does not fit 64 bits",
                      hint="a quantity is in millionths of the base unit: check the unit") from None  # fmt: skip

    assert is_conserved(flows=costed.flows, before=layers, after=costed.layers, components=components)
    return _with_kinds(costed, moves)


def _walk(
    parts: tuple[pl.DataFrame, ...],
    method: methods.Method,
    components: tuple[str, ...],
    standards: pl.DataFrame | None,
    day_type: pl.DataType,
) -> Costed:
    """Walk through the rows as they came, and only if some are out of order sort them and walk again."""
    found = walk(prepared=prepare(parts, components, standards), method=method, day_type=day_type)
    if isinstance(found, Costed):
        return found
    sorted_parts = in_costing_order(parts)
    found = walk(prepared=prepare(sorted_parts, components, standards), method=method, day_type=day_type)
    if isinstance(found, Costed):
        return found
    raise Problem("layer_after_move", "an open layer is later than a move of its pool",
                  hint="cost again from layers as they stood before the earliest move",
                  where={"move": found})  # fmt: skip


def _with_kinds(costed: Costed, moves: pl.DataFrame) -> Costed:
    """Give flows the kinds that their moves name, where these say more than the sign."""
    if "kind" not in moves.columns:
        return costed
    said = moves.filter(pl.col("kind") == "re_pool").select("pool", "move", said=pl.lit("re_pool", KINDS))
    if said.is_empty():
        return costed
    flows = costed.flows.join(said, on=["pool", "move"], how="left", maintain_order="left")
    return replace(costed, flows=flows.with_columns(kind=pl.coalesce("said", "kind")).drop("said"))
