"""GET /entities: nesting, neighbours, merged ids."""

from typing import Any


def test_neighbours_are_nested_in_place_and_edges_lead_to_their_far_side(client: Any) -> None:
    found = client.get("/entities/zala-1").json()
    (address,) = found["properties"]["addressEntity"]
    (ownership,) = found["properties"]["ownershipOwner"]
    assert (address["id"], address["schema"]) == ("zala-adr", "Address")
    assert ownership["properties"]["asset"][0]["caption"] == "Breznik Rudarstvo d.o.o."
    assert "owner" not in ownership["properties"]


def test_without_nesting_ids_stay_ids(client: Any) -> None:
    found = client.get("/entities/zala-1", params={"nested": "false"}).json()
    assert found["properties"]["addressEntity"] == ["zala-adr"]
    assert "ownershipOwner" not in found["properties"]


def test_a_merged_id_redirects_to_the_one_it_was_merged_into(client: Any) -> None:
    answer = client.get("/entities/old-1")
    assert (answer.status_code, answer.headers["location"]) == (308, "/entities/zala-1")
    assert client.get("/entities/old-1/adjacent").headers["location"] == "/entities/zala-1/adjacent"


def test_an_unknown_id_is_404(client: Any) -> None:
    for path in ("/entities/nobody", "/entities/nobody/adjacent", "/entities/nobody/adjacent/owner"):
        answer = client.get(path)
        assert (answer.status_code, answer.json()) == (404, {"detail": "No such entity!"})


def test_neighbours_come_by_property_each_with_its_page(client: Any) -> None:
    answer = client.get("/entities/zala-1/adjacent", params={"limit": 1}).json()
    assert answer["entity"]["id"] == "zala-1"
    assert answer["adjacent"].keys() == {"addressEntity", "ownershipOwner"}
    page = answer["adjacent"]["ownershipOwner"]
    assert (page["total"], page["limit"], page["offset"]) == ({"value": 1, "relation": "eq"}, 1, 0)
    assert page["results"][0]["properties"]["asset"][0]["id"] == "zala-2"


def test_one_property_has_its_neighbours_or_does_not_lead_anywhere(client: Any) -> None:
    assert client.get("/entities/zala-2/adjacent/ownershipAsset").json()["results"][0]["id"] == "zala-own"
    assert client.get("/entities/zala-2/adjacent/parent").json()["total"]["value"] == 0
    for prop in ("name", "warp"):
        answer = client.get(f"/entities/zala-1/adjacent/{prop}")
        assert (answer.status_code, answer.json()) == (404, {"detail": "No such property!"})


def test_an_official_listing_brings_its_sanction(client: Any) -> None:
    found = client.get("/entities/un_sc:KPi.901").json()
    (sanction,) = found["properties"]["sanctions"]
    assert sanction["properties"]["unscId"] == ["KPi.901"]
    assert client.get(f"/entities/{sanction['id'].replace('#', '%23')}").json()["schema"] == "Sanction"


def test_one_party_of_v1_has_its_listings_with_the_measures_of_a_day(client: Any) -> None:
    found = client.get("/v1/entities/un_sc:KPi.901").json()
    assert [one["id"] for one in found["listings"]] == ["un_sc:KPi.901"]
    assert found["listings"][0]["measures"]
    assert client.get("/v1/entities/nobody").status_code == 404
