#!/bin/sh
# Records programs/ again: traces/recorded/make.sh [HEAPLOUPE]
set -eu
heaploupe=$(cd "$(dirname "${1:-build/heaploupe}")" && pwd)/heaploupe
cd "$(dirname "$0")/programs"
for program in *.py; do
    "$heaploupe" record -o "../${program%.py}.jsonl" "$program"
done
