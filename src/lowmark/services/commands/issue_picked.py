"""Issue what a pick proposes."""

from typing import TYPE_CHECKING

from lowmark.core.kinds.problems import Problem
from lowmark.core.recording.picking import Candidate
from lowmark.services.access import Granted
from lowmark.services.actor import Actor
from lowmark.services.command import Done, run_command
from lowmark.services.operations.issue_picked import OPERATION, Request, Response
from lowmark.services.operations.pick import Line
from lowmark.services.recording.asked import read_quantity
from lowmark.services.recording.reads import read_setting
from lowmark.services.recording.weighing import weigh
from lowmark.services.stock.kits import Set, picked_set
from lowmark.services.stock.picking import Found, Wanted, require_enough, together
from lowmark.store.entities import read as entities_read
from lowmark.store.session import Writer
from lowmark.store.stock import kept
from lowmark.store.stock import kits as kits_store

if TYPE_CHECKING:
    import polars as pl

LINE = "1"
"""The line of the document that a kit is said to be on: it is the only one asked for."""

REASONS = {"customer": "sale", "production": "production"}


def issue_picked(request: Request, *, actor: Actor, granted: Granted) -> Response:
    """Issue what would be picked now, all of it or nothing.

    Locks:  the period, shared; every pool of the items, before anything is read; the entity clock last.
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
        found = picked_set(writer, granted, wanted, lock=True)
        chosen = [(each, one) for each in found.found for one in together(require_enough(each).picked.take)]
        before = entities_read.known_seq(writer, granted.entity.id)
        written = post_documents(
            writer, granted, _documents(request, chosen, _lines(found, len(chosen))), request.document
        )
        weigh(writer, granted, request.document)
        if found.kit_id is not None:
            told = {
                (request.document, line): (found.kit_id, LINE, wanted.quantity_micro)
                for line in _lines(found, len(chosen))
            }
            kits_store.write_parts(writer, granted.entity.id, told, since_seq=before)
        for each in found.found if request.order else ():
            _use(writer, granted, each.item_id, request.order, together(each.picked.take))
        response = Response(
            entity=granted.entity.code, document=request.document, item=request.item, known_seq=written.known_seq,
            value_minor=written.value_minor, released_minor=written.released_minor, currency=granted.entity.currency,
            entries=written.entries,
            lines=tuple(Line(item=each.item, location=one.location, lot=one.lot, received_on=one.received_on,
                             expires_on=one.expires_on,
                             best_before_on=one.best_before_on,
                             quantity_micro=one.quantity_micro, why="") for each, one in chosen),
        )  # fmt: skip
        return Done(response, f"move {request.document}", clock=written.clock)

    result: Response = run_command(OPERATION, request, actor=actor, granted=granted, work=work)
    return result


def _lines(found: Set, n: int) -> list[str]:
    """Return the lines of the moves: those of a kit's components lie under the kit's own."""
    under = "" if found.kit_id is None else f"{LINE}."
    return [f"{under}{number}" for number in range(1, n + 1)]


def _documents(request: Request, chosen: list[tuple[Found, Candidate]], lines: list[str]) -> "pl.DataFrame":
    """Return the moves as a document of a row for each."""
    import polars as pl

    nothing = [""] * len(chosen)
    return pl.DataFrame(
        {"row": list(range(1, len(chosen) + 1)), "document": [request.document] * len(chosen),
         "line": lines, "item": [each.item for each, _ in chosen],
         "lot": [one.lot for _, one in chosen], "made_on": None, "expires_on": None,
         "from_location": [one.location for _, one in chosen], "to_location": request.target,
         "reason": REASONS[request.target], "quantity_micro": [one.quantity_micro for _, one in chosen],
         "value_minor": None, "effective_on": request.issued_on, "accounting_on": request.issued_on,
         "received_on": None, "returns_document": nothing, "returns_line": nothing},
        schema_overrides={"made_on": pl.Date, "expires_on": pl.Date, "value_minor": pl.Int64, "received_on": pl.Date},
    )  # fmt: skip


def _use(writer: Writer, granted: Granted, item_id: int, order: str, chosen: list[Candidate]) -> None:
    """End the reservations of the order on what has left; what is left of one stays reserved."""
    taken = {(one.location, one.lot): one.quantity_micro for one in chosen}
    for row in kept.reserved(writer, granted.entity.id, [item_id]):
        shelf = row["location"], row["lot"]
        if row["document"] != order or not taken.get(shelf):
            continue
        part = min(taken[shelf], row["quantity_micro"])
        taken[shelf] -= part
        if part == row["quantity_micro"]:
            kept.release_reservations(writer, [row["id"]], state="used")
        else:
            kept.lessen_reservation(writer, row["id"], part)
