"""The way of an alert from open to decided: four eyes, whatever anybody tries."""

import threading
from collections.abc import Callable
from datetime import timedelta
from typing import Any

import pytest
from sqlalchemy import select
from tests.review.conftest import FALSE_POSITIVE, IVAN, NOW, SHELL, TEAM, ZALA, acting, by, decided, screen_in

from article41.database import Database
from article41.editions.home import Home
from article41.errors import ConflictError, ForbiddenError, InputError, UnknownSubjectError
from article41.review import disposition as acts_of
from article41.review import people as people_of
from article41.review.alert import POSSIBLE, Disposition, Field, Proposal, State
from article41.review.audit import verify
from article41.review.person import Role
from article41.review.queue import show, standing
from article41.review.schema import audit

TRUE_MATCH = Proposal(disposition=Disposition.TRUE_MATCH, reason="same passport")
MORE = Proposal(disposition=Disposition.MORE_INFORMATION, reason="ask for the date of birth")


@pytest.fixture
def alert(team: Database, home: Home) -> str:
    (found,) = screen_in(team, home, IVAN)
    return found


def state(database: Database, alert_id: str) -> State:
    return standing(database, alert_id).state


def count_records(database: Database) -> int:
    with database.reading() as connection:
        return len(connection.execute(select(audit.c.seq)).fetchall())


def test_an_alert_is_held_from_the_first_moment(team: Database, alert: str) -> None:
    found = standing(team, alert)
    assert (found.state, found.held, found.assignee) == (State.OPEN, True, None)


@pytest.mark.parametrize(
    ("proposal", "after", "held"),
    [(FALSE_POSITIVE, State.RELEASED, False), (TRUE_MATCH, State.CONFIRMED, True), (MORE, State.INFORMATION, True)],
)
def test_what_two_people_agreed_on_is_what_becomes_of_it(
    team: Database, alert: str, proposal: Proposal, after: State, held: bool
) -> None:
    found = decided(team, alert, proposal)
    assert (found.state, found.held, found.proposed_by, found.decided_by) == (after, held, "anna", "carl")
    assert verify(team).sound


def test_nobody_approves_their_own_proposal(team: Database, alert: str) -> None:
    acts_of.assign(team, [alert], by("carl"))
    acts_of.propose(team, [alert], by("carl"), FALSE_POSITIVE)
    for via in ("console", "api", "command line"):
        with pytest.raises(ForbiddenError, match="carl proposed alert"):
            acts_of.approve(team, [alert], type(by("carl"))("carl", NOW, via, by("carl").person))
    assert state(team, alert) is State.PROPOSED
    assert acts_of.approve(team, [alert], by("dora"))[0].state is State.RELEASED


def test_an_analyst_approves_nothing_and_an_admin_neither_works_nor_decides(team: Database, alert: str) -> None:
    acts_of.assign(team, [alert], by("anna"))
    acts_of.propose(team, [alert], by("anna"), FALSE_POSITIVE)
    with pytest.raises(ForbiddenError, match=r"bert \(analyst\) may not approve"):
        acts_of.approve(team, [alert], by("bert"))
    for act in (acts_of.approve, acts_of.assign):
        with pytest.raises(ForbiddenError, match=r"egon \(admin\) may not"):
            act(team, [alert], by("egon"))
    assert state(team, alert) is State.PROPOSED


def test_a_role_that_somebody_claims_or_had_before_does_not_count(team: Database, alert: str) -> None:
    acts_of.assign(team, [alert], by("anna"))
    acts_of.propose(team, [alert], by("anna"), FALSE_POSITIVE)
    with pytest.raises(ForbiddenError, match=r"bert \(analyst\)"):
        acts_of.approve(team, [alert], acting("bert", Role.APPROVER))
    people_of.change_role(team, "carl", "analyst", SHELL)
    with pytest.raises(ForbiddenError):
        acts_of.approve(team, [alert], by("carl"))
    people_of.disable_person(team, "dora", SHELL)
    with pytest.raises(ForbiddenError, match="nobody who works here"):
        acts_of.approve(team, [alert], by("dora"))
    with pytest.raises(ForbiddenError):
        acts_of.approve(team, [alert], acting("nobody", Role.APPROVER))


def test_what_needs_a_person_is_not_done_without_one(team: Database, alert: str) -> None:
    with pytest.raises(ForbiddenError, match="only a person who has signed in"):
        acts_of.assign(team, [alert], SHELL)


