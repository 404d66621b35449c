"""The program templates that Handrail ships, read from a versioned data file."""

import json
from functools import cache
from importlib import resources
from typing import Any

from handrail.programs.errors import ProgramTemplateNotFound
from handrail.programs.schemas import ProgramTemplateRead, ProgramValues


@cache
def _file(name: str = "program_templates.json") -> dict[str, Any]:
    text = resources.files("handrail.programs").joinpath("data", name).read_text("utf-8")
    content: dict[str, Any] = json.loads(text)
    return content


def template_version() -> str:
    """Version of the shipped templates."""
    return str(_file()["version"])


def shipped_texts() -> dict[str, str]:
    """Return what the templates say to people, word for word, and what that is in Spanish."""
    texts: dict[str, str] = _file("program_templates.es.json")["texts"]
    return texts


@cache
def shipped_templates() -> dict[str, ProgramValues]:
    """Return the templates by key, in the order in which they are shipped."""
    return {key: ProgramValues.model_validate_json(json.dumps(values)) for key, values in _file()["templates"].items()}


def get_template(key: str) -> ProgramValues:
    """Return the values of a template or raise `ProgramTemplateNotFound`."""
    template = shipped_templates().get(key)
    if template is None:
        raise ProgramTemplateNotFound()
    return template


def read_template(key: str) -> ProgramTemplateRead:
    """Return a template as the API shows it."""
    values = get_template(key).model_dump()
    return ProgramTemplateRead.model_validate({"key": key, "template_version": template_version(), **values})
