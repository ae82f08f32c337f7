"""Read what was done: imported files and audit records."""

from lowmark.store.session import Reader


def imported_file(reader: Reader, entity_id: int, table_name: str, file_hash: bytes) -> int | None:
    """Return the number of a file that was imported for a table, or none."""
    sql = "SELECT id FROM audit_imported_file WHERE entity_id = %s AND table_name = %s AND file_hash = %s"
    found = reader.value(sql, [entity_id, table_name, file_hash])
    return None if found is None else int(found)
