"""`handrail audit`: are the entries whole, and who looked at somebody's records?"""

import asyncio
from enum import StrEnum
from pathlib import Path
from typing import Annotated
from uuid import UUID

import asyncpg
import typer

from handrail import boot
from handrail.boot import BootError, ready_database
from handrail.command import DataDir, loading, settings_of
from handrail.core.audit_anchors import SinkVerdict, compare_with_sink
from handrail.core.audit_sealer import tell_restored
from handrail.core.audit_sealing import resume
from handrail.core.audit_sink import SinkFailed, is_address, make_sink, sink_file
from handrail.core.audit_verification import Verdict, chains, verify_chain
from handrail.core.ids import OrganizationId, ParticipantId
from handrail.core.settings import Settings

audit = typer.Typer(no_args_is_help=True, help="Whether audit entries are whole, and who looked at whose records.")


class ExportFormat(StrEnum):
    """How the list is written."""

    CSV = "csv"
    JSONL = "jsonl"


class ExportLanguage(StrEnum):
    """Language of the list in words: of the person who asked for it."""

    EN = "en"
    ES = "es"


@audit.command()
def verify(
    organization: Annotated[str | None, typer.Option(help="Short name of one organization [default: all].")] = None,
    sink: Annotated[
        Path | None, typer.Option(help="File of heads that was kept outside [default: HANDRAIL_AUDIT_SINK, if a file].")
    ] = None,
    data_dir: DataDir = None,
) -> None:
    """Read every chain again. The exit status is 1 if anything is wrong."""
    with ready_database(settings_of(data_dir)) as settings:
        whole = asyncio.run(_verify(settings, organization, sink or _own_sink(settings)))
    if not whole:
        raise typer.Exit(1)


def _own_sink(settings: Settings) -> Path | None:
    if settings.audit_sink is None or is_address(settings.audit_sink):
        return None
    return sink_file(settings.audit_sink)


async def _verify(settings: Settings, slug: str | None, sink: Path | None) -> bool:
    connection = await asyncpg.connect(boot.urls_of(settings).maintenance)
    try:
        known = await chains(connection, slug)
        if not known:
            raise BootError(f"There is no organization {slug!r}: see `handrail audit verify` without --organization.")
        names = dict(known)
        told = None if sink is None else await _compare(connection, sink, known[0][0] if slug else None)
        whole = True
        for organization_id, name in known:
            verdict = await verify_chain(connection, organization_id)
            if told is not None and (finding := told.findings.pop(organization_id, None)) is not None:
                verdict.found(finding.kind, finding.sequence)
            typer.echo(_line(name, verdict, 0 if told is None else told.declared.get(organization_id, 0)))
            whole = whole and not verdict.findings
        for organization_id, finding in ({} if told is None else told.findings).items():
            typer.echo(f"{names.get(organization_id, organization_id)}: {finding}, told by the sink alone")
            whole = False
        typer.echo(_about_sink(told, sink))
        return whole
    finally:
        await connection.close()


async def _compare(connection: asyncpg.Connection, sink: Path, only: OrganizationId | None) -> SinkVerdict:
    try:
        return await compare_with_sink(connection, sink, only=only)
    except OSError as error:
        raise BootError(f"The sink {sink} cannot be read ({error.strerror}): give the file with --sink.") from None


def _line(name: str, verdict: Verdict, declared: int) -> str:
    counted = f"{name}: {verdict.sealed:,} sealed, {verdict.unsealed:,} waiting, {verdict.rate:,} a second"
    if verdict.findings:
        verdict_text = "WRONG: " + "; ".join(str(finding) for finding in verdict.findings)
        if verdict.misfits:
            verdict_text += f" ({verdict.misfits:,} in all do not fit)"
    else:
        verdict_text = "whole"
    if verdict.restored_elsewhere:
        verdict_text += "; restored from another server: run `handrail audit resume`"
    if declared:
        verdict_text += f"; {declared:,} heads told before a declared restore are not in this database"
    return f"{counted}: {verdict_text}"


def _about_sink(told: SinkVerdict | None, sink: Path | None) -> str:
    if told is None:
        return (
            "No file of heads was compared: a chain that was rewritten as a whole is not found. Give one with --sink."
        )
    unreadable = f", {told.unreadable:,} lines unreadable" if told.unreadable else ""
    return f"Compared with {told.lines:,} heads in {sink}{unreadable}."


@audit.command("resume")
def resume_sealing(data_dir: DataDir = None) -> None:
    """After a restore: seal what was left unsealed, tell the sink, and go on. It is entered in the sink for good."""
    with ready_database(settings_of(data_dir)) as settings:
        asyncio.run(_resume(settings))


async def _resume(settings: Settings) -> None:
    connection = await asyncpg.connect(boot.urls_of(settings).maintenance)
    try:
        sealed = await resume(connection)
        typer.echo(f"{sealed:,} entries that were left unsealed are sealed; sealing goes on.")
        sink = make_sink(settings)
        if sink is not None:
            told = await tell_restored(connection, sink)
            typer.echo(f"The sink was told that {told:,} chains go on after a restore.")
    except SinkFailed as failed:
        raise BootError(f"The sink was not told ({failed}): mend it and run `handrail audit resume` again.") from None
    finally:
        await connection.close()


@audit.command()
def export(
    participant: Annotated[UUID, typer.Option(help="Id of the participant who asks.")],
    organization: Annotated[str, typer.Option(help="Short name of the organization.")],
    output: Annotated[Path | None, typer.Option(help="File to write [default: standard output].")] = None,
    format_: Annotated[ExportFormat, typer.Option("--format", help="csv for people, jsonl for programs.")] = (
        ExportFormat.CSV
    ),
    language: Annotated[ExportLanguage, typer.Option(help="Language of the csv: of the person who asks.")] = (
        ExportLanguage.EN
    ),
    data_dir: DataDir = None,
) -> None:
    """List who looked at a participant's records, for the participant. That it was listed is entered too."""
    if output is not None and output.exists():
        raise BootError(f"{output} exists already: choose another --output.")
    with loading():
        from handrail.commands.audit_exporting import export_entries  # noqa: PLC0415 - loads every slice, for its words

    with ready_database(settings_of(data_dir)) as settings:
        count = asyncio.run(
            export_entries(settings, organization, ParticipantId(participant), output, format_, language)
        )
    typer.echo(f"{count:,} entries.", err=True)
