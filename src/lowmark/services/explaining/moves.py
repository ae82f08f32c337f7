"""Explain what a move cost: the layers that it consumed or brought, and the entries that carry it."""

from collections.abc import Iterator

from lowmark.core.kinds.quantity import format_micro
from lowmark.services.explaining.question import Question, entry_name, not_found
from lowmark.services.operations.explain import Step
from lowmark.store.session import Row
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
               words=f"{format_micro(move['quantity_micro'])} of {move['item']}{lot} from {move['from_location']} to "
                     f"{move['to_location']}, {move['reason']}, on {move['effective_on']}; counts on "
                     f"{move['accounting_on']}")  # fmt: skip
    for flow in flows:
        entry = f", entry {entry_name(flow)}" if entry_name(flow) else ""
        yield Step(depth=1, what=flow["kind"], name=f"{flow['document']}/{flow['line']}",
                   quantity_micro=flow["quantity_micro"], amount_minor=flow["value_minor"], source=question.cites("cost"),
                   words=f"{_said(flow)}{entry}")  # fmt: skip


def _said(flow: Row) -> str:
    """Return in words what a flow did to a layer."""
    if flow["kind"] == "adjust":
        return "the difference since what counts before it came to be known, in the layer of this receipt"
    return f"{'took from' if flow['quantity_micro'] < 0 else 'brought'} the layer of this receipt"
