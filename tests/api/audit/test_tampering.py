"""Test 21 of the reliability list: tamperings of somebody with every right on the database.

Each is found, at its place, and named.
"""

import os
import subprocess
import sys
from datetime import timedelta
from pathlib import Path

import pytest
from tests.factories.audit import Vault
from tests.support.figures import Figures

from handrail.core.audit import INSTANCE
from handrail.core.audit_anchors import compare_with_sink
from handrail.core.audit_sealer import tell_heads
from handrail.core.audit_sink import FileSink
from handrail.core.cluster import Urls
from handrail.core.ids import OrganizationId, new_id

pytestmark = pytest.mark.fault

AT_ONCE = timedelta(0)

EDITS = {
    "format": "format + 1",
    "at": "at - interval '1 microsecond'",
    "request_id": "request_id || ' '",
    "account_id": "NULL",
    "roles": "'{administrator}'",
    "client": "'session'",
    "action": "'read_week'",
    "outcome": "'refused'",
    "status": "304",
    "resource": "'/week'",
    "resource_ids": 'resource_ids || \'{"location_id": "x"}\'',
    "participant_ids": "participant_ids[1:1]",
    "break_glass_reason": "''",
    "part2": "true",
    "created_at": "created_at + interval '1 second'",
    "xid": "'7'",
}


async def sealed(vault: Vault, organization_id: OrganizationId, count: int = 10) -> None:
    await vault.write(organization_id, count)
    await vault.seal()


async def test_a_chain_nobody_touched_is_whole(vault: Vault, organization_id: OrganizationId) -> None:
    await sealed(vault, organization_id)
    await vault.write(organization_id, 2)
    verdict = await vault.verdict(organization_id)
    assert (verdict.findings, verdict.sealed, verdict.unsealed) == ([], 10, 2)


async def test_an_edited_entry_is_found_whatever_was_edited(vault: Vault, figures: Figures) -> None:
    for column, value in EDITS.items():
        organization_id = OrganizationId(new_id())
        await sealed(vault, organization_id)
        edited = await vault.superuser.execute(
            f"UPDATE audit_entries SET {column} = {value} WHERE organization_id = $1"
            " AND id = (SELECT entry_id FROM audit_seals WHERE organization_id = $1 AND sequence = 4)",
            organization_id,
        )
        assert edited == "UPDATE 1", column
        assert "edited entry at 4" in await vault.findings(organization_id), column
    figures.tell(21, f"{len(EDITS)} columns of an entry edited, one after another: each found at its entry")


async def test_every_column_is_edited_above(vault: Vault) -> None:
    columns = await vault.superuser.fetch(
        "SELECT column_name AS name FROM information_schema.columns WHERE table_name = 'audit_entries'"
    )
    assert {row["name"] for row in columns} - EDITS.keys() == {"organization_id", "id"}


@pytest.mark.parametrize("with_its_seal", [False, True])
async def test_a_deleted_entry_leaves_a_gap(
    vault: Vault, organization_id: OrganizationId, figures: Figures, with_its_seal: bool
) -> None:
    await sealed(vault, organization_id)
    await delete(vault, organization_id, "sequence = 5", seals=with_its_seal)
    assert await vault.findings(organization_id) == ["missing entry at 5"]
    figures.tell(21, f"an entry deleted, {'with' if with_its_seal else 'without'} its seal: found where it is missing")


async def delete(vault: Vault, organization_id: OrganizationId, which: str, *, seals: bool) -> None:
    await vault.superuser.execute(
        "DELETE FROM audit_entries WHERE organization_id = $1"
        f" AND id IN (SELECT entry_id FROM audit_seals WHERE organization_id = $1 AND {which})",
        organization_id,
    )
    if seals:
        await vault.superuser.execute(
            f"DELETE FROM audit_seals WHERE organization_id = $1 AND {which}", organization_id
        )


@pytest.mark.parametrize(("what", "columns"), [("entries", "entry_id"), ("seals", "entry_id, hash")])
async def test_what_changed_places_is_found(
    vault: Vault, organization_id: OrganizationId, figures: Figures, what: str, columns: str
) -> None:
    await sealed(vault, organization_id)
    await swap(vault, organization_id, columns)
    assert await vault.findings(organization_id) == ["entries changed places at 3"]
    figures.tell(21, f"two {what} exchanged: found at the first of their places")


