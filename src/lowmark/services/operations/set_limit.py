"""Set how much somebody may approve in a period, in one currency."""

from dataclasses import dataclass
from datetime import date

from lowmark.services.operation import Operation, Policy, said


@dataclass(frozen=True, slots=True, kw_only=True)
class Request:
    """Whose limit, how much, from when."""

    entity: str = said("entity code", example="MAPLE")
    user: str = said("user name", example="ben")
    amount: str = said("how much in a period, added up, in the currency's units; empty takes the limit away",
                       example="50000.00", default="")  # fmt: skip
    currency: str = said("currency; empty for the entity's", default="")
    valid_from: date = said("for runs as of this day and later", example="2026-01-01")


@dataclass(frozen=True, slots=True, kw_only=True)
class Response:
    """The limit as it stands."""

    entity: str = said("entity code")
    user: str = said("user name")
    currency: str = said("currency")
    amount_minor: int | None = said("how much in a period; empty without a limit")
    valid_from: date = said("from when")


OPERATION = Operation(
    name="set-limit",
    kind="command",
    request=Request,
    response=Response,
    run="lowmark.services.commands.set_limit:set_limit",
    policy=Policy(roles=("administrator", "policy_owner")),
    changes="roles",
    fresh=True,
    pages=("record",),
)
