"""Whatever a file holds, a row is taken or refused: nothing else ends it."""

import contextlib
import copy
import json
from datetime import date
from typing import Any

from hypothesis import given, settings
from hypothesis import strategies as st
from pydantic import ValidationError
from tests.factories.fhir import patient

from handrail.fhir.errors import RowRefused
from handrail.fhir.mapping.patient import map_patient
from handrail.fhir.resources import Patient

SCALARS = st.none() | st.booleans() | st.integers() | st.floats(allow_nan=False) | st.text(max_size=20)
JSON = st.recursive(SCALARS, lambda inner: st.lists(inner, max_size=3) | st.dictionaries(st.text(max_size=5), inner))


def places(value: Any) -> list[list[str | int]]:
    """Return the way to every part of a JSON value."""
    steps: list[Any] = []
    if isinstance(value, dict | list):
        steps = list(value) if isinstance(value, dict) else list(range(len(value)))
    return [[], *([step, *rest] for step in steps for rest in places(value[step]))]


PLACES = places(patient())[1:]


@settings(max_examples=150, deadline=None)
@given(place=st.sampled_from(PLACES), value=JSON)
def test_a_spoiled_patient_is_taken_or_refused(place: list[str | int], value: Any) -> None:
    resource = copy.deepcopy(patient())
    inner: Any = resource
    for step in place[:-1]:
        inner = inner[step]
    inner[place[-1]] = value
    with contextlib.suppress(RowRefused, ValidationError):
        mapped = map_patient(Patient.model_validate(json.loads(json.dumps(resource))), today=date(2026, 11, 23))
        assert mapped.keys
        assert mapped.values["family_name"]
        assert len(mapped.fingerprint()) == 64
