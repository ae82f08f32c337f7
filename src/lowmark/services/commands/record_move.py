"""Record one stock move: stock, cost, allowance, ledger and audit in one transaction.

Locks:  the period of its day, shared; its pool; the entity clock last. Nothing of the history is read but the open
        layers of the one pool, and no frame is built. What locks make certain is read after them, once.
"""

from dataclasses import dataclass
from datetime import date

from lowmark.core import flow_one
from lowmark.core.flow_one import MoveEvent, PostedOne, Short
from lowmark.core.kinds.money import parse_minor
from lowmark.core.kinds.problems import Problem
from lowmark.core.kinds.quantity import format_micro, parse_micro
from lowmark.core.recording.directions import direction
from lowmark.services.access import Granted
from lowmark.services.actor import Actor
from lowmark.services.command import Done, run_command
from lowmark.services.operations.record_move import OPERATION, Request, Response
from lowmark.services.recording.one import Place, Written, read_state, write_one, write_transfer
from lowmark.services.recording.reads import Setting, read_named, read_roles, read_setting
from lowmark.store.session import Writer

ONE_UNIT = 1_000_000


@dataclass(frozen=True, slots=True)
class _Asked:
    """A request with its numbers read."""

    quantity_micro: int
    value_minor: int | None


def record_move(request: Request, *, actor: Actor, granted: Granted) -> Response:
    """Record a move and post it.

    Raises: Problem `bad_request`, `not_found`, `refused`, `period_closed`, `conflict` or `short`: nothing is written.
    """
    asked = _read(request, granted.entity.currency)

    def work(writer: Writer) -> Done:
        setting = read_setting(writer, granted, request.effective_on)
        _require_open(setting, request.effective_on)
        assert setting.period_id is not None
        place = _place(writer, granted, request, asked)
        writer.hold_period(setting.period_id, exclusive=False)
        if place.way == "within":
            _require_open(read_setting(writer, granted, request.effective_on), request.effective_on)
            written = write_transfer(writer, granted, place, request, asked.quantity_micro)
        else:
            written = _post(writer, granted, setting, place, request, asked)
        return Done(
            _response(request, granted, asked, written), f"move {request.document}/{request.line}", clock=written.clock
        )

    result: Response = run_command(OPERATION, request, actor=actor, granted=granted, work=work)
    return result


def _read(request: Request, currency: str) -> _Asked:
    """Read the request's numbers.

    Raises: Problem as the grammars of quantity and money word it.
    """
    quantity = parse_micro(request.quantity)
    if quantity <= 0:
        raise Problem("bad_request", f"a quantity of {request.quantity} moves nothing", hint="give more than zero")
    value = parse_minor(request.value, currency) if request.value else None
    if value is not None and value < 0:
        raise Problem("bad_request", f"a value of {request.value} is less than nothing", hint="give zero or more")
    return _Asked(quantity, value)


def _require_open(setting: Setting, day: date) -> None:
    """Refuse a day whose period is not there or closed.

    Raises: Problem `refused` when there is none, `period_closed`.
    """
    if setting.period_id is None:
        raise Problem("refused", f"no period has the day {day}", hint="open a period for it")
    if setting.period_state == "closed":
        raise Problem("period_closed", f"the period of {day} is closed", hint="date it in an open period")


def _place(writer: Writer, granted: Granted, request: Request, asked: _Asked) -> Place:
    """Find what the request names, and which way the goods go.

    Raises: Problem `not_found`, `refused`, `conflict`.
    """
    entity = granted.entity
    item, places = read_named(writer, granted, request)
    if item is None or places[0] is None or places[1] is None:
        missing = request.item if item is None else request.from_location if places[0] is None else request.to_location
        raise Problem("not_found", f"{entity.code} knows no {missing!r}", hint="import the item or the place first")
    way = direction(from_kind=str(places[0]["kind"]), to_kind=str(places[1]["kind"]))
    if way is None:
        raise Problem("refused", f"goods do not move from {request.from_location} to {request.to_location} here",
                      hint="receive into stock, or issue or return from stock")  # fmt: skip
    if (way[0] == "in") != (asked.value_minor is not None):
        raise Problem("bad_request", "a receipt has a value, and nothing else has one",
                      hint="say what a receipt cost, 0 if nothing; issues are costed here")  # fmt: skip
    tracked = str(item["tracking"])
    if (tracked != "none") != bool(request.lot):
        raise Problem("bad_request", f"{request.item} is {'' if tracked != 'none' else 'not '}tracked by {tracked}",
                      hint="give its lot" if tracked != "none" else "leave the lot empty")  # fmt: skip
    if tracked == "serial" and asked.quantity_micro != ONE_UNIT:
        raise Problem("bad_request", "a serial number is one unit", hint="record each unit by itself")
    if item["recorded_id"] is not None:
        raise Problem("conflict", f"{request.document}/{request.line} is recorded already",
                      hint="give a correction a document of its own")  # fmt: skip
    return Place(
        item_id=int(str(item["id"])), item_class=str(item["item_class"]), lot=request.lot,
        from_location_id=int(str(places[0]["id"])), to_location_id=int(str(places[1]["id"])), way=way[0], event=way[1],
    )  # fmt: skip


def _post(writer: Writer, granted: Granted, setting: Setting, place: Place, request: Request, asked: _Asked) -> Written:
    """Cost the move from its pool's open layers and write what comes of it.

    Raises: Problem `period_closed`, `short`, `refused` for a day before the pool's last one.
    """
    state = read_state(writer, granted, setting, place)
    _require_open(state.setting, request.effective_on)
    if state.last_on is not None and request.effective_on < state.last_on:
        raise Problem("refused", f"{request.item} has moves on {state.last_on} that are costed already",
                      hint="date it on or after the item's last move")  # fmt: skip
    if state.set_on is not None and request.effective_on <= state.set_on:
        raise Problem("refused", f"{request.item} was tested and its allowance set as of {state.set_on}",
                      hint="date it after that day")  # fmt: skip
    move = MoveEvent(
        move=-1, document=request.document, event=place.event, reason=request.reason, item_class=place.item_class,
        accounting_on=request.effective_on, known_seq=state.next_seq, value_minor=asked.value_minor,
        quantity_micro=asked.quantity_micro if place.way == "in" else -asked.quantity_micro,
    )  # fmt: skip
    roles = read_roles(writer, granted, place.event)
    posted = flow_one.post_one(state=state.pool, move=move, roles=roles, method=setting.book.method)
    if isinstance(posted, Short):
        raise Problem("short", f"{format_micro(posted.short_micro)} of {request.item} more than there is",
                      hint="record the receipt first, or correct the quantity")  # fmt: skip
    assert isinstance(posted, PostedOne)
    return write_one(writer, granted, place, request, state, posted, asked.value_minor, asked.quantity_micro)


def _response(request: Request, granted: Granted, asked: _Asked, written: Written) -> Response:
    """Return the answer."""
    return Response(
        document=request.document, line=request.line, known_seq=written.known_seq,
        quantity_micro=asked.quantity_micro, value_minor=written.value_minor, released_minor=written.released_minor,
        currency=granted.entity.currency, entries=written.entries, repeated=False,
    )  # fmt: skip
