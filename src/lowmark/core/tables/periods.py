"""A period: a span of days that is open or closed for an entity."""

from lowmark.core.tables.noun import Noun, day, identity, ref, word

PERIOD = Noun(
    name="period",
    grain="one month of one entity, for its stock and all its books",
    room="workflow",
    app="entities",
    columns={
        "id": identity("the period"),
        "entity_id": ref("entity", "whose period"),
        "starts_on": day("first day"),
        "ends_on": day("last day"),
        "state": word("whether entries may still be made", choices=("open", "closing", "closed")),
    },
    unique=(("entity_id", "starts_on"), ("entity_id", "ends_on")),
)
