"""What people call things: documents, item codes, entry numbers and user names in place of row numbers.

Before this: a check that has found a fault. After this: the fault's words. A name is looked up when it is printed.
"""

from dataclasses import dataclass, field
from types import MappingProxyType
from typing import Final

from lowmark.core.kinds.day import from_day
from lowmark.core.kinds.money import format_minor
from lowmark.core.kinds.problems import Problem
from lowmark.core.kinds.quantity import format_micro
from lowmark.verify.reader import Rows

_ASKED: Final = MappingProxyType({
    "account": "SELECT code AS word FROM ledger_account WHERE id = %s",
    "approval": "SELECT 'of run ' || r.code AS word FROM runs_approval a JOIN runs_run r ON r.id = a.run_id"
    " WHERE a.id = %s",
    "approval_limit": "SELECT 'of ' || u.username AS word FROM access_approval_limit l JOIN people_user u"
    " ON u.id = l.user_id WHERE l.id = %s",
    "approval_rule": "SELECT profile AS word FROM access_approval_rule WHERE id = %s",
    "audit": "SELECT operation || ' of ' || subject AS word FROM audit_audit WHERE id = %s",
    "basis": "SELECT code AS word FROM entities_cost_basis WHERE id = %s",
    "book": "SELECT code AS word FROM entities_book WHERE id = %s",
    "command": "SELECT operation || ' with the key ' || request_key AS word FROM audit_command WHERE id = %s",
    "count": "SELECT document || '/' || line AS word FROM stock_count WHERE id = %s",
    "count_posting": "SELECT document AS word FROM stock_count_posting WHERE id = %s",
    "place_freeze": "SELECT f.document || ' at ' || p.path AS word FROM stock_place_freeze f"
    " JOIN items_location p ON p.id = f.location_id WHERE f.id = %s",
    "catch_weight": "SELECT m.document || '/' || m.line AS word FROM stock_catch_weight w"
    " JOIN stock_stock_move m ON m.id = w.move_id WHERE w.id = %s",
    "kit_line": "SELECT k.code || ' of ' || c.code AS word FROM stock_kit_line l JOIN items_item k ON k.id = l.kit_id"
    " JOIN items_item c ON c.id = l.component_id WHERE l.id = %s",
    "kit_part": "SELECT m.document || '/' || m.line AS word FROM stock_kit_part p"
    " JOIN stock_stock_move m ON m.id = p.move_id WHERE p.id = %s",
    "shrinkage_accrual": "SELECT s.document || '/' || i.code AS word FROM ledger_shrinkage_accrual s"
    " JOIN items_item i ON i.id = s.item_id WHERE s.id = %s",
    "demand_correction": "SELECT because AS word FROM evidence_demand_correction WHERE id = %s",
    "delegation": "SELECT 'of the role of ' || role AS word FROM access_delegation WHERE id = %s",
    "demand_forecast": "SELECT method AS word FROM evidence_demand_forecast WHERE id = %s",
    "entry": "SELECT journal || '/' || CAST(fiscal_year AS text) || '/' || CAST(number AS text) AS word"
    " FROM ledger_entry WHERE id = %s",
    "entry_export": "SELECT 'of entries up to ' || CAST(to_seq AS text) AS word FROM ledger_entry_export WHERE id = %s",
    "evidence": "SELECT document || '/' || line AS word FROM evidence_evidence WHERE id = %s",
    "evidence_verification": "SELECT 'of ' || e.document || '/' || e.line AS word FROM evidence_evidence_verification v"
    " JOIN evidence_evidence e ON e.id = v.evidence_id WHERE v.id = %s",
    "expected_return": "SELECT r.document || '/' || i.code AS word FROM ledger_expected_return r"
    " JOIN items_item i ON i.id = r.item_id WHERE r.id = %s",
    "grant": "SELECT role AS word FROM access_grant WHERE id = %s",
    "imported_file": "SELECT file_name || ' into ' || table_name AS word FROM audit_imported_file WHERE id = %s",
    "item": "SELECT code AS word FROM items_item WHERE id = %s",
    "budget_line": "SELECT b.document || '/' || a.code AS word FROM ledger_budget_line b"
    " JOIN ledger_account a ON a.id = b.account_id WHERE b.id = %s",
    "commitment_change": "SELECT kind || ' of ' || document || '/' || line AS word FROM ledger_commitment_change WHERE id = %s",
    "opening_margin": "SELECT m.document || '/' || m.line || ' of ' || o.seller AS word FROM stock_opening_margin o"
    " JOIN stock_stock_move m ON m.id = o.move_id WHERE o.id = %s",
    "opening_tax_base": "SELECT m.document || '/' || m.line AS word FROM subledger_opening_tax_base o"
    " JOIN stock_stock_move m ON m.id = o.move_id WHERE o.id = %s",
    "opening_retail": "SELECT pool AS word FROM subledger_opening_retail WHERE id = %s",
    "opening_item": "SELECT document || '/' || line AS word FROM ledger_opening_item WHERE id = %s",
    "dimension_rule": "SELECT r.dimension || ' on ' || a.code AS word FROM ledger_dimension_rule r"
    " JOIN ledger_account a ON a.id = r.account_id WHERE r.id = %s",
    "entry_classification": "SELECT classified || ' of ' || CAST(origin_year AS text) AS word"
    " FROM ledger_entry_classification WHERE id = %s",
    "formula_change": "SELECT document AS word FROM stock_formula_change WHERE id = %s",
    "formula_change_decision": "SELECT n.decision || ' of ' || c.document AS word FROM stock_formula_change_decision n"
    " JOIN stock_formula_change c ON c.id = n.formula_change_id WHERE n.id = %s",
    "formula_change_effect": "SELECT c.document || ' in ' || CAST(n.fiscal_year AS text) AS word"
    " FROM stock_formula_change_effect n JOIN stock_formula_change c ON c.id = n.formula_change_id WHERE n.id = %s",
    "formula_change_item": "SELECT c.document || '/' || i.code AS word FROM stock_formula_change_item n"
    " JOIN stock_formula_change c ON c.id = n.formula_change_id JOIN items_item i ON i.id = n.item_id WHERE n.id = %s",
    "journal_decision": "SELECT n.decision || ' of ' || d.document AS word FROM ledger_journal_decision n"
    " JOIN ledger_journal_draft d ON d.id = n.draft_id WHERE n.id = %s",
    "forecast_score": "SELECT model || ' on ' || demand_class AS word FROM evidence_forecast_score WHERE id = %s",
    "journal_draft": "SELECT document AS word FROM ledger_journal_draft WHERE id = %s",
    "journal_draft_line": "SELECT d.document || '/' || CAST(l.line_no AS text) AS word FROM ledger_journal_draft_line l"
    " JOIN ledger_journal_draft d ON d.id = l.draft_id WHERE l.id = %s",
    "journal_posting": "SELECT p.leg || ' of ' || d.document AS word FROM ledger_journal_posting p"
    " JOIN ledger_journal_draft d ON d.id = p.draft_id WHERE p.id = %s",
    "line_dimension": "SELECT v.dimension || ' ' || v.code AS word FROM ledger_line_dimension l"
    " JOIN ledger_dimension_value v ON v.id = l.value_id WHERE l.id = %s",
    "lot": "SELECT code AS word FROM items_lot WHERE id = %s",
    "move": "SELECT document || '/' || line AS word FROM stock_stock_move WHERE id = %s",
    "order_line": "SELECT document || '/' || line AS word FROM stock_order_line WHERE id = %s",
    "period_event": "SELECT event || ' of a period, because ' || because AS word FROM entities_period_event"
    " WHERE id = %s",
    "place": "SELECT path AS word FROM items_location WHERE id = %s",
    "plan": "SELECT code AS word FROM runs_plan WHERE id = %s",
    "plan_action": "SELECT p.code || '/' || CAST(a.line_no AS text) AS word FROM runs_plan_action a"
    " JOIN runs_plan p ON p.id = a.plan_id WHERE a.id = %s",
    "plan_decision": "SELECT d.status || ' of ' || p.code || '/' || CAST(a.line_no AS text) AS word FROM runs_plan_decision d"
    " JOIN runs_plan_action a ON a.id = d.plan_action_id JOIN runs_plan p ON p.id = a.plan_id WHERE d.id = %s",
    "plan_term": "SELECT document || '/' || line AS word FROM evidence_plan_term WHERE id = %s",
    "policy_document": "SELECT 'number ' || CAST(id AS text) AS word FROM evidence_policy_document WHERE id = %s",
    "policy": "SELECT path AS word FROM evidence_policy WHERE id = %s",
    "pool": "SELECT i.code || coalesce(' lot ' || l.code, '') || CASE WHEN p.condition = '' THEN '' ELSE ' in ' || p.condition END"
    " || CASE WHEN p.owner = '' THEN '' ELSE ' of ' || p.owner END"
    " AS word FROM valuation_cost_pool p"
    " JOIN items_item i ON i.id = p.item_id LEFT JOIN items_lot l ON l.id = p.lot_id WHERE p.id = %s",
    "production": "SELECT document AS word FROM stock_production WHERE id = %s",
    "pool_estimate": "SELECT pool AS word FROM subledger_pool_estimate WHERE id = %s",
    "proposal": "SELECT r.code AS word FROM runs_proposal p JOIN runs_run r ON r.id = p.run_id WHERE p.id = %s",
    "review": "SELECT v.decision || ' of run ' || r.code AS word FROM runs_review v JOIN runs_run r ON r.id = v.run_id"
    " WHERE v.id = %s",
    "rate": "SELECT from_currency || '/' || to_currency || ' of ' || source AS word FROM evidence_rate WHERE id = %s",
    "run": "SELECT code AS word FROM runs_run WHERE id = %s",
    "seal": "SELECT CAST(seal_no AS text) AS word FROM audit_seal WHERE id = %s",
    "standard_cost": "SELECT i.code AS word FROM evidence_standard_cost s JOIN items_item i ON i.id = s.item_id"
    " WHERE s.id = %s",
    "step_up": "SELECT 'of ' || u.username AS word FROM access_step_up s JOIN people_user u ON u.id = s.user_id"
    " WHERE s.id = %s",
    "task_assignment": "SELECT task AS word FROM entities_task_assignment WHERE id = %s",
    "task_signature": "SELECT task AS word FROM entities_task_signature WHERE id = %s",
    "trial_balance_line": "SELECT t.document || '/' || a.code AS word FROM ledger_trial_balance_line t"
    " JOIN ledger_account a ON a.id = t.account_id WHERE t.id = %s",
    "user": "SELECT username AS word FROM people_user WHERE id = %s",
})  # fmt: skip


