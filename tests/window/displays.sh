#!/bin/sh
# Displays that are not there, are dead, keep silent or go away while something is shown: one line on standard error, status 3, and
# nothing hangs nor is left running. Prints "N passed, N failed".
set -u
program=$1
lesson=traces/lessons/s08-2-they-hold-each-other.json
size=800x600
. tests/window/common.sh
need_tools Xvfb xdotool python3
start_server 210 1024x768

# a display that takes connections and never says a word
mute=$((number + 1))
while [ -e "/tmp/.X11-unix/X$mute" ]; do mute=$((mute + 1)); done
python3 -c 'import socket, sys, time
server = socket.socket(socket.AF_UNIX)
server.bind(sys.argv[1])
server.listen(5)
time.sleep(60)' "/tmp/.X11-unix/X$mute" &
others="$others $!"
until_true test -e "/tmp/.X11-unix/X$mute"
{ DISPLAY=":$mute" timeout 40 "$program" "$lesson" >"$work/mute" 2>&1; echo "status $?" >>"$work/mute"; } &
silence=$!

# what is told, on one line, with status 3
told() { # what the line holds, assignments and options of env …
    wanted=$1
    shift
    env -u DISPLAY -u WAYLAND_DISPLAY -u SDL_VIDEODRIVER XDG_RUNTIME_DIR="$work" "$@" >"$work/told" 2>&1
    status=$?
    [ "$status" = 3 ] && [ "$(wc -l <"$work/told")" = 1 ] && grep -q "^heaploupe: .*$wanted" "$work/told" && return 0
    echo "status $status"
    cat "$work/told"
    return 1
}
check "no display" told "no display: set DISPLAY" timeout 20 "$program" "$lesson"
check "no display for the lessons" told "no display: set DISPLAY" timeout 20 "$program"
check "no such display" told "DISPLAY=:7777 does not answer" DISPLAY=:7777 timeout 20 "$program" "$lesson"
check "no display's name" told "DISPLAY=nonsense does not answer" DISPLAY=nonsense timeout 20 "$program" "$lesson"
check "no such Wayland display" told "WAYLAND_DISPLAY=none does not answer" WAYLAND_DISPLAY=none timeout 20 "$program" "$lesson"
check "a Wayland display without its folder" told "needs XDG_RUNTIME_DIR" XDG_RUNTIME_DIR= WAYLAND_DISPLAY=none timeout 20 "$program" "$lesson"
check "a driver that draws nowhere" told "SDL_VIDEODRIVER=offscreen: it draws nowhere" SDL_VIDEODRIVER=offscreen timeout 20 "$program" "$lesson"
check "a driver that is none" told "SDL_VIDEODRIVER=nonsense" SDL_VIDEODRIVER=nonsense timeout 20 "$program" "$lesson"

export WAYLAND_DISPLAY=none XDG_RUNTIME_DIR="$work"
check "a dead Wayland display beside one of X11: the window opens there" open_window "hold each other" "$lesson"
unset WAYLAND_DISPLAY
ended() { ! kill -0 "$player" 2>/dev/null; }
close_window
check "without complaints" test ! -s "$work/errors"

# the display goes away: a recording and a live session are shown
open_window "hold each other" "$lesson"
"$program" live --size "$size" --lang en </dev/null 2>"$work/live_errors" &
live=$!
others="$others $live"
until_true find_window "live Python" || until_true find_window "live Python"
interpreter=$(ps -o pid= --ppid "$live" | tr -d ' ')
check "a live session has an interpreter" test -n "$interpreter"
kill "${others%% *}"
check "without its display the program ends" until_true ended
wait "$player"
status=$?
check "with status 3 (was $status)" test "$status" = 3
gone() { cmp "$1" "$work/gone"; }
echo "heaploupe: the display is gone" >"$work/gone"
check "having told why" gone "$work/errors"
player=$live
check "so does the live session" until_true ended
wait "$live"
status=$?
check "with status 3 (was $status)" test "$status" = 3
check "having told why, too" gone "$work/live_errors"
no_interpreter() { ! kill -0 "$interpreter" 2>/dev/null; }
check "and its interpreter is gone" until_true no_interpreter
player=""

wait "$silence"
echo "heaploupe: no display: the display does not answer
status 3" >"$work/wanted"
check "a display that keeps silent is given up" cmp "$work/wanted" "$work/mute"
rm -f "/tmp/.X11-unix/X$mute"
conclude
