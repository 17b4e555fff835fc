"""People, passwords and sessions."""

from datetime import timedelta

import pytest
from tests.review.conftest import NOW, PASSWORD, SHELL, acting

from article41.database import Database
from article41.errors import ConflictError, ForbiddenError, InputError, UnknownSubjectError
from article41.review import people as people_of
from article41.review.audit import history
from article41.review.person import RIGHTS, Right, Role
from article41.review.sessions import IDLE, LONGEST, SLIPS, Session, find_session, is_csrf, sign_in, sign_out


def enter(database: Database, name: str = "anna", password: str = PASSWORD, minutes: float = 0) -> Session:
    return sign_in(database, name, password, at=NOW + timedelta(minutes=minutes), via="test")


@pytest.fixture
def team(database: Database) -> Database:
    for name, role in (("anna", "analyst"), ("bert", "approver"), ("carl", "admin")):
        people_of.add_person(database, name, role, PASSWORD, SHELL)
    return database


def test_people_are_kept_with_their_roles(team: Database) -> None:
    assert [(one.name, one.role) for one in people_of.all_people(team)] == [
        ("anna", Role.ANALYST), ("bert", Role.APPROVER), ("carl", Role.ADMIN),
    ]  # fmt: skip


def test_nobody_may_both_decide_and_manage_people() -> None:
    assert not any({Right.DECIDE, Right.MANAGE} <= rights for rights in RIGHTS.values())


def test_a_name_is_given_once(team: Database) -> None:
    people_of.disable_person(team, "anna", SHELL)
    with pytest.raises(ConflictError, match="never given to somebody else"):
        people_of.add_person(team, "Anna ", "admin", PASSWORD, SHELL)


@pytest.mark.parametrize("name", ["", "a", "a b", "-ab", "a" * 41, "ab\x00c", "аnna", "shell:root", "ab\n"[:2] + "/"])
def test_a_name_that_could_be_taken_for_something_else_is_refused(sqlite: Database, name: str) -> None:
    with pytest.raises(InputError, match="name"):
        people_of.add_person(sqlite, name, "analyst", PASSWORD, SHELL)


@pytest.mark.parametrize(
    "password", ["short", "x" * 257, "aaaaaaaaaaaaaaaa", "annannaanna" * 3, "\ud800" * 3 + PASSWORD]
)
def test_a_password_that_is_easy_to_guess_is_refused(sqlite: Database, password: str) -> None:
    with pytest.raises(InputError, match="password"):
        people_of.add_person(sqlite, "anna", "analyst", password, SHELL)


def test_passwords_are_kept_as_argon2id_and_nowhere_else(team: Database) -> None:
    with team.reading() as connection:
        assert people_of.row_of(connection, "anna")["password"].startswith("$argon2id$")  # type: ignore[index]
    assert not any(PASSWORD in str(record) for record in history(team))


def test_the_last_admin_stays(team: Database) -> None:
    with pytest.raises(ConflictError, match="only admin"):
        people_of.disable_person(team, "carl", SHELL)
    with pytest.raises(ConflictError, match="only admin"):
        people_of.change_role(team, "carl", "analyst", SHELL)
    people_of.change_role(team, "bert", "admin", SHELL)
    people_of.disable_person(team, "carl", SHELL)


def test_nobody_unknown_can_be_changed(team: Database) -> None:
    for change in (people_of.disable_person, people_of.enable_person):
        with pytest.raises(UnknownSubjectError):
            change(team, "dora", SHELL)
    with pytest.raises(InputError, match="role"):
        people_of.change_role(team, "anna", "king", SHELL)


def test_a_session_opens_with_the_right_password_and_is_found_again(team: Database) -> None:
    session = enter(team, " Anna ")
    found = find_session(team, session.token, NOW)
    assert found is not None
    assert (found.person.name, found.person.role, found.csrf) == ("anna", Role.ANALYST, session.csrf)
    assert history(team)[0].act == "signed in"


@pytest.mark.parametrize(
    ("name", "password"),
    [("anna", "wrong horse battery"), ("dora", PASSWORD), ("\x00", PASSWORD), ("anna", "\ud800"), ("anna", "")],
)
def test_a_wrong_name_and_a_wrong_password_get_the_same_answer(team: Database, name: str, password: str) -> None:
    with pytest.raises(ForbiddenError, match=r"^name and password do not belong to anybody who may come in$"):
        enter(team, name, password)


def test_what_was_typed_as_a_name_nobody_has_is_not_logged(team: Database) -> None:
    with pytest.raises(ForbiddenError):
        enter(team, "mysecretpassword", PASSWORD)
    assert not any("mysecretpassword" in str(record) for record in history(team))


def test_a_session_ends_when_it_is_not_used_and_after_a_working_day(team: Database) -> None:
    session = enter(team)
    assert find_session(team, session.token, NOW + IDLE) is None
    at = NOW
    while at < NOW + LONGEST:
        assert find_session(team, session.token, at) is not None
        at += IDLE - timedelta(minutes=1)
    assert find_session(team, session.token, NOW + LONGEST) is None


def test_a_session_ends_with_signing_out_a_new_password_or_a_disabled_person(team: Database) -> None:
    one = enter(team)
    sign_out(team, one, acting("anna", Role.ANALYST))
    assert find_session(team, one.token, NOW) is None
    two = enter(team)
    people_of.set_password(team, "anna", "another horse battery", SHELL)
    assert find_session(team, two.token, NOW) is None
    three = enter(team, password="another horse battery")
    people_of.disable_person(team, "anna", SHELL)
    assert find_session(team, three.token, NOW) is None
    with pytest.raises(ForbiddenError):
        enter(team, password="another horse battery")
    people_of.enable_person(team, "anna", SHELL)
    assert enter(team, password="another horse battery").person.rights


def test_a_new_role_holds_in_sessions_that_are_open(team: Database) -> None:
    session = enter(team)
    people_of.change_role(team, "anna", "approver", SHELL)
    found = find_session(team, session.token, NOW)
    assert found is not None
    assert Right.DECIDE in found.person.rights


def test_guessing_becomes_slow_even_with_the_right_password(team: Database) -> None:
    for _ in range(SLIPS):
        with pytest.raises(ForbiddenError, match="do not belong"):
            enter(team, password="wrong horse battery")
    with pytest.raises(ForbiddenError, match=r"try again in 1 minute$"):
        enter(team)
    with pytest.raises(ForbiddenError, match="do not belong"):
        enter(team, password="wrong horse battery", minutes=1)
    with pytest.raises(ForbiddenError, match=r"try again in 2 minutes$"):
        enter(team, minutes=1)
    assert enter(team, "bert").person.name == "bert"
    assert enter(team, minutes=3).person.name == "anna"
    enter(team, minutes=3)


@pytest.mark.parametrize("token", ["", "a41s_", "a41s_" + "x" * 43, "a41s_" + "é" * 43, "x" * 500])
def test_a_token_that_opens_nothing_opens_nothing(team: Database, token: str) -> None:
    assert find_session(team, token, NOW) is None


def test_a_csrf_token_belongs_to_its_session(team: Database) -> None:
    one, other = enter(team), enter(team, "bert")
    assert is_csrf(one, one.csrf)
    assert not any(is_csrf(one, given) for given in (other.csrf, None, "", one.token, "é"))
