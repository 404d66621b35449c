"""Places of participants, given and taken back by hand."""

from datetime import timedelta
from uuid import UUID

from tests.factories.calendar import API, Scene, make_leader, make_scene
from tests.factories.episodes import make_leave, make_referral
from tests.factories.organizations import make_room
from tests.support.clinic import Clinic

from handrail.core.clock import now
from handrail.core.vocabulary import Role, ServiceKind
from handrail.participants.models import Separation


async def separate(scene: Scene, one: object, other: object) -> None:
    first, second = sorted([one, other], key=str)
    async with scene.clinic.db() as db:
        db.add(
            Separation(
                first_participant_id=first,
                second_participant_id=second,
                reason="Protective order",
                starts_on=scene.today - timedelta(days=1),
            )
        )


async def test_participant_cannot_be_in_two_places(clinic: Clinic) -> None:
    scene = await make_scene(clinic)
    episode = await scene.person()
    booking = [{"episode_id": str(episode.id)}]
    first = await scene.post("/sessions", scene.session(bookings=booking))
    room = await make_room(clinic, location_id=scene.location_id, name="Office 1")
    lead = [{"staff_id": str(await make_leader(clinic, scene.director)), "role": "lead"}]
    second = await scene.post("/sessions", scene.session(local_start="14:20", room_id=str(room.id), staff=lead))
    problem = await scene.post(f"/sessions/{second['id']}/bookings", booking[0], 409)
    assert (problem["code"], problem["session_id"]) == ("participant-taken", first["id"])
    assert (await scene.post(f"/sessions/{first['id']}/bookings", booking[0], 409))["code"] == "booking-exists"


async def test_cancelled_place_can_be_taken_again_and_is_the_same_row(clinic: Clinic) -> None:
    scene = await make_scene(clinic)
    episode = await scene.person()
    made = await scene.post("/sessions", scene.session(capacity=1))
    wanted = {"episode_id": str(episode.id)}
    first = await scene.post(f"/sessions/{made['id']}/bookings", wanted)
    path = f"/bookings/{first['id']}"
    await scene.act("POST", f"{path}/cancel", first["version"], {"reason": "leave"}, status=422)
    gone = await scene.act("POST", f"{path}/cancel", first["version"], {"reason": "participant_declined"})
    assert (gone["status"], gone["cancel_reason"]) == ("cancelled", "participant_declined")
    again = await scene.act("POST", f"{path}/cancel", gone["version"], {"reason": "scheduling"}, status=409)
    assert again["code"] == "booking-cancelled"
    assert (await scene.get(f"/sessions/{made['id']}"))["booked"] == 0
    second = await scene.post(f"/sessions/{made['id']}/bookings", wanted)
    assert second["id"] == first["id"]
    assert (await scene.get(path))["status"] == "booked"


async def test_only_an_active_episode_is_booked_except_before_admission(clinic: Clinic) -> None:
    scene = await make_scene(clinic)
    await make_leader(clinic, scene.director)
    referral = await make_referral(clinic, program_id=scene.program_id)
    wanted = [{"episode_id": str(referral.id)}]
    assert (await scene.post("/sessions", scene.session(bookings=wanted), 409))["code"] == "episode-not-bookable"
    intake = await make_leader(clinic, scene.director, ServiceKind.INTAKE)
    lead = [{"staff_id": str(intake), "role": "lead"}]
    await scene.post("/sessions", scene.session(service_kind="intake", staff=lead, bookings=wanted))


async def test_nobody_is_booked_on_a_day_of_leave(clinic: Clinic) -> None:
    scene = await make_scene(clinic)
    episode = await scene.person()
    await make_leave(clinic, episode.id, starts_on=scene.first, back_on=scene.first + timedelta(days=1))
    wanted = [{"episode_id": str(episode.id)}]
    assert (await scene.post("/sessions", scene.session(bookings=wanted), 409))["code"] == "episode-not-bookable"


async def test_separated_people_never_meet_and_nobody_is_told_why(clinic: Clinic) -> None:
    scene = await make_scene(clinic)
    desk = await clinic.client(Role.FRONT_DESK)
    one, other = await scene.person("Avery"), await scene.person("Blanca")
    await separate(scene, one.participant_id, other.participant_id)
    made = await scene.post("/sessions", scene.session(bookings=[{"episode_id": str(one.id)}]))
    refused = await desk.post(f"{API}/sessions/{made['id']}/bookings", json={"episode_id": str(other.id)})
    assert refused.json() == {
        "type": "/problems/booking-not-available",
        "title": "This booking is not available",
        "status": 409,
        "code": "booking-not-available",
    }
    assert (await scene.get(f"/sessions/{made['id']}"))["booked"] == 1


