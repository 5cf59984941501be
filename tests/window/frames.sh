#!/bin/sh
# What the real window shows after movement, resizing, covering and playing is what `render` draws, byte for byte; while nothing
# happens it takes no processor time; its title is readable in any language. Prints "N passed, N failed".
set -u
program=$1
lesson=traces/lessons/s08-2-they-hold-each-other.json
. tests/window/common.sh
need_tools Xvfb xdotool import convert xprop
start_server 90 1920x1080
export LC_ALL=C

open_window() { # options …: sets player and window
    "$program" "$@" 2>>"$work/errors" &
    player=$!
    window=""
    for try in 1 2 3 4 5 6 7 8 9 10 11 12 13 14 15 16 17 18 19 20; do
        sleep 0.25
        window=$(timeout 5 xdotool search --onlyvisible --pid "$player" 2>/dev/null | tail -n 1)
        [ -n "$window" ] || window=$(timeout 5 xdotool search --class heaploupe 2>/dev/null | tail -n 1)
        [ -n "$window" ] && break
    done
    [ -n "$window" ] || { echo "no window"; echo "0 passed, 1 failed"; exit 1; }
    xdotool windowfocus "$window" 2>/dev/null
    sleep 0.7
}
press() { for key in "$@"; do xdotool key --window "$window" "$key"; sleep 0.05; done; }
# the window, once it has stood still, against the picture that `render` makes with these options
is_rendered() {
    "$program" render "$lesson" --lang en -o "$work/wanted.png" "$@" || return 1
    convert "$work/wanted.png" -depth 8 "rgb:$work/wanted"
    for try in 1 2 3 4 5 6; do # a loaded machine is given time
        sleep 0.5
        timeout 10 import -window "${window:-root}" -depth 8 "rgb:$work/shown" && cmp -s "$work/wanted" "$work/shown" && return 0
    done
    return 1
}
ticks() { awk '{ print $14 + $15 }' "/proc/$player/stat"; }
is_idle() { # at most 50 ms of processor time in 3 s
    sleep 1
    before=$(ticks)
    sleep 3
    used=$(($(ticks) - before))
    [ "$used" -le 5 ] || echo "$used ticks"
    [ "$used" -le 5 ]
}

open_window --size 1366x768 --lang en --at 48 "$lesson"
check "the window shows what render draws" is_rendered --at 48 --size 1366x768
press Right
check "a step that moves objects ends in the picture of that step" is_rendered --at 49 --size 1366x768
press Left
check "and back in the picture before" is_rendered --at 48 --size 1366x768
press Right Right Left Right Right Right Left
check "steps that cut each other short end there too" is_rendered --at 51 --size 1366x768
press a Right
check "so does a step without movement" is_rendered --at 51 --size 1366x768 --keys "a Right"
press a
xdotool keydown --window "$window" Right
sleep 0.9
xdotool keyup --window "$window" Right
press Home
check "and a key held down" is_rendered --at 52 --size 1366x768 --keys Home
check "while nothing happens no time is used" is_idle
xdotool windowmove "$window" 0 0
for size in "1000 700" "1800 1000" "640 480" "1366 768"; do
    xdotool windowsize "$window" $size
    check "resized to $size it shows what render draws" is_rendered --at 0 --size "$(echo "$size" | tr ' ' x)"
done
xdotool windowunmap "$window"
sleep 0.3
xdotool windowmap "$window"
check "hidden and shown again, it is all there" is_rendered --at 0 --size 1366x768
press period
check "the black screen is black" is_rendered --at 0 --size 1366x768 --keys b
check "and idle" is_idle
close_window

open_window --size 1280x720 --lang en --at -4 "$lesson"
xdotool windowfocus "$window" 2>/dev/null
press space
sleep 3
check "playing ends at the end, in the picture of the end" is_rendered --at end --size 1280x720
check "and then nothing more is done" is_idle
close_window

open_window --size 1280x720 --lang zh "$lesson"
check "a Chinese title is readable" sh -c "LC_ALL=C.UTF-8 xprop -id $window _NET_WM_NAME | grep -q 互相持有"
close_window

check "nothing on standard error" test ! -s "$work/errors"
[ ! -s "$work/errors" ] || head -n 3 "$work/errors"
echo "$passed passed, $failed failed"
[ "$failed" = 0 ]
