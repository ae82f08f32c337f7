"""What a filing discloses of an allowance, entered into the books of a fresh company and read off their ledger again.

What is opened, charged, released and used goes through goods: units that have cost one each are written off whole, and
sold or scrapped. What comes and goes without goods (translation, businesses, restatements) is an overlay on their
class, and so is what goods cannot carry: the release of more than they hold. Thousands and millions are entered alike.
"""

import re
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from datetime import date
from typing import TYPE_CHECKING, Any, Final

from lowmark.core.statements.roll_forward import COLUMNS, FormRow, column_of
from tests.cases.figures import minor
from tests.cases.record import Figure, figure
from tests.cases.stock import NOTHING, is_less, is_zero, money, unsigned
from tests.cases.waiting import Waits

if TYPE_CHECKING:
    from tests.company import Company

WORDS: Final = (
    (r"other.accounts|acquir", ("acquisition", "")),
    (r"charged|addition|provision|expense|creat|increase", ("charge", "")),
    (r"held.for.sale", ("held_for_sale", "")),
    (r"restat", ("restatement", "")),
    (r"dispos.*reclass|written.?off|write.?off|scrap|used|utili[sz]ation$", ("use", "scrap")),
    (r"deduction|release|utili[sz]|sold|sale$|reduction|decrease", ("release", "")),
    (r"revers|recover", ("reverse", "")),
    (r"currency|translation|exchange|fx", ("translation", "")),
    (r"transfer|reclass", ("transfer", "")),
    (r"dispos|divest", ("disposal", "")),
    (r"other|net", ("other", "")),
)
"""What the title of a filing's column most likely is, the first that fits: the kind of move, and what caused it."""

ANY_SIGN: Final = (("other", ""), ("transfer", ""), ("translation", ""), ("restatement", ""))
"""What a title is otherwise, or where another has taken its column or it goes both ways."""

ADDS: Final = {"charge", "acquisition"}
TAKES: Final = {"use", "release", "reverse", "disposal"}
FIRST_YEAR: Final = 2026
MONTHS: Final = 240
IN_UNITS, AS_FILED = "e3", "e-3"
RESERVED, SOUND, CLASS = "RESERVED", "SOUND", "merchandise"
ENOUGH: Final = "100000000000"
"""What sound goods of the class cost: allowances are small beside it."""

Kinds = Mapping[str, tuple[str, str]]


def kinds_of(periods: Sequence[Mapping[str, Any]]) -> Kinds:
    """Say of each title what kind of move it is, each in a column of its own and with a sign that it can have.

    Raises: Waits where there are more titles than columns.
    """
    found: dict[str, tuple[str, str]] = {}
    for title in dict.fromkeys(title for period in periods for title in period["movements"]):
        amounts = [period["movements"].get(title, NOTHING) for period in periods]
        likely = [kind for pattern, kind in WORDS if re.search(pattern, title.casefold())][:1]
        taken = {column_of(*kind) for kind in found.values()}
        free = [kind for kind in (*likely, *ANY_SIGN) if _can_be(kind[0], amounts) and column_of(*kind) not in taken]
        if not free:
            raise Waits(f"a column for {title}")
        found[title] = free[0]
    return found


def _can_be(kind: str, amounts: Sequence[Figure]) -> bool:
    """Say whether a kind of move can have such signs."""
    return not (
        (kind in ADDS and any(is_less(amount, NOTHING) for amount in amounts))
        or (kind in TAKES and any(is_less(NOTHING, amount) for amount in amounts))
    )


def first_day() -> date:
    """Return the day on which the books of a filing open."""
    return date(FIRST_YEAR, 1, 1)


