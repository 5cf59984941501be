#!/bin/sh
# `heaploupe live` on a terminal's place: for the same input it prints what the interactive interpreter prints, its steps are true, and no
# process stays behind. The last line is "N passed, N failed". PYTHONS: the interpreters to use, default python3.
set -u
heaploupe=$(cd "$(dirname "$1")" && pwd)/$(basename "$1")
here=$(cd "$(dirname "$0")" && pwd)
work=$(mktemp -d)
trap 'rm -rf "$work"' EXIT
cd "$work" || exit 1
passed=0
failed=0

check() { # what, status of the check
    if [ "$2" = 0 ]; then
        passed=$((passed + 1))
    else
        failed=$((failed + 1))
        echo "FAILED: $1"
    fi
}

status_of() { # input, arguments …: stdout, stderr and status of a session
    input=$1
    shift
    printf "$input" | "$heaploupe" live "$@" >out 2>err
    status=$?
}

# Without prompts, banner, steps and empty lines.
spoken() {
    sed -E -e 's/^((>>>|\.\.\.) )+//' "$1" | grep -vE '^$|^[0-9]+ (op:[0-9.]+|-) '
}

same_as_interactive() { # interpreter, program
    what="$(basename "$2") on $1"
    printf 'import sys\nsys.ps1 = sys.ps2 = ""\n' | cat - "$2" | "$1" -q -i >want 2>&1
    "$heaploupe" live --python "$1" -o trace <"$2" >got 2>&1
    check "$what: status" $?
    spoken want >want.spoken
    spoken got >got.spoken
    diff want.spoken got.spoken >difference; check "$what: $(head -n 6 difference)" $?
    "$heaploupe" run trace >run 2>&1; check "$what: replay: $(head -n 2 run)" $?
}

for python in ${PYTHONS:-python3}; do
    if ! "$python" -c 'import sys; sys.exit(not (3, 8) <= sys.version_info[:2] <= (3, 13))' 2>/dev/null; then
        echo "skipped: $python is no CPython 3.8 to 3.13"
        continue
    fi
    for program in "$here"/programs/*.txt; do
        same_as_interactive "$python" "$program"
    done
    status_of 'a = []\na.append(a)\ndel a\nimport gc; gc.collect()\n' --python "$python"
    [ $status = 0 ] && tail -n 1 out | grep -qx 1; check "a cycle is collected on $python" $?
    grep -q 'op:.* died id=list0' out; check "its death is a step on $python" $?
    status_of 'exit(5)\nprint("never")\n' --python "$python"
    [ $status = 5 ] && ! grep -q never out; check "exit(5) on $python: $status" $?
    status_of 'import os\nos._exit(5)\n' --python "$python"
    [ $status = 3 ] && grep -qx 'heaploupe: Python has ended with status 5' err; check "os._exit on $python" $?
    status_of 'import os\nx = [7]\nos.kill(os.getpid(), 9)\n' --python "$python" -o trace
    [ $status = 3 ] && grep -q '^heaploupe: Python was ended by signal 9' err; check "killed on $python" $?
    "$heaploupe" steps trace | grep -q ' new id=list'; check "what a killed one left on $python" $?
done

begin() { # statement: a session that runs it in the background, its input not ended
    rm -f started
    "$heaploupe" live <pipe >out 2>err &
    session=$!
    exec 9>pipe
    printf 'open("started", "w").close(); %s\n\n' "$1" >&9
    for time in $(seq 300); do
        [ -e started ] && break
        sleep 0.1
    done
    sleep 0.3
}

lives() { # process group: whether more than zombies are left of it, which somebody else has to reap
    ps -eo pgid=,stat= | awk -v group="$1" '$1 == group && $2 !~ /^Z/ { found = 1 } END { exit !found }'
}

interrupted() { # times, statement: status and output of a session that is interrupted so often, or until it ends
    begin "$2"
    for time in $(seq "$1"); do
        kill -INT $session 2>/dev/null || break
        sleep 0.3
    done
    exec 9>&-
    wait $session
    status=$?
}
mkfifo pipe
# sh starts what runs in the background with SIGINT ignored; heaploupe sets its own
interrupted 1 'import time; time.sleep(60)'
[ $status = 0 ] && grep -q '^KeyboardInterrupt' out; check "an interrupted statement: $status" $?
interrupted 100 'sum(range(10**12))'
[ $status = 3 ] && grep -q 'signal 9' err; check "a deaf one is ended when asked twice: $status" $?

status_of 'x = 1\n' --python ./nothing-here
[ $status = 3 ] && [ "$(wc -l <err)" = 1 ]; check "no such interpreter" $?
status_of 'x = 1\n' --python /bin/true
[ $status = 3 ] && grep -q 'before it was ready' err; check "an interpreter that is none" $?
status_of 'x = 1\n' -o /nonexistent/trace
[ $status = 2 ] && [ "$(wc -l <err)" = 1 ]; check "a file that cannot be written" $?

# The interpreter and its children go with heaploupe, however that goes.
begin 'import time; time.sleep(1234)'
group=$(ps -o pid= --ppid $session | tr -d ' ')
kill -KILL $session
wait $session 2>/dev/null
sleep 0.3
exec 9>&-
! lives "$group"; check "the interpreter ends with a killed heaploupe" $?
printf 'import os; x = os.system("sleep 1234 &")\nprint(os.getpid())\n' | "$heaploupe" live >out 2>&1
sleep 0.1
! lives "$(grep -xE '[0-9]+' out)"; check "what the program has started ends with it" $?

"${python:-python3}" -c 'print("\n".join("x%d = [%d]" % (i, i) for i in range(50)))' | "$heaploupe" live >out 2>&1
[ $? = 0 ] && [ "$(grep -c ' died ' out)" = 0 ] && [ "$(grep -c ' new id=list' out)" = 50 ]; check "many statements" $?

# The collector begins wherever the interpreter makes something, in the answers of the recorder, too.
for threshold in 1 2 3 5; do
    "${python:-python3}" -c "print('import gc; gc.set_threshold($threshold)'); print('\n'.join('x%d = [%d]' % (i, i) for i in range(25)))" |
        timeout 60 "$heaploupe" live -o trace >out 2>&1
    [ $? = 0 ] && [ "$(grep -c ' new id=list' out)" = 25 ] && "$heaploupe" run trace >/dev/null 2>&1; check "a collection every $threshold objects" $?
done

echo "$passed passed, $failed failed"
[ "$failed" = 0 ]
