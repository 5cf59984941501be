#!/bin/sh
# Records programs/ again: traces/recorded/make.sh [HEAPLOUPE [FOLDER]]
# The title is what the first line of a program says, the summary stands in programs/summaries.
set -eu
heaploupe=$(cd "$(dirname "${1:-build/heaploupe}")" && pwd)/heaploupe
cd "$(dirname "$0")/programs"
folder=$(cd "${2:-..}" && pwd)
for program in *.py; do
    trace="$folder/${program%.py}.jsonl"
    "$heaploupe" record -o "$trace" "$program" >/dev/null
    title=$(sed -n '1s/^# //p' "$program")
    summary=$(sed -n "s/^${program%.py} //p" summaries)
    sed "1s|\"title\":\"$program\"|\"title\":$title,\"x-row\":\"recorded\",\"x-summary\":$summary|" "$trace" >"$trace.new"
    mv "$trace.new" "$trace"
done
