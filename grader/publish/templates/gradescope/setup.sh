#!/usr/bin/env bash
# Runs once, when Gradescope builds the image: a Python that is new enough, and the grader's libraries.
set -euo pipefail
home=${AUTOGRADER:-/autograder}
python=python3
if ! command -v "$python" > /dev/null || ! "$python" -c 'import sys; sys.exit(sys.version_info < (3, 11))'; then
    apt-get update -qq
    apt-get install -y -qq python3.11 python3.11-venv
    python=python3.11
fi
"$python" -m venv "$home/venv" || {
    apt-get update -qq
    apt-get install -y -qq "$("$python" -c 'import sys; print("python%d.%d-venv" % sys.version_info[:2])')"
    "$python" -m venv "$home/venv"
}
"$home/venv/bin/python" -m pip install -q "$home/source"