async def test_make_up_names_a_missed_place_of_the_same_episode_once(clinic: Clinic) -> None:
    scene = await make_scene(clinic)
    episode, other = await scene.person("Avery"), await scene.person("Blanca")
    missed = await scene.post("/sessions", scene.session(bookings=[{"episode_id": str(episode.id)}]))
    (booking,) = await scene.bookings(missed["id"])
    later = await scene.post("/sessions", scene.session(local_start="16:00"))
    third = await scene.post("/sessions", scene.session(local_start="17:00"))
    wanted = {"episode_id": str(episode.id), "make_up_for_booking_id": booking["id"]}
    ahead = await scene.post(f"/sessions/{later['id']}/bookings", wanted, 409)
    assert ahead["code"] == "make-up-not-fitting"
    await clinic.sql(
        "UPDATE bookings SET starts_at = $2, ends_at = $3 WHERE id = $1",
        booking["id"],
        now() - timedelta(days=1),
        now() - timedelta(hours=23),
    )
    foreign = wanted | {"episode_id": str(other.id)}
    assert (await scene.post(f"/sessions/{later['id']}/bookings", foreign, 409))["code"] == "make-up-not-fitting"
    made = await scene.post(f"/sessions/{later['id']}/bookings", wanted)
    assert (made["source"], made["make_up_for_booking_id"]) == ("make_up", booking["id"])
    assert (await scene.post(f"/sessions/{third['id']}/bookings", wanted, 409))["code"] == "make-up-not-fitting"


async def test_program_clinician_sees_only_own_people(clinic: Clinic) -> None:
    scene = await make_scene(clinic)
    episode = await scene.person()
    made = await scene.post("/sessions", scene.session(bookings=[{"episode_id": str(episode.id)}]))
    (booking,) = await scene.bookings(made["id"])
    inside = await clinic.client(Role.THERAPIST, programs=[scene.program_id])
    outside = await clinic.client(Role.THERAPIST)
    period = {"from_date": scene.day().isoformat(), "to_date": scene.day(6).isoformat()}
    for client, items, status in ((inside, 1, 200), (outside, 0, 404)):
        listed = await client.get(f"{API}/sessions/{made['id']}/bookings")
        assert len(listed.json()["items"]) == items
        assert (await client.get(f"{API}/bookings/{booking['id']}")).status_code == status
        schedule = await client.get(f"{API}/participants/{episode.participant_id}/sessions", params=period)
        assert schedule.status_code == status
    another = await scene.person("Blanca")
    refused = await outside.post(f"{API}/sessions/{made['id']}/bookings", json={"episode_id": str(another.id)})
    assert refused.status_code == 404


async def test_participant_reads_their_own_schedule_only(clinic: Clinic) -> None:
    scene = await make_scene(clinic)
    mine, theirs = await scene.person("Avery"), await scene.person("Blanca")
    await scene.post("/sessions", scene.session(bookings=[{"episode_id": str(mine.id)}]))
    me = await clinic.client(Role.PARTICIPANT, participant_id=mine.participant_id)
    period = {"from_date": scene.day().isoformat(), "to_date": scene.day(6).isoformat()}
    own = await me.get(f"{API}/participants/{mine.participant_id}/sessions", params=period)
    assert [line["title"] for line in own.json()["items"]] == ["Individual"]
    assert (await me.get(f"{API}/participants/{theirs.participant_id}/sessions", params=period)).status_code == 404


async def test_reading_bookings_leaves_an_audit_entry_that_names_the_people(clinic: Clinic) -> None:
    scene = await make_scene(clinic)
    episode = await scene.person()
    made = await scene.post("/sessions", scene.session(bookings=[{"episode_id": str(episode.id)}]))
    client = await clinic.client(Role.PROGRAM_DIRECTOR)
    await client.get(f"{API}/sessions/{made['id']}/bookings")
    people = await clinic.sql_value(
        "SELECT participant_ids FROM audit_entries WHERE account_id = $1 AND action = 'list_session_bookings'",
        client.account_id,
    )
    assert people == [episode.participant_id]


async def test_full_session_is_refused_with_the_nearest_that_has_a_seat(clinic: Clinic) -> None:
    scene = await make_scene(clinic)
    one, other = await scene.person("Avery"), await scene.person("Blanca")
    full = await scene.post("/sessions", scene.session(capacity=1, bookings=[{"episode_id": str(one.id)}]))
    later = [
        await scene.post(
            "/sessions", scene.session(capacity=1, local_date=(scene.first + timedelta(days=days)).isoformat())
        )
        for days in (7, 1)
    ]
    problem = await scene.post(f"/sessions/{full['id']}/bookings", {"episode_id": str(other.id)}, 409)
    assert (problem["code"], problem["alternatives"]) == ("session-full", [later[1]["id"], later[0]["id"]])


