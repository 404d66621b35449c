from datetime import UTC, datetime, timedelta

import pytest

from handrail.tasks import rules
from handrail.tasks.errors import BackupIsOwner, SameOwner, ShiftTimes, TaskNotOpen
from handrail.tasks.rules import Duty
from handrail.tasks.vocabulary import GRACE, Rung, TaskPriority, TaskStatus

DUE = datetime(2026, 11, 2, 15, 0, tzinfo=UTC)
MINUTE = timedelta(minutes=1)


def duty(priority: TaskPriority = TaskPriority.SOON, *, backup: bool = True, done: bool = False) -> Duty:
    return Duty(TaskStatus.DONE if done else TaskStatus.OPEN, priority, DUE, backup)


class TestRung:
    def test_owner_answers_until_it_is_due(self) -> None:
        assert rules.rung(duty(), DUE - MINUTE) is Rung.OWNER

    def test_backup_answers_when_it_is_due(self) -> None:
        assert rules.rung(duty(), DUE) is Rung.BACKUP

    def test_without_backup_it_goes_to_who_is_on_call_at_once(self) -> None:
        assert rules.rung(duty(backup=False), DUE) is Rung.ON_CALL

    @pytest.mark.parametrize("priority", list(TaskPriority))
    def test_after_the_grace_of_its_priority_it_goes_to_who_is_on_call(self, priority: TaskPriority) -> None:
        assert rules.rung(duty(priority), DUE + GRACE[priority] - MINUTE) is Rung.BACKUP
        assert rules.rung(duty(priority), DUE + GRACE[priority]) is Rung.ON_CALL

    def test_done_task_climbs_no_more(self) -> None:
        assert rules.rung(duty(done=True), DUE + timedelta(days=9)) is Rung.OWNER

    def test_the_more_urgent_the_shorter_the_grace(self) -> None:
        assert GRACE[TaskPriority.URGENT] < GRACE[TaskPriority.SOON] < GRACE[TaskPriority.ROUTINE]


class TestChecks:
    @pytest.mark.parametrize("status", [TaskStatus.DONE, TaskStatus.CANCELLED])
    def test_closed_task_stays_closed(self, status: TaskStatus) -> None:
        with pytest.raises(TaskNotOpen):
            rules.check_open(status)

    def test_backup_is_another_person(self) -> None:
        with pytest.raises(BackupIsOwner):
            rules.check_hands("a", "a")

    def test_task_changes_hands(self) -> None:
        with pytest.raises(SameOwner):
            rules.check_hands("a", None, previous_owner="a")

    @pytest.mark.parametrize("length", [timedelta(0), timedelta(days=-1), timedelta(days=7, minutes=61)])
    def test_shift_lasts_up_to_a_week(self, length: timedelta) -> None:
        with pytest.raises(ShiftTimes):
            rules.check_shift(DUE, DUE + length)
