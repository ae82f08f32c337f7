"""What a person proves himself with: a password, a token. Set by the operator, who holds the database.

Before this: `commands`. After this: `services.people`.
"""

from typing import Annotated

import typer

from lowmark.core.kinds.problems import Problem
from lowmark.doors.cli import options, running
from lowmark.doors.cli.secrets import secret

User = Annotated[str, typer.Argument(metavar="USER", parser=options.text, help="user name")]
Days = Annotated[int, typer.Option("--days", parser=options.whole, metavar="NUMBER", help="how long it is good for")]
Label = Annotated[str, typer.Option("--label", parser=options.text, metavar="TEXT", help="what it is for")]


def app() -> typer.Typer:
    """Return the group of commands."""
    group = typer.Typer(rich_markup_mode=None, no_args_is_help=True, help="Passwords and tokens.")
    group.command("password")(password)
    group.command("token")(token)
    return group


def password(user: User) -> None:
    """Set a user's password: asked for twice, never shown."""
    with running.refusals(running.Manner()):
        people = _people(user)
        people.set_password(username=user, password=secret(f"New password of {user}", twice=True))
    typer.echo(f"The password of {user} is set.")


def token(user: User, days: Days = 90, label: Label = "") -> None:
    """Issue a token for the REST API: shown once, kept only as a hash. It can do what the user can, except approve."""
    with running.refusals(running.Manner()):
        issued = _people(user).issue_token(username=user, days=days, label=label)
    typer.echo(issued)


def _people(user: str):  # type: ignore[no-untyped-def]  # noqa: ANN202 -- a module
    """Open the database and return the service, once the user is known to exist."""
    running.open_django()
    from lowmark.services import people

    if people.user_id(user) is None:
        raise Problem("not_found", f"nobody here is called {user!r}",
                      hint="`lowmark grant` makes a user and gives a role", where={"user": user})  # fmt: skip
    return people
