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
        case $(basename "$program") in killed.py|names_counted.py) continue ;; esac
        one "$python" "$program"
    done
    "$heaploupe" record --python "$python" -o "$work/trace" "$here/programs/killed.py" >"$work/out" 2>&1
    [ $? = 143 ]; check "killed.py on $python: status 128 + 15" $?
    "$heaploupe" run "$work/trace" 2>&1 | grep -q before; check "killed.py on $python: its output is in the trace" $?
    "$heaploupe" record --python "$python" -o "$work/trace" -c 'import sys; print(sys.argv); sys.exit(4)' -x >"$work/out"
    [ $? = 4 ] && [ "$(cat "$work/out")" = "['-c', '-x']" ]; check "-c CODE on $python" $?
    "$heaploupe" record --python "$python" -o "$work/trace" "$here/programs/names_counted.py" >"$work/out" 2>&1
    python3 "$here/counted.py" "$work/trace" >"$work/out"; check "names_counted.py on $python: $(head -n 1 "$work/out")" $?
    for wrong in 'raise ValueError' 'import os; os.close(1); print("x" * 100000)'; do
        "$python" -c "$wrong" >"$work/out" 2>"$work/err"
        "$heaploupe" record --python "$python" -o "$work/trace" -c "$wrong" >"$work/out2" 2>"$work/err2"
        cmp -s "$work/err" "$work/err2"; check "$wrong on $python: standard error" $?
    done
    kill_itself='import os; print("before"); os.kill(os.getpid(), 9)'
    for unbuffered in "" 1; do
        PYTHONUNBUFFERED=$unbuffered "$python" -c "$kill_itself" >"$work/out" 2>"$work/err"
        PYTHONUNBUFFERED=$unbuffered "$heaploupe" record --python "$python" -o "$work/trace" -c "$kill_itself" >"$work/out2"
        cmp -s "$work/out" "$work/out2"; check "PYTHONUNBUFFERED=$unbuffered on $python" $?
    done
done
cat >"$work/ranged.py" <<'END'
import gc
def f(n):
    x = [n]
    if n:
        return f(n - 1)
    return x
a = f(2)
b = []
for i in range(2):
    b.append([i])
gc.collect()
del a
END
lines_of() { # what the options given record
    "$heaploupe" record "$@" -o "$work/trace" "$work/ranged.py" && "$heaploupe" run "$work/trace" >/dev/null && sed -n 's/^{"op":"line","line":\([0-9]*\).*/\1/p' "$work/trace" | tr '\n' ' '
}
[ "$(lines_of --depth 0)" = "1 2 7 8 9 10 9 10 9 11 12 " ]; check "--depth 0" $?
[ "$(lines_of --depth=1)" = "1 2 7 3 4 5 8 9 10 9 10 9 11 12 " ]; check "--depth 1" $?
[ "$(lines_of --from-line 9 --to-line 10)" = "9 10 9 10 9 " ]; check "--from-line 9 --to-line 10" $?
[ "$(lines_of --from-line 11)" = "11 12 " ]; check "--from-line 11" $?
[ "$(lines_of --from-line 6 --to-line 6)" = "6 " ]; check "lines of a function" $?
[ -z "$(lines_of --lines off)" ] && grep -q '"op":"collect"' "$work/trace"; check "--lines off" $?
[ -z "$(lines_of --only "$here/run.sh")" ]; check "--only another file" $?
[ "$(lines_of --only "$work/ranged.py" --depth 0)" = "1 2 7 8 9 10 9 10 9 11 12 " ]; check "--only the script" $?
for bad in "--depth -1" "--depth x" "--lines maybe" "--from-line 9 --to-line 2" "--only $work/absent" "--max-objects 0" "--to-line 0"; do
    # shellcheck disable=SC2086 # an option and its value
    "$heaploupe" record $bad -o "$work/none" "$work/ranged.py" >"$work/out" 2>"$work/err"
    [ $? = 2 ] && [ ! -s "$work/out" ] && [ "$(grep -c '^heaploupe: ' "$work/err")" = 1 ]; check "bad value: $bad" $?
done
"$heaploupe" record -o "$work/none" "$work/absent.py" 2>/dev/null; [ $? = 2 ]; check "no such script: 2" $?
"$heaploupe" record --python "$work/absent" -o "$work/none" "$here/programs/first.py" 2>/dev/null; [ $? = 125 ]; check "no such python: 125" $?
for snapshot in "" --snapshot; do
    # shellcheck disable=SC2086 # perhaps nothing
    "$heaploupe" record $snapshot --python /bin/true -o "$work/none" "$here/programs/first.py" 2>"$work/err"
    [ $? = 125 ] && [ "$(grep -c '^heaploupe: recording failed' "$work/err")" = 1 ]; check "no python at all: 125 $snapshot" $?
done
for python in ${PYTHONS:-python3}; do
    "$python" "$here/random_programs.py" "$heaploupe" --count "${RANDOM_PROGRAMS:-4}" >"$work/out"; check "random programs on $python: $(head -n 3 "$work/out")" $?
done
# The recorded examples: every check holds, the programs print what their comments promise, and recording them again with the same
# interpreter gives the same output (which tells what the collections returned) and as many collections.
recorded="$here/../../traces/recorded"
figures() {
    "$heaploupe" run "$1" --json=brief | python3 -c '
import json, sys
run = json.load(sys.stdin)
print(run["title"], run["output"], sum(each["trigger"] == "manual" for each in run["collections"]))'
}
mkdir "$work/again"
sh "$recorded/make.sh" "$heaploupe" "$work/again" 2>"$work/err"; check "the examples recorded again: $(head -n 1 "$work/err")" $?
same=$(python3 -c 'import sys; print("%d.%d.%d" % sys.version_info[:3])')
for trace in "$recorded"/*.jsonl; do
    name=$(basename "$trace" .jsonl)
    "$heaploupe" run "$trace" >/dev/null 2>&1; check "$trace" $?
    [ "$(wc -c <"$trace")" -le 300000 ]; check "$name: at most 300 kB" $?
    python3 "$here/promised.py" "$recorded/programs/$name.py" >"$work/out" 2>&1; check "$name: $(head -n 1 "$work/out")" $?
    if head -n 1 "$trace" | grep -q "\"x-python\":\"$same\""; then
        [ "$(figures "$trace")" = "$(figures "$work/again/$name.jsonl")" ]; check "$name recorded again" $?
    fi
done
echo "$passed passed, $failed failed"
[ "$failed" = 0 ]
