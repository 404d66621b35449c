from datetime import UTC, datetime, timedelta

from tests.factories.organizations import make_location, make_room
from tests.support.clinic import Clinic

from handrail.core.ids import new_id
from handrail.core.vocabulary import Role

CHRISTMAS = datetime(2026, 12, 24, 17, tzinfo=UTC)


async def test_organization_reads_and_changes_itself(clinic: Clinic) -> None:
    director = await clinic.client(Role.PROGRAM_DIRECTOR)
    read = await director.get("/api/v1/organization")
    assert read.status_code == 200
    assert read.json()["organization_id"] == str(clinic.organization_id)
    changed = await director.patch(
        "/api/v1/organization", json={"time_zone": "America/Chicago"}, headers={"If-Match": read.headers["etag"]}
    )
    assert (changed.status_code, changed.json()["time_zone"]) == (200, "America/Chicago")
    refused = await director.patch(
        "/api/v1/organization", json={"time_zone": "Chicago"}, headers={"If-Match": changed.headers["etag"]}
    )
    assert (refused.status_code, refused.json()["code"]) == (422, "time-zone-unknown")
    assert refused.json()["errors"][0]["pointer"] == "/time_zone"


async def test_location_needs_an_iana_zone(clinic: Clinic) -> None:
    director = await clinic.client(Role.PROGRAM_DIRECTOR)
    values = {"name": "Downtown", "time_zone": "America/New_York", "state": "NY", "phone": "+1 212 555 0100"}
    made = await director.post("/api/v1/locations", json=values)
    assert made.status_code == 201
    assert made.headers["etag"] == '"1"'
    refused = await director.post("/api/v1/locations", json={**values, "name": "B", "time_zone": "EST5EDT4"})
    assert refused.json()["code"] == "time-zone-unknown"


async def test_two_locations_cannot_share_a_name(clinic: Clinic, other_clinic: Clinic) -> None:
    values = {"name": "Downtown", "time_zone": "America/New_York", "state": "NY"}
    director = await clinic.client(Role.PROGRAM_DIRECTOR)
    assert (await director.post("/api/v1/locations", json=values)).status_code == 201
    refused = await director.post("/api/v1/locations", json=values)
    assert (refused.status_code, refused.json()["code"]) == (409, "location-name-taken")
    elsewhere = await other_clinic.client(Role.PROGRAM_DIRECTOR)
    assert (await elsewhere.post("/api/v1/locations", json=values)).status_code == 201


async def test_change_needs_the_version_last_read(clinic: Clinic) -> None:
    location = await make_location(clinic)
    director = await clinic.client(Role.PROGRAM_DIRECTOR)
    path = f"/api/v1/locations/{location.id}"
    assert (await director.patch(path, json={"phone": "555 0101"})).status_code == 428
    assert (await director.patch(path, json={"phone": "555 0101"}, headers={"If-Match": '"1"'})).status_code == 200
    assert (await director.patch(path, json={"phone": "555 0102"}, headers={"If-Match": '"1"'})).status_code == 412


async def test_null_empties_only_what_may_be_empty(clinic: Clinic) -> None:
    location = await make_location(clinic, phone="555 0101")
    director = await clinic.client(Role.PROGRAM_DIRECTOR)
    path = f"/api/v1/locations/{location.id}"
    emptied = await director.patch(path, json={"phone": None}, headers={"If-Match": '"1"'})
    assert (emptied.status_code, emptied.json()["phone"]) == (200, None)
    refused = await director.patch(path, json={"name": None}, headers={"If-Match": '"2"'})
    assert (refused.status_code, refused.json()["code"]) == (422, "invalid-request")


async def test_rooms_are_listed_by_location_and_kind(clinic: Clinic) -> None:
    here, there = await make_location(clinic), await make_location(clinic, name="Second")
    director = await clinic.client(Role.PROGRAM_DIRECTOR)
    for location, name, kind in ((here, "Oak", "group_room"), (here, "Elm", "office"), (there, "Oak", "group_room")):
        values = {"location_id": str(location.id), "name": name, "kind": kind, "capacity": 12}
        made = await director.post("/api/v1/rooms", json={**values, "equipment": ["Whiteboard"]})
        assert made.status_code == 201, made.text
    listed = await director.get("/api/v1/rooms", params={"location_id": str(here.id)})
    assert [room["name"] for room in listed.json()["items"]] == ["Elm", "Oak"]
    offices = await director.get("/api/v1/rooms", params={"kind": "office"})
    assert [room["name"] for room in offices.json()["items"]] == ["Elm"]


async def test_rooms_come_in_pages(clinic: Clinic) -> None:
    location = await make_location(clinic)
    for number in range(5):
        await make_room(clinic, location_id=location.id, name=f"Room {number}")
    front = await clinic.client(Role.FRONT_DESK)
    names, cursor = [], None
    while True:
        page = (await front.get("/api/v1/rooms", params={"limit": 2} | ({"cursor": cursor} if cursor else {}))).json()
        names += [room["name"] for room in page["items"]]
        cursor = page["next_cursor"]
        if cursor is None:
            break
    assert names == [f"Room {number}" for number in range(5)]


