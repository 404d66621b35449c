"""Feeds over HTTP: what another program reads, for how long, and what of it we write down."""

import json
from datetime import UTC, datetime, timedelta
from pathlib import Path
from typing import Any
from zoneinfo import ZoneInfo

import pytest
from fastapi import FastAPI
from icalendar import Calendar
from recurring_ical_events import of
from sqlalchemy import delete
from tests.factories.calendar import API, Scene, make_scene
from tests.factories.cohorts import make_membership
from tests.factories.episodes import make_episode
from tests.support.calendar_programs import fetch_with_vdirsyncer, starts_in_khal
from tests.support.clinic import Clinic, ClinicClient
from tests.support.streams import on_a_socket

from handrail.core.clock import now
from handrail.core.settings import Settings
from handrail.core.vocabulary import Role
from handrail.identity.models import AccountRole


async def _feed(scene: Scene, **values: Any) -> dict[str, Any]:
    return await scene.post("/calendar-feeds", values)


async def test_what_nobody_wrote_is_in_the_language_that_the_address_asks_for(clinic: Clinic) -> None:
    scene = await make_scene(clinic)
    await scene.post("/sessions", scene.session(service_kind="family", title="Family"))
    feed = await _feed(scene, kind="room", room_id=str(scene.room_id), details=True)
    for query, title in (("", "Family"), ("?language=es", "Familia")):
        answer = await scene.director.get(feed["path"] + query)
        assert f"SUMMARY:{title}\r\n" in answer.text
    assert (await scene.director.get(feed["path"] + "?language=xx")).status_code == 422


async def _read(scene: Scene, feed: dict[str, Any]) -> Calendar:
    answer = await scene.director.get(feed["path"])
    assert answer.status_code == 200, answer.text
    assert answer.headers["content-type"] == "text/calendar; charset=utf-8"
    assert answer.headers["cache-control"] == "private, no-store"
    return Calendar.from_ical(answer.content)


async def test_every_feed_lists_the_starts_that_the_api_lists_over_both_switches(
    app: FastAPI, settings: Settings, clinic: Clinic, tmp_path: Path
) -> None:
    scene = await make_scene(clinic, time_zone="America/New_York")
    episode = await scene.person()
    await make_membership(clinic, cohort_id=scene.cohort_id, episode_id=episode.id)
    meetings = [{"weekday": "sunday", "local_start": "09:00", "minutes": 90}]
    begin = scene.today - timedelta(days=364)
    series = await scene.post("/series", scene.series(meetings=meetings, starts_on=begin.isoformat()))
    last = scene.today + timedelta(days=100)
    found: list[dict[str, Any]] = []
    for first in (begin, begin + timedelta(days=200), begin + timedelta(days=400)):
        page = {"from_date": first, "to_date": min(last, first + timedelta(days=199)), "limit": 200}
        found += (await scene.get("/sessions", series_id=series["id"], **page))["items"]
    ours = sorted(datetime.fromisoformat(one["starts_at"]) for one in found)
    for subject in ({"kind": "clinician", "staff_id": scene.leader_id}, {"kind": "room", "room_id": scene.room_id}):
        feed = await _feed(scene, **{name: str(value) for name, value in subject.items()})
        calendar = await _read(scene, feed)
        theirs = of(calendar).between(begin, last + timedelta(days=1))
        assert [one.start.astimezone(UTC) for one in theirs] == ours
        assert {f"{one.start:%H:%M}" for one in theirs} == {"09:00"}
    # As people subscribe: a program that syncs, another that shows what was synced.
    async with on_a_socket(app, settings) as url:
        files = await fetch_with_vdirsyncer(url + feed["path"], tmp_path)
    assert len(files) == len(ours)
    assert await starts_in_khal(tmp_path, begin, last + timedelta(days=1)) == ours
    assert {one.astimezone(ZoneInfo("America/New_York")).utcoffset() for one in ours} == {
        timedelta(hours=-5),
        timedelta(hours=-4),
    }
    cohort = await _read(scene, await _feed(scene, kind="cohort", cohort_id=str(scene.cohort_id)))
    assert len(cohort.walk("VEVENT")) == len(ours)
    mine = await _read(scene, await _feed(scene, kind="participant", participant_id=str(episode.participant_id)))
    booked = [one for one in found if one["booked"]]
    assert {str(one["uid"]) for one in mine.walk("VEVENT")} == {f"{one['id']}@handrail" for one in booked}


