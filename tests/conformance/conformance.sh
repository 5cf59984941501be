#!/bin/sh
# make conformance N=500 [SEED=...] [FAMILY=...]: new random programs, run by
# CPython 3.11 and by heaploupe, and compared.  Skipped (with a word) where
# there is no CPython 3.11.
here=$(dirname "$0")
n=${1:-${N:-500}}
seed=${2:-${SEED:-}}
py=${PYTHON311:-$(command -v python3.11 || true)}
if [ -z "$py" ]; then
    echo "conformance: skipped, no python3.11 in PATH"
    exit 0
fi
exec "$py" "$here/compare.py" --binary "${HEAPLOUPE:-$here/../../build/heaploupe}" \
    --fresh "$n" ${seed:+--seed "$seed"} ${FAMILY:+--family "$FAMILY"}
