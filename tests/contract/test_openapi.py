"""The document that clients are generated from reads well and promises what the service does."""

import re
from collections import Counter
from collections.abc import Iterator
from datetime import date, datetime
from typing import Annotated, Any, get_args, get_origin

import pytest
from fastapi.dependencies.models import Dependant
from pydantic import AwareDatetime
from tests.contract.routes import WITHOUT_PERMISSION, guarded_routes, openapi

from handrail.core.schemas import Input

PROBLEM = "application/problem+json"
ONE_PAGE = {
    "list_program_templates": "the few that Handrail ships",
    "list_deliveries": "four at most of one session",
    "list_courses": "of one person; a hundred at most",
    "list_homework": "of one person; two hundred at most",
    "list_curriculum_templates": "the few that Handrail ships",
    "list_curriculum_runs": "of one cohort; forty at most",
    "list_session_plans": "one for each cohort of a session",
    "list_modality_versions": "of one modality; a hundred at most",
    "list_fidelity": "a line a month and modality; two thousand at most",
    "list_my_homework": "of one person; two hundred at most",
    "list_off_track": "of the running episodes one sees; five hundred at most",
    "list_instruments": "the few that Handrail ships",
    "list_instrument_texts": "of one instrument; fifty at most",
    "list_treatment_targets": "of one person; two hundred at most",
}
"""Lists that cannot grow, each with the reason."""

DRAFT = "/api/v1/drafts/{form}/{subject_id}"
ANSWER = "/api/v1/administrations/{administration_id}/answers/{item}"
DIARY_ENTRY = "/api/v1/participants/{participant_id}/diary-days/{day}/entry"
MY_DIARY_ENTRY = "/api/v1/me/diary/{day}/entry"
MY_ANSWER = "/api/v1/me/measures/{administration_id}/answers/{item}"
LAST_ONE_WINS = {
    f"PUT {DRAFT}": "one's own typing: the last keystroke wins",
    f"DELETE {DRAFT}": "one's own typing",
    "PUT /api/v1/sessions/{session_id}/topic": "what who leads the group says last",
    f"PUT {DIARY_ENTRY}": "what was said last holds; a refusal could keep an alert from being opened",
    "PUT /api/v1/me/sessions/{session_id}/check-in": "the first one holds, a second changes nothing",
    "PUT /api/v1/me/homework/{homework_id}/report": "one's own word: what was said last holds",
    f"PUT {MY_DIARY_ENTRY}": "what was said last holds; a refusal could keep an alert from being opened",
    f"PUT {MY_ANSWER}": "what was answered last holds; a refusal could keep an alert from being opened",
    f"PUT {ANSWER}": "what was answered last holds; a refusal could keep an alert from being opened",
}
"""Changes that need no version, each with the reason."""

MAKES_WHAT_IS_MISSING = {f"PUT {DRAFT}": "keeps a new draft"}
NAMES_OF_ORGANIZATIONS = {"GET /api/v1/partner-organizations name_prefix": "hospitals and practices, not people"}


def operations() -> Iterator[tuple[str, dict[str, Any]]]:
    for path, methods in openapi()["paths"].items():
        for method, operation in methods.items():
            yield f"{method.upper()} {path}", operation


def resolved(schema: dict[str, Any]) -> dict[str, Any]:
    while "$ref" in schema:
        schema = openapi()["components"]["schemas"][schema["$ref"].rpartition("/")[2]]
    return schema


def answer_schema(operation: dict[str, Any]) -> dict[str, Any]:
    for status, response in operation["responses"].items():
        if status.startswith("2"):
            return resolved(response.get("content", {}).get("application/json", {}).get("schema", {}))
    return {}


def parameter_names(operation: dict[str, Any], place: str) -> set[str]:
    return {parameter["name"] for parameter in operation.get("parameters", []) if parameter["in"] == place}


