"""Import sides of sales within a group: each is of a move that is there, and is declared once."""

import polars as pl

from lowmark.core.kinds.currency import EXPONENTS
from lowmark.core.tables.locations import OUTSIDE
from lowmark.services.access import Granted
from lowmark.services.importing.facts import plan_facts
from lowmark.services.importing.outcome import Outcome, Refusal
from lowmark.services.importing.problems import problems
from lowmark.store.session import Reader
from lowmark.store.stock.intercompany import declared, moves_of_documents

MICRO_PLACES = 6


def import_intercompany_moves(
    frame: pl.DataFrame, *, granted: Granted, document: str, file_hash: bytes
) -> Outcome | Refusal:
    """Plan sides: their moves have to be there and go the right way, and none is declared twice."""
    del document, file_hash
    return plan_facts(frame, granted=granted, noun="intercompany_move", look_up=_look_up, declared_by=granted.user_id)


def _look_up(reader: Reader, frame: pl.DataFrame, granted: Granted) -> tuple[pl.DataFrame, pl.DataFrame]:
    """Join moves and what is declared; return the rows, and what is wrong with them."""
    entity = granted.entity
    moves = moves_of_documents(reader, entity.id, sorted(set(frame["document"].to_list())))
    there = declared(reader, entity.id)
    scale = pl.col("currency").replace_strict(
        {code: 10 ** (MICRO_PLACES - places) for code, places in EXPONENTS.items()}, default=1, return_dtype=pl.Int64
    )
    found = (
        frame.join(moves, on=["document", "line"], how="left", maintain_order="left")
        .join(there, on=["side", "counterparty", "reference"], how="left", maintain_order="left")
        .with_columns(amount_minor=pl.col("amount_micro") // scale, too_fine=pl.col("amount_micro") % scale != 0)
    )
    comes, goes = (~pl.col(name).is_in(OUTSIDE) for name in ("to_kind", "from_kind"))
    right = pl.when(pl.col("side") == "sale").then(goes & ~comes).otherwise(comes & ~goes)
    seller_currency = (pl.col("side") == "sale") & (pl.col("currency") != entity.currency)
    return found, pl.concat([
        problems(found, "document", "unknown_move", "there is no such move", "import the stock move first",
                 mark=pl.col("move_id").is_null()),
        problems(found, "side", "goes_the_other_way", "a sale leaves us, a purchase comes to us", "name the other side",
                 mark=pl.col("move_id").is_not_null() & ~right),
        problems(found, "currency", "not_the_sellers", "an invoice is in the currency of the seller",
                 "give the amount in it", mark=seller_currency),
        problems(found, "currency", "too_many_decimals", "the amount has more decimals than it", "round as the invoice does",
                 mark=pl.col("too_fine")),
        problems(found, "counterparty", "same_entity", "an entity sells to another", "name the other side",
                 mark=pl.col("counterparty") == entity.code),
        problems(found, "reference", "already_recorded", "this side, or its move, is declared already", "send each once",
                 mark=pl.col("declared").is_not_null() | pl.col("is_declared").fill_null(value=False)),
    ]).sort("row")  # fmt: skip
