"""A journal that a person has drafted: what it would post, when, and how often. Another decides whether it may."""

from lowmark.core.tables.noun import Noun, day, digest, identity, known, ref, whole, word

PURPOSES = ("ordinary", "adjusting", "audit")
"""What a person may draft a journal for."""

FORMULA_CHANGE_TAX = "formula_change_tax"
"""The tax on what a change of formula does to the year `origin_year`: part of what the year of the change begins with."""

JOURNAL_DRAFT = Noun(
    name="journal_draft",
    grain="one journal drafted by hand, of one book",
    room="fact",
    app="ledger",
    hashed=True,
    columns={
        "id": identity("the draft"),
        "entity_id": ref("entity", "whose journal"),
        "book_id": ref("book", "in which book"),
        "document": word("its name", "JV-17"),
        "kind": word("how often it is posted", choices=("once", "reversing", "recurring")),
        "purpose": word("what it is for", choices=(*PURPOSES, FORMULA_CHANGE_TAX)),
        "first_on": day("the day on which it counts; of a recurring one, for the first time"),
        "until_on": day("of a recurring one: the last day on which it may count", nullable=True),
        "origin_year": whole(
            "the fiscal year that it corrects, where it corrects an earlier one", "2025", nullable=True
        ),
        "because": word("why", "Rent of October"),
        "n_lines": whole("how many lines it has", "2"),
        "draft_hash": digest("the hash of what is shown of it"),
        "drafted_by": ref("user", "who drafted it"),
        **known(),
    },
    unique=(("entity_id", "known_seq"), ("book_id", "document")),
)
