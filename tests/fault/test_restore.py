"""Restore drills: the database as it was at a chosen second, and as it was at the end, from base backup and archive."""

import asyncio
import shutil
import stat
import tempfile
import time
from collections.abc import AsyncIterator, Callable, Iterator
from contextlib import asynccontextmanager, redirect_stderr, redirect_stdout
from dataclasses import dataclass
from datetime import UTC, datetime, timedelta
from io import StringIO
from pathlib import Path
from uuid import UUID

import asyncpg
import httpx
import pytest
from tests.fault.conftest import kill_outright
from tests.support.clinic import Clinic
from tests.support.figures import Figures

from handrail import backups
from handrail.boot import BootError
from handrail.core import backup as base_backups
from handrail.core import cluster, migrations
from handrail.core.archive import Archive
from handrail.core.embedded_postgres import EmbeddedPostgres, Server
from handrail.core.postgres_install import PostgresError
from handrail.core.restore import choose, restore
from handrail.core.settings import Settings
from handrail.core.vocabulary import Role
from handrail.main import create_app

pytestmark = pytest.mark.timeout(1800)

WRITERS = 3


@pytest.fixture
def archive(root: Path) -> Archive:
    """A backup folder beside the cluster."""
    return Archive(root.parent / "backups", timeout_s=5)


async def ask(url: str, query: str, *arguments: object) -> object:
    connection = await asyncpg.connect(url)
    try:
        return await connection.fetchval(query, *arguments)
    finally:
        await connection.close()


async def hashes(server: Server) -> dict[str, str]:
    """Of every table, the number of its rows and a hash of them all, as the superuser sees them."""
    connection = await asyncpg.connect(server.url(cluster.DATABASE))
    try:
        names = await connection.fetch(
            "SELECT relname FROM pg_class WHERE relkind = 'r' AND relnamespace = 'public'::regnamespace"
        )
        return {
            name: await connection.fetchval(
                f"SELECT count(*) || ' ' || md5(coalesce(string_agg(md5(t::text), '' ORDER BY md5(t::text)), ''))"
                f" FROM {name} AS t"
            )
            for (name,) in names
        }
    finally:
        await connection.close()


class Writers:
    """People who keep writing through the API; what was acknowledged is noted."""

    def __init__(self, client: httpx.AsyncClient) -> None:
        self.acknowledged: set[UUID] = set()
        self._client = client
        self._go = asyncio.Event()
        self._go.set()
        self._busy = 0
        self._changed = asyncio.Condition()
        self._end = False

    async def run(self) -> None:
        while not self._end:
            await self._go.wait()
            self._busy += 1
            answer = await self._client.post(
                "/api/v1/participants",
                json={"given_names": ["Drill"], "family_name": "Person", "birth_date": "1990-01-01"},
            )
            assert answer.status_code == 201, answer.text
            async with self._changed:
                self._busy -= 1
                self.acknowledged.add(UUID(answer.json()["id"]))
                self._changed.notify_all()

    @asynccontextmanager
    async def paused(self) -> AsyncIterator[datetime]:
        """Nothing is written; yields a whole second that began after the last write and has passed."""
        self._go.clear()
        async with self._changed:
            await self._changed.wait_for(lambda: not self._busy)
        quiet = datetime.now(UTC)
        await asyncio.sleep(1.1)
        second = (quiet + timedelta(seconds=1)).replace(microsecond=0)
        yield second
        self._go.set()

    async def write_some(self, number: int) -> None:
        """Wait until so many more were acknowledged."""
        enough = len(self.acknowledged) + number
        async with self._changed:
            await self._changed.wait_for(lambda: len(self.acknowledged) >= enough)

    def end(self) -> None:
        self._end = True
        self._go.set()


