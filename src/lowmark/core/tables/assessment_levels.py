"""An assessment's level: what a run comes to by one unit of account, in one group of it."""

from lowmark.core.tables.noun import Noun, flag, identity, minor, ref, word

ASSESSMENT_LEVEL = Noun(
    name="assessment_level",
    grain="one group of goods at one level of one run",
    room="fact",
    app="runs",
    columns={
        "id": identity("the level"),
        "entity_id": ref("entity", "whose stock"),
        "run_id": ref("run", "the run"),
        "level": word("the unit of account", "category"),
        "group_name": word("the group at that level; empty for what is in none, or all goods", "Tents"),
        "is_allowed": flag("whether the framework lets it be chosen"),
        "is_chosen": flag("whether the run is by it"),
        "cost_minor": minor("cost of the group", non_negative=True),
        "value_minor": minor("what it will fetch; what nobody knows stands at what it is carried at"),
        "carrying_minor": minor("what it is carried at", non_negative=True),
        "required_minor": minor("allowance needed", non_negative=True),
    },
    unique=(("run_id", "level", "group_name"),),
)
