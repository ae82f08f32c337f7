"""Explain an entry: its lines, the event and document behind it, the run, the approval and the person."""

from collections.abc import Iterator

from lowmark.services.explaining.question import Question, not_found
from lowmark.services.operations.explain import Step
from lowmark.store.ledger import read as ledger_read

PARTS = 3


def explain(question: Question, words: str) -> Iterator[Step]:
    """Yield an entry, its lines, and who stands behind it."""
    parts = words.split("/")
    if len(parts) != PARTS or not (parts[1].isdigit() and parts[2].isdigit()):
        raise not_found(f"entry {words}")
    entry = ledger_read.entry_by_number(question.reader, question.book.id, parts[0], int(parts[1]), int(parts[2]))
    if entry is None:
        raise not_found(f"entry {words}")
    yield Step(depth=0, what="entry", name=words, source="posting rule",
               words=f"{entry['event'].replace('_', ' ')} on {entry['accounting_on']}, {entry['document']}, posted by "
                     f"{entry['posted_by']} at known sequence {entry['known_seq']}")  # fmt: skip
    for line in ledger_read.lines_of_entry(question.reader, entry["id"]):
        about = ", ".join(word.replace("_", " ") for word in (line["reason"], line["item_class"]) if word)
        yield Step(depth=1, what="line", name=f"{line['code']} {line['name']}", amount_minor=line["amount_minor"],
                   words=about, source="chart")  # fmt: skip
    if entry["run_id"] is not None:
        decided = question.reader.row(
            "SELECT r.code, u.username, a.comment FROM runs_run r JOIN runs_approval a ON a.id = %s"
            " LEFT JOIN people_user u ON u.id = a.decided_by WHERE r.id = %s",
            [entry["approval_id"], entry["run_id"]],
        )
        if decided is not None:
            yield Step(depth=1, what="approval", name=f"run {decided['code']}", source="approval",
                       words=f"approved by {decided['username']} {decided['comment']}".strip())  # fmt: skip
