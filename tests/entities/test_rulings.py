"""People's rulings: kept for good, in order, never half written, never contradicting."""

from datetime import UTC, datetime
from pathlib import Path

import pytest

from article41.entities.rulings import Ruling, add_ruling, check_ruling, digest, in_force, read_rulings, ruling
from article41.errors import EditionError, InputError

AT = datetime(2026, 8, 2, 9, tzinfo=UTC)


def made(one: str, other: str, *, same: bool = True) -> Ruling:
    return ruling(one, other, same=same, by="A. Reviewer", at=AT, reason="same passport")


def test_rulings_are_read_back_in_the_order_they_were_made(tmp_path: Path) -> None:
    path = tmp_path / "rulings.jsonl"
    add_ruling(path, made("un_sc:1", "eu_fsf:1"))
    add_ruling(path, made("un_sc:1", "eu_fsf:1", same=False))

    assert [one.same for one in read_rulings(path)] == [True, False]
    assert in_force(read_rulings(path)) == {("eu_fsf:1", "un_sc:1"): False}


def test_the_order_of_the_two_ids_does_not_matter() -> None:
    assert made("un_sc:1", "eu_fsf:1") == made("eu_fsf:1", "un_sc:1")


def test_no_rulings_are_no_file(tmp_path: Path) -> None:
    assert read_rulings(tmp_path / "rulings.jsonl") == ()
    assert digest(()) == ""


def test_a_damaged_file_is_an_error_and_never_skipped(tmp_path: Path) -> None:
    path = tmp_path / "rulings.jsonl"
    add_ruling(path, made("un_sc:1", "eu_fsf:1"))
    path.write_bytes(path.read_bytes()[:-9] + b"\n")

    with pytest.raises(EditionError, match="line 1: not a ruling"):
        read_rulings(path)


def test_the_digest_follows_from_what_is_ruled_and_not_from_by_whom() -> None:
    by_another = ruling("un_sc:1", "eu_fsf:1", same=True, by="B", at=AT, reason="looked it up")

    assert digest([made("un_sc:1", "eu_fsf:1")]) == digest([by_another])
    assert digest([made("un_sc:1", "eu_fsf:1")]) != digest([made("un_sc:1", "eu_fsf:1", same=False)])


def test_a_ruling_that_contradicts_others_is_refused() -> None:
    known = [made("a:1", "b:1"), made("b:1", "c:1")]

    with pytest.raises(InputError, match="contradict"):
        check_ruling(made("a:1", "c:1", same=False), known)
    check_ruling(made("a:1", "b:1", same=False), known)


@pytest.mark.parametrize(("one", "other"), [("un_sc:1", "un_sc:1"), ("un_sc", "eu_fsf:1"), (":1", "eu_fsf:1")])
def test_a_ruling_is_about_two_listings(one: str, other: str) -> None:
    with pytest.raises(InputError):
        made(one, other)


def test_a_ruling_needs_a_person_and_a_reason() -> None:
    with pytest.raises(InputError, match="--by"):
        ruling("un_sc:1", "eu_fsf:1", same=True, by=" ", at=AT, reason="same")