@pytest.mark.parametrize(
    "proposal",
    [
        Proposal(disposition=Disposition.FALSE_POSITIVE, reason="looks fine"),
        Proposal(disposition=Disposition.FALSE_POSITIVE, reason="  ", disproved=(Field.NAME,)),
        Proposal(disposition=Disposition.TRUE_MATCH, reason="same", disproved=(Field.NAME,)),
        Proposal(disposition=Disposition.TRUE_MATCH, reason="x" * 4001),
        Proposal(disposition=Disposition.TRUE_MATCH, reason="a\x00b"),
    ],
)
def test_a_proposal_says_why_and_what_disproves_identity(team: Database, alert: str, proposal: Proposal) -> None:
    acts_of.assign(team, [alert], by("anna"))
    with pytest.raises(InputError):
        acts_of.propose(team, [alert], by("anna"), proposal)
    assert state(team, alert) is State.ASSIGNED


def test_only_whoever_has_an_alert_proposes(team: Database, alert: str) -> None:
    acts_of.assign(team, [alert], by("anna"), to="bert")
    with pytest.raises(ForbiddenError, match="is bert's"):
        acts_of.propose(team, [alert], by("anna"), FALSE_POSITIVE)
    with pytest.raises(ForbiddenError):
        acts_of.assign(team, [alert], by("anna"), to="egon")


def test_a_rejected_proposal_goes_back_and_leaves_its_reason(team: Database, alert: str) -> None:
    acts_of.assign(team, [alert], by("anna"))
    acts_of.propose(team, [alert], by("anna"), FALSE_POSITIVE)
    found = acts_of.reject(team, [alert], by("carl"), reason="the year is a typing error")[0]
    assert (found.state, found.assignee, found.disposition, found.proposed_by) == (State.ASSIGNED, "anna", None, None)
    assert [(one.by, one.about) for one in show(team, alert).notes] == [("anna", "reason"), ("carl", "rejection")]


def test_what_was_decided_is_held_again_when_anybody_opens_it(team: Database, alert: str) -> None:
    decided(team, alert)
    found = acts_of.reopen(team, [alert], by("bert"), reason="new passport")[0]
    assert (found.state, found.held, found.decided_by, found.disposition) == (State.OPEN, True, None, None)


def test_an_escalated_alert_goes_to_an_approver_and_is_due_sooner(team: Database, alert: str) -> None:
    acts_of.assign(team, [alert], by("anna"))
    found = acts_of.escalate(team, [alert], by("anna"), reason="a minister")[0]
    assert (found.state, found.assignee, found.escalated) == (State.OPEN, None, True)
    assert found.due_at == NOW + timedelta(hours=4)
    with pytest.raises(ForbiddenError, match="an approver takes it"):
        acts_of.assign(team, [alert], by("anna"))
    acts_of.assign(team, [alert], by("carl"))


def test_escalating_makes_a_proposal_void(team: Database, alert: str) -> None:
    acts_of.assign(team, [alert], by("anna"))
    acts_of.propose(team, [alert], by("anna"), FALSE_POSITIVE)
    acts_of.escalate(team, [alert], by("bert"), reason="not so fast")
    with pytest.raises(ConflictError):
        acts_of.approve(team, [alert], by("carl"))


ACTS: dict[str, Callable[[Database, str], Any]] = {
    "assigned": lambda database, one: acts_of.assign(database, [one], by("dora")),
    "proposed": lambda database, one: acts_of.propose(database, [one], by("anna"), FALSE_POSITIVE),
    "approved": lambda database, one: acts_of.approve(database, [one], by("carl")),
    "rejected": lambda database, one: acts_of.reject(database, [one], by("carl"), reason="no"),
    "escalated": lambda database, one: acts_of.escalate(database, [one], by("anna"), reason="up"),
    "reopened": lambda database, one: acts_of.reopen(database, [one], by("anna"), reason="again"),
}
WAYS: dict[State, Callable[[Database, str], Any]] = {
    State.OPEN: lambda database, one: None,
    State.ASSIGNED: lambda database, one: acts_of.assign(database, [one], by("anna")),
    State.PROPOSED: lambda database, one: (
        acts_of.assign(database, [one], by("anna")), acts_of.propose(database, [one], by("anna"), FALSE_POSITIVE),
    ),
    State.INFORMATION: lambda database, one: decided(database, one, MORE),
    State.CONFIRMED: lambda database, one: decided(database, one, TRUE_MATCH),
    State.RELEASED: decided,
}  # fmt: skip


