"""The audit log: nothing can be changed, taken away, moved or added without being found."""

import random
from collections.abc import Callable
from pathlib import Path

import pytest
from sqlalchemy import text
from tests.review.conftest import PASSWORD, SHELL

from article41.database import Database
from article41.errors import InputError
from article41.review import audit
from article41.review.audit import acts, head, history, parse_anchor, verify
from article41.review.people import add_person, change_role

Spoil = Callable[[str], None]


@pytest.fixture
def filled(database: Database) -> Database:
    add_person(database, "anna", "admin", PASSWORD, SHELL)
    add_person(database, "bert", "analyst", PASSWORD, SHELL)
    change_role(database, "bert", "approver", SHELL)
    with acts(database, SHELL) as log:
        for number in range(7):
            log.write("noted", f"thing:{number}", details={"number": number, "word": "é"})
    return database


def found(database: Database, *anchors: str) -> list[str]:
    verdict = verify(database, [parse_anchor(one) for one in anchors])
    assert verdict.sound is (not verdict.findings)
    return [finding.what for finding in verdict.findings]


def test_a_log_as_it_was_written_is_sound(filled: Database) -> None:
    verdict = verify(filled, [head(filled)])
    assert (verdict.records, verdict.rows, verdict.findings) == (10, 2, ())
    assert verdict.head == head(filled)


def test_an_empty_log_is_sound(database: Database) -> None:
    assert found(database) == []


def test_reading_in_small_pieces_changes_nothing(filled: Database, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(audit, "PIECE", 3)
    assert found(filled) == []


@pytest.mark.parametrize(
    "statement",
    [
        "UPDATE audit SET record = replace(record, 'noted', 'moted') WHERE seq = 5",
        "UPDATE audit SET record = record || ' ' WHERE seq = 10",
        "UPDATE audit SET hash = CASE substr(hash, 1, 1) WHEN 'f' THEN '0' ELSE 'f' END || substr(hash, 2) WHERE seq = 4",
        "UPDATE audit SET subject = 'thing:9' WHERE seq = 6",
        "UPDATE audit SET seq = 11 WHERE seq = 3",
        "DELETE FROM audit WHERE seq = 1",
        "DELETE FROM audit WHERE seq = 5",
        "DELETE FROM audit WHERE seq = 10",
        "DELETE FROM audit",
        "UPDATE audit_head SET seq = 9",
        "UPDATE audit_head SET seq = 0",
        "UPDATE audit_head SET hash = '00'",
        "INSERT INTO audit SELECT 11, subject, record, hash FROM audit WHERE seq = 10",
        "UPDATE people SET role = 'admin' WHERE name = 'bert'",
        "UPDATE people SET password = 'x' WHERE name = 'bert'",
        "DELETE FROM people WHERE name = 'bert'",
        "INSERT INTO people SELECT 'carl', role, password, created_at, disabled_at, audit_seq FROM people WHERE name = 'anna'",
    ],
)
def test_whatever_is_changed_behind_its_back_is_found(filled: Database, spoil: Spoil, statement: str) -> None:
    spoil(statement)
    assert len(found(filled)) == 1


def test_a_row_put_back_to_what_it_was_once_is_found(filled: Database, spoil: Spoil) -> None:
    spoil("UPDATE people SET role = 'analyst', audit_seq = 2 WHERE name = 'bert'")
    assert found(filled) == ["person:bert was changed without a record"]


def test_two_records_that_changed_places_are_found(filled: Database, spoil: Spoil) -> None:
    for one, other in ((5, 99), (6, 5), (99, 6)):
        spoil(f"UPDATE audit SET seq = {other} WHERE seq = {one}")
    assert len(found(filled)) == 1


def test_a_log_cut_together_with_its_end_is_found_by_an_anchor_alone(filled: Database, spoil: Spoil) -> None:
    anchor = str(head(filled))
    spoil("UPDATE audit_head SET seq = 8, hash = (SELECT hash FROM audit WHERE seq = 8)")
    spoil("DELETE FROM audit WHERE seq > 8")
    assert found(filled) == []
    assert found(filled, anchor) == ["the log was cut: an anchor knows record 10, it ends at 8"]


def test_a_log_written_anew_is_found_by_an_anchor(filled: Database, spoil: Spoil) -> None:
    anchor = str(head(filled))
    spoil("DELETE FROM people")
    spoil("DELETE FROM audit")
    spoil(f"UPDATE audit_head SET seq = 0, hash = '{'0' * 64}'")
    with acts(filled, SHELL) as log:
        for number in range(12):
            log.write("noted", f"thing:{number}")
    assert found(filled) == []
    assert found(filled, anchor) == ["the log has been rewritten: an anchor does not fit"]


def test_any_flipped_bit_of_a_record_in_the_file_is_found(sqlite: Database, tmp_path: Path) -> None:
    with acts(sqlite, SHELL) as log:
        for number in range(30):
            log.write("noted", f"thing:{number}", details={"number": number})
    with sqlite.reading() as connection:
        rows = connection.execute(text("SELECT record, hash FROM audit")).fetchall()
    sqlite.close()
    path = tmp_path / "review.sqlite"
    whole, chance = path.read_bytes(), random.Random(41)
    for record, digest in rows:
        for value in (record, digest):
            start = whole.index(value.encode())
            place, bit = start + chance.randrange(len(value)), 1 << chance.randrange(8)
            path.write_bytes(whole[:place] + bytes([whole[place] ^ bit]) + whole[place + 1 :])
            assert len(found(sqlite)) == 1, (value, place - start, bit)
            sqlite.close()
    path.write_bytes(whole)
    assert found(sqlite) == []


def test_the_history_of_a_subject_is_newest_first(filled: Database) -> None:
    assert [one.act for one in history(filled, subject="person:bert")] == ["role changed", "person added"]
    assert [one.seq for one in history(filled, before=4, limit=2)] == [3, 2]
    before, after = history(filled, subject="person:bert")[0], history(filled, subject="person:bert")[1]
    assert before.before == after.after


@pytest.mark.parametrize("text_given", ["", "5", "x:" + "a" * 64, "5:" + "a" * 63, "-1:" + "a" * 64])
def test_an_anchor_that_is_none_is_refused(text_given: str) -> None:
    with pytest.raises(InputError, match="is no anchor"):
        parse_anchor(text_given)
