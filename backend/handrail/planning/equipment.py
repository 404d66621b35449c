"""What a group needs in its room, as the builder is told it. Pure: values in, values out.

A group needs what the block of its program's day names that has its kind and title. What stands, stays: a group whose
room lacks something has done without it.
"""

from collections.abc import Iterable
from typing import Final

from handrail.planning.week import Place, Running, Standing, WeekSeen

NOTHING: Final = frozenset[str]()


def plain(thing: str) -> str:
    """Return a thing as two people may have written it: capitals and spaces do not matter."""
    return " ".join(thing.casefold().split())


class Equipment:
    """What groups need and rooms have, in the builder's words."""

    def __init__(self, week: WeekSeen) -> None:
        self._needs = {
            (one.program_id, block.kind, plain(block.title)): _plain(block.equipment)
            for one in week.cohorts
            for block in one.blocks
        }
        self._rooms = {one.id: _plain(one.equipment) for one in week.places}
        things = sorted(frozenset[str]().union(*self._needs.values()))
        # Things are written freely, in any language; the builder's ids are not.
        self._words = {thing: f"thing {at + 1}" for at, thing in enumerate(things)}

    def of_standing(self, one: Standing) -> tuple[str, ...]:
        """Return what the room of a group must have, wherever it goes."""
        needs = next(
            (needs for key, needs in self._needs.items() if key == (one.program_id, one.kind, plain(one.title))),
            NOTHING,
        )
        if one.room is not None and not one.telehealth:
            needs &= self._rooms.get(one.room, NOTHING)
        return self._told(needs)

    def of_new(self, running: Running, at: int) -> tuple[str, ...]:
        """Return what the room of a group must have that its program's day names at this place."""
        return self._told(_plain(running.blocks[at].equipment))

    def of_room(self, place: Place) -> tuple[str, ...]:
        """Return what a room has of all that any group needs."""
        return self._told(self._rooms[place.id])

    def _told(self, things: frozenset[str]) -> tuple[str, ...]:
        return tuple(sorted(self._words[one] for one in things if one in self._words))


def _plain(things: Iterable[str]) -> frozenset[str]:
    return frozenset(plain(one) for one in things)
