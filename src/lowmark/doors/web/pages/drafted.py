"""What a draft says on its page: where it is in its life, its few figures, its words, its rows, and where one goes from it.

Before this: the answer of show-journal or show-formula-change. After this: `drafts`, which shows it and takes the decision.
"""

from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any, Final
from urllib.parse import urlencode

from django.urls import reverse

from lowmark.core.kinds.money import present_minor
from lowmark.doors.web.navigation import may
from lowmark.doors.web.pages.run import Step
from lowmark.doors.web.tables import Column, Table, table
from lowmark.doors.web.templatetags.figures import explained, words

APPLIED: Final = {
    "retrospective": "as if it had always been the formula",
    "from_a_day": "from that day on: it is impracticable further back",
    "prospective": "from that day on, as the framework has it",
}
"""How a change is applied, in the words of its note."""

ON_THE_WAY: Final = ("recurring", "to_be_reversed")
"""States of a journal of which some is posted, and not all."""


@dataclass(frozen=True, slots=True)
class Action:
    """Where one goes from here."""

    title: str
    address: str


@dataclass(frozen=True, slots=True, kw_only=True)
class Told:
    """A draft as its page tells it; `keys` are amounts, `items` those that it is about with their addresses."""

    says: str
    steps: list[Step]
    keys: list[tuple[str, int]]
    facts: list[tuple[str, str]]
    tables: list[Table]
    actions: list[Action]
    items: list[Action]


@dataclass(frozen=True, slots=True)
class Goods:
    """Goods that go over, as a row: what they are carried at, what they are carried at then, and the difference."""

    item: str
    item_class: str
    what: str
    quantity_micro: int
    value_minor: int
    new_minor: int
    difference_minor: int
    held_minor: int


@dataclass(frozen=True, slots=True)
class Effect:
    """What a change does to one expense of one earlier year, as a row."""

    fiscal_year: str
    expense: str
    amount_minor: int


@dataclass(frozen=True, slots=True)
class Side:
    """One account of a journal, as a row: a side that has nothing is left empty."""

    account: str
    name: str
    item_class: str
    dimensions: str
    debit_minor: int | None
    credit_minor: int | None
    tx: str


def change(shown: Any, *, asked: Mapping[str, str], roles: tuple[str, ...]) -> Told:
    """Tell a change of formula."""
    entity, day = shown.entity, shown.begins_on
    goods = f"goods of class {words(shown.item_class)}" if shown.item_class else "goods"
    keys = [("Carried now", shown.value_minor), (f"Carried from {day} on", shown.new_minor),
            ("Held against them, goes with them", shown.held_minor)] if shown.lines else []  # fmt: skip
    if shown.effects:
        keys.insert(2, ("Retained earnings change by, before tax", shown.effect_minor))
    facts = [("Book", words(shown.book).upper()), ("Applied", APPLIED[shown.application])]
    facts += [
        (name, text) for name, text in (
            ("Impracticable", shown.impracticable), ("Because", shown.because),
            ("Made of these, and costed as before", ", ".join(shown.made_of_them)),
        ) if text
    ]  # fmt: skip
    actions = [_report("All changes", entity, "list-formula-changes")]
    if shown.state == "approved" and shown.effects and may("draft-formula-tax", roles):
        actions.insert(0, _form("Draft its tax", entity, "draft-formula-tax", document=shown.document))
    return Told(
        says=f"{words(shown.method).capitalize()} in place of {words(shown.replaces)} for {goods} from {day} on",
        steps=steps(shown, ("drafted", "approved")), keys=keys, facts=facts + _decision(shown),
        tables=[one for one in (_effects(shown, asked), _goods(shown, asked)) if one is not None], actions=actions,
        items=[Action(one, _address("stock", entity, item=one, as_of=day.isoformat())) for one in shown.items],
    )  # fmt: skip


def journal(shown: Any, *, asked: Mapping[str, str], roles: tuple[str, ...]) -> Told:
    """Tell a journal."""
    entity = shown.entity
    facts = [
        ("Book", words(shown.book).upper()),
        ("Counts on", shown.first_on.isoformat()),
        ("Posted", words(shown.kind)),
    ]
    if shown.until_on is not None:
        facts.append(("Until", shown.until_on.isoformat()))
    facts.append(("Purpose", words(shown.purpose)))
    actions = [_report("All journals", entity, "list-journals")]
    if shown.state in ("approved", *ON_THE_WAY) and may("post-journal", roles):
        up_to = shown.first_on.isoformat()
        actions.insert(0, _form("Post it", entity, "post-journal", document=shown.document, up_to=up_to))
    return Told(
        says=shown.because, steps=steps(shown, ("drafted", "approved", shown.state if shown.state in ON_THE_WAY else "posted")),
        keys=[("Debits, and credits", sum(one.debit_minor for one in shown.lines))], facts=facts + _decision(shown),
        tables=[_sides(shown, asked), *([_entries(shown)] if shown.entries else [])], actions=actions, items=[],
    )  # fmt: skip


