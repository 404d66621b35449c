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


class RangeReversed(Unprocessable):
    code, title = "range-reversed", "A scale begins below its end"
