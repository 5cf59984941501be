#!/bin/sh
# Keyboards of several countries under Xvfb: every key of the table that types a character is typed as their owners type it, and
# the window must understand that character; on keyboards without Latin letters, letters by their place. Prints "N passed, N failed".
set -u
program=$1
. tests/window/common.sh
need_tools Xvfb xdotool setxkbmap
start_server 170 800x600

"$build/tools/key_list" | cut -f 3 | sed 's/0…9/0 1 2 3 4 5 6 7 8 9/; s/1…9//' | tr ' ' '\n' | sort -u >"$work/table"
grep -x '\(Ctrl+\)\?\(Shift+\)\?.' "$work/table" >"$work/signs"

lines() { wc -l <"$work/names"; }
as_many() { [ "$(lines)" -ge "$1" ]; }
# The window tells what it understands, a line each. Keys as xdotool calls them; numbers of two digits: by their place.
try_keys() { # layout, file of expected names, file of keys
    setxkbmap $1
    "$build/tools/key_names" >"$work/names" 2>>"$work/errors" &
    player=$!
    until_true find_window "key names" || give_up "no window"
    xdotool windowfocus --sync "$window"
    # shellcheck disable=SC2046
    xdotool key --delay 12 $(cat "$3")
    until_true as_many "$(($(wc -l <"$2") + 1))"
    { echo open; sed 's/^/key /' "$2"; } >"$work/wanted"
    close_window
    cmp -s "$work/wanted" "$work/names" || diff "$work/wanted" "$work/names" | head -n 8
    cmp -s "$work/wanted" "$work/names"
}

while read -r key; do x_name "$key"; echo; done <"$work/signs" >"$work/keys"
check "the table has keys that type" test "$(wc -l <"$work/signs")" -ge 40
for layout in us cn de es fr; do
    check "$layout: every key of the table" try_keys "$layout" "$work/signs" "$work/keys"
done

# the letters q w e r t y … of a US keyboard, and what else has no key of its own on a Russian one
place_of() {
    case $1 in
        q) echo 24 ;; w) echo 25 ;; e) echo 26 ;; r) echo 27 ;; t) echo 28 ;; y) echo 29 ;; u) echo 30 ;; i) echo 31 ;; o) echo 32 ;;
        p) echo 33 ;; a) echo 38 ;; s) echo 39 ;; d) echo 40 ;; f) echo 41 ;; g) echo 42 ;; h) echo 43 ;; j) echo 44 ;; k) echo 45 ;;
        l) echo 46 ;; z) echo 52 ;; x) echo 53 ;; c) echo 54 ;; v) echo 55 ;; b) echo 56 ;; n) echo 57 ;; m) echo 58 ;;
        bracketleft) echo 34 ;; bracketright) echo 35 ;; *) echo "$1" ;;
    esac
}
while read -r key; do
    case $key in
        *+*) echo "${key%+*}+$(place_of "${key##*+}")" ;;
        *) place_of "$key" ;;
    esac
done <"$work/keys" >"$work/places"
check "ru: every key of the table" try_keys ru "$work/signs" "$work/places"
setxkbmap us
check "nothing on standard error" test ! -s "$work/errors"
conclude
