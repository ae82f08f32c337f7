"""An entity: a reporting unit with its currency, calendar and time zone."""

from lowmark.core.tables.noun import Noun, identity, ref, whole, word

ENTITY = Noun(
    name="entity",
    grain="one reporting unit",
    room="register",
    app="entities",
    scope="self",
    columns={
        "id": identity("the entity"),
        "code": word("its code", "MAPLE"),
        "name": word("its name", "Maple Distribution"),
        "catalogue_id": ref("catalogue", "whose items it stocks"),
        "currency": word("functional currency, ISO 4217", "CAD"),
        "time_zone": word("its zone; turns a timestamp into a day, at the door only", "America/Toronto"),
        "fiscal_year_start_month": whole("the month its fiscal year starts in", "1"),
        "fiscal_pattern": word(
            "how its fiscal year is divided: months, or quarters of weeks",
            choices=("months", "4-4-5", "4-5-4", "5-4-4"),
        ),
        "week_ends_on": word(
            "of a year of weeks: the day on which its weeks end",
            choices=("monday", "tuesday", "wednesday", "thursday", "friday", "saturday", "sunday"),
        ),
        "year_ends": word(
            "of a year of weeks: the last such day of its last month, or the one nearest to that month's end",
            choices=("last", "nearest"),
        ),
        "mode": word("whether it keeps its whole ledger here", choices=("ledger", "subledger")),
        "industry": word("the pack that it began with; empty for none", "healthcare"),
        "parent_id": ref("entity", "its parent in the group", nullable=True),
    },
    unique=(("code",),),
)
