"""Decide on a change of formula, bound to the figures that were shown: approved, its goods go over at once."""

from dataclasses import dataclass
from datetime import date

from lowmark.core.tables.formula_change_decisions import FORMULA_CHANGE_DECISION
from lowmark.services.operation import Operation, Policy, said


@dataclass(frozen=True, slots=True, kw_only=True)
class Request:
    """The decision, bound to what was shown."""

    entity: str = said("entity code", example="MAPLE")
    document: str = said("the change's name", example="CF-1")
    figures_hash: str = said("hash of what show-formula-change shows, hex")
    decision: str = said(
        "what is decided", default="approved", choices=FORMULA_CHANGE_DECISION.columns["decision"].choices
    )
    comment: str = said("in the approver's words", default="")


@dataclass(frozen=True, slots=True, kw_only=True)
class Response:
    """The decision, and what it did."""

    entity: str = said("entity code")
    document: str = said("the change's name")
    state: str = said("where it is in its life now")
    decided_by: str = said("who decided")
    begins_on: date = said("the first day on which the formula costs")
    items: int = said("how many items are costed by it from then on")
    currency: str = said("currency of the book")
    quantity_micro: int = said("how much went over, in millionths")
    value_minor: int = said("at what it was carried")
    new_minor: int = said("at what it is carried now: another amount only where the change goes back")
    held_minor: int = said("what is held against it, as before")


OPERATION = Operation(
    name="decide-formula-change",
    kind="command",
    request=Request,
    response=Response,
    run="lowmark.services.commands.decide_formula_change:decide_formula_change",
    policy=Policy(roles=("approver",)),
    step_up=True,
)