@pytest.mark.parametrize("start", WAYS)
def test_from_a_state_only_its_acts_lead_on(team: Database, home: Home, start: State) -> None:
    for act, possible in POSSIBLE.items():
        (one,) = screen_in(team, home, IVAN)
        WAYS[start](team, one)
        before = count_records(team)
        if start in possible:
            ACTS[act](team, one)
            assert count_records(team) > before
        else:
            with pytest.raises(ConflictError):
                ACTS[act](team, one)
            assert (state(team, one), count_records(team)) == (start, before)


def test_of_two_approvers_at_the_same_moment_exactly_one_wins_and_the_other_is_told(team: Database, home: Home) -> None:
    for _ in range(5):
        (one,) = screen_in(team, home, IVAN)
        acts_of.assign(team, [one], by("anna"))
        acts_of.propose(team, [one], by("anna"), FALSE_POSITIVE)
        outcomes: list[str] = []
        ready = threading.Barrier(2)

        def approve(name: str, one: str = one, outcomes: list[str] = outcomes, ready: Any = ready) -> None:
            ready.wait()
            try:
                acts_of.approve(team, [one], by(name))
                outcomes.append("won")
            except ConflictError as problem:
                outcomes.append(str(problem))

        threads = [threading.Thread(target=approve, args=(name,)) for name in ("carl", "dora")]
        for thread in threads:
            thread.start()
        for thread in threads:
            thread.join()
        winner = standing(team, one).decided_by
        assert sorted(outcomes) == sorted(["won", f"alert {one} is released by {winner}, so it cannot be approved"])
        assert [record.act for record in show(team, one).history].count("approved") == 1
    assert verify(team).sound


def test_what_somebody_did_not_see_they_cannot_decide(team: Database, alert: str) -> None:
    seen = acts_of.assign(team, [alert], by("anna"))[0].version
    acts_of.propose(team, [alert], by("anna"), FALSE_POSITIVE, versions={alert: seen})
    with pytest.raises(ConflictError, match="has changed meanwhile"):
        acts_of.approve(team, [alert], by("carl"), versions={alert: seen})


def test_many_at_once_all_happen_or_none_and_still_need_two(team: Database, home: Home) -> None:
    ids = screen_in(team, home, IVAN, ZALA, IVAN, ZALA)
    acts_of.assign(team, ids, by("carl"))
    acts_of.propose(team, ids, by("carl"), FALSE_POSITIVE)
    with pytest.raises(ForbiddenError):
        acts_of.approve(team, ids, by("carl"))
    acts_of.reject(team, ids[3:], by("dora"), reason="this one not")
    before = count_records(team)
    with pytest.raises(ConflictError):
        acts_of.approve(team, ids, by("dora"))
    assert ({state(team, one) for one in ids[:3]}, count_records(team)) == ({State.PROPOSED}, before)
    assert {one.state for one in acts_of.approve(team, ids[:3], by("dora"))} == {State.RELEASED}


@pytest.mark.parametrize("ids", [[], ["x"] * 2, ["x" * 501], ["nothere"], ["'; DROP TABLE alerts"], ["\x00"]])
def test_alerts_that_are_not_there_are_said_to_be_so(team: Database, ids: list[str]) -> None:
    with pytest.raises((InputError, UnknownSubjectError)):
        acts_of.assign(team, ids, by("anna"))


def test_a_comment_changes_nothing_but_is_kept(team: Database, alert: str) -> None:
    acts_of.comment(team, alert, by("anna"), "<script>alert(1)</script>")
    whole = show(team, alert)
    assert (whole.alert.version, whole.notes[0].text) == (1, "<script>alert(1)</script>")
    assert verify(team).sound


def test_names_and_reasons_are_not_in_the_audit_log(team: Database, alert: str) -> None:
    decided(team, alert)
    with team.reading() as connection:
        log = " ".join(connection.execute(select(audit.c.record)).scalars())
    assert not any(word in log for word in ("Exampleov", "EXAMPLEOV", "another year", "1965"))


def test_a_decision_changed_behind_the_log_is_found(team: Database, alert: str, spoil: Callable[[str], None]) -> None:
    decided(team, alert, TRUE_MATCH)
    spoil("UPDATE alerts SET state = 'released'")
    assert [finding.what for finding in verify(team).findings] == [f"alert:{alert} was changed without a record"]


def test_a_note_taken_away_is_found(team: Database, alert: str, spoil: Callable[[str], None]) -> None:
    decided(team, alert)
    spoil("DELETE FROM notes")
    assert [finding.what.endswith("is gone without a record") for finding in verify(team).findings] == [True]


def test_everybody_of_the_team_is_somebody() -> None:
    assert set(TEAM.values()) == set(Role)
