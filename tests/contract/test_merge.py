"""A merge is a pointer, so every table that names a participant has to say how it honours it (ADR 10)."""

import json
from pathlib import Path

from handrail.schema import metadata

LIST = Path(__file__).with_name("merge.json")

# Columns that name a participant without a foreign key to one.
_BY_WORD = {"accounts.subject_id", "audit_entries.participant_ids"}


def columns_that_name_a_participant() -> set[str]:
    found = set()
    for table in metadata().tables.values():
        for key in table.foreign_keys:
            if key.column.table.name == "participants" and key.parent.name != "organization_id":
                found.add(f"{table.name}.{key.parent.name}")
        found |= {f"{table.name}.{column.name}" for column in table.columns if "participant_id" in column.name}
    return found


def test_every_table_that_names_a_participant_says_how_a_merge_is_honoured() -> None:
    said = json.loads(LIST.read_text())
    there = columns_that_name_a_participant() | _BY_WORD
    assert len(there) > 15
    missing = there - said.keys()
    assert not missing, f"say in {LIST.name} how a merge of records is honoured by: {', '.join(sorted(missing))}"
    gone = said.keys() - there
    assert not gone, f"these columns are no more, take them out of {LIST.name}: {', '.join(sorted(gone))}"
    assert all(len(how) > 10 for how in said.values())
