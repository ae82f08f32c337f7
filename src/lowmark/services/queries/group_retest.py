"""The test of a group's stock on what it cost the group."""

import dataclasses

from lowmark.services.access import Granted
from lowmark.services.actor import Actor
from lowmark.services.groups.gathering import Asked, gather_group
from lowmark.services.operations.group_retest import LeftOut, Line, Request, Response


def group_retest(request: Request, *, actor: Actor, granted: Granted) -> Response:
    """Return what the group carries goods at that came from within it, and what that changes of its holders' write-downs.

    Raises: as `gather_group` does; members that are late are taken with what is known of them.
    """
    found = gather_group(Asked(as_of=request.as_of, accept_late=True), actor=actor, granted=granted)
    names, words = ([field.name for field in dataclasses.fields(kind)] for kind in (Line, LeftOut))
    return Response(
        entity=granted.entity.code, as_of=request.as_of, currency=found.book.currency,
        undone_minor=sum(each.undone_minor for each in found.retests),
        charged_minor=sum(each.charged_minor for each in found.retests),
        lines=tuple(Line(**{name: getattr(each, name) for name in names}) for each in found.retests),
        left_out=tuple(LeftOut(**{name: getattr(each, name) for name in words}) for each in found.left_out),
    )  # fmt: skip
