"""The entity clock: one row per entity, locked last, that gives every fact its place."""

from lowmark.core.tables.noun import Noun, instant, ref, whole

ENTITY_CLOCK = Noun(
    name="entity_clock",
    grain="the commit order of one entity",
    room="cache",
    app="entities",
    key=("entity_id",),
    columns={
        "entity_id": ref("entity", "whose clock"),
        "known_seq": whole("last sequence given", "1042"),
        "recorded_at": instant("last moment given"),
    },
)
