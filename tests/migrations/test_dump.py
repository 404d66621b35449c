"""A dump by the maintenance role has every organization's rows; the owner's would be empty."""

import asyncio
import subprocess

from tests.support.clinic import Clinic

from handrail.core.cluster import Urls
from handrail.core.postgres_install import tool


def dump(url: str) -> str:
    done = subprocess.run(
        [tool("pg_dump"), "--enable-row-security", "--data-only", "--no-owner", "--dbname", url],
        capture_output=True,
        text=True,
        check=False,
    )
    assert done.returncode == 0, done.stderr
    return done.stdout


async def test_maintenance_may_dump_every_row(clinic: Clinic, other_clinic: Clinic, urls: Urls) -> None:
    dumped = await asyncio.to_thread(dump, urls.maintenance)
    assert f"\t{clinic.slug}\t" in dumped.partition("COPY public.organizations ")[2].partition("\\.")[0]
    assert f"\t{other_clinic.slug}\t" in dumped
