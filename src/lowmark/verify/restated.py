"""What goods are restated by that go over to another formula as if it had always been theirs: moves, effects and entries.

What layers of the new formula are worth beside what the old one carried is by how much less earlier years would have expensed. It
is posted to retained earnings on the first day of a fiscal year, in the primary book, whose entries of goods the others have.
Before this: the tables. After this: the check of formulas. Sources: IAS 8.22 to 8.26; ASC 250-10-45-5 to 45-8.
"""

from collections import defaultdict
from typing import Final

from lowmark.core.kinds.calendars import FiscalCalendar
from lowmark.verify.checked import Faults
from lowmark.verify.names import Names, on
from lowmark.verify.reader import Row, Rows

RETROSPECTIVE: Final = "retrospective"
FROM_A_DAY: Final = "from_a_day"

_CALENDAR: Final = """
SELECT fiscal_year_start_month, fiscal_pattern, week_ends_on, year_ends FROM entities_entity WHERE id = %s
"""
_CHANGES: Final = """
SELECT c.id, c.document, c.application, c.impracticable, c.begins_on, d.decision, d.known_seq AS decided_seq
FROM stock_formula_change c LEFT JOIN stock_formula_change_decision d ON d.formula_change_id = c.id
WHERE c.entity_id = %s ORDER BY c.id
"""
_MOVES: Final = """
SELECT id, formula_change_id, restated_minor, known_seq FROM stock_stock_move
WHERE entity_id = %s AND (formula_change_id IS NOT NULL OR restated_minor IS NOT NULL) ORDER BY known_seq
"""
_EFFECTS: Final = """
SELECT id, formula_change_id, fiscal_year, amount_minor, known_seq FROM stock_formula_change_effect
WHERE entity_id = %s ORDER BY id
"""
_POSTED: Final = """
SELECT e.book_id, e.accounting_on, e.document, CASE WHEN b.is_primary THEN 1 ELSE 0 END AS is_primary,
  CAST(-sum(CASE WHEN r.account_id IS NULL THEN 0 ELSE l.amount_minor END) AS bigint) AS amount_minor
FROM ledger_entry e JOIN ledger_line l ON l.entry_id = e.id JOIN entities_book b ON b.id = e.book_id
LEFT JOIN (SELECT DISTINCT account_id FROM ledger_account_role WHERE entity_id = %s AND role = 'retained_earnings') r
  ON r.account_id = l.account_id
WHERE e.entity_id = %s AND e.event IN ('formula_restated', 'formula_restated_back')
GROUP BY e.book_id, e.accounting_on, e.document, b.is_primary ORDER BY e.book_id, e.accounting_on, e.document
"""
_TAXES: Final = """
SELECT d.id, d.first_on, d.origin_year, d.n_lines,
  (SELECT count(DISTINCT l.line_no) FROM ledger_journal_draft_line l JOIN ledger_account_role r ON r.account_id = l.account_id
   WHERE l.draft_id = d.id AND r.role = 'retained_earnings') AS retained,
  (SELECT count(DISTINCT l.line_no) FROM ledger_journal_draft_line l JOIN ledger_account_role r ON r.account_id = l.account_id
   WHERE l.draft_id = d.id AND r.role IN ('deferred_tax_asset', 'income_tax_payable')) AS taxes,
  (SELECT count(*) FROM stock_formula_change c JOIN stock_formula_change_effect e ON e.formula_change_id = c.id
   WHERE c.entity_id = d.entity_id AND c.begins_on = d.first_on AND e.fiscal_year = d.origin_year) AS effects
FROM ledger_journal_draft d WHERE d.entity_id = %s AND d.purpose = 'formula_change_tax' ORDER BY d.id
"""


def check_restated(reader: Rows, entity_id: int, faults: Faults, names: Names) -> int:
    """Hold what changes of formula restate against their effects and entries; return how many changes there are."""
    rows = {row["id"]: row for row in reader.rows(_CHANGES, [entity_id])}
    for row in rows.values():
        if (row["application"] == FROM_A_DAY) != bool(row["impracticable"]):
            faults.add("{} is applied {}, and says that further back is {}", names("formula_change", row["id"]),
                       row["application"].replace("_", " "),
                       "impracticable" if row["impracticable"] else "no question")  # fmt: skip
    restated = _of_moves(reader, entity_id, rows, faults, names)
    _check_effects(reader, entity_id, rows, restated, faults, names)
    _check_posted(reader, entity_id, rows, restated, faults, names)
    _check_taxes(reader, entity_id, faults, names)
    return len(rows)


