"""What a person proves himself with: a password, or a link to set one. Given by the operator, who holds the database.

Before this: `commands`. After this: `services.people`.
"""

from typing import Annotated

import typer

from lowmark.core.kinds.problems import Problem
from lowmark.doors.cli import options, running
from lowmark.doors.cli.secrets import secret

User = Annotated[str, typer.Argument(metavar="USER", parser=options.text, help="user name")]
Address = Annotated[str, typer.Option("--address", parser=options.text, metavar="URL", help="where Lowmark is served")]


def app() -> typer.Typer:
    """Return the group of commands."""
    group = typer.Typer(rich_markup_mode=None, no_args_is_help=True, help="Passwords and first sign-ins.")
    group.command("password")(password)
    group.command("invite")(invite)
    return group


def password(user: User) -> None:
    """Set a user's password: asked for twice, never shown."""
    with running.refusals(running.Manner()):
        people = _people(user)
        people.set_password(username=user, password=secret(f"New password of {user}", twice=True))
    typer.echo(f"The password of {user} is set.")


def invite(user: User, address: Address = "http://127.0.0.1:8000") -> None:
    """Print a link by which a user sets his own first password: good once, and for three days."""
    with running.refusals(running.Manner()):
        link = _people(user).invitation(user)
    typer.echo(f"{address.rstrip('/')}{link}")


def _people(user: str):  # type: ignore[no-untyped-def]  # noqa: ANN202 -- a module
    """Open the database and return the service, once the user is known to exist."""
    running.open_django()
    from lowmark.services import people

    if people.user_id(user) is None:
        raise Problem("not_found", f"nobody here is called {user!r}",
                      hint="`lowmark grant` makes a user and gives a role", where={"user": user})  # fmt: skip
    return people
