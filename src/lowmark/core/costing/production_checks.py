"""Refuse productions that cannot be costed: legs that say too much or too little, and what is made of itself.

Before this: the caller's legs. After this: `linked_plan`, `linked`.
"""

from collections.abc import Sequence
from typing import Final

import polars as pl

from lowmark.core.costing.checks import Law, require_columns, require_laws
from lowmark.core.costing.production import MADE
from lowmark.core.costing.waves import NEVER
from lowmark.core.kinds.problems import Problem

IS_INPUT: Final = pl.col("share_micro").is_null() & pl.col("own_minor").is_null()
"""Whether a leg of a production is an input."""

_LEG: Final = ("pool", "move")


def require_made(made: pl.DataFrame, moves: pl.DataFrame, links: pl.DataFrame) -> None:
    """Raise the first Problem that the legs of productions have.

    Raises: Problem ``bad_production``; as `require_columns` does.
    """
    require_columns(made, "made", MADE, ())
    if made.is_empty():
        return
    named = made.join(moves.select(*_LEG, "quantity_micro"), on=_LEG, how="left").join(
        links.select(*_LEG, linked=pl.lit(value=True)), on=_LEG, how="left"
    )  # fmt: skip
    comes_in = pl.col("quantity_micro") > 0
    share, own, lost = pl.col("share_micro"), pl.col("own_minor"), pl.col("lost_micro").fill_null(0)
    require_laws(named, "move", [
        Law("bad_production", pl.any_horizontal(pl.col("production", "place", *_LEG).is_null()), "a leg lacks a number",
            "fill production, place, pool and move"),
        Law("bad_production", pl.struct(_LEG).is_duplicated(), "a move is twice in a production, or in two",
            "a move is of one production"),
        Law("bad_production", share.is_not_null() & own.is_not_null(), "an output has a share and a value of its own",
            "a product shares the cost, a by-product comes in at its own value"),
        Law("bad_production", (share <= 0) | (own < 0) | (lost < 0), "a share, value or loss is negative, or a share is"
            " nothing", "leave out what has no share"),
        Law("bad_production", share.is_null() & (lost > 0), "something was lost of what shares no cost",
            "give what was lost with a product"),
        Law("bad_production", IS_INPUT & comes_in, "what goes into a production comes in", "give an output a share"),
        Law("bad_production", ~IS_INPUT & ~comes_in, "what comes out of a production goes out", "an input has no share"),
        Law("bad_production", pl.col("linked").is_not_null(), "what is of a production brings an issue's goods back",
            "take either of the two away"),
        Law("bad_production", share.is_null().all().over("production"), "a production has no product",
            "scrap what came to nothing"),
    ])  # fmt: skip


def circle_of(
    waiting: pl.DataFrame, *, follows: Sequence[bool], sources: Sequence[tuple[int, int]], waves: Sequence[int]
) -> Problem:
    """Return the Problem of goods that are made of themselves, with the moves in a circle.

    Shapes: waiting: pool, move, stretch of the receipts that never have a value; the others as `waves_of` takes and
            returns them.
    """
    needs: dict[int, list[int]] = {}
    for stretch, goes_on in enumerate(follows):
        if goes_on:
            needs.setdefault(stretch, []).append(stretch - 1)
    for stretch, source in sources:
        needs.setdefault(stretch, []).append(source)
    path: list[int] = [int(waiting["stretch"][0])]
    while path[-1] not in path[:-1]:  # What never comes waits for something that never comes.
        path.append(next(each for each in needs[path[-1]] if waves[each] == NEVER))
    circle = path[path.index(path[-1]) : -1]
    first = {row[0]: row[1:] for row in waiting.select("stretch", "pool", "move").reverse().iter_rows()}
    moves = [first[stretch] for stretch in circle if stretch in first]
    named = " of ".join(f"move {move} of pool {pool}" for pool, move in [*moves, moves[0]])
    return Problem("circular_production", f"goods are made of themselves: {named}",
                   hint="date what was made first before what was made of it; or give one of the receipts a value",
                   where={"pool": moves[0][0], "move": moves[0][1], "moves": [move for _, move in moves]})  # fmt: skip
