"""What happened to a program that later slices act on, in the same transaction."""

from dataclasses import dataclass

from handrail.core.ids import ProgramId


@dataclass(frozen=True)
class ProgramUnderPart2:
    """From now on 42 CFR Part 2 holds for the program, and so for whoever stands, stood or waits in it."""

    program_id: ProgramId
