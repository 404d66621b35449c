"""A course that leaves its track is a task of its primary clinician, and its review is one too."""

from datetime import UTC, datetime, timedelta
from typing import Any
from zoneinfo import ZoneInfo

from tests.api.outcomes.test_outcomes import make_scores
from tests.factories.episodes import make_episode
from tests.factories.measures import API, give
from tests.support.clinic import Clinic, ClinicClient

from handrail.core.clock import now, today_in
from handrail.core.vocabulary import Role
from handrail.episodes.models import Episode
from handrail.outcomes.jobs import follow_all


async def scene(clinic: Clinic, **values: Any) -> tuple[Episode, ClinicClient, ClinicClient]:
    """An episode, its primary clinician, and a colleague of the program who gives the measures."""
    episode = await make_episode(clinic, **values)
    primary = await clinic.client(Role.THERAPIST, programs=[episode.program_id], display_name="Sam Reyes")
    colleague = await clinic.client(Role.THERAPIST, programs=[episode.program_id])
    await clinic.sql(
        "UPDATE episodes SET primary_clinician_id = $1 WHERE organization_id = $2 AND id = $3",
        primary.staff_id,
        clinic.organization_id,
        episode.id,
    )
    return episode, primary, colleague


async def tasks_of(client: ClinicClient, code: str, *statuses: str) -> list[dict[str, Any]]:
    """Open tasks of a title, or those of other statuses."""
    found: list[dict[str, Any]] = []
    for status in statuses or ("open",):
        answer = await client.get(f"{API}/tasks", params={"view": "all", "status": status})
        assert answer.status_code == 200, answer.text
        found += [one for one in answer.json()["items"] if one["title_code"] == code]
    return found


def response_of(episode: Episode, clinic: Clinic, **values: Any) -> dict[str, Any]:
    return {
        "episode_id": str(episode.id),
        "instrument_key": "phq-9",
        "kind": "plan_changed",
        "note": "Two individual sessions a week for now.",
        "review_on": str(today_in(clinic.time_zone) + timedelta(days=7)),
        **values,
    }


async def respond(client: ClinicClient, episode: Episode, clinic: Clinic, **values: Any) -> None:
    url = f"{API}/participants/{episode.participant_id}/track-responses"
    answer = await client.post(url, json=response_of(episode, clinic, **values))
    assert answer.status_code == 201, answer.text


async def gets_worse(clinic: Clinic, client: ClinicClient, episode: Episode) -> None:
    today = today_in(clinic.time_zone)
    await give(client, episode, [1] * 8 + [0], taken_on=str(today - timedelta(days=7)))
    await give(client, episode, [2] * 8 + [0], taken_on=str(today))


async def looks(clinic: Clinic) -> None:
    async with clinic.db() as db:
        await follow_all(db, {})


async def test_leaving_the_track_opens_one_task_of_the_primary_clinician(clinic: Clinic) -> None:
    episode, primary, colleague = await scene(clinic)
    before = now()
    await gets_worse(clinic, colleague, episode)
    (task,) = await tasks_of(primary, "course_off_track")
    assert (task["owner_id"], task["kind"], task["priority"]) == (str(primary.account_id), "plan_review", "soon")
    due = datetime.fromisoformat(task["due_at"])
    assert before + timedelta(days=2) <= due <= now() + timedelta(days=2)
    # Whoever sees the task need not see which measure it was.
    assert task["params"] == {"episode_id": str(episode.id)}
    # Nothing doubles it: not what comes next, nor the hourly look.
    await give(colleague, episode, [2] * 8 + [0])
    await looks(clinic)
    await looks(clinic)
    assert [one["id"] for one in await tasks_of(primary, "course_off_track")] == [task["id"]]
    # A tick would hide that nobody has said what is done.
    refused = await primary.post(f"{API}/tasks/{task['id']}/complete", json={})
    assert (refused.status_code, refused.json()["code"]) == (409, "task-settled-elsewhere")


