"""Expect returns: the asset for what customers will send back of the sales of a window, in place of the last estimate."""

from dataclasses import dataclass
from datetime import date

from lowmark.services.operation import Operation, Policy, said


@dataclass(frozen=True, slots=True, kw_only=True)
class Request:
    """Of which sales how much is expected back, and what recovering it costs."""

    entity: str = said("entity code", example="MAPLE")
    document: str = said("a name for the estimate", example="RET-2026-10")
    sold_from: date = said("first day of the sales that may still come back", example="2026-09-01")
    as_of: date = said("last day of them, on which the estimate counts", example="2026-10-31")
    rates: str = said("share of what was sold that is expected back, by item or class; an item's own comes first",
                      example="TENT-2=5%, merchandise=2%")  # fmt: skip
    recovery: str = said("what taking it back costs and what it will have lost, as a share of what it was carried at; by item"
                         " or class", example="merchandise=10%", default="")  # fmt: skip


@dataclass(frozen=True, slots=True, kw_only=True)
class Line:
    """What is expected back of one item."""

    item: str = said("item code")
    sold_micro: int = said("how much was sold")
    returned_micro: int = said("how much of that has come back")
    expected_micro: int = said("how much more is expected back")
    cost_minor: int = said("what is still out was carried at before its sale")
    asset_minor: int = said("the asset")


@dataclass(frozen=True, slots=True, kw_only=True)
class Response:
    """The estimate, and what it posted."""

    document: str = said("the estimate")
    as_of: date = said("its day")
    currency: str = said("currency of the values")
    reversed_minor: int = said("asset of the last estimate, reversed")
    asset_minor: int = said("asset of this one")
    entries: tuple[str, ...] = said("journal entries posted")
    lines: tuple[Line, ...] = said("by item")


OPERATION = Operation(
    name="expect-returns",
    kind="command",
    request=Request,
    response=Response,
    run="lowmark.services.commands.expect_returns:expect_returns",
    policy=Policy(roles=("poster",)),
    pages=("record",),
)
