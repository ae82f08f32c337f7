"""Webhooks: whom to tell, how far that has come, and what could not be told. Each change is one statement.

Before this: `add-webhook`. After this: `services.webhooks.delivering`, which holds a webhook's lock while it is at it.
"""

from dataclasses import dataclass
from typing import Any

from lowmark.store.ops.models import DeadLetter, Webhook

MOST_SHOWN = 1_000


@dataclass(frozen=True, slots=True, kw_only=True)
class Kept:
    """A webhook as it stands. `position` is the place in the entity's order up to which everything was told."""

    name: str
    entity: str
    url: str
    topics: frozenset[str]
    secret: str
    made_by: str
    made_at: int
    position: int
    at_event: str
    tries: int
    words: str
    next_at: int

    def is_due(self, now: int) -> bool:
        """Whether its time has come."""
        return self.next_at <= now


@dataclass(frozen=True, slots=True, kw_only=True)
class Letter:
    """An event that could not be told."""

    webhook: str
    event: str
    topic: str
    known_seq: int
    tries: int
    words: str
    laid_aside_at: int


def add(*, name: str, entity: str, url: str, topics: tuple[str, ...], secret: str, made_by: str, made_at: int,
        position: int) -> None:  # fmt: skip
    """Keep a webhook; it is told what comes after a place in the entity's order."""
    Webhook.objects.update_or_create(name=name, defaults={
        "entity": entity, "url": url, "topics": " ".join(topics), "secret": secret, "made_by": made_by,
        "made_at": made_at, "position": position,
    })  # fmt: skip


def remove(entity: str, name: str) -> bool:
    """Remove a webhook of an entity; say whether there was one. What could not be told stays listed."""
    return bool(Webhook.objects.filter(entity=entity, name=name).delete()[0])


def kept(name: str) -> Kept | None:
    """Return a webhook, or none."""
    return next((_kept(row) for row in Webhook.objects.filter(name=name)), None)


def of_entity(entity: str) -> tuple[Kept, ...]:
    """Return the webhooks of an entity, oldest first."""
    return tuple(_kept(row) for row in Webhook.objects.filter(entity=entity).order_by("id"))


def due(now: int) -> tuple[str, ...]:
    """Return the names of webhooks whose time has come."""
    return tuple(Webhook.objects.filter(next_at__lte=now).order_by("id").values_list("name", flat=True))


def heard(name: str, *, seq: int) -> None:
    """Note that everything up to a place was told."""
    Webhook.objects.filter(name=name, position__lt=seq).update(position=seq, at_event="", tries=0, words="", next_at=0)


def failed(name: str, *, event: str, tries: int, words: str, next_at: int) -> None:
    """Note that an event was not heard, and when to try again."""
    Webhook.objects.filter(name=name).update(at_event=event, tries=tries, words=words, next_at=next_at)


def lay_aside(hook: Kept, *, event: str, topic: str, seq: int, tries: int, words: str, now: int) -> None:
    """List an event that could not be told, once, and go on behind it."""
    DeadLetter.objects.update_or_create(webhook=hook.name, event=event, defaults={
        "entity": hook.entity, "topic": topic, "known_seq": seq, "tries": tries, "words": words, "laid_aside_at": now,
    })  # fmt: skip
    heard(hook.name, seq=seq)


def letters(entity: str) -> tuple[Letter, ...]:
    """Return what could not be told of an entity, the latest first."""
    names = tuple(Letter.__dataclass_fields__)
    found = DeadLetter.objects.filter(entity=entity).order_by("-id").values(*names)[:MOST_SHOWN]
    return tuple(Letter(**row) for row in found)


def _kept(row: Any) -> Kept:
    names = set(Kept.__dataclass_fields__) - {"topics"}
    return Kept(topics=frozenset(row.topics.split()), **{name: getattr(row, name) for name in names})
