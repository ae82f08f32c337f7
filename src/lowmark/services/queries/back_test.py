"""The back-test behind a forecast, as it was kept."""

from typing import Final

from lowmark.core.kinds.day import LAST, from_day
from lowmark.services.access import Granted
from lowmark.services.actor import Actor
from lowmark.services.operations.back_test import Request, Response, Score
from lowmark.store.entities import read as entities_read
from lowmark.store.evidence import forecast_scores
from lowmark.store.session import reading

LAST_DAY: Final = from_day(LAST)


def back_test(request: Request, *, actor: Actor, granted: Granted) -> Response:
    """Return the scores that were kept with the forecasts of a date, or with the latest; none where there are none."""
    del actor
    entity = granted.entity
    with reading(granted.scope("report")) as reader:
        known_seq = entities_read.known_seq(reader, entity.id)
        made_on = request.made_on or forecast_scores.latest(reader, entity.id, as_of=LAST_DAY, known_seq=known_seq)
        rows = [] if made_on is None else forecast_scores.scores(
            reader, entity.id, made_on=made_on, known_seq=known_seq
        )  # fmt: skip
    return Response(
        entity=entity.code, made_on=made_on, horizon_days=rows[0]["horizon_days"] if rows else 0,
        scores=tuple(Score(**{name: row[name] for name in Score.__dataclass_fields__}) for row in rows),
    )  # fmt: skip
