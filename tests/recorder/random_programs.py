"""Random but valid programs, recorded and replayed: the program must print what it prints without the recorder, and every check of
the recording must hold.

    python3 random_programs.py HEAPLOUPE [--python EXE] [--seed N] [--count N] [--keep FOLDER]

Every program is recorded three times: as it is, with a recorder that takes no heap for small (SMALL = 0), so that it looks near
what each line speaks of, and with one that also takes every container for long (LONG = 2), so that it asks only what is different
in it. A seed makes the same program everywhere. The last line is "N passed, N failed".
"""
import os
import random
import subprocess
import sys
import tempfile

RECORDER = os.path.join(os.path.dirname(os.path.abspath(__file__)), "..", "..", "recorder", "heaploupe_record.py")

HEAD = '''import abc, gc, weakref, collections, functools, heapq, itertools, threading, contextlib
gc.collect()
log = []
class Node:
    def __init__(self, *children):
        self.children = list(children)
        self.tag = len(children)
    def add(self, child):
        self.children.append(child)
        return self
    @property
    def first(self):
        return self.children[0] if self.children else None
class Slots:
    __slots__ = ("left", "right", "__weakref__")
    def __init__(self, left=None, right=None):
        self.left, self.right = left, right
class Sub(list):
    pass
class Table(dict):
    pass
class Ledger(dict):
    __slots__ = ("total",)
class Mixed(Slots):
    pass
class Base(abc.ABC):
    def meet(self, other):
        self.other = other
        return self
class Fin:
    def __init__(self, value=None):
        self.value = value
    def __del__(self):
        log.append("fin")
class Phoenix:
    saved = []
    def __del__(self):
        if len(Phoenix.saved) < 2:
            Phoenix.saved.append(self)
class Oops(Exception):
    pass
Point = collections.namedtuple("Point", "x y")
def tree(n):
    return Node(tree(n - 1), tree(n - 2)) if n > 1 else Node()
def chain(n):
    head = None
    for i in range(n):
        head = Slots(head, [i * 1000])
    return head
def fail(value):
    raise Oops(value)
def catch(value):
    try:
        fail(value)
    except Oops as error:
        return error
def numbers(seq):
    for item in seq:
        got = yield item
        if got is not None:
            seq = [got]
def delegate(seq):
    yield from numbers(seq)
def counter():
    n = 0
    held = []
    def step(x):
        nonlocal n
        n += 1
        held.append(x)
        return n
    return step
@functools.lru_cache(maxsize=4)
def cached(n):
    return [n] * 2
@contextlib.contextmanager
def scope(x):
    held = [x]
    yield held
async def waits(x):
    held = [x]
    return await Pause(held)
class Pause:
    def __init__(self, held):
        self.held = held
    def __await__(self):
        got = yield self
        return [got, self.held]
def depth(n, x):
    local = [x]
    if n:
        return depth(n - 1, local)
    return local
def size(x):
    try:
        return len(x)
    except TypeError:
        return -1
def show(x):
    print(type(x).__name__, size(x))
'''

MAKERS = ["[]", "[{v}]", "[{v}, {v}]", "({v}, {v})", "{{}}", "{{'k': {v}}}", "{{1: {v}, 'two': {v}}}", "Node()", "Node({v}, {v})", "Slots({v})",
          "Slots({v}, {v})", "Sub([{v}])", "Table(a={v})", "Fin({v})", "Phoenix()", "Point({v}, {v})", "tree({n})", "chain({n})", "catch({v})",
          "numbers([{v}, {v}])", "delegate([{v}])", "counter()", "cached({n})", "depth({n}, {v})", "{n} * 1000", "'text' * {n}", "{n} / 7",
          "collections.deque([{v}])", "collections.OrderedDict(a={v})", "collections.defaultdict(list)", "functools.partial(show, {v})",
          "[i * 500 for i in range({n})]", "{{i: [i] for i in range({n})}}", "{{i * 300 for i in range({n})}}", "frozenset([{n}, {n} + 1])",
          "[[i] for i in range({n})]", "(x for x in [{v}])", "lambda: {v}", "list(map(id, []))", "sorted([{n}, 3, 1])", "iter([{v}])",
          "weakref.ref(Node())", "set()", "Ledger(a={v})", "Mixed({v})", "Base().meet({v})", "waits({v})", "waits({v}).__await__()", "weakref.WeakValueDictionary(a=Node())",
          "{{i: [i] for i in range({n} * 12)}}", "{{(i, 'k') for i in range({n} * 12)}}", "dict.fromkeys('abcdefghijklmnopqrstuvwxyz' * {n})",
          "collections.OrderedDict.fromkeys([Node(), 1, 'x'], {v})", "collections.ChainMap({v}, {{}})", "[{v}] * {n} * 9", "weakref.proxy(Node())",
          "bytearray({n})", "slice({n}, {v})", "zip([{v}], [{v}])", "Node().add", "(lambda a: [a])({v})",
          "itertools.chain([{v}], [1])", "collections.Counter('aab')", "dict(zip('abc', range({n})))", "type('Made', (Node,), {{}})()"]

