"""The overview: the few figures one looks at in the morning, as pictures."""

from starlette.concurrency import run_in_threadpool
from starlette.requests import Request
from starlette.responses import Response

from article41.console.pages import page
from article41.console.routes.lists import freshness


async def show(request: Request) -> Response:
    """How fresh the lists are, and the files of late."""
    service = request.app.state.service
    owner = request.state.visitor.owner
    tickets = [ticket for ticket in service.jobs.all() if ticket.owner == owner][::-1][:5]
    state = await run_in_threadpool(freshness, service)
    return page(request, "overview.html", state=state, tickets=tickets)
