"""What the notes of a group rest on: every member's stock and allowance, in the group's currency, and the group's statements.

Before this: a group gathered and consolidated. After this: `group-disclosures`. Amounts come from the members' records, with the
profit in stock and the group's own test by the goods that hold them; they are held against the worksheet, read apart.
"""

from collections.abc import Collection, Mapping
from dataclasses import dataclass
from datetime import date

from lowmark.core import flow_group
from lowmark.core.consolidation.exchange import ONE, Rate, exchange
from lowmark.core.consolidation.notes import Rolled, rolled, tied
from lowmark.core.consolidation.quotes import Quotes
from lowmark.core.statements.statements import COST_OF_SALES, WRITE_DOWNS
from lowmark.services.groups.fair_values import at_fair_value
from lowmark.services.groups.figures import Figures
from lowmark.services.groups.gathering import GatheredGroup
from lowmark.services.groups.goods import day_before
from lowmark.services.groups.quoted import quotes_of
from lowmark.services.ledgers.notes import Notes, notes_at
from lowmark.store.items import read as items_read
from lowmark.store.ledger import groups as groups_store
from lowmark.store.ledger import read as ledger_read
from lowmark.store.session import Reader

SET_OFF = {
    "sales": "Sold within the group, set off", "opening_profit": "Profit within the group, in stock before",
    "closing_profit": "Profit within the group, in stock now", "retest": "Test of stock at group cost",
}  # fmt: skip
"""What the consolidation itself does to the cost of sales, in words."""


FAIR_VALUE = "at_fair_value_less_costs_to_sell"


@dataclass(frozen=True, slots=True, kw_only=True)
class Codes:
    """The group's accounts that a figure of the notes is on."""

    stock: frozenset[str]
    allowance: frozenset[str]
    caption: frozenset[str]
    expense: frozenset[str]
    charged: frozenset[str]
    taken_back: frozenset[str]
    commitments: frozenset[str]


@dataclass(slots=True, kw_only=True)
class GroupNotes:
    """Figures from records, and those of the group's statements by the name of the fact; what these cannot tell is not in them."""

    first_on: date
    gross_by_class: dict[str, int]
    held_by_class: dict[str, int]
    allowance: dict[str, Rolled]
    test: Rolled
    expenses: dict[str, int]
    losses_minor: int
    fair_value_minor: int
    methods: tuple[str, ...]
    statement: dict[str, int]

    @property
    def total(self) -> Rolled:
        """The allowance of the group."""
        found = self.test
        for each in self.allowance.values():
            found = found.plus(each)
        return found


def group_notes(reader: Reader, found: GatheredGroup, *, as_of: date) -> GroupNotes:
    """Return what the notes of a consolidated group rest on.

    Raises: Problem `no_rate` where there is no rate for an allowance that was there before the year.
    """
    head = found.group.head.entity
    codes = _codes(reader, found)
    own = {code: notes_at(reader, found.group.granted[code], each.book, as_of=each.reported.as_of, known_seq=each.known_seq)
           for code, each in found.figures.items()}  # fmt: skip
    quotes = quotes_of(reader, head.id, as_of=as_of)
    undone, charged = (sum(getattr(each, name) for each in found.retests) for name in ("undone_minor", "charged_minor"))
    notes = GroupNotes(
        first_on=head.year_from(as_of), gross_by_class={}, held_by_class={}, allowance={},
        test=Rolled(charged_minor=charged - undone, closing_minor=charged - undone), expenses={},
        losses_minor=0, fair_value_minor=0,
        methods=tuple(sorted({method for each in own.values() for method in each.methods})),
        statement=_statement(found, codes, is_apart=all("allowance" in each.ledger for each in own.values())),
    )  # fmt: skip
    for member, each in own.items():
        _Member(found, found.figures[member], each, codes).add(notes, quotes)
    _of_the_group(reader, found, notes, codes)
    notes.fair_value_minor, notes.statement[FAIR_VALUE] = at_fair_value(reader, found)
    return notes


def _codes(reader: Reader, found: GatheredGroup) -> Codes:
    """Return the accounts of the head that play each part, by code."""
    entity_id = found.group.head.entity.id
    named = {row["id"]: str(row["code"]) for row in groups_store.chart_of(reader, entity_id)}
    of: dict[str, set[str]] = {}
    for (role, _), number in ledger_read.roles(reader, entity_id).items():
        of.setdefault(role, set()).add(named[number])
    accounts = found.chart.accounts
    caption = accounts[found.chart.roles["inventory"]].caption
    return Codes(
        stock=frozenset(of["inventory"] | of["lifo_reserve"]), allowance=frozenset(of["allowance"]),
        caption=frozenset(code for code, one in accounts.items() if one.caption == caption and one.section == "asset"),
        expense=frozenset(code for code, one in accounts.items()
                          if one.caption in {COST_OF_SALES, WRITE_DOWNS} and one.section == "expense"),
        charged=frozenset(of["write_down_expense"] | of["write_off_expense"]),
        taken_back=frozenset(of["write_down_reversal"]), commitments=frozenset(of["commitment_loss"] | of["commitment_recovery"]),
    )  # fmt: skip


