"""Routes of diary cards, chain analyses and treatment targets."""

from handrail.diaries.routers import chains, diary, targets

ROUTERS = (diary.of_participants, chains.of_participants, chains.router, targets.of_participants, targets.router)
