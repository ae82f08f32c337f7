"""Import what tax law valued the layers at that were taken over, and the deferred tax on them, held against the old ledger's.

Before this: opening layers, what they carry of the allowance, and the old ledger's trial balance. After this: `tax`, for which
such a layer has this base until there is evidence that says another.
"""

from typing import Any

import polars as pl

from lowmark.services.access import Granted
from lowmark.services.finding import find_book
from lowmark.services.importing.facts import plan_facts
from lowmark.services.importing.kept_before import against, balance_of_role, not_of_one_open_day, of_no_such_layer
from lowmark.services.importing.outcome import Outcome, Refusal
from lowmark.services.importing.problems import of_file, problems
from lowmark.store.session import Reader
from lowmark.store.stock import opening

BY_THE_LAYER = ("fifo", "lifo", "specific_identification", "standard")
"""Cost formulas under which a layer that was taken over stays one."""


def import_opening_tax_bases(frame: pl.DataFrame, *, granted: Granted, **_: Any) -> Outcome | Refusal:
    """Plan tax bases: each of a layer that was taken over, their deferred tax that of the old ledger."""
    return plan_facts(frame, granted=granted, noun="opening_tax_base", look_up=_look_up, declared_by=granted.user_id)


def _look_up(reader: Reader, frame: pl.DataFrame, granted: Granted) -> tuple[pl.DataFrame, pl.DataFrame]:
    """Join layers; return the rows and everything that is wrong with them."""
    entity, book = granted.entity, find_book(reader, granted.entity, "")
    layers = opening.opening_layers(reader, entity.id, book_id=book.id, cost_basis_id=book.cost_basis_id)
    opening_on = frame["opening_on"][0]
    found = frame.join(layers, on=["document", "line"], how="left", maintain_order="left").with_columns(
        book_id=pl.lit(book.id, dtype=pl.Int64), base_minor="tax_base_minor",
        difference_minor=pl.col("tax_base_minor") - pl.col("cost_minor") + pl.col("held_minor"),
    )  # fmt: skip
    there = opening.tax_books_taken_over(reader, book.id)
    tax, difference = pl.col("deferred_tax_minor"), pl.col("difference_minor")
    beyond = (tax.sign() * difference.sign() < 0) | (tax.abs() > difference.abs())
    refused = pl.concat([
        *of_no_such_layer(found),
        problems(found, "document", "averaged", "the goods are costed by an average, which has no layers of its own",
                 "bring what such goods are offered for or bid at as evidence",
                 mark=pl.col("move_id").is_not_null() & ~pl.col("method").is_in(BY_THE_LAYER)),
        *not_of_one_open_day(reader, entity, found),
        problems(found, "tax_base_minor", "more_than_cost", "no base is above cost", "give at most what the layer cost",
                 mark=pl.col("tax_base_minor") > pl.col("cost_minor")),
        problems(found, "deferred_tax_minor", "beyond_difference", "it is no tax on what tax base and carrying amount differ by",
                 "an asset where the base is above what is carried, at most the difference", mark=beyond),
        problems(found, "tax_book", "already_recorded", "the bases of this tax book have been taken over", "send them once",
                 mark=pl.col("tax_book").is_in(there)),
    ])  # fmt: skip
    if refused.is_empty():
        parts = [refused]
        for (tax_book,), rows in found.group_by("tax_book", maintain_order=True):
            said = against(
                balance_of_role(reader, entity, book, "deferred_tax_asset", opening_on), currency=book.currency,
                ours_minor=int(rows["deferred_tax_minor"].sum()), what=f"deferred tax on layers by {tax_book}",
            )  # fmt: skip
            parts += [] if said is None else [of_file(*said)]
        refused = pl.concat(parts)
    return found, refused.sort("row")
