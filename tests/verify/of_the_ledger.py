"""Tampering with lines, entries, counters and the clock."""

from tests.verify.tampering import line, tampering

OF_THE_LEDGER = (
    # Lines and entries.
    tampering("a pair of line amounts", f"UPDATE ledger_line SET amount_minor = amount_minor + 1 WHERE {line('receipt', '1200')}",
       f"UPDATE ledger_line SET amount_minor = amount_minor - 1 WHERE {line('receipt', '2100')}",
       by="flows_equal_lines content_hashes closed_periods_unchanged", words="stock/2026/2"),
    tampering("one line's amount", f"UPDATE ledger_line SET amount_minor = amount_minor + 7 WHERE {line('scrap', '5200')}",
       by="entries_balance trial_balance_zero content_hashes", words="by 0.07 CAD"),
    tampering("a line's account", f"UPDATE ledger_line SET account_id = {{account:1300}} WHERE {line('scrap', '1200')}",
       by="flows_equal_lines content_hashes", words="posts 0.00 CAD to inventory"),
    tampering("a line's entity", f"UPDATE ledger_line SET entity_id = {{other}} WHERE {line('scrap', '5200')}",
       by="entries_balance content_hashes", words="of another entity or book"),
    tampering("a line's number", f"UPDATE ledger_line SET line_no = 9 WHERE {line('scrap', '5200')}",
       by="entries_balance content_hashes", words="not numbered from 1"),
    tampering("a line's chart", f"UPDATE ledger_line SET account_id = (SELECT id FROM ledger_account WHERE code = '5200' AND"
       f" entity_id = {{other}}) WHERE {line('scrap', '5200')}",
       by="entries_balance content_hashes", words="no chart of the entity"),
    tampering("a line of nothing", f"UPDATE ledger_line SET amount_minor = 0 WHERE {line('scrap', '5200')}",
       by="entries_balance trial_balance_zero content_hashes", words="is of nothing"),
    tampering("the lines of an entry", "DELETE FROM ledger_line WHERE entry_id = {entry:scrap}",
       by="entries_balance flows_equal_lines content_hashes", words="has 0 lines and its header says 2"),
    tampering("an entry's count of lines", "UPDATE ledger_entry SET n_lines = 3 WHERE id = {entry:scrap}",
       by="entries_balance content_hashes", words="has 2 lines and its header says 3"),
    tampering("an entry's header", "DELETE FROM ledger_entry WHERE id = {entry:scrap}",
       by="entries_balance numbers_without_gaps flows_equal_lines seals", words="belongs to no entry"),
    tampering("an entry, whole", "DELETE FROM ledger_line WHERE entry_id = {entry:scrap}",
       "DELETE FROM ledger_entry WHERE id = {entry:scrap}",
       by="numbers_without_gaps flows_equal_lines seals", words="the entry after number"),
    tampering("an entry's day", "UPDATE ledger_entry SET accounting_on = accounting_on + 1 WHERE id = {entry:scrap}",
       by="flows_equal_lines content_hashes", words="D1/1"),
    tampering("an entry's number", "UPDATE ledger_entry SET number = 99 WHERE id = {entry:scrap}",
       by="numbers_without_gaps content_hashes", words="the entry after number"),
    tampering("an entry's event", "UPDATE ledger_entry SET event = 'lifo_reserve' WHERE id = {entry:scrap}",
       by="lifo_reserve content_hashes", words="changes the LIFO reserve, and no estimate says so"),
    tampering("what stock was revalued by", "UPDATE subledger_cost_flow SET value_minor = value_minor + 1 WHERE kind = 'revalue'",
       by="flows_equal_lines layers_replay", words="is revalued on 2026-04-15 by 1.51 CAD, and should be by 1.50 CAD"),
    tampering("a standard that goods were revalued to", "UPDATE evidence_standard_cost SET price_micro = 5600000 WHERE price_micro ="
       " 5500000", by="layers_replay content_hashes", words="should be by 1.80 CAD"),
    # Journals by hand, errors of earlier years, and the end of a year.
    tampering("who decided on a journal", "UPDATE ledger_journal_decision SET decided_by = (SELECT d.drafted_by FROM"
       " ledger_journal_draft d WHERE d.id = draft_id)", by="journals_stand content_hashes",
       words="whoever drafted the journal decided on it"),
    tampering("what an error was said to be", "UPDATE ledger_entry_classification SET classified = 'estimate'",
       by="errors_restated content_hashes", words="is not it"),
    tampering("what is held for a contract", "UPDATE ledger_commitment_change SET amount_minor = amount_minor + 1",
       by="commitments_foot content_hashes", words="its contracts come to"),
    tampering("what closes a year", f"UPDATE ledger_line SET account_id = {{account:1300}} WHERE {line('year_end_close', '3100')}",
       by="years_closed content_hashes", words="is no result"),
    # Counters, clocks and order.
    tampering("a counter", "UPDATE ledger_journal_counter SET last_number = last_number + 1 WHERE entity_id = {entity} AND"
       " journal = 'stock'", by="numbers_without_gaps", words="the counter of ifrs stock/2026 says"),
    tampering("a counter, removed", "DELETE FROM ledger_journal_counter WHERE entity_id = {entity} AND journal = 'stock'",
       by="numbers_without_gaps", words="no counter"),
    tampering("entries out of order", "UPDATE ledger_entry SET known_seq = -known_seq WHERE id = {entry:scrap}",
       by="numbers_without_gaps known_order content_hashes seals", words="before the one numbered before it"),
    tampering("the clock, back", "UPDATE entities_entity_clock SET known_seq = known_seq - 1 WHERE entity_id = {entity}",
       by="known_order", words="the clock stands at"),
    tampering("the clock, forward", "UPDATE entities_entity_clock SET known_seq = known_seq + 5 WHERE entity_id = {entity}",
       by="known_order", words="the clock stands at"),
    tampering("the clock's moment", "UPDATE entities_entity_clock SET recorded_at = 1 WHERE entity_id = {entity}",
       by="known_order", words="at moment 1 "),
    tampering("the clock, removed", "DELETE FROM entities_entity_clock WHERE entity_id = {entity}",
       by="known_order", words="no clock"),
    tampering("when something was recorded", "UPDATE access_grant SET recorded_at = 1 WHERE entity_id = {entity} AND role = 'poster'",
       by="known_order", words="grant poster was recorded before"),
    tampering("when something came to be known", "UPDATE access_grant SET known_seq = (SELECT min(known_seq) FROM audit_audit WHERE"
       " entity_id = {entity}) WHERE entity_id = {entity} AND role = 'poster'",
       by="known_order", words="have the same known sequence"),
    tampering("a flow from beyond the clock", "UPDATE subledger_cost_flow SET known_seq = 9999 WHERE move_id = {move:D1}",
       by="known_order layers_replay", words="a cost flow of 2026-03-10 has the known sequence 9999"),
)  # fmt: skip
