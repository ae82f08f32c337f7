"""A member of a consolidation: whose figures, of which day, and whether they were the last word."""

from lowmark.core.tables.noun import Noun, day, digest, flag, identity, ref, whole, word

CONSOLIDATION_MEMBER = Noun(
    name="consolidation_member",
    grain="one entity of one consolidation",
    room="fact",
    app="ledger",
    columns={
        "id": identity("the member"),
        "entity_id": ref("entity", "at the head of the group"),
        "consolidation_id": ref("consolidation", "the consolidation"),
        "member": word("its code", "RIDGE"),
        "method": word("consolidated whole, or listed by equity", choices=("full", "equity")),
        "share": word("the part of it that is the parent's, exactly", "4/5"),
        "figures_of": day("the day of its figures"),
        "as_known_seq": whole("as known at this sequence of its own clock", "1042"),
        "is_late": flag("whether its period was still open"),
        "figures_hash": digest("SHA-256 of what it reported"),
    },
    unique=(("consolidation_id", "member"),),
)
