"""The app of the record, which also connects the laws that keep it."""

from django.apps import AppConfig


class AuditConfig(AppConfig):
    """Audit, commands, imports and seals."""

    name = "lowmark.store.audit"

    def ready(self) -> None:
        """Let migrations keep the laws, once for all apps."""
        from lowmark.store.laws import signals

        signals.connect(self)
