#!/bin/sh
# The command line as a user meets it: exit status, what goes where, error lines, exact output.
#     tests/cli/run.sh BUILD/heaploupe        the last line is "N passed, N failed"
# Expected results stand in tests/cli/golden: TRACE.run.json, TRACE.state.json …; they are derived by hand from the contract. Step
# numbers, which no contract fixes, are written as `?` there.
set -u
program=$1
case $program in /*) ;; *) program=$PWD/$program ;; esac
golden=$(cd "$(dirname "$0")" && pwd)/golden
work=$(mktemp -d)
trap 'rm -rf "$work"' EXIT
cd "$work" || exit 1
passed=0
failed=0

ok() { passed=$((passed + 1)); }
bad() { failed=$((failed + 1)); printf 'FAILED: %s\n' "$1"; shift; [ $# -eq 0 ] || printf '  %s\n' "$@"; }

# run ARGUMENTS…: fills $status, files out and err
run() { "$program" "$@" >out 2>err </dev/null; status=$?; }
run_input() { input=$1; shift; printf '%s' "$input" | "$program" "$@" >out 2>err; status=$?; }

# status NAME WANTED
status() {
    if [ "$status" = "$2" ]; then ok; else bad "$1: exit status $status, expected $2" "$(head -n 3 err)"; fi
}
# silent NAME: nothing on standard output
silent() { if [ -s out ]; then bad "$1: standard output is not empty" "$(head -n 3 out)"; else ok; fi; }
# line NAME TEXT: standard error is this one line
line() {
    if [ "$(cat err)" = "$2" ] && [ "$(wc -l <err)" -eq 1 ]; then ok; else bad "$1: standard error" "got      $(cat err)" "expected $2"; fi
}
# line_like NAME PATTERN: standard error is one line that matches
line_like() {
    if [ "$(wc -l <err)" -eq 1 ] && grep -q "$2" err; then ok; else bad "$1: standard error does not match $2" "$(cat err)"; fi
}
# same NAME FILE: standard output is the golden
same() {
    sed 's/"\(steps*\)": [1-9][0-9]*/"\1": ?/g' out >out.plain
    if cmp -s out.plain "$golden/$2"; then ok; else bad "$1: differs from $2" "$(diff "$golden/$2" out.plain | head -n 8)"; fi
}
# has NAME PATTERN: a line of standard output matches
has() { if grep -q -- "$2" out; then ok; else bad "$1: no line matches $2" "$(head -n 5 out)"; fi; }
# valid NAME: standard output is JSON, or a JSON value a line
valid() {
    command -v python3 >/dev/null 2>&1 || return
    if python3 -c '
import json, sys
text = sys.stdin.read()
try:
    json.loads(text)
except ValueError:
    [json.loads(line) for line in text.splitlines()]
' <out 2>/dev/null; then ok; else bad "$1: not JSON" "$(head -n 3 out)"; fi
}
# refused NAME ERROR-LINE ARGUMENTS…: status 2, one line, nothing printed
refused() {
    name=$1; text=$2; shift 2
    run "$@"; status "$name" 2; silent "$name"; line "$name" "$text"
}

# ---- usage ----
run --help; status "--help" 0; has "--help" "^usage: heaploupe"
run --version; status "--version" 0; has "--version" "^heaploupe [0-9]"
for command in run check steps state why weigh render; do
    run "$command" --help
    status "$command --help" 0
    has "$command --help" "^usage: heaploupe $command"
