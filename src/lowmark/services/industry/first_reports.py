"""What a reader of a trade opens first: the reports that its pack names, in the pack's order."""

from dataclasses import dataclass

from lowmark.industries.read import read_pack
from lowmark.services.access import roles_by_entity


@dataclass(frozen=True, slots=True, kw_only=True)
class First:
    """An industry, in words, and the operations by which its reports are asked for."""

    industry: str
    reports: tuple[str, ...]


def first_reports(*, user_id: int) -> dict[str, First]:
    """Return what is opened first in every entity in which a user holds a role, by code; an entity without a pack has nothing."""
    found = {}
    for entity, _roles in roles_by_entity(user_id):
        if entity.industry:
            pack = read_pack(entity.industry)
            found[entity.code] = First(industry=pack.title, reports=pack.reports)
    return found