class TestNames:
    def test_every_operation_has_its_own_name(self) -> None:
        counted = Counter(operation["operationId"] for _, operation in operations())
        assert [name for name, count in counted.items() if count > 1] == [], "Two functions share a name: rename one."

    def test_names_read_as_methods_of_a_client(self) -> None:
        """A verb, then what it acts on. One thing is read; it is not sometimes got."""
        strange = [
            operation["operationId"]
            for _, operation in operations()
            if not re.fullmatch(r"[a-z]+(_[a-z0-9]+)*", operation["operationId"])
            or operation["operationId"].split("_")[0] in {"get", "post", "patch", "delete", "api", "v1", "handle", "do"}
        ]
        assert strange == []

    def test_a_list_is_called_list(self) -> None:
        """And nothing else is, so that a reader of the client knows where pages are."""
        wrong = [
            key
            for key, operation in operations()
            if key.startswith("GET")
            and operation["operationId"] not in ONE_PAGE
            and operation["operationId"].startswith("list_")
            != ("next_cursor" in answer_schema(operation).get("properties", {}))
        ]
        assert wrong == []

    def test_every_operation_says_what_it_does(self) -> None:
        silent = [
            key for key, operation in operations() if not operation.get("summary") or not operation.get("description")
        ]
        assert silent == [], "Give the route a summary and the function a docstring."


class TestLists:
    def test_every_list_is_paged(self) -> None:
        unpaged = [
            key
            for key, operation in operations()
            if operation["operationId"].startswith(("list_", "search_"))
            and operation["operationId"] not in ONE_PAGE
            and not {"items", "next_cursor"} <= answer_schema(operation).get("properties", {}).keys()
        ]
        assert unpaged == [], "Answer `Page[XRead]` and take `page: PageParams`."

    def test_a_page_takes_a_cursor_and_a_limit(self) -> None:
        wrong = [
            key
            for key, operation in operations()
            if key.startswith("GET")
            and operation["operationId"] not in ONE_PAGE
            and "next_cursor" in answer_schema(operation).get("properties", {})
            and not {"cursor", "limit"} <= parameter_names(operation, "query")
        ]
        assert wrong == []

    def test_no_answer_is_a_bare_array(self) -> None:
        """An object can grow; an array cannot, nor can it say that there is more."""
        bare = [key for key, operation in operations() if answer_schema(operation).get("type") == "array"]
        assert bare == []

    def test_limits_are_bounded(self) -> None:
        unbounded = [
            f"{key} {parameter['name']}"
            for key, operation in operations()
            for parameter in operation.get("parameters", [])
            if parameter["name"] == "limit" and parameter["schema"].get("maximum", 10**9) > 500
        ]
        assert unbounded == []


class TestWrites:
    def test_every_post_documents_its_idempotency_key(self) -> None:
        """Signing in is exempt: a stored answer would be a stored credential."""
        silent = [
            key
            for key, operation in operations()
            if key.startswith("POST")
            and key not in WITHOUT_PERMISSION
            and "Idempotency-Key" not in parameter_names(operation, "header")
        ]
        assert silent == []

    def test_every_change_of_a_resource_names_the_version(self) -> None:
        unconditional = [
            key
            for key, operation in operations()
            if key.startswith(("PUT", "PATCH", "DELETE"))
            and key not in LAST_ONE_WINS
            and "if-match" not in {name.lower() for name in parameter_names(operation, "header")}
        ]
        assert unconditional == [], "Take `if_match: IfMatch` and pass it to the service."

    def test_conditional_changes_document_their_refusals(self) -> None:
        silent = [
            key
            for key, operation in operations()
            if "if-match" in {name.lower() for name in parameter_names(operation, "header")}
            and not {"412", "428"} <= operation["responses"].keys()
        ]
        assert silent == []


class TestRefusals:
    def test_guarded_operations_document_401_403_and_503(self) -> None:
        guarded = {route.key for route in guarded_routes()}
        silent = [
            key
            for key, operation in operations()
            if key in guarded and not {"401", "403", "503"} <= operation["responses"].keys()
        ]
        assert silent == []

    def test_an_operation_on_one_thing_documents_404(self) -> None:
        silent = [
            key
            for key, operation in operations()
            if any(name.endswith("_id") for name in parameter_names(operation, "path"))
            and "404" not in operation["responses"]
            and key not in MAKES_WHAT_IS_MISSING
        ]
        assert silent == [], "Add the slice's not-found error to `responses=problems(...)`."

    def test_every_refusal_is_a_problem(self) -> None:
        other = [
            f"{key} {status}"
            for key, operation in operations()
            for status, response in operation["responses"].items()
            if status.startswith(("4", "5")) and PROBLEM not in response.get("content", {})
        ]
        assert other == []

    def test_an_unknown_address_is_a_problem_too(self) -> None:
        assert "Problem" in openapi()["components"]["schemas"]


