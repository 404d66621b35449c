"""The roster on paper: what is on it, where it lies, who may make it, and that the reading is audited."""

import errno
import os
import stat
from datetime import date, timedelta
from pathlib import Path

import pytest
from tests.factories.attendance import make_group
from tests.support.clinic import Clinic

from handrail.core.clock import now, today_in
from handrail.core.vocabulary import Role, ServiceKind
from handrail.reporting.downtime_jobs import periodic
from handrail.reporting.downtime_service import UnfitFolder, check_folder, forget_old, write_all
from handrail.reporting.downtime_sheet import Sheet, SheetPerson, SheetSession, render
from handrail.reporting.downtime_words import WORDS


@pytest.fixture
def folder(tmp_path: Path) -> Path:
    closed = tmp_path / "rosters"
    closed.mkdir(mode=0o700)
    return closed


def files_in(folder: Path) -> set[Path]:
    return set(folder.iterdir())


async def test_files_name_nobody_and_are_their_owners_alone(clinic: Clinic, folder: Path) -> None:
    group = await make_group(clinic)
    async with clinic.db() as db:
        (file,) = await write_all(db, folder, again=True)
    assert file.name == f"{clinic.organization_id}_{group.location_id}_{group.session.local_date}.html"
    assert stat.S_IMODE(file.stat().st_mode) == 0o600
    page = file.read_text()
    mrns = await clinic.sql("SELECT mrn FROM participants WHERE organization_id = $1", clinic.organization_id)
    assert len(mrns) == 3
    assert all(row["mrn"] in page for row in mrns)
    assert "DBT skills" not in page
    assert "Ana Okafor" in page
    assert files_in(folder) == {file}


async def test_reading_is_audited_with_everybody_on_it(clinic: Clinic, folder: Path) -> None:
    group = await make_group(clinic)
    async with clinic.db() as db:
        await write_all(db, folder, again=True)
    entry = await clinic.sql(
        "SELECT client, participant_ids FROM audit_entries WHERE organization_id = $1 AND action = $2",
        clinic.organization_id,
        "read_downtime_roster",
    )
    assert [row["client"] for row in entry] == ["server"]
    assert set(entry[0]["participant_ids"]) == {episode.participant_id for episode in group.episodes}


async def test_a_night_makes_it_once(clinic: Clinic, folder: Path) -> None:
    await make_group(clinic)
    async with clinic.db() as db:
        written = await write_all(db, folder)
        again = await write_all(db, folder)
    assert again == []
    for file in written:
        os.utime(file, ((now() - timedelta(days=1)).timestamp(),) * 2)
    async with clinic.db() as db:
        assert await write_all(db, folder) == written


async def test_page_is_for_the_desk_and_the_director(clinic: Clinic) -> None:
    group = await make_group(clinic)
    url = f"/api/v1/locations/{group.location_id}/downtime-roster"
    answer = await (await clinic.client(Role.FRONT_DESK)).get(url)
    assert (answer.status_code, answer.headers["content-type"]) == (200, "text/html; charset=utf-8")
    spanish = await (await clinic.client(Role.FRONT_DESK)).get(url, params={"language": "es"})
    assert "Hora prevista" in spanish.text
    assert answer.headers["cache-control"] == "no-store"
    assert (await group.therapist.get(url)).status_code == 403
    late = str(today_in(clinic.time_zone) + timedelta(days=300))
    director = await clinic.client(Role.PROGRAM_DIRECTOR)
    missing = await director.get(url, params={"date": late})
    assert (missing.status_code, missing.json()["code"]) == (404, "no-clinic-day")


async def test_a_folder_that_takes_nothing_is_told_to_staff_and_to_who_runs_it(clinic: Clinic, folder: Path) -> None:
    await make_group(clinic)
    desk = await clinic.client(Role.FRONT_DESK)
    operator = await clinic.anonymous()

    async def figure() -> float:
        told = (await operator.get("/metrics")).text
        wanted = 'handrail_work_failing_seconds{work="downtime_rosters"} '
        return next(float(line.removeprefix(wanted)) for line in told.splitlines() if line.startswith(wanted))

    async def night(to: Path) -> None:
        (work,) = periodic(to, "es")
        async with clinic.db() as db:
            await work.handler(db, {})

    await night(folder / "nowhere")
    await clinic.sql("UPDATE watched_work SET failing_since = now() - interval '2 hours'")
    await night(folder / "nowhere")
    nights = (await desk.get("/api/v1/downtime-rosters")).json()
    assert nights["failing_since"] < nights["looked_at"]
    assert await figure() >= 7200
    await night(folder)
    assert (await desk.get("/api/v1/downtime-rosters")).json()["failing_since"] is None
    assert await figure() == 0
    # In the middle of the night nothing is due yet.
    assert all("Lista en papel" in file.read_text() for file in files_in(folder))


def test_a_disk_that_takes_nothing_is_found_by_writing(folder: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    def full(_: int) -> None:
        raise OSError(errno.ENOSPC, "no space")

    monkeypatch.setattr(os, "fsync", full)
    with pytest.raises(UnfitFolder, match="ENOSPC"):
        check_folder(folder)


def test_names_are_text_and_never_markup() -> None:
    person = SheetPerson("M-1", "<script>alert(1)</script>", "A & B", "09:30")
    session = SheetSession("09:30", "11:00", ServiceKind.GROUP, "<b>", False, "Ana", (person,))
    page = render(Sheet("Clinic", "Cedar", date(2026, 11, 26), now(), "America/New_York", (session,)))
    assert "<script>" not in page
    assert "&lt;script&gt;alert(1)&lt;/script&gt;" in page
    assert "A &amp; B" in page


def test_both_languages_have_the_same_words() -> None:
    assert WORDS["en"].keys() == WORDS["es"].keys()
    assert all(kind in WORDS["es"] for kind in ServiceKind)
    sheet = Sheet("Clínica", "Cedro", date(2026, 11, 26), now(), "America/New_York", ())
    page = render(sheet, "es")
    assert '<html lang="es">' in page
    assert "jueves, 26 de noviembre de 2026" in page


def test_only_a_folder_closed_to_others_is_used(folder: Path) -> None:
    check_folder(folder)
    folder.chmod(0o755)
    with pytest.raises(UnfitFolder):
        check_folder(folder)
    with pytest.raises(UnfitFolder):
        check_folder(folder / "nowhere")


async def test_rosters_of_more_than_three_days_ago_are_removed(clinic: Clinic, folder: Path) -> None:
    today = date(2026, 11, 26)
    place = clinic.organization_id
    names = {day: folder / f"{place}_{place}_2026-11-{day}.html" for day in (22, 23, 26)}
    other = folder / f"{'0' * 8}-0000-0000-0000-{'0' * 12}_{place}_2026-11-01.html"
    for file in (*names.values(), other):
        file.write_text("x")
    forget_old(folder, clinic.organization_id, today)
    assert files_in(folder) == {names[23], names[26], other}
