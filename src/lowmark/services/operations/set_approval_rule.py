"""Set how many people it takes to decide on a run, and which lines need no reviewer."""

from dataclasses import dataclass
from datetime import date

from lowmark.core.tables.approval_rules import PROFILES
from lowmark.services.operation import Operation, Policy, said


@dataclass(frozen=True, slots=True, kw_only=True)
class Request:
    """The rule, and from when."""

    entity: str = said("entity code", example="MAPLE")
    profile: str = said("small: whoever approves has reviewed; separate: a reviewer, then an approver; one_person: nobody"
                        " approves, and it is shown everywhere", choices=PROFILES, default="small")  # fmt: skip
    auto_accept: str = said("lines up to this amount need no reviewer, in the currency's units", default="0",
                            example="500.00")  # fmt: skip
    valid_from: date = said("for runs as of this day and later", example="2026-01-01")
    because: str = said("why", default="")


@dataclass(frozen=True, slots=True, kw_only=True)
class Response:
    """The rule as it stands."""

    entity: str = said("entity code")
    profile: str = said("how many people it takes")
    auto_accept_minor: int = said("lines up to this amount need no reviewer")
    currency: str = said("its currency")
    valid_from: date = said("from when")


OPERATION = Operation(
    name="set-approval-rule",
    kind="command",
    request=Request,
    response=Response,
    run="lowmark.services.commands.set_approval_rule:set_approval_rule",
    policy=Policy(roles=("policy_owner", "administrator")),
    changes="roles",
    fresh=True,
    pages=("record",),
)
