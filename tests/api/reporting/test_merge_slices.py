"""What each slice recorded for a merged record is on the survivor's chart, word for word, until the merge is undone."""

import base64
from dataclasses import dataclass
from datetime import timedelta
from typing import Any

import pytest
from tests.api.delivery.test_delivery import group_and_catalogue, mark, put
from tests.factories.attendance import Group
from tests.factories.delivery import entry
from tests.factories.diaries import days_ago, set_card
from tests.factories.handoffs import write_handoff
from tests.factories.measures import API, begin, give
from tests.factories.merging import merge, undo_merge
from tests.factories.participants import make_participant, make_relationship
from tests.support.clinic import Clinic, ClinicClient

from handrail.core.clock import now
from handrail.core.ids import ParticipantId
from handrail.core.vocabulary import Role
from handrail.modalities.models import Modality

SLICES = {
    "sessions": "/participants/{id}/sessions?from_date={first}&to_date={last}",
    "ledger": "/participants/{id}/ledger",
    "doses": "/participants/{id}/doses",
    "courses": "/participants/{id}/courses",
    "homework": "/participants/{id}/homework",
    "measures": "/participants/{id}/measures",
    "progress": "/participants/{id}/progress",
    "alerts": "/alerts?participant_id={id}",
    "risk screens": "/participants/{id}/risk-screens",
    "safety plans": "/participants/{id}/safety-plans",
    "diary card": "/participants/{id}/diary-setting",
    "diary": "/participants/{id}/diary?first={first}&last={last}",
    "diary day": "/participants/{id}/diary-days/{last}",
    "chain analyses": "/participants/{id}/chain-analyses",
    "treatment targets": "/participants/{id}/treatment-targets",
    "files": "/participants/{id}/files",
    "hand-offs": "/participants/{id}/handoffs",
    "tasks": "/tasks?participant_id={id}&view=all",
    "episodes": "/episodes?participant_id={id}",
    "identifiers": "/participants/{id}/identifiers",
    "former names": "/participants/{id}/former-names",
    "ways of contact": "/participants/{id}/contact-ways",
    "contacts": "/participants/{id}/contacts",
    "attempts": "/participants/{id}/contact-attempts",
    "availability": "/participants/{id}/availability",
}
"""Where the chart reads what a slice holds."""


OF_THE_PERSON = {
    "alerts",
    "safety plans",
    "diary card",
    "diary",
    "diary day",
    "chain analyses",
    "treatment targets",
    "files",
    "hand-offs",
    "tasks",
    "identifiers",
    "former names",
    "ways of contact",
    "contacts",
    "attempts",
    "availability",
}
"""What is written about a person and not in an episode, as `write_of_the_person` does."""

Shown = dict[str, tuple[int, str]]


@dataclass
class Charts:
    """Two records of one person: the group's therapist treats them by the first, the director sees to both."""

    clinic: Clinic
    group: Group
    by_key: dict[str, Modality]
    twin: ParticipantId
    kept: ParticipantId
    director: ClinicClient

    async def shown(self, client: ClinicClient, record: ParticipantId) -> Shown:
        """What each slice tells on a record's chart; the record's own id is left out, so that charts compare."""
        found: Shown = {}
        days = {"first": days_ago(self.clinic, 5), "last": days_ago(self.clinic, 0)}
        for name, path in SLICES.items():
            answer = await client.get(f"{API}{path.format(id=record, **days)}")
            assert answer.status_code in (200, 404), f"{name}: {answer.text}"
            found[name] = (answer.status_code, self.without_ids(answer.text))
        return found

    def without_ids(self, text: str) -> str:
        return text.replace(str(self.twin), "the record").replace(str(self.kept), "the record")


@pytest.fixture
async def charts(clinic: Clinic) -> Charts:
    group, by_key = await group_and_catalogue(clinic, people=1)
    director = await clinic.client([Role.PROGRAM_DIRECTOR, Role.THERAPIST], programs=[group.program_id])
    async with clinic.db() as db:
        kept = (await make_participant(db, given_names=("Avery",), family_name="Whitlock")).id
        await make_relationship(db, kept, staff_id=director.staff_id)
    return Charts(clinic, group, by_key, group.episodes[0].participant_id, kept, director)


