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

bare_and_not() { # interpreter, program: runs the same, and its heap can be read
    name="$(basename "$2") on $1, --snapshot"
    "$1" "$2" >"$work/out" 2>"$work/err"
    bare=$?
    "$heaploupe" record --snapshot --python "$1" -o "$work/trace" "$2" >"$work/out2" 2>"$work/err2"
    status=$?
    [ "$bare" = "$status" ]; check "$name: status $status, not $bare" $?
    cmp -s "$work/out" "$work/out2"; check "$name: standard output" $?
    cmp -s "$work/err" "$work/err2"; check "$name: standard error" $?
    "$heaploupe" run "$work/trace" >/dev/null 2>"$work/errors"; check "$name: loads: $(head -n 1 "$work/errors")" $?
}

calls() { # interpreter: a program that asks for its snapshots itself; by hand, too
    program='import sys; kept = [sys.argv]; heaploupe_snapshot(); kept.append(kept); heaploupe_snapshot(); sys.exit(3)'
    "$heaploupe" record --snapshot --python "$1" -o "$work/two.jsonl" -c "$program" -x >"$work/out" 2>&1
    [ $? = 3 ] && [ ! -s "$work/out" ]; check "snapshots asked for on $1: status 3, no output" $?
    for trace in two.jsonl two.2.jsonl; do
        "$heaploupe" why "$work/$trace" --type list >/dev/null 2>&1; check "$trace on $1" $?
    done
    [ ! -e "$work/two.3.jsonl" ]; check "no third snapshot on $1" $?
    "$1" "$here/../../recorder/heaploupe_record.py" --snapshot -o "$work/by_hand" "$here/../recorder/programs/first.py" >/dev/null 2>&1
    "$heaploupe" run "$work/by_hand" >/dev/null 2>&1; check "by hand on $1" $?
}

for python in ${PYTHONS:-python3}; do
    if ! "$python" -c 'import sys; sys.exit(not (3, 8) <= sys.version_info[:2] <= (3, 13))' 2>/dev/null; then
        echo "skipped: $python is no CPython 3.8 to 3.13"
        continue
    fi
    for program in "$@"; do
        one "$python" "$program"
    done
    for program in classes exceptions exit_status everything syntax_error threads; do
        bare_and_not "$python" "$here/../recorder/programs/$program.py"
    done
    timeout 120 "$python" "$here/traces.py" "$snapshot" "$heaploupe" >"$work/out" 2>&1
    check "traces.py on $python: $(tail -n 1 "$work/out")" $?
    calls "$python"
done
"$heaploupe" record --snapshot -o "$work/none" "$work/absent.py" 2>/dev/null; [ $? = 2 ]; check "no such script: 2" $?
"$heaploupe" record --snapshot -o "$work/absent/none" "$here/../recorder/programs/first.py" 2>/dev/null; [ $? = 2 ]; check "no such folder: 2" $?
echo "$passed passed, $failed failed"
[ "$failed" = 0 ]
