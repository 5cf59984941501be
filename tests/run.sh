#!/bin/sh
# All tests of a build. Each part prints a line; the last line is "N passed, N failed".
set -u
build=$1
passed=0
failed=0
say() { # name, passed, failed
    printf '%-28s %s passed, %s failed\n' "$1" "$2" "$3"
    passed=$((passed + $2))
    failed=$((failed + $3))
}
log=$(mktemp)
trap 'rm -f "$log"' EXIT

for test in "$build"/tests/test_*; do
    case $test in *.d|*.o) continue ;; esac
    [ -x "$test" ] || continue
    CMOCKA_MESSAGE_OUTPUT=stdout "$test" >"$log" 2>&1
    status=$?
    good=$(grep -c '^\[       OK \]' "$log")
    bad=$(grep -c '^\[  FAILED  \].*[a-z]' "$log")
    if [ "$status" != 0 ]; then
        [ "$bad" -gt 0 ] || bad=1
        tail -n 25 "$log"
    else
        bad=0
    fi
    say "$(basename "$test")" "$good" "$bad"
done

counted() { # name, command …: a program whose last line is "N passed, N failed"
    name=$1
    shift
    "$@" >"$log" 2>&1
    status=$?
    line=$(tail -n 1 "$log")
    good=$(printf '%s' "$line" | sed -n 's/^\([0-9]*\) passed, \([0-9]*\) failed$/\1/p')
    bad=$(printf '%s' "$line" | sed -n 's/^\([0-9]*\) passed, \([0-9]*\) failed$/\2/p')
    if [ -z "$good" ]; then
        good=0
        bad=1
    elif [ "$status" != 0 ] && [ "$bad" = 0 ]; then
        bad=1
    fi
    [ "$bad" = 0 ] || tail -n 25 "$log"
    say "$name" "$good" "$bad"
}

counted conformance "$build/tools/conformance" tests/conformance/recorded/*.pack
counted "seeks" "$build/tools/seek" tests/conformance/recorded/*.pack traces/lessons/*.json
counted "random ops" "$build/tools/monkey" 400
counted lessons "$build/tools/conformance" traces/lessons/*.json
[ ! -d ../shared/conformance ] || counted "conformance (shared)" "$build/tools/conformance" ../shared/conformance/*.jsonl
[ ! -x tests/cli/run.sh ] || counted "command line" tests/cli/run.sh "$build/heaploupe"
counted movement "$build/tools/movement" traces/lessons/*.json traces/recorded/*.jsonl
counted "no flashing" "$build/tools/flashing" traces/lessons/*.json
counted pictures tests/cli/pictures.sh "$build/heaploupe"
[ ! -x tests/recorder/run.sh ] || counted recorder tests/recorder/run.sh "$build/heaploupe"
counted snapshot tests/snapshot/run.sh "$build/heaploupe"
counted live tests/live/run.sh "$build/heaploupe"
[ ! -x tests/window/run.sh ] || counted window tests/window/run.sh "$build/heaploupe"
counted displays tests/window/displays.sh "$build/heaploupe"
counted "dropped files" tests/window/drop.sh "$build/heaploupe"
counted "keyboard layouts" tests/window/layouts.sh "$build/heaploupe"
counted "live window" tests/live/window.sh "$build/heaploupe"
counted "window frames" tests/window/frames.sh "$build/heaploupe"

# contrast of texts and of lines that say something, in every theme
counted contrast "$build/tools/contrast_check" traces/lessons/*.json
# every step of every lesson and of two recordings in twelve settings: no text cut, no overlap, no node outside its band
counted layout "$build/tools/layout_check" traces/lessons/*.json traces/recorded/cache.jsonl traces/recorded/lru_cache_method.jsonl

echo "$passed passed, $failed failed"
[ "$failed" = 0 ]
