#!/bin/sh
# The real window under Xvfb, driven by key presses: five steps right, five left must give the same pixels; and other promises of
# the window that only a real one can break. Prints "N passed, N failed".
set -u
program=$1
lesson=traces/lessons/s08-2-they-hold-each-other.json
passed=0
failed=0
work=$(mktemp -d)
check() { # text, command …
    text=$1
    shift
    if "$@"; then
        passed=$((passed + 1))
    else
        failed=$((failed + 1))
        echo "failed: $text"
    fi
}

for tool in Xvfb xdotool import compare; do
    command -v "$tool" >/dev/null 2>&1 || { echo "$tool is missing: HEAPLOUPE_WINDOW_TEST=1 tools/deps.sh installs it"; echo "0 passed, 1 failed"; exit 1; }
done

number=90
while [ -e "/tmp/.X$number-lock" ]; do number=$((number + 1)); done
Xvfb ":$number" -screen 0 1366x768x24 >/dev/null 2>&1 &
server=$!
export DISPLAY=":$number"
unset SDL_VIDEODRIVER
trap 'kill "$player" "$server" 2>/dev/null; rm -rf "$work"' EXIT
sleep 1

# the display libraries keep memory of their own to the end: leaks are looked for in every other test
ASAN_OPTIONS=detect_leaks=0 "$program" --size 1366x768 --lang en "$lesson" 2>"$work/errors" &
player=$!
window=""
for try in 1 2 3 4 5 6 7 8 9 10; do
    sleep 0.5
    window=$(xdotool search --name "They hold each other|hold each other" 2>/dev/null | head -n 1)
    [ -n "$window" ] && break
done
check "the window's title contains the trace's" test -n "$window"
xdotool windowfocus "$window" 2>/dev/null
sleep 1

picture() { sleep 1.2; import -window "$window" -depth 8 "rgb:$work/$1"; }
press() { for key in "$@"; do xdotool key --window "$window" "$key"; sleep 0.08; done; }
same() { cmp -s "$work/$1" "$work/$2"; }
differ() { ! same "$1" "$2"; }

press Home
picture start
press Right Right Right Right Right
picture five
press Left Left Left Left Left
picture back
check "five steps right change the picture" differ start five
check "five steps left bring the same pixels back" same start back
press Right Right Right Right Right
picture again
check "and five right the same as before" same five again
press End
picture end
press Home End
picture end2
check "Home and End: the same last picture" same end end2
press ctrl+Left
picture collection
check "Ctrl+Left goes to a collection" differ end collection
press question
picture help
check "? shows the help" differ collection help
press Escape
picture closed
check "Esc closes it: the same pixels" same collection closed
press l
picture chinese
check "l changes the language" differ closed chinese
press l
press t
picture light
check "t changes the theme" differ closed light
press t t l
press Home Next
picture stop
press Next
picture question
check "PageDown goes from stop to stop" differ stop question
press 1 Return
picture answered
check "a question is answered by a digit and Enter" differ question answered
press Left Right
picture asked
check "coming back, it is unanswered, but the tally stays" differ answered asked
press Escape slash
xdotool type --window "$window" --delay 60 person
picture searched
check "typing in the search field searches" differ asked searched
press Escape Tab
picture selected
press w
picture why
check "w tells why an object is alive" differ selected why
press Escape
picture closed_why
check "Esc closes that" same selected closed_why
xdotool mousemove --window "$window" 400 200 click 4 click 4
picture zoomed
check "the wheel enlarges the graph" differ closed_why zoomed
press f
picture focused
check "f focuses the selection" differ zoomed focused
press f
picture fitted2
check "f again fits all" same closed_why fitted2
press ctrl+o
picture menu
check "Ctrl+O shows the lessons" differ fitted2 menu
sleep 4
press Down Return
picture lesson
check "Enter opens one" differ menu lesson
press Escape
sleep 1
check "Esc comes back to the menu" sh -c "[ \"\$(xdotool getwindowname $window)\" = heaploupe ]"
press q
sleep 1
check "q ends the program" sh -c "! kill -0 $player 2>/dev/null"
wait "$player"
status=$?
check "with status 0 (was $status)" test "$status" = 0
check "and nothing on standard error" test ! -s "$work/errors"
echo "$passed passed, $failed failed"
[ "$failed" = 0 ]
