"""Words of the catalogue of therapies."""

from enum import StrEnum
from typing import Final


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


class RecordScope(StrEnum):
    """Of whom something recorded is, where a whole group is recorded at once."""

    GROUP = "group"
    """Said once for everybody, with exceptions: what was practiced together."""
    EACH = "each"
    """Said of each by themselves in the entry of their group: how strong a craving was."""
    COURSE = "course"
    """Noted in a person's own course only: what is worked on alone, and what alarms elsewhere."""


ON_DIARY_CARD: Final = frozenset(
    f"{what}-{of}" for what in ("urge", "act") for of in ("suicide", "self-harm", "use", "quit")
) | {"suicide-acts", "self-harm-acts", "use-acts"}
"""Keys of urges and acts. The diary card takes them, and tells staff in the same transaction; a note would tell nobody.

No protocol that comes with Handrail records them. Versions published before did, and what an organization adapted may.
"""


class AskedWhen(StrEnum):
    """When a course asks for a measure again, in the words that the schedules of measures use."""

    EVERY_SESSION = "every_session"
    WEEKLY = "weekly"


class DoseUnit(StrEnum):
    """What an expected dose is counted in."""

    SESSIONS = "sessions"
    WEEKS = "weeks"


class RecordKind(StrEnum):
    """How something recorded in a session is given."""

    SCALE = "scale"
    COUNT = "count"
    YES_NO = "yes_no"
    TEXT = "text"
    DATE = "date"
    PEOPLE = "people"


class CatalogueLanguage(StrEnum):
    """A language beside English in which the shipped catalogue is."""

    ES = "es"
