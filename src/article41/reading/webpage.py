"""The article of an HTML page, without menus, advertisements, comments and scripts.

The page is parsed and never run: scripts, styles, forms and frames are dropped with all they hold. The article is the
part that has most of its text in paragraphs and least of it in links. Title, publisher and date come from the page's
own data (Open Graph, schema.org, `time`) where it has them.
"""

import json
import re
from datetime import date
from typing import Final

from lxml import etree, html
from lxml.html import HtmlElement

from article41.errors import InputError
from article41.reading.lexicon import word_set
from article41.reading.text import Document, decode, refuse_text

_DROPPED: Final = (
    "script", "style", "noscript", "template", "iframe", "object", "embed", "form", "button", "input", "select",
    "textarea", "nav", "footer", "aside", "svg",
    "canvas", "video", "audio", "map", "dialog", "menu", "head", "link", "meta", "base", "applet", "frame",
    "frameset", "math", "figure",
)  # fmt: skip
_CLUTTER: Final = re.compile(
    r"(?:^|[\s_-])(?:nav|navbar|navigation|menu|submenu|sidebar|side-bar|breadcrumbs?|footer|masthead|"
    r"site-header|comments?|disqus|share|sharing|social|related|recommended|promo|advert\w*|ads?|ad-slot|"
    r"banner|"
    r"cookie\w*|consent|subscribe|subscription|newsletter|signup|sign-up|popup|modal|pagination|toolbar|"
    r"widget|tags?|most-read|trending|outbrain|taboola|skip-link|hidden|screen-reader\w*|sr-only|paywall|"
    r"login)(?:$|[\s_-])",
    re.IGNORECASE,
)
_ARTICLE: Final = re.compile(
    r"(?:^|[\s_-])(?:article|story|post|entry|content|main|body|text|news)(?:[\s_-]?(?:body|content|text|"
    r"main))?(?:$|[\s_-])",
    re.IGNORECASE,
)
_ROLES: Final = word_set("navigation banner contentinfo complementary search menu menubar dialog")
_BLOCKS: Final = word_set(
    "p div section article main header h1 h2 h3 h4 h5 h6 ul ol li dl dt dd table tr td th tbody thead "
    "blockquote pre figure figcaption address hr br body html center"
)
_PARAGRAPHS: Final = word_set("p blockquote pre h1 h2 h3 h4 li dd td")
_SPACES: Final = re.compile(r"[ \t\r\n\f\v\u00a0]+")
_DATE_KEYS: Final = word_set(
    "article:published_time date dc.date dc.date.issued datepublished pubdate publish-date "
    "parsely-pub-date sailthru.date"
)


def read_webpage(data: bytes, name: str) -> Document:
    """Take the article out of a page.

    Raises:
        InputError: The page cannot be parsed or holds no article.
    """
    text, _ = _decoded(data, name)
    root = _parse(text, name)
    facts = _page_facts(root)
    _drop(root)
    article = _main_part(root)
    heading = _heading(root, article)
    lines = _lines(article)
    title = facts["title"] or heading
    if heading and heading not in lines[:3]:
        lines.insert(0, heading)
    body = "\n\n".join(lines)
    if not any(c.isalpha() for c in body):
        raise InputError(f"{name}: no article text in this page")
    refuse_text(body, name)
    notes = ["the main article of the page; menus, scripts and comments are left out"]
    return Document(name, body, "html", title, facts["publisher"], _day(facts["dated"]), notes)


def _decoded(data: bytes, name: str) -> tuple[str, str]:
    """By mark, by the page's own word, else as plain text is."""
    declared = re.search(rb"charset\s*=\s*[\"']?\s*([\w.:-]+)", data[:4096], re.IGNORECASE)
    if declared is not None and not data.startswith((b"\xef\xbb\xbf", b"\xff\xfe", b"\xfe\xff")):
        encoding = declared.group(1).decode("ascii", "replace")
        try:
            return data.decode(encoding), encoding
        except (LookupError, UnicodeDecodeError):  # the page is wrong about itself; its bytes decide
            return decode(data, name)
    return decode(data, name)


def _parse(text: str, name: str) -> HtmlElement:
    clean = re.sub(r"[\x00-\x08\x0b\x0c\x0e-\x1f\ud800-\udfff]", " ", text)
    clean = re.sub(r"^\s*<\?xml[^>]*\?>", "", clean)
    parser = html.HTMLParser(remove_comments=True, remove_pis=True, huge_tree=False, no_network=True)
    try:
        root = html.document_fromstring(clean, parser=parser)
    except (etree.ParserError, etree.XMLSyntaxError, ValueError) as error:
        raise InputError(f"{name}: the HTML cannot be parsed: {error}") from error
    return root


def _page_facts(root: HtmlElement) -> dict[str, str | None]:
    """Title, publisher and date as the page's own data gives them."""
    facts: dict[str, str | None] = {"title": None, "publisher": None, "dated": None}
    for node in root.iter("meta"):
        key = (node.get("property") or node.get("name") or node.get("itemprop") or "").lower()
        value = _SPACES.sub(" ", node.get("content") or "").strip()
        if not value:
            continue
        if key == "og:title":
            facts["title"] = facts["title"] or value
        elif key in {"og:site_name", "publisher", "dc.publisher", "citation_publisher"}:
            facts["publisher"] = facts["publisher"] or value
        elif key in _DATE_KEYS:
            facts["dated"] = facts["dated"] or value
    for node in root.iter("script"):
        if (node.get("type") or "").lower() == "application/ld+json":
            _schema_facts(node.text or "", facts)
    if facts["dated"] is None:
        moment = next((node.get("datetime") for node in root.iter("time") if node.get("datetime")), None)
        facts["dated"] = moment
    return facts


