"""Record at the desk a move that counts before others of its goods: as a file of one row would be, in the same transaction.

Before this: `desk` has found what is named. After this: the answer. A frame is built here and nowhere else at the desk.
"""

from typing import TYPE_CHECKING

from lowmark.core.kinds.problems import Problem
from lowmark.services.access import Granted
from lowmark.services.recording.asked import Asked
from lowmark.services.recording.one import Written
from lowmark.services.recording.place import Place
from lowmark.services.recording.reads import Setting
from lowmark.store.entities import read as entities_read
from lowmark.store.evidence import read as evidence_read
from lowmark.store.items import read as items_read
from lowmark.store.session import Row, Writer
from lowmark.store.stock import read as stock_read
from lowmark.store.valuation import read as valuation_read

if TYPE_CHECKING:
    import polars as pl

    from lowmark.services.recording.planned import Plan


def comes_late(
    writer: Writer, granted: Granted, setting: Setting, place: Place, asked: Asked, origin: Row | None
) -> bool:
    """Say whether moves of these goods that count on later days are costed already; nothing is locked for that.

    Raises: Problem `refused` for a receipt that is to be reversed on a day before them.
    """
    last = [stock_read.last_back_on(writer, origin["id"])] if origin is not None else []
    lot_id = items_read.lot_by_code(writer, granted.entity.id, place.item_id, place.lot) if place.lot else None
    basis, found = setting.book.cost_basis_id, []
    if lot_id is not None or not place.lot:
        found = [valuation_read.pool(writer, basis, place.item_id, lot_id, *side) for side in place.sides]
        last += [valuation_read.last_on(writer, each[0]) for each in found if each is not None]
        if any(each is None or each[1] == "standard" for each in found):
            last.append(evidence_read.rolled_on(writer, basis, place.item_id))
        if any(each is None or each[1] == "weighted_average" for each in found):
            trued = entities_read.trued_up_to(writer, granted.entity.id)
            if trued is not None and trued >= asked.on:
                return True
    if not found or any(each is None for each in found):
        last.append(valuation_read.formula_since(writer, basis, place.item_id))
    latest = max((day for day in last if day is not None), default=None)
    if latest is None or latest <= asked.on:
        return False
    if origin is not None and place.way == "out":
        raise Problem("refused", f"{asked.item} has moves on {latest} that are costed already",
                      hint="reverse the receipt on or after that day")  # fmt: skip
    return True


def post_late(writer: Writer, granted: Granted, asked: Asked) -> Written:
    """Plan and write the move, and the differences that it makes to what is recorded.

    Raises: Problem `short` or `refused`, as the plan words it.
    """
    import polars as pl

    marks = pl.DataFrame(
        {"row": [1], "best_before_on": [asked.best_before_on], "potency_micro": [asked.potency_micro]},
        schema_overrides={"best_before_on": pl.Date, "potency_micro": pl.Int64},
    )
    return post_documents(writer, granted, _document(asked), asked.document, marks=marks)


def post_documents(
    writer: Writer, granted: Granted, documents: "pl.DataFrame", document: str, *, marks: "pl.DataFrame | None" = None
) -> Written:
    """Plan and write the rows of a document in the transaction that is open.

    Shapes: marks: row, best_before_on, potency_micro, of lots that the rows bring.

    Raises: Problem `short` or `refused`, as the plan words it.
    """
    from lowmark.services.recording.plan import plan
    from lowmark.services.recording.planned import Plan
    from lowmark.services.recording.write import write
    from lowmark.services.recording.write_facts import lots_of

    assert granted.user_id is not None  # Recording takes a role, and roles are people's.
    planned = plan(writer, entity=granted.entity, documents=documents, document=document)
    _require_sound(planned)
    if marks is not None:
        lots_of(writer, planned, marks)
    posted = write(writer, planned, documents=documents, user_id=granted.user_id)
    if isinstance(posted, Plan):
        _require_sound(posted)
    assert not isinstance(posted, Plan)  # A plan comes back for its problems.
    sequences, recorded_at = writer.tick(granted.entity.id, 1)
    return Written(
        known_seq=posted.last_seq, value_minor=posted.value_minor, released_minor=posted.released_minor,
        entries=posted.entries, clock=(sequences[0], recorded_at),
    )  # fmt: skip


def _document(asked: Asked) -> "pl.DataFrame":
    """Return the move as a document of one row."""
    import polars as pl

    returns = asked.returns or ("", "")
    return pl.DataFrame(
        {"row": [1], "document": [asked.document], "line": [asked.line], "item": [asked.item], "lot": [asked.lot],
         "made_on": [asked.made_on], "expires_on": [asked.expires_on], "from_location": [asked.from_location],
         "to_location": [asked.to_location], "reason": [asked.reason],
         "quantity_micro": [asked.unit_quantity_micro or asked.quantity_micro],
         "value_minor": [asked.value_minor], "effective_on": [asked.on], "accounting_on": [asked.on],
         "received_on": [asked.received_on], "returns_document": [returns[0]], "returns_line": [returns[1]], "unit": [asked.unit],
         "owner": [asked.owner], "to_owner": [asked.to_owner], "terms": [asked.terms]},
        schema_overrides={"made_on": pl.Date, "expires_on": pl.Date, "value_minor": pl.Int64, "received_on": pl.Date},
    )  # fmt: skip


def _require_sound(planned: "Plan") -> None:
    """Raise the first problem of a plan.

    Raises: Problem `short` for more than there is, `refused` for all else.
    """
    for row in planned.problems.head(1).iter_rows(named=True):
        raise Problem("short" if row["code"] == "short" else "refused", row["message"], hint=row["hint"])