def steps(shown: Any, life: tuple[str, ...]) -> list[Step]:
    """Return where a draft is in its life; what sent it back, or passed it over, stands at the end.

    >>> from types import SimpleNamespace as Draft
    >>> [one.name for one in steps(Draft(state="returned", drafted_by="ada", decided_by="ben"), ("drafted", "approved"))]
    ['drafted', 'returned']
    """
    who = {"drafted": shown.drafted_by, "approved": shown.decided_by}
    if shown.state not in life:
        return [Step(life[0], is_done=True, is_current=False, who=shown.drafted_by),
                Step(words(shown.state), is_done=True, is_current=True, who=shown.decided_by, is_fallen=True)]  # fmt: skip
    reached = life.index(shown.state)
    return [Step(words(name), place <= reached, name == shown.state, who.get(name, "") if place <= reached else "")
            for place, name in enumerate(life)]  # fmt: skip


def _decision(shown: Any) -> list[tuple[str, str]]:
    """Return who drafted it, who decided on it, and with which words."""
    return [("Drafted by", shown.drafted_by)] + [
        (name, text) for name, text in (("Decided by", shown.decided_by), ("Comment", shown.comment)) if text
    ]


def _effects(shown: Any, asked: Mapping[str, str]) -> Table | None:
    """Return what a change that goes back does to earlier years; nothing where it does nothing."""
    if not shown.effects:
        return None
    columns = [Column(key="fiscal_year", title="Fiscal year"), Column(key="expense", title="Expense", kind="words"),
               Column(key="amount_minor", title="More (less) of it", kind="amount", is_summed=True)]  # fmt: skip
    rows = [Effect(str(one.fiscal_year), one.expense, one.amount_minor) for one in shown.effects]
    return table(_sorted(asked), rows, columns=columns, caption="What earlier years would have been", name="effects",
                 currency=shown.currency)  # fmt: skip


def _goods(shown: Any, asked: Mapping[str, str]) -> Table | None:
    """Return the goods that go over; what they are carried at then only where it is another amount."""
    if not shown.lines:
        return None

    def stock(one: Goods) -> str:
        return _address("stock", shown.entity, item=one.item, as_of=shown.begins_on.isoformat())

    rows = [
        Goods(one.item, one.item_class, " · ".join(filter(None, (one.lot, words(one.condition)))), one.quantity_micro,
              one.value_minor, one.new_minor, one.new_minor - one.value_minor, one.held_minor) for one in shown.lines
    ]  # fmt: skip
    columns = [
        Column(key="item", title="Item", link=stock, note=lambda one: one.what),
        Column(key="quantity_micro", title="Quantity", kind="quantity", is_summed=True),
        Column(key="value_minor", title="Carried now", kind="amount", is_summed=True),
        Column(key="new_minor", title="Carried then", kind="amount", is_summed=True),
        Column(key="difference_minor", title="Difference", kind="amount", is_summed=True),
        Column(key="held_minor", title="Held against", kind="amount", is_summed=True),
        Column(key="item_class", title="Class", kind="words"),
    ]
    differs = any(one.difference_minor for one in rows)
    columns = [one for one in columns if differs or one.key not in ("new_minor", "difference_minor")]
    return table(asked, rows, columns=columns, caption="Goods that go over", name="lines", currency=shown.currency)


def _sides(shown: Any, asked: Mapping[str, str]) -> Table:
    """Return the accounts of a journal."""

    def ledger(one: Side) -> str:
        return _address("ledger", shown.entity, account=one.account, as_of=shown.first_on.isoformat())

    rows = [
        Side(one.account, one.name, one.item_class, one.dimensions, one.debit_minor or None, one.credit_minor or None,
             "" if one.tx_amount_minor is None else f"{present_minor(one.tx_amount_minor, one.tx_currency)} {one.tx_currency}")
        for one in shown.lines
    ]  # fmt: skip
    columns = [
        Column(key="account", title="Account", link=ledger),
        Column(key="name", title="Name", note=lambda one: one.tx),
        Column(key="item_class", title="Class", kind="words"),
        Column(key="dimensions", title="Dimensions"),
        Column(key="debit_minor", title="Debit", kind="amount", is_summed=True),
        Column(key="credit_minor", title="Credit", kind="amount", is_summed=True),
    ]
    always = ("account", "name", "debit_minor", "credit_minor")
    columns = [one for one in columns if one.key in always or any(getattr(row, one.key) for row in rows)]
    return table(asked, rows, columns=columns, caption="Lines", name="lines", currency=shown.currency)


def _entries(shown: Any) -> Table:
    """Return the entries that a journal was posted as."""

    def why(one: Any) -> str:
        return explained(shown.entity, f"entry {one.entry}")

    columns = [Column(key="entry", title="Entry", link=why), Column(key="accounting_on", title="Counts on", kind="day"),
               Column(key="leg", title="Leg", kind="words")]  # fmt: skip
    return table({}, shown.entries, columns=columns, caption="Entries", name="entries")


def _sorted(asked: Mapping[str, str]) -> dict[str, str]:
    """Return what is asked but for the words and the page, which are of the goods."""
    return {name: value for name, value in asked.items() if name not in ("q", "page")}


def _address(name: str, entity: str, **asked: str) -> str:
    return f"{reverse(name, kwargs={'entity': entity})}?{urlencode(asked)}"


def _report(title: str, entity: str, operation: str) -> Action:
    return Action(title, reverse("report", kwargs={"entity": entity, "operation": operation}) + "?sent=1")


def _form(title: str, entity: str, operation: str, **given: str) -> Action:
    return Action(
        title, reverse("record-one", kwargs={"entity": entity, "operation": operation}) + f"?{urlencode(given)}"
    )
