"""Read who may do what. Asked anew at every call: a change of a grant holds from the next request on."""

from lowmark.store.session import Reader


def roles_of(reader: Reader, user_id: int) -> dict[int, frozenset[str]]:
    """Return the roles in force of a user: entity number to roles."""
    found: dict[int, set[str]] = {}
    sql = "SELECT entity_id, role, granted FROM access_grant WHERE user_id = %s ORDER BY entity_id, known_seq"
    for row in reader.rows(sql, [user_id]):
        held = found.setdefault(row["entity_id"], set())
        (held.add if row["granted"] else held.discard)(row["role"])
    return {entity: frozenset(roles) for entity, roles in found.items() if roles}


def step_up(reader: Reader, step_up_id: int) -> dict[str, object] | None:
    """Return a proof of identity."""
    return reader.row(
        "SELECT id, entity_id, user_id, bound_hash, method, granted_at, expires_at FROM access_step_up WHERE id = %s",
        [step_up_id],
    )