async def test_room_of_another_organization_is_not_there(clinic: Clinic, other_clinic: Clinic) -> None:
    location = await make_location(other_clinic)
    room = await make_room(other_clinic, location_id=location.id)
    director = await clinic.client(Role.PROGRAM_DIRECTOR)
    assert (await director.get(f"/api/v1/rooms/{room.id}")).status_code == 404
    values = {"location_id": str(location.id), "name": "Oak", "kind": "office", "capacity": 2}
    refused = await director.post("/api/v1/rooms", json=values)
    assert (refused.status_code, refused.json()["code"]) == (404, "location-not-found")


async def test_nothing_new_is_planned_in_a_location_out_of_use(clinic: Clinic) -> None:
    location = await make_location(clinic, active=False)
    director = await clinic.client(Role.PROGRAM_DIRECTOR)
    values = {"location_id": str(location.id), "name": "Oak", "kind": "office", "capacity": 2}
    refused = await director.post("/api/v1/rooms", json=values)
    assert (refused.status_code, refused.json()["code"]) == (409, "location-inactive")


async def test_therapist_reads_rooms_and_changes_none(clinic: Clinic) -> None:
    location = await make_location(clinic)
    therapist = await clinic.client(Role.THERAPIST)
    assert (await therapist.get("/api/v1/rooms")).status_code == 200
    values = {"location_id": str(location.id), "name": "Oak", "kind": "office", "capacity": 2}
    assert (await therapist.post("/api/v1/rooms", json=values)).status_code == 403


async def test_closures_of_every_location_belong_to_each(clinic: Clinic) -> None:
    here, there = await make_location(clinic), await make_location(clinic, name="Second")
    director = await clinic.client(Role.PROGRAM_DIRECTOR)
    span = {"starts_at": CHRISTMAS.isoformat(), "ends_at": (CHRISTMAS + timedelta(hours=30)).isoformat()}
    for location_id, title in ((None, "Winter holiday"), (str(here.id), "Burst pipe"), (str(there.id), "Snow")):
        values = {"location_id": location_id, "kind": "closed", "public_title": title, **span}
        assert (await director.post("/api/v1/closures", json=values)).status_code == 201
    listed = await director.get("/api/v1/closures", params={"location_id": str(here.id)})
    assert {closure["public_title"] for closure in listed.json()["items"]} == {"Winter holiday", "Burst pipe"}
    later = {"from_instant": (CHRISTMAS + timedelta(hours=30)).isoformat()}
    assert (await director.get("/api/v1/closures", params=later)).json()["items"] == []


async def test_removed_closure_stays_on_record(clinic: Clinic) -> None:
    director = await clinic.client(Role.PROGRAM_DIRECTOR)
    span = {"starts_at": CHRISTMAS.isoformat(), "ends_at": (CHRISTMAS + timedelta(hours=2)).isoformat()}
    made = await director.post("/api/v1/closures", json={"kind": "early_end", "public_title": "Party", **span})
    path = f"/api/v1/closures/{made.json()['id']}"
    moved = await director.patch(
        path, json={"ends_at": (CHRISTMAS + timedelta(hours=3)).isoformat()}, headers={"If-Match": '"1"'}
    )
    assert moved.status_code == 200
    assert (await director.delete(path, headers={"If-Match": '"1"'})).status_code == 412
    assert (await director.delete(path, headers={"If-Match": '"2"'})).status_code == 204
    assert (await director.get("/api/v1/closures")).json()["items"] == []
    kept = (await director.get("/api/v1/closures", params={"removed": True})).json()["items"]
    assert [closure["removed_at"] is not None for closure in kept] == [True]
    again = await director.delete(path, headers={"If-Match": '"3"'})
    assert (again.status_code, again.json()["code"]) == (409, "closure-removed")


async def test_closure_must_end_after_it_starts(clinic: Clinic) -> None:
    director = await clinic.client(Role.PROGRAM_DIRECTOR)
    values = {"kind": "closed", "public_title": "X", "starts_at": CHRISTMAS.isoformat()}
    refused = await director.post("/api/v1/closures", json={**values, "ends_at": CHRISTMAS.isoformat()})
    assert (refused.status_code, refused.json()["code"]) == (422, "closure-ends-before-start")
    naive = await director.post("/api/v1/closures", json={**values, "ends_at": "2026-12-25T12:00:00"})
    assert naive.status_code == 422


async def test_unknown_location_is_not_there(clinic: Clinic) -> None:
    director = await clinic.client(Role.PROGRAM_DIRECTOR)
    for path in (f"/api/v1/locations/{new_id()}", "/api/v1/locations/not-an-id", f"/api/v1/closures/{new_id()}"):
        assert (await director.get(path)).status_code == 404
