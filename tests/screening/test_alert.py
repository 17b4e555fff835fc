"""An answer as JSON and back."""

from datetime import date

import msgspec

from article41.matching.features import Evidence, WordFinding
from article41.parties.party import Kind, Party
from article41.screening.alert import Alert, ListStatus, MeasureInForce, Screening, as_json, read_screening


def test_an_answer_read_back_is_the_answer_that_was_written() -> None:
    day = date(2026, 8, 1)
    alert = Alert(
        id="x:1", entity="x:1", list="x", kind=Kind.PERSON, name="A", matched_name="A", score=0.5, bits=1.0,
        evidence=(Evidence("name", 1.0, "A", "A", "same", (WordFinding("A", "A", 1.0, "same"),)),), policy=("rule",),
        regime=None, programmes=("P",), reference="1", listed_on=day,
        measures=(MeasureInForce(measure="freeze", checked=False, since=day),),
    )  # fmt: skip
    party = Party(
        name="A", kind=Kind.PERSON, born="1980", country="KP", aliases=("B",), identifiers=(("imo", "1"),), key="k"
    )
    whole = Screening(
        outcome="alert", query=party, alerts=(alert,), remarks=("odd",), lists=(ListStatus("x", day, 3),),
        edition="e", engine="f", policy="p 1", row=7, key="k",
    )  # fmt: skip
    for screening in (whole, Screening(outcome="not_screened", query=Party(), reason="why", engine="f", row=1)):
        assert read_screening(msgspec.json.encode(as_json(screening))) == screening
