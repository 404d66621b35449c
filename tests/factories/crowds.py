"""Many people at once, copied row by row from one made by the use cases."""

from uuid import UUID

from tests.factories.calendar import Scene

_COPY = """
    INSERT INTO {table}
    SELECT (jsonb_populate_record(original, jsonb_build_object({changed}))).*
    FROM {table} original, unnest($3::uuid[], $4::uuid[]) AS made(participant_id, episode_id)
    WHERE original.organization_id = $1 AND original.id = $2
"""


async def make_crowd(scene: Scene, count: int) -> list[str]:
    """Return the episodes of so many people who take part in the program since two weeks."""
    first = await scene.person()
    sql = scene.clinic.sql
    rows = await sql("SELECT uuidv7() AS participant_id, uuidv7() AS episode_id FROM generate_series(1, $1)", count)
    people, episodes = [row["participant_id"] for row in rows], [row["episode_id"] for row in rows]
    for table, original, changed in (
        (
            "participants",
            first.participant_id,
            "'id', made.participant_id, 'mrn', right(made.participant_id::text, 12)",
        ),
        ("episodes", first.id, "'id', made.episode_id, 'participant_id', made.participant_id"),
    ):
        await sql(
            _COPY.format(table=table, changed=changed),
            scene.clinic.organization_id,
            UUID(str(original)),
            people,
            episodes,
        )
    return [str(episode) for episode in episodes]
