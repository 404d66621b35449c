"""Homework as whoever does it sees it, and how far they came."""

from sqlalchemy.ext.asyncio import AsyncSession

from handrail.core.access import Actor
from handrail.core.ids import HomeworkId
from handrail.courses import homework, queries
from handrail.courses.errors import HomeworkNotFound
from handrail.courses.schemas import HomeworkAssign, HomeworkRead, HomeworkReport
from handrail.courses.vocabulary import HomeworkState
from handrail.curricula import catalogue as curricula
from handrail.me.asking import self_of
from handrail.me.errors import HomeworkReviewed
from handrail.me.schemas import MyHomework, MyHomeworkReport
from handrail.modalities import catalogue as modalities
from handrail.modalities.vocabulary import CatalogueLanguage

READ, ANSWER = "me:read", "me:answer"


def _name(one: HomeworkRead) -> HomeworkId:
    """What names it here: of what a group was given and nobody has spoken of yet, the giving."""
    found = one.id or one.delivery_id
    assert found is not None, "homework is somebody's own or was given by a delivery"
    return HomeworkId(found)


def _spanish(text: str) -> str | None:
    """Return what a curriculum's homework, or a kind of homework of a therapy, is called in Spanish."""
    shipped = (slice_.shipped_texts(CatalogueLanguage.ES) for slice_ in (curricula, modalities))
    return next((texts[text] for texts in shipped if text in texts), None)


def _read(one: HomeworkRead) -> MyHomework:
    return MyHomework(
        id=_name(one),
        episode_id=one.episode_id,
        text=one.text,
        text_es=_spanish(one.text),
        assigned_on=one.assigned_on,
        due_on=one.due_on,
        state=one.state,
        done=one.done,
        reported_on=one.reported_on,
    )


async def list_own(db: AsyncSession, actor: Actor) -> list[MyHomework]:
    """Return what is open and what was gone through, the youngest first."""
    found = await homework.list_homework(db, actor, self_of(actor), open_only=False, permission=READ)
    return [_read(one) for one in found]


async def report(db: AsyncSession, actor: Actor, homework_id: HomeworkId, told: MyHomeworkReport) -> MyHomework:
    """Note how far somebody came; what was given to their group becomes theirs with it. The last report holds."""
    found = await homework.list_homework(db, actor, self_of(actor), open_only=False, permission=READ)
    one = next((one for one in found if homework_id in (one.id, one.delivery_id)), None)
    if one is None:
        raise HomeworkNotFound()
    if one.state is HomeworkState.REVIEWED:
        raise HomeworkReviewed()
    if one.id is None or one.version is None:
        new = HomeworkAssign(episode_id=one.episode_id, delivery_id=one.delivery_id, assigned_on=one.assigned_on)
        row = await homework.assign(db, actor, new, permission=ANSWER)
        theirs, version = row.id, row.version
    else:
        theirs, version = one.id, one.version
    today = await queries.local_today(db)
    reported = HomeworkReport(done=told.done, reported_on=max(today, one.assigned_on))
    row = await homework.report(db, actor, theirs, reported, if_match=version, permission=ANSWER)
    return _read(await homework.read(db, row))
