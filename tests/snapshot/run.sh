#!/bin/sh
# Snapshots of real heaps: the collection simulated on each must find the same objects unreachable, in the same order, as the
# interpreter's own collector lists on the very same heap. The last line is "N passed, N failed".
# run.sh HEAPLOUPE [PROGRAM …]: default the quick ones. PYTHONS: the interpreters to use, default python3.
set -u
heaploupe=$(cd "$(dirname "$1")" && pwd)/$(basename "$1")
here=$(cd "$(dirname "$0")" && pwd)
shift
[ $# -gt 0 ] || set -- "$here"/programs/asyncio_tasks.py "$here"/programs/instances.py "$here"/programs/futures_threads.py \
    "$here"/programs/exceptions.py "$here"/programs/unittest_run.py "$here"/programs/containers.py
snapshot=$here/../../recorder/heaploupe_snapshot.py
work=$(mktemp -d)
trap 'rm -rf "$work"' EXIT
passed=0
failed=0

check() { # what, status of the check
    if [ "$2" = 0 ]; then
        passed=$((passed + 1))
    else
        failed=$((failed + 1))
        echo "FAILED: $1"
    fi
}

one() { # interpreter, program
    name="$(basename "$2") on $1"
    rm -f "$work"/*
    timeout 60 "$1" "$here/oracle.py" "$snapshot" "$2" "$work/trace" "$work/listing" >"$work/out" 2>&1
    check "$name: runs: $(tail -n 1 "$work/out")" $?
    "$heaploupe" run --json=brief "$work/trace" >"$work/results" 2>"$work/errors"
    check "$name: loads: $(head -n 1 "$work/errors")" $?
    python3 "$here/compare.py" "$work/trace" "$work/results" "$work/listing" >"$work/verdict" 2>&1
    check "$name: $(tail -n 1 "$work/verdict")" $?
}

for python in ${PYTHONS:-python3}; do
    if ! "$python" -c 'import sys; sys.exit(not (3, 8) <= sys.version_info[:2] <= (3, 13))' 2>/dev/null; then
        echo "skipped: $python is no CPython 3.8 to 3.13"
        continue
    fi
    for program in "$@"; do
        one "$python" "$program"
    done
    [ ! -f "$here/traces.py" ] || { "$python" "$here/traces.py" "$snapshot" "$heaploupe" >"$work/out" 2>&1; check "traces.py on $python: $(tail -n 1 "$work/out")" $?; }
done
echo "$passed passed, $failed failed"
[ "$failed" = 0 ]
