"""Base models of everything that enters and leaves the API."""

from datetime import UTC, date, datetime
from typing import Annotated, Any, ClassVar, Self

from pydantic import AfterValidator, AwareDatetime, BaseModel, ConfigDict, Field, StringConstraints, model_validator


class Input(BaseModel):
    """A request body: unknown keys are refused, text is trimmed."""

    model_config = ConfigDict(extra="forbid", frozen=True, str_strip_whitespace=True, allow_inf_nan=False)


class Change(Input):
    """A partial change: what is left out stays. Null empties what may be empty and is refused elsewhere."""

    may_be_emptied: ClassVar[frozenset[str]] = frozenset()

    @model_validator(mode="after")
    def _no_null(self) -> Self:
        for name in sorted(self.model_fields_set - self.may_be_emptied):
            if getattr(self, name) is None:
                raise ValueError(f"{name} cannot be null")
        return self

    def given(self) -> dict[str, Any]:
        """Return what the request named."""
        return {name: getattr(self, name) for name in self.model_fields_set}


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

Day = Annotated[date, Field(ge=date(1900, 1, 1), le=date(2200, 12, 31))]
"""A calendar day of somebody's life: sums with days and weeks stay within what a database can hold."""

Instant = Annotated[AwareDatetime, Field(ge=datetime(1900, 1, 1, tzinfo=UTC), le=datetime(2200, 12, 31, tzinfo=UTC))]
"""A point in time, with its offset."""
