#!/bin/sh
# Pictures without a display: types by suffix, what is refused, whole files or none, the same bytes from run to run.
#     tests/cli/pictures.sh BUILD/heaploupe        the last line is "N passed, N failed"
# ffmpeg is played by small scripts, so that its ways to fail can be tried; where the real one is installed it is tried too.
set -u
program=$1
case $program in /*) ;; *) program=$PWD/$program ;; esac
lessons=$(cd "$(dirname "$0")/../../traces/lessons" && pwd)
trace=$lessons/s08-2-they-hold-each-other.json
work=$(mktemp -d)
trap 'rm -rf "$work"' EXIT
cd "$work" || exit 1
unset DISPLAY WAYLAND_DISPLAY
LC_ALL=C.UTF-8
export LC_ALL
passed=0
failed=0

ok() { passed=$((passed + 1)); }
bad() { failed=$((failed + 1)); printf 'FAILED: %s\n' "$1"; shift; [ $# -eq 0 ] || printf '  %s\n' "$@"; }
# holds NAME COMMAND…
holds() { name=$1; shift; if "$@" >/dev/null 2>&1; then ok; else bad "$name"; fi; }
run() { "$program" "$@" >out 2>err </dev/null; status=$?; }
# made NAME FILE ARGUMENTS…: status 0, both outputs empty, the file is there and nothing beside it
made() {
    name=$1; file=$2; shift 2
    run render "$trace" -o "$file" "$@"
    if [ "$status" = 0 ] && [ ! -s out ] && [ ! -s err ] && [ -s "$file" ]; then ok; else bad "$name: status $status" "$(cat err)"; fi
    holds "$name: nothing left beside it" clean
}
clean() { [ -z "$(find . -name '*.part')" ]; }
# refused NAME STATUS LINE FILE ARGUMENTS…: that one line on standard error, no file
refused() {
    name=$1; wanted=$2; text=$3; file=$4; shift 4
    run render "$trace" -o "$file" "$@"
    if [ "$status" = "$wanted" ]; then ok; else bad "$name: exit status $status, expected $wanted" "$(cat err)"; fi
    if [ "$(cat err)" = "heaploupe: $text" ] && [ ! -s out ]; then ok; else bad "$name" "got      $(cat err)" "expected heaploupe: $text"; fi
    if [ -f "$file" ]; then bad "$name: a file was left"; rm -f "$file"; else ok; fi
    holds "$name: nothing left beside it" clean
}
begins() { [ "$(head -c "${#2}" "$1")" = "$2" ]; }

# ---- types ----
made png a.png --at -10 --size 800x600
holds "png" begins a.png "$(printf '\211PNG')"
made svg a.svg --at -10 --size 800x600
holds "svg" begins a.svg '<?xml version="1.0" encoding="UTF-8"?>'
made "suffix in capitals" A.SVG --at -10 --size 800x600
holds "suffix in capitals" cmp a.svg A.SVG
made gif a.gif --from -10 --to -6 --size 800x600
holds "gif" begins a.gif GIF89a
for file in a.bmp png .png a.svgz ""; do
    refused "type '$file'" 2 "-o: '$file', expected a file ending in .png, .svg, .gif or .mp4" "$file"
done
for type in png svg; do
    for option in --from --to; do
        refused "$type $option" 2 "--from and --to make an animation, .gif or .mp4; .$type shows one step, --at" "b.$type" $option 3
    done
done
for type in gif mp4; do
    refused "$type --at" 2 "--at is for one picture, .png or .svg; .$type shows the steps --from to --to" "b.$type" --at 3
done

# ---- places and limits ----
steps=$("$program" run "$trace" --json=brief | sed -n 's/.*"steps": \([0-9]*\).*/\1/p' | head -n 1)
refused "backwards" 2 "--from '5' is after --to '3'" b.gif --from 5 --to 3
refused "beyond the end" 2 "'99999' is out of range: the run has $steps steps" b.gif --from 99999
refused "no place" 2 "'x' is no place in a run, expected a step number, -K (before the end), end, op:K or op:K.J" b.gif --to x
refused "no folder" 2 "-o: 'missing/b.gif' cannot be created: No such file or directory" missing/b.gif --from -1
refused "no folder, one step" 2 "-o: 'missing/b.svg' cannot be created: No such file or directory" missing/b.svg
mkdir folder.svg
refused "a folder" 2 "-o: 'folder.svg' is a folder" folder.svg
long=$lessons/s05-2-the-cost-of-looking-at-everything.json
run render "$long" -o long.gif
holds "too many frames" [ "$status" = 3 ]
holds "too many frames, in words" grep -q "steps are too many for one animation, at most 2000; choose some with --from and --to$" err
if [ -w /dev/full ]; then
    ln -s /dev/full full.svg
    run render "$trace" -o full.svg
    holds "disk full" [ "$status" = 3 ]
fi

# ---- an old file stays until the new one is whole ----
printf 'old' >kept.gif
run render "$trace" -o kept.gif --from 5 --to 3
holds "an old file is kept" [ "$(cat kept.gif)" = old ]
made "an old file is replaced" kept.gif --from -2 --size 800x600

# ---- ranges: without --to to the end, without --from from step 0 ----
made "to the end" end.gif --from -4 --size 800x600
made "to the end, told" end2.gif --from -4 --to end --size 800x600
holds "to the end" cmp end.gif end2.gif
made "from 0" begin.gif --to 4 --size 800x600
made "from 0, told" begin2.gif --from 0 --to 4 --size 800x600
holds "from 0" cmp begin.gif begin2.gif
made "keys" keys.gif --from 0 --to 4 --size 800x600 --keys "End t"
made "light" light.gif --from 0 --to 4 --size 800x600 --theme light
holds "keys set the view, not the range" cmp keys.gif light.gif

