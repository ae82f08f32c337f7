"""Import margins that sellers of the group had put on goods taken over, held against what was eliminated elsewhere until now.

Before this: opening layers, at what their holder paid. After this: `consolidate`, which follows these margins as it does those of
sales that it knows: what leaves takes its part with it.
"""

from typing import Any

import polars as pl

from lowmark.core.kinds.currency import EXPONENTS
from lowmark.core.kinds.quantity import format_micro
from lowmark.services.access import Granted
from lowmark.services.finding import find_book
from lowmark.services.importing.facts import plan_facts
from lowmark.services.importing.kept_before import of_no_such_layer
from lowmark.services.importing.outcome import Outcome, Refusal
from lowmark.services.importing.problems import problems
from lowmark.store.session import Reader
from lowmark.store.stock import opening
from lowmark.store.stock.intercompany import declared_moves

MICRO_PLACES = 6


def import_opening_margins(frame: pl.DataFrame, *, granted: Granted, **_: Any) -> Outcome | Refusal:
    """Plan margins: each in a layer that was taken over, those of a seller together what was eliminated of it."""
    return plan_facts(frame, granted=granted, noun="opening_margin", look_up=_look_up, declared_by=granted.user_id)


def _look_up(reader: Reader, frame: pl.DataFrame, granted: Granted) -> tuple[pl.DataFrame, pl.DataFrame]:
    """Join layers; return the rows and everything that is wrong with them."""
    entity, book = granted.entity, find_book(reader, granted.entity, "")
    layers = opening.opening_layers(reader, entity.id, book_id=book.id, cost_basis_id=book.cost_basis_id)
    scale = pl.col("currency").replace_strict(
        {code: 10 ** (MICRO_PLACES - places) for code, places in EXPONENTS.items()}, default=1, return_dtype=pl.Int64
    )
    found = frame.join(layers, on=["document", "line"], how="left", maintain_order="left").with_columns(
        margin_minor=pl.col("margin_micro") // scale, too_fine=pl.col("margin_micro") % scale != 0,
        of_seller=pl.col("margin_micro").sum().over("seller"),
    )  # fmt: skip
    moves = [move for move in found["move_id"].unique().to_list() if move is not None]
    there = opening.taken_over(reader, entity.id, moves)
    found = found.join(there, on=["move_id", "seller", "sold_on"], how="left", maintain_order="left")
    sold = declared_moves(reader, entity.id)
    apart = (pl.col("of_seller") - pl.col("eliminated_micro")).abs()
    untied = (
        found.with_columns(apart=apart).filter(pl.col("apart") > 0).unique("seller", keep="first", maintain_order=True)
    )
    return found, pl.concat([
        *of_no_such_layer(found),
        problems(found, "sold_on", "sold_later", "the goods came before the books did", "give the day of the sale",
                 mark=pl.col("sold_on") >= pl.col("opening_on")),
        problems(found, "seller", "same_entity", "an entity buys of another", "name the seller",
                 mark=pl.col("seller") == entity.code),
        problems(found, "margin_micro", "too_many_decimals", "the margin has more decimals than its currency", "round it",
                 mark=pl.col("too_fine")),
        problems(found, "margin_micro", "more_than_cost", "the margin is more than the goods have cost",
                 "give what is in the layer",
                 mark=(pl.col("currency") == book.currency) & (pl.col("margin_minor") > pl.col("cost_minor"))),
        problems(found, "document", "declared", "the layer is a purchase within the group that has been declared",
                 "its margin follows from the sale", mark=pl.col("move_id").is_in(sold)),
        problems(found, "seller", "already_recorded", "this margin has been taken over", "send each once",
                 mark=pl.col("known").is_not_null()),
        *(problems(untied.filter(pl.col("row") == row["row"]), "eliminated_micro", "differs",
                   f"the margins of {row['seller']} are {format_micro(row['apart'])} apart from it",
                   "give every one of them, or what was eliminated")
          for row in untied.iter_rows(named=True)),
    ]).sort("row")  # fmt: skip
