"""The smallest request that an operation's own document calls valid."""

import re
from collections.abc import Mapping
from datetime import timedelta
from typing import Any

from tests.contract.routes import openapi
from tests.factories.measures import own_words

from handrail.core.clock import now
from handrail.core.ids import new_id

_TEXTS = ("NY", "en", "therapist", "sample", "2b", "12", "+12125550134", "someone@example.org", "09:30", "2106-3")
"""Tried in turn against a field's pattern."""

BESIDES: dict[str, dict[str, Any]] = {
    "add_contact_way": {"phone": "+12125550134"},
    "add_availability": {"local_end": "17:00:00"},
    "update_availability": {"local_end": "17:00:00"},
    "add_suitable_hours": {"local_start": "09:00:00", "local_end": "17:00:00"},
    "update_suitable_hours": {"local_start": "09:00:00", "local_end": "17:00:00"},
    "add_file": {"content": "JVBERi0xLjcK"},
    "cancel_session": {"reason": "staff_absent"},
    "add_former_name": {"family_name": "Marsh"},
    "create_separation": {
        "first": {"participant_id": "<participant_id>"},
        "second": {"participant_id": "<other_participant_id>"},
    },
    "create_calendar_feed": {"kind": "participant", "participant_id": "<participant_id>"},
    "create_curriculum": {"template_key": "cbt-12", "name": "CBT core"},
    "put_session_topic": {"topic": "model"},
    "assign_homework": {"text": "A record a day"},
    "create_program": {"template_key": "depression-cbt", "name": "Evenings"},
    "search_participants": {"mrn": "0000018"},
    "find_restricted_records": {"mrn": "0000018"},
    "suggest_duplicates": {"family_name": "Marsh"},
    "set_staff_hours": {
        "hours": [
            {"weekday": "monday", "local_start": "09:00", "local_end": "17:00", "location_id": "<location_id>"},
        ],
        "preferred": [{"weekday": "monday", "local_start": "09:00", "local_end": "12:00"}],
        "lunch": {"minutes": 30, "local_from": "12:00", "local_to": "13:00"},
    },
    "create_schedule_build": {
        "kind": "build",
        "location_id": "<location_id>",
        "losses": [
            {"kind": "clinician", "staff_id": "<staff_id>", "from_date": "2026-11-16", "to_date": "2026-11-16"},
            {"kind": "room", "room_id": "<room_id>", "from_date": "2026-11-16", "to_date": "2026-11-16"},
        ],
    },
    "tell_records_apart": {
        "first_participant_id": "<participant_id>",
        "second_participant_id": "<other_participant_id>",
    },
    "set_diary_card": {"fields": ["urge-suicide", "act-suicide", "act-self-harm"]},
    "save_diary_entry": {"field": "misery"},
    "save_my_diary_entry": {"field": "misery"},
    "start_chain_analysis": {"happened_on": "2026-11-25"},
    "write_chain_analysis": {"happened_on": "2026-11-25"},
    "start_administration": {"instrument_key": "phq-9", "mode": "read_out"},
    "write_safety_plan": {"replaces": 0, "warning_signs": "Lying awake until morning."},
    "record_risk_screen": {"wish": False, "thoughts": False, "behaviour": "before"},
    "enter_instrument_text": own_words("audit-c", "es"),
    "switch_instrument_on": {"instrument_key": "core-10"},
    "switch_instrument_off": {"instrument_key": "core-10"},
}
"""What the smallest body of an operation lacks, where a rule joins several fields. `<x_id>` stands for an id."""

Ids = Mapping[str, str]
"""Name of an id, as `participant_id` → the id to put there."""


def operation_of(operation_id: str) -> tuple[str, str, dict[str, Any]]:
    """Return method, path and document of an operation."""
    for path, methods in openapi()["paths"].items():
        for method, operation in methods.items():
            if operation["operationId"] == operation_id:
                return method.upper(), path, operation
    raise KeyError(operation_id)