def differing(one: Shown, other: Shown) -> set[str]:
    return {name for name in SLICES if one[name] != other[name]}


async def posted(client: ClinicClient, path: str, **body: Any) -> str:
    answer = await client.post(f"{API}{path}", json=body)
    assert answer.status_code == 201, f"{path}: {answer.text}"
    made: str = answer.json()["id"]
    return made


async def write_of_the_episode(charts: Charts) -> list[str]:
    """Leave what belongs to a course of care; return the addresses of what opens by itself."""
    clinic, therapist = charts.clinic, charts.group.therapist
    (episode,) = charts.group.episodes
    today, of_episode = str(days_ago(clinic, 0)), {"episode_id": str(episode.id)}
    person = f"/participants/{charts.twin}"
    await mark(charts.group, "present")
    given = entry(charts.by_key["dbt"], homework="Act opposite once a day")
    assert (await put(charts.group, given)).status_code == 200
    emdr = {"modality_id": str(charts.by_key["emdr"].id), "starts_on": today}
    course = f"/courses/{await posted(therapist, f'/episodes/{episode.id}/courses', **emdr)}"
    memory = await posted(therapist, f"{course}/targets", kind="memory", label="The crossing")
    noted = {"noted_on": today, "phase": "desensitization", "target_id": memory, "values": {"sud": 3}}
    await posted(therapist, f"{course}/entries", **noted)
    await posted(therapist, "/homework", **of_episode, text="Two pages of diary", assigned_on=today)
    await give(therapist, episode, [1] * 8 + [0], taken_on=str(days_ago(clinic, 7)))
    worse = await give(therapist, episode, [2] * 8 + [1], taken_on=today)
    await begin(therapist, episode, instrument_key="gad-7")
    looked = {"kind": "plan_changed", "note": "Two sessions a week.", "review_on": str(days_ago(clinic, -7))}
    await posted(therapist, f"{person}/track-responses", **of_episode, instrument_key="phq-9", **looked)
    await posted(therapist, f"{person}/risk-screens", **of_episode, wish=True, thoughts=False, behaviour="no")
    return [course, f"/administrations/{worse['id']}", f"/alerts/{worse['alert_ids'][0]}"]


async def write_of_the_person(charts: Charts, client: ClinicClient) -> list[str]:
    """Leave what hangs on a person at the address of the first record; return the addresses of what opens by itself."""
    clinic, twin, person = charts.clinic, charts.twin, f"/participants/{charts.twin}"
    today = str(days_ago(clinic, 0))
    alert = await posted(client, f"{person}/alerts", reason="said_something", note="On the way out.")
    await posted(client, f"{person}/safety-plans", replaces=0, warning_signs="I lie awake.", made_together=True)
    await set_card(client, twin, starts_on=today)
    cut = {"field": "act-self-harm", "number": 1}
    entered = await client.put(f"{API}{person}/diary-days/{today}/entry", json=cut)
    assert entered.status_code == 200, entered.text
    chain = await posted(client, f"{person}/chain-analyses", happened_on=today, behavior="Scratched my arm")
    await posted(client, f"{person}/treatment-targets", tier="quality_of_life", words="Rent")
    letter = {"media_type": "application/pdf", "content": base64.b64encode(b"%PDF-1.7\nDear colleague\n").decode()}
    file = await posted(client, f"{person}/files", kind="referral", **letter)
    note = await write_handoff(client, program_id=charts.group.program_id, participant_id=twin)
    due = {"due_at": (now() + timedelta(hours=1)).isoformat(), "participant_id": str(twin)}
    task = await posted(client, "/tasks", kind="contact", title_code="call_after_no_show", **due)
    number = {"system": "https://payer.example/member", "value": "A-1", "kind": "member"}
    await posted(client, f"{person}/identifiers", **number)
    await posted(client, f"{person}/former-names", kind="old", family_name="Zubiri")
    await posted(client, f"{person}/contact-ways", kind="phone", phone="555 0102", preferred=True)
    await posted(client, f"{person}/contacts", name="Noor", relationship="sibling")
    tried = {"attempted_at": now().isoformat(), "means": "phone", "reason": "welfare_check", "outcome": "no_answer"}
    await posted(client, f"{person}/contact-attempts", **tried)
    hours = {"kind": "work", "weekday": "monday", "local_start": "09:00", "local_end": "12:00", "starts_on": today}
    await posted(client, f"{person}/availability", **hours)
    opened = [f"/alerts/{alert}", f"/chain-analyses/{chain}", f"/files/{file}/content", f"/tasks/{task}"]
    return [*opened, f"/handoffs/{note['id']}"]