done
refused "no trace" "heaploupe: 'run' needs a trace; see 'heaploupe run --help'" run
refused "too many" "heaploupe: 'b' is one argument too many; see 'heaploupe run --help'" run a b
refused "no such command" "heaploupe: there is no command and no file 'rnder'; did you mean 'render'?; see 'heaploupe --help'" rnder x -o y.png
refused "no such word" "heaploupe: there is no command and no file 'frobnicate'; see 'heaploupe --help'" frobnicate
refused "try what" "heaploupe: 'try' needs a piece of Python; see 'heaploupe try --help'" try
refused "unknown option" "heaploupe: '--at' is not an option of 'run'; see 'heaploupe run --help'" run --at 3 x
refused "option without value" "heaploupe: option '--at' needs a value; see 'heaploupe state --help'" state x --at
refused "unknown form" "heaploupe: --json=short is unknown, expected --json or --json=brief; see 'heaploupe run --help'" run --json=short x
refused "state without place" "heaploupe: 'state' needs --at PLACE; see 'heaploupe state --help'" state x
refused "why without id" "heaploupe: 'why' needs an ID or --type NAME; see 'heaploupe why --help'" why x
refused "why with both" "heaploupe: 'why' takes an ID or --type NAME, not both; see 'heaploupe why --help'" why x A --type list
refused "no such place" \
    "heaploupe: 'op:' is no place in a run, expected a step number, -K (before the end), end, op:K or op:K.J" state x --at op:

# ---- bad input ----
refused "no file" "heaploupe: missing.json: cannot be opened: No such file or directory" run missing.json
refused "a folder" "heaploupe: .: is a folder: expected a trace file" run .
echo 'a = []' >program.py
refused "a program" "heaploupe: program.py: is a Python program: 'heaploupe record program.py' writes its trace" run program.py
printf '{"heaploupe": 1}\n{"op": "drop", "id": "A"}\n' >bad.jsonl
run run bad.jsonl; status "bad op" 2; silent "bad op"; line_like "bad op" "^heaploupe: bad.jsonl:2:1: op 'drop': "
run run --json bad.jsonl; status "bad op, JSON" 2; silent "bad op, JSON"
run state bad.jsonl --at 0 --json; status "bad op, state" 2; silent "bad op, state"
run why bad.jsonl A; status "bad op, why" 2; silent "bad op, why"
run_input '{"heaploupe": 1}
{"op": "x"}' run -; status "standard input" 2; line_like "standard input" "^heaploupe: <stdin>:2:"
printf '{"heaploupe": 1, "runtime": "cpython-9.9"}' >runtime.json
run run runtime.json; status "unknown runtime" 2; line_like "unknown runtime" "^heaploupe: runtime.json:1:29: .*cpython-9.9"
new_line='bad
name.json'
printf 'x' >"$new_line"
run run "$new_line"; status "file name" 2; line_like "file name" '^heaploupe: bad\\x0aname.json:1:1: '
printf '{"heaploupe": 1}' >good.json
run check good.json bad.jsonl missing.json good.json
status "check" 2; silent "check"
if [ "$(wc -l <err)" -eq 2 ]; then ok; else bad "check: one line a bad file" "$(cat err)"; fi
run check good.json; status "check good" 0; silent "check good"
if [ -s err ]; then bad "check good: standard error" "$(cat err)"; else ok; fi

# ---- the smallest trace ----
run run --json good.json; status "smallest" 0; same "smallest" smallest.run.json; valid "smallest"
run steps good.json; status "smallest steps" 0; silent "smallest steps"
run steps good.json --json; status "smallest log" 0; valid "smallest log"
if [ "$(wc -l <out)" -eq 1 ]; then ok; else bad "smallest log: only the header line"; fi
run state good.json --at 0 --json; status "smallest state" 0; same "smallest state" smallest.state.json; valid "smallest state"
refused "beyond the end" "heaploupe: '1' is out of range: the run has 0 steps" state good.json --at 1
refused "beyond the begin" "heaploupe: '-1' is out of range: the run has 0 steps" state good.json --at -1
refused "no such op" "heaploupe: 'op:0' is out of range: the trace has 0 ops, counted from 0" state good.json --at op:0

