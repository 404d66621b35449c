"""The night's rosters on paper. Asked every hour, since each clinic has its own night; made once."""

from collections.abc import Mapping
from pathlib import Path
from uuid import UUID

import structlog
from sqlalchemy.ext.asyncio import AsyncSession

from handrail.core.jobs import Periodic
from handrail.core.kind_words import Language
from handrail.core.watched import note
from handrail.reporting.downtime_service import WORK, UnfitFolder, write_all

log = structlog.get_logger("handrail.downtime")


def periodic(folder: Path | None, language: Language) -> tuple[Periodic, ...]:
    """Return the night's work where a folder is set."""
    if folder is None:
        return ()

    async def write(db: AsyncSession, _: Mapping[str, UUID]) -> None:
        try:
            written = await write_all(db, folder, language=language)
        except (UnfitFolder, OSError) as error:
            log.error("downtime rosters are not written", reason=_reason(error))
            await note(db, WORK, failing=True)
            return
        await note(db, WORK, failing=False)
        if written:
            log.info("downtime rosters are written", files=len(written))

    return (Periodic("reporting_downtime_rosters", "11 * * * *", write),)


def _reason(error: Exception) -> str:
    return str(error) if isinstance(error, UnfitFolder) else type(error).__name__
