"""Sessions, passwords, throttling and one-time links, without a database."""

from datetime import UTC, date, datetime, timedelta

import pytest

from handrail.identity.errors import (
    EnrolmentRefused,
    ExpiryRefused,
    PasswordRefused,
    PeriodRefused,
    SignInThrottled,
)
from handrail.identity.rules import (
    ALLOWANCES,
    Count,
    EnrolmentState,
    SessionTimes,
    address_block,
    check_attempts,
    check_enrolment,
    check_password,
    check_period,
    check_token_expiry,
    device_label,
    fold_email,
    normalize_password,
    to_be_touched,
)
from handrail.identity.vocabulary import CounterKind, PasswordFlaw

NOON = datetime(2026, 3, 2, 12, 0, tzinfo=UTC)
WORDS = ("Maya Lindqvist", "maya.lindqvist@riverbend.example", "Riverbend Recovery")


def flaw_of(password: str) -> str | None:
    try:
        check_password(password, known=WORDS)
    except PasswordRefused as refusal:
        return str(refusal.facts["flaw"])
    return None


def seen_at_noon(*, lives: timedelta = timedelta(hours=12)) -> SessionTimes:
    return SessionTimes(last_seen_at=NOON, expires_at=NOON + lives, idle_limit=timedelta(hours=1))


class TestSession:
    def test_unused_for_an_hour_ends(self) -> None:
        assert seen_at_noon().idle_expires_at == NOON + timedelta(hours=1)

    def test_overall_limit_ends_a_session_in_use(self) -> None:
        assert seen_at_noon(lives=timedelta(minutes=5)).idle_expires_at == NOON + timedelta(minutes=5)

    def test_use_is_written_once_a_minute(self) -> None:
        assert not to_be_touched(NOON, now=NOON + timedelta(seconds=59), background=False)
        assert to_be_touched(NOON, now=NOON + timedelta(seconds=60), background=False)

    def test_polling_in_the_background_is_not_use(self) -> None:
        assert not to_be_touched(NOON, now=NOON + timedelta(minutes=30), background=True)

    @pytest.mark.parametrize(
        ("agent", "label"),
        [
            (
                "Mozilla/5.0 (Windows NT 10.0; Win64; x64) AppleWebKit/537.36 (KHTML, like Gecko) "
                "Chrome/139.0.0.0 Safari/537.36 Edg/139.0.0.0",
                "Edge on Windows",
            ),
            ("Mozilla/5.0 (X11; Linux x86_64; rv:142.0) Gecko/20100101 Firefox/142.0", "Firefox on Linux"),
            (
                "Mozilla/5.0 (iPad; CPU OS 18_0 like Mac OS X) AppleWebKit/605.1.15 Version/18.0 Safari/604.1",
                "Safari on iPad",
            ),
            ("curl/8.9", "Unknown browser"),
            (None, "Unknown browser"),
        ],
    )
    def test_device_has_a_name_its_owner_knows(self, agent: str | None, label: str) -> None:
        assert device_label(agent) == label


class TestThrottling:
    def counted(self, kind: CounterKind, attempts: int) -> Count:
        return Count(kind, attempts, NOON + timedelta(seconds=90))

    @pytest.mark.parametrize("kind", list(CounterKind))
    def test_last_allowed_attempt_passes_and_the_next_waits(self, kind: CounterKind) -> None:
        allowed = ALLOWANCES[kind].attempts
        check_attempts([self.counted(kind, allowed)], now=NOON)
        with pytest.raises(SignInThrottled) as refusal:
            check_attempts([self.counted(kind, allowed + 1)], now=NOON)
        assert refusal.value.retry_after_seconds == 91

    def test_the_longest_wait_counts(self) -> None:
        counts = [
            Count(CounterKind.ACCOUNT_AT_ADDRESS, 11, NOON + timedelta(minutes=1)),
            Count(CounterKind.ADDRESS, 61, NOON + timedelta(minutes=10)),
        ]
        with pytest.raises(SignInThrottled) as refusal:
            check_attempts(counts, now=NOON)
        assert refusal.value.retry_after_seconds == 601

    def test_no_account_may_be_tried_more_than_a_hundred_times_a_day(self) -> None:
        allowance = ALLOWANCES[CounterKind.ACCOUNT]
        assert allowance.attempts <= 100
        assert allowance.window >= timedelta(hours=24)

    @pytest.mark.parametrize(
        ("address", "block"),
        [
            ("203.0.113.7", "203.0.113.7"),
            ("2001:db8:1:2:3:4:5:6", "2001:db8:1:2::/64"),
            ("::ffff:203.0.113.7", "203.0.113.7"),
            ("not an address", "unknown"),
        ],
    )
    def test_addresses_are_counted_by_subscriber(self, address: str, block: str) -> None:
        assert address_block(address) == block


