#!/bin/sh
# Opens a lesson; where no window can be shown, runs the same lesson headless and says so.
set -u
program=$1
lesson=${2:-traces/lessons/s03-what-counting-cannot-free.json}
"$program" "$lesson"
status=$?
[ "$status" = 3 ] || exit "$status"
echo "no window can be shown here, so the same lesson runs headless: $lesson"
"$program" run "$lesson" && "$program" render "$lesson" -o build/lesson.png --at -20 && echo "picture: build/lesson.png"
