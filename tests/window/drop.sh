#!/bin/sh
# Files dropped onto the real window by the protocol of X11 (tests/tools/drop.c): onto a recording, onto the menu, several at once,
# with any name, and what is no trace. Prints "N passed, N failed".
set -u
program=$1
lesson=traces/lessons/s08-2-they-hold-each-other.json
size=1366x768
. tests/window/common.sh
need_tools Xvfb xdotool import
start_server 190 1920x1080

dropped() { timeout 20 "$build/tools/drop" "$window" 600 400 "$@"; }
titled() { [ "$(xdotool getwindowname "$window")" = "$1" ]; }
key_picture() { echo "picture|$2" | "$build/tools/key_pictures" "$1" "$size" | sed 's/.* //'; } # trace, keys
family="A list of three that an outer one holds – heaploupe"
person="Person and Cat hold each other – heaploupe"
odd="$work/a b %41 记录 #1.json"
cp tests/golden/family.json "$odd"
echo 'a = []' >"$work/program.py"
printf '{"heaploupe": 1}\n{"op": "drop", "id": "A"}\n' >"$work/bad.jsonl"
: >"$work/empty.json"
mkdir "$work/folder"

check "a recording is open" open_window "hold each other" "$lesson"
check "a file dropped onto it is taken" dropped "$odd"
check "and opened, whatever its name" until_true titled "$family"
check "at its beginning" until_true shows "$(key_picture "$odd" "")"
press "End"
check "keys act on it" until_true shows "$(key_picture "$odd" "End")"
press "Esc"
check "Esc goes to the menu" until_true titled heaploupe
check "a file dropped there is taken" dropped "$PWD/$lesson"
check "and opened" until_true titled "$person"
press "Right Right"
until_true shows "$(key_picture "$lesson" "Right Right")"
check "two at once are taken" dropped "$odd" "$PWD/tests/golden/module.json"
check "the last one is shown" until_true shows "$(key_picture tests/golden/module.json "")"
lists() { grep -qF -- "$1" "$work/state/heaploupe/recent"; }
press "Esc"
check "the other one is among the recent files" until_true lists "$odd"

# what cannot be opened: the menu tells why; what was open can be gone on with
refused() { # file, what is said of it
    press "Esc c"
    until_true sh -c "[ \"\$(xdotool getwindowname $window)\" != heaploupe ]"
    dropped "$1" && until_true titled heaploupe || return 1
    told=$(settle)
    press "Esc"
    until_true changed "$told"
}
check "no trace: the menu tells, until Esc" refused "$work/bad.jsonl"
check "an empty file" refused "$work/empty.json"
check "a folder" refused "$work/folder"
check "a Python program" refused "$work/program.py"
check "a file that is not there" refused "$work/missing.json"
press "c"
check "what was open before can be gone on with" until_true sh -c "[ \"\$(xdotool getwindowname $window)\" != heaploupe ]"
check "the program lives" kill -0 "$player"
check "nothing on standard error" test ! -s "$work/errors"
close_window
player=""
conclude
