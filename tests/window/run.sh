#!/bin/sh
# The real window under Xvfb. Every key of the key table is pressed, and the window must then show, pixel for pixel, what `render
# --keys` draws after the same keys (tests/tools/key_pictures.c), which differs from what was there before. Then what only a real window has: the mouse,
# resizing, full screen, a saved picture, the menu, a live session (keys_live.sh), leaving. At the end no key of the table may be
# left that was not tried. Prints "N passed, N failed".
set -u
program=$1
lesson=$PWD/traces/lessons/s08-2-they-hold-each-other.json
size=1366x768
. tests/window/common.sh
need_tools Xvfb openbox xdotool import
start_server 90 1920x1080

mkdir "$work/here" # the program runs there
cd "$work/here" || exit 1
: >"$work/tried"
tried() { # place, constant, keys of that row: they are pressed here, and a check follows
    for key in $3; do echo "$1 $2 $key" >>"$work/tried"; done
}
try() { tried "$1" "$2" "$3"; press "$3"; }
# The key changes the picture.
acts() { # place, constant, key
    had=$(settle)
    try "$1" "$2" "$3"
    check "$1 $2: '$3' changes the picture" until_true changed "$had"
}
# … and the other one shows what was there before.
acts_back() { # place, constant, key, the other's constant, key
    here=$(settle)
    acts "$1" "$2" "$3"
    settle >"$work/settled"
    try "$1" "$4" "$5"
    check "$1 $4: '$5' undoes '$3'" until_true shows "$here"
}

draw_all() { "$build/tools/key_pictures" "$lesson" "$size" <"$work/lines" >"$work/drawn"; }

# ---- every key of the table ----

