"""What recording costs: the time of recording a program to that of running it bare, beside the standard library's own tracers;
bytes of trace for each line run. What a snapshot of a million objects costs, and loading it.

    python3 bench/recorder.py HEAPLOUPE

All ways of a program are run in turn, ROUNDS times. Processor time; the interpreter's start is not counted: the other ways run
the program several times within one process, from recording that of an empty program is taken off. Minimum / median."""
import os
import resource
import statistics
import subprocess
import sys
import tempfile

ROUNDS = 5
HERE = os.path.dirname(os.path.abspath(__file__))
HEAPLOUPE = os.path.abspath(sys.argv[1])
SNAPSHOT = os.path.join(os.path.dirname(HERE), "recorder", "heaploupe_snapshot.py")
TIMER = """import sys, time
way, program, times = sys.argv[1], sys.argv[2], int(sys.argv[3])
code = compile(open(program).read(), program, 'exec')
out, sys.stdout = sys.stdout, open('/dev/null', 'w')
lines = 0
def count_lines(frame, event, arg):
    global lines
    if frame.f_code.co_filename != program:
        return None
    lines += event == 'line'
    return count_lines
no_op = lambda *words: no_op
if way == 'tracemalloc':
    import tracemalloc
    tracemalloc.start()
if way == 'trace':
    import trace
    tool = trace.Trace(count=1, trace=0)
begin = time.process_time()
for _ in range(times):
    space = {'__name__': '__main__'}
    if way == 'trace':
        tool.runctx(code, space, space)
        continue
    sys.settrace({'no-op': no_op, 'lines': count_lines}.get(way))
    exec(code, space)
    sys.settrace(None)
out.write(str(lines if way == 'lines' else (time.process_time() - begin) / times))"""


def seconds(words):
    """Processor time of a process and its children."""
    before = resource.getrusage(resource.RUSAGE_CHILDREN)
    subprocess.run(words, check=True, stdout=subprocess.DEVNULL)
    after = resource.getrusage(resource.RUSAGE_CHILDREN)
    return after.ru_utime + after.ru_stime - before.ru_utime - before.ru_stime


def timed(way, program, times):
    return float(subprocess.run([sys.executable, "-c", TIMER, way, program, str(times)], check=True, stdout=subprocess.PIPE).stdout)


def recorded(words, trace):
    return seconds([HEAPLOUPE, "record", "--python", sys.executable, "-o", trace] + words)


def cell(values):
    return "%.1f / %.1f" % (min(values), statistics.median(values))


def programs(folder):
    trace = os.path.join(folder, "trace")
    columns = "%-10s %16s %16s %16s %16s %12s %12s"
    print(columns % ("times bare", "record", "trace --count", "settrace, no-op", "tracemalloc", "us a line", "bytes a line"))
    for name in ("compute", "objects", "calls"):
        program = os.path.join(HERE, "programs", name + ".py")
        ratios = {"record": [], "trace": [], "no-op": [], "tracemalloc": []}
        spent = []
        for _ in range(ROUNDS):
            bare = timed("bare", program, 20)
            for way in ("trace", "no-op", "tracemalloc"):
                ratios[way].append(timed(way, program, 5) / bare)
            nothing = recorded(["-c", ""], trace)
            spent.append(recorded([program], trace) - nothing)
            ratios["record"].append(spent[-1] / bare)
        lines = int(timed("lines", program, 1))
        print(columns % (name, cell(ratios["record"]), cell(ratios["trace"]), cell(ratios["no-op"]), cell(ratios["tracemalloc"]),
                         "%.0f" % (statistics.median(spent) / lines * 1e6), "%.0f" % (os.path.getsize(trace) / lines)))


def snapshots(folder, count):
    heap = os.path.join(folder, "heap")
    program = os.path.join(HERE, "programs", "million.py")
    taken, loaded, objects = [], [], 0
    for _ in range(3):
        out = subprocess.run([sys.executable, program, str(count), SNAPSHOT, heap], check=True, stdout=subprocess.PIPE).stdout.split()
        objects = int(out[0])
        taken.append(float(out[1]))
        loaded.append(seconds([HEAPLOUPE, "check", heap]))
    million = 1e6 / objects
    print("a million objects: snapshot %.1f s, %.0f MB; loading it %.1f s (medians of %d)" % (
        statistics.median(taken) * million, os.path.getsize(heap) * million / 1e6, statistics.median(loaded) * million, len(taken)))


with tempfile.TemporaryDirectory() as folder:
    programs(folder)
    snapshots(folder, int(os.environ.get("OBJECTS", "1000000")))