def smallest_body(operation: Mapping[str, Any], ids: Ids, *, optional_ids: bool = False) -> dict[str, Any] | None:
    """Return the smallest valid body of an operation, or None if it takes none."""
    schema = body_schema(operation)
    if schema is None:
        return None
    body: dict[str, Any] = sample(schema, ids, optional_ids=optional_ids)
    return body | _filled(BESIDES.get(operation["operationId"], {}), ids)


def _filled(value: Any, ids: Ids) -> Any:
    if isinstance(value, dict):
        return {key: _filled(part, ids) for key, part in value.items()}
    if isinstance(value, list):
        return [_filled(part, ids) for part in value]
    if isinstance(value, str) and value.startswith("<"):
        return ids.get(value.strip("<>")) or str(new_id())
    return value


def body_schema(operation: Mapping[str, Any]) -> dict[str, Any] | None:
    """Return what the operation's body has to be, or None if it takes none."""
    body = operation.get("requestBody")
    return None if body is None else resolved(next(iter(body["content"].values()))["schema"])


def resolved(schema: dict[str, Any]) -> dict[str, Any]:
    """Follow references."""
    while "$ref" in schema:
        schema = openapi()["components"]["schemas"][schema["$ref"].rpartition("/")[2]]
    return schema


def sample(schema: dict[str, Any], ids: Ids, *, name: str = "", optional_ids: bool = False) -> Any:
    """Return a value that the schema allows: required fields only, and with `optional_ids` every id besides."""
    schema = resolved(schema)
    for choice in ("anyOf", "oneOf", "allOf"):
        if choice in schema:
            some = next(part for part in schema[choice] if resolved(part).get("type") != "null")
            return sample(some, ids, name=name, optional_ids=optional_ids)
    if "const" in schema:
        return schema["const"]
    if "enum" in schema:
        return schema["enum"][0]
    match schema.get("type"):
        case "object":
            return _object(schema, ids, optional_ids=optional_ids)
        case "array":
            # One element even where none is asked for: an empty list of ids would name nobody.
            few = max(schema.get("minItems", 0), 1 if optional_ids else 0)
            single = name.removesuffix("s")
            return [sample(schema["items"], ids, name=single, optional_ids=optional_ids) for _ in range(few)]
        case "integer" | "number":
            return schema.get("minimum", schema.get("exclusiveMinimum", 0) + 1)
        case "boolean":
            return False
        case "string":
            return _text(schema, ids, name)
    return {}


def _object(schema: dict[str, Any], ids: Ids, *, optional_ids: bool) -> dict[str, Any]:
    properties, required = schema.get("properties", {}), schema.get("required", ())
    wanted = {
        name: part
        for name, part in properties.items()
        if name in required or (optional_ids and any(True for _ in id_places({"properties": {name: part}})))
    }
    return {name: sample(part, ids, name=name, optional_ids=optional_ids) for name, part in wanted.items()}


def _text(schema: dict[str, Any], ids: Ids, name: str) -> str:
    soon = now() + timedelta(hours=1)
    match schema.get("format"):
        case "uuid":
            return ids.get(name) or str(new_id())
        case "date":
            return soon.date().isoformat()
        case "date-time":
            return soon.isoformat()
        case "time-local":
            return "09:30:00"
    pattern = schema.get("pattern")
    if pattern is None:
        return "x" * max(schema.get("minLength", 1), 20 if name == "token" else 1)
    return next(text for text in _TEXTS if re.search(pattern, text))


def id_places(schema: dict[str, Any], *, name: str = "") -> Any:
    """Yield the names of the ids a body may hold, at any depth."""
    schema = resolved(schema)
    for choice in ("anyOf", "oneOf", "allOf"):
        for part in schema.get(choice, ()):
            yield from id_places(part, name=name)
    for field, part in schema.get("properties", {}).items():
        yield from id_places(part, name=field)
    if schema.get("type") == "array":
        yield from id_places(schema["items"], name=name.removesuffix("s"))
    if schema.get("format") == "uuid":
        yield name
