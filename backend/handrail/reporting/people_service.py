"""Finding people, with where they take part."""

from sqlalchemy.ext.asyncio import AsyncSession

from handrail.core.access import Actor
from handrail.core.pagination import PageParams
from handrail.participants import service as participants
from handrail.participants.rules import called, full_name
from handrail.participants.schemas import ParticipantSearch
from handrail.reporting.people_queries import where_now
from handrail.reporting.people_schemas import ParticipantPage, ParticipantSummary


async def search_people(db: AsyncSession, actor: Actor, search: ParticipantSearch, page: PageParams) -> ParticipantPage:
    """Return people the actor may see who fit the search."""
    found = await participants.find_participants(db, actor, search, page)
    clinical = actor.may("schedule:clinical")
    places = await where_now(db, [person.id for person in found]) if clinical else {}
    items = []
    for person in found:
        program_name, cohort_name = places.get(person.id, (None, None))
        items.append(
            ParticipantSummary(
                id=person.id,
                mrn=person.mrn,
                chosen_name=called(
                    chosen_name=person.chosen_name, given_names=person.given_names, family_name=person.family_name
                ),
                full_name=full_name(given_names=person.given_names, family_name=person.family_name),
                family_name=person.family_name,
                pronouns=person.pronouns,
                birth_date=person.birth_date,
                status=person.status,
                program_name=program_name,
                cohort_name=cohort_name,
                version=person.version,
            )
        )
    return ParticipantPage(items=items, next_cursor=found.next_cursor)
