"""Files that are not right are told so in a line each: which file, where, how to mend it."""

import json
from pathlib import Path
from typing import Any

import pytest
from tests.unit.builder.weeks import SMALL, ordinary

from handrail.builder.problem import Mistakes
from handrail.builder.reading import read_problem, read_solution, write_solution


def _changed(part: str, index: int, **values: object) -> dict[str, Any]:
    members = [dict(one) for one in SMALL[part]]
    members[index].update(values)
    return {**SMALL, part: members}


WRONG: dict[str, tuple[dict[str, Any], str]] = {
    "a key that is none": ({**SMALL, "wieghts": {}}, "wieghts: is no key of the format"),
    "a key is missing": ({key: SMALL[key] for key in SMALL if key != "rooms"}, "rooms: is missing; add it"),
    "another version": ({**SMALL, "version": 2}, "version: input should be 1"),
    "text for a number": (_changed("rooms", 0, cap="12"), "rooms[0].cap: input should be a valid integer"),
    "a number out of bounds": (_changed("rooms", 0, cap=0), "rooms[0].cap: input should be greater than or equal to 1"),
    "an id twice": (_changed("rooms", 1, id="hall"), "rooms[1].id: 'hall' stands twice"),
    "an unknown site": (_changed("rooms", 1, site="hill"), "rooms[1].site: there is no site 'hill'"),
    "a span turned round": (_changed("clinicians", 0, open=[[9, 4]]), "clinicians[0].open[0]: [9, 4] is no span"),
    "a block larger than its window": (
        _changed("tracks", 0, block_ticks=20),
        "tracks[0].window: [36, 48] does not hold",
    ),
    "more days than the week has": (_changed("tracks", 0, days=6), "tracks[0].days: 6 days do not fit"),
    "an unknown track": (_changed("participants", 0, track="evening"), "participants[0].track: there is no track"),
    "groups that overlap": (
        _changed("activities", 1, offset=2),
        "groups 'group 0.0' and 'group 0.1' of a track overlap",
    ),
    "a group out of its block": (_changed("activities", 1, offset=6), "activities[1]: does not lie in the 2 blocks"),
    "a group without a day": (_changed("activities", 0, day_idx=None), "activities[0]: a group has day_idx and offset"),
    "a session with nobody": (_changed("activities", 4, participant=None), "activities[4].participant: None is nobody"),
    "a session on a day": (_changed("activities", 4, day_idx=1), "activities[4]: only groups have day_idx"),
    "a clinician of another's session": (
        _changed("activities", 5, same_clinician_as="B medication"),
        "activities[5].same_clinician_as: names no session of the same participant",
    ),
    "an unknown payer": (_changed("participants", 0, payer="state"), "participants[0].payer: there is no payer"),
    "a break that does not fit": (
        _changed("clinicians", 0, lunch={"ticks": 4, "window": [44, 46]}),
        "clinicians[0].lunch: [44, 46] does not hold a break of 4 ticks",
    ),
    "a second leader elsewhere": (
        _changed("activities", 1, co_leads="group 0.0"),
        "activities[1]: gives 'group 0.0' a second leader, at another place",
    ),
    "a second leader of nothing": (_changed("activities", 1, co_leads="tea"), "activities[1].co_leads: 'tea' is no"),
    "a cap of no group": (_changed("activities", 4, max_people=3), "activities[4]: only groups have attending"),
    "a longest block shorter than the block": (
        _changed("tracks", 0, max_block_ticks=7),
        "tracks[0].max_block_ticks: 7 is not between",
    ),
    "an unknown clinician": (_changed("activities", 4, clinicians=["Poe"]), "activities[4].clinicians: there is no"),
    "a detour that is shorter": (
        {
            **SMALL,
            "sites": [{"id": "riverside"}, {"id": "hill"}, {"id": "dale"}],
            "travel": [
                {"from": "riverside", "to": "hill", "ticks": 9},
                {"from": "riverside", "to": "dale", "ticks": 2},
                {"from": "dale", "to": "hill", "ticks": 2},
            ],
        },
        "by way of 'dale' only 4; write the shorter time",
    ),
    "a current session of nothing": (
        {
            **SMALL,
            "current": {
                "tracks": {},
                "sessions": [{"activity": "tea", "start": 0, "clinician": "Reed", "room": None, "tele": True}],
            },
        },
        "current.sessions[0].activity: there is no activity 'tea'",
    ),
}


@pytest.mark.parametrize("name", WRONG)
def test_a_mistake_is_told_in_a_line(name: str, tmp_path: Path) -> None:
    values, told = WRONG[name]
    file = tmp_path / "problem.json"
    file.write_text(json.dumps(values))
    with pytest.raises(Mistakes) as mistakes:
        read_problem(file)
    lines = [line for line in mistakes.value.lines if told in line]
    assert len(lines) == 1, mistakes.value.lines
    assert lines[0].startswith(f"{file}: ")
    assert "\n" not in lines[0]
    assert ";" in lines[0], "it says how to mend it"


def test_what_is_no_json_or_no_file_is_told(tmp_path: Path) -> None:
    with pytest.raises(Mistakes, match="cannot be read"):
        read_problem(tmp_path / "nothing.json")
    (tmp_path / "bad.json").write_bytes(b"{\xff")
    with pytest.raises(Mistakes, match="write JSON in UTF-8"):
        read_problem(tmp_path / "bad.json")


def test_a_thousand_mistakes_are_not_all_told(tmp_path: Path) -> None:
    file = tmp_path / "problem.json"
    file.write_text(json.dumps({**SMALL, "participants": [{"id": "P", "track": "none"}] * 1000}))
    with pytest.raises(Mistakes) as mistakes:
        read_problem(file)
    assert len(mistakes.value.lines) == 21
    assert mistakes.value.lines[-1] == "… and 1982 more"


def test_a_solution_is_read_as_it_was_written(tmp_path: Path) -> None:
    _, solution = ordinary()
    file = tmp_path / "solution.json"
    write_solution(solution, file)
    assert read_solution(file) == solution
    assert [one.name for one in tmp_path.iterdir()] == ["solution.json"]
