"""Trace a lot or serial number, in every entity that whoever asks may trace in."""

from lowmark.core.kinds.problems import Problem
from lowmark.services.access import Granted
from lowmark.services.actor import Actor
from lowmark.services.groups.members import visible
from lowmark.services.operations.trace import OPERATION, WAYS, Request, Response, Step
from lowmark.services.stock.tracing import Way, trace_lots
from lowmark.store.scope import Scope
from lowmark.store.session import reading
from lowmark.store.stock import lives

FARTHEST = 50
"""No chain of supply has so many steps: who asks for more asks from a lot nearer to them."""


def trace(request: Request, *, actor: Actor, granted: Granted) -> Response:
    """Return every step that leads to the lot, and from it.

    Raises: Problem `bad_request`, `not_found`.
    """
    entity = granted.entity
    if request.way not in WAYS or not 0 <= request.levels <= FARTHEST:
        raise Problem("bad_request", f"nothing is traced {request.way!r} over {request.levels} levels",
                      hint=f"go {', '.join(WAYS)}, over {FARTHEST} levels at most")  # fmt: skip
    seen = [each.entity.id for each in visible(actor, granted).values() if each.roles & set(OPERATION.policy.roles)]
    entities = tuple(sorted({entity.id, *seen}))
    with reading(Scope(user_id=granted.user_id, entities=entities, purpose="report")) as reader:
        lot = lives.lot(reader, entity.id, entity.catalogue_id, request.item, request.lot)
        if lot is None:
            raise Problem("not_found", f"{request.item} has no lot {request.lot!r}", hint="give a lot or serial number")
        ways: dict[str, tuple[Way, ...]] = {"both": ("back", "forward"), "back": ("back",), "forward": ("forward",)}
        found = trace_lots(
            reader, entities, [(lot["item_id"], lot["id"])], ways=ways[request.way], levels=request.levels
        )
    return Response(
        entity=entity.code, item=request.item, lot=request.lot, start=f"{entity.code} {request.item} {request.lot}",
        more=found.more, steps=tuple(
            Step(level=one.level, what=one.what, source=one.source, target=one.target, quantity_micro=one.quantity_micro,
                 document=one.document, on=one.on, party=one.party) for one in found.steps
        ),
    )  # fmt: skip
