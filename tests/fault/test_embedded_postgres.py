"""The embedded server: who may reach it, what it survives, what it refuses and in which words."""

import asyncio
import os
import shutil
import socket
import stat
import subprocess
import time
from pathlib import Path

import asyncpg
import pytest
from tests.fault.conftest import Keeper, kill_outright, processes_in, wait_until
from tests.support.live_server import free_port

from handrail.core import postgres_install
from handrail.core.embedded_postgres import EmbeddedPostgres, PostgresError
from handrail.core.postgres_folder import LOG_LIMIT_BYTES, PostgresFolder
from handrail.core.postgres_install import Account, account_for

as_root = pytest.mark.skipif(os.geteuid() != 0, reason="only root has privileges to drop")


async def _ask(url: str, query: str) -> object:
    connection = await asyncpg.connect(url)
    try:
        return await connection.fetchval(query)
    finally:
        await connection.close()


def _mode(path: Path) -> int:
    return stat.S_IMODE(path.stat().st_mode)


def _exists(path: Path) -> bool:
    return path.exists()


def _sleeper(account: Account | None) -> subprocess.Popen[bytes]:
    return subprocess.Popen(["sleep", "60"], user=account.uid if account else None)


class TestWhoMayReachIt:
    async def test_it_listens_on_no_network_port(self, root: Path) -> None:
        with EmbeddedPostgres(root, durable=False) as server:
            assert await _ask(server.url(), "SHOW listen_addresses") == ""

    async def test_a_network_port_is_opened_on_request_beside_another_server(self, root: Path) -> None:
        port = free_port()
        with EmbeddedPostgres(root, durable=False, tcp_port=port) as server:
            # pragma: allowlist nextline secret
            url = f"postgresql://postgres:{server.password}@127.0.0.1:{port}/postgres"
            assert await _ask(url, "SELECT 1") == 1

    async def test_a_wrong_password_is_refused(self, root: Path) -> None:
        with (
            EmbeddedPostgres(root, durable=False) as server,
            pytest.raises(asyncpg.InvalidPasswordError),
        ):
            await _ask(server.url(user="postgres", password="guess"), "SELECT 1")

    def test_socket_and_secrets_are_closed_to_others(self, root: Path) -> None:
        with EmbeddedPostgres(root, durable=False) as server:
            assert _mode(Path(server.host)) == 0o700
            assert _mode(root / "data") == 0o700
            for name in ("superuser-password", "running.json", "postgres.log", "supervisor.lock"):
                assert _mode(root / name) == 0o600, name

    async def test_checksums_and_durability_are_on(self, root: Path) -> None:
        with EmbeddedPostgres(root) as server:
            for setting in ("data_checksums", "fsync", "full_page_writes", "synchronous_commit"):
                assert await _ask(server.url(), f"SHOW {setting}") == "on", setting

    async def test_failed_statements_leave_nothing_in_the_log(self, root: Path) -> None:
        with EmbeddedPostgres(root, durable=False) as server, pytest.raises(asyncpg.PostgresError):
            await _ask(server.url(), "SELECT 'canary-8231'::int")
        assert "canary-8231" not in (root / "postgres.log").read_text()


@as_root
class TestRoot:
    def test_the_server_runs_unprivileged(self, root: Path) -> None:
        postgres = EmbeddedPostgres(root, durable=False)
        with postgres:
            assert Path(f"/proc/{postgres.pid}").stat().st_uid != 0
            assert (root / "data").stat().st_uid != 0
            assert (root / "superuser-password").stat().st_uid == 0

    def test_a_folder_out_of_reach_is_named(self, root: Path) -> None:
        closed = root.parent / "closed"
        closed.mkdir(mode=0o700)
        with pytest.raises(PostgresError, match=f"cannot enter {closed}: choose --data-dir"):
            EmbeddedPostgres(closed / "postgresql").start()

    def test_programs_out_of_reach_are_copied(self, root: Path, monkeypatch: pytest.MonkeyPatch) -> None:
        closed = root.parent / "closed"
        closed.mkdir(mode=0o700)
        package = postgres_install._installed()
        shutil.copytree(package, closed / "embedded_postgres")
        shutil.copytree(package.parent / "embedded_postgres.libs", closed / "embedded_postgres.libs")
        monkeypatch.setattr(postgres_install, "_installed", lambda: closed / "embedded_postgres")
        for _ in range(2):  # copied by the first start, found by the second
            with EmbeddedPostgres(root, durable=False) as server:
                assert server.host
        assert len(list(root.glob("postgresql-*"))) == 1

    def test_the_owner_of_the_data_keeps_it(self, root: Path) -> None:
        with EmbeddedPostgres(root, durable=False):
            pass
        account = account_for(root / "data")
        assert account is not None
        assert account.uid == (root / "data").stat().st_uid


