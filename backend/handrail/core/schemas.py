"""Base models of everything that enters and leaves the API."""

from typing import Annotated

from pydantic import AfterValidator, BaseModel, ConfigDict, StringConstraints


class Input(BaseModel):
    """A request body: unknown keys are refused, text is trimmed."""

    model_config = ConfigDict(extra="forbid", frozen=True, str_strip_whitespace=True, allow_inf_nan=False)


class Output(BaseModel):
    """A response body. No defaults: a client may rely on every key being there."""

    model_config = ConfigDict(from_attributes=True)


class VersionedOutput(Output):
    """Something that can be changed: `version` is also its ETag."""

    version: int


def no_control_characters(value: str) -> str:
    """Refuse what is no text; a type of its own length limit checks with it too."""
    if any(ord(character) < 32 and character not in "\n\t" for character in value):
        raise ValueError("control characters are not text")
    return value


Line = Annotated[str, StringConstraints(min_length=1, max_length=200), AfterValidator(no_control_characters)]
"""One line of text: a name, a title."""

Prose = Annotated[str, StringConstraints(min_length=1, max_length=4000), AfterValidator(no_control_characters)]
"""Several lines of text."""

Code = Annotated[str, StringConstraints(pattern=r"^[a-z0-9][a-z0-9_.-]{0,63}$")]
"""A stable key: lower case, digits, `_`, `.` and `-`."""