def _schema_facts(raw: str, facts: dict[str, str | None]) -> None:
    """schema.org data: read as JSON, never run; what is no JSON is no data."""
    try:
        data = json.loads(raw)
    except (ValueError, RecursionError):
        return
    pending = [data]
    for item in pending:
        if isinstance(item, list):
            pending.extend(item[:50])
        elif isinstance(item, dict):
            kind = str(item.get("@type", ""))
            if "Article" in kind or "Report" in kind or "BlogPosting" in kind:
                publisher = item.get("publisher")
                facts["title"] = facts["title"] or _string(item.get("headline"))
                facts["dated"] = facts["dated"] or _string(item.get("datePublished"))
                facts["publisher"] = facts["publisher"] or _string(
                    publisher.get("name") if isinstance(publisher, dict) else publisher
                )
            pending.extend(value for key, value in item.items() if key == "@graph")
        if len(pending) > 500:
            return


def _string(value: object) -> str | None:
    return value.strip() or None if isinstance(value, str) else None


def _day(value: str | None) -> date | None:
    """The day of an ISO moment; other shapes are left to the text itself."""
    match = re.match(r"(\d{4})-(\d\d)-(\d\d)", value or "")
    if match is None:
        return None
    try:
        return date(int(match[1]), int(match[2]), int(match[3]))
    except ValueError:  # 2009-13-40 in a page's data: the page has no date then
        return None


def _drop(root: HtmlElement) -> None:
    """Remove what is no article: by element, by role, by class name."""
    for node in list(root.iter(*_DROPPED)):
        if node.getparent() is not None:
            node.drop_tree()
    for node in list(root.iter()):
        if (
            not isinstance(node.tag, str)
            or node.getparent() is None
            or node.tag in {"html", "body", "article", "main", "p", "h1"}
        ):
            continue
        names = f"{node.get('class') or ''} {node.get('id') or ''}"
        hidden = (
            node.get("hidden") is not None
            or node.get("aria-hidden") == "true"
            or "display:none" in (node.get("style") or "").replace(" ", "")
        )
        clutter = hidden or node.get("role") in _ROLES or _CLUTTER.search(names) is not None
        if clutter and not _holds_article(node):
            node.drop_tree()


def _holds_article(node: HtmlElement) -> bool:
    """Many long paragraphs: a class name such as "content-sidebar" must not cost the article."""
    return sum(len(p.text_content()) > 80 for p in node.iter("p")) >= 5


def _main_part(root: HtmlElement) -> HtmlElement:
    """The element whose own paragraphs hold most text that is not in links."""
    body = root.find("body")
    body = root if body is None else body
    scores: dict[HtmlElement, float] = {}
    for node in body.iter("p", "pre", "blockquote", "td", "div"):
        own = _own_text(node)
        if node.tag == "div" and len(own) < 80:
            continue
        length = len(_SPACES.sub(" ", node.text_content() if node.tag != "div" else own).strip())
        linked = sum(len(a.text_content()) for a in node.iter("a"))
        weight = max(0, length - 2 * linked)
        if length < 25:
            continue
        parent, share = (node if node.tag == "div" else node.getparent()), 1.0
        for _ in range(3):
            if parent is None:
                break
            scores[parent] = scores.get(parent, 0.0) + weight * share
            parent, share = parent.getparent(), share * 0.4
    for node in scores:
        if (
            node.tag in {"article", "main"}
            or _ARTICLE.search(f"{node.get('class') or ''} {node.get('id') or ''}")
            or node.get("itemprop") == "articleBody"
        ):
            scores[node] *= 1.4
    return max(scores, key=lambda node: scores[node]) if scores else body


def _own_text(node: HtmlElement) -> str:
    parts = [node.text or "", *(child.tail or "" for child in node)]
    return _SPACES.sub(" ", " ".join(parts)).strip()


def _heading(root: HtmlElement, article: HtmlElement) -> str | None:
    for node in [*article.iter("h1"), *root.iter("h1")]:
        text = str(_SPACES.sub(" ", node.text_content())).strip()
        if text:
            return text
    return None


def _lines(article: HtmlElement) -> list[str]:
    """The text of an element in reading order, one line a block; lists of links are left out."""
    parts: list[str] = []
    skipped: HtmlElement | None = None
    for event, node in etree.iterwalk(article, events=("start", "end")):
        tail = (node.tail or "").replace("\n", " ") if event == "end" and node is not article else ""
        if skipped is not None:
            if event == "end" and node is skipped:
                skipped = None
                parts.append(tail)
        elif event == "start" and node.tag in {"ul", "ol"} and _is_link_list(node):
            skipped = node
        else:
            parts.append("\n" if node.tag in _BLOCKS else "")
            parts.append((node.text or "").replace("\n", " ") if event == "start" else tail)
    lines = [str(_SPACES.sub(" ", line)).strip() for line in "".join(parts).split("\n")]
    return [line for line in lines if line]


def _is_link_list(node: HtmlElement) -> bool:
    text = len(_SPACES.sub(" ", node.text_content()).strip())
    linked = sum(len(_SPACES.sub(" ", a.text_content()).strip()) for a in node.iter("a"))
    return text > 0 and linked * 10 >= text * 7
