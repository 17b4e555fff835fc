"""Alerts under review: the queue, one alert with everything about it, and what people do with one or many."""

from collections.abc import Callable, Mapping, Sequence
from typing import Any, Final, TypeVar

from markupsafe import Markup
from starlette.concurrency import run_in_threadpool
from starlette.datastructures import FormData, UploadFile
from starlette.requests import Request
from starlette.responses import RedirectResponse, Response, StreamingResponse

from article41.api.desk import keep_exclusions_current
from article41.api.routes.review import file_response
from article41.api.service import in_database
from article41.console.acting import acting
from article41.console.door import HEADERS
from article41.console.pages import ROOT, inside, page
from article41.console.routes.lists import told
from article41.database import Database
from article41.designations.listing import Listing
from article41.editions.edition import Edition
from article41.errors import Article41Error, ConflictError, ForbiddenError, InputError
from article41.matching.model import default_model
from article41.review import attachment, disposition, exclusion, queue
from article41.review.acting import Acting
from article41.review.alert import POSSIBLE, Disposition, Field, Proposal, Screened, State
from article41.review.export import csv_pieces
from article41.review.people import all_people
from article41.review.person import Right
from article41.review.replay import policy_of, replay
from article41.screening import picture

T = TypeVar("T")
ALERTS_A_PAGE: Final = 50
# What the tabs of the queue show: their words, and the states; none for whatever somebody still has to do.
TABS: Final[Mapping[str, tuple[str, tuple[State, ...]]]] = {
    "todo": ("To do", ()),
    "mine": ("Mine", ()),
    "approve": ("To approve", (State.PROPOSED,)),
    "overdue": ("Overdue", ()),
    "confirmed": ("Confirmed", (State.CONFIRMED,)),
    "released": ("Released", (State.RELEASED,)),
    "excluded": ("Excluded", (State.EXCLUDED,)),
}
STATUS: Final[Mapping[type[Article41Error], int]] = {InputError: 400, ForbiddenError: 403, ConflictError: 409}


async def show_queue(request: Request) -> Response:
    """Alerts, the most urgent first."""
    return await _queue(request)


async def _queue(request: Request, *, fault: Article41Error | None = None, reason: str = "") -> Response:
    service, person = request.app.state.service, request.state.visitor.person
    await keep_exclusions_current(service)
    query = request.query_params
    tab = query.get("tab", "") if query.get("tab", "") in TABS else "todo"
    number = int(given) if (given := query.get("page", "1")).isdecimal() and 0 < len(given) < 6 else 1
    wanted = queue.Wanted(
        states=TABS[tab][1],
        assignee=person.name if tab == "mine" else None,
        list=query.get("list") or None,
        overdue=tab == "overdue",
        limit=ALERTS_A_PAGE,
        offset=max(number - 1, 0) * ALERTS_A_PAGE,
    )
    now = service.now()
    found = await _ask(request, lambda database: queue.queue(database, wanted, now))
    total = await _ask(request, lambda database: queue.count(database, wanted, now))
    summary = await _ask(request, lambda database: queue.summary(database, now))
    people = await _ask(request, all_people)
    return page(
        request, "queue.html", status=STATUS[type(fault)] if fault else 200, fault=fault, reason=reason,
        alerts=found, total=total, tab=tab, tabs=TABS, number=number, more=number * ALERTS_A_PAGE < total, now=now,
        summary=summary, lists=sorted(service.live.shelf.about), chosen_list=query.get("list") or "",
        fields=list(Field), dispositions=list(Disposition), workers=_workers(people), address=str(request.url.query),
    )  # fmt: skip


async def act_on_many(request: Request, form: FormData) -> Response:
    """One act on all that were chosen: all of it happens, or none."""
    back = inside(str(form.get("back", f"{ROOT}/queue")))
    ids, versions = [], {}
    for one in form.getlist("alert"):
        alert_id, _, version = str(one).partition(":")
        ids.append(alert_id)
        if version.isdecimal() and len(version) < 10:
            versions[alert_id] = int(version)
    try:
        if not ids:
            raise InputError("no alert was chosen")
        await _act(request, form, ids, versions)
    except (InputError, ForbiddenError, ConflictError) as problem:
        return await _queue(request, fault=problem, reason=str(form.get("reason", "")))
    return RedirectResponse(back, 303, dict(HEADERS))


async def show_alert(request: Request) -> Response:
    """One alert with everything about it."""
    return await _alert(request)


