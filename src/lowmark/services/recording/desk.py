"""Record one move asked for at a desk: stock, cost, allowance, ledger and audit in one transaction.

Locks:  the period of its day, shared; its pools; the entity clock last. Nothing of the history is read but the open
        layers of these pools, and no frame is built. What locks make certain is read after them, once. Shared by the
        operations that record a move; each of them says in its own words what is asked.
"""

from collections.abc import Callable, Mapping
from dataclasses import replace
from typing import cast

from lowmark.core import flow_one
from lowmark.core.flow_one import MoveEvent, PostedOne, Short, Source
from lowmark.core.kinds.problems import Problem
from lowmark.core.kinds.quantity import format_micro
from lowmark.core.recording.directions import direction
from lowmark.core.tables.locations import BY_ITSELF, INTERNAL
from lowmark.services.access import Granted
from lowmark.services.actor import Actor
from lowmark.services.command import Done, run_command
from lowmark.services.operation import Operation
from lowmark.services.operations.record_move import Response
from lowmark.services.recording.asked import Asked
from lowmark.services.recording.desk_asked import in_base_unit, require_new, require_owner, require_value
from lowmark.services.recording.desk_late import comes_late, post_late
from lowmark.services.recording.kit_moves import kit_asked, post_kit
from lowmark.services.recording.one import State, Written, read_state, write_one, write_transfer
from lowmark.services.recording.owned import NEGATIVE_STOCK
from lowmark.services.recording.place import Place
from lowmark.services.recording.reads import Setting, read_named, read_roles, read_setting, read_source, require_open
from lowmark.services.recording.weighing import require_weighed, weigh
from lowmark.services.recording.within import require_not_within
from lowmark.services.stock.freezing import require_moving
from lowmark.store.session import Row, Writer
from lowmark.store.stock import changes as changes_read
from lowmark.store.stock import places as places_read
from lowmark.store.stock import read as stock_read
from lowmark.store.subledger import read as subledger_read

ONE_UNIT = 1_000_000


def record_asked(
    operation: Operation, request: object, asked: Asked, *, actor: Actor, granted: Granted, because: str = "",
    first: Callable[[Writer], None] | None = None, then: Callable[[Writer, Written], None] | None = None,
) -> Response:  # fmt: skip
    """Record a move and post it; `first` and `then` are done before and after it, in its transaction.

    Raises: Problem `bad_request`, `not_found`, `refused`, `period_closed`, `conflict` or `short`: nothing is written.
    """

    def work(writer: Writer) -> Done:
        if first is not None:
            first(writer)
        said, written = record_in(writer, granted, asked)
        if then is not None:
            then(writer, written)
        subject = f"move {asked.document}/{asked.line}"
        return Done(_response(granted, said, written), subject, because=because, clock=written.clock)

    return cast("Response", run_command(operation, request, actor=actor, granted=granted, work=work))


def record_in(writer: Writer, granted: Granted, asked: Asked) -> tuple[Asked, Written]:
    """Record a move in a transaction that is open, and post it; return what is asked, in base units, and what was written.

    Raises: as `record_asked` does.
    """
    setting = read_setting(writer, granted, asked.on)
    period_id = require_open(setting, asked.on)
    writer.hold_period(period_id, exclusive=False)
    place, said = _place(writer, granted, asked)
    if place is None:
        return said, post_kit(writer, granted, said)
    if place.way == "within":
        held = read_setting(writer, granted, asked.on)
        require_open(held, asked.on)
        written = write_transfer(writer, granted, held, place, said)
    else:
        written = _post(writer, granted, setting, place, said)
    if place.catch_unit is not None:
        weigh(writer, granted, asked.document, line=asked.line, weighed_micro=asked.catch_micro)
    return said, written