# ---- two lists that hold each other: by hand from the contract ----
cycle=$golden/cycle.json
run run "$cycle" --json; status "cycle" 0; same "cycle" cycle.run.json; valid "cycle"
run run "$cycle" --json=brief; status "cycle brief" 0; same "cycle brief" cycle.brief.json; valid "cycle brief"
run run "$cycle"; status "cycle summary" 0; has "cycle summary" "^Two lists"
has "cycle summary" "2 created, 0 freed by reference counting, 2 by the collector, 0 alive"
run state "$cycle" --at op:5 --json; status "cycle state" 0; same "cycle state" cycle.state.json; valid "cycle state"
run state "$cycle" --at op:5; status "cycle state text" 0; has "cycle state text" "^generation 0: A B$"
run why "$cycle" A --at op:2 --json; status "why alive" 0; same "why alive" cycle.why-alive.json
run why "$cycle" A --at=op:5 --json; status "why garbage" 0; same "why garbage" cycle.why-garbage.json
run why "$cycle" B --json; status "why dead" 0; valid "why dead"; has "why dead" '"died": {"step": [0-9]*, "by": "collector"'
run why "$cycle" --type list --at op:0; status "why type" 0; has "why type" "^A (list) is alive"
heap=$golden/../../golden/heap.json # ids are numbers: type and value stand beside them
run why "$heap" --type Session; status "why of a heap" 0; has "why of a heap" "^  pin -> 1 (dict app.__dict__)\\[SESSIONS\\] -> 4 (list)\\[0\\] -> 5\$"
has "why type of a heap" "^the oldest of 2 living objects of type Session\$"
module=$golden/../../golden/module.json # a dict is the frame's namespace: its slots are the names
run why "$module" leaf --at op:4; status "why of a module" 0; has "why of a module" "^  box in <module> -> box\[0\] -> leaf\$"
run why "$module" leaf --at op:4 --json; has "why of a module, JSON" '\[{"kind": "temporary"}, {"kind": "slot", "from": "globals", "slot": "box"}, {'
run why "$module" box --at op:6; has "why of what a module let go" "last holder: name box in <module>\$"
run run "$heap"; has "types of a heap" "^types    1 dict, 1 type, 1 list\$"; has "classes of a heap" "^classes  2 Session, 1 SessionPool\$"
run weigh "$heap"; status "weigh" 0; has "weigh" "^step 7: living objects that something keeps: 6, 1400 bytes\$" # dict 184, type 960, list 88, three instances of 56
has "weigh, the heaviest" "^ *1344 bytes  *5 objects *1 (dict app.__dict__)\$"; has "weigh, by types" "^      keeps 2 Session, 1 type, 1 list\$"
has "weigh, through whom" "^      through 1 (dict app.__dict__) -> 4 (list)\$"
run weigh "$heap" --json; status "weigh, JSON" 0; valid "weigh, JSON"
has "weigh, JSON" '{"id": "4", "type": "list", "bytes": 200, "objects": 3, "through": \["1"\], "hidden": 0, "types": {"Session": 2}}'
run weigh "$cycle" --at op:5; has "weigh of garbage" "^step [0-9]*: living objects that something keeps: 0, 0 bytes\$"
refused "weigh what" "heaploupe: 'weigh' needs a trace; see 'heaploupe weigh --help'" weigh
refused "a type for an id" "heaploupe: no object 'list' was created up to step 60; --type list asks for the oldest of that type" why "$cycle" list --at 60
refused "never created" "heaploupe: no object 'C' was created up to step 0" why "$cycle" C --at 0
run run "$cycle" --json; mv out first
run_input "$(cat "$cycle")" run --json -; mv out second
if cmp -s first second; then ok; else bad "standard input gives other results"; fi

