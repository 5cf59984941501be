# What the scripts beside it share: a display of their own, the program's window on it, keys, pictures, counting. Sourced after
# `program` is set; the display is the first free one from $1 on, of size $2.

program=$(realpath "$program")
build=$(dirname "$program")
root=$PWD
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
give_up() { echo "$1"; echo "0 passed, 1 failed"; exit 1; }
need_tools() {
    for tool in "$@"; do
        command -v "$tool" >/dev/null 2>&1 || give_up "$tool is missing: HEAPLOUPE_WINDOW_TEST=1 tools/deps.sh installs it"
    done
}
conclude() {
    echo "$passed passed, $failed failed"
    [ "$failed" = 0 ]
}

until_true() { # command …: tried for some seconds
    for try in 1 2 3 4 5 6 7 8 9 10 11 12 13 14 15; do
        "$@" && return 0
        sleep 0.2
    done
    return 1
}

# ---- the display ----

player=""
others=""
server_answers() { timeout 5 xdotool getmouselocation >/dev/null 2>&1; }
start_server() { # number, size
    number=${HEAPLOUPE_DISPLAY:-$1}
    while [ -e "/tmp/.X$number-lock" ]; do number=$((number + 1)); done
    Xvfb ":$number" -noreset -screen 0 "$2x24" >/dev/null 2>&1 &
    others=$!
    trap 'kill $player $others 2>/dev/null; rm -rf "$work"' EXIT
    export DISPLAY=":$number"
    unset SDL_VIDEODRIVER WAYLAND_DISPLAY
    export XDG_STATE_HOME="$work/state" LC_ALL=C.UTF-8
    # the display libraries keep memory of their own to the end: leaks are looked for in every other test
    export ASAN_OPTIONS=detect_leaks=0
    until_true server_answers || until_true server_answers || give_up "Xvfb does not answer"
}

# ---- the window ----

find_window() { window=$(xdotool search --onlyvisible --name "$1" 2>/dev/null | head -n 1); [ -n "$window" ]; }
open_window() { # title, arguments of the program
    title=$1
    shift
    "$program" --size "$size" --lang en "$@" 2>"$work/errors" &
    player=$!
    until_true find_window "$title" || return 1
    xdotool windowfocus --sync "$window" 2>/dev/null
    xdotool mousemove 1900 1070
}
close_window() { kill "$player" 2>/dev/null; wait "$player" 2>/dev/null; }

# without a window import would wait for a click
picture() { timeout 20 import -window "${window:-root}" -depth 8 "rgb:$work/$1"; }
seen() { picture now; "$build/tools/key_pictures" --hash "$work/now"; } # the hash of what the window shows
drawn() { sed -n "s/^$1 //p" "$work/drawn"; }                          # … of what render draws, by its name below
shows() { [ "$(seen)" = "$1" ]; }
changed() { [ "$(seen)" != "$1" ]; }
# Two pictures in a row are the same: nothing moves any more.
settled() { still=$(seen); sleep 0.15; shows "$still"; }
settle() { until_true settled; seen; }

# ---- keys ----

# A key of the table as xdotool calls it.
x_name() {
    modifiers=""
    key=$1
    while :; do
        case $key in
            Ctrl+?*) modifiers="${modifiers}ctrl+"; key=${key#Ctrl+} ;;
            Shift+?*) modifiers="${modifiers}shift+"; key=${key#Shift+} ;;
            Alt+?*) modifiers="${modifiers}alt+"; key=${key#Alt+} ;;
            *) break ;;
        esac
    done
    case $key in
        Space) key=space ;; PageDown) key=Next ;; PageUp) key=Prior ;; Enter) key=Return ;; Esc) key=Escape ;; Backspace) key=BackSpace ;;
        ";") key=semicolon ;; ",") key=comma ;; .) key=period ;; /) key=slash ;; "?") key=question ;; -) key=minus ;; +) key=plus ;;
        =) key=equal ;; ":") key=colon ;; "[") key=bracketleft ;; "]") key=bracketright ;; 0…9) key=4 ;; 1…9) key=1 ;;
        [A-Z]) key=$(printf %s "$key" | tr A-Z a-z) ;;
    esac
    printf '%s%s' "$modifiers" "$key"
}
press() { # keys as the table calls them
    names=""
    for key in $1; do names="$names $(x_name "$key")"; done
    # shellcheck disable=SC2086
    xdotool key --delay 15 $names
}