def _place(writer: Writer, granted: Granted, asked: Asked) -> tuple[Place | None, Asked]:
    """Find what is named, and which way the goods go; return with that what is asked, in base units. A kit has no place.

    Raises: Problem `not_found`, `refused`, `conflict`, `bad_request`.
    """
    entity = granted.entity
    item, places = read_named(writer, granted, asked)
    if item is None or places[0] is None or places[1] is None:
        missing = asked.item if item is None else asked.from_location if places[0] is None else asked.to_location
        raise Problem("not_found", f"{entity.code} knows no {missing!r}", hint="import the item or the place first")
    kinds = str(places[0]["kind"]), str(places[1]["kind"])
    if item["is_kit"]:
        return None, kit_asked(writer, item, asked, kinds)
    way = require_owner(asked, direction(from_kind=kinds[0], to_kind=kinds[1]), to_kind=kinds[1])
    if way is None or not set(BY_ITSELF).isdisjoint(kinds):
        raise Problem("refused", f"goods do not move from {asked.from_location} to {asked.to_location} here",
                      hint="receive into stock, or issue or return from stock")  # fmt: skip
    require_moving((places[0], places[1]), document=asked.document, reason=asked.reason)
    asked = in_base_unit(writer, item, asked)
    require_value(asked, way[0])
    _require_lot(asked, str(item["tracking"]))
    require_weighed(item=asked.item, unit=item["catch_unit"], weighed_micro=asked.catch_micro, comes=kinds[0] not in INTERNAL,
                    returns=asked.returns is not None)  # fmt: skip
    require_new(item, asked)
    place = Place(
        item_id=int(item["id"]), item_class=str(item["item_class"]), shelf_life_days=item["shelf_life_days"],
        lot=asked.lot, from_location_id=int(places[0]["id"]), to_location_id=int(places[1]["id"]),
        from_kind=kinds[0], to_kind=kinds[1], way=way[0], event=way[1], owner=asked.owner, to_owner=asked.to_owner,
        read_at=int(places[0]["known_seq"]), is_serial=item["tracking"] == "serial", catch_unit=item["catch_unit"],
    )  # fmt: skip
    return place, asked


def _require_lot(asked: Asked, tracked: str) -> None:
    """Refuse a lot that is missing or needless, and a serial number of more than one.

    Raises: Problem `bad_request`.
    """
    if (tracked != "none") != bool(asked.lot):
        raise Problem("bad_request", f"{asked.item} is {'' if tracked != 'none' else 'not '}tracked by {tracked}",
                      hint="give its lot" if tracked != "none" else "leave the lot empty")  # fmt: skip
    if tracked == "serial" and asked.quantity_micro != ONE_UNIT:
        raise Problem("bad_request", "a serial number is one unit", hint="record each unit by itself")


def _post(writer: Writer, granted: Granted, setting: Setting, place: Place, asked: Asked) -> Written:
    """Cost the move from its pools' open layers and write what comes of it.

    A move that counts before others of its goods takes the way of a file of one row: what these cost is worked out again.

    Raises: Problem `period_closed`, `short`, `not_found`, `refused`.
    """
    origin = _origin(writer, granted, place, asked) if asked.returns is not None else None
    if comes_late(writer, granted, setting, place, asked, origin) or _is_awaited(writer, granted, place):
        return post_late(writer, granted, asked)
    also = subledger_read.issue_cost(writer, origin["id"]) if origin is not None else None
    state = read_state(writer, granted, setting, place, asked, also=also["pool_id"] if also else 0)
    require_open(state.setting, asked.on)
    _require_untested(state, asked)
    overtaken = origin is not None or (state.last_on is not None and asked.on < state.last_on)
    if overtaken and comes_late(writer, granted, setting, place, asked, origin):  # Another was quicker, on a later day.
        return post_late(writer, granted, asked)
    goes_back = origin is not None and place.way == "out"
    source = read_source(writer, state.book, origin) if origin is not None and not goes_back else None
    if source is not None:
        _require_still_out(source, asked)
    credited = None
    if goes_back and origin is not None:
        _require_whole(writer, origin, asked)
        place, credited = replace(place, event="receipt_reversed"), origin["value_minor"]
    move = MoveEvent(
        move=-1, document=asked.document, event=place.event, credited_minor=credited, reason=asked.reason,
        item_class=place.item_class, accounting_on=asked.on, known_seq=state.next_seq,
        value_minor=0 if place.way == "in" and place.owner else asked.value_minor,
        quantity_micro=asked.quantity_micro if place.way in {"in", "title"} else -asked.quantity_micro,
    )  # fmt: skip
    posted = _posted(place, state, move, source, read_roles(writer, granted, place.event))
    if isinstance(posted, Short):
        if move.event == "sale" and not place.owner and places_read.ever_set(writer, granted.entity.id, NEGATIVE_STOCK):
            return post_late(writer, granted, asked)  # The policy may let it be taken from what has not come yet.
        raise Problem("short", f"{format_micro(posted.short_micro)} of {asked.item} more than there is",
                      hint="record the receipt first, or correct the quantity")  # fmt: skip
    assert isinstance(posted, PostedOne)
    returns = None if origin is None else int(origin["id"])
    return write_one(writer, granted, place, asked, state, posted, returns)


