"""What the API takes and gives about an organization's own words of an instrument."""

from typing import Annotated

from pydantic import AfterValidator, AwareDatetime, Field, StringConstraints

from handrail.core.ids import AccountId, InstrumentTextId
from handrail.core.schemas import Code, Input, Line, Output, no_control_characters
from handrail.measures.schemas import ItemNumber, Value
from handrail.measures.vocabulary import Language

Question = Annotated[str, StringConstraints(min_length=1, max_length=1_000), AfterValidator(no_control_characters)]
Statement = Annotated[str, StringConstraints(min_length=10, max_length=1_000), AfterValidator(no_control_characters)]


class OptionText(Input):
    value: Value
    text: Line


class ItemText(Input):
    """One question: its words, and those of each of its answers."""

    number: ItemNumber
    text: Question
    options: Annotated[list[OptionText], Field(min_length=2, max_length=50)]


class InstrumentTextCreate(Input):
    """An instrument's words in one language, exactly as their owner wrote them."""

    instrument_key: Code
    language: Language
    replaces: Annotated[int, Field(ge=0, le=100_000, description="Number of the text in use that was read; 0: none.")]
    instruction: Question | None = None
    items: Annotated[list[ItemText], Field(min_length=1, max_length=200)]
    licence: Statement = Field(description="By which right you use these words: confirmed by who enters them.")


class OptionTextRead(Output):
    value: int
    text: str


class ItemTextRead(Output):
    number: str
    text: str
    options: list[OptionTextRead]


class InstrumentTextRead(Output):
    """A text as it was entered. It never changes; a change is the next number."""

    id: InstrumentTextId
    instrument_key: str
    instrument_version: int
    language: Language
    number: int
    in_use: bool = Field(description="What is begun from now on is asked by it.")
    instruction: str | None
    items: list[ItemTextRead]
    licence: str
    entered_by: AccountId
    entered_by_name: str
    entered_at: AwareDatetime
    withdrawn_at: AwareDatetime | None