def _statement(found: GatheredGroup, codes: Codes, *, is_apart: bool) -> dict[str, int]:
    """Return the figures of the group's statements: its worksheet, added up by caption, or by account."""
    sheet = {
        row.account: row.group_minor for row in flow_group.worksheet(lines=found.consolidated.lines, chart=found.chart)
    }

    def of(accounts: Collection[str]) -> int:
        return sum(sheet.get(code, 0) for code in accounts)

    told = {"carrying": of(codes.caption), "recognised_as_expense": of(codes.expense), "write_downs": of(codes.charged),
            "reversals": -of(codes.taken_back), "commitment_losses": of(codes.commitments)}  # fmt: skip
    if is_apart and not codes.stock & codes.allowance:
        told |= {"gross": of(codes.caption - codes.allowance), "allowance": -of(codes.allowance)}
    return told


@dataclass(frozen=True, slots=True)
class _Member:
    """One member, as its figures go into the notes."""

    found: GatheredGroup
    figures: Figures
    own: Notes
    codes: Codes

    def add(self, notes: GroupNotes, quotes: Quotes) -> None:
        """Add what the member has."""
        own, codes, total = self.own, self.codes, self.own.allowance.total.row(0, named=True)
        is_apart = "allowance" in own.ledger and not codes.stock & codes.allowance
        held = dict(own.allowance.rows.select("item_class", "closing_minor").iter_rows())
        gross = own.gross_by_class | self._beside()
        if is_apart:
            gross, held = self._tied(gross, codes.caption - codes.allowance), self._tied(held, codes.allowance, sign=-1)
        else:
            # One account has both: what is tied is the two together.
            carrying = self._tied({name: amount - held.get(name, 0) for name, amount in gross.items()}, codes.caption)
            held = self._tied(held, ())
            gross = {name: amount + held.get(name, 0) for name, amount in carrying.items()}
        for into, parts in ((notes.gross_by_class, gross), (notes.held_by_class, held),
                            (notes.expenses, self._tied(own.expenses, codes.expense, result=True))):  # fmt: skip
            _add(into, parts)
        losses = self._tied({"": own.ledger["commitment_losses"]}, codes.commitments, result=True)
        notes.losses_minor += losses[""]
        notes.allowance[self.figures.reported.entity] = rolled(
            total, opening=self._opening(total["opening_minor"], quotes), average=self.figures.reported.rates.average,
            closing_minor=sum(held.values()), of=self.figures.book.currency, into=self.found.book.currency,
            charged_minor=self._tied({"": total["charged_minor"]}, codes.charged, result=True)[""],
            reversed_minor=self._tied({"": total["reversed_minor"]}, codes.taken_back, result=True)[""],
        )  # fmt: skip

    def _opening(self, opening_minor: int, quotes: Quotes) -> Rate:
        """Return the rate of the day before the year; nothing is worth nothing at any."""
        if not opening_minor:
            return ONE
        return quotes.on(self.figures.book.currency, self.found.book.currency, day_before(self.own.first_on))

    def _beside(self) -> dict[str, int]:
        """Return what stands under inventories beside goods, by the name of its account."""
        others = self.codes.caption - self.codes.stock - self.codes.allowance
        return {
            self.found.chart.accounts[code].name: amount for code in sorted(others) if (amount := self._ledger({code}))
        }

    def _ledger(self, accounts: Collection[str]) -> int:
        return sum(line.amount_minor for line in self.figures.reported.lines if line.account in accounts)

    def _tied(
        self, parts: Mapping[str, int], accounts: Collection[str], *, sign: int = 1, result: bool = False
    ) -> dict[str, int]:
        """Return parts in the group's currency, tied to some accounts; to none, at the rate alone."""
        rates, member = self.figures.reported.rates, self.figures.reported.entity
        of, into, rate = (
            self.figures.book.currency,
            self.found.book.currency,
            rates.average if result else rates.closing,
        )
        if not accounts:
            return {name: exchange(amount, rate=rate, of=of, into=into) for name, amount in parts.items()}
        translated = sum(line.amount_minor for line in self.found.consolidated.lines
                         if line.kind == "translated" and line.entity == member and line.account in accounts)  # fmt: skip
        return tied(parts, own_minor=sign * self._ledger(accounts), translated_minor=sign * translated,
                               rate=rate, of=of, into=into)  # fmt: skip


def _of_the_group(reader: Reader, found: GatheredGroup, notes: GroupNotes, codes: Codes) -> None:
    """Take the profit within the group off the classes that hold it, and add what the group's test changes, and sets off."""
    classes: dict[int, str] = {}
    of_code: dict[tuple[str, str], str] = {}
    for member in found.figures:
        catalogue = found.group.granted[member].entity.catalogue_id
        for row in items_read.items(reader, catalogue).select("item_id", "item", "item_class").iter_rows():
            classes[row[0]] = row[2]
            of_code[member, row[1]] = row[2]
    for item, profit in found.closing.select("item_id", "profit_minor").iter_rows():
        _add(notes.gross_by_class, {classes[item]: -profit})
    for each in found.retests:
        _add(notes.held_by_class, {of_code[each.holder, each.item]: each.charged_minor - each.undone_minor})
    for line in found.consolidated.lines:
        if line.kind in SET_OFF and line.account in codes.expense:
            _add(notes.expenses, {SET_OFF[line.kind]: line.amount_minor})


def _add(into: dict[str, int], parts: Mapping[str, int]) -> None:
    for name, amount in parts.items():
        into[name] = into.get(name, 0) + amount
