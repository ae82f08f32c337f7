"""An assessment's market: replacement cost between its ceiling and its floor, where that is what a tier is held against."""

from lowmark.core.tables.noun import Noun, identity, minor, ref, whole

ASSESSMENT_MARKET = Noun(
    name="assessment_market",
    grain="one tier of one assessment that is measured at market or at replacement cost",
    room="fact",
    app="runs",
    columns={
        "id": identity("the market"),
        "entity_id": ref("entity", "whose stock"),
        "run_id": ref("run", "the run"),
        "assessment_id": ref("assessment", "the assessment"),
        "tier": whole("the tier of the assessment", "1"),
        "replacement_minor": minor("what the goods cost to replace; null where nobody knows", nullable=True),
        "ceiling_minor": minor("net realisable value; null without evidence", nullable=True),
        "profit_minor": minor("normal profit on them", nullable=True),
        "floor_minor": minor("net realisable value less normal profit", nullable=True),
        "market_minor": minor("what they are held against; null where it is not known", nullable=True),
    },
    unique=(("assessment_id", "tier"),),
)
