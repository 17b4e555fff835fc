"""Alerts as a table for spreadsheets, in which nothing can be run as a formula."""

import csv
import io
from collections.abc import Iterator
from datetime import datetime
from typing import Final

from article41.database import Database
from article41.review.alert import ReviewAlert
from article41.review.queue import Wanted, every
from article41.screening.batch import safe_cell

COLUMNS: Final = (
    *("id", "state", "held", "case_id", "opened_at", "due_at", "overdue", "escalated", "score", "customer_key"),
    *("screened_name", "list", "listing", "listed_name", "assignee", "disposition", "disproved"),
    *("proposed_by", "proposed_at", "decided_by", "decided_at", "exclusion", "tried_again"),
)


def csv_pieces(database: Database, wanted: Wanted, now: datetime) -> Iterator[bytes]:
    """The table, piece by piece, with a head; by id."""
    yield (",".join(COLUMNS) + "\n").encode()
    for found in every(database, wanted, now):
        text = io.StringIO()
        writer = csv.writer(text, lineterminator="\n")
        for alert in found:
            writer.writerow([safe_cell(_cell(alert, column, now)) for column in COLUMNS])
        yield text.getvalue().encode()


def _cell(alert: ReviewAlert, column: str, now: datetime) -> object:
    if column == "overdue":
        return "yes" if alert.is_overdue(now) else "no"
    value = getattr(alert, column)
    if isinstance(value, bool):
        return "yes" if value else "no"
    if isinstance(value, datetime):
        return value.strftime("%Y-%m-%dT%H:%M:%SZ")
    return " ".join(value) if isinstance(value, tuple) else value
