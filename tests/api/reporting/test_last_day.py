"""What became of the last clinic day: who was missed, whom nobody tried to reach, what is open."""

from datetime import timedelta
from typing import Any

from tests.api.reporting.test_hot_reads import same_keys
from tests.factories.attendance import make_group
from tests.support.clinic import Clinic, ClinicClient

from handrail.core.clock import now
from handrail.core.vocabulary import Role
from handrail.reporting.last_day_schemas import LastDay


async def last_day(client: ClinicClient, **params: str) -> dict[str, Any]:
    answer = await client.get("/api/v1/today/last-day", params=params)
    assert answer.status_code == 200, answer.text
    body: dict[str, Any] = answer.json()
    same_keys(body, LastDay)
    return body


async def test_who_was_missed_stands_there_until_somebody_tries_to_reach_them(clinic: Clinic) -> None:
    group = await make_group(clinic, people=4, starts_at=now() - timedelta(hours=40))
    assert group.therapist.staff_id is not None
    marks = [group.mark(0, "absent"), group.mark(1, "excused"), group.mark(2, "late", arrived_at=group.at(20))]
    answer = await group.therapist.post(f"{group.url}/attendance", json={"marks": [*marks, group.mark(3)]})
    assert answer.status_code == 200, answer.text

    body = await last_day(group.therapist)
    assert body["date"] == str(group.session.local_date)
    assert [
        (one["participant"]["chosen_name"], one["marks"][0]["outcome"], one["to_reach"]) for one in body["people"]
    ] == [("Avery", "absent", True), ("Blanca", "excused", False), ("Chidi", "late", False)]
    assert [(one["title"], one["service_kind"]) for one in body["open"]] == [("DBT skills", "group")]

    attempts = f"/api/v1/participants/{group.episodes[0].participant_id}/contact-attempts"
    tried = {"means": "phone", "reason": "missed_session", "outcome": "no_answer", "contact_id": None}
    made = await group.therapist.post(attempts, json={**tried, "attempted_at": now().isoformat()})
    assert made.status_code == 201, made.text
    assert [one["to_reach"] for one in (await last_day(group.therapist))["people"]] == [False, False, False]
    void = f"{attempts}/{made.json()['id']}/void"
    voided = await group.therapist.post(void, json={"reason": "Wrong person"}, headers={"If-Match": '"1"'})
    assert voided.status_code == 200
    assert [one["to_reach"] for one in (await last_day(group.therapist))["people"]] == [True, False, False]

    # Nobody else's day is read, nor a day that lies ahead.
    colleague = await clinic.client(Role.THERAPIST, programs=[group.program_id])
    nothing: dict[str, Any] = {"date": None, "people": [], "open": []}
    assert await last_day(colleague) == nothing
    assert await last_day(group.therapist, date=str(group.session.local_date)) == nothing
