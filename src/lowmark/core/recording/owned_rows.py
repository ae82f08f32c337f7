"""Whose goods the rows of a document move: direction and event corrected for owners, and what cannot be.

Before this: `record` has looked up places and their kinds. After this: its other checks. `owners` says the rules, for one move
and for many.
"""

import polars as pl

from lowmark.core.recording.faults import fault
from lowmark.core.recording.owners import PASSES_AT_DESTINATION, TERMS, owned_way


def with_owners(found: pl.DataFrame) -> pl.DataFrame:
    """Correct direction and event of rows for whose the goods are.

    Shapes: found: owner, to_owner, direction, event, from_location, to_location; direction is null where places join no
            stock.
    """
    keys = ["direction", "event", "owner", "to_owner", "stays"]
    rows = found.with_columns(
        stays=(pl.col("from_location") == pl.col("to_location"))
        & (pl.col("direction") == "within").fill_null(value=False)
    )
    pairs = rows.select(keys).unique().rows()
    answers = []
    for way, event, owner, to_owner, stays in pairs:
        answer = owned_way(
            way=None if way is None else (way, event), owner=owner, to_owner=to_owner, stays=stays
        ) or (None, None)  # fmt: skip
        answers.append((way, event, owner, to_owner, stays, *answer))
    names = dict.fromkeys((*keys, "own_direction", "own_event"), pl.String) | {"stays": pl.Boolean}
    told = pl.DataFrame(answers, schema=names, orient="row")
    return rows.join(told, on=keys, how="left", nulls_equal=True, maintain_order="left").with_columns(
        direction="own_direction", event="own_event"
    ).drop("own_direction", "own_event", "stays")  # fmt: skip


def owner_faults(found: pl.DataFrame) -> list[pl.DataFrame]:
    """Find title that passes while goods move, what comes back of others' goods, and goods on their way that are not ours."""
    passes = pl.col("owner") != pl.col("to_owner")
    apart = passes | (pl.col("owner") != "")
    terms = pl.col("terms")
    known = terms.is_in(TERMS) | (terms == "")
    marked = found.with_columns(
        moves_too=passes & pl.col("direction").is_null(),
        returns_others=apart & (pl.col("returns_document") != ""),
        strange_terms=~known,
        not_ours_yet=terms.is_in(list(PASSES_AT_DESTINATION)) & (pl.col("to_kind") == "in_transit")
        & (pl.col("direction") == "in") & (pl.col("owner") == ""),
    )  # fmt: skip
    return [
        fault(marked, "moves_too", "to_owner", "title_moves", "title passes where goods of ours or others lie, and they stay",
              "record the transfer of title at their place, and then the move"),
        fault(marked, "returns_others", "returns_document", "nothing_to_return",
              "goods of others have no cost at which they could come back", "receive them again, with their owner"),
        fault(marked, "strange_terms", "terms", "unknown_terms", "no trade terms have this code",
              f"use one of {', '.join(TERMS)}, or leave it empty"),
        fault(marked, "not_ours_yet", "terms", "not_ours_yet", "by these terms goods on their way are still the seller's",
              "receive them into stock on the day when they arrive"),
    ]  # fmt: skip
