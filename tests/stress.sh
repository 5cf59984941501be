#!/bin/sh
# Checks every invariant of the world before every event, over recorded programs and lessons.
set -u
build=$1
for pack in tests/conformance/recorded/*.pack; do
    echo "$pack"
    "$build/tools/conformance" --stress "$pack" || exit 1
done
"$build/tools/conformance" --stress traces/lessons/s0[1-5]*.json traces/lessons/s14*.json
