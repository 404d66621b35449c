"""Words of the catalogue of therapies."""

from enum import StrEnum


class ModalitySource(StrEnum):
    """Whether a row came with the product or is the organization's own."""

    SHIPPED = "shipped"
    OWN = "own"


class ModalityFamily(StrEnum):
    """What kind of service a modality belongs to."""

    COGNITIVE_BEHAVIORAL = "cognitive_behavioral"
    TRAUMA = "trauma"
    MOTIVATIONAL = "motivational"
    MINDFULNESS = "mindfulness"
    ADDICTION = "addiction"
    EDUCATION = "education"
    PROCESS = "process"
    FAMILY = "family"
    PSYCHIATRIC = "psychiatric"
    RECREATION = "recreation"


class RecordKind(StrEnum):
    """How something recorded in a session is given."""

    SCALE = "scale"
    COUNT = "count"
    YES_NO = "yes_no"
    TEXT = "text"
    DATE = "date"
    PEOPLE = "people"
