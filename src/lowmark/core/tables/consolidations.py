"""A consolidation: a group at a date, as its members' figures were known."""

from lowmark.core.tables.noun import Noun, day, digest, identity, known, ref, word

CONSOLIDATION = Noun(
    name="consolidation",
    grain="one consolidation of one group at one date",
    room="fact",
    app="ledger",
    hashed=True,
    columns={
        "id": identity("the consolidation"),
        "entity_id": ref("entity", "at the head of the group"),
        "code": word("its name", "2026-10-31/1"),
        "as_of": day("the date"),
        "framework": word("the framework of the group", "ifrs"),
        "currency": word("currency of the group, ISO 4217", "CAD"),
        "policy_hash": digest("SHA-256 of the rules for groups that held"),
        "run_hash": digest("SHA-256 of the members' days and of every line"),
        "asked": word("what was asked for: tax rates, days of figures, events, as canonical JSON", "{}"),
        "prepared_by": ref("user", "who prepared it"),
        **known(),
    },
    unique=(("entity_id", "known_seq"), ("entity_id", "code")),
)
