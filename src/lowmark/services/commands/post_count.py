"""Post a count sheet: its differences are adjustments with their reason, its damaged goods are set apart, its accrual is trued up,
and what was frozen for it moves again. Goods of others differ in quantity alone.

Whoever posts has not counted on the sheet, and stays within the limit of what they may approve. What a place differs by is read in
the transaction that posts it, less what the sheet has posted already: posted twice, it is posted once.

Locks:  the name of the sheet; the periods, shared; the pools; the entity clock last.
"""

from collections.abc import Mapping
from dataclasses import dataclass, field
from typing import TYPE_CHECKING, Any

from lowmark.core.kinds.arithmetic import multiply_divide_round
from lowmark.core.kinds.problems import Problem
from lowmark.core.kinds.rate import parse_rate_micro
from lowmark.services.access import Granted
from lowmark.services.actor import Actor
from lowmark.services.command import Done, lock_key, run_command
from lowmark.services.operations.post_count import OPERATION, Line, Request, Response
from lowmark.services.recording.reads import Setting, hold_open
from lowmark.services.recording.weighing import weigh_all
from lowmark.services.stock.freezing import thaw
from lowmark.store.access import read as access_read
from lowmark.store.entities import read as entities_read
from lowmark.store.session import Row, Writer
from lowmark.store.stock import counts as counts_store

if TYPE_CHECKING:
    from lowmark.services.recording.write import Posted

DAMAGED = "damaged"
"""The place of damaged goods, which every entity begins with."""


@dataclass(slots=True)
class Sheet:
    """What a sheet is to post: its lines, and the moves that they come to."""

    lines: list[Line] = field(default_factory=list)
    moves: list[dict[str, Any]] = field(default_factory=list)


def post_count(request: Request, *, actor: Actor, granted: Granted) -> Response:
    """Post what the sheet differs by.

    Raises: Problem `no_reason`, `not_found`, `period_closed`; `refused` where places are to be counted again, for whoever counted
            on the sheet or goes beyond their limit, for a day before the counts, and for found goods that nothing says the
            worth of.
    """
    if not request.because.strip():
        raise Problem("no_reason", "nobody says why the sheet is accepted", hint="give because")
    tolerance = parse_rate_micro(request.tolerance)

    def work(writer: Writer) -> Done:
        from lowmark.services.counting.counted import sheet_beside_books
        from lowmark.services.counting.shrinkage import true_up

        entity = granted.entity
        setting = hold_open(writer, granted, request.posted_on)
        lock_key(writer, entity.id, f"count sheet {request.document}")
        known_seq = entities_read.known_seq(writer, entity.id)
        found = sheet_beside_books(writer, granted, request.document, tolerance_micro=tolerance, known_seq=known_seq)
        sheet = _to_post(writer, granted, request, list(found.iter_rows(named=True)))
        value = sum(line.value_minor for line in sheet.lines)
        _require_may(writer, granted, request, setting, sum(abs(line.value_minor) for line in sheet.lines))
        posted = _write_moves(writer, granted, request, sheet) if sheet.moves else None
        if posted is not None:
            value = _worth(sheet, posted)
            weigh_all(writer, granted, [request.document])
        counted = counts_store.items_counted(writer, entity.id, request.document)
        lock_key(writer, entity.id, f"shrinkage of {setting.book.code}")
        trued = true_up(writer, granted, setting.book, document=request.document, on=request.posted_on, counted=counted)
        thawed = thaw(writer, granted, request.document, on=request.posted_on, because=request.because)
        sequences, at = writer.tick(entity.id, 2)
        counts_store.write_posting(writer, {
            "entity_id": entity.id, "document": request.document, "tolerance_micro": tolerance, "posted_on": request.posted_on,
            "value_minor": value, "posted_by": granted.user_id, "known_seq": sequences[0], "recorded_at": at,
        })  # fmt: skip
        response = Response(
            entity=entity.code, document=request.document, posted_on=request.posted_on, currency=entity.currency,
            adjusted=sum(line.difference_micro != 0 for line in sheet.lines), value_minor=value,
            damaged_micro=sum(line.damaged_micro for line in sheet.lines),
            accrual_reversed_minor=trued.reversed_minor if trued else 0, accrual_minor=trued.accrual_minor if trued else 0,
            thawed=thawed, entries=(posted.entries if posted else ()) + (trued.entries if trued else ()), lines=tuple(sheet.lines),
        )  # fmt: skip
        return Done(response, f"count {request.document}", because=request.because, clock=(sequences[1], at))

    result: Response = run_command(OPERATION, request, actor=actor, granted=granted, work=work)
    return result


def _to_post(writer: Writer, granted: Granted, request: Request, places: list[Row]) -> Sheet:
    """Return what the places of a sheet come to.

    Raises: Problem `refused`, for all places that are not ready at once.
    """
    again = [
        " ".join(filter(None, (row["item"], row["lot"], row["owner"] and f"of {row['owner']}", "at", row["location"])))
        for row in places
        if row["state"] == "recount"
    ]
    if again:
        raise Problem(
            "refused", f"to be counted again: {', '.join(again)}", hint="count them again, or allow a tolerance"
        )
    if late := [row for row in places if row["counted_on"] > request.posted_on]:
        raise Problem(
            "refused", f"{late[0]['item']} was counted on {late[0]['counted_on']}", hint="post it on that day or later"
        )
    rest = _rest_of(writer, granted, request, places)
    sheet, line = Sheet(), len(counts_store.moved_lines(writer, granted.entity.id, request.document))
    for row in places:
        difference = row["difference_micro"] if row["state"] != "agrees" else 0
        damaged = max(row["damaged_micro"] - row["set_apart_micro"], 0)
        if not difference and not damaged:
            continue
        value = row["value_minor"]
        ours = not row["owner"]
        if _is_new_there(row):
            value = _by_the_rest(rest, request, row)
        places_of = ("adjustment", row["location"]) if difference > 0 else (row["location"], "adjustment")
        for quantity, where, reason, worth in (
            (abs(difference), places_of, "count", value if ours and difference > 0 else None),
            (damaged, (row["location"], DAMAGED), "damaged", None),
        ):
            if quantity:
                line += 1
                sheet.moves.append({"line": str(line), "item": row["item"], "lot": row["lot"], "from_location": where[0],
                                    "to_location": where[1], "owner": row["owner"], "reason": reason,
                                    "quantity_micro": quantity, "value_minor": worth})  # fmt: skip
        sheet.lines.append(Line(item=row["item"], lot=row["lot"], location=row["location"], owner=row["owner"],
                                difference_micro=difference, value_minor=value, damaged_micro=damaged))  # fmt: skip
    return sheet