CHANGES = ["{v}.append({w})", "{v}.insert(0, {w})", "{v}.pop()", "{v}[0] = {w}", "del {v}[0]", "{v}.extend([{w}, {w}])", "{v}.reverse()",
           "{v}.clear()", "{v}[1:2] = [{w}, [1]]", "{v}['k'] = {w}", "{v}[{n}] = {w}", "{v}.pop('k')", "{v}.update(z={w})", "{v}.setdefault('s', []).append({w})",
           "{v}.left = {w}", "{v}.children.append({w})", "{v}.tag = {w}", "del {v}.tag", "{v}.children = [{w}]", "{v}.value = {w}", "{v}.other = {w}",
           "vars({v})['direct'] = {w}", "setattr({v}, 'name%d' % {n}, {w})", "{v}.__dict__ = {{'fresh': [{w}]}}", "next({v})", "{v}.send({w})",
           "{v}.close()", "{v}({w})", "{v}.add({w})", "{v}.left.right = {w}", "{v}.children[0].tag = {w}", "{v}[0][0] = {w}", "{v}['k'].append({w})",
           "{v} += [{w}]", "{v} = {w}, {v}", "{v} = [{v}]", "{v}, {w} = {w}, {v}", "heapq.heappush({v}, {n})", "{v}.remove({n})", "{v}.sort()",
           "{v}.__class__ = Node", "{v}.appendleft({w})", "{v}.move_to_end('a')", "next(iter({v}))", "{v}.x = {v}", "{v}.append({v})", "del {v}",
           "{v} = None", "{v}.__traceback__ = None", "raise Oops({v})", "{v} = weakref.ref({w})", "list({v})", "{v}.extend({w})",
           "{v} = {w}.first", "{v} = {w}[0]", "{v} = {w}.children", "{v} = {w}.left", "{v}.__context__ = {w}", "Phoenix.saved.clear()",
           "{v} = [x for x in {w}]", "{v} = {w}.__dict__", "{v} = dict({w})", "{v} = {w}.copy()", "sorted({v}, key=lambda x: show(x) or 0)", "{v}.total = {w}", "{v}[{n}, 'k'] = {w}", "del {v}['k']", "{v}.popitem()", "{v}.note = {w}",
           "{v}.discard(({n}, 'k'))", "{v}.update(zip(range({n} * 8), [[1]] * 50))", "{v}.add(({n}, 2))", "{v} |= {{1000, 2000}}", "{v}.rotate({n})",
           "{v}.send(None)", "{v}.throw(Oops)", "{v}[Node()] = {w}", "{v}.default_factory = None", "{v}.pop(next(iter({v})))", "{v}.meet({w})"]

PLAIN = ["gc.collect()", "gc.collect(0)", "gc.collect(1)", "print(len(log))", "show({v})", "show({w})", "gc.set_threshold({n} * 30 + 5)",
         "gc.disable()", "gc.enable()", "junk = [[i] for i in range({n} * 40)]", "del junk", "cached.cache_clear()", "print(gc.isenabled())"]


