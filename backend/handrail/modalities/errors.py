from handrail.core.errors import Conflict, NotFound, Unprocessable


class ModalityNotFound(NotFound):
    code, title = "modality-not-found", "No such modality"


class ModalityVersionNotFound(NotFound):
    code, title = "modality-version-not-found", "The modality has no such version"


class ModalityKeyTaken(Conflict):
    code, title = "modality-key-taken", "Another modality has this key"


class ModalityRetired(Conflict):
    code, title = "modality-retired", "The modality is no longer in use"


class ModuleUnknown(Unprocessable):
    code, title = "module-unknown", "The modality has no such module"


class PhaseUnknown(Unprocessable):
    code, title = "phase-unknown", "The modality has no such phase"


class AgeOutsideModality(Conflict):
    code, title = "age-outside-modality", "The modality is for another age"


class KeysRepeat(Unprocessable):
    code, title = "keys-repeat", "Two parts have the same key"


class AgesReversed(Unprocessable):
    code, title = "ages-reversed", "The lowest age is above the highest"


class RecordUnknown(Unprocessable):
    code, title = "record-unknown", "The modality does not record this"


class RecordOnDiaryCard(Unprocessable):
    """Whatever the protocol says: an urge or an act stands where it opens an alert."""

    code, title = "record-on-diary-card", "Urges and acts are entered on the diary card, which tells staff of them"


class RecordValueWrong(Unprocessable):
    code, title = "record-value-wrong", "The value does not fit what is recorded"


class RuleOfWhat(Unprocessable):
    """What a rule of completion names has to be a scale, a number or a yes-or-no that the modality records."""

    code, title = "rule-of-what", "The rule names something that the modality does not record as a number or a yes"


class MeasureUnknown(Unprocessable):
    code, title = "measure-unknown", "No such measure"


class BirthDateUnknown(Conflict):
    """Facts name the ages; never the person."""

    code, title = "birth-date-unknown", "The modality is for an age, and a birth date is not known"


class RangeReversed(Unprocessable):
    code, title = "range-reversed", "A scale begins below its end"
