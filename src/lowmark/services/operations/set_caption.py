"""Decide where the write-downs of a fiscal year are shown; another caption than is proposed needs a reason."""

from dataclasses import dataclass
from datetime import date

from lowmark.core.tables.captions import CAPTIONS
from lowmark.services.operation import Operation, Policy, said


@dataclass(frozen=True, slots=True, kw_only=True)
class Request:
    """Which caption, on the test of which day."""

    entity: str = said("entity code", example="MAPLE")
    as_of: date = said("up to which day of the fiscal year charges are tested", example="2026-12-31")
    caption: str = said("where they are shown", choices=CAPTIONS, example="separate_line")
    reason: str = said("why, where another caption is proposed", default="")
    covenants: str = said("covenants, as for `significance`", default="")
    declared: str = said("circumstances that people declare, as for `significance`", default="")
    full_year: str = said("estimates of the whole year, as for `significance`", default="")
    book: str = said("book; empty for the primary one", default="")


@dataclass(frozen=True, slots=True, kw_only=True)
class Response:
    """The decision."""

    entity: str = said("entity code")
    book: str = said("book")
    fiscal_year: int = said("the fiscal year")
    as_of: date = said("up to which day")
    currency: str = said("currency")
    charged_minor: int = said("gross charges of the fiscal year to date")
    size: str = said("how significant they are")
    proposed: str = said("the caption that was proposed")
    caption: str = said("the caption that holds now")


OPERATION = Operation(
    name="set-caption",
    kind="command",
    request=Request,
    response=Response,
    run="lowmark.services.commands.set_caption:set_caption",
    policy=Policy(roles=("reviewer", "approver")),
    pages=("record",),
)
