"""Read entities, their books and periods."""

from dataclasses import dataclass
from datetime import date

from lowmark.core.kinds.calendars import FiscalCalendar
from lowmark.core.kinds.day import from_day, to_day
from lowmark.store.session import Reader


@dataclass(frozen=True, slots=True)
class Entity:
    """One entity as services see it."""

    id: int
    code: str
    name: str
    catalogue_id: int
    currency: str
    time_zone: str
    fiscal_year_start_month: int
    mode: str
    fiscal_pattern: str = "months"
    week_ends_on: str = "saturday"
    year_ends: str = "last"
    industry: str = ""

    @property
    def calendar(self) -> FiscalCalendar:
        """How the entity divides time."""
        return FiscalCalendar(start_month=self.fiscal_year_start_month, pattern=self.fiscal_pattern,
                              week_ends_on=self.week_ends_on, year_ends=self.year_ends)  # fmt: skip

    def fiscal_year(self, on: date) -> int:
        """Return the fiscal year of a day."""
        return self.calendar.year_of(to_day(on))

    def year_from(self, on: date) -> date:
        """Return the first day of the fiscal year of a day."""
        return from_day(self.calendar.year(self.fiscal_year(on))[0])


@dataclass(frozen=True, slots=True)
class Book:
    """One book as services see it."""

    id: int
    code: str
    framework: str
    currency: str
    cost_basis_id: int
    method: str
    is_primary: bool = True
    carried_to_seq: int = 0


@dataclass(frozen=True, slots=True)
class Period:
    """One period as services see it."""

    id: int
    starts_on: date
    ends_on: date
    state: str

    def holds(self, day: date) -> bool:
        """Whether a day is in it."""
        return self.starts_on <= day <= self.ends_on


ENTITY_COLUMNS = (
    "id, code, name, catalogue_id, currency, time_zone, fiscal_year_start_month, mode, fiscal_pattern, week_ends_on,"
    " year_ends, industry"
)


def entity_by_code(reader: Reader, code: str) -> Entity | None:
    """Return the entity of a code, or none where the scope does not show it."""
    row = reader.row(f"SELECT {ENTITY_COLUMNS} FROM entities_entity WHERE code = %s", [code])  # noqa: S608
    return None if row is None else Entity(**row)


def entities(reader: Reader) -> list[Entity]:
    """Return every entity of the scope, by code."""
    return [Entity(**row) for row in reader.rows(f"SELECT {ENTITY_COLUMNS} FROM entities_entity ORDER BY code")]  # noqa: S608


def pack_and_head(reader: Reader, entity_id: int) -> tuple[str, int | None]:
    """Return the industry of an entity, and the number of the one at its head, if it has one."""
    row = reader.row("SELECT industry, parent_id FROM entities_entity WHERE id = %s", [entity_id])
    return ("", None) if row is None else (row["industry"], row["parent_id"])


def entities_headed_by(reader: Reader, head_id: int) -> list[Entity]:
    """Return the entities of which one is the head, by number."""
    sql = f"SELECT {ENTITY_COLUMNS} FROM entities_entity WHERE parent_id = %s ORDER BY id"  # noqa: S608
    return [Entity(**row) for row in reader.rows(sql, [head_id])]


def book(reader: Reader, entity_id: int, code: str = "") -> Book | None:
    """Return a book of an entity: the primary one where no code is given."""
    which, parameters = ("b.code = %s", [entity_id, code]) if code else ("b.is_primary", [entity_id])
    row = reader.row(
        "SELECT b.id, b.code, b.framework, b.currency, b.cost_basis_id, c.method, b.is_primary, b.carried_to_seq"  # noqa: S608
        f" FROM entities_book b JOIN entities_cost_basis c ON c.id = b.cost_basis_id WHERE b.entity_id = %s AND {which}",
        parameters,
    )
    return None if row is None else Book(**{**row, "is_primary": bool(row["is_primary"])})


def books(reader: Reader, entity_id: int) -> list[Book]:
    """Return the books of an entity, the primary one first."""
    rows = reader.rows(
        "SELECT b.id, b.code, b.framework, b.currency, b.cost_basis_id, c.method, b.is_primary, b.carried_to_seq"
        " FROM entities_book b JOIN entities_cost_basis c ON c.id = b.cost_basis_id WHERE b.entity_id = %s"
        " ORDER BY CASE WHEN b.is_primary THEN 0 ELSE 1 END, b.code",
        [entity_id],
    )
    return [Book(**{**row, "is_primary": bool(row["is_primary"])}) for row in rows]


def periods(reader: Reader, entity_id: int) -> list[Period]:
    """Return the periods of an entity, oldest first."""
    sql = "SELECT id, starts_on, ends_on, state FROM entities_period WHERE entity_id = %s ORDER BY starts_on"
    return [Period(**row) for row in reader.rows(sql, [entity_id], days=("starts_on", "ends_on"))]


TRUED = """
SELECT p.id, p.starts_on, p.ends_on, p.state FROM entities_period p WHERE p.entity_id = %s
AND EXISTS (SELECT 1 FROM entities_period_event e WHERE e.period_id = p.id AND e.event = 'trued_up') ORDER BY p.starts_on
"""


def periods_trued_up(reader: Reader, entity_id: int) -> list[Period]:
    """Return the periods whose averages have been said, oldest first."""
    return [Period(**row) for row in reader.rows(TRUED, [entity_id], days=("starts_on", "ends_on"))]


def trued_up_to(reader: Reader, entity_id: int) -> date | None:
    """Return the last day up to which averages of periods have been said; none where none was."""
    found = periods_trued_up(reader, entity_id)
    return found[-1].ends_on if found else None


def known_seq(reader: Reader, entity_id: int) -> int:
    """Return the last sequence of an entity's clock."""
    sql = "SELECT known_seq FROM entities_entity_clock WHERE entity_id = %s"
    return int(reader.value(sql, [entity_id]) or 0)


def recorded_at(reader: Reader, entity_id: int) -> int:
    """Return the last moment of an entity's clock."""
    sql = "SELECT recorded_at FROM entities_entity_clock WHERE entity_id = %s"
    return int(reader.value(sql, [entity_id]) or 0)


def known_at(reader: Reader, entity_id: int, asked: int) -> int:
    """Return the sequence that a report asked for as known at `asked` is of; 0 asks for now.

    What one command did is known whole or not at all: a sequence in the midst of one means what was known before it.
    """
    if asked == 0:
        return known_seq(reader, entity_id)
    sql = "SELECT max(known_seq) FROM audit_command WHERE entity_id = %s AND known_seq <= %s"
    return int(reader.value(sql, [entity_id, asked]) or 0)
