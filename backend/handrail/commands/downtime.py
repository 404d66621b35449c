"""`handrail downtime-roster`."""

import asyncio

from handrail.boot import BootError, ready_database
from handrail.command import DataDir, settings_of
from handrail.core.settings import Settings
from handrail.main import make_core, open_core
from handrail.reporting.downtime_command import In, On, OrganizationName, Out, RosterRefused, run_downtime


def downtime_roster(
    organization: OrganizationName, out: Out, on: On = None, language: In = "en", data_dir: DataDir = None
) -> None:
    """Write the coming clinic day's rosters on paper, one page to print a location."""

    async def work(settings: Settings) -> None:
        async with open_core(make_core(settings)) as core:
            try:
                await run_downtime(
                    core, organization=organization, on=on.date() if on else None, out=out, language=language
                )
            except RosterRefused as refused:
                raise BootError(str(refused)) from refused

    with ready_database(settings_of(data_dir)) as settings:
        asyncio.run(work(settings))
