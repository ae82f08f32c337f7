"""Carry the books beside the primary one up to what is known: their allowances follow the goods that have left."""

from dataclasses import dataclass

from lowmark.services.operation import Operation, Policy, said


@dataclass(frozen=True, slots=True, kw_only=True)
class Request:
    """Whose books."""

    entity: str = said("entity code", example="MAPLE")
    book: str = said("only this book; empty for all beside the primary one", default="")


@dataclass(frozen=True, slots=True, kw_only=True)
class Line:
    """One book, carried."""

    book: str = said("its code")
    carried_to_seq: int = said("what was known: up to there it is carried")
    released_minor: int = said("allowance that went with goods, in minor units")
    entries: tuple[str, ...] = said("journal entries posted in it")


@dataclass(frozen=True, slots=True, kw_only=True)
class Response:
    """The books, carried."""

    entity: str = said("entity code")
    currency: str = said("currency")
    books: tuple[Line, ...] = said("a line for each")


OPERATION = Operation(
    name="carry-books",
    kind="command",
    request=Request,
    response=Response,
    run="lowmark.services.commands.carry_books:carry_books",
    policy=Policy(roles=("preparer", "poster", "administrator")),
    long=True,
    pages=("record",),
)
