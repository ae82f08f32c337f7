"""A line of the consolidation book: one account of one entry, with what the entry is and why."""

from lowmark.core.tables.noun import Noun, identity, minor, ref, whole, word

KINDS = ("translated", "balances", "sales", "opening_profit", "closing_profit", "tax_on_profit", "retest", "investment",
         "non_controlling")  # fmt: skip

CONSOLIDATION_LINE = Noun(
    name="consolidation_line",
    grain="one account of one entry of one consolidation",
    room="fact",
    app="ledger",
    columns={
        "id": identity("the line"),
        "entity_id": ref("entity", "at the head of the group"),
        "consolidation_id": ref("consolidation", "the consolidation"),
        "line_no": whole("place in the consolidation", "1"),
        "entry_no": whole("the entry, which balances", "1"),
        "kind": word("what the entry is", choices=KINDS),
        "member": word("whom it is about", "RIDGE"),
        "counterparty": word("and with whom; empty for nobody", ""),
        "account": word("code of the account in the group's chart", "1200"),
        "amount_minor": minor("debit positive, credit negative, currency of the group"),
        "because": word("why", "profit of RIDGE in goods that MAPLE still has"),
    },
    unique=(("consolidation_id", "line_no"),),
)