# ---- places ----
run steps "$cycle"; status "steps" 0
count=$(wc -l <out)
last=$(tail -n 1 out)
run run "$cycle" --json=brief; has "as many steps" "\"steps\": $count,"
run steps "$cycle" --from -0 --to end; status "steps at end" 0
if [ "$(cat out)" = "$last" ]; then ok; else bad "steps --from -0" "$(cat out)"; fi
run steps "$cycle" --from op:1.1 --to op:1 ; status "steps of an op" 0
if grep -qv ' op:1\.' out; then bad "steps of an op: others too" "$(cat out)"; else ok; fi
has "steps of an op" "new id=B type=list"
run steps "$cycle" --from 3 --to 5
if [ "$(cut -d' ' -f1 out | tr '\n' ' ')" = "3 4 5 " ]; then ok; else bad "steps --from 3 --to 5" "$(cat out)"; fi
run steps "$cycle" --json --from 3 --to 5; valid "partial log"
if [ "$(wc -l <out)" -eq 4 ]; then ok; else bad "partial log: header and three lines"; fi
has "partial log" '"partial": true'
run steps "$cycle" --json; valid "log"
if [ "$(wc -l <out)" -eq $((count + 1)) ]; then ok; else bad "log: header and a line a step"; fi
refused "backwards" "heaploupe: --from '5' is after --to '3'" steps "$cycle" --from 5 --to 3
refused "far away" "heaploupe: '99999999999999999999999' is out of range: the run has $count steps" state "$cycle" --at 99999999999999999999999
run state "$cycle" --at op:99; status "op out of range" 2
run state "$cycle" --at op:6.1; status "step of an op without any" 2
run state "$cycle" --at op:6 --json; mv out first
run state "$cycle" --at op:5 --json; mv out second
sed 's/"op": [0-9]*/"op"/' first >first.op; sed 's/"op": [0-9]*/"op"/' second >second.op
if cmp -s first.op second.op; then ok; else bad "an op without steps leaves the state"; fi

# ---- failed expects ----
printf '%s\n' '{"heaploupe": 1}' '{"op": "new", "id": "A", "type": "list", "bind": "a"}' \
    '{"op": "expect", "refcount": {"A": 2}, "alive": ["A"]}' '{"op": "expect", "refcount": {"A": 1}}' >expect.jsonl
run run expect.jsonl --json; status "failed expect" 1; valid "failed expect"
line_like "failed expect" "^heaploupe: expect.jsonl:3: op 'expect': refcount of A: expected 2, found 1$"
has "failed expect" '"expect": {"passed": 1, "failed": \['
run run expect.jsonl; status "failed expect, text" 1; has "failed expect, text" "1 held, 1 failed"
run check expect.jsonl; status "check ignores expects" 0
run state expect.jsonl --at end; status "state ignores expects" 0

# ---- immortals are not counted ----
printf '%s\n' '{"heaploupe": 1}' '{"op": "new", "id": "N", "type": "NoneType", "repr": "None", "bind": "n"}' \
    '{"op": "new", "id": "L", "type": "list", "bind": "l"}' >immortal.jsonl
run run immortal.jsonl --json; has "immortals" '"objects": {"created": 1, .*"alive": 1}'
has "immortals" '"id": "N", .*"refcount": null, "tracked": false, .*"size": 0, "address": null'

# ---- texts: escaped in JSON, one line in text ----
printf '%s\n' '{"heaploupe": 1, "title": "a\"b\\c\nd\u0001e"}' '{"op": "print", "text": "x\ny\u00e9"}' >texts.jsonl
run run texts.jsonl --json; valid "texts"; has "texts" '"title": "a\\"b\\\\c\\nd\\u0001e"'; has "texts" 'x\\nyé'
run steps texts.jsonl; if [ "$(wc -l <out)" -eq 1 ]; then ok; else bad "a step is one line" "$(cat out)"; fi

# ---- the first example of docs/trace-format.md does what it says ----
awk '/^```json/ { on = 1; next } /^```/ { if (on) exit } on' "$golden/../../../docs/trace-format.md" >example.json
run run example.json; status "example" 0; has "example" "2 held, 0 failed"

# ---- event logs: a log opens like a trace, and says the same ----
for trace in "$cycle" "$golden"/../../../traces/lessons/x0[1-6]*.json "$golden"/../../../traces/lessons/s1[235]*.json; do
    name=$(basename "$trace")
    run steps "$trace" --json; status "$name: log" 0; mv out run.log
    run steps run.log --json; status "$name: log of the log" 0
    if cmp -s out run.log; then ok; else bad "$name: the log of its log differs" "$(diff run.log out | head -n 4)"; fi
    for place in end op:3 -20; do
        run state "$trace" --at $place --json; mv out first
        run state run.log --at $place --json
        if cmp -s out first; then ok; else bad "$name: state --at $place of its log" "$(diff first out | head -n 4)"; fi
    done
    run steps "$trace"; mv out first
    run steps run.log
    if cmp -s out first; then ok; else bad "$name: sentences of its log" "$(diff first out | head -n 4)"; fi
