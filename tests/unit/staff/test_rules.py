"""Licences, what they let a person lead, and supervision."""

from datetime import date
from uuid import uuid4

import pytest

from handrail.core.vocabulary import ServiceKind
from handrail.staff.errors import (
    DatesReversed,
    IssuedInFuture,
    OwnSupervisor,
    StateMissing,
    SupervisionCircular,
    SupervisorNotLicensed,
)
from handrail.staff.rules import (
    NO_EXPIRY,
    Granted,
    Held,
    check_credential,
    check_dates,
    check_supervision,
    licensed_until,
    may_lead,
)
from handrail.staff.vocabulary import LEVELS, MAY_LEAD, CredentialKind, CredentialLevel

TODAY = date(2026, 3, 2)
YESTERDAY = date(2026, 3, 1)
LONG_AGO = date(2015, 6, 1)


def held(kind: CredentialKind, *, expires_on: date | None = date(2027, 6, 30), revoked_on: date | None = None) -> Held:
    return Held(kind, LONG_AGO, expires_on, revoked_on)


class TestValidity:
    def test_last_day_is_valid_and_the_next_is_not(self) -> None:
        licence = held(CredentialKind.LCSW, expires_on=TODAY)
        assert licence.valid(TODAY)
        assert not licence.valid(date(2026, 3, 3))

    def test_revocation_counts_from_its_own_day(self) -> None:
        licence = held(CredentialKind.LCSW, revoked_on=TODAY)
        assert licence.valid(YESTERDAY)
        assert not licence.valid(TODAY)

    def test_a_licence_that_does_not_expire(self) -> None:
        assert held(CredentialKind.MD, expires_on=None).valid(date(2060, 1, 1))


class TestMayLead:
    def lead(self, *credentials: Held, supervised: bool = False, grants: tuple[Granted, ...] = ()) -> set[str]:
        return set(may_lead(credentials, grants, on=TODAY, supervised=supervised))

    def test_a_social_worker_leads_therapy_and_does_not_prescribe(self) -> None:
        kinds = self.lead(held(CredentialKind.LCSW))
        assert {"group", "individual", "family"} <= kinds
        assert not {"psychiatric_evaluation", "medication_management"} & kinds

    @pytest.mark.parametrize("kind", [CredentialKind.MD, CredentialKind.DO, CredentialKind.PMHNP])
    def test_psychiatric_evaluation_needs_a_prescriber(self, kind: CredentialKind) -> None:
        assert {"psychiatric_evaluation", "medication_management"} <= self.lead(held(kind))

    def test_an_associate_leads_only_under_supervision(self) -> None:
        associate = held(CredentialKind.LPC_ASSOCIATE)
        assert self.lead(associate) == set()
        assert "group" in self.lead(associate, supervised=True)

    def test_a_peer_specialist_does_not_lead_therapy(self) -> None:
        assert self.lead(held(CredentialKind.PEER_SPECIALIST)) == {"recreation", "orientation"}

    def test_an_expired_licence_leads_nothing(self) -> None:
        assert self.lead(held(CredentialKind.LCSW, expires_on=YESTERDAY)) == set()

    def test_a_grant_adds_a_kind_for_its_days(self) -> None:
        yoga = Granted(ServiceKind.SKILLS, YESTERDAY, TODAY)
        over = Granted(ServiceKind.GROUP, LONG_AGO, YESTERDAY)
        assert self.lead(held(CredentialKind.PEER_SPECIALIST), grants=(yoga, over)) == {
            "recreation",
            "orientation",
            "skills",
        }

    def test_several_credentials_add_up(self) -> None:
        assert self.lead(held(CredentialKind.RN), held(CredentialKind.LPC)) >= {"group", "screening"}


def test_every_credential_has_a_level_and_a_row() -> None:
    assert set(LEVELS) == set(MAY_LEAD) == set(CredentialKind)


