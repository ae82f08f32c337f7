"""A caption: where a book shows the write-downs of a fiscal year, and why, as a person decided it."""

from lowmark.core.tables.noun import Noun, day, identity, known, minor, ref, whole, word

CAPTIONS = ("cost_of_sales", "separate_line")

CAPTION = Noun(
    name="caption",
    grain="one decision on where the write-downs of one book's fiscal year are shown",
    room="fact",
    app="runs",
    hashed=True,
    columns={
        "id": identity("the decision"),
        "entity_id": ref("entity", "whose books"),
        "book_id": ref("book", "the book"),
        "fiscal_year": whole("the fiscal year", "2026"),
        "as_of": day("the day up to which charges were tested"),
        "tested_minor": minor("gross charges of the fiscal year to date", non_negative=True),
        "size": word("what that amounts to", choices=("small", "judgement", "material")),
        "proposed": word("the caption that was proposed", choices=CAPTIONS),
        "caption": word("the caption that holds", choices=CAPTIONS),
        "reason": word("why another caption holds than was proposed; empty where it is the same", ""),
        "decided_by": ref("user", "who decided"),
        **known(),
    },
    unique=(("entity_id", "known_seq"),),
)
