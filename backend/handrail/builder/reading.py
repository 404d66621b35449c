"""Reading and writing the files. What is wrong with one is told in a line each: which file, where, how to mend it."""

import os
from pathlib import Path
from typing import Final, TypeVar

from pydantic import BaseModel, ValidationError
from pydantic_core import ErrorDetails

from handrail.builder.disruption import Disruption
from handrail.builder.problem import Mistakes, Problem
from handrail.builder.solution import Solution

LARGEST_BYTES: Final = 32 * 1024 * 1024
LINES_TOLD: Final = 20

File = TypeVar("File", bound=BaseModel)


def read_problem(path: Path) -> Problem:
    """Read a problem file, or raise Mistakes."""
    return _read(path, Problem)


def read_solution(path: Path) -> Solution:
    """Read a solution file, or raise Mistakes."""
    return _read(path, Solution)


def read_disruption(path: Path) -> Disruption:
    """Read what happened to a week, or raise Mistakes."""
    return _read(path, Disruption)


def write_solution(solution: Solution, path: Path) -> None:
    """Write the whole file or nothing: what stood there before stays until the new one is complete."""
    part = path.with_name(f"{path.name}.part")
    try:
        part.write_text(solution.model_dump_json(indent=1) + "\n", encoding="utf-8")
        part.replace(path)
    except OSError as error:
        raise Mistakes([f"{path}: cannot be written: {error.strerror}; choose another --output"]) from None
    finally:
        part.unlink(missing_ok=True)


def _read(path: Path, model: type[File]) -> File:
    try:
        with path.open("rb") as file:
            size = os.fstat(file.fileno()).st_size
            if size > LARGEST_BYTES:
                raise Mistakes([f"{path}: is {size:,} bytes, larger than {LARGEST_BYTES:,}; split the week by site"])
            text = file.read()
    except OSError as error:
        raise Mistakes([f"{path}: cannot be read: {error.strerror}; name another file"]) from None
    try:
        return model.model_validate_json(text)
    except Mistakes as found:
        raise Mistakes(_some([f"{path}: {line}" for line in found.lines])) from None
    except ValidationError as error:
        wrong = error.errors(include_input=False, include_url=False)
        raise Mistakes(_some([f"{path}: {_where(one)}{_what(one)}" for one in wrong])) from None


def _some(lines: list[str]) -> list[str]:
    more = len(lines) - LINES_TOLD
    return lines if more <= 0 else [*lines[:LINES_TOLD], f"… and {more} more"]


def _where(one: ErrorDetails) -> str:
    path = ""
    for step in one["loc"]:
        path += f"[{step}]" if isinstance(step, int) else f".{step}"
    return f"{path.removeprefix('.')}: " if path else ""


def _what(one: ErrorDetails) -> str:
    match one["type"]:
        case "missing":
            return "is missing; add it"
        case "extra_forbidden":
            return "is no key of the format; take it out or mend its spelling"
        case "json_invalid":
            return f"{one['msg']}; write JSON in UTF-8"
        case _:
            return f"{one['msg'][:1].lower()}{one['msg'][1:]}; mend the value"
