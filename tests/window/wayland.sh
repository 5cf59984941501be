#!/bin/sh
# The real window on Wayland, on a screen with two pixels per unit of the desktop: weston inside Xvfb, so that keys, the mouse and
# pictures are as for X11. All pixels of the screen are used, and the mouse hits what it points at. Prints "N passed, N failed".
set -u
program=$1
lesson=traces/lessons/s08-2-they-hold-each-other.json
. tests/window/common.sh
need_tools Xvfb xdotool import convert weston
start_server 150 3000x1700

# ---- a desktop of 1366×768 units, 2732×1536 pixels ----

# weston draws the pointer into its pictures: one that cannot be seen
mkdir -p "$work/icons/none/cursors"
word() { for value in "$@"; do printf "\\$(printf %o "$value")\\0\\0\\0"; done; }
{ printf 'Xcur'; word 16; printf '\0\0\1\0'; word 1; printf '\2\0\375\377'; word 24 28; word 36; printf '\2\0\375\377'; word 24 1 1 1 0 0 0 0; } \
    >"$work/icons/none/cursors/left_ptr"
export XCURSOR_PATH="$work/icons" XCURSOR_THEME=none
mkdir -m 700 "$work/run"
export XDG_RUNTIME_DIR="$work/run"
cat >"$work/weston.ini" <<'END'
[shell]
panel-position=none
locking=false
animation=none
startup-animation=none
background-color=0xff336699
END
weston --config="$work/weston.ini" --backend=x11-backend.so --use-pixman --width=1366 --height=768 --scale=2 --socket=desk \
    --idle-time=0 >"$work/weston" 2>&1 &
others="$others $!"
screen() { timeout 20 import -window root -crop 2732x1536+0+0 +repage -depth 8 "$work/desk.ppm"; }
background=$(printf '\063\146\231')
stands() { screen && [ "$(tail -c 3 "$work/desk.ppm")" = "$background" ]; }
until_true stands || until_true stands || { cat "$work/weston"; give_up "weston shows no desktop"; }
desk() { xdotool search --class weston | tail -n 1; }
xdotool windowfocus --sync "$(desk)"

# ---- looking ----

# the window's part of the screen: what is not the background
edges="-trim"
# shellcheck disable=SC2086
seen() { screen; convert "$work/desk.ppm" $edges -depth 8 "rgb:$work/now" 2>/dev/null; "$build/tools/key_pictures" --hash "$work/now"; }
wanted() { echo "picture|$2" | "$build/tools/key_pictures" "$lesson" "$1" | sed 's/.* //'; } # pixels@density, keys
is_shown() { until_true shows "$(wanted "$1" "$2")"; }
# libdecor, where it is there, draws a frame around the window
show() {
    env -u DISPLAY WAYLAND_DISPLAY=desk SDL_VIDEO_WAYLAND_ALLOW_LIBDECOR=0 "$program" --size 1000x640 --lang en "$lesson" 2>"$work/errors" &
    player=$!
}
show
check "the window has all pixels of the screen" is_shown 2000x1280@2 ""
# weston counts moves from where the pointer entered its screen
click() { xdotool mousemove 2900 1650 mousemove "$1" "$2" mousemove_relative 1 0 click 1; }
click 1366 768 # there it lies, and gets the keys
press "Right Right"
check "keys act" is_shown 2000x1280@2 "Right Right"
press "F11"
edges=""
check "it fills the screen" is_shown 2732x1536@2 "Right Right"
press "4"
check "keys act there" is_shown 2732x1536@2 "4"
click 350 1362
check "the mouse hits the button for a step" is_shown 2732x1536@2 "4 Right"
click 1010 260
check "and the second object" is_shown 2732x1536@2 "4 Right Tab Tab"
press "F11"
edges="-trim"
check "as large as before" is_shown 2000x1280@2 "4 Right Tab Tab"
press "/"
xdotool type --delay 20 person
check "typed text arrives" is_shown 2000x1280@2 "4 Right Tab Tab / p e r s o n"
press "Esc q"
ended() { ! kill -0 "$player" 2>/dev/null; }
check "q ends the program" until_true ended
close_window
status=$?
check "with status 0 (was $status)" test "$status" = 0
check "and nothing on standard error" test ! -s "$work/errors"
[ ! -s "$work/errors" ] || head -n 3 "$work/errors"
show
check "it opens again" is_shown 2000x1280@2 ""
kill "${others##* }"
check "without its display the program ends" until_true ended
close_window
status=$?
check "with status 3 (was $status)" test "$status" = 3
check "having told why" grep -qx "heaploupe: the display is gone" "$work/errors"
player=""
conclude
