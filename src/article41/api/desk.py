"""Review as the doors of the service do it: alerts opened from screenings, exclusions held against the live edition."""

from typing import Any

from article41.api.checks import Asked, day_of, document, screen_parties
from article41.api.refusals import Refused
from article41.api.service import Service, in_database
from article41.database import Database
from article41.editions.edition import Edition
from article41.review.acting import Acting
from article41.review.exclusion import end_outdated
from article41.review.intake import Run, Taken, take_file, take_screening
from article41.review.queue import standing
from article41.review.versions import listing_version


async def screen_and_hold(service: Service, asked: Asked, acting: Acting) -> dict[str, Any]:
    """Screen a party and open its alerts.

    Returns:
        The screening as `/v1/check` answers it, with `review`: id, state and held of each alert, in their order. Behind
        them stand earlier alerts that are still held and whose party this seems to be, tried again: `tied_by` says by
        what, `tried_again` what happened.

    Raises:
        InputError: The party cannot be screened as it stands.
        ScreeningError: It could not be screened now.
        DatabaseError: Its alerts could not be kept, so it does not count as screened.
    """
    on, policy = day_of(asked.on), asked.policy(service.live.chosen.policy)
    (screening,) = await screen_parties(service, [asked.party()], policy, on)
    edition = Edition(service.live.home.editions / str(screening.edition))
    run = Run(edition, service.engine, policy, on or service.today())

    def keep() -> list[dict[str, Any]]:
        database = service.review()
        taken = take_screening(database, screening, run, acting)
        ours = [_standing(database, one) for one in taken.alerts]
        earlier = [
            _standing(database, one.alert) | {"tied_by": one.tied_by, "tried_again": one.words}
            for one in taken.tried_again
        ]
        return ours + earlier

    await keep_exclusions_current(service)
    return document(screening, asked.fields) | {"review": await in_database(keep)}


def _standing(database: Database, alert_id: str) -> dict[str, Any]:
    one = standing(database, alert_id)
    return {"id": one.id, "state": one.state, "held": one.held}


async def hold_file(service: Service, job_id: str, acting: Acting) -> Taken:
    """Open the alerts of a file that was screened.

    Raises:
        Refused: It is not done, or its alerts are under review already.
        InputError: What came of it cannot be used any more.
        DatabaseError: Its alerts could not be kept; none was.
    """
    ticket = service.jobs.find(job_id)
    if ticket is None or ticket.state != "done":
        raise Refused(409, "It is not done; ask again when it is.")
    if ticket.held_at is not None:
        raise Refused(409, "Its alerts are under review already.")
    answers, editions = service.jobs.answers(job_id), service.live.home.editions
    await keep_exclusions_current(service)
    taken = await in_database(lambda: take_file(service.review(), answers, editions, acting))
    service.jobs.mark_held(job_id)
    return taken


async def keep_exclusions_current(service: Service) -> None:
    """End exclusions that are over or whose listings have changed, once for each edition and day.

    Raises:
        DatabaseError: It could not be done now.
    """
    shelf, today = service.live.shelf, service.today()
    if (shelf.key, today) in service.exclusions_checked:
        return

    def look() -> None:
        acting = Acting("system", service.now(), "service")
        end_outdated(service.review(), lambda listing: listing_version(shelf.edition, listing, today), acting)

    await in_database(look)
    service.exclusions_checked.clear()
    service.exclusions_checked.add((shelf.key, today))
