"""Say which account of a group's chart an account of a member is."""

from dataclasses import dataclass

from lowmark.services.operation import Operation, Policy, said

TRANSLATED_AT = ("", "closing", "average", "historical")


@dataclass(frozen=True, slots=True, kw_only=True)
class Request:
    """The account, and where it goes."""

    entity: str = said("code of the member whose account it is", example="RIDGE")
    parent: str = said("code of the entity at the head of the group", example="MAPLE")
    account: str = said("code of the member's account", example="1200")
    group_account: str = said("code of the account in the group's chart", example="1200")
    translated_at: str = said("the rate that it is translated at; by its section where nothing is said", default="",
                              choices=TRANSLATED_AT)  # fmt: skip
    counterparty: str = said("the member that it is with, where it is within the group", default="", example="MAPLE")
    investment: bool = said("whether it is what that member was bought for", default=False)
    capital: bool = said("whether it is what the owners put in", default=False)


@dataclass(frozen=True, slots=True, kw_only=True)
class Response:
    """The mapping that now holds."""

    entity: str = said("entity code")
    parent: str = said("head of the group")
    account: str = said("the member's account")
    name: str = said("its name")
    group_account: str = said("the group's account")
    translated_at: str = said("the rate")
    counterparty: str = said("the member that it is with")


OPERATION = Operation(
    name="map-account",
    kind="command",
    request=Request,
    response=Response,
    run="lowmark.services.commands.map_account:map_account",
    policy=Policy(roles=("policy_owner", "administrator")),
    pages=("record",),
)
