"""Who is at the console's door, what they may do, and whether a form was really sent from one of its pages.

Without people and keys set up, whoever sits at this very machine may look and screen, as with the API; acting on
alerts always needs a person who has signed in. Every form carries a token bound to a cookie that no script can read
and no other site can send: the session's own once somebody has signed in, one of this process before that.
"""

import hashlib
import hmac
import secrets
from collections.abc import Callable, Mapping
from dataclasses import dataclass
from enum import Enum
from typing import Final

from starlette.datastructures import FormData
from starlette.requests import Request
from starlette.responses import Response

from article41.api.access import COOKIE, Access
from article41.api.keys import Scope
from article41.api.refusals import Refused
from article41.api.service import in_database
from article41.database import Database
from article41.errors import DatabaseError
from article41.review.people import has_people
from article41.review.person import Person, Right
from article41.review.sessions import Session, is_csrf

VISIT: Final = "a41_visit"
THEME: Final = "a41_theme"
THEMES: Final = ("light", "dark")
TOKEN: Final = "token"  # noqa: S105 - the name of a field
MOST_FIELDS: Final = 500
LARGEST_FIELD: Final = 4 * 1024 * 1024
# What an answer may load: the console's own files, nothing written into the page, nothing from elsewhere.
POLICY: Final = (
    "default-src 'none'; script-src 'self'; style-src 'self'; img-src 'self'; font-src 'self'; connect-src 'self'; "
    "form-action 'self'; frame-ancestors 'none'; base-uri 'none'"
)
# With no referrer at all a browser would not say where a form comes from either.
HEADERS: Final[Mapping[str, str]] = {
    "content-security-policy": POLICY,
    "cache-control": "no-store",
    "referrer-policy": "same-origin",
}


class Open(Enum):
    """What a page needs that needs no right of a person."""

    TO_ALL = "the page to sign in"
    TO_VISITORS = "looking and screening"


Need = Right | Open


@dataclass(frozen=True, slots=True)
class Visitor:
    """Somebody at the console.

    Attributes:
        owner: Whose files these are; people of a team share theirs.
        person: Who has signed in.
        session: Theirs.
        has_people: Whether there is anybody who could sign in.
        token: What a form must carry.
        new_visit: The secret of a cookie that must still be set.
    """

    owner: str
    person: Person | None
    session: Session | None
    has_people: bool
    token: str
    new_visit: str | None

    def may(self, right: Right) -> bool:
        """Whether they have a right."""
        return self.person is not None and right in self.person.rights


class Door:
    """Lets visitors in.

    Args:
        access: Who may use the service.
        review: Opens the database of people.
    """

    def __init__(self, access: Access, review: Callable[[], Database]) -> None:
        self._access = access
        self._review = review
        self._secret = secrets.token_bytes(32)
        self._has_people = False

    async def admit(self, request: Request, need: Need) -> Visitor:
        """Whoever sent a request.

        Raises:
            Refused: A page of another site sent it, it does not come from this machine where it would have to,
                nobody has signed in (401), or the person may not do it (403).
        """
        refuse_other_sites(request)
        try:
            self._has_people = self._has_people or await in_database(lambda: has_people(self._review()))
        except DatabaseError as problem:
            raise Refused(503, "People cannot be looked up now.") from problem
        return await (self._of_team(request, need) if self._has_people else self._at_this_machine(request, need))

    async def _of_team(self, request: Request, need: Need) -> Visitor:
        """Somebody who has signed in; before that there is nothing but the page to do so."""
        right = need if isinstance(need, Right) else Right.READ
        cookies = {"cookie": request.headers.get("cookie", "")}
        admit = self._access.admit_person
        try:
            person, session = await in_database(lambda: admit(right, method="GET", headers=cookies))
        except Refused as refused:
            if need is Open.TO_ALL and refused.status == 401:
                return self._nobody(request, "nobody")
            raise
        if session is None:
            raise Refused(401, "Sign in first.")
        request.scope["a41.whose"] = f"person {person.name}"
        return Visitor("console", person, session, has_people=True, token=session.csrf, new_visit=None)

    async def _at_this_machine(self, request: Request, need: Need) -> Visitor:
        if isinstance(need, Right):
            raise Refused(403, "This needs people who sign in; add the first with `a41 people add`.")
        headers = {name: value for name, value in request.headers.items() if name != "authorization"}
        client = request.client.host if request.client else None
        try:
            owner = self._access.admit(Scope.SCREEN, client=client, headers=headers, api_key=None)
        except Refused as refused:
            if refused.status != 401:
                raise
            message = "Keys are set up, so the console needs people who sign in; add one with `a41 people add`."
            raise Refused(403, message) from None
        request.scope["a41.whose"] = owner
        return self._nobody(request, owner)

    def _nobody(self, request: Request, owner: str) -> Visitor:
        """A visitor without a session, told apart by a cookie of their own."""
        given = request.cookies.get(VISIT, "")
        is_known = len(given) == 43 and given.isascii()
        visit = given if is_known else secrets.token_urlsafe(32)
        token = hmac.new(self._secret, visit.encode(), hashlib.sha256).hexdigest()
        return Visitor(owner, None, None, self._has_people, token, None if is_known else visit)

    async def posted(self, request: Request, visitor: Visitor) -> FormData:
        """The form of a request.

        Raises:
            Refused: It was not sent from a page of the console, or is no form.
        """
        origin = request.headers.get("origin")
        if origin is not None and origin.partition("://")[2] != request.headers.get("host", ""):
            raise Refused(403, "This form was sent from another site.")
        form = await request.form(max_files=1, max_fields=MOST_FIELDS, max_part_size=LARGEST_FIELD)
        if not _carries(form, visitor):
            raise Refused(403, "This page is out of date. Go back, load it again and send it once more.")
        return form


def _carries(form: FormData, visitor: Visitor) -> bool:
    """Whether a form carries the visitor's token; compared in constant time."""
    given = form.get(TOKEN)
    if not isinstance(given, str):
        return False
    if visitor.session is not None:
        return is_csrf(visitor.session, given)
    return hmac.compare_digest(given.encode(), visitor.token.encode())


def refuse_other_sites(request: Request) -> None:
    """Let pages of other sites do nothing but link here.

    Raises:
        Refused: One of them asks for more.
    """
    if request.headers.get("sec-fetch-site") not in ("cross-site", "same-site"):
        return
    follows_link = request.method == "GET" and request.headers.get("sec-fetch-mode") == "navigate"
    if not follows_link or request.headers.get("sec-fetch-dest") != "document":
        raise Refused(403, "Pages of other sites may not ask here.")


def keep_visit(request: Request, visitor: Visitor, response: Response) -> None:
    """Give a new visitor the cookie."""
    if visitor.new_visit is not None:
        set_cookie(request, response, VISIT, visitor.new_visit, path="/console")


def keep_session(request: Request, session: Session, response: Response) -> None:
    """Give somebody who has signed in the cookie of the session, which the API takes too."""
    set_cookie(request, response, COOKIE, session.token, path="/")


def set_cookie(
    request: Request, response: Response, name: str, value: str, *, path: str, seconds: int | None = None
) -> None:
    """Set a cookie that no script can read and no other site can send; over TLS it never leaves it."""
    secure = request.url.scheme == "https"
    response.set_cookie(name, value, max_age=seconds, path=path, httponly=True, samesite="strict", secure=secure)
