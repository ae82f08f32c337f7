"""The policy in force: a framework's parameters under an entity's own, as known at a sequence, as one document."""

from datetime import date

from lowmark.core.frameworks.resolve import PolicyDocument, PolicyFact, parse_value, resolve
from lowmark.frameworks.read import read_framework
from lowmark.store.evidence import read as evidence_read
from lowmark.store.session import Reader, Writer


def policy_in_force(reader: Reader, *, entity_id: int, framework: str, on: date, known_seq: int) -> PolicyDocument:
    """Return the resolved policy of an entity's book on a day, as known at a sequence."""
    facts = [
        PolicyFact(path=row["path"], valid_from=row["valid_from"], value=parse_value(row["value"]))
        for row in evidence_read.policies(reader, entity_id, known_seq=known_seq, on=on)
    ]
    return resolve(framework=framework, tree=read_framework(framework), facts=facts, on=on)


def keep_policy_document(writer: Writer, *, entity_id: int, document: PolicyDocument) -> None:
    """Store a policy document under its hash, once."""
    if evidence_read.policy_document(writer, entity_id, document.policy_hash) is None:
        number = writer.take_ids("policy_document", 1)[0]
        writer.insert("policy_document", [{
            "id": number, "entity_id": entity_id, "policy_hash": document.policy_hash, "text": document.text,
        }])  # fmt: skip
