#!/bin/sh
# Programs recorded on the python3 that is here, then replayed: every check must hold, and the program must behave as without
# the recorder. The last line is "N passed, N failed". PYTHONS: the interpreters to use, default python3.
set -u
heaploupe=$(cd "$(dirname "$1")" && pwd)/$(basename "$1")
here=$(cd "$(dirname "$0")" && pwd)
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
    "$1" "$2" >"$work/out" 2>"$work/err"
    bare=$?
    "$heaploupe" record --python "$1" -o "$work/trace" "$2" >"$work/out2" 2>"$work/err2"
    status=$?
    [ "$bare" = "$status" ]; check "$name: status $status, not $bare" $?
    cmp -s "$work/out" "$work/out2"; check "$name: standard output" $?
    cmp -s "$work/err" "$work/err2"; check "$name: standard error" $?
    "$heaploupe" run "$work/trace" >"$work/run" 2>&1; check "$name: replay: $(head -n 2 "$work/run")" $?
}

for python in ${PYTHONS:-python3}; do
    if ! "$python" -c 'import sys; sys.exit(not (3, 8) <= sys.version_info[:2] <= (3, 13))' 2>/dev/null; then
        echo "skipped: $python is no CPython 3.8 to 3.13"
        continue
    fi
    for program in "$here"/programs/*.py; do
        [ "$(basename "$program")" = killed.py ] || one "$python" "$program"
    done
    "$heaploupe" record --python "$python" -o "$work/trace" "$here/programs/killed.py" >"$work/out" 2>&1
    [ $? = 143 ]; check "killed.py on $python: status 128 + 15" $?
    "$heaploupe" run "$work/trace" 2>&1 | grep -q before; check "killed.py on $python: its output is in the trace" $?
    "$heaploupe" record --python "$python" -o "$work/trace" -c 'import sys; print(sys.argv); sys.exit(4)' -x >"$work/out"
    [ $? = 4 ] && [ "$(cat "$work/out")" = "['-c', '-x']" ]; check "-c CODE on $python" $?
    kill_itself='import os; print("before"); os.kill(os.getpid(), 9)'
    for unbuffered in "" 1; do
        PYTHONUNBUFFERED=$unbuffered "$python" -c "$kill_itself" >"$work/out" 2>"$work/err"
        PYTHONUNBUFFERED=$unbuffered "$heaploupe" record --python "$python" -o "$work/trace" -c "$kill_itself" >"$work/out2"
        cmp -s "$work/out" "$work/out2"; check "PYTHONUNBUFFERED=$unbuffered on $python" $?
    done
done
"$heaploupe" record -o "$work/none" "$work/absent.py" 2>/dev/null; [ $? = 2 ]; check "no such script: 2" $?
"$heaploupe" record --python "$work/absent" -o "$work/none" "$here/programs/first.py" 2>/dev/null; [ $? = 125 ]; check "no such python: 125" $?
for trace in "$here"/../../traces/recorded/*.jsonl; do
    "$heaploupe" run "$trace" >/dev/null 2>&1; check "$trace" $?
done
echo "$passed passed, $failed failed"
[ "$failed" = 0 ]
