#!/bin/sh
# Installs what is missing on Debian (and its children), saying so; names the packages elsewhere.
set -eu
missing=""
need() { # command or pkg-config name, package
    case $1 in
        pc:*) pkg-config --exists "${1#pc:}" 2>/dev/null || missing="$missing $2" ;;
        h:*) printf '#include <stdarg.h>\n#include <stddef.h>\n#include <setjmp.h>\n#include <stdint.h>\n#include <%s>\n' "${1#h:}" |
             ${CC:-cc} -E -x c - >/dev/null 2>&1 || missing="$missing $2" ;;
        *) command -v "$1" >/dev/null 2>&1 || missing="$missing $2" ;;
    esac
}
need cc gcc
need make make
need pkg-config pkg-config
need pc:sdl2 libsdl2-dev
need pc:SDL2_ttf libsdl2-ttf-dev
need pc:libpng libpng-dev
need h:gif_lib.h libgif-dev
need pc:libcjson libcjson-dev
need h:cmocka.h libcmocka-dev
need python3 python3
[ -z "${HEAPLOUPE_WINDOW_TEST:-}" ] || { need Xvfb xvfb; need openbox openbox; need xdotool xdotool; need import imagemagick; need xprop x11-utils; need setxkbmap x11-xkb-utils; need h:X11/Xlib.h libx11-dev; }
[ -n "$missing" ] || exit 0
if ! command -v apt-get >/dev/null 2>&1; then
    echo "heaploupe: missing:$missing" >&2
    echo "install SDL2, SDL2_ttf, libpng, giflib, cJSON and cmocka (development files), pkg-config, a C11 compiler and make, then try again" >&2
    exit 1
fi
sudo=""
[ "$(id -u)" = 0 ] || sudo=sudo
echo "installing with apt-get:$missing"
$sudo apt-get update -qq
DEBIAN_FRONTEND=noninteractive $sudo apt-get install -y -qq --no-install-recommends $missing
