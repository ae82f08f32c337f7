"""Verify evidence that somebody else has entered: from then on it ranks as evidence of its kind does."""

from dataclasses import dataclass

from lowmark.services.operation import Operation, Policy, said


@dataclass(frozen=True, slots=True, kw_only=True)
class Request:
    """Which evidence, and what it was compared with."""

    entity: str = said("entity code", example="MAPLE")
    document: str = said("the source document", example="QT-2026-31")
    line: str = said("its line; empty for every line of the document", default="")
    because: str = said("what it was compared with", example="the dealer's letter of 22 October")


@dataclass(frozen=True, slots=True, kw_only=True)
class Response:
    """What was verified."""

    entity: str = said("entity code")
    document: str = said("the source document")
    lines: tuple[str, ...] = said("the lines verified")
    verified_by: str = said("who verified them")


OPERATION = Operation(
    name="verify-evidence",
    kind="command",
    request=Request,
    response=Response,
    run="lowmark.services.commands.verify_evidence:verify_evidence",
    policy=Policy(roles=("preparer", "reviewer", "approver")),
    pages=("record",),
)