done
run steps "$cycle" --json; mv out run.log
run why run.log A --at op:5 --json; status "why of a log" 0; same "why of a log" cycle.why-garbage.json
run_input "$(cat run.log)" state - --at end; status "a log from standard input" 0
run run run.log; status "run of a log" 2; silent "run of a log"; line_like "run of a log" "^heaploupe: run.log: is an event log"
run steps "$cycle" --json --to 9; mv out part.log
refused "a slice" "heaploupe: part.log:1:1: header of the event log: a part of a log cannot be replayed" state part.log --at end

awk '/^```json/ { on = 1; next } /^```/ { if (on) exit } on' "$golden/../../../docs/event-log.md" >small.log
run why small.log B --at 6; status "a small log" 0; has "a small log" "^  a -> A\[next\] -> B$"
run state small.log --at end --json; status "a small log" 0; has "a small log" '"alive": \[\]'
bad_log() { # NAME PATTERN LINE…: behind a header
    name=$1; pattern=$2; shift 2
    printf '%s\n' '{"heaploupe-events": 1, "runtime": "x"}' "$@" >bad.log
    run state bad.log --at end; status "$name" 2; silent "$name"; line_like "$name" "$pattern"
}
bad_log "unknown event" "^heaploupe: bad.log:2:1: event 'bang': " '{"event": "bang"}'
bad_log "no object" "^heaploupe: bad.log:2:1: event 'hold': member 'id': object 'A' was never made" '{"event": "hold", "id": "A"}'
bad_log "twice" "^heaploupe: bad.log:3:1: event 'new': the id 'A' belongs" '{"event": "new", "id": "A", "type": "list"}' \
    '{"event": "new", "id": "A", "type": "list"}'
bad_log "no temporary" "^heaploupe: bad.log:4:1: event 'drop': " '{"event": "new", "id": "A", "type": "list"}' \
    '{"event": "drop", "id": "A"}' '{"event": "drop", "id": "A"}'
bad_log "no block" "^heaploupe: bad.log:2:1: event 'block_take': " '{"event": "block_take", "block": [0, 0]}'
bad_log "no JSON" "^heaploupe: bad.log:2:" 'x'
bad_log "empty list" "^heaploupe: bad.log:2:1: event 'merge': the list is empty" '{"event": "merge", "list": "generation 0", "into": "generation 1"}'

# ---- a generator's frame taken out of it while it runs (3.10): its names go with the call ----
run_input '{"heaploupe": 1, "runtime": "cpython-3.10"}
{"op": "new", "id": "L", "type": "list", "hold": true}
{"op": "new", "id": "G", "type": "generator", "items": {"box": "L"}, "bind": "g"}
{"op": "drop", "id": "L"}
{"op": "call", "name": "g", "resume": "G"}
{"op": "unref", "from": "G", "slot": "frame"}
{"op": "expect", "alive": ["L"], "freed": ["G.gi_frame"]}
{"op": "return"}
{"op": "expect", "freed": ["L"], "refcount": {"G": 1}}' run -
status "a running generator without its frame" 0; has "a running generator without its frame" "2 held, 0 failed"

# ---- writing fails ----
if [ -w /dev/full ]; then
    "$program" run --json "$cycle" >/dev/full 2>err; status=$?
    status "disk full" 3; line_like "disk full" "^heaploupe: standard output could not be written"
fi
("$program" steps "$cycle" --json; echo $? >code) 2>err | :
if [ -s err ]; then bad "a closed pipe is told" "$(cat err)"; else ok; fi

echo "$passed passed, $failed failed"
[ "$failed" = 0 ]