async def test_every_slice_is_on_the_survivors_chart_until_the_undo(charts: Charts) -> None:
    director, twin, kept = charts.director, charts.twin, charts.kept
    bare = await charts.shown(director, kept)
    await write_of_the_episode(charts)
    await write_of_the_person(charts, director)
    before = await charts.shown(director, twin)
    assert differing(before, bare) == SLICES.keys(), "each slice has something on the one record only"
    assert {status for status, _ in before.values()} == {200}
    await merge(director, twin, kept)
    assert await charts.shown(director, kept) == before
    assert await charts.shown(director, twin) == before, "by the old address too"
    await undo_merge(director, twin)
    assert await charts.shown(director, kept) == bare
    assert await charts.shown(director, twin) == before


async def test_who_treats_the_survivor_alone_opens_all_of_it_until_the_undo(clinic: Clinic, charts: Charts) -> None:
    director, twin, kept = charts.director, charts.twin, charts.kept
    addresses = [*await write_of_the_episode(charts), *await write_of_the_person(charts, director)]
    therapist = await clinic.client(Role.THERAPIST)
    async with clinic.db() as db:
        await make_relationship(db, kept, staff_id=therapist.staff_id)
    own = await charts.shown(therapist, kept)

    async def opened() -> dict[str, int]:
        return {address: (await therapist.get(f"{API}{address}")).status_code for address in addresses}

    assert set((await opened()).values()) == {404}
    await merge(director, twin, kept)
    assert set((await opened()).values()) == {200}
    assert differing(await charts.shown(therapist, kept), own) == SLICES.keys()
    await undo_merge(director, twin)
    assert set((await opened()).values()) == {404}
    assert await charts.shown(therapist, kept) == own


async def test_an_alert_of_the_merged_record_names_the_one_that_rosters_know(charts: Charts) -> None:
    director, twin, kept = charts.director, charts.twin, charts.kept
    await write_of_the_person(charts, director)

    async def about() -> set[str]:
        return {one["participant_id"] for one in (await director.get(f"{API}/alerts")).json()["items"]}

    assert await about() == {str(twin)}
    await merge(director, twin, kept)
    assert await about() == {str(kept)}
    await undo_merge(director, twin)
    assert await about() == {str(twin)}


async def test_what_is_written_at_the_old_address_stays_with_the_survivor(charts: Charts) -> None:
    director, twin, kept = charts.director, charts.twin, charts.kept
    of_twin, bare = await charts.shown(director, twin), await charts.shown(director, kept)
    await merge(director, twin, kept)
    await write_of_the_person(charts, director)
    await undo_merge(director, twin)
    assert await charts.shown(director, twin) == of_twin
    assert differing(await charts.shown(director, kept), bare) == OF_THE_PERSON


async def test_the_person_themselves_meets_all_of_it_by_either_access(clinic: Clinic, charts: Charts) -> None:
    await write_of_the_episode(charts)
    await write_of_the_person(charts, charts.director)
    twin, kept = [await clinic.client(Role.PARTICIPANT, participant_id=one) for one in (charts.twin, charts.kept)]
    today = days_ago(clinic, 0)
    paths = [
        f"/sessions?from_date={today}&to_date={today}",
        "/homework",
        "/safety-plan",
        "/measures",
        f"/diary/{today}",
    ]

    async def told(me: ClinicClient) -> list[tuple[int, str]]:
        answers = [await me.get(f"{API}/me{path}") for path in paths]
        return [(answer.status_code, charts.without_ids(answer.text)) for answer in answers]

    before, bare = await told(twin), await told(kept)
    assert [one == other for one, other in zip(before, bare, strict=True)] == [False] * len(paths)
    await merge(charts.director, charts.twin, charts.kept)
    assert await told(kept) == before
    assert await told(twin) == before
    await undo_merge(charts.director, charts.twin)
    assert (await told(twin), await told(kept)) == (before, bare)
