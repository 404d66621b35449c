"""The part of FHIR R4 that an import reads. Whatever else a resource says is left alone.

Our own few models instead of a whole FHIR library: see `docs/adr/` on the import.
"""

import re
from typing import Annotated, Final

from pydantic import AfterValidator, BaseModel, BeforeValidator, ConfigDict, Field, StringConstraints

_CONTROL_CHARACTER: Final = re.compile(r"[\x00-\x08\x0b\x0c\x0e-\x1f]")


def _no_control_characters(value: str) -> str:
    if _CONTROL_CHARACTER.search(value):
        raise ValueError("control characters are not text")
    return " ".join(value.split())


def _without_nulls(value: object) -> object:
    # FHIR pads lists with null where only the extension of an element is known (R4, json.html#primitive).
    return [item for item in value if item is not None] if isinstance(value, list) else value


Text = Annotated[str, StringConstraints(max_length=1000), AfterValidator(_no_control_characters)]
Texts = Annotated[list[Text], Field(max_length=50), BeforeValidator(_without_nulls)]


class Element(BaseModel):
    """A piece of a resource."""

    model_config = ConfigDict(extra="ignore", frozen=True)


class Period(Element):
    start: Text | None = None
    end: Text | None = None


class Coding(Element):
    system: Text | None = None
    code: Text | None = None
    display: Text | None = None


class CodeableConcept(Element):
    coding: Annotated[list[Coding], Field(max_length=50)] = []
    text: Text | None = None

    @property
    def codes(self) -> list[str]:
        """Return the codes, whatever their system."""
        return [coding.code for coding in self.coding if coding.code]


class Extension(Element):
    url: Text
    extension: Annotated[list["Extension"], Field(max_length=100)] = []
    value_string: Annotated[Text | None, Field(alias="valueString")] = None
    value_code: Annotated[Text | None, Field(alias="valueCode")] = None
    value_boolean: Annotated[bool | None, Field(alias="valueBoolean")] = None
    value_coding: Annotated[Coding | None, Field(alias="valueCoding")] = None
    value_concept: Annotated[CodeableConcept | None, Field(alias="valueCodeableConcept")] = None

    @property
    def codes(self) -> list[str]:
        """Return the codes of the value, whichever shape it has."""
        codes = [self.value_code, self.value_coding.code if self.value_coding else None]
        return [code for code in codes if code] + (self.value_concept.codes if self.value_concept else [])


class Identifier(Element):
    use: Text | None = None
    type: CodeableConcept = CodeableConcept()
    system: Text | None = None
    value: Text | None = None
    period: Period = Period()


class HumanName(Element):
    use: Text | None = None
    text: Text | None = None
    family: Text | None = None
    given: Texts = []
    prefix: Texts = []
    suffix: Texts = []
    period: Period = Period()


class ContactPoint(Element):
    system: Text | None = None
    value: Text | None = None
    use: Text | None = None
    rank: int | None = None
    period: Period = Period()


class Address(Element):
    use: Text | None = None
    text: Text | None = None
    line: Texts = []
    city: Text | None = None
    state: Text | None = None
    postal_code: Annotated[Text | None, Field(alias="postalCode")] = None
    country: Text | None = None
    period: Period = Period()


class Reference(Element):
    reference: Text | None = None
    identifier: Identifier | None = None


class Resource(Element):
    """What every imported resource has."""

    id: Text | None = None
    identifier: Annotated[list[Identifier], Field(max_length=100)] = []


class Communication(Element):
    language: CodeableConcept = CodeableConcept()
    preferred: bool = False


class PatientContact(Element):
    relationship: Annotated[list[CodeableConcept], Field(max_length=20)] = []
    name: HumanName | None = None
    telecom: Annotated[list[ContactPoint], Field(max_length=50)] = []
    address: Address | None = None
    period: Period = Period()


class Patient(Resource):
    active: bool = True
    name: Annotated[list[HumanName], Field(max_length=50)] = []
    telecom: Annotated[list[ContactPoint], Field(max_length=50)] = []
    gender: Text | None = None
    birth_date: Annotated[Text | None, Field(alias="birthDate")] = None
    deceased_boolean: Annotated[bool | None, Field(alias="deceasedBoolean")] = None
    deceased_date_time: Annotated[Text | None, Field(alias="deceasedDateTime")] = None
    address: Annotated[list[Address], Field(max_length=50)] = []
    contact: Annotated[list[PatientContact], Field(max_length=50)] = []
    communication: Annotated[list[Communication], Field(max_length=50)] = []
    extension: Annotated[list[Extension], Field(max_length=200)] = []


class Practitioner(Resource):
    active: bool = True
    name: Annotated[list[HumanName], Field(max_length=50)] = []
    telecom: Annotated[list[ContactPoint], Field(max_length=50)] = []


class Organization(Resource):
    active: bool = True
    name: Text | None = None
    telecom: Annotated[list[ContactPoint], Field(max_length=50)] = []
    address: Annotated[list[Address], Field(max_length=50)] = []
    part_of: Annotated[Reference | None, Field(alias="partOf")] = None


class Location(Resource):
    status: Text | None = None
    name: Text | None = None
    telecom: Annotated[list[ContactPoint], Field(max_length=50)] = []
    address: Address | None = None
    managing_organization: Annotated[Reference | None, Field(alias="managingOrganization")] = None
