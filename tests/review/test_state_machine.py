"""Whatever people do in whatever order: nothing is released without two of them, and the log tells all of it."""

import shutil
import tempfile
from pathlib import Path
from typing import Any

import hypothesis.strategies as st
import pytest
from hypothesis import settings
from hypothesis.stateful import Bundle, RuleBasedStateMachine, initialize, invariant, rule
from tests.review.conftest import FALSE_POSITIVE, NOW, SHELL, TEAM, ZALA, by, screen_in, with_team

from article41.database import Database
from article41.editions.home import Home
from article41.errors import ReviewError
from article41.review import disposition as acts_of
from article41.review.alert import HELD, LEADS_TO, POSSIBLE, Act, Disposition, Proposal, State
from article41.review.audit import history, verify
from article41.review.exclusion import decide_exclusion, end_exclusion, propose_exclusion
from article41.review.person import RIGHTS, Right, Role
from article41.review.queue import standing
from article41.review.schema import MIGRATIONS

PEOPLE = st.sampled_from(sorted(TEAM))
PROPOSALS = st.sampled_from(
    [
        FALSE_POSITIVE,
        Proposal(disposition=Disposition.TRUE_MATCH, reason="same"),
        Proposal(disposition=Disposition.MORE_INFORMATION, reason="ask"),
    ]
)


