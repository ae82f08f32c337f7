"""A forecast score: how one model would have done on one class of demand, kept beside the forecasts that rest on it."""

from lowmark.core.tables.noun import Noun, day, identity, known, micro, ref, whole, word

FORECAST_SCORE = Noun(
    name="forecast_score",
    grain="one model on one class of demand, in the back-test behind the forecasts of one date",
    room="fact",
    app="evidence",
    hashed=True,
    columns={
        "id": identity("the score"),
        "entity_id": ref("entity", "whose demand"),
        "made_on": day("from which date the forecasts are"),
        "horizon_days": whole("how far they go", "180"),
        "demand_class": word("class of demand; all for everything", "intermittent"),
        "model": word("the model; chosen for what was chosen class by class", "sba"),
        "n": whole("items times origins that were scored", "3500", non_negative=True),
        "rmsse_micro": micro("root mean squared scaled error", nullable=True, unit="millionths"),
        "pinball_micro": micro("scaled pinball loss of the sum over the horizon", nullable=True, unit="millionths"),
        "pinball_as_number_micro": micro(
            "the same, of the forecast as a plain number", nullable=True, unit="millionths"
        ),
        "bias_micro": micro("forecast less what came, as a share of what came", nullable=True, unit="millionths"),
        "rmsse_by_item_micro": micro("the root taken by item, then averaged", nullable=True, unit="millionths"),
        "mase_micro": micro("mean absolute scaled error", nullable=True, unit="millionths"),
        **known(),
    },
    unique=(("entity_id", "known_seq"),),
    indexes=(("entity_id", "made_on"),),
)
