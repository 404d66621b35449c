"""What Handrail itself decided of weeks is said in the reader's language: the web app knows each such sentence."""

import json
from pathlib import Path

ROOT = Path(__file__).parents[2]


def test_every_rule_of_the_house_is_worded() -> None:
    rules = json.loads((ROOT / "backend/handrail/organizations/data/week_rules.json").read_text("utf-8"))["rules"]
    texts = (ROOT / "frontend/src/features/programs/texts.ts").read_text("utf-8")
    house = {rule["citation"] for rule in rules if rule["citation"].startswith("Handrail:")}
    assert house
    assert {one for one in house if f'"{one}"' not in texts} == set()
