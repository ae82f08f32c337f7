"""Carry the books beside the primary one, whose entries moves of stock do not wait for."""

from lowmark.services.access import Granted
from lowmark.services.actor import Actor
from lowmark.services.command import Done, run_command
from lowmark.services.finding import ALL, find_book, find_books
from lowmark.services.operations.carry_books import OPERATION, Line, Request, Response
from lowmark.services.posting.carried import carry_book
from lowmark.store.session import Writer


def carry_books(request: Request, *, actor: Actor, granted: Granted) -> Response:
    """Post what one book's allowances have done since it was last carried, or every book's.

    Raises: Problem `not_found`, `period_closed`.
    """

    def work(writer: Writer) -> Done:
        books = find_books(writer, granted.entity, request.book or ALL)
        lines = []
        for book in books:
            if book.is_primary and not request.book:
                continue
            found = carry_book(writer, granted, book)
            lines.append(Line(book=book.code, carried_to_seq=found.carried_to_seq, released_minor=found.released_minor,
                              entries=found.entries))  # fmt: skip
        currency = find_book(writer, granted.entity, "").currency
        response = Response(entity=granted.entity.code, currency=currency, books=tuple(lines))
        return Done(response, ", ".join(line.book for line in lines) or "no other book")

    result: Response = run_command(OPERATION, request, actor=actor, granted=granted, work=work)
    return result
