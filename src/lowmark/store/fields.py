"""Columns as the databases keep them: a day is a whole number of days since 1970 on both engines."""

from datetime import date
from typing import Any

from django.db import models

from lowmark.core.kinds.day import from_day, to_day


class DayField(models.IntegerField):
    """A `date` in Python, an INTEGER of days since 1970-01-01 in the database."""

    description = "a calendar day"

    def from_db_value(self, value: int | None, _expression: Any, _connection: Any) -> date | None:
        """Turn the stored number into a date."""
        return None if value is None else from_day(value)

    def to_python(self, value: Any) -> date | None:
        """Accept a date or a number of days."""
        return from_day(value) if isinstance(value, int) else value

    def get_prep_value(self, value: Any) -> int | None:
        """Turn a date into the stored number."""
        return to_day(value) if isinstance(value, date) else value
