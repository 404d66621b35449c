"""`handrail schedule`: what it says, what it writes, how it ends."""

import json
from pathlib import Path

import pytest
from tests.unit.builder.weeks import SMALL, small
from typer.testing import CliRunner, Result

from handrail.builder.checker import check
from handrail.builder.command import schedule
from handrail.builder.generators import crowded
from handrail.builder.problem import Problem
from handrail.builder.reading import read_problem, read_solution

DOCUMENT = Path(__file__).parents[3] / "docs" / "schedule-builder.md"


def _run(*words: object) -> Result:
    return CliRunner().invoke(schedule, [str(word) for word in words])


def _write(problem: Problem, file: Path) -> Path:
    file.write_text(problem.model_dump_json(by_alias=True))
    return file


@pytest.fixture
def problem_file(tmp_path: Path) -> Path:
    return _write(small(), tmp_path / "problem.json")


def test_a_week_is_built_and_checked(problem_file: Path, tmp_path: Path) -> None:
    week = tmp_path / "week.json"
    built = _run("build", problem_file, "--iterations", 300, "--output", week)
    assert built.exit_code == 0, built.output
    assert "costs 2, no week costs less" in built.output
    checked = _run("check", problem_file, week)
    assert (checked.exit_code, checked.output) == (
        0,
        "The week keeps every rule. It costs 2; no week costs less than 2.\n",
    )


def test_violations_are_told_one_a_line(problem_file: Path, tmp_path: Path) -> None:
    week = tmp_path / "week.json"
    _run("build", problem_file, "--iterations", 50, "--output", week)
    values = json.loads(week.read_text())
    values["sessions"] = [one for one in values["sessions"] if one["activity"] != "B medication"]
    values["sessions"][0]["clinician"] = "Moss"
    week.write_text(json.dumps(values))
    checked = _run("check", problem_file, week)
    assert checked.exit_code == 1
    lines = checked.output.splitlines()
    assert "activity: B medication is held 0 times, not once" in lines
    assert any(line.startswith("credential: ") for line in lines)


def test_a_file_that_is_none_is_told(problem_file: Path, tmp_path: Path) -> None:
    told = _run("check", problem_file, tmp_path / "nothing.json")
    assert told.exit_code == 2
    assert "nothing.json: cannot be read" in told.output
    told = _run("check", problem_file, problem_file)
    assert told.exit_code == 2
    assert "tracks: input should be" in told.output


def test_no_week_is_explained_and_nothing_written(tmp_path: Path) -> None:
    file = _write(crowded(1), tmp_path / "crowded.json")
    told = _run("build", file, "--output", tmp_path / "week.json")
    assert told.exit_code == 1
    assert "need 18 room-days; 15 exist" in told.output
    assert not (tmp_path / "week.json").exists()


def test_a_running_week_is_repaired(problem_file: Path, tmp_path: Path) -> None:
    week, lost, mended = (tmp_path / name for name in ("week.json", "lost.json", "mended.json"))
    _run("build", problem_file, "--iterations", 50, "--output", week)
    start = next(one.start for one in read_solution(week).sessions if one.activity == "A alone")
    lost.write_text(json.dumps({"rooms": [{"id": "office", "span": [start, start + 1]}]}))
    told = _run("repair", problem_file, week, lost, "--output", mended)
    assert told.exit_code == 0, told.output
    assert "A alone: office cannot be used: " in told.output
    lost.write_text(json.dumps({"absent": [{"id": "Reed", "span": [0, 480]}]}))
    told = _run("repair", problem_file, week, lost, "--output", mended)
    assert told.exit_code == 1
    assert "group 0.0: Reed is away: found no place; cancel it or call somebody in" in told.output


def test_the_documented_example_is_built(tmp_path: Path) -> None:
    text = DOCUMENT.read_text(encoding="utf-8").split("```json\n")[1].split("```")[0]
    file = tmp_path / "problem.json"
    file.write_text(text)
    week = tmp_path / "week.json"
    built = _run("build", file, "--iterations", 200, "--output", week)
    assert built.exit_code == 0, built.output
    assert check(read_problem(file), read_solution(week)) == []
    assert set(json.loads(text)) >= set(SMALL)
