# The keys of a live session, in its window. A part of run.sh.

"$program" live --size "$size" --lang en -o "$work/trace" </dev/null 2>"$work/errors" &
player=$!
kept() { grep -qF -- "$1" "$work/trace"; }
patiently() { until_true "$@" || until_true "$@" || until_true "$@"; } # an interpreter starts, on a busy machine
check "the window of a live session opens" patiently find_window "live Python"
xdotool windowfocus --sync "$window"
check "its interpreter is ready" patiently kept '"heaploupe"'
type_text() { xdotool type --delay 15 "$1"; }
empty=$(settle)

type_text "x = 13"
until_true changed "$empty"
acts typing MOVE_CARET Left
type_text 2
acts typing MOVE_CARET Home
acts typing ERASE_LETTER Delete
type_text y
acts typing MOVE_CARET End
acts typing ERASE_LETTER Backspace
acts_back typing MOVE_CARET Left MOVE_CARET Right
acts typing RUN_LINE Enter
check "the line that was edited is run" patiently kept '"text":"y = 12"'
acts_back typing OLDER_LINE Up NEWER_LINE Down
line=$(settle)
xdotool mousemove --window "$window" 1173 24 click 1
check "a button's letter is not typed" until_true changed "$line"
xdotool mousemove --window "$window" 1173 24 click 1
check "it acts: the other language, and back" until_true shows "$line"
xdotool mousemove 1900 1070
type_text abc
until_true changed "$line"
acts live INTERRUPT Ctrl+C
check "Ctrl+C empties a line that is not run" until_true shows "$line"
acts typing END_TYPING Esc
acts live TYPE :
check ": opens the line again" until_true shows "$line"
press Esc
acts live TYPE Enter
check "Enter, too, opens the line" until_true shows "$line"

type_text "open('$work/begun', 'w').close(); import time; time.sleep(60)"
press Enter
patiently test -e "$work/begun"
try live INTERRUPT Ctrl+C
check "Ctrl+C interrupts what is run" patiently kept KeyboardInterrupt
settle >"$work/settled"
acts live RESTART Ctrl+R
settle >"$work/settled"
type_text "z = {}"
press Enter
kept_again() { grep -qF '"text":"z = {}"' "$work/trace.2" 2>/dev/null; }
check "Ctrl+R starts another interpreter" patiently kept_again
press "Esc q"
check "q ends the session" patiently sh -c "! kill -0 $player 2>/dev/null"
close_window
check "nothing on standard error" test ! -s "$work/errors"
player=""