def _rest_of(writer: Writer, granted: Granted, request: Request, places: list[Row]) -> dict[str, tuple[int, int]]:
    """Return cost and quantity of the items of which something was found where the books had none, wherever else they lie."""
    import polars as pl

    from lowmark.services.planning.placed import placed

    found = sorted({row["item"] for row in places if _is_new_there(row)})
    if not found:
        return {}
    known_seq = entities_read.known_seq(writer, granted.entity.id)
    there = placed(writer, granted, as_of=request.posted_on, known_seq=known_seq).filter(
        pl.col("item").is_in(found), pl.col("quantity_micro") > 0
    )
    sums = there.group_by("item").agg(pl.col("cost_minor", "quantity_micro").sum())
    return {item: (cost, quantity) for item, cost, quantity in sums.iter_rows()}


def _is_new_there(row: Row) -> bool:
    """Say whether something of ours was found in a place where the books have none."""
    return bool(
        not row["owner"] and row["state"] != "agrees" and row["difference_micro"] > 0 and row["costed_micro"] <= 0
    )


def _by_the_rest(rest: Mapping[str, tuple[int, int]], request: Request, row: Row) -> int:
    """Return what found goods are worth where the books had none in the place: what the rest of the item costs.

    Raises: Problem `refused` where there is no more of it anywhere.
    """
    if row["item"] not in rest:
        raise Problem("refused", f"nothing says what {row['item']} is worth, of which the books have none",
                      hint=f"adjust it in with its value, on the document {request.document} for the reason count")  # fmt: skip
    cost, quantity = rest[row["item"]]
    return multiply_divide_round(cost, row["difference_micro"], quantity)


def _require_may(writer: Writer, granted: Granted, request: Request, setting: Setting, amount_minor: int) -> None:
    """Refuse whoever has counted on the sheet, or goes beyond what they may approve in the period.

    Raises: Problem `refused`.
    """
    entity, user_id = granted.entity, granted.user_id
    assert user_id is not None  # Posting takes a role, and roles are people's.
    if user_id in counts_store.who_counted(writer, entity.id, request.document):
        raise Problem("refused", "whoever counts on a sheet does not accept it", hint="ask another approver")
    limit = access_read.limits(writer, entity.id, currency=entity.currency, on=request.posted_on).get(user_id)
    if limit is None:
        return
    period = next(one for one in entities_read.periods(writer, entity.id) if one.id == setting.period_id)
    used = counts_store.posted_by(writer, entity.id, user_id, first_on=period.starts_on, last_on=period.ends_on)
    if used + amount_minor > limit:
        raise Problem("refused", "the differences go beyond what you may approve in the period",
                      hint="ask an approver with a higher limit")  # fmt: skip


def _write_moves(writer: Writer, granted: Granted, request: Request, sheet: Sheet) -> "Posted":
    """Record the adjustments, and the moves of what is damaged, as one document.

    Raises: Problem `short`, `refused`.
    """
    import polars as pl

    from lowmark.services.recording.plan import plan
    from lowmark.services.recording.planned import Plan
    from lowmark.services.recording.write import write

    schema = {"line": pl.String, "item": pl.String, "lot": pl.String, "from_location": pl.String, "to_location": pl.String,
              "owner": pl.String, "reason": pl.String, "quantity_micro": pl.Int64, "value_minor": pl.Int64}  # fmt: skip
    none = pl.lit(None, dtype=pl.Date)
    documents = pl.DataFrame(sheet.moves, schema=schema, orient="row").with_columns(
        row=pl.int_range(1, pl.len() + 1), document=pl.lit(request.document), effective_on=pl.lit(request.posted_on),
        accounting_on=pl.lit(request.posted_on), received_on=none, made_on=none, expires_on=none,
        returns_document=pl.lit(""), returns_line=pl.lit(""),
    )  # fmt: skip
    planned: Plan | Posted = plan(writer, entity=granted.entity, documents=documents, document=request.document)
    if isinstance(planned, Plan) and planned.problems.is_empty():
        assert granted.user_id is not None  # Posting takes a role, and roles are people's.
        planned = write(writer, planned, documents=documents, user_id=granted.user_id)
    if isinstance(planned, Plan):
        first = planned.problems.row(0, named=True)
        more = f"; and {planned.problems.height - 1} more" if planned.problems.height > 1 else ""
        raise Problem(
            "short" if first["code"] == "short" else "refused", f"{first['message']}{more}", hint=first["hint"]
        )
    return planned


def _worth(sheet: Sheet, posted: "Posted") -> int:
    """Return what the adjustments cost, as they were costed."""
    adjusted = {nth for nth, move in enumerate(sheet.moves, 1) if move["reason"] == "count"}
    return sum(posted.by_move.get(-nth, 0) for nth in adjusted)
