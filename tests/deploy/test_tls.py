"""A database URL as the server checks ask for it off the host: every way into the database speaks verified TLS."""

import asyncio
import ssl
import subprocess
from collections.abc import Iterator
from pathlib import Path
from urllib.parse import parse_qs, quote, urlsplit

import pytest
from sqlalchemy import text
from tests.deploy.container import DOCKER, needs_openssl
from tests.deploy.relay import Relay, relaying

from handrail.core import migrations
from handrail.core.cluster import Urls
from handrail.core.db import make_engine
from handrail.core.server_checks import refuse_unfit_server, transport_refusal


@pytest.fixture(scope="module")
def authorities(tmp_path_factory: pytest.TempPathFactory) -> tuple[Path, Path]:
    """The secrets of this installation, and those of another."""
    needs_openssl()
    folder = tmp_path_factory.mktemp("installations")
    for name in ("ours", "another"):
        subprocess.run([DOCKER / "prepare.sh", folder / name], check=True, capture_output=True, timeout=60)
    return folder / "ours", folder / "another"


@pytest.fixture
def relay(urls: Urls, authorities: tuple[Path, Path]) -> Iterator[Relay]:
    """The worker's database behind the certificate that prepare.sh made."""
    ours, _ = authorities
    certificate = ssl.create_default_context(ssl.Purpose.CLIENT_AUTH)
    certificate.minimum_version = ssl.TLSVersion.TLSv1_3
    certificate.load_cert_chain(ours / "database_server_certificate", ours / "database_server_key")
    query = parse_qs(urlsplit(urls.app).query)
    socket = Path(query["host"][0]) / f".s.PGSQL.{query['port'][0]}"
    with relaying(Relay(socket, certificate=certificate)) as relay:
        yield relay


def over_tls(url: str, relay: Relay, secrets: Path, host: str = "localhost") -> str:
    parts = urlsplit(url)
    authority = quote(str(secrets / "database_authority"))
    credentials = parts.netloc.rpartition("@")[0]
    return f"postgresql://{credentials}@{host}:{relay.port}{parts.path}?sslmode=verify-full&sslrootcert={authority}"


async def test_engine_and_checks_speak_verified_tls(urls: Urls, relay: Relay, authorities: tuple[Path, Path]) -> None:
    url = over_tls(urls.app, relay, authorities[0])
    assert transport_refusal(url) is None
    await refuse_unfit_server([url], expected_revision=migrations.head())
    engine = make_engine(url, pool_size=1, command_timeout_s=20)
    async with engine.connect() as connection:
        assert await connection.scalar(text("SELECT current_user")) == "handrail_app"
    await engine.dispose()
    assert (relay.encrypted, relay.plain) == (2, 0)


async def test_migrate_speaks_verified_tls(urls: Urls, relay: Relay, authorities: tuple[Path, Path]) -> None:
    await asyncio.to_thread(migrations.upgrade, over_tls(urls.owner, relay, authorities[0]))
    assert relay.encrypted == 2
    assert relay.plain == 0


@pytest.mark.parametrize(("installation", "host"), [(1, "localhost"), (0, "127.0.0.1")])
async def test_another_authority_or_name_is_refused(
    urls: Urls, relay: Relay, authorities: tuple[Path, Path], installation: int, host: str
) -> None:
    engine = make_engine(over_tls(urls.app, relay, authorities[installation], host), pool_size=1, command_timeout_s=20)
    with pytest.raises(ssl.SSLCertVerificationError):
        async with engine.connect():
            pass
    await engine.dispose()
