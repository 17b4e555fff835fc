"""Who is at the console's door, and whether a form was really sent from one of its pages.

Without people and keys set up, whoever sits at this very machine may look and screen, as with the API. Every form
carries a token bound to a cookie that no script can read and no other site can send.
"""

import hashlib
import hmac
import secrets
from collections.abc import Mapping
from dataclasses import dataclass
from typing import Final

from starlette.datastructures import FormData
from starlette.requests import Request
from starlette.responses import Response

from article41.api.access import Access
from article41.api.keys import Scope
from article41.api.refusals import Refused

COOKIE: Final = "a41_visit"
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


@dataclass(frozen=True, slots=True)
class Visitor:
    """Somebody at the console.

    Attributes:
        owner: Whose files these are.
        visit: The secret in the cookie.
        is_new: The cookie must still be set.
        token: What a form must carry.
    """

    owner: str
    visit: str
    is_new: bool
    token: str


class Door:
    """Lets visitors in.

    Args:
        access: Who may use the service.
    """

    def __init__(self, access: Access) -> None:
        self._access = access
        self._secret = secrets.token_bytes(32)

    def admit(self, request: Request) -> Visitor:
        """Whoever sent a request.

        Raises:
            Refused: A page of another site sent it, or it does not come from this machine.
        """
        headers = {name: value for name, value in request.headers.items() if name != "authorization"}
        refuse_other_sites(request)
        client = request.client.host if request.client else None
        try:
            owner = self._access.admit(Scope.SCREEN, client=client, headers=headers, api_key=None)
        except Refused as refused:
            if refused.status != 401:
                raise
            raise Refused(403, "Keys are set up, so the console needs people: add one with `a41 people add`.") from None
        given = request.cookies.get(COOKIE, "")
        visit = given if len(given) == 43 and given.isascii() else secrets.token_urlsafe(32)
        request.scope["a41.whose"] = owner
        return Visitor(owner=owner, visit=visit, is_new=visit != given, token=self._token(visit))

    async def posted(self, request: Request, visitor: Visitor) -> FormData:
        """The form of a request.

        Raises:
            Refused: It was not sent from a page of the console, or is no form.
        """
        origin = request.headers.get("origin")
        if origin is not None and origin.partition("://")[2] != request.headers.get("host", ""):
            raise Refused(403, "This form was sent from another site.")
        form = await request.form(max_files=1, max_fields=MOST_FIELDS, max_part_size=LARGEST_FIELD)
        given = form.get(TOKEN)
        if not isinstance(given, str) or not hmac.compare_digest(given.encode(), visitor.token.encode()):
            raise Refused(403, "This page is out of date. Go back, load it again and send it once more.")
        return form

    def _token(self, visit: str) -> str:
        return hmac.new(self._secret, visit.encode(), hashlib.sha256).hexdigest()


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
    if visitor.is_new:
        response.set_cookie(
            COOKIE, visitor.visit, path="/console", httponly=True, samesite="strict",
            secure=request.url.scheme == "https",
        )  # fmt: skip
