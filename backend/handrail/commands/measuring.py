"""`handrail measures`: instruments, and answers from other systems."""

import typer

from handrail.boot import BootError
from handrail.measures.command import SOME_NOT_SCORED, AnswersFile, InstrumentKey, print_instruments, score_file
from handrail.measures.errors import FileRefused

measuring = typer.Typer(no_args_is_help=True, help="Instruments, and scoring answers from other systems.")


@measuring.command("list")
def list_instruments() -> None:
    """Name the instruments, what of each is here, and the header of its files."""
    print_instruments()


@measuring.command("score")
def score_answers(instrument: InstrumentKey, file: AnswersFile) -> None:
    """Score a file, one JSON line a row. Exit status 0: all scored; 3: some rows say why not; 1: refused."""
    try:
        whole = score_file(instrument, file)
    except FileRefused as refused:
        raise BootError(str(refused)) from None
    if not whole:
        raise typer.Exit(SOME_NOT_SCORED)