class TestSecondStart:
    async def test_it_attaches_to_the_running_server(self, root: Path) -> None:
        first, second = EmbeddedPostgres(root, durable=False), EmbeddedPostgres(root)
        server = first.start()
        try:
            assert second.start() == server
            assert second.attached
            second.stop()
            assert await _ask(server.url(), "SELECT 1") == 1
        finally:
            first.stop()

    def test_it_is_refused_where_it_must_be_alone(self, root: Path) -> None:
        with EmbeddedPostgres(root, durable=False), pytest.raises(PostgresError, match="Another Handrail already runs"):
            EmbeddedPostgres(root).start(attach=False)

    def test_it_takes_over_after_the_first_has_stopped(self, root: Path) -> None:
        for _ in range(2):
            postgres = EmbeddedPostgres(root, durable=False)
            postgres.start(attach=False)
            postgres.stop()


class TestUncleanEnd:
    def test_nothing_outlives_a_killed_parent(self, root: Path) -> None:
        keeper = Keeper.start(root)
        assert processes_in(root)
        keeper.kill()
        assert wait_until(lambda: not processes_in(root))

    async def test_a_killed_server_comes_back_by_itself(self, root: Path) -> None:
        postgres = EmbeddedPostgres(root, durable=False)
        with postgres as server:
            first = postgres.pid
            assert first is not None
            kill_outright(first)
            assert wait_until(lambda: postgres.pid not in (None, first))
            assert await _ask_patiently(server.url(), "SELECT 1") == 1

    async def test_a_server_killed_again_while_it_recovers_comes_back(self, root: Path) -> None:
        postgres = EmbeddedPostgres(root, durable=False)
        with postgres as server:
            killed = {None}
            for _ in range(3):
                assert wait_until(lambda: postgres.pid not in killed)
                assert postgres.pid is not None
                killed.add(postgres.pid)
                kill_outright(postgres.pid)
            assert await _ask_patiently(server.url(), "SELECT 1") == 1

    async def test_a_server_killed_before_it_wrote_its_sockets_lock_comes_back(self, root: Path) -> None:
        postgres = EmbeddedPostgres(root, durable=False)
        with postgres as server:
            first = postgres.pid
            assert first is not None
            (Path(server.host) / f".s.PGSQL.{server.port}.lock").write_text("")
            kill_outright(first)
            assert await _ask_patiently(server.url(), "SELECT 1") == 1

    async def test_a_server_that_outlived_its_parent_is_ended_first(self, root: Path) -> None:
        keeper = Keeper.start(root, "--without-parent-death")
        keeper.kill()
        assert processes_in(root)
        postgres = EmbeddedPostgres(root)
        with postgres as server:
            assert postgres.pid != keeper.postmaster
            assert await _ask(server.url(), "SELECT 1") == 1

    async def test_a_process_number_given_to_another_does_not_keep_it_down(self, root: Path) -> None:
        keeper = Keeper.start(root)
        kill_outright(keeper.process.pid)
        kill_outright(keeper.postmaster)
        keeper.kill()
        assert wait_until(lambda: not processes_in(root))
        lock = root / "data" / "postmaster.pid"
        account = account_for(root / "data")
        stranger = _sleeper(account)
        try:
            lines = lock.read_text().splitlines(keepends=True)
            lock.write_text("".join([f"{stranger.pid}\n", *lines[1:]]))
            with EmbeddedPostgres(root) as server:
                assert await _ask(server.url(), "SELECT 1") == 1
        finally:
            stranger.kill()
            stranger.wait()

    def test_a_lock_cut_short_by_the_machine_is_no_obstacle(self, root: Path) -> None:
        with EmbeddedPostgres(root, durable=False):
            pass
        (root / "data" / "postmaster.pid").write_text("")
        with EmbeddedPostgres(root, durable=False):
            pass

    def test_a_half_made_cluster_is_made_again(self, root: Path) -> None:
        (root / "data.incomplete").mkdir(parents=True)
        (root / "data.incomplete" / "PG_VERSION").write_text("18\n")
        with EmbeddedPostgres(root, durable=False):
            assert not (root / "data.incomplete").exists()