@asynccontextmanager
async def writing(server: Server, root: Path) -> AsyncIterator[Writers]:
    """The service over a new database, with people who write."""
    urls = await cluster.prepare(server, cluster.role_passwords(root))
    await asyncio.to_thread(migrations.upgrade, urls.owner)
    settings = Settings.model_validate(
        {
            "database_url": urls.app,
            "owner_database_url": urls.owner,
            "auditor_database_url": urls.auditor,
            "maintenance_database_url": urls.maintenance,
            "statement_timeout_s": 20,
            "request_timeout_s": 30,
        }
    )
    app = create_app(settings)
    async with app.router.lifespan_context(app), asyncpg.create_pool(urls.maintenance, min_size=0) as maintenance:
        clinic = Clinic(app, maintenance)
        await clinic.open()
        writers = Writers(await clinic.client(Role.INTAKE_COORDINATOR))
        async with asyncio.TaskGroup() as group:
            for _ in range(WRITERS):
                group.create_task(writers.run())
            yield writers
            writers.end()
        await clinic.close()


def start_over(root: Path) -> EmbeddedPostgres:
    """The restored server, as the next `handrail serve` starts it."""
    return EmbeddedPostgres(root / "postgresql")


async def test_every_table_is_as_it_was_at_a_chosen_second_and_at_the_end(
    root: Path, archive: Archive, figures: Figures
) -> None:
    rounds = figures.count(10, small=1)
    postgres = EmbeddedPostgres(root, archive=archive)
    server = postgres.start()
    marked: list[tuple[datetime, dict[str, str]]] = []
    try:
        async with writing(server, root) as writers:
            for _ in range(rounds):
                await writers.write_some(20)
                await asyncio.to_thread(base_backups.take, server, archive, cluster.DATABASE)
                await writers.write_some(20)
                async with writers.paused() as second:
                    marked.append((second, await hashes(server)))
                await writers.write_some(20)
            acknowledged = set(writers.acknowledged)
            await asyncio.to_thread(base_backups.take, server, archive, cluster.DATABASE)
            await writers.write_some(5)
        assert postgres.pid is not None
        kill_outright(postgres.pid)
    finally:
        postgres.stop()
    shutil.rmtree(root)

    seconds = []
    for number, (second, expected) in enumerate(marked):
        target = root.parent / f"restored-{number}"
        began = time.monotonic()
        await asyncio.to_thread(restore, archive, target, second, migrations.known())
        seconds.append(time.monotonic() - began)
        with start_over(target) as restored:
            assert await hashes(restored) == expected
        shutil.rmtree(target)

    target = root.parent / "end"
    for backup in base_backups.backups(archive)[1:]:
        shutil.rmtree(archive.base / backup.name)  # from the oldest, so that the archive is read over its whole length
    await asyncio.to_thread(restore, archive, target, None, migrations.known())
    with start_over(target) as restored:
        connection = await asyncpg.connect(restored.url(cluster.DATABASE))
        there = {row["id"] for row in await connection.fetch("SELECT id FROM participants")}
        await connection.close()
    assert not acknowledged - there, f"{len(acknowledged - there)} acknowledged and archived writes are gone"
    figures.tell(
        23,
        f"restores to a chosen second: {len(marked)}, the rows of {len(marked[0][1])} tables equal by hash, longest"
        f" {max(seconds):.1f} s; one to the end: {len(acknowledged):,} acknowledged writes, none lost",
    )


async def small(server: Server, root: Path) -> None:
    """Just the database, without the schema of Handrail."""
    await cluster.prepare(server, cluster.role_passwords(root))


def told(command: Callable[..., None], **options: object) -> str:
    """What a command says, on both streams."""
    with redirect_stdout(StringIO()) as said, redirect_stderr(said):
        command(**options)
    return said.getvalue()


@dataclass(frozen=True)
class Kept:
    """A backup folder with one small backup, and the passwords its database had."""

    archive: Archive
    taken: base_backups.Backup
    secrets: list[str]