# What is pressed first, so that the key has something to do. All starts from the first step with nothing open.
before() { # place, constant
    case $1/$2 in
        always/FORWARD|always/INTO|always/OVER|always/LAST|always/PLAY) echo "" ;;
        always/NEXT_PHASE|always/NEXT_COLLECTION|always/NEXT_STOP|always/JUMP) echo "" ;;
        always/NUDGE_UP|always/NUDGE_DOWN) echo "4 v Tab" ;;
        always/PREVIOUS_OBJECT|always/NUDGE_*) echo "4 Tab" ;;
        always/RELAYOUT) echo "4 Tab Alt+Shift+Right Alt+Shift+Right" ;;
        always/BACK|always/FIRST|always/PREVIOUS_*) echo "End" ;;
        always/UNDO) echo "End" ;;
        always/TO_REFERENT|always/TO_HOLDER|always/WHY|always/SPOTLIGHT|always/FOCUS|always/MEMORY) echo "4 Tab" ;;
        always/NEXT_SIBLING) echo "4 Tab" ;;
        always/CLOSE) echo "4 Tab" ;;
        always/NORMAL) echo "Ctrl++" ;;
        always/NEXT_OBJECT|always/NEXT_TAB|always/FORM|always/GROUP_BY) echo "4" ;;
        always/NEXT_GROUP) echo "4 v y" ;;
        always/OPEN_GROUP) echo "4 v y Down" ;;
        question/REVEAL) echo "PageDown 1" ;;
        question/ERASE) echo "PageDown 1" ;;
        question/*) echo "PageDown" ;;
        search/PREVIOUS_HIT|search/NEXT_HIT|search/UNTYPE) echo "4 / 0 x" ;;
        search/*) echo "4 /" ;;
        palette/PREVIOUS_ACTION) echo "Ctrl+Shift+P Down Down" ;;
        palette/UNTYPE_ACTION) echo "Ctrl+Shift+P x" ;;
        palette/RUN_ACTION) echo "Ctrl+Shift+P e n d" ;;
        palette/*) echo "Ctrl+Shift+P" ;;
        help/*) echo "p ?" ;;
        *) echo "" ;;
    esac
}
# … and afterwards, where what it left would change what others do.
after() {
    case $1/$2 in
        always/FORM) echo "v" ;;
        always/GROUP_BY|always/NEXT_GROUP|always/OPEN_GROUP) echo "y y v" ;;
        always/PROJECTOR) echo "p" ;;
        always/BIGGER|always/SMALLER) echo "Ctrl+0" ;;
        always/NUDGE_UP|always/NUDGE_DOWN) echo "x v" ;;
        always/NUDGE_*) echo "x" ;;
        always/SPOTLIGHT) echo "o" ;;
        *) echo "" ;;
    esac
}
special() { # rows that are tried further below
    case $1/$2 in
        menu/*|live/*|typing/*|always/QUIT|always/LESSONS|always/SAVE|always/FULL_SCREEN|always/PLAY) return 0 ;;
        always/NEXT_BOOKMARK|always/PREVIOUS_BOOKMARK|always/PREVIOUS_SIBLING|always/PREVIOUS_GROUP) return 0 ;;
        *) return 1 ;;
    esac
}
# All keys are pressed into one window, one after the other; what it must show follows from all keys so far.
home="Esc Esc Esc Esc Home"
check "the window's title contains the trace's" open_window "hold each other" "$lesson"
"$build/tools/key_list" | cut -f 1-3 | tr '\t' '|' >"$work/rows"
keys_so_far=""
count=0
: >"$work/lines"
: >"$work/tries"
while IFS='|' read -r place constant keys; do
    special "$place" "$constant" && continue
    for key in $keys; do
        tried "$place" "$constant" "$key"
        key=$(printf %s "$key" | sed 's/0…9/4/; s/1…9/1/')
        count=$((count + 1))
        had="$keys_so_far $home $(before "$place" "$constant")"
        rest=$(after "$place" "$constant")
        keys_so_far="$had $key"
        printf 'had%s|%s\nwanted%s|%s\n' "$count" "$had" "$count" "$keys_so_far" >>"$work/lines"
        printf '%s|%s %s|%s|%s|%s\n' "$count" "$place" "$constant" "$home $(before "$place" "$constant") $key" "$key" "$rest" >>"$work/tries"
        keys_so_far="$keys_so_far $rest"
    done
done <"$work/rows"
printf 'start|\nfourth|4\n' >>"$work/lines"
draw_all
check "the window shows the first step" until_true shows "$(drawn start)"
while IFS='|' read -r index text keys key rest <&3; do
    check "$text: '$key' changes the picture" test "$(drawn "had$index")" != "$(drawn "wanted$index")"
    press "$keys"
    check "$text: after '$keys' the window shows what render shows" until_true shows "$(drawn "wanted$index")"
    [ -z "$rest" ] || press "$rest"
done 3<"$work/tries"

# ---- bookmarks, siblings: pairs of keys ----

again() { # text, keys, keys that must show the same
    press "$home $2"
    one=$(settle)
    press "$home $3"
    check "$1" until_true shows "$one"
}
# what the keys so far have set is set back by opening the window anew
close_window
check "the window opens again" open_window "hold each other" "$lesson"
again "Ctrl+PageUp and Ctrl+PageDown go from bookmark to bookmark" "Right m 5 m" "End Ctrl+PageUp Ctrl+PageUp Ctrl+PageDown"
tried always NEXT_BOOKMARK Ctrl+PageDown
tried always PREVIOUS_BOOKMARK Ctrl+PageUp
press "$home 5 m $home Right m" # no bookmark is left
press "$home 4 Tab Alt+Down Alt+Up" # what is told of the way is there
acts_back always NEXT_SIBLING Alt+Down PREVIOUS_SIBLING Alt+Up
press "$home 4 v y Down"
acts_back always NEXT_GROUP Down PREVIOUS_GROUP Up
press "y y v $home"

# ---- a picture saved ----

press "$home 4"
until_true shows "$(drawn fourth)"
acts always SAVE Ctrl+S
saved() { convert "$work"/here/heaploupe-step-*.png -depth 8 "rgb:$work/saved" && [ "$("$build/tools/key_pictures" --hash "$work/saved")" = "$(drawn fourth)" ]; }
check "the saved picture is the window's" saved
press "Right Left"
check "what was told of it goes with the next key" until_true shows "$(drawn fourth)"

# ---- the mouse ----

at() { xdotool mousemove --window "$window" "$@"; }
press "4 Tab"
fitted=$(settle)
at 400 200 click 4 click 4 click 4
check "the wheel enlarges the graph" until_true changed "$fitted"
enlarged=$(settle)
at 420 250 mousedown 1 mousemove_relative 120 30 mouseup 1
check "dragging moves it" until_true changed "$enlarged"
at 400 200 click 5 click 5 click 5
press "f f"
check "f fits it again: the same pixels" until_true shows "$fitted"
at 250 100 mousedown 1 mousemove_relative 60 5 mousemove_relative 60 5 mouseup 1
check "an object can be dragged" until_true changed "$fitted"
placed=$(settle)
press "Right Left"
check "stepping leaves it where it was put" until_true shows "$placed"
press "x"
check "x brings it back: the same pixels" until_true shows "$fitted"
at 260 110 mousedown 1 mousemove --window "$window" 290 112 mousemove --window "$window" 420 112 mouseup 1
check "an object is dragged" until_true changed "$fitted"
press "x Esc Tab"
check "x puts it back" until_true shows "$fitted"
press "Home"
at 700 715 mousedown 1 mousemove --window "$window" 900 715 mousemove --window "$window" 1360 715 mouseup 1
sleep 0.3
dragged=$(settle)
press "End"
check "the scrubber dragged to its end shows the last step" shows "$dragged"
press "BackSpace"
check "and Backspace goes back to where it was taken hold of" until_true changed "$dragged"
press "Home"
first=$(settle)
press "Right"
second=$(settle)
press "Home"
until_true shows "$first"
at 175 681 click 1
check "the button beside the play button steps" until_true shows "$second"
at 1314 24 click 1
check "the help pill opens the help" until_true changed "$second"
at 5 500 click 1
check "a click beside it closes it" until_true shows "$second"
at 1252 24 click 1
until_true changed "$second"
at 5 500 click 1
check "a click beside the list of actions closes it" until_true shows "$second"
at 1252 24 click 1
until_true changed "$second"
listed=$(settle)
at 683 300 click 5 click 5
check "the wheel goes through it" until_true changed "$listed"
at 683 164 click 1 # the third row: a step back
check "a click on an action does it" until_true shows "$first"
press "b"
until_true changed "$first"
at 300 300 click 1
check "a click ends the black screen" until_true shows "$first"
press "/"
xdotool type --delay 20 cat
until_true changed "$first"
found=$(settle)
at 1173 24 click 1
check "a button's letter is not typed into the search" until_true changed "$found"
at 1173 24 click 1
check "and acts: the other language, and back" until_true shows "$found"
press "Esc Right"
until_true shows "$second"
press "Home"
try always PLAY Space
check "Space plays: the picture changes by itself" until_true changed "$first"
press "Space"
settle >/dev/null

# ---- keys held, typing ----

press "Home"
until_true shows "$first"
xdotool keydown Right
sleep 1
xdotool keyup Right
check "a held key steps on and on" sh -c "[ \"$(settle)\" != \"$second\" ] && [ \"$(settle)\" != \"$first\" ]"
press "Home / q t p"
typed=$(settle)
check "keys do not act while typing: the program lives" kill -0 "$player"
press "Esc"
check "nor have they acted: only the search is gone" until_true shows "$first"
xdotool type --delay 20 /person
check "typed text is searched" until_true changed "$typed"
press "Esc Esc Home"

# ---- sizes ----

xdotool windowsize "$window" 1000 700
small=$("$build/tools/key_pictures" "$lesson" 1000x700 <<'EOF' | sed 's/.* //'
small|
EOF
)
check "a smaller window is drawn anew for its size" until_true shows "$small"
xdotool windowsize "$window" 1366 768
check "as large as before" until_true shows "$(drawn start)"
# who makes a window as large as the screen
openbox >/dev/null 2>&1 &
manager=$!
others="$others $manager"
sleep 0.5
xdotool windowfocus --sync "$window" 2>/dev/null
try always FULL_SCREEN F11
full=$("$build/tools/key_pictures" "$lesson" 1920x1080 <<'EOF' | sed 's/.* //'
full|
EOF
)
check "F11 fills the screen" until_true shows "$full"
press "F11"
check "and back" until_true shows "$(drawn start)"
kill "$manager"
sleep 0.3
xdotool windowfocus --sync "$window" 2>/dev/null

# ---- files, menu, leaving ----

titled() { [ "$(xdotool getwindowname "$window")" = "$1" ]; }
press "Right Right"
third=$(settle)
try always LESSONS Ctrl+O
check "Ctrl+O shows the lessons" until_true titled heaploupe
ticks() { awk '{ print $14 + $15 }' "/proc/$player/stat"; }
is_idle() { used=$(ticks); sleep 0.3; [ "$(ticks)" = "$used" ] && grep -q '^State:.S' "/proc/$player/status"; }
until_true is_idle || until_true is_idle || until_true is_idle # all small pictures are made
acts_back menu CHOOSE Down CHOOSE Up
acts_back menu CHOOSE Right CHOOSE Left
acts_back menu CHOOSE_FAR PageDown CHOOSE_FAR PageUp
acts_back menu CHOOSE_FAR End CHOOSE_FAR Home
press "Esc"
try menu CONTINUE c
check "c continues the recording" until_true titled "Person and Cat hold each other – heaploupe"
check "where it was left" until_true shows "$third"
press "Esc"
check "Esc comes back to the menu" until_true titled heaploupe
press "Down"
try menu OPEN_LESSON Enter
check "Enter opens what the arrows chose" until_true sh -c "! [ \"\$(xdotool getwindowname $window)\" = heaploupe ]"
press "Ctrl+O /"
xdotool type --delay 20 "$root/tests/golden/family.json"
press "Enter"
check "a path typed in the menu is opened" until_true titled "A list of three that an outer one holds – heaploupe"
press "Ctrl+O /"
xdotool type --delay 20 "$root/tests/cli/run.sh"
press "Enter"
check "what is no trace leaves the menu open" until_true titled heaploupe
before_quit=$(settle)
press "Esc"
check "and tells what is wrong until Esc" until_true changed "$before_quit"
try always QUIT q
check "q ends the program" until_true sh -c "! kill -0 $player 2>/dev/null"
close_window
status=$?
check "with status 0 (was $status)" test "$status" = 0
check "and nothing on standard error" test ! -s "$work/errors"
player=""

. "$root/tests/window/keys_live.sh"

# ---- nothing left out ----

while IFS='|' read -r place constant keys; do
    for key in $keys; do echo "$place $constant $key"; done
done <"$work/rows" | sort >"$work/table"
sort -u "$work/tried" >"$work/all_tried"
comm -23 "$work/table" "$work/all_tried"
check "every key of the table is tried" test -z "$(comm -23 "$work/table" "$work/all_tried")"
comm -13 "$work/table" "$work/all_tried"
check "and none that is not there" test -z "$(comm -13 "$work/table" "$work/all_tried")"

conclude
