"""`handrail openapi`."""

import json

import typer

from handrail.core.settings import Settings
from handrail.main import create_app


def openapi() -> None:
    """Print the API's description."""
    typer.echo(json.dumps(create_app(Settings()).openapi(), indent=2, ensure_ascii=False))
