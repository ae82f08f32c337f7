"""An assessment's estimate: what evidence or one rule says of a tier, and why it does or does not bind."""

from lowmark.core.tables.noun import Noun, flag, identity, minor, ref, whole, word

WHYS = ("binds", "outranked", "not_lowest", "asked_later")
"""It binds; something of a better rank says something; something of its rank says less; one asked first says as much."""

ASSESSMENT_ESTIMATE = Noun(
    name="assessment_estimate",
    grain="one estimator's word on one tier of one assessment",
    room="fact",
    app="runs",
    columns={
        "id": identity("the estimate"),
        "entity_id": ref("entity", "whose stock"),
        "run_id": ref("run", "the run"),
        "assessment_id": ref("assessment", "the assessment"),
        "tier": whole("the tier of the assessment", "1"),
        "rule": word("the rule, or the kind of evidence", "range_of_coverage"),
        "rank": whole("its rank; null where nothing stands before it", "50", nullable=True),
        "value_minor": minor("what it says that the tier is worth"),
        "reason": word("the reason for which it would be written down", "excess"),
        "binds": flag("whether it is what the tier is measured at"),
        "why": word("why it does or does not bind", choices=WHYS),
    },
    unique=(("assessment_id", "tier", "rule"),),
)
