"""The reader: an article in, its findings marked on a page."""

from markupsafe import Markup
from starlette.concurrency import run_in_threadpool
from starlette.datastructures import FormData, UploadFile
from starlette.requests import Request
from starlette.responses import Response

from article41.api.checks import day_of
from article41.api.refusals import Refused
from article41.api.routes.law import LONGEST_ARTICLE, read_account
from article41.console.pages import page
from article41.errors import InputError
from article41.reading.page import account_section


async def form(request: Request) -> Response:
    """A place to paste or upload an article."""
    return page(request, "read.html", text="", dated="", account="", fault=None)


async def read(request: Request, form: FormData) -> Response:
    """The article with its findings."""
    dated, text, file = str(form.get("dated", "")).strip(), str(form.get("text", "")), form.get("file")
    if isinstance(file, UploadFile) and file.filename:
        name, content, text = file.filename, await file.read(LONGEST_ARTICLE + 1), ""
    else:
        name, content = "article.txt", text.encode()
    if len(content) > LONGEST_ARTICLE:
        raise Refused(413, f"An article of more than {LONGEST_ARTICLE:,} bytes is not read here.")
    account, fault = Markup(""), None
    try:
        day = day_of(dated or None, "dated")
        reading, source = await run_in_threadpool(read_account, request.app.state.service, content, name, day)
        account = Markup(account_section(reading, source))  # noqa: S704 - escaped there
    except InputError as problem:
        fault = str(problem)
    return page(
        request, "read.html", status=400 if fault else 200, text=text, dated=dated, account=account, fault=fault
    )
