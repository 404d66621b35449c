"""`handrail import fhir`: the import with a progress bar, a table, and a report a machine can read.

`cli` mounts it: it alone knows how the database is made ready.
"""

import json
from pathlib import Path
from typing import Annotated, Final

import typer
from rich.console import Console
from rich.progress import BarColumn, DownloadColumn, Progress, TextColumn, TimeRemainingColumn
from rich.table import Table

from handrail.core.ids import OrganizationId
from handrail.core.state import Core
from handrail.fhir.importer import Advance, import_fhir
from handrail.fhir.reading import NothingToImport
from handrail.fhir.report import Report

Paths = Annotated[
    list[Path],
    typer.Argument(help="FHIR R4 bundles (.json), NDJSON files, or folders of them.", exists=True, readable=True),
]
Organization = Annotated[str, typer.Option("--organization", help="Short name of the organization to import into.")]
MrnSystem = Annotated[
    str | None,
    typer.Option(
        "--mrn-system", help="System whose numbers become the medical record numbers [default: new ones are given]."
    ),
]
ReportFile = Annotated[Path | None, typer.Option("--report", help="Write the report as JSON to this file.")]

REASONS_SHOWN: Final = 20


class ImportRefused(Exception):
    """The import cannot begin; the message says why and what mends it."""


async def run_import(
    core: Core,
    *,
    organization: str,
    paths: list[Path],
    mrn_system: str | None,
    report_file: Path | None,
    console: Console,
) -> Report:
    """Import into the organization of this short name, showing progress where somebody watches."""
    organization_id = await _organization(core, organization)
    columns = (TextColumn("{task.description}"), BarColumn(), DownloadColumn(), TimeRemainingColumn())
    with Progress(*columns, console=console, disable=not console.is_terminal, transient=True) as progress:
        task = progress.add_task("Importing", total=None)

        def advance(done: int, whole: int) -> None:
            progress.update(task, completed=done, total=whole)

        report = await _import(core, organization_id, paths, mrn_system, advance)
    print_report(report, console)
    if report_file is not None:
        _write(report, report_file)
    return report


def _write(report: Report, file: Path) -> None:
    file.write_text(json.dumps(report.as_json(), indent=2) + "\n", encoding="utf-8")


async def _import(
    core: Core, organization_id: OrganizationId, paths: list[Path], mrn_system: str | None, advance: Advance
) -> Report:
    try:
        return await import_fhir(core.sessions, organization_id, paths, mrn_system=mrn_system, advance=advance)
    except NothingToImport as nothing:
        raise ImportRefused(f"Nothing to import: {nothing}.") from None


async def _organization(core: Core, slug: str) -> OrganizationId:
    async with core.hot_pool.acquire() as connection:
        found = await connection.fetchval("SELECT organization_id FROM organization_directory WHERE slug = $1", slug)
    if found is None:
        raise ImportRefused(f"There is no organization {slug!r}. `handrail organization create` makes one.")
    return OrganizationId(found)


def print_report(report: Report, console: Console) -> None:
    """Show what became of the rows."""
    table = Table(title=f"{report.files} files in {report.seconds:.1f} s", title_justify="left")
    for heading in ("", "read", "accepted", "changed", "unchanged", "refused"):
        table.add_column(heading, justify="left" if not heading else "right")
    for kind, count in report.types.items():
        figures = (count.read, count.accepted, count.changed, count.unchanged, count.refused)
        table.add_row(kind.value, *(f"{figure:,}" for figure in figures))
    if report.unreadable_rows:
        table.add_row("(unreadable)", f"{report.unreadable_rows:,}", "", "", "", f"{report.unreadable_rows:,}")
    console.print(table)
    if report.not_imported:
        others = ", ".join(f"{name} {count:,}" for name, count in sorted(report.not_imported.items()))
        console.print(f"Not imported, by type: {others}", highlight=False)
    if report.skipped_values:
        skipped = ", ".join(f"{reason.value} {count:,}" for reason, count in sorted(report.skipped_values.items()))
        console.print(f"Values left out of rows that were taken: {skipped}", highlight=False)
    for reason, times in report.reasons.most_common():
        console.print(f"Refused: {reason.value} {times:,}", highlight=False)
    for one in report.refused_rows[:REASONS_SHOWN]:
        console.print(f"  file {one.file}, row {one.row}: {one.reason.value}", highlight=False)
    if report.refused > REASONS_SHOWN:
        console.print("  … the rest is in the file that --report writes", highlight=False)
    if report.refused_rows:
        console.print("Files are counted in the order of their paths.", highlight=False)