async def test_moved_and_cancelled_sessions_keep_their_event(clinic: Clinic) -> None:
    scene = await make_scene(clinic)
    made = await scene.post("/sessions", scene.session())
    feed = await _feed(scene, kind="room", room_id=str(scene.room_id), details=True)
    (before,) = (await _read(scene, feed)).walk("VEVENT")
    move = {"local_date": made["local_date"], "local_start": "16:00", "minutes": 50}
    moved = await scene.act("POST", f"/sessions/{made['id']}/move", made["version"], move)
    (later,) = (await _read(scene, feed)).walk("VEVENT")
    await scene.act("POST", f"/sessions/{made['id']}/cancel", moved["version"], {"reason": "other"})
    (gone,) = (await _read(scene, feed)).walk("VEVENT")
    assert str(before["uid"]) == str(later["uid"]) == str(gone["uid"])
    assert before["sequence"] < later["sequence"] < gone["sequence"]
    assert later.start.astimezone(UTC) == datetime.fromisoformat(moved["starts_at"])
    assert (str(later["status"]), str(gone["status"])) == ("CONFIRMED", "CANCELLED")
    assert str(later["summary"]) == "Individual"


async def test_a_session_that_a_person_has_by_two_episodes_is_one_event_that_takes_place(clinic: Clinic) -> None:
    scene = await make_scene(clinic)
    first = await scene.person()
    second = await make_episode(clinic, participant_id=first.participant_id, is_primary=False)
    made = await scene.post("/sessions", scene.session(service_kind="group", capacity=5))
    feed = await _feed(scene, kind="participant", participant_id=str(first.participant_id))
    path, seen = f"/sessions/{made['id']}/bookings", []
    for episode in (first, second):
        booking = await scene.post(path, {"episode_id": str(episode.id)})
        (event,) = (await _read(scene, feed)).walk("VEVENT")
        seen.append((str(event["status"]), event["sequence"]))
        cancel = {"reason": "participant_declined"}
        await scene.act("POST", f"/bookings/{booking['id']}/cancel", booking["version"], cancel)
        (event,) = (await _read(scene, feed)).walk("VEVENT")
        seen.append((str(event["status"]), event["sequence"]))
    assert [status for status, _ in seen] == ["CONFIRMED", "CANCELLED"] * 2
    assert [number for _, number in seen] == sorted({number for _, number in seen})


async def test_feed_ends_when_it_is_revoked_or_who_made_it_may_not_come_in(clinic: Clinic) -> None:
    scene = await make_scene(clinic)
    therapist = await clinic.client(Role.THERAPIST)
    own = await therapist.post(f"{API}/calendar-feeds", json={"kind": "clinician", "staff_id": str(therapist.staff_id)})
    assert own.status_code == 201, own.text
    other = await therapist.post(f"{API}/calendar-feeds", json={"kind": "clinician", "staff_id": str(scene.leader_id)})
    assert (other.status_code, other.json()["code"]) == (403, "feed-not-yours")
    room = await _feed(scene, kind="room", room_id=str(scene.room_id))
    await scene.act("POST", f"/calendar-feeds/{room['id']}/revoke", room["version"], {})
    assert (await scene.director.get(room["path"])).status_code == 404
    assert (await scene.director.get(own.json()["path"])).status_code == 200
    await clinic.sql("UPDATE accounts SET status = 'disabled' WHERE id = $1", therapist.account_id)
    assert (await scene.director.get(own.json()["path"])).status_code == 404
    listed = (await scene.get("/calendar-feeds"))["items"]
    assert {one["id"] for one in listed} == {room["id"], own.json()["id"]}
    assert all("path" not in one for one in listed)
    wrong = await scene.post("/calendar-feeds", {"kind": "room", "staff_id": str(scene.leader_id)}, 422)
    assert wrong["code"] == "feed-subject-wrong"


async def _hold(clinic: Clinic, client: ClinicClient, *roles: Role) -> None:
    """From today on these roles, and no others."""
    async with clinic.db() as db:
        await db.execute(delete(AccountRole).where(AccountRole.account_id == client.account_id))
        yesterday = now().date() - timedelta(days=1)
        db.add_all(AccountRole(account_id=client.account_id, role=role, starts_on=yesterday) for role in roles)