@dataclass(frozen=True, slots=True)
class Named:
    """A row that will be called by its name when it is printed."""

    names: "Names"
    kind: str
    number: object

    def __format__(self, _specification: str) -> str:
        return self.names.word(self.kind, self.number)

    def __str__(self) -> str:
        return self.names.word(self.kind, self.number)


@dataclass(slots=True)
class Names:
    """Looks names up in a snapshot, once each, and puts amounts, quantities and days into words."""

    reader: Rows
    entity_id: int
    _known: dict[tuple[str, object], str] = field(default_factory=dict)

    def __call__(self, kind: str, number: object) -> Named:
        """Return what will print as the name of a row."""
        return Named(self, kind, number)

    def word(self, kind: str, number: object) -> str:
        """Return the name of a row; its number where there is no such row in the snapshot."""
        key = kind, number
        if key not in self._known:
            found = self.reader.rows(_ASKED[kind], [number])
            self._known[key] = str(found[0]["word"]) if found else f"one that is not there (number {number})"
        return self._known[key]

    def money(self, minor: int) -> str:
        """Return an amount in the entity's currency."""
        if ("currency", 0) not in self._known:
            found = self.reader.rows("SELECT currency FROM entities_entity WHERE id = %s", [self.entity_id])
            self._known["currency", 0] = str(found[0]["currency"]) if found else ""
        currency = self._known["currency", 0]
        try:
            return f"{format_minor(minor, currency)} {currency}"
        except Problem:
            return f"{minor} minor units"


def quantity(micro: int) -> str:
    """Return a quantity in words.

    >>> quantity(1_500_000)
    '1.5'
    """
    return format_micro(micro)


def on(day: int) -> str:
    """Return a day in words, also one that no calendar has.

    >>> on(20757), on(-5)
    ('2026-10-31', 'day -5')
    """
    try:
        return from_day(day).isoformat()
    except Problem:
        return f"day {day}"
