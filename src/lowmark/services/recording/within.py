"""Goods of a sale within the group do not come back by one side alone: what was posted and declared on both would stand.

Before this: a return or reversal has found the move that it takes back. After this: only those of other moves are recorded.
"""

from typing import TYPE_CHECKING, Final

from lowmark.core.kinds.problems import Problem
from lowmark.store.entities.read import Entity
from lowmark.store.session import Reader, Row
from lowmark.store.stock.intercompany import invoiced

if TYPE_CHECKING:
    import polars as pl

SELL_BACK: Final = "sell the goods back with sell-within: both sides and both invoices follow"


def require_not_within(reader: Reader, entity_id: int, move: Row, name: str) -> None:
    """Refuse to take a sale within the group back by one of its sides.

    Raises: Problem `refused`.
    """
    if invoiced(reader, entity_id, [move["id"]]):
        raise Problem("refused", f"{name} is of a sale within the group", hint=SELL_BACK)


def taken_back(reader: Reader, entity: Entity, moves: "pl.DataFrame") -> "pl.DataFrame":
    """Return a problem for each row that takes a sale within the group back."""
    import polars as pl

    from lowmark.core.recording.faults import PROBLEM

    numbers = moves.filter(pl.col("source_move").is_not_null())["source_move"].unique().sort().to_list()
    found = invoiced(reader, entity.id, numbers)
    return moves.filter(pl.col("source_move").is_in(sorted(found))).select(
        "row", column=pl.lit("returns_document"), value=pl.lit(""), code=pl.lit("sold_within"),
        message=pl.lit("the move that comes back is of a sale within the group"), hint=pl.lit(SELL_BACK),
    ).cast(PROBLEM)  # fmt: skip
