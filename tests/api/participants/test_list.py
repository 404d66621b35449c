"""The list of people: one statement, paged, within the reader's scope."""

from datetime import timedelta
from typing import Any

import asyncpg
from sqlalchemy import text, true
from tests.factories.participants import make_participant, make_relationship
from tests.support.clinic import Clinic, ClinicClient

from handrail.core.clock import today_in
from handrail.core.cluster import Urls
from handrail.core.vocabulary import Role
from handrail.participants.search_queries import names_query
from handrail.reporting.people_schemas import ParticipantPage

PEOPLE = "/api/v1/participants"


async def listed(client: ClinicClient, **filters: Any) -> list[str]:
    answer = await client.get(PEOPLE, params=filters)
    assert answer.status_code == 200, answer.text
    return [person.full_name for person in ParticipantPage.model_validate(answer.json()).items]


async def test_people_are_listed_by_family_name_page_by_page(clinic: Clinic) -> None:
    director = await clinic.client(Role.PROGRAM_DIRECTOR)
    async with clinic.db() as db:
        for family in ("Óbrien", "abel", "Zorn", "Nuñez", "nunes"):
            await make_participant(db, given_names=("Jo", "Ann"), family_name=family)
    assert await listed(director) == [
        "Jo Ann abel",
        "Jo Ann nunes",
        "Jo Ann Nuñez",
        "Jo Ann Óbrien",
        "Jo Ann Zorn",
    ]
    names: list[str] = []
    cursor: str | None = None
    while True:
        answer = await director.get(PEOPLE, params={"limit": 2} | ({"cursor": cursor} if cursor else {}))
        page = ParticipantPage.model_validate(answer.json())
        names += [person.full_name for person in page.items]
        cursor = page.next_cursor
        if cursor is None:
            break
    assert names == await listed(director)
    assert (await director.get(PEOPLE, params={"cursor": "abel"})).status_code == 422


async def test_the_answer_has_an_etag_and_says_when_nothing_changed(clinic: Clinic) -> None:
    director = await clinic.client(Role.PROGRAM_DIRECTOR)
    first = await director.get(PEOPLE)
    assert first.json() == {"items": [], "next_cursor": None}
    again = await director.get(PEOPLE, headers={"If-None-Match": first.headers["etag"]})
    assert (again.status_code, again.content) == (304, b"")


async def test_a_therapist_lists_only_people_in_their_care(clinic: Clinic) -> None:
    therapist = await clinic.client(Role.THERAPIST)
    today = today_in(clinic.time_zone)
    async with clinic.db() as db:
        mine = await make_participant(db, family_name="Mine")
        past = await make_participant(db, family_name="Past")
        await make_participant(db, family_name="Other")
        await make_relationship(db, mine.id, staff_id=therapist.staff_id)
        await make_relationship(db, past.id, staff_id=therapist.staff_id, ends_on=today - timedelta(days=1))
    assert await listed(therapist) == ["Ramón Mine"]


async def test_merged_records_are_listed_only_when_asked_for(clinic: Clinic) -> None:
    director = await clinic.client(Role.PROGRAM_DIRECTOR)
    async with clinic.db() as db:
        twin = await make_participant(db, family_name="Twin")
        kept = await make_participant(db, family_name="Kept")
    await director.post(
        f"{PEOPLE}/{twin.id}/merge", json={"into_participant_id": str(kept.id)}, headers={"If-Match": '"1"'}
    )
    assert await listed(director) == ["Ramón Kept"]
    assert await listed(director, status="merged") == ["Ramón Twin"]


async def test_the_list_shows_nobody_of_another_organization(clinic: Clinic, other_clinic: Clinic) -> None:
    async with clinic.db() as db:
        await make_participant(db)
    assert await listed(await other_clinic.client(Role.PROGRAM_DIRECTOR)) == []


async def test_a_search_by_name_uses_its_index_under_row_level_security(clinic: Clinic, urls: Urls) -> None:
    """ILIKE reads every row of every organization here: it is not leakproof, the policy must come first."""
    async with clinic.db() as db:
        await db.execute(
            text(
                "INSERT INTO participants (organization_id, id, mrn, status, given_names, family_name, folded_name,"
                " folded_given, deceased, race, interpreter_needed, version)"
                " SELECT current_setting('app.organization_id')::uuid, uuidv7(), n::text, 'active', '[]',"
                " md5(n::text), md5(n::text), md5(n::text), false, '[]', false, 1 FROM generate_series(1, 5000) n"
            )
        )
    owner = await asyncpg.connect(urls.owner)  # of a table of somebody else's, ANALYZE only warns
    await owner.execute("ANALYZE participants")
    await owner.close()
    async with clinic.db() as db:
        query = names_query("abc", few=None, include_not_in_use=False, visible=true(), after=None, limit=50)
        statement = query.compile(dialect=db.get_bind().dialect, compile_kwargs={"literal_binds": True})
        connection = await db.connection()
        plan = "\n".join((await connection.exec_driver_sql(f"EXPLAIN {statement}")).scalars())
        assert await db.scalar(text("SELECT current_user")) == "handrail_app"
    assert "Seq Scan" not in plan, plan
    for index in ("ix_participants_folded_name", "ix_participants_folded_given", "ix_participants_folded_chosen"):
        assert index in plan, plan
