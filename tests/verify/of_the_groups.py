"""Tampering with the consolidation book of a group."""

from tests.verify.tampering import tampering

OF_THE_GROUPS = (
    tampering("a line of a group", "UPDATE ledger_consolidation_line SET amount_minor = amount_minor + 1 WHERE line_no = 1",
       by="consolidations_foot sealed_facts", words="debits exceed credits by 1"),
    tampering("why a line of a group is there", "UPDATE ledger_consolidation_line SET because = 'no reason' WHERE line_no = 1",
       by="consolidations_foot sealed_facts", words="is not what was hashed"),
    tampering("that a member of a group was late", "UPDATE ledger_consolidation_member SET is_late = NOT is_late",
       by="consolidations_foot sealed_facts", words="is not what was hashed"),
)  # fmt: skip