class TestAddresses:
    @pytest.mark.parametrize("word", ["name", "birth_date", "email", "phone", "mrn", "q", "query", "search", "address"])
    def test_no_address_carries_what_identifies_a_person(self, word: str) -> None:
        """Addresses end up in logs and histories; searches take a body."""
        telling = [
            f"{key} {name}"
            for key, operation in operations()
            for name in parameter_names(operation, "query") | parameter_names(operation, "path")
            if (name == word or name.endswith((f"_{word}", f"{word}_prefix")))
            and f"{key} {name}" not in NAMES_OF_ORGANIZATIONS
        ]
        assert telling == []

    def test_ids_are_uuids(self) -> None:
        loose = [
            f"{key} {parameter['name']}"
            for key, operation in operations()
            for parameter in operation.get("parameters", [])
            if parameter["in"] == "path"
            and parameter["name"].endswith("_id")
            and parameter["schema"].get("format") != "uuid"
        ]
        assert loose == []


def test_bodies_refuse_what_they_do_not_know() -> None:
    schemas = openapi()["components"]["schemas"]
    open_bodies = [
        key
        for key, operation in operations()
        if (body := operation.get("requestBody"))
        and resolved(next(iter(body["content"].values()))["schema"]).get("additionalProperties") is not False
    ]
    assert schemas
    assert open_bodies == [], "Extend core.schemas.Input."


def test_every_text_and_every_list_of_a_body_has_a_limit() -> None:
    unlimited = []
    for key, operation in operations():
        if body := operation.get("requestBody"):
            schema = next(iter(body["content"].values()))["schema"]
            unlimited += [f"{key} {place}" for place in _unlimited(schema, "")]
    assert unlimited == [], "Use Line, Prose or Code, or give the field a max_length."


def _unlimited(schema: dict[str, Any], place: str) -> Iterator[str]:
    schema = resolved(schema)
    for part in (*schema.get("anyOf", ()), *schema.get("oneOf", ()), *schema.get("allOf", ())):
        yield from _unlimited(part, place)
    for name, part in schema.get("properties", {}).items():
        yield from _unlimited(part, f"{place}/{name}")
    if isinstance(schema.get("additionalProperties"), dict):
        yield from _unlimited(schema["additionalProperties"], f"{place}/*")
    if schema.get("type") == "array":
        if "maxItems" not in schema:
            yield place
        yield from _unlimited(schema.get("items", {}), f"{place}/0")
    free = not {"maxLength", "enum", "const", "format", "pattern"} & schema.keys()
    if schema.get("type") == "string" and free:
        yield place


def asked_for(dependant: Dependant) -> Iterator[Any]:
    yield from dependant.query_params
    for child in dependant.dependencies:
        yield from asked_for(child)


def bounds_missing(annotation: Any, inside: tuple[Any, ...] = ()) -> bool:
    """Whether a moment or a day stands somewhere in an annotation without a first and a last one."""
    if annotation in (date, datetime, AwareDatetime):
        return not {"ge", "le"} <= {name for one in inside for name in ("ge", "le") if hasattr(one, name)}
    if get_origin(annotation) is Annotated:
        held, *said = get_args(annotation)
        return bounds_missing(held, (*inside, *(part for one in said for part in getattr(one, "metadata", [one]))))
    return any(bounds_missing(one, inside) for one in get_args(annotation))


def test_moments_and_days_that_are_sent_have_bounds() -> None:
    """PostgreSQL's driver takes the first and the last moment there is for infinity, which no client can read."""
    handed_in = list(Input.__subclasses__())
    for one in handed_in:
        handed_in += one.__subclasses__()
    assert len(handed_in) > 100
    unbounded = {
        f"{one.__name__}.{name}"
        for one in handed_in
        for name, field in one.model_fields.items()
        if bounds_missing(field.annotation, tuple(field.metadata))
    }
    unbounded |= {
        f"{route.key} {parameter.name}"
        for route in guarded_routes()
        for parameter in asked_for(route.route.dependant)
        if bounds_missing(parameter.field_info.annotation, tuple(parameter.field_info.metadata))
    }
    assert unbounded == set(), sorted(unbounded)
