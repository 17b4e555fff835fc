"""The overview: the few figures one looks at in the morning, as pictures."""

from typing import Any, Final

from starlette.concurrency import run_in_threadpool
from starlette.requests import Request
from starlette.responses import Response

from article41.api.desk import keep_exclusions_current
from article41.api.service import Service, in_database
from article41.console.pages import page
from article41.console.pictures import bar, columns, stack
from article41.console.routes.lists import freshness
from article41.review.days import days
from article41.review.person import Right
from article41.review.queue import AGES, summary

DAYS: Final = 30
# Hours → words; alerts that wait longer than a day are late whatever their state.
AGE_WORDS: Final = {
    "4": "under 4 hours",
    "24": "4 to 24 hours",
    "72": "1 to 3 days",
    "168": "3 to 7 days",
    "more": "longer",
}
ON_TIME: Final = frozenset({"4", "24"})


async def show(request: Request) -> Response:
    """How the alerts stand, how fresh the lists are, and the files of late."""
    service, visitor = request.app.state.service, request.state.visitor
    tickets = [ticket for ticket in service.jobs.all() if ticket.owner == visitor.owner][::-1][:5]
    state = await run_in_threadpool(freshness, service)
    review = None
    if visitor.may(Right.READ):
        await keep_exclusions_current(service)
        review = await in_database(lambda: _review(service))
    return page(request, "overview.html", state=state, tickets=tickets, review=review)


def _review(service: Service) -> dict[str, Any]:
    now = service.now()
    figures = summary(service.review(), now)
    last = days(service.review(), now, DAYS)
    most = max(figures.ages.values(), default=0) or 1
    decided = sum(last.decided.values())
    return {
        "summary": figures,
        "ages": [
            (AGE_WORDS[age], bar(figures.ages[age] / most, "count" if age in ON_TIME else "late"), figures.ages[age])
            for age in (*map(str, AGES), "more")
        ],
        "opened": columns([(day.isoformat(), number) for day, number in last.opened]),
        "opened_total": sum(number for _, number in last.opened),
        "first": last.opened[0][0],
        "last": last.opened[-1][0],
        "decided": decided,
        "in_time": round(100 * last.in_time / decided) if decided else None,
        "kinds": [(kind, kind.replace(" ", "_"), number) for kind, number in last.decided.items()],
        "stack": stack([(kind, kind.replace(" ", "_"), number) for kind, number in last.decided.items()]),
    }