class TestPassword:
    @pytest.mark.parametrize(
        "password",
        [
            "copper kettle on a windowsill",
            "Ünïcödé wörds äre fïne",
            "maya lindqvist likes seventeen pelicans",
            "Zx8!kq2#Lm9$Pw4@",
            "a" * 5 + "quiet harbor at night",
        ],
    )
    def test_long_passwords_nobody_guesses_are_taken(self, password: str) -> None:
        assert flaw_of(password) is None

    @pytest.mark.parametrize(
        ("password", "flaw"),
        [
            ("Tr0ub4dor&3", PasswordFlaw.TOO_SHORT),
            ("fourteen chars", PasswordFlaw.TOO_SHORT),
            ("x" * 129, PasswordFlaw.TOO_LONG),
            ("Correct Horse Battery Staple", PasswordFlaw.COMMON),
            ("0123456789 01234", PasswordFlaw.COMMON),
            ("qwertyuiopasdfg", PasswordFlaw.COMMON),
            ("aaaaaaaaaaaaaaa", PasswordFlaw.REPEATED),
            ("abc-abc-abc-abc-abc", PasswordFlaw.REPEATED),
            ("sunflower-sunflower", PasswordFlaw.REPEATED),
            ("---------------", PasswordFlaw.REPEATED),
            ("Riverbend Recovery 1", PasswordFlaw.GUESSABLE),
            ("mayalindqvist2026", PasswordFlaw.GUESSABLE),
        ],
    )
    def test_first_guesses_are_refused(self, password: str, flaw: PasswordFlaw) -> None:
        assert flaw_of(password) == flaw

    def test_refusal_does_not_repeat_the_password(self) -> None:
        with pytest.raises(PasswordRefused) as refusal:
            check_password("short", known=WORDS)
        assert "short" not in {str(fact) for fact in refusal.value.facts.values()}
        assert refusal.value.pointer == "/password"

    def test_same_password_from_another_keyboard_is_the_same(self) -> None:
        assert normalize_password("cafe\u0301 au lait, s'il vous plait") == normalize_password(
            "caf\u00e9 au lait, s'il vous plait"
        )


def test_email_is_one_however_it_is_typed() -> None:
    assert fold_email(" Maya.Lindqvist@RIVERBEND.example ") == fold_email("maya.lindqvist@riverbend.example")


def test_a_period_may_be_one_day_and_not_less() -> None:
    check_period(date(2026, 3, 2), date(2026, 3, 2))
    check_period(date(2026, 3, 2), None)
    with pytest.raises(PeriodRefused):
        check_period(date(2026, 3, 2), date(2026, 3, 1))


@pytest.mark.parametrize("expires_at", [NOON, NOON - timedelta(days=1), NOON + timedelta(days=367)])
def test_a_token_ends_within_a_year(expires_at: datetime) -> None:
    check_token_expiry(NOON + timedelta(days=90), now=NOON)
    with pytest.raises(ExpiryRefused):
        check_token_expiry(expires_at, now=NOON)


@pytest.mark.parametrize(
    "state",
    [
        EnrolmentState(expires_at=NOON, used_at=None, revoked_at=None),
        EnrolmentState(expires_at=NOON + timedelta(days=1), used_at=NOON - timedelta(hours=1), revoked_at=None),
        EnrolmentState(expires_at=NOON + timedelta(days=1), used_at=None, revoked_at=NOON - timedelta(hours=1)),
    ],
)
def test_a_link_works_once_and_not_for_ever(state: EnrolmentState) -> None:
    check_enrolment(EnrolmentState(NOON + timedelta(seconds=1), None, None), now=NOON)
    with pytest.raises(EnrolmentRefused):
        check_enrolment(state, now=NOON)
