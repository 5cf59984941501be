#!/bin/sh
# conformance.sh [BINARY]: new random programs, run by CPython 3.11 and by
# heaploupe, and compared. From the environment: N (500), SEED (a new one, it
# is printed), FAMILY (all), PYTHON311. Skipped where there is no CPython 3.11.
here=$(dirname "$0")
binary=${1:-$here/../../build/heaploupe}
py=${PYTHON311:-$(command -v python3.11 || true)}
if [ -z "$py" ]; then
    echo "conformance: skipped, no python3.11 in PATH"
    exit 0
fi
exec "$py" "$here/compare.py" --binary "$binary" --fresh "${N:-500}" \
    ${SEED:+--seed "$SEED"} ${FAMILY:+--family "$FAMILY"}