async def test_place_beyond_the_seats_needs_the_right_and_a_reason_and_a_chair(clinic: Clinic) -> None:
    scene = await make_scene(clinic, room_capacity=3)
    people = [await scene.person(name) for name in ("Avery", "Blanca", "Chidi")]
    made = await scene.post("/sessions", scene.session(capacity=1, bookings=[{"episode_id": str(people[0].id)}]))
    url = f"/sessions/{made['id']}/bookings"
    beyond = {"episode_id": str(people[1].id), "override_reason": "Came back from hospital today"}
    desk = await clinic.client(Role.FRONT_DESK)
    refused = await desk.post(f"{API}{url}", json=beyond)
    assert (refused.status_code, refused.json()["code"]) == (403, "override-not-allowed")
    given = await scene.post(url, beyond)
    assert given["overridden_by"] == str(scene.director.account_id)
    # The room has three chairs, one for the leader: no reason makes a fourth.
    third = {"episode_id": str(people[2].id), "override_reason": "One more"}
    assert (await scene.post(url, third, 409))["code"] == "session-full"
    # The session still changes, though it has more people than seats.
    now_there = await scene.get(f"/sessions/{made['id']}")
    await scene.act("PATCH", f"/sessions/{made['id']}", now_there["version"], {"title": "Individual, long"})


async def test_hold_lapses_unless_it_is_confirmed(clinic: Clinic) -> None:
    scene = await make_scene(clinic)
    people = [await scene.person(name) for name in ("Avery", "Blanca")]
    made = await scene.post("/sessions", scene.session(capacity=1))
    url = f"/sessions/{made['id']}/bookings"
    held = await scene.post(url, {"episode_id": str(people[0].id), "hold_minutes": 30})
    other = {"episode_id": str(people[1].id)}
    assert (await scene.post(url, other, 409))["code"] == "session-full"
    await clinic.sql("UPDATE bookings SET held_until = now() - interval '1 minute' WHERE id = $1", UUID(held["id"]))
    taken = await scene.post(url, other)
    assert taken["held_until"] is None
    late = await scene.act("POST", f"/bookings/{held['id']}/confirm", held["version"] + 1, {}, 409)
    assert late["code"] == "not-held"
    await scene.act("POST", f"/bookings/{taken['id']}/cancel", taken["version"], {"reason": "scheduling"})
    again = await scene.post(url, {"episode_id": str(people[0].id), "hold_minutes": 30})
    kept = await scene.act("POST", f"/bookings/{again['id']}/confirm", again["version"], {})
    assert (kept["status"], kept["held_until"]) == ("booked", None)


async def test_states_cap_on_a_group_holds_below_its_seats(clinic: Clinic) -> None:
    scene = await make_scene(clinic)
    await clinic.sql(
        "UPDATE week_rules SET group_cap = 2 WHERE organization_id = $1 AND state IS NULL AND payer IS NULL",
        clinic.organization_id,
    )
    people = [await scene.person(name) for name in ("Avery", "Blanca", "Chidi")]
    bookings = [{"episode_id": str(one.id)} for one in people]
    made = await scene.post("/sessions", scene.session(service_kind="group", capacity=10, bookings=bookings[:2]))
    problem = await scene.post(f"/sessions/{made['id']}/bookings", bookings[2], 409)
    assert (problem["code"], problem["cap"], problem["booked"]) == ("group-cap-reached", 2, 2)
    beyond = await scene.post(
        f"/sessions/{made['id']}/bookings", bookings[2] | {"override_reason": "The waiver of 4 May"}
    )
    assert beyond["override_reason"] == "The waiver of 4 May"


async def test_an_interpreter_takes_a_chair_of_the_room(clinic: Clinic) -> None:
    scene = await make_scene(clinic, room_capacity=3)
    interpreter = await make_leader(clinic, scene.director)
    people = [await scene.person(name) for name in ("Avery", "Blanca")]
    first, second = ({"episode_id": str(one.id)} for one in people)
    lead = {"staff_id": str(scene.leader_id), "role": "lead"}
    both = [lead, {"staff_id": str(interpreter), "role": "interpreter"}]
    made = await scene.post("/sessions", scene.session(staff=both, bookings=[first]))
    full = await scene.post(f"/sessions/{made['id']}/bookings", second, 409)
    assert full["code"] == "session-full"

    later = await scene.post("/sessions", scene.session(local_start="16:00", bookings=[first, second]))
    path = f"/sessions/{later['id']}/staff"
    refused = await scene.act("PUT", path, later["version"], {"staff": both}, 409)
    assert (refused["code"], refused["booked"], refused["staffed"]) == ("room-too-small", 2, 2)
