"""Words of the staff file."""

from enum import StrEnum
from typing import Final

from handrail.core.vocabulary import ServiceKind


class StaffStatus(StrEnum):
    ACTIVE = "active"
    ON_LEAVE = "on_leave"
    LEFT = "left"


class CredentialKind(StrEnum):
    """What a board or certifying body has granted a person."""

    MD = "md"
    DO = "do"
    PMHNP = "pmhnp"
    NP = "np"
    PA = "pa"
    PSYCHOLOGIST = "psychologist"
    LCSW = "lcsw"
    LMSW = "lmsw"
    LPC = "lpc"
    LPC_ASSOCIATE = "lpc_associate"
    LMFT = "lmft"
    LMFT_ASSOCIATE = "lmft_associate"
    RN = "rn"
    CADC = "cadc"
    OTR = "otr"
    CTRS = "ctrs"
    PEER_SPECIALIST = "peer_specialist"


class CredentialLevel(StrEnum):
    """How far a credential carries: alone, under a supervisor, or as a certificate without a licence to practice."""

    INDEPENDENT = "independent"
    SUPERVISED = "supervised"
    CERTIFIED = "certified"


C = CredentialKind

LEVELS: Final[dict[CredentialKind, CredentialLevel]] = {
    C.MD: CredentialLevel.INDEPENDENT,
    C.DO: CredentialLevel.INDEPENDENT,
    C.PMHNP: CredentialLevel.INDEPENDENT,
    C.NP: CredentialLevel.INDEPENDENT,
    C.PA: CredentialLevel.SUPERVISED,
    C.PSYCHOLOGIST: CredentialLevel.INDEPENDENT,
    C.LCSW: CredentialLevel.INDEPENDENT,
    C.LMSW: CredentialLevel.SUPERVISED,
    C.LPC: CredentialLevel.INDEPENDENT,
    C.LPC_ASSOCIATE: CredentialLevel.SUPERVISED,
    C.LMFT: CredentialLevel.INDEPENDENT,
    C.LMFT_ASSOCIATE: CredentialLevel.SUPERVISED,
    C.RN: CredentialLevel.INDEPENDENT,
    C.CADC: CredentialLevel.CERTIFIED,
    C.OTR: CredentialLevel.INDEPENDENT,
    C.CTRS: CredentialLevel.CERTIFIED,
    C.PEER_SPECIALIST: CredentialLevel.CERTIFIED,
}

K = ServiceKind

_OPEN_TO_ALL: Final = frozenset({K.RECREATION, K.ORIENTATION})
_TEACHING: Final = frozenset({K.PSYCHOEDUCATION, K.SKILLS}) | _OPEN_TO_ALL
_PSYCHOTHERAPY: Final = frozenset({K.GROUP, K.INDIVIDUAL, K.FAMILY, K.INTAKE, K.SCREENING}) | _TEACHING
_PRESCRIBING: Final = frozenset({K.PSYCHIATRIC_EVALUATION, K.MEDICATION_MANAGEMENT})
_COUNSELING: Final = frozenset({K.GROUP, K.INDIVIDUAL, K.INTAKE, K.SCREENING}) | _TEACHING

MAY_LEAD: Final[dict[CredentialKind, frozenset[ServiceKind]]] = {
    C.MD: _PSYCHOTHERAPY | _PRESCRIBING,
    C.DO: _PSYCHOTHERAPY | _PRESCRIBING,
    C.PMHNP: _PSYCHOTHERAPY | _PRESCRIBING,
    C.NP: frozenset({K.MEDICATION_MANAGEMENT, K.SCREENING}) | _TEACHING,
    C.PA: _PRESCRIBING | frozenset({K.SCREENING}) | _TEACHING,
    C.PSYCHOLOGIST: _PSYCHOTHERAPY,
    C.LCSW: _PSYCHOTHERAPY,
    C.LMSW: _PSYCHOTHERAPY,
    C.LPC: _PSYCHOTHERAPY,
    C.LPC_ASSOCIATE: _PSYCHOTHERAPY,
    C.LMFT: _PSYCHOTHERAPY,
    C.LMFT_ASSOCIATE: _PSYCHOTHERAPY,
    C.RN: frozenset({K.SCREENING}) | _TEACHING,
    C.CADC: _COUNSELING,
    C.OTR: _TEACHING,
    C.CTRS: _TEACHING,
    C.PEER_SPECIALIST: _OPEN_TO_ALL,
}
"""What a credential lets a person lead, as Handrail ships it.

The services are those of an intensive outpatient program (42 CFR 410.44(a)); who may give which is a matter of the
state's scope of practice and of the payer, so a clinic widens it for a person by an explicit, dated grant.
"""
