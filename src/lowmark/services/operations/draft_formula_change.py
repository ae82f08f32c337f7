"""Draft a change of the formula of cost, from the first day of a period on: another person decides on its figures."""

from dataclasses import dataclass
from datetime import date

from lowmark.core.tables.formula_changes import APPLICATIONS
from lowmark.services.operation import Operation, Policy, said
from lowmark.services.operations.change_of_method import FORMULAS


@dataclass(frozen=True, slots=True, kw_only=True)
class Request:
    """The change."""

    entity: str = said("entity code", example="MAPLE")
    document: str = said("its name", example="CF-1")
    method: str = said("the new cost formula", example="moving_average", choices=FORMULAS)
    begins_on: date = said(
        "the first day on which it costs: that of an open period, and of a fiscal year where it goes back",
        example="2026-11-01",
    )
    because: str = said("why", example="The average is reliable, and more relevant for goods that are interchangeable")
    impracticable: str = said(
        "why it cannot be applied further back; without it, it is applied as if it had always been, unless the framework adopts the"
        " formula from a day on",
        default="",
    )
    replaces: str = said("the formula that it takes the place of; that of the book if empty", default="")
    item_class: str = said("only goods of this class", default="")


@dataclass(frozen=True, slots=True, kw_only=True)
class Response:
    """The change as it waits for a decision."""

    entity: str = said("entity code")
    document: str = said("its name")
    state: str = said("where it is in its life")
    application: str = said("how it is applied", choices=APPLICATIONS)
    figures_hash: str = said("hash of what would go over as things stand, hex")


OPERATION = Operation(
    name="draft-formula-change",
    kind="command",
    request=Request,
    response=Response,
    run="lowmark.services.commands.draft_formula_change:draft_formula_change",
    policy=Policy(roles=("preparer",)),
)
