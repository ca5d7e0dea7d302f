#!/usr/bin/env bash
# Makes dist/sohoa, a folder that runs on a machine without Python, and proves that it starts.
set -euo pipefail
cd "$(dirname "${BASH_SOURCE[0]}")/.."

python=.venv/bin/python
"$python" -m PyInstaller --version >/dev/null 2>&1 ||
    "$python" -m pip --disable-pip-version-check install --quiet --quiet --no-deps --require-hashes --requirement build/packaging.lock
"$python" -m PyInstaller --noconfirm --log-level WARN --workpath .cache/pyinstaller --distpath dist build/sohoa.spec
trial=$(mktemp -d)
trap 'rm -rf "$trial"' EXIT
dist/sohoa/sohoa --workspace "$trial" doctor || [ $? -eq 3 ]  # 3: this machine lacks something, the program itself is whole
du -sh dist/sohoa
