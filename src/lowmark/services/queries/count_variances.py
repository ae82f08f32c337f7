"""A count sheet beside the books, as they are known now to have been at the end of each day counted."""

from lowmark.core.kinds.rate import parse_rate_micro
from lowmark.services.access import Granted
from lowmark.services.actor import Actor
from lowmark.services.counting.counted import sheet_beside_books
from lowmark.services.operations.count_variances import Line, Request, Response
from lowmark.store.entities import read as entities_read
from lowmark.store.session import reading


def count_variances(request: Request, *, actor: Actor, granted: Granted) -> Response:
    """Return what differs.

    Raises: Problem `not_found` for a sheet that is not there, or as the grammar of rates words it.
    """
    del actor
    tolerance, entity = parse_rate_micro(request.tolerance), granted.entity
    with reading(granted.scope("report")) as reader:
        known_seq = entities_read.known_at(reader, entity.id, request.known_seq)
        found = sheet_beside_books(reader, granted, request.document, tolerance_micro=tolerance, known_seq=known_seq)
    lines = tuple(Line(**row) for row in found.select(list(Line.__dataclass_fields__)).iter_rows(named=True))
    return Response(
        entity=entity.code, document=request.document, known_seq=known_seq, currency=entity.currency,
        recounts=sum(line.state == "recount" for line in lines), value_minor=sum(line.value_minor for line in lines), lines=lines,
    )  # fmt: skip
