"""A dimension of an entry's line: beside the lines, so that a posting that has none writes none."""

from lowmark.core.tables.noun import Noun, identity, known, ref, whole, word

LINE_DIMENSION = Noun(
    name="line_dimension",
    grain="one dimension of one line of an entry",
    room="fact",
    app="ledger",
    hashed=True,
    columns={
        "id": identity("the dimension of the line"),
        "entity_id": ref("entity", "whose entry"),
        "entry_id": ref("entry", "the entry"),
        "line_no": whole("the line's place in it", "1"),
        "dimension": word("which dimension", "department"),
        "value_id": ref("dimension_value", "its value"),
        **known(),
    },
    unique=(("entity_id", "known_seq"), ("entry_id", "line_no", "dimension")),
    indexes=(("value_id",),),
)