class TestLongPath:
    async def test_the_socket_goes_to_a_private_folder_and_is_removed(self, root: Path) -> None:
        deep = root / ("long-" * 20)
        with EmbeddedPostgres(deep, durable=False) as server:
            folder = Path(server.host)
            assert not folder.is_relative_to(root)
            assert _mode(folder) == 0o700
            assert await _ask(server.url(), "SELECT 1") == 1
        assert not _exists(folder)

    def test_the_folder_of_a_killed_run_is_removed_by_the_next(self, root: Path) -> None:
        deep = root / ("long-" * 20)
        keeper = Keeper.start(deep)
        left = Path(keeper.url.split("host=")[1].split("&")[0])
        keeper.kill()
        assert wait_until(lambda: not processes_in(root))
        assert left.exists()
        with EmbeddedPostgres(deep):
            assert not left.exists()


class TestRefusals:
    def test_data_of_another_version(self, root: Path) -> None:
        (root / "data").mkdir(parents=True)
        (root / "data" / "PG_VERSION").write_text("17\n")
        with pytest.raises(PostgresError, match="made by PostgreSQL 17 and this is 18: dump it"):
            EmbeddedPostgres(root).start()

    def test_a_folder_with_something_else_in_it(self, root: Path) -> None:
        (root / "data").mkdir(parents=True)
        (root / "data" / "holiday.jpg").touch()
        with pytest.raises(PostgresError, match="holds no PostgreSQL cluster: move its files away"):
            EmbeddedPostgres(root).start()
        assert (root / "data" / "holiday.jpg").exists()

    def test_a_file_in_place_of_the_folder(self, root: Path) -> None:
        root.touch()
        with pytest.raises(PostgresError, match="--data-dir"):
            EmbeddedPostgres(root).start()

    @pytest.mark.skipif(os.geteuid() == 0, reason="root may write everywhere")
    def test_a_folder_that_may_not_be_written(self, root: Path) -> None:
        root.mkdir(mode=0o500)
        with pytest.raises(PostgresError, match="--data-dir"):
            EmbeddedPostgres(root / "sub").start()
        root.chmod(0o700)

    def test_a_taken_port(self, root: Path) -> None:
        with socket.socket() as taken:
            taken.bind(("127.0.0.1", 0))
            taken.listen()
            with pytest.raises(PostgresError, match="is taken: choose another port"):
                EmbeddedPostgres(root, durable=False, tcp_port=taken.getsockname()[1]).start()

    def test_a_full_disk_is_called_that(self, root: Path) -> None:
        said = 'PANIC:  could not write to file "pg_wal/xlogtemp.29": No space left on device'
        assert "is full: free some space" in str(EmbeddedPostgres(root)._explain(said))

    def test_an_unknown_reason_is_passed_on(self, root: Path) -> None:
        said = "2026-01-01 00:00:00 UTC [7] FATAL:  configuration file contains errors\n"
        assert "configuration file contains errors. See" in str(EmbeddedPostgres(root)._explain(said))


def test_log_is_limited(root: Path) -> None:
    root.mkdir()
    folder = PostgresFolder(root)
    folder.log.write_bytes(b"x" * (LOG_LIMIT_BYTES + 1))
    assert folder.limit_log() == 0
    assert folder.log.stat().st_size == 0
    assert folder.log.with_suffix(".log.1").stat().st_size == LOG_LIMIT_BYTES + 1


async def _ask_patiently(url: str, query: str) -> object:
    deadline = time.monotonic() + 20
    while True:
        try:
            return await _ask(url, query)
        except (OSError, asyncpg.PostgresError, asyncpg.InterfaceError):
            assert time.monotonic() < deadline
            await asyncio.sleep(0.05)
