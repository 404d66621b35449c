#!/usr/bin/env bash
# Makes .venv with everything in requirements-dev.lock, hashes checked. Needs a Python 3.11 or newer and nothing else.
set -euo pipefail
cd "$(dirname "$0")/.."

python=
for candidate in ${PYTHON:-} python3 python3.14 python3.13 python3.12 python3.11; do
  if "$candidate" -c 'import sys, venv, ensurepip; sys.exit(sys.version_info < (3, 11))' >/dev/null 2>&1; then
    python=$candidate
    break
  fi
done
if [ -z "$python" ]; then
  echo "Handrail needs Python 3.11 or newer with its venv module: install it (Debian: apt install python3 python3-venv)," >&2
  echo "or name it: make PYTHON=/path/to/python3 ..." >&2
  exit 1
fi

echo "Preparing Python packages in .venv"
# A folder that was moved, or whose Python is gone, is made anew.
if [ "$(cat .venv/.made-for 2>/dev/null || true)" != "$PWD" ] || ! .venv/bin/python -c '' 2>/dev/null; then
  "$python" -m venv --clear .venv
  echo "$PWD" >.venv/.made-for
fi
if ! .venv/bin/uv --version 2>/dev/null | grep -qF "$(sed -n 's/^uv==\([^ ]*\).*/\1/p' requirements-dev.lock)"; then
  # uv itself, by its hashes in the lock file
  scratch=$(mktemp)
  trap 'rm -f "$scratch"' EXIT
  awk '/^[a-z]/ { ours = /^uv==/ } ours' requirements-dev.lock >"$scratch"
  .venv/bin/python -m pip install --quiet --disable-pip-version-check --no-deps --require-hashes -r "$scratch"
fi
export VIRTUAL_ENV=$PWD/.venv UV_NO_PROGRESS=1
.venv/bin/uv pip sync --quiet --compile-bytecode --require-hashes requirements-dev.lock
.venv/bin/uv pip install --quiet --offline --no-deps --no-build-isolation -e .
