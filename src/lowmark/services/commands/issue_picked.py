"""Issue what a pick proposes."""

from typing import TYPE_CHECKING

from lowmark.core.kinds.problems import Problem
from lowmark.core.kinds.quantity import format_micro
from lowmark.core.recording.picking import Candidate
from lowmark.services.access import Granted
from lowmark.services.actor import Actor
from lowmark.services.command import Done, run_command
from lowmark.services.operations.issue_picked import OPERATION, Request, Response
from lowmark.services.operations.pick import Line
from lowmark.services.recording.asked import read_quantity
from lowmark.services.recording.reads import read_setting
from lowmark.services.stock.picking import Wanted, picked, together
from lowmark.store.session import Writer
from lowmark.store.stock import kept

if TYPE_CHECKING:
    import polars as pl

REASONS = {"customer": "sale", "production": "production"}


def issue_picked(request: Request, *, actor: Actor, granted: Granted) -> Response:
    """Issue what would be picked now, all of it or nothing.

    Locks:  the period, shared; every pool of the item, before anything is read; the entity clock last.
    Raises: Problem `bad_request`, `not_found`, `short`, `refused`, `conflict`.
    """
    if request.target not in REASONS:
        raise Problem("bad_request", f"nothing is picked for {request.target!r}", hint="use customer or production")
    wanted = Wanted(
        item=request.item, quantity_micro=read_quantity(request.quantity), on=request.issued_on,
        location=request.location, order=request.order, minimum_remaining_days=request.remaining_days,
    )  # fmt: skip

    def work(writer: Writer) -> Done:
        from lowmark.services.recording.desk_late import post_documents

        setting = read_setting(writer, granted, request.issued_on)
        if setting.period_id is not None:
            writer.hold_period(setting.period_id, exclusive=False)
        found = picked(writer, granted, wanted, lock=True)
        if found.picked.short_micro:
            raise Problem("short", f"{format_micro(found.picked.short_micro)} of {request.item} more than may be taken",
                          hint="pick says what keeps the rest")  # fmt: skip
        chosen = together(found.picked.take)
        written = post_documents(writer, granted, _documents(request, chosen), request.document)
        if request.order:
            _use(writer, granted, found.item_id, request.order, chosen)
        response = Response(
            entity=granted.entity.code, document=request.document, item=request.item, known_seq=written.known_seq,
            value_minor=written.value_minor, released_minor=written.released_minor, currency=granted.entity.currency,
            entries=written.entries,
            lines=tuple(Line(location=one.location, lot=one.lot, received_on=one.received_on, expires_on=one.expires_on,
                             best_before_on=one.best_before_on,
                             quantity_micro=one.quantity_micro, why="") for one in chosen),
        )  # fmt: skip
        return Done(response, f"move {request.document}", clock=written.clock)

    result: Response = run_command(OPERATION, request, actor=actor, granted=granted, work=work)
    return result


def _documents(request: Request, chosen: list[Candidate]) -> "pl.DataFrame":
    """Return the moves as a document of a row for each."""
    import polars as pl

    nothing = [""] * len(chosen)
    return pl.DataFrame(
        {"row": list(range(1, len(chosen) + 1)), "document": [request.document] * len(chosen),
         "line": [str(n) for n in range(1, len(chosen) + 1)], "item": [request.item] * len(chosen),
         "lot": [one.lot for one in chosen], "made_on": None, "expires_on": None,
         "from_location": [one.location for one in chosen], "to_location": request.target,
         "reason": REASONS[request.target], "quantity_micro": [one.quantity_micro for one in chosen],
         "value_minor": None, "effective_on": request.issued_on, "accounting_on": request.issued_on,
         "received_on": None, "returns_document": nothing, "returns_line": nothing},
        schema_overrides={"made_on": pl.Date, "expires_on": pl.Date, "value_minor": pl.Int64, "received_on": pl.Date},
    )  # fmt: skip


def _use(writer: Writer, granted: Granted, item_id: int, order: str, chosen: list[Candidate]) -> None:
    """End the reservations of the order on what has left; what is left of one stays reserved."""
    taken = {(one.location, one.lot): one.quantity_micro for one in chosen}
    for row in kept.reserved(writer, granted.entity.id, item_id):
        shelf = row["location"], row["lot"]
        if row["document"] != order or not taken.get(shelf):
            continue
        part = min(taken[shelf], row["quantity_micro"])
        taken[shelf] -= part
        if part == row["quantity_micro"]:
            kept.release_reservations(writer, [row["id"]], state="used")
        else:
            kept.lessen_reservation(writer, row["id"], part)
