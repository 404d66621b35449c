"""Lint what is run in containers: hadolint for the Dockerfiles, the compose schema, `sh -n` for the shell scripts."""

import subprocess
import sys
from pathlib import Path

REPOSITORY = Path(__file__).parents[1]
DOCKER = REPOSITORY / "docker"


def main() -> None:
    """Run all of them; what fails says why."""
    scripts = sorted(DOCKER.rglob("*.sh"))
    commands = [
        ["hadolint", "--failure-threshold", "style", *map(str, sorted(DOCKER.glob("*.Dockerfile")))],
        ["check-jsonschema", "--quiet", "--builtin-schema", "vendor.compose-spec", str(DOCKER / "compose.yaml")],
        *(["sh", "-n", str(script)] for script in scripts),
    ]
    failed = [command[0] for command in commands if subprocess.run(command, check=False).returncode != 0]
    sys.exit(1 if failed else 0)


if __name__ == "__main__":
    main()