async def act_on_one(request: Request, form: FormData) -> Response:
    """One act on one alert."""
    alert_id, version = request.path_params["alert_id"], str(form.get("version", ""))
    versions = {alert_id: int(version)} if version.isdecimal() and len(version) < 10 else {}
    try:
        if form.get("act") == "replay":
            home = request.app.state.service.live.home
            return await _alert(request, again=await _ask(request, lambda database: replay(database, alert_id, home)))
        await _act(request, form, [alert_id], versions)
    except (InputError, ForbiddenError, ConflictError) as problem:
        return await _alert(request, fault=problem, reason=str(form.get("reason", "")))
    return RedirectResponse(f"{ROOT}/alerts/{alert_id}", 303, dict(HEADERS))


async def _act(request: Request, form: FormData, ids: Sequence[str], versions: dict[str, int]) -> None:
    """Do what the form says.

    Raises:
        InputError: It says nothing that can be done.
        ForbiddenError, ConflictError, UnknownSubjectError: It may not or cannot be done.
    """
    who, reason = acting(request), str(form.get("reason", ""))
    file = form.get("file")
    content = await file.read(attachment.LARGEST + 1) if isinstance(file, UploadFile) else b""
    name = file.filename or "file" if isinstance(file, UploadFile) else "file"
    acts: dict[str, Callable[[Database], object]] = {
        "assign": lambda base: disposition.assign(
            base, ids, who, to=str(form.get("to", "")) or None, versions=versions
        ),
        "propose": lambda base: disposition.propose(base, ids, who, _proposal(form), versions=versions),
        "approve": lambda base: disposition.approve(base, ids, who, comment=reason or None, versions=versions),
        "reject": lambda base: disposition.reject(base, ids, who, reason=reason, versions=versions),
        "escalate": lambda base: disposition.escalate(base, ids, who, reason=reason, versions=versions),
        "reopen": lambda base: disposition.reopen(base, ids, who, reason=reason, versions=versions),
        "comment": lambda base: disposition.comment(base, ids[0], who, reason),
        "attach": lambda base: attachment.attach(base, ids[0], who, name, content),
        "exclude": lambda base: exclusion.propose_exclusion(base, ids[0], who, reason=reason, months=_months(form)),
    }
    wanted = str(form.get("act", ""))
    if wanted not in acts:
        raise InputError(f"act {wanted!r}: use {', '.join(acts)}")
    await _ask(request, acts[wanted])


def _proposal(form: FormData) -> Proposal:
    try:
        what = Disposition(str(form.get("disposition", "")))
        disproved = tuple(Field(str(word)) for word in form.getlist("disproved"))
    except ValueError as problem:
        raise InputError(f"a proposal says one of {', '.join(Disposition)}") from problem
    return Proposal(disposition=what, reason=str(form.get("reason", "")), disproved=disproved)


def _months(form: FormData) -> int:
    text = str(form.get("months", ""))
    if not text.isdecimal() or len(text) > 3:
        raise InputError(f"months {text!r}: a number")
    return int(text)


async def _alert(
    request: Request, *, fault: Article41Error | None = None, reason: str = "", again: object = None
) -> Response:
    service, visitor = request.app.state.service, request.state.visitor
    alert_id = request.path_params["alert_id"]
    whole = await _ask(request, lambda database: queue.show(database, alert_id))
    screened = whole.screened
    listed, needed = await run_in_threadpool(_behind, service.live.home.editions, screened)
    possible = {str(act) for act, states in POSSIBLE.items() if whole.alert.state in states}
    people = await _ask(request, all_people)
    return page(
        request, "alert.html", status=STATUS[type(fault)] if fault else 200, fault=fault, reason=reason, again=again,
        whole=whole, alert=whole.alert, sides=_sides(screened, listed), possible=possible, now=service.now(),
        may_work=visitor.may(Right.WORK), may_decide=visitor.may(Right.DECIDE), fields=list(Field),
        dispositions=list(Disposition), workers=_workers(people),
        drawn=Markup(picture.alert_section(screened.alert, needed, root=ROOT)),  # noqa: S704 - escaped there
    )  # fmt: skip


def _behind(editions: Any, screened: Screened) -> tuple[Listing | None, float | None]:  # noqa: ANN401 - a path
    """The listing as it was screened, and the bits that its policy asked for; None where that is not here any more."""
    try:
        edition = Edition(editions / screened.edition)
        number = edition.listing_number(screened.alert.id)
        listing = None if number is None else edition.listing(number)
    except Article41Error:  # the alert stands by itself; the page says that the listing is not here
        listing = None
    try:
        needed = picture.needed_under(policy_of(screened), default_model())(screened.alert)
    except InputError:  # written by a version with other settings
        needed = None
    return listing, needed