class TestLicensedUntil:
    def test_the_latest_licence_counts(self) -> None:
        credentials = [
            held(CredentialKind.LPC, expires_on=date(2026, 6, 30)),
            held(CredentialKind.LMFT, expires_on=date(2027, 1, 31)),
        ]
        assert licensed_until(credentials, on=TODAY) == date(2027, 1, 31)

    def test_a_certificate_is_no_licence(self) -> None:
        assert licensed_until([held(CredentialKind.PEER_SPECIALIST), held(CredentialKind.CADC)], on=TODAY) is None

    def test_expired_and_revoked_ones_do_not_count(self) -> None:
        credentials = [
            held(CredentialKind.LCSW, expires_on=YESTERDAY),
            held(CredentialKind.MD, revoked_on=TODAY),
        ]
        assert licensed_until(credentials, on=TODAY) is None

    def test_a_renewal_that_follows_without_a_gap_goes_on(self) -> None:
        renewed = Held(CredentialKind.LCSW, date(2026, 7, 1), date(2028, 6, 30))
        assert licensed_until([held(CredentialKind.LCSW, expires_on=date(2026, 6, 30)), renewed], on=TODAY) == date(
            2028, 6, 30
        )

    def test_a_gap_ends_it(self) -> None:
        later = Held(CredentialKind.LCSW, date(2026, 7, 2), date(2028, 6, 30))
        assert licensed_until([held(CredentialKind.LCSW, expires_on=date(2026, 6, 30)), later], on=TODAY) == date(
            2026, 6, 30
        )

    def test_one_that_does_not_expire(self) -> None:
        assert licensed_until([held(CredentialKind.MD, expires_on=None)], on=TODAY) == NO_EXPIRY


class TestCredential:
    def test_a_licence_names_its_state(self) -> None:
        with pytest.raises(StateMissing):
            check_credential(CredentialKind.LCSW, state=None, issued_on=LONG_AGO, expires_on=None, today=TODAY)
        check_credential(CredentialKind.LCSW, state="OR", issued_on=LONG_AGO, expires_on=None, today=TODAY)

    def test_a_certificate_may_be_national(self) -> None:
        check_credential(CredentialKind.CTRS, state=None, issued_on=LONG_AGO, expires_on=None, today=TODAY)

    def test_it_cannot_expire_before_it_was_issued(self) -> None:
        with pytest.raises(DatesReversed):
            check_credential(CredentialKind.RN, state="OR", issued_on=TODAY, expires_on=YESTERDAY, today=TODAY)

    def test_it_is_put_on_file_once_it_is_held(self) -> None:
        with pytest.raises(IssuedInFuture):
            check_credential(CredentialKind.RN, state="OR", issued_on=date(2026, 3, 3), expires_on=None, today=TODAY)

    def test_dates_run_forward(self) -> None:
        check_dates(TODAY, TODAY)
        check_dates(TODAY, None)
        with pytest.raises(DatesReversed):
            check_dates(TODAY, YESTERDAY)


class TestSupervision:
    intern, chief = uuid4(), uuid4()

    def check(self, *credentials: Held, supervisees: tuple[object, ...] = ()) -> None:
        check_supervision(
            supervisee_id=self.intern,
            supervisor_id=self.chief,
            starts_on=TODAY,
            supervisor_credentials=credentials,
            supervisees_of_supervisee={self.chief} if supervisees else set(),
        )

    def test_an_independent_licence_may_supervise(self) -> None:
        self.check(held(CredentialKind.LCSW))

    @pytest.mark.parametrize("kind", [kind for kind in CredentialKind if LEVELS[kind] != CredentialLevel.INDEPENDENT])
    def test_another_credential_may_not(self, kind: CredentialKind) -> None:
        with pytest.raises(SupervisorNotLicensed):
            self.check(held(kind))

    def test_an_expired_licence_may_not(self) -> None:
        with pytest.raises(SupervisorNotLicensed):
            self.check(held(CredentialKind.LCSW, expires_on=YESTERDAY))

    def test_two_people_do_not_supervise_each_other(self) -> None:
        with pytest.raises(SupervisionCircular):
            self.check(held(CredentialKind.LCSW), supervisees=(self.chief,))

    def test_nobody_supervises_themselves(self) -> None:
        with pytest.raises(OwnSupervisor):
            check_supervision(
                supervisee_id=self.chief,
                supervisor_id=self.chief,
                starts_on=TODAY,
                supervisor_credentials=[held(CredentialKind.LCSW)],
                supervisees_of_supervisee=set(),
            )