async def swap(vault: Vault, organization_id: OrganizationId, columns: str) -> None:
    """Exchange these columns of the seals 3 and 7."""
    async with vault.superuser.transaction():
        await vault.superuser.execute(
            "CREATE TEMP TABLE moved ON COMMIT DROP AS"
            " SELECT * FROM audit_seals WHERE organization_id = $1 AND sequence IN (3, 7)",
            organization_id,
        )
        await vault.superuser.execute("DELETE FROM audit_seals s USING moved m WHERE s.entry_id = m.entry_id")
        await vault.superuser.execute(
            "INSERT INTO audit_seals (organization_id, sequence, format, created_at, entry_id, hash)"
            " SELECT mine.organization_id, mine.sequence, mine.format, mine.created_at,"
            f" other.entry_id, {'other' if 'hash' in columns else 'mine'}.hash"
            " FROM moved mine JOIN moved other ON other.sequence <> mine.sequence"
        )


@pytest.mark.parametrize("seals", [False, True])
async def test_an_end_that_was_cut_off_is_found(
    vault: Vault, organization_id: OrganizationId, figures: Figures, seals: bool
) -> None:
    await sealed(vault, organization_id)
    await delete(vault, organization_id, "sequence > 7", seals=seals)
    assert await vault.findings(organization_id) == ["end cut off at 8"]
    figures.tell(21, f"the end cut off, {'with' if seals else 'without'} its seals: found where it was")


async def test_an_end_cut_off_with_its_head_shows_against_the_sink(
    vault: Vault, organization_id: OrganizationId, figures: Figures, tmp_path: Path
) -> None:
    await sealed(vault, organization_id)
    heads = tmp_path / "heads.jsonl"
    await tell_heads(vault.maintenance, FileSink(heads), every=AT_ONCE)
    await delete(vault, organization_id, "sequence > 7", seals=True)
    await vault.superuser.execute(
        "UPDATE audit_heads h SET sequence = 7, hash = s.hash FROM audit_seals s"
        " WHERE h.organization_id = $1 AND s.organization_id = $1 AND s.sequence = 7",
        organization_id,
    )
    assert await vault.findings(organization_id) == []
    told = await compare_with_sink(vault.maintenance, heads, only=organization_id)
    assert str(told.findings[organization_id]) == "end cut off at 8"
    figures.tell(21, "the end cut off and the head set back: found against the sink")


async def test_a_chain_made_anew_fits_in_itself_and_not_with_the_sink(
    vault: Vault, organization_id: OrganizationId, figures: Figures, tmp_path: Path
) -> None:
    heads = tmp_path / "heads.jsonl"
    for _ in range(3):
        await sealed(vault, organization_id, 4)
        await tell_heads(vault.maintenance, FileSink(heads), every=AT_ONCE)
    assert (await compare_with_sink(vault.maintenance, heads)).findings == {}
    await vault.superuser.execute(
        "UPDATE audit_entries SET outcome = 'refused' WHERE organization_id = $1"
        " AND id = (SELECT entry_id FROM audit_seals WHERE organization_id = $1 AND sequence = 6)",
        organization_id,
    )
    await vault.forge(organization_id)
    assert await vault.findings(organization_id) == []
    told = await compare_with_sink(vault.maintenance, heads)
    assert {owner: str(one) for owner, one in told.findings.items()} == {organization_id: "rewritten chain at 8"}
    figures.tell(21, "an entry edited and the whole chain made anew: found against the sink")


async def test_a_changed_head_is_found_without_a_sink(
    vault: Vault, organization_id: OrganizationId, figures: Figures
) -> None:
    await sealed(vault, organization_id)
    await vault.superuser.execute(
        "UPDATE audit_heads SET hash = sha256('') WHERE organization_id = $1", organization_id
    )
    assert await vault.findings(organization_id) == ["rewritten chain at 10"]
    await vault.superuser.execute("DELETE FROM audit_heads WHERE organization_id = $1", organization_id)
    assert await vault.findings(organization_id) == ["rewritten chain at 10"]
    figures.tell(21, "the head changed, and deleted: found in both cases")


