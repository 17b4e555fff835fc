"""A whole account of our own: places, people, statements, events, and what must not be read into it."""

from datetime import date

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st
from tests.reading.conftest import read_text

from article41.reading.account import Reading
from article41.reading.spans import Span

Harbour = tuple[Reading, str]


def spans_of(value: object) -> list[Span]:
    """Every span anywhere in a reading."""
    if isinstance(value, Span):
        inner = [
            spans_of(getattr(value, name)) for name in value.__struct_fields__ if name not in {"start", "end", "text"}
        ]
        return [value, *[one for found in inner for one in found]]
    if isinstance(value, list):
        return [one for item in value for one in spans_of(item)]
    if hasattr(value, "__struct_fields__"):
        return [one for name in value.__struct_fields__ for one in spans_of(getattr(value, name))]
    return []


PIECES = st.sampled_from(
    [
        "Prime Minister Taro Aso", " said ", '"', "“", "”", "'", "’", " that ", " agreed with ", "North Korea",
        "the council", ", ", ". ", "\n", "\n\n", "U.S. ", "last week", "on Tuesday", " told reporters ", "he ",
        "their ", "a resolution to ", "resolution 1718 (2006)", "MV Gold Lantern 3", "\u202eעברית\u202c",
        "العربية", "平壤", "\u0130stanbul", "e\u0301", "\U0001f6a2", "\u00a0", "\r\n", "According to Yonhap, ",
        "QUESTION: ", "Image: Someone.", "(", ")", "–", " - ", "2009-06-02", "1990s", "two years ago",
        "Kim Jong-un", "al-Abadi", " plans to visit ", " met with ", ";", ":", "...",
    ]
)  # fmt: skip


@given(st.one_of(st.text(max_size=400), st.lists(PIECES, max_size=40).map("".join)))
@settings(max_examples=300, suppress_health_check=[HealthCheck.too_slow])
def test_every_span_is_the_text_at_its_offsets(text: str) -> None:
    reading = read_text(text, date(2009, 6, 2))
    for span in spans_of(reading):
        assert 0 <= span.start < span.end <= len(text)
        assert text[span.start : span.end] == span.text


@given(st.lists(PIECES, max_size=40).map("".join))
@settings(max_examples=100, suppress_health_check=[HealthCheck.too_slow])
def test_every_entity_that_is_named_is_in_the_list_of_entities(text: str) -> None:
    reading = read_text(text, date(2009, 6, 2))
    known = {entity.id for entity in reading.entities}
    named = [one for m in [*reading.mentions] for one in ([m.entity] if isinstance(m.entity, str) else m.entity or [])]
    named += [
        one for s in reading.statements for link in s.chain for one in ([link] if isinstance(link, str) else link or [])
    ]
    named += [one for e in reading.events for one in (*e.participants, *e.targets)]
    assert set(named) <= known


def test_reading_twice_gives_the_same(harbour: Harbour) -> None:
    reading, text = harbour
    assert read_text(text, date(2009, 6, 19)).statements == reading.statements


def test_agreement_of_two_is_reported_by_the_officials(harbour: Harbour) -> None:
    reading, _ = harbour
    inner = next(s for s in reading.statements if s.cue is not None and s.cue.text == "agreed")
    assert inner.chain == ["kyodo", "foreign_ministry_jp_officials", ["minase", "hallam"]]
    assert inner.content[0].text.startswith("the need for closer checks")


def test_the_one_told_is_the_addressee(harbour: Harbour) -> None:
    reading, _ = harbour
    told = next(s for s in reading.statements if s.cue is not None and s.cue.text == "told")
    assert (told.speaker_entity, told.addressee_entity) == ("minase", "hallam")


def test_she_is_the_minister_and_a_quotation_goes_on(harbour: Harbour) -> None:
    reading, _ = harbour
    spoken = [s for s in reading.statements if s.mode == "direct"]
    assert {s.speaker_entity for s in spoken} == {"minase"}
    assert any("The council has spoken" in s.content[0].text for s in spoken)


def test_a_capital_is_a_government_or_a_place(harbour: Harbour) -> None:
    reading, _ = harbour
    by_text = {m.text: (m.kind, m.form, m.code) for m in reading.mentions}
    assert by_text["Canberra"] == ("country", "metonym", "AU")
    assert by_text["Pyongyang"] == ("country", "metonym", "KP")
    assert by_text["Beijing"] == ("place", "name", "CN")


