"""How a migration creates a table of the store: as Django does, without drawing up again what is there already.

After this: the apps' migrations, which `regenerate` writes.
"""

from typing import Any

from django.db.migrations import CreateModel


class CreateTable(CreateModel):
    """Create a table, and render its model alone.

    `CreateModel` renders anew whatever can be reached from the new model by references in either direction. Here that is
    nearly everything, since nearly everything belongs to an entity: a new database took five times as long. What refers
    to nothing that changes needs no rendering: a table that was not there changes no other.
    """

    def state_forwards(self, app_label: str, state: Any) -> None:
        """Add the model to the state; where that is rendered, render this model into it."""
        rendered = state.__dict__.pop("apps", None)
        super().state_forwards(app_label, state)
        if rendered is not None:
            state.apps = rendered
            rendered.render_multiple([state.models[app_label, self.name_lower]])
