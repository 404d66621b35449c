"""`handrail schedule build`, `check` and `repair`. None of them needs a database."""

import signal
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from types import FrameType
from typing import Annotated, Final

import typer
from rich.console import Console
from rich.progress import BarColumn, Progress, TextColumn, TimeElapsedColumn

from handrail.builder.checker import check, check_week
from handrail.builder.clashes import counted, explain
from handrail.builder.grid import Grid
from handrail.builder.problem import Mistakes, Problem
from handrail.builder.reading import read_disruption, read_problem, read_solution, write_solution
from handrail.builder.repair import repair
from handrail.builder.search import Budget, Built, build
from handrail.builder.search import Progress as Step

UNREADABLE: Final = 2
DEFAULT_SECONDS: Final = 10.0
EXPLAIN_SECONDS: Final = 3.0
TOLD: Final = 10

schedule = typer.Typer(no_args_is_help=True, help="Build, check and repair the week of a program.")

ProblemFile = Annotated[Path, typer.Argument(metavar="PROBLEM.json", help="What the week has to hold, and its rules.")]
SolutionFile = Annotated[Path, typer.Argument(metavar="SOLUTION.json", help="The week.")]


@schedule.command("check")
def check_files(problem_file: ProblemFile, solution_file: SolutionFile) -> None:
    """Tell every rule that a week breaks, one a line. The exit status is 1 if there is any, 2 if a file is none."""
    with _mistakes_told():
        problem, solution = read_problem(problem_file), read_solution(solution_file)
    found = check(problem, solution)
    for violation in found:
        typer.echo(violation)
    if found:
        raise typer.Exit(1)
    cost = solution.cost_parts.total
    typer.echo(f"The week keeps every rule. It costs {cost}; no week costs less than {solution.bound}.")


@schedule.command("build")
def build_file(
    problem_file: ProblemFile,
    output: Annotated[Path, typer.Option("--output", help="The file to write the week to.")],
    seed: Annotated[int, typer.Option(help="The same seed and iterations give the same week.")] = 1,
    iterations: Annotated[
        int | None, typer.Option(min=1, max=100_000_000, help="Stop after so many moves [default: by time].")
    ] = None,
    seconds: Annotated[
        float | None, typer.Option(min=0.1, max=86_400, help="Stop after so much CPU time [default: 10].")
    ] = None,
) -> None:
    """Build a week. Ctrl-C ends the search and writes the best week so far."""
    with _mistakes_told():
        problem = read_problem(problem_file)
    if iterations is None and seconds is None:
        seconds = DEFAULT_SECONDS
    impossible = counted(Grid(problem))
    if impossible:
        typer.echo("There is no such week:", err=True)
        for clash in impossible:
            typer.echo(f"  {clash.words}", err=True)
        raise typer.Exit(1)
    built = _build(problem, seed, Budget(iterations, seconds))
    if built.solution is None:
        _tell_why(problem, seed, built)
        raise typer.Exit(1)
    with _mistakes_told():
        write_solution(built.solution, output)
    cost = built.solution.cost_parts.total
    proven = "no week costs less" if cost <= built.bound else f"no week costs less than {built.bound}"
    typer.echo(f"{output}: costs {cost}, {proven}; {built.iterations:,} moves, {built.cpu_s:.1f} s of CPU.")


@schedule.command("repair")
def repair_file(
    problem_file: ProblemFile,
    solution_file: SolutionFile,
    disruption_file: Annotated[
        Path, typer.Argument(metavar="DISRUPTION.json", help="Who is away, which room is lost, which site is closed.")
    ],
    output: Annotated[Path, typer.Option("--output", help="The file to write the repaired week to.")],
) -> None:
    """Mend a running week: what is hit is held otherwise. The exit status is 1 if something found no place."""
    with _mistakes_told():
        problem, solution = read_problem(problem_file), read_solution(solution_file)
        disruption = read_disruption(disruption_file)
        wrong = check_week(problem, solution)
        if wrong:
            raise Mistakes([f"{solution_file}: breaks a rule before anything happened: {one}" for one in wrong[:TOLD]])
        repaired = repair(problem, solution, disruption)
        write_solution(repaired.solution(), output)
    for change in repaired.changes:
        typer.echo(f"{change.activity}: {change.words}")
    typer.echo(f"{output}: {repaired.hit} sessions were hit, {len(repaired.changes)} change.")
    if repaired.lost:
        raise typer.Exit(1)


def _tell_why(problem: Problem, seed: int, built: Built) -> None:
    typer.echo(f"No week was found in {built.iterations:,} moves ({built.cpu_s:.1f} s of CPU).", err=True)
    for clash in explain(problem, seed, EXPLAIN_SECONDS):
        typer.echo(f"  {clash.words}", err=True)


def _build(problem: Problem, seed: int, budget: Budget) -> Built:
    console = Console(stderr=True)
    columns = (TextColumn("{task.description}"), BarColumn(), TimeElapsedColumn())
    with (
        Progress(*columns, console=console, disable=not console.is_terminal, transient=True) as progress,
        _interruptible() as interrupted,
    ):
        task = progress.add_task("Building", total=1.0)

        def watch(step: Step) -> None:
            shares = [0.0]
            if budget.iterations:
                shares.append(step.iteration / budget.iterations)
            if budget.seconds:
                shares.append(step.cpu_s / budget.seconds)
            if step.cost is not None:
                told = f"Cost {step.cost}, at least {step.bound}"
            elif step.unplaced:
                told = f"{step.unplaced} cohorts without a place"
            else:
                told = "Placing sessions"
            progress.update(task, completed=max(shares), description=told)

        return build(problem, seed=seed, budget=budget, watch=watch, stopped=lambda: bool(interrupted))


@contextmanager
def _interruptible() -> Iterator[list[int]]:
    """Note Ctrl-C instead of raising, so that what was found is kept."""
    noted: list[int] = []

    def note(number: int, _frame: FrameType | None) -> None:
        noted.append(number)

    before = signal.signal(signal.SIGINT, note)
    try:
        yield noted
    finally:
        signal.signal(signal.SIGINT, before)


@contextmanager
def _mistakes_told() -> Iterator[None]:
    try:
        yield
    except Mistakes as mistakes:
        for line in mistakes.lines:
            typer.echo(line, err=True)
        raise typer.Exit(UNREADABLE) from None