@pytest.fixture(scope="module")
def kept() -> Iterator[Kept]:
    """Taken by the command from a running server."""
    folder = Path(tempfile.mkdtemp(prefix="hr-fault-"))
    folder.chmod(0o711)
    live, archive = folder / "live", Archive(folder / "backups")
    with EmbeddedPostgres(live / "postgresql", archive=archive) as server:
        asyncio.run(small(server, live / "postgresql"))
        with pytest.MonkeyPatch.context() as environment:
            environment.setenv("HANDRAIL_BACKUP_DIR", str(archive.folder))
            said = told(backups.backup, to=None, keep=7, data_dir=live)
        assert "verified; log 0/" in said
        assert "The log is archived up to 0" in said
        said = told(backups.backup, to=folder / "elsewhere", keep=7, data_dir=live)
        assert "restores to its own moment only" in said
    (taken,) = base_backups.backups(archive)
    yield Kept(archive, taken, [server.password, *cluster.role_passwords(live / "postgresql").values()])
    shutil.rmtree(folder)


class TestBackup:
    def test_it_holds_no_password_and_is_closed_to_others(self, kept: Kept) -> None:
        for path in kept.archive.folder.rglob("*"):
            assert stat.S_IMODE(path.stat().st_mode) & 0o077 == 0, path
            if path.is_file():
                content = path.read_bytes()
                assert not any(secret.encode() in content for secret in kept.secrets), path

    def test_without_a_place_or_a_database_it_says_so(self, tmp_path: Path) -> None:
        with pytest.raises(BootError, match="Say where the backup goes"):
            backups.backup(to=None, keep=7, data_dir=tmp_path)
        with pytest.raises(BootError, match="There is no database in"):
            backups.backup(to=tmp_path / "b", keep=7, data_dir=tmp_path)
        assert not (tmp_path / "b").exists()

    async def test_old_backups_go_and_the_log_of_the_kept_ones_stays(self, root: Path, archive: Archive) -> None:
        taken = []
        with EmbeddedPostgres(root, archive=archive) as server:
            await small(server, root)
            for number in range(3):
                taken.append(await asyncio.to_thread(base_backups.take, server, archive, cluster.DATABASE))
                await ask(server.url(cluster.DATABASE), f"CREATE TABLE t{number} (id int)")
                await asyncio.sleep(1)  # a backup is named for its second
        assert base_backups.prune(archive, keep=2)[0] == 1
        assert base_backups.backups(archive) == taken[1:]
        segments = sorted(path.name[:24] for path in archive.wal.iterdir())
        assert segments[0] == taken[1].first_segment

    def test_a_folder_of_another_database_is_refused(self, root: Path, archive: Archive) -> None:
        with EmbeddedPostgres(root, archive=archive):
            pass
        with pytest.raises(PostgresError, match=r"belongs to another database: give .* one of its own"):
            EmbeddedPostgres(root.parent / "other" / "postgresql", archive=archive).start()

    def test_a_folder_with_something_else_in_it_is_refused(self, root: Path, archive: Archive) -> None:
        archive.folder.mkdir()
        (archive.folder / "holiday.jpg").touch()
        with pytest.raises(PostgresError, match="is no backup folder: choose an empty or new one"):
            EmbeddedPostgres(root, archive=archive).start()

    def test_an_empty_disk_of_its_own_is_taken(self, root: Path, archive: Archive) -> None:
        root.mkdir()
        (archive.folder / "lost+found").mkdir(parents=True)
        archive.claim(root)
        archive.claim(root)
        assert (archive.folder / "belongs-to").read_text() == (root / "archive-id").read_text()

    def test_a_file_of_the_log_is_never_replaced_by_other_content(self, root: Path, archive: Archive) -> None:
        archive.wal.mkdir(parents=True)
        segment = archive.wal / ("0" * 23 + "1")
        segment.write_bytes(b"one" * 1000)
        archive.compress()
        assert [path.name for path in archive.wal.iterdir()] == [f"{segment.name}.gz"]
        segment.write_bytes(b"one" * 1000)
        archive.compress()  # archived twice: the same, and gone
        segment.write_bytes(b"two" * 1000)
        with pytest.raises(PostgresError, match="two databases have archived"):
            archive.compress()
        assert segment.exists()

    def test_what_is_unpacked_is_what_was_packed_holes_included(self, root: Path, archive: Archive) -> None:
        archive.wal.mkdir(parents=True)
        content = b"begin" + bytes(700_000) + b"middle" + bytes(1_500_000)
        segment = archive.wal / ("0" * 23 + "1")
        segment.write_bytes(content)
        archive.compress()
        root.mkdir()
        (unpacked,) = archive.fetch(segment.name, root)
        assert unpacked.read_bytes() == content
        assert unpacked.stat().st_blocks * 512 < len(content) / 2