def rows_from_books(company: "Company", opening: Figure, periods: Sequence[Mapping[str, Any]]) -> Iterator[FormRow]:
    """Enter each period's movements, and yield its roll-forward in the filing's columns as the ledger then has it.

    Domain: the books are fresh, and open on `first_day` for so many years.
    """
    kinds = kinds_of(periods)
    books = _Books(company, by_class=any(kind == "reverse" for kind, _ in kinds.values()))
    books.open(opening)
    for year, period in enumerate(periods, start=FIRST_YEAR):
        moved = [(kinds[title][0], amount) for title, amount in period["movements"].items() if not is_zero(amount)]
        for kind, amount in sorted(moved, key=lambda each: is_less(each[1], NOTHING)):
            books.enter(kind, amount, year)
        line = books.rolled(year)
        columns = {title: column_of(*kinds[title]) for title in period["movements"]}
        taken = {"opening", "closing", *columns.values()}
        left_out = [name for name in COLUMNS if name not in taken and getattr(line, f"{name}_minor")]
        assert left_out == [], f"{period['period']} moves {left_out} too"
        yield FormRow(
            name=period["period"], opening_minor=_as_filed(line.opening_minor),
            closing_minor=_as_filed(line.closing_minor),
            movements={title: _as_filed(getattr(line, f"{name}_minor")) for title, name in columns.items()},
        )  # fmt: skip


def _in_units(amount: str) -> Figure:
    return figure(f"{amount}{IN_UNITS}")


def _as_filed(amount_minor: int) -> int:
    return minor(figure(f"{money(amount_minor)}{AS_FILED}").rstrip("0").removesuffix("."))


@dataclass(frozen=True, slots=True)
class _Books:
    """The books of one filing; with ``by_class`` all that is charged and taken back is an overlay."""

    company: "Company"
    by_class: bool

    def open(self, opening: Figure) -> None:
        """Bring sound goods of the class, and what is reserved already."""
        on, company = first_day(), self.company
        company.items(RESERVED, SOUND)
        company.record("SOUND", SOUND, "1", on, value=ENOUGH)
        if is_zero(opening):
            return
        amount = _in_units(opening)
        if self.by_class:
            self._overlay("opening", amount, on)
            return
        company.bring(
            "opening_layers", [("OPENING", 1, RESERVED, "Main", amount, amount, on, on)],
            ("document", "line", "item", "location", "quantity", "cost", "received_on", "opening_on"),
        )  # fmt: skip
        company.bring(
            "opening_allowances", [("OPENING", 1, RESERVED, FIRST_YEAR, "obsolete", amount, on)],
            ("document", "line", "item", "fiscal_year", "reason", "amount", "accounting_on"),
        )  # fmt: skip

    def enter(self, kind: str, filed: Figure, year: int) -> None:
        """Enter one movement: what adds in spring, what takes away in autumn."""
        amount = _in_units(filed)
        on = date(year, 9, 30) if is_less(amount, NOTHING) else date(year, 3, 31)
        if kind == "charge" and not self.by_class:
            self._write_off(amount, on)
        elif kind in {"release", "use"} and self._is_on_goods(unsigned(amount), on):
            place = {"to_location": "scrap", "reason": "scrap"} if kind == "use" else {}
            self.company.record(f"{kind}-{year}", RESERVED, unsigned(amount), on, **place)
        else:
            self._overlay(kind, amount, on)

    def rolled(self, year: int) -> Any:
        """Return the total of a year, which the ledger agrees with."""
        found = self._roll_forward(date(year, 1, 1), date(year, 12, 31))
        assert found.difference_minor == 0
        return found.ledger

    def _write_off(self, amount: str, on: date) -> None:
        """Receive units that cost one each, and write them off: all that came before is written off already."""
        self.company.record(f"BOUGHT-{on}", RESERVED, amount, on, value=amount)
        self._decide(self.company.do("write-off", self.company.ada, item=RESERVED, as_of=on, reason="obsolete",
                                     because="reserved"))  # fmt: skip

    def _overlay(self, kind: str, amount: str, on: date) -> None:
        self._decide(self.company.do(
            "adjust-allowance", self.company.ada, item_class=CLASS, as_of=on, kind=kind, amount=amount,
            reason="obsolete", because="as filed", evidence="10-K",
        ))  # fmt: skip

    def _decide(self, run: Any) -> None:
        self.company.approve(run.run, run.run_hash)
        self.company.do("post", self.company.ben, run=run.run)

    def _is_on_goods(self, amount: str, on: date) -> bool:
        """Say whether goods hold as much as this."""
        return not is_less(money(self._roll_forward(first_day(), on).held_minor), amount)

    def _roll_forward(self, first_on: date, last_on: date) -> Any:
        return self.company.do("roll-forward", self.company.ben, first_on=first_on, last_on=last_on)
