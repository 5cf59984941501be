#!/bin/sh
# A live session in the real window under Xvfb: statements are typed, stepped through, the interpreter is killed and started again.
# Prints "N passed, N failed".
set -u
program=$1
. tests/window/common.sh
need_tools Xvfb xdotool import
start_server 120 1366x768

"$program" live --size 1366x768 --lang en -o "$work/trace" </dev/null 2>"$work/errors" &
session=$!
player=$session

eventually() { # command …: true within 10 s
    for try in $(seq 100); do
        "$@" && return 0
        sleep 0.1
    done
    return 1
}
find_window() { window=$(xdotool search --name "live Python" 2>/dev/null | head -n 1); [ -n "$window" ]; }
check "the window opens" eventually find_window
xdotool windowfocus "$window" 2>/dev/null
sleep 1

press() { for key in "$@"; do xdotool key --window "$window" "$key"; sleep 0.1; done; }
type_line() { xdotool type --window "$window" --delay 15 "$1"; sleep 0.2; press Return; }
kept() { grep -qF -- "$1" "$work/trace"; }
picture() { sleep 1.2; timeout 20 import -window "${window:-root}" -depth 8 "rgb:$work/$1"; }
same() { cmp -s "$work/$1" "$work/$2"; }
differ() { ! same "$1" "$2"; }
interpreter() { ps -o pid= --ppid $session | tr -d ' '; }
lives() { # process group: whether more than zombies are left of it, which somebody else has to reap
    ps -eo pgid=,stat= | awk -v group="$1" '$1 == group && $2 !~ /^Z/ { found = 1 } END { exit !found }'
}
gone() { ! lives "$1"; }

type_line 'a = []'
check "a statement runs" eventually kept '"text":"a = []"'
picture first
press Right Right Right
picture third
check "its steps are gone through while the line is empty" differ first third
press Left Left Left
picture back
check "and back, to the same pixels" same first back
type_line 'def f(x):'
sleep 0.5
type_line 'return [x, x]'
sleep 0.5
press BackSpace Return
check "a block, indented" eventually kept '"text":"def f(x):\n    return [x, x]"'
type_line 'b = f(a'
sleep 0.5
type_line ')'
check "a statement on two lines" eventually kept '"op":"call","name":"f"'
type_line 'x = = 1'
check "an error is told" eventually kept 'SyntaxError: invalid syntax'
press Up
sleep 0.5
press Home Delete Delete Delete Delete End BackSpace 2 Return
check "history and editing" eventually kept '"text":"= 2"'
picture idle

type_line 'import time; time.sleep(60)'
sleep 1
press Escape
check "a running statement is interrupted" eventually kept 'KeyboardInterrupt'
group=$(interpreter)
kill -KILL "$group"
check "a killed interpreter is gone" eventually gone "$group"
sleep 0.6
picture dead
check "the window tells" differ idle dead
press Home
picture start
press End
picture end
check "and can still be stepped" differ start end
replays() { "$program" run "$work/trace" >/dev/null 2>&1; }
press ctrl+r
sleep 1
type_line 'z = {}'
second() { grep -qF '"text":"z = {}"' "$work/trace.2" 2>/dev/null; }
check "another one is started" eventually second
group=$(interpreter)
press Escape q
ended() { ! kill -0 $session 2>/dev/null; }
check "q quits" eventually ended
wait $session
check "with status 0" test $? = 0
check "no process is left" eventually gone "$group"
check "what was kept is true" replays
check "nothing was complained about" test ! -s "$work/errors"
[ ! -s "$work/errors" ] || head -n 5 "$work/errors"

echo "$passed passed, $failed failed"
[ "$failed" = 0 ]
