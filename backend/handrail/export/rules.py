"""What of a row leaves the house with somebody's record."""

import re
from collections.abc import Collection, Mapping
from typing import Any

from handrail.export.vocabulary import WITHHELD, WITHHELD_ID

IDS = re.compile(r"[0-9a-f]{8}-[0-9a-f]{4}-[0-9a-f]{4}-[0-9a-f]{4}-[0-9a-f]{12}")


def cleaned(table: str, row: Mapping[str, Any]) -> dict[str, Any]:
    """The row without the columns that speak of somebody else; a change is a row within a row."""
    kept = {name: value for name, value in row.items() if name not in WITHHELD.get(table, ())}
    if table == "changes" and isinstance(state := kept.get("state"), Mapping):
        kept["state"] = cleaned(str(kept["kind"]).partition(".")[0], state)
    return kept


def without_others(text: str, others: Collection[str]) -> str:
    """The text with the ids of other participants withheld."""
    return IDS.sub(lambda found: WITHHELD_ID if found[0] in others else found[0], text)
