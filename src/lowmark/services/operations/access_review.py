"""List who may do what in an entity, so that somebody can look at it and say that it is right."""

from dataclasses import dataclass
from datetime import date

from lowmark.services.operation import Operation, Policy, said

FINDINGS = ("", "prepares_and_approves", "inactive", "lent", "never_signed_in")


@dataclass(frozen=True, slots=True, kw_only=True)
class Request:
    """Whose access."""

    entity: str = said("entity code", example="MAPLE")


@dataclass(frozen=True, slots=True, kw_only=True)
class Line:
    """One role of one person."""

    user: str = said("user name")
    is_active: bool = said("whether they may sign in")
    role: str = said("which role")
    since_seq: int = said("known sequence since which they hold it; of what lent it, where it is lent")
    granted_by: str = said("by whom; empty for the installation itself")
    lent_until: date | None = said("last day, where it is lent; empty where it is held")
    limit_minor: int | None = said("how much they may approve in a period; empty without a limit")
    last_sign_in: date | None = said("when they last signed in; empty for never")
    finding: str = said("what somebody should look at", choices=FINDINGS)


@dataclass(frozen=True, slots=True, kw_only=True)
class Response:
    """Who may do what."""

    entity: str = said("entity code")
    known_seq: int = said("what was known")
    currency: str = said("currency of the limits")
    people: int = said("people with a role")
    lines: tuple[Line, ...] = said("a line per person and role")


OPERATION = Operation(
    name="access-review",
    kind="query",
    request=Request,
    response=Response,
    run="lowmark.services.queries.access_review:access_review",
    policy=Policy(roles=("administrator", "auditor", "policy_owner")),
    shows="roles",
    pages=("reports",),
)
