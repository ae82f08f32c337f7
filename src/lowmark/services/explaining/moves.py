"""Explain what a move cost: the layers that it consumed or brought, the entries that carry it, what changed it later."""

from collections.abc import Iterator

from lowmark.core.kinds.quantity import format_micro
from lowmark.services.explaining.question import Question, entry_name, not_found
from lowmark.services.operations.explain import Step
from lowmark.store.session import Row
from lowmark.store.stock import changes as changes_read
from lowmark.store.stock import read as stock_read


def explain(question: Question, words: str) -> Iterator[Step]:
    """Yield a move and what it did to layers."""
    document, _, line = words.rpartition("/")
    move = stock_read.move(question.reader, question.entity.id, document, line)
    if move is None:
        raise not_found(f"move {words}")
    flows = stock_read.flows_of_move(question.reader, move["id"])
    lot = f" lot {move['lot']}" if move["lot"] else ""
    yield Step(depth=0, what="move", name=words, quantity_micro=move["quantity_micro"],
               amount_minor=sum(flow["value_minor"] for flow in flows) if flows else None, source="document",
               words=f"{format_micro(move['quantity_micro'])} of {move['item']}{lot}{_whose(move)} from "
                     f"{move['from_location']} to {move['to_location']}, {move['reason']}{_written(move)}, on "
                     f"{move['effective_on']}; counts on {move['accounting_on']}")  # fmt: skip
    for flow in flows:
        entry = f", entry {entry_name(flow)}" if entry_name(flow) else ""
        yield Step(depth=1, what=flow["kind"], name=f"{flow['document']}/{flow['line']}",
                   quantity_micro=flow["quantity_micro"], amount_minor=flow["value_minor"], source=question.cites("cost"),
                   words=f"{_said(flow)}{entry}")  # fmt: skip
    yield from _changes(question, move)


def _changes(question: Question, move: Row) -> Iterator[Step]:
    """Yield what documents have changed of what a receipt cost, as they came to be known."""
    for change in changes_read.changes_of_move(question.reader, move["id"]):
        more = "more" if change["value_minor"] > 0 else "less"
        yield Step(depth=1, what="cost change", name=f"{change['document']}/{change['line']}",
                   amount_minor=change["value_minor"], source="document",
                   words=f"{change['kind'].replace('_', ' ')} of {change['effective_on']}: the receipt costs so much {more}"
                         f" from {change['accounting_on']} on")  # fmt: skip


def _whose(move: Row) -> str:
    """Return in words whose the goods are, where they are not ours or do not stay so."""
    if move["owner"] == move["to_owner"]:
        return f", which are of {move['owner']}," if move["owner"] else ""
    return f", title passing from {move['owner'] or 'us'} to {move['to_owner'] or 'us'},"


def _written(move: Row) -> str:
    """Return in words what the document itself says of unit and terms."""
    unit = f", written as {format_micro(move['unit_quantity_micro'])} {move['unit']}" if move["unit"] else ""
    return unit + (f", by {move['terms']}" if move["terms"] else "")


def _said(flow: Row) -> str:
    """Return in words what a flow did to a layer."""
    if flow["kind"] == "adjust":
        return f"the difference from {flow['accounting_on']} on, by what came to be known since, in the layer of this receipt"
    if flow["kind"] == "revalue":
        return f"what was left in the layer of this receipt, at the standard that holds from {flow['accounting_on']} on"
    return f"{'took from' if flow['quantity_micro'] < 0 else 'brought'} the layer of this receipt"