async def test_feed_shows_no_more_than_who_made_it_may_see_today(clinic: Clinic) -> None:
    scene = await make_scene(clinic)
    await scene.post("/sessions", scene.session())
    episode = await scene.person()
    maker = await clinic.client(Role.PROGRAM_DIRECTOR)

    async def made(**values: str) -> str:
        answer = await maker.post(f"{API}/calendar-feeds", json={"details": True, **values})
        assert answer.status_code == 201, answer.text
        return str(answer.json()["path"])

    async def summary(path: str) -> str | None:
        """How an event is called; None if the address answers nothing."""
        answer = await maker.get(path)
        if answer.status_code == 404:
            return None
        return str(Calendar.from_ical(answer.content).walk("VEVENT")[0]["summary"])

    room = await made(kind="room", room_id=str(scene.room_id))
    person = await made(kind="participant", participant_id=str(episode.participant_id))
    assert await summary(room) == "Individual"
    assert (await maker.get(person)).status_code == 200
    # The front desk may have a room's calendar, and a person's, without titles.
    await _hold(clinic, maker, Role.FRONT_DESK)
    assert await summary(room) not in (None, "Individual")
    assert (await maker.get(person)).status_code == 200
    # A therapist sees the people of their programs, and this one has none.
    await _hold(clinic, maker, Role.THERAPIST)
    assert await summary(room) not in (None, "Individual")
    assert (await maker.get(person)).status_code == 404
    for roles in ([Role.ADMINISTRATOR], []):
        await _hold(clinic, maker, *roles)
        assert await summary(room) is None
        assert (await maker.get(person)).status_code == 404
    await _hold(clinic, maker, Role.PROGRAM_DIRECTOR)
    assert await summary(room) == "Individual"


async def test_titles_are_for_who_may_read_them_elsewhere(clinic: Clinic) -> None:
    scene = await make_scene(clinic)
    room = {"kind": "room", "room_id": str(scene.room_id)}
    therapist, desk = await clinic.client(Role.THERAPIST), await clinic.client(Role.FRONT_DESK)
    for person in (therapist, desk):
        refused = await person.post(f"{API}/calendar-feeds", json={**room, "details": True})
        assert (refused.status_code, refused.json()["code"]) == (403, "feed-titles-not-yours")
        assert (await person.post(f"{API}/calendar-feeds", json=room)).status_code == 201
    own = {"kind": "clinician", "staff_id": str(therapist.staff_id), "details": True}
    assert (await therapist.post(f"{API}/calendar-feeds", json=own)).status_code == 201
    episode = await scene.person()
    about = {"kind": "participant", "participant_id": str(episode.participant_id), "details": True}
    assert (await desk.post(f"{API}/calendar-feeds", json=about)).json()["code"] == "feed-titles-not-yours"
    themself = await clinic.client(Role.PARTICIPANT, participant_id=episode.participant_id)
    assert (await themself.post(f"{API}/calendar-feeds", json=about)).status_code == 201


async def test_secret_is_in_no_log_no_audit_entry_and_no_row(
    clinic: Clinic, capsys: pytest.CaptureFixture[str]
) -> None:
    scene = await make_scene(clinic)
    episode = await scene.person()
    feed = await _feed(scene, kind="participant", participant_id=str(episode.participant_id))
    secret = feed["path"].removeprefix("/ical/").removesuffix(".ics").partition(".")[2]
    assert len(secret) > 40
    await _read(scene, feed)
    for path in (f"/ical/{clinic.organization_id}.{secret}x.ics", f"/ical/{secret}.ics"):
        assert (await scene.director.get(path)).status_code == 404
    entries = await clinic.sql(
        "SELECT * FROM audit_entries WHERE organization_id = $1 AND action LIKE '%calendar_feed'",
        clinic.organization_id,
    )
    read = [one for one in entries if one["action"] == "read_calendar_feed"]
    assert [(one["status"], json.loads(one["resource_ids"])) for one in read if one["status"] == 200] == [
        (200, {"feed_id": feed["id"]})
    ]
    assert {one["participant_ids"][0] for one in read if one["participant_ids"]} == {episode.participant_id}
    kept = [*entries]
    kept += await clinic.sql("SELECT * FROM instance_audit_entries WHERE action = 'read_calendar_feed'")
    kept += await clinic.sql("SELECT * FROM changes WHERE organization_id = $1", clinic.organization_id)
    kept += await clinic.sql("SELECT * FROM calendar_feeds WHERE organization_id = $1", clinic.organization_id)
    kept += await clinic.sql("SELECT * FROM idempotency_records WHERE organization_id = $1", clinic.organization_id)
    assert secret not in str([dict(one) for one in kept])
    written = capsys.readouterr()
    assert secret not in written.out + written.err
    assert "read_calendar_feed" in written.out + written.err