async def test_an_answer_does_the_task_and_its_review_is_a_dated_one(clinic: Clinic) -> None:
    episode, primary, colleague = await scene(clinic)
    await gets_worse(clinic, colleague, episode)
    (asked,) = await tasks_of(primary, "course_off_track")
    await respond(colleague, episode, clinic)
    (done,) = await tasks_of(primary, "course_off_track", "open", "done", "cancelled")
    assert (done["id"], done["status"], done["done_by"]) == (asked["id"], "done", str(colleague.account_id))
    (review,) = await tasks_of(primary, "course_review")
    assert (review["owner_id"], review["status"]) == (str(primary.account_id), "open")
    # Until the end of that day, where the participant attends.
    zone = ZoneInfo(clinic.time_zone)
    after = today_in(clinic.time_zone) + timedelta(days=8)
    assert datetime.fromisoformat(review["due_at"]) == datetime(after.year, after.month, after.day, tzinfo=zone)
    await looks(clinic)
    assert await tasks_of(primary, "course_off_track") == []
    # A further answer is a look at it, and plans the next one.
    await respond(primary, episode, clinic, kind="talked")
    (first,), (second,) = await tasks_of(primary, "course_review", "done"), await tasks_of(primary, "course_review")
    assert (first["id"], first["done_by"]) == (review["id"], str(primary.account_id))
    assert second["id"] != first["id"]


async def test_the_day_of_the_review_asks_once_and_again_when_it_was_ticked_and_nothing_is_better(
    clinic: Clinic,
) -> None:
    episode, primary, colleague = await scene(clinic)
    await gets_worse(clinic, colleague, episode)
    await respond(primary, episode, clinic)
    await clinic.sql(
        "UPDATE track_responses SET review_on = $1 WHERE organization_id = $2",
        today_in(clinic.time_zone) - timedelta(days=1),
        clinic.organization_id,
    )
    await clinic.sql(
        "UPDATE tasks SET due_at = $1 WHERE organization_id = $2 AND title_code = 'course_review'",
        datetime.now(UTC) - timedelta(hours=1),
        clinic.organization_id,
    )
    await looks(clinic)
    assert await tasks_of(primary, "course_off_track") == [], "the review that is due asks already"
    (review,) = await tasks_of(primary, "course_review")
    assert (await primary.post(f"{API}/tasks/{review['id']}/complete", json={})).status_code == 200
    await looks(clinic)
    assert len(await tasks_of(primary, "course_off_track")) == 1


async def test_half_time_asks_by_itself_and_getting_worse_brings_it_forward(clinic: Clinic) -> None:
    today = today_in(clinic.time_zone)
    when = {"admitted_on": today - timedelta(days=14), "planned_end_on": today + timedelta(days=7)}
    episode, primary, colleague = await scene(clinic, **when)
    await make_scores(clinic, episode, colleague.account_id, 17, 16)
    assert await tasks_of(primary, "course_off_track") == []
    await looks(clinic)
    (task,) = await tasks_of(primary, "course_off_track")
    assert task["priority"] == "routine"
    assert datetime.fromisoformat(task["due_at"]) > now() + timedelta(days=6)
    await give(colleague, episode, [3] * 8 + [0])
    (sooner,) = await tasks_of(primary, "course_off_track")
    assert (sooner["id"], sooner["priority"]) == (task["id"], "soon")
    assert datetime.fromisoformat(sooner["due_at"]) < now() + timedelta(days=3)


async def test_what_is_on_track_again_or_over_asks_for_nothing(clinic: Clinic) -> None:
    episode, primary, colleague = await scene(clinic)
    await gets_worse(clinic, colleague, episode)
    assert len(await tasks_of(primary, "course_off_track")) == 1
    await give(colleague, episode, [1] * 8 + [0])
    assert await tasks_of(primary, "course_off_track") == []
    assert len(await tasks_of(primary, "course_off_track", "cancelled")) == 1
    await give(colleague, episode, [2] * 8 + [0])
    assert len(await tasks_of(primary, "course_off_track")) == 1
    await clinic.sql(
        "UPDATE episodes SET ended_on = $1, end_reason = 'completed' WHERE organization_id = $2 AND id = $3",
        today_in(clinic.time_zone),
        clinic.organization_id,
        episode.id,
    )
    await looks(clinic)
    assert await tasks_of(primary, "course_off_track") == []


async def test_without_a_primary_clinician_the_program_director_is_asked(clinic: Clinic) -> None:
    episode, _, colleague = await scene(clinic)
    director = await clinic.client(Role.PROGRAM_DIRECTOR)
    await clinic.sql(
        "UPDATE episodes SET primary_clinician_id = NULL WHERE organization_id = $1", clinic.organization_id
    )
    await gets_worse(clinic, colleague, episode)
    (task,) = await tasks_of(director, "course_off_track")
    assert (task["owner_id"], task["backup_id"]) == (str(director.account_id), None)