def _sides(screened: Screened, listed: Listing | None) -> list[tuple[str, list[str], list[str]]]:
    """Field by field: what was screened, and what is listed."""
    asked, alert = screened.query, screened.alert

    def given(*fields: str) -> list[str]:
        return [text for field in fields for text in _texts(asked.get(field))]

    known: dict[str, list[str]] = {"Name": [alert.name], "Born": list(alert.born), "Country": list(alert.countries)}
    if listed is not None:
        known = {
            "Name": [f"{name.text}{', weak' if name.weak else ''}" for name in listed.names],
            "Born": [told((birth.date, birth.note)) for birth in listed.births if birth.date],
            "Born in": [told((birth.place, birth.country_text)) for birth in listed.births],
            "Country": [f"{link.text}, {link.role}" for link in listed.countries],
            "Gender": _texts(listed.gender),
            "Identifiers": [f"{one.type} {one.value}" for one in listed.identifiers],
            "Address": [told(address) for address in listed.addresses],
        }
    asked_for = {
        "Name": given("name", "aliases"), "Kind": given("kind"), "Born": given("born"), "Born in": given("birth_place"),
        "Country": given("country", "countries"), "Gender": given("gender"),
        "Identifiers": [" ".join(map(str, pair)) for pair in asked.get("identifiers") or ()],
        "Address": given("address"),
    }  # fmt: skip
    known["Kind"] = [str(alert.kind)]
    rows = [(label, asked_for[label], [text for text in known.get(label, []) if text]) for label in asked_for]
    return [row for row in rows if row[1] or row[2]]


def _texts(value: object) -> list[str]:
    if isinstance(value, list | tuple):
        return [str(one) for one in value]
    return [] if value is None else [told(value)]


def _workers(people: Sequence[Any]) -> list[str]:
    return [person.name for person in people if Right.WORK in person.rights]


async def attached(request: Request) -> Response:
    """A file beside an alert, to be saved; a browser never shows or runs it."""
    path = request.path_params
    found = await _ask(request, lambda database: attachment.attached(database, path["alert_id"], path["attachment_id"]))
    return file_response(found)


async def export(request: Request) -> Response:
    """All alerts as a table; no cell can be run as a formula."""
    service = request.app.state.service
    database = await in_database(service.review)
    pieces = csv_pieces(database, queue.Wanted(states=tuple(State)), service.now())
    head = {"content-disposition": 'attachment; filename="alerts.csv"', "cache-control": "no-store"}
    return StreamingResponse(pieces, 200, head, "text/csv; charset=utf-8")


async def show_exclusions(request: Request) -> Response:
    """Reviewed pairs, those that end first at the head."""
    return await _exclusions(request)


async def act_on_exclusion(request: Request, form: FormData) -> Response:
    """Approve, reject or end an exclusion."""
    exclusion_id, who = request.path_params["exclusion_id"], acting(request)
    try:
        await _ask(request, lambda database: _decide(database, exclusion_id, form, who))
    except (InputError, ForbiddenError, ConflictError) as problem:
        return await _exclusions(request, fault=problem)
    return RedirectResponse(f"{ROOT}/exclusions", 303, dict(HEADERS))


def _decide(database: Database, exclusion_id: str, form: FormData, who: Acting) -> object:
    match form.get("act"):
        case "approve":
            return exclusion.decide_exclusion(database, exclusion_id, who, approve=True)
        case "reject":
            return exclusion.decide_exclusion(database, exclusion_id, who, approve=False)
        case "end":
            return exclusion.end_exclusion(database, exclusion_id, who, reason=str(form.get("reason", "")))
        case other:
            raise InputError(f"act {other!r}: use approve, reject or end")


async def _exclusions(request: Request, *, fault: Article41Error | None = None) -> Response:
    await keep_exclusions_current(request.app.state.service)
    visitor = request.state.visitor
    found = await _ask(request, exclusion.all_exclusions)
    order = list(exclusion.ExclusionState)
    return page(
        request, "exclusions.html", status=STATUS[type(fault)] if fault else 200, fault=fault,
        exclusions=sorted(found, key=lambda one: order.index(one.state)), now=request.app.state.service.now(),
        may_work=visitor.may(Right.WORK), may_decide=visitor.may(Right.DECIDE),
    )  # fmt: skip


async def _ask(request: Request, ask: Callable[[Database], T]) -> T:
    """Ask the database in a thread, so that nobody else waits for it."""
    service = request.app.state.service
    return await in_database(lambda: ask(service.review()))