def _is_awaited(writer: Writer, granted: Granted, place: Place) -> bool:
    """Say whether goods of ours that come are awaited, because some of them were sold before."""
    comes = place.way != "out" and not place.to_owner
    entity_id = granted.entity.id
    is_set = comes and places_read.ever_set(writer, entity_id, NEGATIVE_STOCK)
    return is_set and bool(places_read.assumed(writer, entity_id, [place.item_id]))


def _posted(
    place: Place, state: State, move: MoveEvent, source: Source | None, roles: Mapping[tuple[str, str], int]
) -> PostedOne | Short:
    """Cost the move in its pools: one, or the two between which goods or their title pass."""
    first = state.pools[0]
    if place.way == "title":
        return flow_one.pass_title(leaves=first, comes=state.pools[1], move=move, roles=roles)
    into = state.pools[1] if place.way == "between" else None
    return flow_one.post_one(state=first, into=into, move=move, source=source, roles=roles)


def _require_untested(state: State, asked: Asked) -> None:
    """Refuse a day up to what is tested.

    Raises: Problem `refused`.
    """
    if state.set_on is not None and asked.on <= state.set_on:
        raise Problem("refused", f"{asked.item} was tested and its allowance set as of {state.set_on}",
                      hint="date it after that day")  # fmt: skip


def _origin(writer: Writer, granted: Granted, place: Place, asked: Asked) -> Row:
    """Return the issue whose goods come back.

    Raises: Problem `not_found`, `refused`.
    """
    assert asked.returns is not None
    document, line = asked.returns
    found = stock_read.returnable(writer, granted.entity.id, document, line)
    if found is None or found["item_id"] != place.item_id or found["lot"] != asked.lot:
        raise Problem("not_found", f"no issue of {asked.item} has the document {document}/{line}",
                      hint="name the move by which the goods left")  # fmt: skip
    way = direction(from_kind=found["from_kind"], to_kind=found["to_kind"])
    back = {"in": ("out", found["to_kind"], place.from_kind), "out": ("in", found["from_kind"], place.to_kind)}
    was, went, now = back.get(place.way, ("", "", ""))
    if way is None or way[0] != was or went != now or (place.way == "out" and now != "vendor"):
        raise Problem("refused", f"what {document}/{line} issued does not come back from {asked.from_location}",
                      hint="let goods come back into stock from where they went")  # fmt: skip
    if found["accounting_on"] > asked.on:
        raise Problem("refused", f"{document}/{line} is of {found['accounting_on']}", hint="date the return after it")
    require_not_within(writer, granted.entity.id, found, f"{document}/{line}")
    return found


def _require_still_out(source: Source, asked: Asked) -> None:
    """Refuse to take back more than was issued.

    Raises: Problem `refused`.
    """
    out = source.quantity_micro - source.before_micro
    if asked.quantity_micro > out:
        raise Problem("refused", f"only {format_micro(out)} of that issue are still out",
                      hint="return no more than is still out")  # fmt: skip


def _require_whole(writer: Writer, origin: Row, asked: Asked) -> None:
    """Refuse to send back a part of a receipt as if it had never come, or to do so twice.

    Raises: Problem `refused`.
    """
    if origin["quantity_micro"] != asked.quantity_micro or stock_read.returned_micro(writer, origin["id"]):
        raise Problem("refused", "a receipt is reversed whole, and once",
                      hint="issue what goes back to the vendor, as a vendor return")  # fmt: skip
    if changes_read.changed_by(writer, origin["id"]):
        raise Problem("refused", "what the receipt cost has changed since: more than it is behind it",
                      hint="take the changes back, or issue the goods to the vendor, as a vendor return")  # fmt: skip


def _response(granted: Granted, asked: Asked, written: Written) -> Response:
    """Return the answer."""
    return Response(
        document=asked.document, line=asked.line, known_seq=written.known_seq, quantity_micro=asked.quantity_micro,
        value_minor=written.value_minor, released_minor=written.released_minor, currency=granted.entity.currency,
        entries=written.entries, repeated=False,
    )  # fmt: skip
