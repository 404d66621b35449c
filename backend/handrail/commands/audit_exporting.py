"""The work of `handrail audit export`: who looked at somebody's records, read through the whole of Handrail."""

import asyncio
import os
import sys
from functools import partial
from pathlib import Path

from handrail.auditing import ExportFormat, ExportLanguage
from handrail.boot import BootError
from handrail.command import patient
from handrail.core.ids import OrganizationId, ParticipantId
from handrail.core.settings import Settings
from handrail.main import make_core, open_core
from handrail.reporting.audit_export import account_for, as_json, csv_line, in_words
from handrail.reporting.audit_words import wording


async def export_entries(
    settings: Settings,
    slug: str,
    participant_id: ParticipantId,
    output: Path | None,
    format_: ExportFormat,
    language: ExportLanguage,
) -> int:
    """Write the list to a new file that only its owner may read, or to standard output; return how many entries."""
    async with open_core(make_core(patient(settings))) as core:
        async with core.hot_pool.acquire() as connection:
            found = await connection.fetchval(
                "SELECT organization_id FROM organization_directory WHERE slug = $1", slug
            )
        if found is None:
            raise BootError(f"There is no organization {slug!r}: give another --organization.")
        words = wording(language.value)
        as_line = as_json if format_ is ExportFormat.JSONL else partial(in_words, words=words)
        heading = csv_line(*words.headings) if format_ is ExportFormat.CSV else ""
        try:
            # Bytes, so that lines end as RFC 4180 says on every platform.
            stream = sys.stdout.buffer if output is None else os.fdopen(_private(output), "wb")
        except OSError as error:
            raise BootError(f"{output} cannot be written ({error.strerror}): choose another --output.") from None
        try:
            stream.write(heading.encode())
            count = await account_for(
                core,
                OrganizationId(found),
                participant_id,
                write=lambda line: stream.write(line.encode()),
                as_line=as_line,
            )
        except BaseException:
            if output is not None:
                await asyncio.to_thread(output.unlink)  # half a list would look like a whole one
            raise
        stream.flush()
        if output is not None:
            stream.close()
        return count


def _private(path: Path) -> int:
    """Open a new file that only its owner may read."""
    return os.open(path, os.O_WRONLY | os.O_CREAT | os.O_EXCL, 0o600)
