"""Cost stock moves: the cost stage as one public function on frames.

Before this: recording (stock moves); the store gives open layers. After this: assessment reads layers, the journal
flows. Nothing here knows a method: `methods` finds its kernel, `prepare` lays out the rows, `walk` takes the kernel
through them, and `results` makes frames of what it wrote.
"""

import polars as pl

from lowmark.core.costing import checks, methods
from lowmark.core.costing.conservation import is_conserved
from lowmark.core.costing.prepare import as_posted, in_costing_order, prepare
from lowmark.core.costing.results import Costed
from lowmark.core.costing.walk import walk
from lowmark.core.kinds.problems import Problem


def cost(
    *,
    moves: pl.DataFrame,
    layers: pl.DataFrame | None = None,
    method: str = "fifo",
    components: tuple[str, ...] = ("value_minor",),
) -> Costed:
    """Cost moves from the layers that are open and those that the moves bring in.

    Shapes: ``moves`` has pool, move, known_seq, quantity_micro and ``components`` (Int64), accounting_on (Int32 day
            number, or Date, which then comes back). ``layers``, brought in from before, has pool, layer (the move
            that brought it), opened_on, known_seq, quantity_micro, consumed_micro and ``components`` as they came.
            ``flows``: pool, layer, move, kind (receipt, issue), accounting_on, known_seq, quantity_micro, components.
            ``layers``: as given, and the new ones, consumed_micro moved on, those used up included.
            ``refused``: pool, move, accounting_on, known_seq, short_micro, code (short, after_refusal).
    Units:  millionths of the base unit; minor units; in flows both are negative on issues.
    Domain: quantities in are positive, out negative, none zero; receipts carry values >= 0, issues none. Order in a
            pool is (accounting_on, known_seq, move), whatever the order of rows; no layer is later than a move. Move
            numbers are unique.
    Raises: Problem, before any work, for a table that cannot be costed; Problem ``layer_after_move`` or
            ``quantity_overflow``. An issue without stock is not raised but returned: it takes nothing, and what
            follows it in its pool is refused with it.
    Source: IAS 2.25, 2.27; ASC 330-10-30-9.

    >>> moves = pl.DataFrame({"pool": [1, 1], "move": [10, 11], "accounting_on": [20000, 20001], "known_seq": [1, 2],
    ...     "quantity_micro": [3_000_000, -1_000_000], "value_minor": [100, None]},
    ...     schema_overrides={"accounting_on": pl.Int32})
    >>> costed = cost(moves=moves)
    >>> costed.flows.select("layer", "move", "kind", "value_minor").rows()
    [(10, 10, 'receipt', 100), (10, 11, 'issue', -33)]
    >>> costed.layers["consumed_micro"].to_list(), costed.refused.height
    ([1000000], 0)
    """
    kernel = methods.find(method)
    checks.require_components(components)
    checks.require_moves(moves, components)
    if layers is not None:
        checks.require_layers(layers, components)

    parts = as_posted(moves=moves, layers=layers, components=components)
    try:
        costed = _walk(parts, kernel, components, moves.schema["accounting_on"])
    except OverflowError:
        raise Problem("quantity_overflow", "the quantity on hand of a pool does not fit 64 bits",
                      hint="a quantity is in millionths of the base unit: check the unit") from None  # fmt: skip

    assert is_conserved(flows=costed.flows, before=layers, after=costed.layers, components=components)
    return costed


def _walk(
    parts: tuple[pl.DataFrame, ...], kernel: methods.Kernel, components: tuple[str, ...], day_type: pl.DataType
) -> Costed:
    """Walk through the rows as they came, and only if some are out of order sort them and walk again."""
    found = walk(prepared=prepare(parts, components), kernel=kernel, day_type=day_type)
    if isinstance(found, Costed):
        return found
    found = walk(prepared=prepare(in_costing_order(parts), components), kernel=kernel, day_type=day_type)
    if isinstance(found, Costed):
        return found
    raise Problem("layer_after_move", "an open layer is later than a move of its pool",
                  hint="cost again from layers as they stood before the earliest move",
                  where={"move": found})  # fmt: skip
