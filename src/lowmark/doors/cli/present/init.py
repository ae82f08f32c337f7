"""Print what was set up, and the one link by which its administrator signs in for the first time.

The link is no part of the response, which is kept: it is printed, once, and what is good about it is worked out anew.
"""

from rich.console import Console

from lowmark.doors.cli import tables
from lowmark.services import people
from lowmark.services.operations.init import Response

ADDRESS = "http://127.0.0.1:8000"


def present(response: Response, out: Console) -> None:
    """Print the entity; and for an administrator without a password the link, which another `user invite` prints too."""
    tables.present(response, out)
    link = people.first_link(response.administrator)
    if link:
        name = response.administrator
        out.print(f"\nFirst sign-in of {name}, good once and for three days:\n{ADDRESS}{link}", soft_wrap=True)
        out.print(f"Served elsewhere, or too late: lowmark user invite {name} --address URL", soft_wrap=True)
