"""An imported file: its hash, its control totals; the same file has no second effect."""

from lowmark.core.tables.noun import Noun, digest, identity, known, micro, minor, ref, whole, word

IMPORTED_FILE = Noun(
    name="imported_file",
    grain="one file taken in for one table",
    room="fact",
    app="audit",
    columns={
        "id": identity("the imported file"),
        "entity_id": ref("entity", "for which entity"),
        "table_name": word("which table", "stock_moves"),
        "file_name": word("its name", "moves-2026-10.csv"),
        "file_hash": digest("SHA-256 of its bytes"),
        "n_rows": whole("rows read", "1042"),
        "quantity_micro": micro("control total of quantity"),
        "value_minor": minor("control total of value"),
        "imported_by": ref("user", "who"),
        **known(),
    },
    unique=(("entity_id", "table_name", "file_hash"), ("entity_id", "known_seq")),
)
