"""The policy in force: a framework's parameters under a pack's, a head's and an entity's own settings, as one document."""

from datetime import date

from lowmark.core.frameworks.resolve import PolicyDocument, PolicyFact, parse_value, resolve
from lowmark.frameworks.read import read_framework
from lowmark.industries.read import read_pack
from lowmark.store.entities import read as entities_read
from lowmark.store.evidence import read as evidence_read
from lowmark.store.session import Reader, Writer

AREA = "inventories"


def policy_in_force(
    reader: Reader, *, entity_id: int, framework: str, on: date, known_seq: int, book_id: int | None = None
) -> PolicyDocument:
    """Return the resolved policy of an entity's book on a day, as known at a sequence; of every book where none is given."""
    facts = facts_of(reader, entity_id=entity_id, area=AREA, on=on, known_seq=known_seq, book_id=book_id)
    return resolve(framework=framework, tree=read_framework(framework), facts=facts, on=on)


def facts_of(
    reader: Reader, *, entity_id: int, area: str, on: date, known_seq: int, book_id: int | None = None
) -> list[PolicyFact]:
    """Return the settings that hold for an entity in one area, in the order in which they came to be known: its own, its head's
    and its pack's, each saying which it is.

    What a book has in force of its own stands before what is set for every book.
    """
    industry, _ = entities_read.pack_and_head(reader, entity_id)
    rows = [
        row
        for row in evidence_read.policies(reader, entity_id, known_seq=known_seq, on=on)
        if row["path"].startswith(f"{area}/") and row["book_id"] in {None, book_id}
    ]
    latest = {}
    for row in sorted((row for row in rows if row["book_id"] is not None), key=lambda row: row["valid_from"]):
        latest[row["path"]] = row["value"]
    own = {path for path, value in latest.items() if value is not None}
    facts = [
        PolicyFact(path=row["path"], valid_from=row["valid_from"], value=parse_value(row["value"]),
                   level="entity" if row["head_id"] is None else "head")
        for row in rows
        if (row["book_id"] is not None) == (row["path"] in own)
    ]  # fmt: skip
    return _of_pack(industry, area) + facts


def _of_pack(industry: str, area: str) -> list[PolicyFact]:
    settings = read_pack(industry).settings if industry else ()
    return [
        PolicyFact(path=one.path, valid_from=one.valid_from, value=one.value, level="pack")
        for one in settings
        if one.path.startswith(f"{area}/")
    ]


def keep_policy_document(writer: Writer, *, entity_id: int, document: PolicyDocument) -> None:
    """Store a policy document under its hash, once."""
    if evidence_read.policy_document(writer, entity_id, document.policy_hash) is None:
        number = writer.take_ids("policy_document", 1)[0]
        sequences, recorded_at = writer.tick(entity_id, 1)
        writer.insert("policy_document", [{
            "id": number, "entity_id": entity_id, "policy_hash": document.policy_hash, "text": document.text,
            "known_seq": sequences[0], "recorded_at": recorded_at,
        }])  # fmt: skip
