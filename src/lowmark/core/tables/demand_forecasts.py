"""A demand forecast: what an item, or a category of items, is expected to sell over a horizon."""

from lowmark.core.tables.noun import Noun, day, identity, known, micro, ref, whole, word

DEMAND_FORECAST = Noun(
    name="demand_forecast",
    grain="one item (and place), or one category, over one horizon from one date",
    room="fact",
    app="evidence",
    hashed=True,
    columns={
        "id": identity("the forecast"),
        "entity_id": ref("entity", "whose demand"),
        "item_id": ref("item", "what; null for a category", nullable=True),
        "location_id": ref("location", "where; null for everywhere", nullable=True),
        "category": word("the category that its items add up to; empty for an item", "Mountain bikes"),
        "made_on": day("from which date"),
        "horizon_days": whole("how far", "365"),
        "mean_micro": micro("expected quantity over the horizon", non_negative=True),
        "quantiles": word("canonical JSON: probability to quantity", '{"0.5": 10000000}'),
        "method": word("the model", "twelve_month_average"),
        **known(),
    },
    unique=(("entity_id", "known_seq"),),
    indexes=(("entity_id", "item_id", "made_on"),),
)
