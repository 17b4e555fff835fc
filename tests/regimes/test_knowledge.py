"""What screening asks of the law: which regime an entry belongs to, and what its listing triggers."""

from datetime import date

import pytest

from article41.errors import InputError, KnowledgeError
from article41.regimes import knowledge_base

KB = knowledge_base()


def test_list_type_and_reference_name_the_regime() -> None:
    assert KB.un_regime("DPRK", "KPi.033") == "dprk"


def test_blanks_around_a_reference_do_not_matter() -> None:
    assert KB.un_regime(" CAR ", " CFi.001 ") == "car"


def test_a_reference_alone_is_enough() -> None:
    assert KB.un_regime(None, "QDe.004") == "al_qaida"


def test_an_unknown_list_type_is_refused() -> None:
    with pytest.raises(KnowledgeError, match="Atlantis"):
        KB.un_regime("Atlantis", "KPi.001")


def test_an_unknown_prefix_is_refused() -> None:
    with pytest.raises(KnowledgeError, match=r"XXi\.001"):
        KB.un_regime("DPRK", "XXi.001")


def test_a_list_type_against_its_reference_is_refused() -> None:
    with pytest.raises(KnowledgeError, match=r"says dprk.*says iran"):
        KB.un_regime("DPRK", "IRi.001")


def test_an_empty_reference_is_refused() -> None:
    with pytest.raises(KnowledgeError, match="REFERENCE_NUMBER"):
        KB.un_regime("DPRK", "")


def test_a_listed_person_of_the_dprk_is_frozen_and_kept_out() -> None:
    measures = KB.listing_measures("dprk", "person", date(2009, 7, 16))

    assert [(m.measure, m.resolution, m.paragraph) for m in measures] == [
        ("assets freeze", "1718 (2006)", "8(d)"),
        ("travel ban", "1718 (2006)", "8(e)"),
    ]


def test_the_carve_out_of_2664_opens_the_freeze_from_its_day() -> None:
    def carved(on: date) -> bool:
        (freeze,) = (m for m in KB.listing_measures("libya", "organization", on) if m.measure == "assets freeze")
        return any(e.resolution == "2664 (2022)" for e in freeze.exemptions)

    assert [carved(date(2022, 12, 8)), carved(date(2022, 12, 9))] == [False, True]


def test_guinea_bissau_knows_a_travel_ban_only() -> None:
    measures = KB.listing_measures("guinea_bissau", "person", date(2026, 8, 1))

    assert [(m.measure, m.paragraph) for m in measures] == [("travel ban", "4")]


def test_mali_ends_with_august_2023() -> None:
    last, after = (KB.listing_measures("mali", "person", day) for day in (date(2023, 8, 30), date(2023, 8, 31)))

    assert [m.measure for m in last] == ["assets freeze", "travel ban"]
    assert after == ()


def test_iran_has_nothing_in_force_between_the_2231_list_and_the_return() -> None:
    days = (date(2023, 10, 17), date(2023, 10, 18), date(2025, 9, 26), date(2025, 9, 27))

    assert [len(KB.listing_measures("iran", "organization", day)) for day in days] == [1, 0, 0, 1]


def test_an_unknown_kind_is_refused() -> None:
    with pytest.raises(InputError, match="submarine"):
        KB.listing_measures("dprk", "submarine", date(2020, 1, 1))


def test_an_unknown_regime_is_refused() -> None:
    with pytest.raises(InputError, match="atlantis"):
        KB.listing_measures("atlantis", "person", date(2020, 1, 1))
