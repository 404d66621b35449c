"""Before a merge: what it would bring together."""

from sqlalchemy.ext.asyncio import AsyncSession

from handrail.core.access import Actor
from handrail.core.ids import ParticipantId
from handrail.participants import service as participants
from handrail.reporting import merge_queries as queries
from handrail.reporting.merge_schemas import MergeConflict, MergePreview


async def preview_merge(
    db: AsyncSession, actor: Actor, participant_id: ParticipantId, into_participant_id: ParticipantId
) -> MergePreview:
    """Return what the merge would show together and what would not fit; refuse what the merge itself would refuse.

    Who may not manage separations is told nothing of them: the list is the same as if there were none.
    """
    merged, survivor = await participants.to_be_merged(db, actor, participant_id, into_participant_id)
    found = await queries.conflicts(db, merged.id, survivor.id, separations=actor.may("separation:manage"))
    return MergePreview(
        participant_id=merged.id,
        into_participant_id=survivor.id,
        birth_dates_differ=merged.birth_date is not None
        and survivor.birth_date is not None
        and merged.birth_date != survivor.birth_date,
        **await queries.hanging(db, merged.id),
        conflicts=[MergeConflict.model_validate(row) for row in found],
        more_conflicts=len(found) == queries.CONFLICTS_A_PREVIEW,
    )