def test_groups_have_their_members_of_the_day(harbour: Harbour) -> None:
    reading, _ = harbour
    members = {e.id: e.members for e in reading.entities if e.kind == "group"}
    assert members["p5"] == ["CN", "FR", "GB", "RU", "US"]
    assert members["six_party"] == ["CN", "JP", "KP", "KR", "RU", "US"]


def test_resolutions_and_vessels_are_found_by_number_and_name(harbour: Harbour) -> None:
    reading, _ = harbour
    assert {m.text: m.kind for m in reading.mentions if m.kind in {"resolution", "vessel"}} == {
        "Resolution 1874": "resolution",
        "Gold Lantern 3": "vessel",
    }


def test_a_visit_planned_and_a_meeting_held(harbour: Harbour) -> None:
    reading, _ = harbour
    found = {(e.kind, e.status, *e.participants, *e.targets, e.when.value if e.when else "") for e in reading.events}
    assert ("visit", "planned", "hallam", "c_KR", "c_CN", "AFTER 2009-06-18") in found
    assert ("meeting", "took_place", "hallam", "tanabe", "2009-06-17") in found


def test_a_publisher_is_the_first_link_and_boilerplate_says_nothing(harbour: Harbour) -> None:
    reading, _ = harbour
    assert reading.document.publisher == "Kyodo News"
    assert all(s.chain[0] == "kyodo" for s in reading.statements)
    assert [b.text for b in reading.boilerplate] == ["By subscribing, you can support our independent journalism."]


def test_an_anonymous_source_stays_anonymous() -> None:
    reading = read_text("A senior official said the talks had failed. A person close to the matter denied it.")
    assert next(s.speaker.text for s in reading.statements if s.speaker) == "A senior official"
    assert [e.name for e in reading.entities][:1] == ["senior official"]


def test_nothing_is_found_in_words_that_say_nothing() -> None:
    reading = read_text("It rained all day. The road was wet and the dog slept.")
    assert (reading.statements, reading.events, reading.mentions) == ([], [], [])


@pytest.mark.parametrize(
    ("text", "speaker", "content"),
    [
        ('"We will not sign," said Foreign Minister Ana Ruiz.', "Foreign Minister Ana Ruiz", '"We will not sign,"'),
        ("According to the ministry, the ship sank.", "the ministry", "the ship sank"),
        ("The ship sank, according to the coast guard.", "the coast guard", "The ship sank"),
        ("Ruiz Ana, the foreign minister, said the ship sank.", "Ruiz Ana", "the ship sank"),
        ("France condemned the launch in the strongest terms.", "France", "the launch in the strongest terms"),
        ("The United States urged all parties to remain calm.", "The United States", "to remain calm"),
        ("Officials have said they do not know the cause.", "Officials", "they do not know the cause"),
        ("Iran denied that it had shipped arms.", "Iran", "it had shipped arms"),
        ('The president called the test "a grave error."', "The president", 'the test "a grave error."'),
        ("AMBASSADOR RUIZ: We met today.\nQUESTION: When do you leave?", "AMBASSADOR RUIZ", "We met today"),
    ],
)
def test_each_pattern_finds_speaker_and_words(text: str, speaker: str, content: str) -> None:
    statement = read_text(text).statements[0]
    assert statement.speaker is not None
    assert (statement.speaker.text, statement.content[0].text) == (speaker, content)


@pytest.mark.parametrize(
    ("text", "relation"),
    [
        ("China opposes new sanctions on Iran, its envoy said.", "opposes"),
        ("Japan condemned the launch.", "condemns"),
        ("Norway called for an end to the fighting.", "calls_for"),
        ("Iran vowed to continue its work.", "plans"),
        ("Canada welcomed the decision.", "supports"),
        ("The envoy expressed concern over the test.", "concerned_at"),
    ],
)
def test_a_stance_that_the_text_states_is_given(text: str, relation: str) -> None:
    assert relation in {s.stance.relation for s in read_text(text).statements if s.stance}


@pytest.mark.parametrize(
    ("text", "codes"),
    [
        ("Michael Jordan met reporters in Jordan.", ["JO"]),
        ("Talks in Congo resumed in Kinshasa.", ["CD", "CD"]),
        ("North and South Korea signed.", ["KP", "KR"]),
        ("The DPRK and the ROK signed.", ["KP", "KR"]),
        ("Ships crossed the South China Sea.", []),
        ("Give it to us in the U.S.-led group.", ["US"]),
        ("Papua New Guinea and Equatorial Guinea voted.", ["PG", "GQ"]),
    ],
)
def test_countries_are_told_from_what_only_looks_like_them(text: str, codes: list[str]) -> None:
    assert [m.code for m in read_text(text).mentions if m.kind in {"country", "place"}] == codes
