"""Make goods of goods, in one transaction: stock, cost, allowance, ledger and audit."""

from typing import TYPE_CHECKING, cast

from lowmark.core.kinds.problems import Problem
from lowmark.core.kinds.quantity import parse_micro
from lowmark.services.access import Granted
from lowmark.services.actor import Actor
from lowmark.services.command import Done, run_command
from lowmark.services.operations.produce import OPERATION, Leg, Request, Response
from lowmark.services.recording.asked import read_quantity
from lowmark.services.recording.ordered import Conversion, Named, as_frames, by_bill, read_conversion, read_named
from lowmark.services.recording.weighing import weigh_all
from lowmark.store.session import Writer

if TYPE_CHECKING:
    from lowmark.services.recording.planned import Plan
    from lowmark.services.recording.write import Posted


def produce(request: Request, *, actor: Actor, granted: Granted) -> Response:
    """Issue what went in and receive what came out, at its share of the cost.

    Locks:  as `write` takes them: the periods, shared; the pools; the entity clock last.
    Raises: Problem `bad_request`, `not_found`, `short`, `refused` or `conflict`: nothing is written.
    """
    currency = granted.entity.currency
    conversion = read_conversion(
        request.labour, request.depreciation, request.other_overhead, request.fixed_overhead, request.normal_capacity,
        request.used_capacity, currency,
    )  # fmt: skip
    outputs, abnormal = _outputs(request, currency), parse_micro(request.abnormal or "0")
    if abnormal < 0:
        raise Problem("bad_request", "less than nothing was lost", hint="give zero or more")
    given = read_named(request.inputs, "input", currency)
    places = (request.from_location or request.location, request.location)

    def work(writer: Writer) -> Done:
        from lowmark.services.recording.plan import plan
        from lowmark.services.recording.planned import Plan
        from lowmark.services.recording.write import write

        made = outputs[0].quantity_micro + abnormal
        inputs = given or by_bill(writer, granted.entity.catalogue_id, request.item, made, request.produced_on)
        documents, productions = as_frames(
            request.document, [*inputs, *outputs], conversion, abnormal, places, request.produced_on
        )
        planned = plan(
            writer, entity=granted.entity, documents=documents, document=request.document, productions=productions
        )
        _require_sound(planned)
        assert granted.user_id is not None  # Recording takes a role, and roles are people's.
        posted = write(writer, planned, documents=documents, user_id=granted.user_id)
        if isinstance(posted, Plan):
            _require_sound(posted)
        assert not isinstance(posted, Plan)  # A plan comes back for its problems.
        weigh_all(writer, granted, [request.document])
        response = _response(granted, request, [*inputs, *outputs], conversion, posted)
        return Done(response, f"production {request.document}")

    return cast("Response", run_command(OPERATION, request, actor=actor, granted=granted, work=work))


def _outputs(request: Request, currency: str) -> list[Named]:
    """Return what came out, the product that was asked for first."""
    quantity = read_quantity(request.quantity)
    first = Named(
        kind="product", item=request.item, lot=request.lot, quantity_micro=quantity, made_on=request.made_on,
        share_micro=read_quantity(request.share) if request.share else quantity, expires_on=request.expires_on,
    )  # fmt: skip
    return [
        first,
        *read_named(request.joint, "product", currency),
        *read_named(request.by_products, "by_product", currency),
    ]


def _require_sound(planned: "Plan") -> None:
    """Raise the first problem of a plan, and say how many more there are.

    Raises: Problem `short` for more than there is, `refused` for all else.
    """
    problems = planned.problems
    for row in problems.head(1).iter_rows(named=True):
        more = f"; and {problems.height - 1} more" if problems.height > 1 else ""
        of = f"{_line(planned, row['row'])}: " if row["row"] else ""
        raise Problem("short" if row["code"] == "short" else "refused", f"{of}{row['message']}{more}", hint=row["hint"])


def _line(planned: "Plan", row: int) -> str:
    """Return the line of the document that a row is, for words."""
    found = planned.moves.filter(planned.moves["row"] == row)
    return f"{found['document'][0]}/{found['line'][0]}" if found.height else ""


def _response(
    granted: Granted, request: Request, legs: list[Named], conversion: Conversion, posted: "Posted"
) -> Response:
    """Return the answer."""
    ordered = sorted(legs, key=lambda leg: leg.kind != "input")
    lines = tuple(
        Leg(line=str(number), item=leg.item, lot=leg.lot, value_minor=posted.by_move.get(-number, 0),
            quantity_micro=-leg.quantity_micro if leg.kind == "input" else leg.quantity_micro)
        for number, leg in enumerate(ordered, 1)
    )  # fmt: skip
    went = -sum(line.value_minor for line in lines if line.quantity_micro < 0)
    put_in = conversion.labour_minor + conversion.depreciation_minor + conversion.other_overhead_minor
    return Response(
        document=request.document, known_seq=posted.last_seq, inputs_minor=went, conversion_minor=put_in,
        value_minor=sum(line.value_minor for line in lines if line.quantity_micro > 0),
        waste_minor=posted.by_event.get("abnormal_waste", 0),
        idle_minor=conversion.idle_minor, currency=granted.entity.currency, entries=posted.entries, lines=lines,
    )  # fmt: skip
