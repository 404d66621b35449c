"""Diary cards of the demo clinic's DBT cohort: a week of three people, one of them at the threshold set for her."""

from datetime import timedelta
from typing import Final

from handrail.demo.at_work import Api, Clinic, Json

FIELDS: Final = ("urge-suicide", "urge-self-harm", "urge-use", "act-suicide", "act-self-harm", "misery", "shame", "joy")
KEPT: Final = (*FIELDS, "medication", "sleep", "skills-used", "skills")

WEEKS: Final[dict[str, tuple[tuple[float, ...], ...]]] = {
    "Imani Cole": (
        (0, 2, 0, 0, 0, 3, 2, 1, 6, 2),
        (0, 2, 0, 0, 0, 3, 3, 1, 5.5, 3),
        (0, 1, 0, 0, 0, 2, 2, 2, 7, 4),
        (0, 2, 1, 0, 0, 3, 3, 1, 5, 3),
        (0, 2, 0, 0, 0, 3, 2, 2, 6.5, 4),
        (0, 1, 0, 0, 0, 2, 2, 3, 7, 5),
        (0, 3, 0, 0, 0, 4, 4, 1, 4.5, 3),
    ),
    "Elena Petrova": (
        (0, 1, 0, 0, 0, 2, 1, 2, 7, 3),
        (0, 0, 0, 0, 0, 2, 1, 3, 7.5, 4),
        (0, 0, 0, 0, 0, 1, 1, 3, 7, 4),
        (0, 1, 0, 0, 0, 2, 2, 2, 6.5, 5),
        (0, 0, 0, 0, 0, 1, 0, 4, 8, 5),
    ),
    "Jonas Berg": (
        (0, 0, 3, 0, 0, 2, 2, 1, 6, 1),
        (0, 0, 2, 0, 0, 2, 1, 2, 6.5, 2),
        (0, 0, 2, 0, 0, 1, 1, 2, 7, 3),
    ),
}
"""Days up to today, the earliest first: the fields above, then sleep and the use of skills."""
THRESHOLDS: Final = {"Imani Cole": 3}
"""From which urge to self-harm on somebody is alarmed, where it is not the card's own."""
PRACTISED: Final = ("check-the-facts", "cool-the-body-down")

TARGETS: Final = (
    ("life_threatening", "Not to hurt my arms when the evening is empty"),
    ("therapy_interfering", "Come on Thursdays too, when Wednesday was hard"),
    ("quality_of_life", "Sleep before one o'clock"),
)


async def keep_diaries(clinic: Clinic) -> None:
    """Set the cards and fill the days, as the therapist does with each of them."""
    therapist = clinic.people["therapist"]
    for name, days in WEEKS.items():
        path = f"participants/{clinic.episodes[name]['participant_id']}"
        await _set(clinic, therapist, path, THRESHOLDS.get(name, 4))
        for back, numbers in zip(range(len(days) - 1, -1, -1), days, strict=True):
            entries: list[Json] = [
                {"field": field, "number": number}
                for field, number in zip((*FIELDS, "sleep", "skills-used"), numbers, strict=True)
            ]
            entries.append({"field": "skills", "skills": list(PRACTISED[: 1 + back % 2])})
            day = clinic.today - timedelta(days=back)
            for entry in entries:
                await therapist.call("PUT", f"{path}/diary-days/{day}/entry", entry)
    path = f"participants/{clinic.episodes['Imani Cole']['participant_id']}"
    for tier, words in TARGETS:
        await therapist.post(f"{path}/treatment-targets", {"tier": tier, "words": words})
    await _analyse(clinic, therapist, path)


async def _set(clinic: Clinic, therapist: Api, path: str, threshold: int) -> None:
    body = {"fields": list(KEPT), "thresholds": {"urge-self-harm": threshold}, "starts_on": str(clinic.today)}
    await therapist.call("PUT", f"{path}/diary-setting", body, headers={"If-Match": '"0"'})


async def _analyse(clinic: Clinic, therapist: Api, path: str) -> None:
    """One chain analysis that is done, of last week."""
    chain = await therapist.post(
        f"{path}/chain-analyses",
        {
            "happened_on": str(clinic.today - timedelta(days=8)),
            "behavior": "Left the skills group after ten minutes without a word",
            "vulnerabilities": "Four hours of sleep, no breakfast",
            "prompting_event": "The question in the round came to her first",
            "links": [
                {"kind": "thought", "text": "I will say something stupid", "instead": "Check the facts"},
                {"kind": "body", "text": "Heart racing, hands cold", "instead": "Cool the body down"},
                {"kind": "act", "text": "Took the coat and went", "instead": None},
            ],
            "consequences": "Relief in the corridor, shame in the evening",
            "prevention": "Ask for a place near the door and to speak second",
            "repair": "Told the group on Monday what had happened",
        },
    )
    await therapist.call("POST", f"chain-analyses/{chain['id']}/finish", headers={"If-Match": f'"{chain["version"]}"'})
