"""Adopt what an industry's pack proposes: percentages hold only once somebody owns them, with evidence and a day of review."""

from dataclasses import dataclass
from datetime import date

from lowmark.services.operation import Operation, Policy, said


@dataclass(frozen=True, slots=True, kw_only=True)
class Request:
    """Which proposal, from when, and who stands behind it."""

    entity: str = said("entity code", example="MAPLE")
    proposal: str = said("the proposal's name in the pack", example="age of supplies")
    valid_from: date = said("from when it holds", example="2026-01-01")
    owner: str = said("who owns the estimate", example="ben")
    evidence: str = said(
        "on what it rests: realised prices, a look-back, a file", example="Sales of 2023 to 2025, file 12"
    )
    review_on: date = said("by when it is looked at again", example="2026-12-31")
    value: str = said("another value than the proposed one, as JSON; empty for that", default="")


@dataclass(frozen=True, slots=True, kw_only=True)
class Response:
    """What holds from that day."""

    entity: str = said("entity code")
    proposal: str = said("the proposal's name")
    path: str = said("the parameter's path")
    value: str = said("the value that now holds, as canonical JSON")
    owner: str = said("who owns it")
    evidence: str = said("on what it rests")
    valid_from: date = said("from when it holds")
    review_on: date = said("by when it is looked at again")
    policy_hash: str = said("SHA-256 of the whole policy document, hex")


OPERATION = Operation(
    name="adopt-proposal",
    kind="command",
    request=Request,
    response=Response,
    run="lowmark.services.commands.adopt_proposal:adopt_proposal",
    policy=Policy(roles=("policy_owner", "administrator")),
    changes="policies",
    pages=("record",),
)