# ---- the same bytes from run to run, in other places and times ----
for options in "" "--theme light --lang zh" "--theme contrast --size 1366x768 --keys p"; do
    for type in png svg gif; do
        range="--at -7"
        [ $type = gif ] && range="--from -7 --to -4"
        run render "$trace" -o "one.$type" $range $options
        LC_ALL=C TZ=Asia/Shanghai "$program" render "$trace" -o "two.$type" $range --lang en $options
        holds "same bytes: $type $options" cmp "one.$type" "two.$type"
    done
done

# ---- SVG: valid for a strict parser, text is text, ids are unique ----
printf '%s\n' '{"heaploupe": 1, "title": "<&\"\u0001\u202e>"}' \
    '{"op": "new", "id": "A", "type": "str", "repr": "\u001b[0m\u202e<b>&amp;\ufffe", "bind": "x\u2066"}' >odd.jsonl
run render odd.jsonl -o odd.svg
holds "odd texts" [ "$status" = 0 ]
if command -v python3 >/dev/null 2>&1; then
    for lesson in "$lessons"/*.json; do
        "$program" check "$lesson" 2>/dev/null || continue
        "$program" render "$lesson" -o "$(basename "$lesson" .json).svg" --at -1 --lang zh || bad "svg of $lesson"
    done
    python3 - *.svg >report 2>&1 <<'EOF'
import os, sys
import xml.etree.ElementTree as tree
space = "{http://www.w3.org/2000/svg}"
for name in sys.argv[1:]:
    if not os.path.isfile(name) or os.path.islink(name):
        continue
    root = tree.parse(name).getroot()
    assert root.tag == space + "svg", name
    ids = [node.get("id") for node in root.iter() if node.get("id")]
    assert len(ids) == len(set(ids)), (name, "ids twice")
    used = [value[5:-1] for node in root.iter() for value in node.attrib.values() if value.startswith("url(#")]
    assert set(used) <= set(ids), (name, "an id that is not there")
    texts = ["".join(node.itertext()) for node in root.iter(space + "text")]
    assert len(texts) > 10 and any(text.startswith("panel_") for text in ids), name
    hidden = {c for text in texts for c in text if ord(c) < 32 or 0x202a <= ord(c) <= 0x202e or 0x2066 <= ord(c) <= 0x2069}
    assert not hidden, (name, hidden)
EOF
    if [ -s report ]; then bad "svg: strict parser" "$(tail -n 1 report)"; else ok; fi
fi
holds "svg keeps Chinese as text" grep -q '<text [^>]*>.*对象.*</text>' s03-what-counting-cannot-free.svg

# ---- MP4: ffmpeg is not there, fails, ends early, lies, works ----
mkdir none fake
PATH_BEFORE=$PATH
film() { # NAME SCRIPT: ffmpeg is this script
    printf '#!%s\n%s\n' "$(command -v sh)" "$2" >fake/ffmpeg
    chmod +x fake/ffmpeg
    PATH=$work/fake:$PATH_BEFORE
}
PATH=$work/none
status=0; "$program" render "$trace" -o f.mp4 --from -3 >out 2>err </dev/null || status=$?
PATH=$PATH_BEFORE
holds "no ffmpeg" [ "$status" = 3 ]
holds "no ffmpeg, in words" \
    [ "$(cat err)" = "heaploupe: an .mp4 needs the program ffmpeg, which is not installed here; a .gif needs nothing" ]
holds "no ffmpeg: no file" [ ! -e f.mp4 ]
film "fails" 'echo "no encoder" >&2; echo more >&2; exit 7'
refused "ffmpeg fails" 3 "ffmpeg could not write f.mp4: no encoder" f.mp4 --from -3 --size 800x600
film "silent" 'exec 0<&-; exit 9'
refused "ffmpeg ends early" 3 "ffmpeg could not write f.mp4: it ended early, with status 9" f.mp4 --from -3 --size 800x600
film "lies" 'for last; do :; done; echo part >"${last#file:}"; exit 0'
refused "ffmpeg reads nothing" 3 "ffmpeg could not write f.mp4: it ended early, with status 0" f.mp4 --from -3 --size 800x600
film "writes nothing" 'cat >/dev/null; exit 0'
refused "ffmpeg writes nothing" 3 "ffmpeg could not write f.mp4: it ended early, with status 0" f.mp4 --from -3 --size 800x600
film "works" 'for last; do :; done; echo talk; cat >"${last#file:}"'
made "mp4" f.mp4 --from -3 --size 801x600
# four steps, the last shown five times: eight frames
holds "mp4: every frame" [ "$(wc -c <f.mp4)" = $((8 * 801 * 600 * 4)) ]
cp f.mp4 g.mp4
made "mp4 again" f.mp4 --from -3 --size 801x600
holds "mp4: the same bytes" cmp f.mp4 g.mp4
made "mp4: a name like an option" ./-f.mp4 --from -3 --size 800x600
if mkfifo pipe.mp4 2>/dev/null; then
    run render "$trace" -o pipe.mp4 --from -3
    holds "mp4 into a pipe" [ "$status" = 2 ]
fi
PATH=$PATH_BEFORE
if command -v ffmpeg >/dev/null 2>&1; then
    made "real ffmpeg" real.mp4 --from -3 --size 801x601
    made "real ffmpeg again" real2.mp4 --from -3 --size 801x601
    holds "real ffmpeg: the same bytes" cmp real.mp4 real2.mp4
fi

# ---- the help and the man page tell all of it ----
run render --help
for word in --from --to --at --size --theme --lang --keys .png .svg .gif .mp4 ffmpeg; do
    holds "help: $word" grep -q -e "$word" out
done

echo "$passed passed, $failed failed"
[ "$failed" = 0 ]