class Program:
    def __init__(self, seed):
        self.random = random.Random(seed)
        self.lines = [HEAD]
        self.functions = 0

    def variable(self, local):
        names = "abcdefgh" if not local else "pqrs"
        return self.random.choice(names)

    def fill(self, text, local):
        pick = self.random
        out = text
        while "{v}" in out or "{w}" in out or "{n}" in out:
            for mark in ("{v}", "{w}", "{n}"):
                if mark == "{n}":
                    out = out.replace(mark, str(pick.randrange(8)), 1)
                elif mark in out:
                    out = out.replace(mark, self.variable(local and pick.random() < 0.8), 1)
        return out.replace("{{", "{").replace("}}", "}")

    def statement(self, indent, local, level=0):
        pick = self.random.random()
        pad = "    " * indent
        if pick < 0.3:
            text = "%s = %s" % (self.variable(local), self.random.choice(MAKERS))
        elif pick < 0.72:
            text = self.random.choice(CHANGES)
        elif pick < 0.85 or level > 2:
            text = self.random.choice(PLAIN)
        else:
            return self.block(indent, local, level + 1)
        text = self.fill(text, local)
        if self.random.random() < 0.15:
            text += "; " + self.fill("%s = %s" % (self.variable(local), self.random.choice(MAKERS)), local)
        return ["%stry:" % pad, "%s    %s" % (pad, text), "%sexcept Exception%s:" % (pad, self.random.choice(["", " as error"])),
                "%s    %s" % (pad, self.random.choice(["pass", "print('failed')"]))]

    def body(self, indent, local, level, count):
        result = []
        for _ in range(count):
            result += self.statement(indent, local, level)
        return result

    def block(self, indent, local, level):
        pad = "    " * indent
        kind = self.random.randrange(6)
        count = self.random.randrange(1, 4)
        inner = self.body(indent + 1, local, level, count)
        if kind == 0:
            return ["%sfor i%d in range(%d):" % (pad, level, self.random.randrange(1, 4))] + inner
        if kind == 1:
            return ["%swith scope(%s) as held:" % (pad, self.variable(local))] + inner
        if kind == 2:
            return ["%stry:" % pad] + inner + ["%sfinally:" % pad, "%s    log.append(1)" % pad]
        if kind == 3:
            return ["%sif size(%s) > 0:" % (pad, self.variable(False))] + inner
        self.functions += 1
        name = "f%d" % self.functions
        globals_ = "%s    global a, b, c, d, e, f, g, h" % pad if indent == 0 else "%s    pass" % pad
        inner = self.body(indent + 1, True, level, count + 1)
        call = "%s(%s, [])" % (name, self.variable(local))
        if kind == 4:
            call = random_thread(call, self.random)
        return (["%sdef %s(p, q, r=None, s=()):" % (pad, name), globals_] + inner
                + ["%s    return %s" % (pad, self.variable(True)), "%stry:" % pad, "%s    %s" % (pad, call), "%sexcept Exception:" % pad,
                   "%s    print('failed', len(log))" % pad])

    def text(self):
        self.lines += ["%s = %s" % (name, value) for name, value in zip("abcdefgh", ["[]", "{}", "Node()", "[1, [2]]", "Slots()",
                                                                                      "counter()", "(1, [])", "'s'"])]
        self.lines += self.body(0, False, 0, self.random.randrange(10, 60))
        self.lines += ["print(len(log))", "gc.enable()", "gc.collect()"]
        return "\n".join(self.lines) + "\n"


def random_thread(call, pick):
    if pick.random() < 0.7:
        return call
    return "t = threading.Thread(target=lambda: %s); t.start(); t.join()" % call


def run(command, path, seconds=120):
    with open(path + ".out", "wb") as out, open(path + ".err", "wb") as err:
        try:
            status = subprocess.run(command, stdout=out, stderr=err, stdin=subprocess.DEVNULL, timeout=seconds,
                                    env=dict(os.environ, PYTHONHASHSEED="0")).returncode
        except subprocess.TimeoutExpired:
            status = "timeout"
    with open(path + ".out", "rb") as out, open(path + ".err", "rb") as err:
        return status, out.read(), err.read()


VARIANTS = {"": {}, " (near)": {"SMALL": 0}, " (near, long)": {"SMALL": 0, "LONG": 2}}


def variant(folder, constants):
    """The recorder with other constants: as it is with a large heap, with large containers."""
    if not constants:
        return RECORDER
    with open(RECORDER) as file:
        text = file.read()
    for name, value in constants.items():
        changed = text.replace("\n%s = " % name, "\n%s = %d or " % (name, value) if value else "\n%s = 0 * " % name)
        if changed == text:
            raise ValueError(name + " is no constant of the recorder")
        text = changed
    path = os.path.join(folder, "_".join(["recorder", *constants]) + ".py")
    with open(path, "w") as file:
        file.write(text)
    return path


def check(heaploupe, python, recorder, program, folder):
    """What is wrong, or None."""
    bare = run([python, program], os.path.join(folder, "bare"), 10)
    if bare[0] == "timeout":       # some never end
        return None
    trace = os.path.join(folder, "trace.jsonl")
    recorded = run([python, recorder, "-o", trace, program], os.path.join(folder, "recorded"))
    for what, one, other in zip(("status", "output", "errors"), bare, recorded):
        if one != other:
            return "%s: %s, not %s" % (what, other if what == "status" else other[-300:].decode(), one if what == "status" else one[-300:].decode())
    status, _, errors = run([heaploupe, "run", trace], os.path.join(folder, "replay"))
    return None if status == 0 else "replay: " + errors[:400].decode()


def main(arguments):
    options = dict(zip(arguments[1::2], arguments[2::2]))
    python = options.get("--python", sys.executable)
    first, count = int(options.get("--seed", 1)), int(options.get("--count", 10))
    passed = failed = 0
    with tempfile.TemporaryDirectory() as folder:
        recorders = {name: variant(folder, constants) for name, constants in VARIANTS.items()}
        for seed in range(first, first + count):
            program = os.path.join(options.get("--keep", folder), "random_%d.py" % seed)
            with open(program, "w") as file:
                file.write(Program(seed).text())
            for name, recorder in recorders.items():
                wrong = check(arguments[0], python, recorder, program, folder)
                passed, failed = passed + (wrong is None), failed + (wrong is not None)
                if wrong is not None:
                    print("FAILED: seed %d on %s%s: %s" % (seed, python, name, wrong))
    print("%d passed, %d failed" % (passed, failed))
    return failed > 0


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))
