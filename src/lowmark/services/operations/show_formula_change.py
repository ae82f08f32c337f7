"""Show a change of formula that was drafted: what goes over as things stand, what is against it, what was decided."""

from dataclasses import dataclass
from datetime import date

from lowmark.core.tables.formula_changes import APPLICATIONS
from lowmark.services.operation import Operation, Policy, said


@dataclass(frozen=True, slots=True, kw_only=True)
class Request:
    """Which change."""

    entity: str = said("entity code", example="MAPLE")
    document: str = said("its name", example="CF-1")


@dataclass(frozen=True, slots=True, kw_only=True)
class Against:
    """One thing that is against it as things stand."""

    code: str = said("what it is, in a word")
    message: str = said("what it is")
    hint: str = said("what to do about it")


@dataclass(frozen=True, slots=True, kw_only=True)
class Line:
    """Goods that go over: of one item, lot and condition."""

    item: str = said("item code")
    item_class: str = said("its class")
    lot: str = said("its lot; empty without one")
    condition: str = said("condition of the goods; empty where they are sound")
    layers: int = said("how many layers there are")
    quantity_micro: int = said("how much there is, in millionths")
    value_minor: int = said("what they are carried at, before what is held against them")
    new_minor: int = said("what they are carried at from then on")
    held_minor: int = said("what is held against them, which goes with them")


@dataclass(frozen=True, slots=True, kw_only=True)
class Effect:
    """What a change that goes back does to one expense of one earlier year."""

    fiscal_year: int = said("the year")
    expense: str = said("which expense")
    amount_minor: int = said("how much more of it there would have been")


@dataclass(frozen=True, slots=True, kw_only=True)
class Response:
    """The change."""

    entity: str = said("entity code")
    book: str = said("book")
    document: str = said("its name")
    state: str = said("where it is in its life", choices=("drafted", "approved", "returned"))
    replaces: str = said("the formula that it takes the place of")
    method: str = said("the new formula")
    item_class: str = said("only goods of this class; empty for all")
    begins_on: date = said("the first day on which it costs")
    application: str = said("how it is applied", choices=APPLICATIONS)
    impracticable: str = said("why it cannot be applied further back")
    because: str = said("why")
    drafted_by: str = said("who drafted it")
    decided_by: str = said("who decided; empty for nobody yet")
    comment: str = said("in the approver's words")
    currency: str = said("currency of the book")
    figures_hash: str = said("hash of what is decided on, hex")
    quantity_micro: int = said("how much goes over, in millionths")
    value_minor: int = said("what it is carried at")
    new_minor: int = said("what it is carried at from then on")
    effect_minor: int = said("what retained earnings change by on that day, before tax")
    held_minor: int = said("what is held against it")
    items: tuple[str, ...] = said("the items that are costed by the new formula from then on")
    made_of_them: tuple[str, ...] = said(
        "items that keep their formula, and cost something else because they are made of these"
    )
    against: tuple[Against, ...] = said("what is against it as things stand")
    effects: tuple[Effect, ...] = said("what it does to earlier years, where it goes back")
    lines: tuple[Line, ...] = said("what goes over; empty once it is decided")


OPERATION = Operation(
    name="show-formula-change",
    kind="query",
    request=Request,
    response=Response,
    run="lowmark.services.queries.show_formula_change:show_formula_change",
    policy=Policy(roles=("preparer", "reviewer", "approver", "auditor", "administrator")),
)