class TestRestore:
    def test_refusals_say_what_mends_them(self, kept: Kept, tmp_path: Path) -> None:
        target = tmp_path / "new"
        with pytest.raises(PostgresError, match=r"The oldest backup is of .*: choose that or a later --at"):
            restore(kept.archive, target, kept.taken.started_at - timedelta(days=1), [])
        target.mkdir()
        (target / "holiday.jpg").touch()
        with pytest.raises(PostgresError, match="is not empty: restore into a new --data-dir"):
            restore(kept.archive, target, None, [])
        with pytest.raises(BootError, match="needs its zone"):
            backups.restore(source=kept.archive.folder, data_dir=target, at="2026-11-26")
        with pytest.raises(BootError, match="is no backup folder"):
            backups.restore(source=tmp_path, data_dir=target, at=None)

    def test_a_changed_byte_is_found_before_anything_is_restored(self, kept: Kept, tmp_path: Path) -> None:
        victim = kept.archive.base / kept.taken.name / "data" / "pg_hba.conf"
        content = victim.read_bytes()
        victim.write_bytes(bytes([content[0] ^ 1]) + content[1:])
        try:
            with pytest.raises(PostgresError, match="The backup is damaged: checksum mismatch"):
                restore(kept.archive, tmp_path / "new", None, [])
        finally:
            victim.write_bytes(content)
        assert not (tmp_path / "new" / "postgresql").exists()

    def test_a_moment_after_the_archive_is_not_passed_off_as_its_end(self, kept: Kept, root: Path) -> None:
        target = root.parent / "new"
        with pytest.raises(PostgresError, match="leave --at out to restore to the end"):
            restore(kept.archive, target, kept.taken.finished_at + timedelta(days=1), [])
        assert not (target / "postgresql").exists()

    def test_the_command_restores_to_the_end_with_new_passwords(self, kept: Kept, root: Path) -> None:
        target = root.parent / "new"
        said = told(backups.restore, source=kept.archive.folder, data_dir=target, at=None)
        assert "the next start brings it to" in said
        new = cluster.role_passwords(target / "postgresql")
        assert not set(new.values()) & set(kept.secrets)
        assert stat.S_IMODE((target / "postgresql" / "superuser-password").stat().st_mode) == 0o600
        assert not (target / "postgresql" / "archived-log").exists()

    def test_a_schema_this_version_does_not_know_is_refused_before_anything_is_copied(
        self, root: Path, archive: Archive
    ) -> None:
        archive.base.mkdir(parents=True)
        moment = datetime(2026, 11, 26, tzinfo=UTC)
        backup = base_backups.Backup(
            name="x", started_at=moment, finished_at=moment, seconds=1, size_bytes=1, timeline=1,
            first_segment="0" * 24, start_lsn="0/0", end_lsn="0/0", archived_to=None, schema_revision="9999",
        )  # fmt: skip
        (archive.base / "x").mkdir()
        (archive.base / "x" / "backup.json").write_text(backup.to_json())
        with pytest.raises(PostgresError, match="schema 9999, which this version does not know"):
            restore(archive, root.parent / "new", None, migrations.known())

    def test_the_newest_backup_that_was_whole_by_then_is_chosen(self) -> None:
        noon = datetime(2026, 11, 26, 12, tzinfo=UTC)
        known = [
            base_backups.Backup(str(hour), noon, noon + timedelta(hours=hour), 1, 1, 1, "0" * 24, "", "", None, None)
            for hour in range(3)
        ]
        assert choose(known, noon + timedelta(hours=1, minutes=59)).name == "1"
        assert choose(known, noon + timedelta(hours=1)).name == "1"
        assert choose(known, None).name == "2"
