"""What is sealed, when, and that nothing is passed over or sealed twice."""

import asyncio
import json

import asyncpg
import pytest
from tests.factories.audit import Vault, entry

from handrail.core.audit import INSERT_ENTRIES, INSTANCE
from handrail.core.audit_chain import ORGANIZATIONS
from handrail.core.audit_sealing import RestoredElsewhere, resume, seal, seal_all
from handrail.core.cluster import Urls
from handrail.core.ids import OrganizationId, new_id


async def test_entries_are_numbered_without_gap_by_organization(vault: Vault, organization_id: OrganizationId) -> None:
    neighbour = OrganizationId(new_id())
    for _ in range(4):
        await vault.write(organization_id)
        await vault.write(neighbour)
    await vault.seal()
    await vault.write(organization_id, 2)
    await vault.seal()
    assert await vault.sequences(organization_id) == [1, 2, 3, 4, 5, 6]
    assert await vault.sequences(neighbour) == [1, 2, 3, 4]
    assert (await vault.head(organization_id))["sequence"] == 6
    assert await vault.findings(organization_id) == []


async def test_a_writer_that_is_still_open_holds_back_its_own_entries_and_none_is_passed_over(
    vault: Vault, vault_urls: Urls, organization_id: OrganizationId
) -> None:
    slow = await asyncpg.connect(vault_urls.auditor)
    try:
        transaction = slow.transaction()
        await transaction.start()
        await slow.execute(INSERT_ENTRIES, json.dumps([entry(organization_id) for _ in range(3)]))
        await vault.write(organization_id, 3)  # began later, ended earlier
        await seal_all(vault.maintenance)
        assert await vault.sequences(organization_id) == []
        verdict = await vault.verdict(organization_id)
        assert (verdict.findings, verdict.unsealed) == ([], 3)
        await transaction.commit()
    finally:
        await slow.close()
    await vault.seal()
    assert sorted(await vault.sequences(organization_id)) == [1, 2, 3, 4, 5, 6]
    assert await vault.findings(organization_id) == []


async def test_a_rollback_leaves_no_gap(vault: Vault, organization_id: OrganizationId) -> None:
    await vault.write(organization_id, 2)
    transaction = vault.auditor.transaction()
    await transaction.start()
    await vault.auditor.execute(INSERT_ENTRIES, json.dumps([entry(organization_id)]))
    await transaction.rollback()
    await vault.write(organization_id, 2)
    await vault.seal()
    assert await vault.sequences(organization_id) == [1, 2, 3, 4]
    assert await vault.findings(organization_id) == []


async def test_two_sealers_at_once_seal_each_entry_once(
    vault: Vault, vault_urls: Urls, organization_id: OrganizationId
) -> None:
    await vault.seal()
    await vault.write(organization_id, 40)
    await vault.settle()
    other = await asyncpg.connect(vault_urls.maintenance)
    try:
        async with vault.maintenance.transaction():
            assert await seal(vault.maintenance, ORGANIZATIONS, batch=5) == 5
            assert await seal(other, ORGANIZATIONS, batch=5) is None  # the first has not ended
        await asyncio.gather(*(seal_all(one, batch=3) for one in (vault.maintenance, other)))
    finally:
        await other.close()
    await vault.seal()
    assert await vault.sequences(organization_id) == list(range(1, 41))
    assert await vault.findings(organization_id) == []


async def test_a_batch_ends_within_a_transaction_s_entries_and_goes_on_there(
    vault: Vault, organization_id: OrganizationId
) -> None:
    await vault.seal()
    await vault.write_together(organization_id, 10)
    await vault.settle()
    sealed = [await seal(vault.maintenance, ORGANIZATIONS, batch=4) for _ in range(4)]
    assert sealed == [4, 4, 2, 0]
    assert await vault.sequences(organization_id) == list(range(1, 11))
    assert await vault.findings(organization_id) == []


async def test_a_seal_and_its_head_are_stored_together(vault: Vault, organization_id: OrganizationId) -> None:
    await vault.seal()
    await vault.write(organization_id, 3)
    await vault.settle()
    transaction = vault.maintenance.transaction()
    await transaction.start()
    await seal_all(vault.maintenance)
    await transaction.rollback()
    assert await vault.sequences(organization_id) == []
    assert (await vault.verdict(organization_id)).unsealed == 3
    await vault.seal()
    assert await vault.sequences(organization_id) == [1, 2, 3]


async def test_refusals_of_nobody_known_have_a_chain_of_their_own(vault: Vault) -> None:
    before = (await vault.verdict(INSTANCE)).sealed
    for _ in range(3):
        await vault.write_refusal_of_nobody()
    await vault.seal()
    verdict = await vault.verdict(INSTANCE)
    assert (verdict.findings, verdict.sealed - before, verdict.unsealed) == ([], 3, 0)


async def test_a_sealed_entry_can_be_found_by_each_person_it_is_about(
    vault: Vault, organization_id: OrganizationId
) -> None:
    row = entry(organization_id, people=[new_id(), new_id()])
    await vault.auditor.execute(INSERT_ENTRIES, json.dumps([row]))
    await vault.seal()
    found = await vault.maintenance.fetch(
        "SELECT participant_id, at, entry_id FROM audit_entry_participants WHERE organization_id = $1"
        " ORDER BY participant_id",
        organization_id,
    )
    assert [str(one["participant_id"]) for one in found] == row["participant_ids"]
    assert {(one["at"].isoformat(), str(one["entry_id"])) for one in found} == {(row["at"], row["id"])}


async def test_after_a_restore_sealing_stops_until_it_is_resumed(vault: Vault, organization_id: OrganizationId) -> None:
    await vault.write(organization_id, 3)
    await vault.seal()
    await vault.write(organization_id, 2)  # not sealed when the backup was made
    # The backup came from a server that had counted much further: so do its entries, sealed and unsealed.
    await vault.superuser.execute("UPDATE audit_watermarks SET xid = '900000000000', system_identifier = 42")
    await vault.superuser.execute(
        "UPDATE audit_entries e SET xid = (900000000000 + e.xid::text::bigint)::text::xid8 WHERE organization_id = $1"
        " AND NOT EXISTS (SELECT FROM audit_seals s WHERE s.organization_id = $1 AND s.entry_id = e.id)",
        organization_id,
    )
    await vault.write(organization_id)
    with pytest.raises(RestoredElsewhere):
        await seal_all(vault.maintenance)
    verdict = await vault.verdict(organization_id)
    assert (verdict.restored_elsewhere, verdict.findings, verdict.unsealed) == (True, [], 3)

    assert await resume(vault.maintenance, batch=2) >= 3
    await vault.write(organization_id, 2)
    await vault.seal()
    assert await resume(vault.maintenance) == 0  # a second time does no harm
    await vault.write(organization_id)
    await vault.seal()
    verdict = await vault.verdict(organization_id)
    assert (verdict.restored_elsewhere, verdict.findings, verdict.sealed, verdict.unsealed) == (False, [], 9, 0)


@pytest.mark.parametrize(
    "statement",
    [
        "UPDATE audit_entries SET status = 0",
        "DELETE FROM audit_entries",
        "UPDATE audit_seals SET format = 0",
        "DELETE FROM audit_seals",
        "DELETE FROM audit_entry_participants",
        "DELETE FROM audit_heads",
        "DELETE FROM instance_audit_entries",
    ],
)
async def test_not_even_the_sealing_role_can_rewrite_what_is_sealed(vault: Vault, statement: str) -> None:
    with pytest.raises(asyncpg.InsufficientPrivilegeError):
        await vault.maintenance.execute(statement)