@pytest.mark.parametrize(("place", "xid"), [("before", "'5'"), ("after", "'999999999999'")])
async def test_an_entry_slipped_in_where_no_sealer_looks_is_found(
    vault: Vault, organization_id: OrganizationId, figures: Figures, place: str, xid: str
) -> None:
    await sealed(vault, organization_id)
    (added,) = await vault.write(organization_id)
    await vault.superuser.execute(f"UPDATE audit_entries SET xid = {xid} WHERE id = $1", added)
    await vault.seal()
    assert await vault.findings(organization_id) == ["entry slipped in"]
    figures.tell(21, f"an entry slipped in {place} what the sealer looks at: found")
    await vault.superuser.execute("DELETE FROM audit_entries WHERE id = $1", added)  # other tests' verdicts


async def test_an_entry_hidden_from_its_person_is_found(
    vault: Vault, organization_id: OrganizationId, figures: Figures
) -> None:
    await sealed(vault, organization_id)
    await vault.superuser.execute(
        "DELETE FROM audit_entry_participants WHERE organization_id = $1"
        " AND entry_id = (SELECT entry_id FROM audit_seals WHERE organization_id = $1 AND sequence = 2) ",
        organization_id,
    )
    assert await vault.findings(organization_id) == ["entry hidden from who saw whose chart"]
    figures.tell(21, "an entry hidden from who saw whose chart: found")


async def test_the_chain_of_the_instance_is_verified_too(vault: Vault) -> None:
    for _ in range(5):
        await vault.write_refusal_of_nobody()
    await vault.seal()
    before = await vault.verdict(INSTANCE)
    assert (before.findings, before.sealed) == ([], 5)
    await vault.superuser.execute(
        "UPDATE instance_audit_entries SET status = 403 WHERE id = (SELECT entry_id FROM audit_seals"
        " WHERE organization_id = $1 AND sequence = 2)",
        INSTANCE,
    )
    assert await vault.findings(INSTANCE) == ["edited entry at 2"]
    await vault.superuser.execute("UPDATE instance_audit_entries SET status = 401 WHERE status = 403")


async def test_the_command_names_what_is_wrong_and_fails(
    vault: Vault, vault_urls: Urls, organization_id: OrganizationId, tmp_path: Path
) -> None:
    slug = f"clinic-{organization_id.hex[-12:]}"
    await vault.maintenance.execute(
        "INSERT INTO organization_directory (slug, organization_id) VALUES ($1, $2)", slug, organization_id
    )
    await sealed(vault, organization_id)
    heads = tmp_path / "heads.jsonl"
    await tell_heads(vault.maintenance, FileSink(heads), every=AT_ONCE)

    def verify() -> subprocess.CompletedProcess[str]:
        return subprocess.run(
            [sys.executable, "-m", "handrail", "audit", "verify", "--organization", slug, "--sink", str(heads)],
            env={**os.environ, **vault_urls.environment(), "PYTHONPATH": "backend"},
            cwd=Path(__file__).parents[3],
            capture_output=True,
            text=True,
            check=False,
        )

    whole = verify()
    assert (whole.returncode, whole.stderr) == (0, "")
    assert whole.stdout.startswith(f"{slug}: 10 sealed, 0 waiting, ")
    assert whole.stdout.splitlines()[0].endswith(" a second: whole")
    await delete(vault, organization_id, "sequence = 5", seals=False)
    broken = verify()
    assert (broken.returncode, broken.stderr) == (1, "")
    assert "WRONG: missing entry at 5" in broken.stdout


async def test_lines_of_a_sink_that_are_no_heads_are_counted(
    vault: Vault, organization_id: OrganizationId, tmp_path: Path
) -> None:
    await sealed(vault, organization_id, 1)
    heads = tmp_path / "heads.jsonl"
    await tell_heads(vault.maintenance, FileSink(heads), every=AT_ONCE)
    with heads.open("a") as file:
        file.write('{"organization_id": "' + str(new_id()))  # cut short
    await sealed(vault, organization_id, 1)
    await tell_heads(vault.maintenance, FileSink(heads), every=AT_ONCE)
    with heads.open("a") as file:
        file.write("[]\n\n" + '{"sequence": "1", "hash": "zz"}\n' + "x" * 5_000 + "\n")
    told = await compare_with_sink(vault.maintenance, heads)
    assert (told.findings, told.unreadable >= 4) == ({}, True)
