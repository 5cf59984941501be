#!/bin/sh
# Every measurement, each as a ratio to its named peer.
set -u
build=$1
for bench in "$build"/bench/bench_*; do
    case $bench in *.d|*.o) continue ;; esac
    echo "== $(basename "$bench")"
    "$bench" || exit 1
done
echo "== recorder"
python3 bench/recorder.py "$build/heaploupe" || exit 1
