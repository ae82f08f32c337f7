"""Draft the tax on a run's charge as a journal, as `impact` shows it."""

from dataclasses import dataclass

from lowmark.services.operation import Operation, Policy, said
from lowmark.services.operations.draft_journal import Response


@dataclass(frozen=True, slots=True, kw_only=True)
class Request:
    """Which run, and how it is taxed."""

    entity: str = said("entity code", example="MAPLE")
    run: str = said("a run that is not posted yet", example="2026-10-31/1")
    tax_rate: str = said("tax rate", example="26.5 %")
    deductible_now: str = said("of the charge, what tax law lets be deducted now; the rest on disposal", default="0")


OPERATION = Operation(
    name="draft-tax",
    kind="command",
    request=Request,
    response=Response,
    run="lowmark.services.commands.draft_tax:draft_tax",
    policy=Policy(roles=("preparer",)),
)
