"""Who acts through the console."""

from starlette.requests import Request

from article41.api.refusals import Refused
from article41.console.door import Visitor
from article41.review.acting import Acting, by_person


def acting(request: Request) -> Acting:
    """The person who acts, now, through this door.

    Raises:
        Refused: Nobody has signed in.
    """
    visitor: Visitor = request.state.visitor
    if visitor.person is None:
        raise Refused(401, "Sign in first.")
    return by_person(visitor.person, request.app.state.service.now(), "console")
