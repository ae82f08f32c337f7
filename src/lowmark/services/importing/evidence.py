"""Import price evidence. What a person types is asserted until somebody else verifies it."""

import polars as pl

from lowmark.services.access import Granted
from lowmark.services.importing.facts import plan_facts
from lowmark.services.importing.outcome import Outcome, Refusal
from lowmark.services.importing.problems import problems, unknown_items
from lowmark.store.items import read as items_read
from lowmark.store.session import Reader


def import_price_evidence(
    frame: pl.DataFrame, *, granted: Granted, document: str, file_hash: bytes
) -> Outcome | Refusal:
    """Plan evidence: items and lots have to be known, a document's line is said once."""
    del document
    return plan_facts(
        frame, granted=granted, noun="evidence", look_up=_look_up, file_hash=file_hash, asserted_by=granted.user_id
    )


def _look_up(reader: Reader, frame: pl.DataFrame, granted: Granted) -> tuple[pl.DataFrame, pl.DataFrame]:
    """Join items and lots; return the rows and what is wrong with them."""
    entity_id = granted.entity.id
    there = reader.frame(
        "SELECT document, line FROM evidence_evidence WHERE entity_id = %s", [entity_id],
        {"document": "text", "line": "text"},
    )  # fmt: skip
    found = (
        frame.join(items_read.items(reader, granted.entity.catalogue_id).select("item", "item_id"), on="item",
                   how="left", maintain_order="left")
        .join(items_read.lots(reader, entity_id).select("item_id", "lot", "lot_id"), on=["item_id", "lot"], how="left",
              maintain_order="left")
        .join(there.with_columns(is_there=pl.lit(value=True)), on=["document", "line"], how="left",
              maintain_order="left")
    )  # fmt: skip
    is_unknown_lot = (pl.col("lot") != "") & pl.col("lot_id").is_null() & pl.col("item_id").is_not_null()
    return found, pl.concat([
        unknown_items(found),
        problems(found, "lot", "unknown_lot", "no lot of this item has this code", "receive the lot first, or leave it"
                 " empty", mark=is_unknown_lot),
        problems(found, "standing", "not_verified_here", "whoever brings evidence does not verify it",
                 "say asserted; somebody else verifies it then", mark=pl.col("standing") == "verified"),
        problems(found, "document", "already_recorded", "this document and line are evidence already",
                 "give a correction a line of its own", mark=pl.col("is_there").is_not_null()),
    ]).sort("row")  # fmt: skip