def _of_moves(reader: Rows, entity_id: int, rows: dict[int, Row], faults: Faults, names: Names) -> dict[int, int]:
    """Return by change what its moves restate, and see that only those of one that goes back do."""
    found: defaultdict[int, int] = defaultdict(int)
    for move in reader.rows(_MOVES, [entity_id]):
        change = rows.get(move["formula_change_id"] or 0)
        goes_back = change is not None and change["application"] == RETROSPECTIVE
        if (move["restated_minor"] is not None) != goes_back:
            said = "nothing" if move["restated_minor"] is None else names.money(move["restated_minor"])
            faults.add("{} is restated by {}, and goes over by {}", names("move", move["id"]), said,
                       "no change of formula" if change is None else
                       f"{change['document']}, which {'goes' if goes_back else 'does not go'} back")  # fmt: skip
        if change is not None:
            found[change["id"]] += move["restated_minor"] or 0
            if move["known_seq"] <= (change["decided_seq"] or 0):
                faults.add("{} goes over before that was decided", names("move", move["id"]))
    return found


def _check_effects(
    reader: Rows, entity_id: int, rows: dict[int, Row], restated: dict[int, int], faults: Faults, names: Names
) -> None:  # fmt: skip
    """See that effects are of earlier years, of a change that goes back and is approved, and come to what is restated."""
    (said,) = reader.rows(_CALENDAR, [entity_id])
    calendar = FiscalCalendar(start_month=said["fiscal_year_start_month"], pattern=said["fiscal_pattern"],
                              week_ends_on=said["week_ends_on"], year_ends=said["year_ends"])  # fmt: skip
    sums: defaultdict[int, int] = defaultdict(int)
    for effect in reader.rows(_EFFECTS, [entity_id]):
        change, word = rows.get(effect["formula_change_id"]), names("formula_change_effect", effect["id"])
        sums[effect["formula_change_id"]] += effect["amount_minor"]
        if change is None or (change["application"], change["decision"]) != (RETROSPECTIVE, "approved"):
            faults.add("the effect {} is of no change that goes back and was approved", word)
        elif effect["known_seq"] <= change["decided_seq"]:
            faults.add("the effect {} came before it was decided", word)
        elif effect["fiscal_year"] >= calendar.year_of(change["begins_on"]):
            faults.add("the effect {} is of no year before that of {}", word, on(change["begins_on"]))
    for number, change in rows.items():
        day = change["begins_on"]
        if change["application"] == RETROSPECTIVE and calendar.year_of(day) == calendar.year_of(day - 1):
            faults.add("{} goes back, and {} begins no fiscal year", names("formula_change", number), on(day))
        if (less := -sums[number]) != restated.get(number, 0):
            faults.add("by {} earlier years would have expensed {} less, and its goods are restated by {}",
                       names("formula_change", number), names.money(less), names.money(restated.get(number, 0)))  # fmt: skip


def _check_posted(
    reader: Rows, entity_id: int, rows: dict[int, Row], restated: dict[int, int], faults: Faults, names: Names
) -> None:  # fmt: skip
    """See that what is restated is what is posted to retained earnings in its name on its day, in the primary book alone."""
    expected: defaultdict[tuple[int, str], int] = defaultdict(int)
    for number, amount in restated.items():
        expected[rows[number]["begins_on"], rows[number]["document"]] += amount
    found: defaultdict[tuple[int, str], int] = defaultdict(int)
    for row in reader.rows(_POSTED, [entity_id, entity_id]):
        if row["is_primary"]:
            found[row["accounting_on"], row["document"]] += row["amount_minor"]
        else:
            faults.add("{} restates {} in {}, which has it from the primary book", row["document"],
                       names.money(row["amount_minor"]), names("book", row["book_id"]))  # fmt: skip
    for day, document in sorted(expected.keys() | found.keys()):
        amounts = expected[day, document], found[day, document]
        if amounts[0] != amounts[1]:
            faults.add("on {} goods are restated by {} by {}, and {} is posted to retained earnings", on(day),
                       names.money(amounts[0]), document, names.money(amounts[1]))  # fmt: skip


def _check_taxes(reader: Rows, entity_id: int, faults: Faults, names: Names) -> None:
    """See that the tax on a change is of a year that this does something to, and is borne by retained earnings."""
    for row in reader.rows(_TAXES, [entity_id]):
        said = names("journal_draft", row["id"])
        if not row["effects"]:
            faults.add("journal {} is the tax of {} on a change of {}, which does nothing to it", said,
                       row["origin_year"] or "no year", on(row["first_on"]))  # fmt: skip
        if (row["n_lines"], row["retained"], row["taxes"]) != (2, 1, 1):
            faults.add(
                "journal {} is the tax on a change of formula, and is not between retained earnings and a tax", said
            )
