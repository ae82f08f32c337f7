"""Open a further book of an entity: another framework over the same stock, at the same costs."""

from dataclasses import dataclass

from lowmark.services.operation import Operation, Policy, said


@dataclass(frozen=True, slots=True, kw_only=True)
class Request:
    """Which framework."""

    entity: str = said("entity code", example="MAPLE")
    framework: str = said("its framework", example="us_gaap")
    book: str = said("its code; empty for the framework's name", default="")


@dataclass(frozen=True, slots=True, kw_only=True)
class Response:
    """The book."""

    entity: str = said("entity code")
    book: str = said("its code")
    framework: str = said("its framework")
    currency: str = said("its currency")
    beside: str = said("the primary book, whose costs it shares")


OPERATION = Operation(
    name="add-book",
    kind="command",
    request=Request,
    response=Response,
    run="lowmark.services.commands.add_book:add_book",
    policy=Policy(roles=("administrator",)),
    pages=("record",),
)