class Review(RuleBasedStateMachine):
    """The model knows for each alert its state, whose it is and who proposed what; the database must agree."""

    home: Home
    alerts = Bundle("alerts")
    exclusions = Bundle("exclusions")

    @initialize()
    def begin(self) -> None:
        self.folder = Path(tempfile.mkdtemp(prefix="a41"))
        self.database = Database(self.folder / "review.sqlite")
        self.database.migrate(MIGRATIONS)
        with_team(self.database)
        self.model: dict[str, dict[str, Any]] = {}

    @rule(target=alerts)
    def screen(self) -> str:
        (alert,) = screen_in(self.database, self.home, ZALA)
        found = standing(self.database, alert)
        in_force = any(record.act == "exclusion approved" for record in history(self.database, limit=1000))
        assert found.state is State.OPEN or (found.state is State.EXCLUDED and in_force)
        self.model[alert] = {"state": found.state, "assignee": None, "proposal": None, "by": None, "escalated": False}
        return alert

    def attempt(self, name: str, right: Right, alert: str, act: Act, do: Any, *, allowed: bool = True) -> bool:
        """Do it; it must work exactly where the model says it may."""
        expected = right in RIGHTS[TEAM[name]] and self.model[alert]["state"] in POSSIBLE[act] and allowed
        try:
            do()
        except ReviewError:
            assert not expected
            return False
        assert expected
        return True

    @rule(alert=alerts, name=PEOPLE, to=PEOPLE)
    def assign(self, alert: str, name: str, to: str) -> None:
        known = self.model[alert]
        may_take = Right.WORK in RIGHTS[TEAM[to]] and (not known["escalated"] or Right.DECIDE in RIGHTS[TEAM[to]])
        if self.attempt(
            name,
            Right.WORK,
            alert,
            Act.ASSIGN,
            lambda: acts_of.assign(self.database, [alert], by(name), to=to),
            allowed=may_take,
        ):
            known.update(state=State.ASSIGNED, assignee=to, proposal=None, by=None)

    @rule(alert=alerts, name=PEOPLE, proposal=PROPOSALS)
    def propose(self, alert: str, name: str, proposal: Proposal) -> None:
        known = self.model[alert]
        if self.attempt(
            name, Right.WORK, alert, Act.PROPOSE,
            lambda: acts_of.propose(self.database, [alert], by(name), proposal), allowed=known["assignee"] == name,
        ):  # fmt: skip
            known.update(state=State.PROPOSED, proposal=proposal.disposition, by=name)

    @rule(alert=alerts, name=PEOPLE)
    def approve(self, alert: str, name: str) -> None:
        known = self.model[alert]
        if self.attempt(
            name, Right.DECIDE, alert, Act.APPROVE,
            lambda: acts_of.approve(self.database, [alert], by(name)), allowed=known["by"] != name,
        ):  # fmt: skip
            known.update(state=LEADS_TO[known["proposal"]], assignee=None)

    @rule(alert=alerts, name=PEOPLE)
    def reject(self, alert: str, name: str) -> None:
        if self.attempt(
            name, Right.DECIDE, alert, Act.REJECT, lambda: acts_of.reject(self.database, [alert], by(name), reason="no")
        ):
            self.model[alert].update(state=State.ASSIGNED, proposal=None, by=None)

    @rule(alert=alerts, name=PEOPLE)
    def escalate(self, alert: str, name: str) -> None:
        if self.attempt(
            name,
            Right.WORK,
            alert,
            Act.ESCALATE,
            lambda: acts_of.escalate(self.database, [alert], by(name), reason="up"),
        ):
            self.model[alert].update(state=State.OPEN, assignee=None, proposal=None, by=None, escalated=True)

    @rule(alert=alerts, name=PEOPLE)
    def reopen(self, alert: str, name: str) -> None:
        if self.attempt(
            name,
            Right.WORK,
            alert,
            Act.REOPEN,
            lambda: acts_of.reopen(self.database, [alert], by(name), reason="again"),
        ):
            self.model[alert].update(state=State.OPEN, assignee=None, proposal=None, by=None)
            self.learn_what_was_kept_back()

    @rule(target=exclusions, alert=alerts, name=PEOPLE)
    def ask_for_exclusion(self, alert: str, name: str) -> tuple[str, str]:
        try:
            asked = propose_exclusion(self.database, alert, by(name), reason="known")
        except ReviewError:
            return "none", name
        assert self.model[alert]["state"] is State.RELEASED
        return asked.id, name

    @rule(exclusion=exclusions, name=PEOPLE)
    def approve_exclusion(self, exclusion: tuple[str, str], name: str) -> None:
        try:
            decide_exclusion(self.database, exclusion[0], by(name), approve=True)
        except ReviewError:
            return
        assert exclusion[1] != name
        assert TEAM[name] is Role.APPROVER

    @rule(exclusion=exclusions, name=PEOPLE)
    def end_an_exclusion(self, exclusion: tuple[str, str], name: str) -> None:
        try:
            end_exclusion(self.database, exclusion[0], by(name), reason="over")
        except ReviewError:
            return
        self.learn_what_was_kept_back()

    def learn_what_was_kept_back(self) -> None:
        """An exclusion that ended opened what it kept back; nothing else may have changed."""
        for alert, known in self.model.items():
            if known["state"] is State.EXCLUDED and standing(self.database, alert).state is State.OPEN:
                known["state"] = State.OPEN

    @invariant()
    def the_database_says_what_the_model_says(self) -> None:
        for alert, known in getattr(self, "model", {}).items():
            found = standing(self.database, alert)
            assert (found.state, found.assignee) == (known["state"], known["assignee"])
            assert found.held is (known["state"] in HELD)
            if found.state is State.RELEASED:
                assert found.disposition is Disposition.FALSE_POSITIVE
                assert found.proposed_by != found.decided_by
                assert TEAM[str(found.decided_by)] is Role.APPROVER
                assert found.disproved

    def teardown(self) -> None:
        if hasattr(self, "database"):
            assert verify(self.database).sound
            self.database.close()
            shutil.rmtree(self.folder)


def test_no_order_of_acts_leads_where_none_may(home: Home) -> None:
    from hypothesis.stateful import run_state_machine_as_test

    Review.home = home
    run_state_machine_as_test(Review, settings=settings(max_examples=25, stateful_step_count=40))


@pytest.mark.parametrize("name", sorted(TEAM))
def test_an_alert_cannot_be_born_released(sqlite: Database, home: Home, name: str) -> None:
    with_team(sqlite)
    (alert,) = screen_in(sqlite, home, ZALA)
    assert standing(sqlite, alert).state is State.OPEN
    assert SHELL.at == NOW
