#!/usr/bin/env python3
"""Random programs with what the real CPython 3.11 did with them.

Every program exists twice: as a trace for heaploupe and as Python source.
The source runs in this very interpreter (in a forked child, with truth.c
watching), and what happened there becomes the `expect` ops of the trace and
its header's `x-final`.  No simulator takes part: even the question "which
operations are possible now?" is put to the interpreter, by running what has
been written so far.

    generate.py FAMILY FIRST COUNT            print traces as one pack
    generate.py --record DIR [FAMILY...]      write the recorded packs
    generate.py --source FAMILY SEED          print the Python side
    generate.py --this …                      the same with this interpreter (3.8 to 3.10: packs 38-graph and so on)

LENGTH=3 in the environment makes the programs three times as long.

Run by another version, the script looks for python3.11 and starts again.
"""
import json
import os
import random
import shutil
import subprocess
import sys
import sysconfig
import tempfile

HERE = os.path.dirname(os.path.abspath(__file__))


def need_311():
    """Go on only in CPython 3.11, or with --this in the one that runs now (3.8 to 3.11)."""
    if sys.argv[1:2] == ["--this"] and (3, 8) <= sys.version_info[:2] <= (3, 11):
        return
    if sys.version_info[:2] == (3, 11) and sys.implementation.name == "cpython":
        return
    exe = os.environ.get("PYTHON311") or shutil.which("python3.11")
    if not exe or os.environ.get("HEAPLOUPE_RESTARTED"):
        sys.exit("generate.py: needs CPython 3.11 (python3.11 in PATH, or PYTHON311=...)")
    os.environ["HEAPLOUPE_RESTARTED"] = "1"
    os.execv(exe, [exe] + sys.argv)


def load_truth():
    """Build truth.c against this interpreter and import it."""
    with tempfile.TemporaryDirectory(prefix="truth-") as place:
        inc = sysconfig.get_paths()["include"]
        lib = os.path.join(place, "truth" + sysconfig.get_config_var("EXT_SUFFIX"))
        cc = os.environ.get("CC", "cc")
        subprocess.run([cc, "-O1", "-shared", "-fPIC", "-DPy_BUILD_CORE", "-I" + inc, "-I" + inc + "/internal",
                        os.path.join(HERE, "truth.c"), "-o", lib], check=True)
        sys.path.insert(0, place)
        import truth
        sys.path.pop(0)
    return truth


# ---------------------------------------------------------------------------
# one program: its ops, and the same thing as Python

OLDER = sys.version_info < (3, 11)          # instances have dict objects, generators frame objects: ID.__dict__, ID.gi_frame
GLOBAL = ("g", "keep")                      # names with these beginnings live in frame 0


def is_global(name):
    return name.startswith(GLOBAL)


class Program:
    def __init__(self, config):
        self.config = config
        self.ops = []
        self.number = {}                    # id -> number in truth.c's table
        self.kind = {}                      # id -> layout
        self.attrs = {}                     # class name -> {"slots": [...], "base": ...}
        self.frames = [{}]                  # names of open frames as the generator knows them
        self.suspended = {}                 # generator -> its names
        self.next_id = 0
        self.serial = 0                     # snapshots, set orders

    def fresh(self):
        self.next_id += 1
        return str(self.next_id)

    def num(self, i):
        return self.number.setdefault(i, len(self.number))

    # -- Python source ------------------------------------------------------

    def source(self):
        """(definitions, main program); the last statement ends the run."""
        self.defs = []
        self.classes = {}
        for op in self.ops:
            if op["op"] == "class":
                self.declare(op)
        self.segments, self.generators = {}, {}
        lines, at = self.block(0, False)
        for i, args in self.generators.items():
            self.function("gen" + i, args, self.segments.get(i, []) + ["yield"])
        return "\n".join(self.defs), "begin(%s)\n" % self.begin() + "\n".join(lines) + "\nsnap(-1)\nend()\nfinish()\n"

    def begin(self):
        c = self.config
        t = c.get("threshold", [700, 10, 10])
        return "%d, %d, %d, %d, report" % (t[0], t[1], t[2], c["enabled"])

    def declare(self, op):
        base = op.get("base", "")
        text = "class %s(%s):\n" % (op["name"], base)
        text += "    __slots__ = %r\n" % (tuple(op["slots"]),) if "slots" in op else "    pass\n"
        self.defs.append(text + "hook(%s)" % op["name"])
        self.classes[op["name"]] = op

    def block(self, at, inside):
        """Statements from op `at` up to the matching return (or the end)."""
        lines = []
        while at < len(self.ops):
            op = self.ops[at]
            if op["op"] == "return":
                return lines, at
            if op["op"] == "call" and "resume" in op:
                body, end = self.block(at + 1, True)
                self.segments.setdefault(op["resume"], []).extend(body + ["yield"])
                lines.append("next(o(%d))" % self.num(op["resume"]))
                at = end + 1
                continue
            if op["op"] == "call":
                body, end = self.block(at + 1, True)
                ret = self.ops[end] if end < len(self.ops) else None
                if ret is None:
                    body += ["snap(-1)", "end()", "finish()"]
                elif "value" in ret:
                    body.append("return o(%d)" % self.num(ret["value"]))
                self.function(op["name"], list(op.get("args", {})), body)
                text = "%s(%s)" % (op["name"], ", ".join("o(%d)" % self.num(i) for i in op.get("args", {}).values()))
                if ret and "bind" in ret:
                    text = ret["bind"] + " = " + text
                lines.append(text)
                at = end + 1
                continue
            lines += self.statement(op)
            at += 1
        return lines, at

    def function(self, name, args, body, indent=""):
        names = sorted({w for line in body for w in line.replace("=", " ").split()[:2] if is_global(w) and w.isalnum()})
        head = ["def %s(%s):" % (name, ", ".join(args))]
        if names:
            head.append("    global " + ", ".join(names))
        self.defs.append("\n".join(indent + t for t in head + ["    " + b for b in body or ["pass"]]))

    def inner(self, ops):
        out = []
        for op in ops:
            out += self.statement(op)
        return out

    def placed(self, op, text):
        """Statements that make a new object and put it where it belongs.  The
        container is on the stack before the object is made, as in the trace."""
        if "bind" in op:
            return ["%s = %s" % (op["bind"], text)]
        if "from" in op:
            slot = op.get("slot")
            if self.kind[op["from"]] == "cell":
                slot = "cell_contents"
            elif self.kind[op["from"]] in ("function", "exception"):
                slot = "__%s__" % slot
            return ["st(o(%d), %r, %s)" % (self.num(op["from"]), slot, text), "rel()"] + self.after_store(op["from"])
        return [text]

    def store(self, where, slot, insert=False):
        k, n = self.kind[where], self.num(where)
        if k in ("list", "deque", "listsub") and (slot is None or isinstance(slot, int)):
            if slot is None:
                return "o(%d).append(%%s)" % n
            if insert:
                return "o(%d).insert(%d, %%s)" % (n, slot)
            return "o(%d)[%d] = %%s" % (n, slot)
        if k in ("dict", "dictsub"):
            return "o(%d)[%r] = %%s" % (n, slot)
        if k == "set":
            return "o(%d).add(%%s)" % n
        if k in ("inst", "slots", "listsub"):
            return "o(%d).%s = %%s" % (n, slot)
        if k == "cell":
            return "o(%d).cell_contents = %%s" % n
        if k in ("function", "exception"):
            return "o(%d).__%s__ = %%s" % (n, slot)
        raise KeyError(k)

    def after_store(self, where):
        """Find out about a dictionary that the store may have made."""
        if self.kind[where] in ("inst", "listsub") and where + ".__dict__" in self.number:
            return ["rd(%d, %d)" % (self.num(where), self.num(where + ".__dict__"))]
        return []

    def statement(self, op):
        name, n = op["op"], self.num
        if name == "repeat":
            return self.inner(turns(op))
        if name == "new":
            return self.creation(op)
        if name == "weakref":
            i = op["id"]
            if "callback" in op:
                self.function("cb%d" % n(i), ["self"], self.inner(op["callback"]))
                text = "r(%d, weak(cb%d))" % (n(i), n(i))
            else:
                text = "r(%d, weak())" % n(i)
            lines = self.placed(op, text)
            # the target goes before the container
            return ["aim(o(%d))" % n(op["to"]), lines[0], "rel_under()" if lines[1:] else "rel()"] + lines[1:]
        if name == "bind":
            return ["%s = o(%d)" % (op["name"], n(op["to"]))]
        if name == "unbind":
            return ["del " + op["name"]]
        if name == "ref":
            return [self.store(op["from"], op.get("slot"), op.get("insert")) % ("o(%d)" % n(op["to"]))] + \
                self.after_store(op["from"])
        if name == "unref":
            k, f, s = self.kind[op["from"]], n(op["from"]), op["slot"]
            if k == "set":
                return ["o(%d).discard(o(%d))" % (f, n(s))]
            if k in ("inst", "slots") or k == "listsub" and isinstance(s, str):
                return ["del o(%d).%s" % (f, s)]
            if k == "cell":
                return ["del o(%d).cell_contents" % f]
            return ["del o(%d)[%r]" % (f, s)]
        if name == "clear":
            return ["o(%d).clear()" % n(op["from"])]
        if name == "reorder":
            if self.kind[op["from"]] in ("set", "frozenset"):
                return ["set_order(%d, %d)" % (n(op["from"]), op["x-serial"])]
            if op["x-how"] == "reverse":
                return ["o(%d).reverse()" % n(op["from"])]
            return ["o(%d).sort(key=num)" % n(op["from"])]
        if name == "materialize":
            i = op["id"]
            return ["touch_dict(o(%d))" % n(i), "rd(%d, %d)" % (n(i), n(i + ".__dict__"))]
        if name == "collect":
            return ["collect(%d)" % op["generation"]]
        if name == "pin":
            return ["pin(o(%d))" % n(op["id"])]
        if name == "unpin":
            return ["unpin(o(%d))" % n(op["id"])]
        if name == "hold":
            return ["pin(o(%d))" % n(op["id"])]
        if name == "drop":
            return ["unpin(o(%d))" % n(op["id"])]
        if name == "set_threshold":
            return ["set_threshold(%s)" % ", ".join(map(str, op["threshold"]))]
        if name == "set_debug":
            bits = {"STATS": 1, "COLLECTABLE": 2, "UNCOLLECTABLE": 4, "SAVEALL": 32, "LEAK": 38}
            v = 0
            for f in op["flags"]:
                v |= bits[f]
            return ["set_debug(%d)" % v]
        if name in ("enable", "disable"):
            return ["set_enabled(%d)" % (name == "enable")]
        if name in ("freeze", "unfreeze", "clear_garbage"):
            return [name + "()"]
        if name == "getrefcount":
            return ["out(getrefcount(o(%d)))" % n(op["id"])]
        if name == "expect":
            return ["snap(%d)" % op["x-serial"]]
        if name == "class":
            return []
        raise KeyError(name)

    def creation(self, op):
        i, n, t = op["id"], self.num, op["type"]
        k = op.get("kind", t)
        items = op.get("items")
        seq = ", ".join("o(%d)" % n(x) for x in items) if isinstance(items, list) else None
        if k == "list":
            text = "[%s]" % (seq or "")
        elif k == "tuple":
            text = "(%s,)" % seq
        elif k == "set":
            text = "{%s}" % seq if seq else "Set()"
        elif k == "frozenset":
            text = "frozen(%s)" % seq
        elif k == "dict":
            text = "{%s}" % ", ".join("%r: o(%d)" % (a, n(b)) for a, b in (items or {}).items())
        elif k == "deque":
            text = "Deque()"
        elif k == "object":
            text = "object()"
        elif k == "generator":
            self.generators[i] = list(items or {})
            text = "gen%s(%s)" % (i, ", ".join("o(%d)" % n(x) for x in (items or {}).values()))
        elif k == "exception":
            text = "ValueError()"
        elif k == "builtin_function":
            text = "o(%d).append" % n(items["self"])
        elif k == "iterator":
            text = "iter(o(%d))" % n(items["target"])
        elif k == "cell":
            text = "cell(o(%d))" % n(items["contents"])
        elif k == "method":
            text = "method(o(%d), o(%d))" % (n(items["function"]), n(items["self"]))
        elif k == "function":
            size = op.get("x-cells", 0)
            text = "func(code%d, space, %s, %s)" % (
                size, "o(%d)" % n(items["closure"]) if "closure" in items else "None",
                "o(%d)" % n(items["defaults"]) if "defaults" in items else "None")
        else:                               # an instance
            if t not in self.classes:
                self.classes[t] = op
                if "finalizer" in op:
                    body = self.inner(op["finalizer"])      # may declare classes itself
                    self.defs.append("class %s:" % t)
                    self.function("__del__", ["self"], body, "    ")
                    self.defs.append("hook(%s)" % t)
                else:
                    self.defs.append("class %s: pass\nhook(%s)" % (t, t))
            text = t + "()"
        text = "r(%d, %s)" % (n(i), text)
        if OLDER and k == "generator":
            text = "rg(%d, %d, %s" % (n(i), n(i + ".gi_frame"), text.split(", ", 1)[1])
        if op.get("hold"):
            text = "pin(%s)" % text
        return self.placed(op, text)


def turns(op):
    """The ops of a `repeat`, all turns written out."""
    def put(x, k):
        if isinstance(x, str):
            return x.replace("{%s}" % op["var"], str(k))
        if isinstance(x, list):
            return [put(y, k) for y in x]
        if isinstance(x, dict):
            return {put(a, k): put(b, k) for a, b in x.items()}
        return x

    return [put(inner, k) for k in range(op["times"]) for inner in op["ops"]]


def written_out(ops):
    for op in ops:
        if op["op"] == "repeat":
            yield from turns(op)
        else:
            yield op


# ---------------------------------------------------------------------------
# running it

class Failed(Exception):
    """The program cannot be run like this."""


class Machine:
    def __init__(self):
        import collections
        import gc
        self.gc = gc
        self.truth = t = load_truth()
        t.wrap_type(collections.deque)
        sys.unraisablehook = t.bad
        codes = {}
        for k in range(4):
            names = ["c%d" % j for j in range(k)]
            text = "def outer(%s):\n def inner(*a): return %s\n return inner" % (", ".join(names), ", ".join(names) or "0")
            space = {}
            exec(text, space)
            codes["code%d" % k] = space["outer"](*range(k)).__code__
        self.codes = codes
        self.Deque = collections.deque
        gc.disable()

    def run(self, program):
        """Log lines and the final state of a fresh run."""
        defs, main = program.source()
        names = list(program.number)
        read, write = os.pipe()
        self.gc.freeze()
        pid = os.fork()
        if pid == 0:
            try:
                os.close(read)
                self.child(program, defs, main, names, write)
            except BaseException as e:      # noqa: the child must not escape
                try:
                    os.write(write, ("B %s: %s\n" % (type(e).__name__, e)).encode()[:4000])
                except BaseException:
                    pass
            os._exit(1)
        os.close(write)
        parts = []
        while True:
            part = os.read(read, 1 << 16)
            if not part:
                break
            parts.append(part)
        os.close(read)
        status = os.waitpid(pid, 0)[1]
        text = b"".join(parts).decode()
        if status:
            raise Failed(text.strip()[-300:] or "status %d" % status)
        lines = text.split("\n")
        state = json.loads(lines.pop())
        return lines, state

    def child(self, program, defs, main, names, write):
        t = self.truth
        space = {"__name__": "watched", "__builtins__": __builtins__, "report": write, "getrefcount": sys.getrefcount,
                 "Deque": self.Deque, "Set": set}
        for f in dir(t):
            if not f.startswith("_"):
                space[f] = getattr(t, f)
        space.update(self.codes)
        space["space"] = space

        def finish():
            t.end()
            log = t.get_log()
            state = json.dumps(self.look(program, space))
            data = log + state.encode()
            while data:
                data = data[os.write(write, data):]
            os._exit(0)

        space["finish"] = finish
        t.set_names(names)
        exec(compile(defs, "definitions", "exec"), space)
        exec(compile(main, "program", "exec"), space)

    def look(self, program, space):
        """What exists now, as the generator wants to see it."""
        t = self.truth
        alive = {}
        names = list(program.number)

        def ident(x):
            k = t.num(x)
            return names[k] if k >= 0 else None

        living = set()
        for line in reversed(t.get_log().decode().split("\n")):
            f = line.split(" ")
            if f[0] == "a":
                living.add(f[1])
            if f[0] == "S":
                break
        for i in names:
            if i not in living:
                continue
            x = t.o(program.number[i])
            k = program.kind.get(i, "dict" if i.endswith(".__dict__") else "?")
            d = {"k": k}
            if k in ("list", "deque", "tuple", "set", "frozenset", "listsub"):
                d["i"] = [ident(y) for y in x]
            if k in ("dict", "dictsub"):
                d["d"] = {a: ident(y) for a, y in x.items()}
            if k in ("inst", "listsub"):
                d["a"] = {a: ident(y) for a, y in vars(x).items()}
            if k == "slots":
                d["a"] = {a: ident(getattr(x, a)) for a in program.attrs[type(x).__name__]["slots"] if hasattr(x, a)}
            if k == "cell":
                try:
                    d["a"] = {"contents": ident(x.cell_contents)}
                except ValueError:
                    d["a"] = {}
            if k == "function":
                d["a"] = {a: ident(getattr(x, "__%s__" % a)) for a in ("closure", "defaults", "kwdefaults", "dict")}
            if k == "exception":
                d["a"] = {a: ident(getattr(x, "__%s__" % a)) for a in ("cause", "context", "dict")}
            if k == "builtin_function":
                d["a"] = {"self": ident(x.__self__)}
            if k == "iterator":
                d["a"] = {"target": ident(x.__reduce__()[1][0])}
            if k == "method":
                d["a"] = {"function": ident(x.__func__), "self": ident(x.__self__)}
            if k == "weakref":
                d["w"] = ident(x())
            alive[i] = d
        globals_ = {a: ident(b) for a, b in space.items() if t.num(b) >= 0}
        return {"alive": alive, "globals": globals_}


# ---------------------------------------------------------------------------
# reading the log

def read_log(lines, bodies=()):
    died, collections, snaps, orders, output, made = [], [], {}, {}, [], set()
    current = finished = snap = None
    seen_died = seen_output = 0
    for line in lines:
        f = line.split(" ")
        c = f[0]
        if c == "D":
            died.append(f[1])
        elif c == "M":
            made.add(f[1])
        elif c == "G":
            current = {"generation": int(f[1]), "trigger": f[2], "candidates": int(f[3]), "unreachable": [],
                       "returned": None, "resurrected": []}
            collections.append(current)
        elif c == "U":
            current["unreachable"].append(f[1])
        elif c == "E":
            current["returned"] = int(f[1])
            finished = current
        elif c == "R":
            current["resurrected"].append(f[1])
        elif c == "O":
            output.append(f[1])
        elif c == "T":
            orders[int(f[1])] = f[2:]
        elif c == "S":
            snap = {"died": died[seen_died:], "output": output[seen_output:], "finished": finished, "lists": [],
                    "alive": {}, "n": len(collections),
                    "times": [sum(1 for g in collections if g["generation"] == k and g["returned"] is not None) for k in range(3)]}
            seen_died, seen_output = len(died), len(output)
            snaps[int(f[1])] = snap
        elif c == "c":
            snap["count"] = [int(x) for x in f[1:]]
        elif c == "f":
            snap["free"] = [int(x) for x in f[1:]]
        elif c == "l":
            snap["lists"].append(f[1:])
        elif c == "g":
            snap["garbage"] = f[1:]
        elif c == "a":
            snap["alive"][f[1]] = [int(f[2]), int(f[3]), int(f[4]), int(f[5]), f[6]]
    for n, s in snaps.items():
        # Inside a callback the interpreter's own tuple of callbacks may be there.
        if n not in bodies:
            for i in s["lists"][0] + s["lists"][1] + s["lists"][2] + s["lists"][3]:
                if i.startswith("?"):
                    raise Failed("stray object in a generation: " + i)
    return {"died": died, "collections": collections, "snaps": snaps, "orders": orders, "output": output, "made": made}


def fill(program, log, family):
    """The finished ops: expectations and set orders come from the log."""
    last = {"collection": None, "garbage": []}

    def walk(ops):
        out = []
        for op in ops:
            op = dict(op)
            serial = op.pop("x-serial", None)
            for x in [x for x in op if x.startswith("x-")]:
                del op[x]
            if op["op"] == "expect":
                s = log["snaps"].get(serial)
                if s is None:
                    continue
                op.update(expectation(program, s, op.pop("level")))
            elif op["op"] == "reorder" and serial is not None:
                if serial not in log["orders"]:
                    continue
                op["slots"] = log["orders"][serial]
                if len(op["slots"]) < 2:
                    continue
            for body in ("finalizer", "callback"):
                if body in op:
                    op[body] = walk(op[body])
            out.append(op)
        return out

    def expectation(program, s, level):
        e = {}
        if level != "count":
            e["refcount"] = {i: a[0] for i, a in s["alive"].items()}
        if level == "full":
            e["order"] = {str(k): s["lists"][k] for k in range(3)}
            fin = {i: True for i, a in s["alive"].items() if a[2]}
            if fin:
                e["finalized"] = fin
            tr = {i: bool(a[1]) for i, a in s["alive"].items() if program.kind.get(i) in ("tuple", "dict")}
            if tr:
                e["tracked"] = tr
            weak = {i: None if a[4] == "null" else a[4] for i, a in s["alive"].items() if a[4] not in ("-", "?")}
            if weak:
                e["weakref"] = weak
        if level == "body":
            e["refcount"] = {i: a[0] for i, a in s["alive"].items() if i in program.in_bodies}
        e["died"] = s["died"]
        e["count"] = s["count"]
        if level != "body":
            c = s["finished"]
            if c is not None and c is not last["collection"]:
                e["unreachable"] = c["unreachable"]
                e["returned"] = c["returned"]
                if family != "debug":
                    e["candidates"] = c["candidates"]
                if c["resurrected"]:
                    e["resurrected"] = c["resurrected"]
            last["collection"] = c
            if s["garbage"] != last["garbage"]:
                e["garbage"] = last["garbage"] = s["garbage"]
            if s["output"]:
                e["output"] = s["output"]
            if level == "full" or family == "auto":
                free = s["free"]
                e["free_lists"] = {"list": free[0], "dict": free[1]}
                for k in range(4):
                    if free[2 + k]:
                        e["free_lists"]["tuple[%d]" % (k + 1)] = free[2 + k]
                if OLDER:
                    e["free_lists"]["frame"] = free[7]
                if len(free) > 8:
                    e["free_lists"]["dict_keys"] = free[8]
                e["collections"] = s["times"]
        return e

    return walk(program.ops)


def final(log, family):
    s = log["snaps"][-1]
    x = {"died": log["died"],
         "alive": {i: a[:3] for i, a in s["alive"].items()},
         "generations": s["lists"][:3],
         "count": s["count"],
         "collections": [{k: c[k] for k in ("generation", "unreachable", "returned", "resurrected")}
                         for c in log["collections"]]}
    if family == "debug":
        x["garbage"] = s["garbage"]
        x["permanent"] = s["lists"][3]
    return x


# ---------------------------------------------------------------------------
# inventing programs

FAMILIES = ["graph", "finalizers", "auto", "sets", "shapes", "lists", "debug", "generators"]


class Generator:
    def __init__(self, machine, family, seed):
        self.m, self.family, self.seed = machine, family, seed
        self.rnd = random.Random("%s %d" % (family, seed))
        rnd = self.rnd
        config = {"enabled": False}
        if family == "auto" or family in ("debug", "sets", "shapes", "lists") and rnd.random() < .3:
            config = {"threshold": [rnd.choice([2, 3, 4, 5, 8, 12]), rnd.choice([1, 2, 3]), rnd.choice([1, 2, 3])], "enabled": True}
        self.p = Program(config)
        self.p.in_bodies, self.p.bodies = set(), set()
        self.final = family in ("finalizers",) or family in ("auto", "sets", "lists", "debug") and rnd.random() < .5
        self.weak = self.final or family == "shapes" and rnd.random() < .3
        self.length = rnd.randint(18, 46)
        if family == "shapes":
            self.length += 14
        self.length = int(self.length * float(os.environ.get("LENGTH", "1")))
        self.deep = family in ("graph", "finalizers", "auto", "lists", "shapes") and rnd.random() < .07
        self.state = {"alive": {}, "globals": {}}
        self.pins, self.holds = {}, {}
        self.keys_of = {}
        self.big = None

    # -- what there is ------------------------------------------------------

    def children(self, i):
        d = self.state["alive"][i]
        out = list(d.get("i", [])) + list(d.get("d", {}).values()) + list(d.get("a", {}).values())
        if d["k"] == "generator":
            out += self.p.suspended[i].values()
        if i + ".__dict__" in self.state["alive"]:
            out.append(i + ".__dict__")
        return [x for x in out if x]

    def reachable(self):
        todo = [i for i in self.state["globals"].values() if i]
        for f in self.p.frames[1:]:
            todo += f.values()
        todo += [i for i, n in list(self.pins.items()) + list(self.holds.items()) if n]
        seen = {}
        while todo:
            i = todo.pop()
            if i in seen or i not in self.state["alive"]:
                continue
            seen[i] = 1
            todo += self.children(i)
        return sorted(seen, key=lambda i: self.p.number[i])

    def pick(self, kinds=None):
        c = [i for i in self.here if not i.endswith((".__dict__", ".gi_frame")) and (kinds is None or self.p.kind[i] in kinds)]
        if not c:
            return None
        if self.rnd.random() < .5:
            return self.rnd.choice(c[-8:])
        return self.rnd.choice(c)

    def name(self):
        if len(self.p.frames) > 1:
            return "v%d" % self.rnd.randrange(4) if self.rnd.random() < .7 else "g%d" % self.rnd.randrange(8)
        return "g%d" % self.rnd.randrange(8)

    # contract: `bind` of an op that creates has no frame member, so inside a
    # function only local names can be used there.
    def local_name(self):
        if len(self.p.frames) > 1:
            return "v%d" % self.rnd.randrange(4)
        return "g%d" % self.rnd.randrange(8)

    def in_frame(self, op):
        if len(self.p.frames) > 1 and is_global(op["name"]):
            op["frame"] = 0
        return op

    # -- pieces -------------------------------------------------------------

    def invent(self):
        """A creating op without its holder, or None."""
        rnd, p = self.rnd, self.p
        f = self.family
        r = rnd.random()
        if self.final and r < .25:
            return self.finalizable()
        kinds = "list list list tuple tuple dict dict inst inst object".split()
        if f == "sets":
            kinds = "list tuple dict inst inst object set set set set frozenset deque deque".split()
        if f == "lists":
            kinds = "list list list list list tuple inst object".split()
        if f == "shapes":
            kinds = "list tuple dict inst inst inst slots slots listsub listsub dictsub cell function method exception builtin_function iterator".split()
        if f == "generators":
            kinds = "list list tuple dict inst generator generator".split()
        k = rnd.choice(kinds)
        i = p.fresh()
        some = lambda lo, hi: [self.pick() for _ in range(rnd.randint(lo, hi))]
        op = {"op": "new", "id": i, "type": k}
        if k == "list":
            if rnd.random() < .6:
                op["items"] = some(0, 8 if f == "lists" else 4)
        elif k == "tuple":
            op["items"] = some(1, 4)
        elif k == "dict":
            if rnd.random() < .6:
                keys = rnd.sample(["k%d" % j for j in range(6)], rnd.randint(1, 3))
                op["items"] = {a: self.pick() for a in keys}
        elif k in ("set", "frozenset"):
            c = [x for x in self.here if p.kind[x] in ("inst", "object", "frozenset")]
            if not c and k == "frozenset":
                return None
            rnd.shuffle(c)
            op["items"] = c[:rnd.randint(1 if k == "frozenset" else 0, 6)]
        elif k == "inst":
            op["type"] = "K%d" % rnd.randrange(3)
        elif k in ("slots", "listsub", "dictsub"):
            op["type"] = {"slots": "S%d", "listsub": "L%d", "dictsub": "D%d"}[k] % rnd.randrange(2)
        elif k == "generator":
            op["items"] = {"p%d" % j: self.pick() for j in range(rnd.randint(0, 2))}
        elif k == "cell":
            op["items"] = {"contents": self.pick()}
        elif k == "function":
            cells = [x for x in self.here if p.kind[x] == "tuple" and
                     all(y and p.kind.get(y) == "cell" for y in self.state["alive"][x]["i"])]
            op["items"] = {}
            if cells and rnd.random() < .8:
                t = rnd.choice(cells)
                if len(self.state["alive"][t]["i"]) > 3:
                    return None
                op["items"]["closure"] = t
                op["x-cells"] = len(self.state["alive"][t]["i"])
            if rnd.random() < .4:
                t = self.pick(("tuple",))
                if t:
                    op["items"]["defaults"] = t
        elif k == "exception":
            op["type"], op["kind"] = "ValueError", "exception"
        elif k == "builtin_function":
            op["items"] = {"self": self.pick(("list",))}
        elif k == "iterator":
            op["type"], op["kind"] = "list_iterator", "iterator"
            op["items"] = {"target": self.pick(("list",))}
        elif k == "method":
            g, s = self.pick(("function",)), self.pick()
            if not g or not s:
                return None
            op["items"] = {"function": g, "self": s}
        items = op.get("items")
        if items is not None and None in (items if isinstance(items, list) else items.values()):
            return None
        if not items:
            op.pop("items", None)
        if k == "tuple" and "items" not in op:
            return None
        p.kind[i] = k
        if k == "function":
            op.setdefault("items", {})
        return op

    def order_of(self, i):
        self.p.serial += 1
        return {"op": "reorder", "from": i, "x-serial": self.p.serial}

    def new_objects(self, op):
        """Ops that must follow a creation or store."""
        if self.p.kind.get(op.get("id")) in ("set", "frozenset"):
            if self.p.kind[op["id"]] == "set" or True:
                return [self.order_of(op["id"])]
        return []

    def g_new(self):
        rnd = self.rnd
        op = self.invent()
        if op is None:
            return None
        extra = self.new_objects(op)
        r = rnd.random()
        if r < .62 or not self.here:
            op["bind"] = self.local_name()
            return [op] + extra
        if r < .93:
            where = self.a_slot(op["id"])
            if where is None:
                return None
            op.update(where)
            if "x-set" in op:
                extra.append(self.order_of(op["from"]))
            op.pop("x-set", None)
            return [op] + extra
        if extra:
            return None
        return [op]

    def a_slot(self, value):
        """from and slot of some existing container that can take `value`."""
        rnd, p = self.rnd, self.p
        i = self.pick(("list", "dict", "inst", "set", "deque", "listsub", "dictsub", "slots", "cell", "exception"))
        if i is None:
            return None
        k = p.kind[i]
        d = self.state["alive"][i]
        if k in ("list", "deque") or k == "listsub" and rnd.random() < .5:
            if d["i"] and rnd.random() < .45:
                return {"from": i, "slot": rnd.randrange(len(d["i"]))}
            return {"from": i}
        if k in ("dict", "dictsub"):
            return {"from": i, "slot": "k%d" % rnd.randrange(6)}
        if k == "set":
            if p.kind[value] not in ("inst", "object", "frozenset") or value in d["i"]:
                return None
            return {"from": i, "x-set": 1}
        if k in ("inst", "listsub"):
            return {"from": i, "slot": self.attribute(i)}
        if k == "slots":
            return {"from": i, "slot": rnd.choice(["p", "q", "s"])}
        if k == "cell":
            return {"from": i, "slot": "contents"}
        if p.kind[value] == "exception" and rnd.random() < .8:
            return {"from": i, "slot": rnd.choice(["cause", "context"])}
        if p.kind[value] == "dict":
            return {"from": i, "slot": "dict"}
        return None

    def attribute(self, i):
        if self.big and i == self.big:
            return "n%d" % self.rnd.randrange(40)
        return self.rnd.choice("abcdef")

    def g_ref(self):
        v = self.pick()
        if v is None:
            return None
        where = self.a_slot(v)
        if where is None:
            return None
        op = {"op": "ref"}
        op.update(where)
        op["to"] = v
        k = self.p.kind[op["from"]]
        if k in ("list", "deque") and "slot" in op and self.rnd.random() < .3:
            op["insert"] = True
        if op.pop("x-set", None):
            return [op, self.order_of(op["from"])]
        return [op]

    def g_unref(self):
        rnd = self.rnd
        c = []
        for i in self.here:
            d = self.state["alive"][i]
            k = d["k"]
            if k in ("list", "deque", "listsub"):
                c += [(i, j) for j in range(len(d["i"]))]
            if k == "set":
                c += [(i, j) for j in d["i"]]
            if not i.endswith(".__dict__"):
                c += [(i, j) for j in d.get("d", {})]
                if k in ("inst", "slots", "listsub"):
                    c += [(i, j) for j in d["a"] if j != "z"]
                if k == "cell" and d["a"]:
                    c += [(i, "contents")]
        if not c:
            return None
        i, j = rnd.choice(c)
        return [{"op": "unref", "from": i, "slot": j}]

    def g_alias(self):
        v = self.pick()
        return v and [self.in_frame({"op": "bind", "name": self.name(), "to": v})]

    def g_unbind(self):
        names = [n for n in self.state["globals"] if n != "keep"]
        if len(self.p.frames) > 1:
            names += list(self.p.frames[-1]) * 2
        names = [n for n in names if n in self.p.frames[-1] or is_global(n)]
        if not names:
            return None
        return [self.in_frame({"op": "unbind", "name": self.rnd.choice(sorted(names))})]

    def g_clear(self):
        i = self.pick(("list", "dict", "set", "deque", "dictsub"))
        return i and [{"op": "clear", "from": i}]

    def g_reorder(self):
        i = self.pick(("list",))
        if not i:
            return None
        now = self.state["alive"][i]["i"]
        if len(now) < 2:
            return None
        if OLDER or self.rnd.random() < .5:   # sort(key=...) makes a method object there
            return [{"op": "reorder", "from": i, "slots": list(range(len(now)))[::-1], "x-how": "reverse"}]
        order = sorted(range(len(now)), key=lambda j: self.p.number[now[j]])
        return [{"op": "reorder", "from": i, "slots": order, "x-how": "sort"}]

    def g_call(self):
        if len(self.p.frames) > 4:
            return None
        n = self.rnd.randint(0, 2)
        args = {"p%d" % j: self.pick() for j in range(n)}
        if None in args.values():
            return None
        self.p.serial += 1
        op = {"op": "call", "name": "f%d" % self.p.serial}
        if args:
            op["args"] = args
        return [op]

    def g_return(self):
        if len(self.p.frames) < 2:
            return None
        op = {"op": "return"}
        if self.rnd.random() < .7:
            v = self.pick()
            if v:
                op["value"] = v
                if self.rnd.random() < .8:
                    op["bind"] = "v%d" % self.rnd.randrange(4) if len(self.p.frames) > 2 else "g%d" % self.rnd.randrange(8)
        return [op]

    def g_collect(self):
        g = self.rnd.choice([0, 0, 1, 1, 2, 2, 2])
        if self.family == "auto":
            g = self.rnd.choice([0, 0, 1, 2])
        return [{"op": "collect", "generation": g}, self.expect("full" if self.rnd.random() < .6 else "ref")]

    def expect(self, level):
        self.p.serial += 1
        return {"op": "expect", "level": level, "x-serial": self.p.serial}

    def g_expect(self):
        return [self.expect("ref" if self.rnd.random() < .4 else "count")]

    def g_getrefcount(self):
        v = self.pick()
        return v and [{"op": "getrefcount", "id": v}, self.expect("count")]

    def g_pin(self):
        held = [i for i, n in self.pins.items() if n and i in self.here]
        if held and self.rnd.random() < .7:
            return [{"op": "unpin", "id": self.rnd.choice(held)}]
        v = self.pick()
        return v and [{"op": "pin", "id": v}]

    def g_hold(self):
        held = [i for i, n in self.holds.items() if n and i in self.here]
        if held and self.rnd.random() < .7:
            return [{"op": "drop", "id": self.rnd.choice(held)}]
        if self.rnd.random() < .5:
            op = self.invent()
            if op is None or op["type"] in ("set", "frozenset"):
                return None
            op["hold"] = True
            return [op]
        v = self.pick()
        return v and [{"op": "hold", "id": v}]

    def g_repeat(self):
        """A loop that makes things."""
        rnd, p = self.rnd, self.p
        n = rnd.choice([3, 5, 8, 13, 21])
        tag = "c%s_" % p.fresh()
        a, b = tag + "{i}", tag + "b{i}"
        other = self.pick() or None
        kinds = ["K0", "K1", "K1", "list"] if self.family == "shapes" else ["list", "list", "K1", "dict"]
        ops = [{"op": "new", "id": a, "type": rnd.choice(kinds), "bind": "t"}]
        k = ops[0]["type"]
        slot = {} if k == "list" else {"slot": "k0"} if k == "dict" else {"slot": "a"}
        r = rnd.randrange(5)
        if r == 0:
            ops.append({"op": "ref", "from": a, **slot, "to": a})
        elif r == 1:
            ops.append({"op": "new", "id": b, "type": "list", "items": [a], "bind": "u"})
            ops.append({"op": "ref", "from": a, **slot, "to": b})
        elif r == 2 and "K" in self.here:
            ops.append({"op": "new", "id": b, "type": "tuple", "items": [a, other or a], "from": "K"})
        elif r == 3 and other:
            ops.append({"op": "ref", "from": a, **slot, "to": other})
        for j in range(n):
            p.kind[tag + str(j)] = "inst" if k[0] == "K" else k
            p.kind[tag + "b" + str(j)] = ops[1]["type"] if len(ops) > 1 and "type" in ops[1] else "list"
        out = [{"op": "repeat", "times": n, "var": "i", "ops": ops}]
        if len(ops) > 1 and ops[1].get("bind") == "u":
            out.append({"op": "unbind", "name": "u"})
        if rnd.random() < .7:
            out.append({"op": "unbind", "name": "t"})
        out.append(self.expect("ref" if rnd.random() < .5 else "count"))
        return out

    def g_resume(self):
        """Run a suspended generator to its next yield."""
        rnd, p = self.rnd, self.p
        if len(p.frames) > 1:
            return None
        c = [i for i in self.here if p.kind.get(i) == "generator"]
        if not c:
            return None
        g = rnd.choice(c)
        names = p.suspended[g]
        ops = [{"op": "call", "name": "gen" + g, "resume": g}]
        for _ in range(rnd.randint(0, 3)):
            v = self.pick()
            r = rnd.randrange(4)
            if r == 0 and v:
                ops.append({"op": "bind", "name": "v%d" % rnd.randrange(3), "to": v})
            elif r == 1:
                i = p.fresh()
                p.kind[i] = "list"
                ops.append({"op": "new", "id": i, "type": "list", "items": [v] if v else [], "bind": "v%d" % rnd.randrange(3)})
            elif r == 2 and names and len(ops) == 1:
                ops.append({"op": "unbind", "name": rnd.choice(sorted(names))})
            elif r == 3 and v and p.kind[v] == "list":
                ops.append({"op": "ref", "from": v, "to": g})
        ops.append({"op": "return", "keep": g})
        return ops

    def g_garbage(self):
        """A cycle that nobody holds any more."""
        rnd, p = self.rnd, self.p
        n = rnd.randint(1, 4)
        ops, made = [], []
        kinds = ["list", "inst", "dict"]
        if self.family == "shapes":
            kinds += ["slots", "listsub", "dictsub", "exception", "exception"]
        if self.family == "sets":
            kinds += ["deque", "set"]
        if self.family == "generators":
            kinds += ["generator"]
        final = []
        for j in range(n):
            i = p.fresh()
            k = rnd.choice(kinds)
            if k == "set" and not (made and p.kind[made[-1]] == "inst"):
                k = "inst"
            if self.final and rnd.random() < .35:
                op = self.finalizable(i)
                final.append(i)
            else:
                t = {"inst": "K%d", "slots": "S%d", "listsub": "L%d", "dictsub": "D%d"}.get(k, k)
                op = {"op": "new", "id": i, "type": t % rnd.randrange(2) if "%" in t else t}
                if k == "exception":
                    op.update(type="ValueError", kind=k)
                p.kind[i] = k
            op["bind"] = "r%d" % j
            if k == "generator":
                if not made:
                    op["type"] = p.kind[i] = "list"
                else:
                    op["items"] = {"p0": made[-1]}
            made.append(i)
            ops.append(op)

        def link(a, b):
            k = p.kind[a]
            if k == "generator":
                return False
            if k == "exception":
                if p.kind[b] not in ("exception", "dict"):
                    return False
                ops.append({"op": "ref", "from": a, "slot": "cause" if p.kind[b] == k else "dict", "to": b})
                return True
            if k in ("list", "deque", "listsub"):
                ops.append({"op": "ref", "from": a, "to": b})
            elif k in ("dict", "dictsub"):
                ops.append({"op": "ref", "from": a, "slot": "k%d" % rnd.randrange(3), "to": b})
            elif k == "slots":
                ops.append({"op": "ref", "from": a, "slot": rnd.choice("pqs"), "to": b})
            elif k == "set":
                if p.kind[b] != "inst":
                    return False
                ops.append({"op": "ref", "from": a, "to": b})
                ops.append(self.order_of(a))
            else:
                ops.append({"op": "ref", "from": a, "slot": rnd.choice("abc"), "to": b})
            return True

        for j in range(n):
            link(made[j], made[(j + 1) % n])
        # a tail and side arms
        if rnd.random() < .4 and self.here:
            ops.append({"op": "new", "id": p.fresh(), "type": "tuple", "items": [made[0], self.pick()], "bind": "t"})
            p.kind[ops[-1]["id"]] = "tuple"
            ops.append({"op": "ref", "from": made[-1], "slot": "d", "to": ops[-1]["id"]}
                       if p.kind[made[-1]] == "inst" else None)
            if ops[-1] is None:
                ops.pop()
            ops.append({"op": "unbind", "name": "t"})
        if self.weak and rnd.random() < .4:
            t = [i for i in made if p.kind[i] in ("inst", "set", "listsub")]
            if t:
                w = self.weakref(rnd.choice(t), rnd.random() < .3)
                w["bind"] = rnd.choice(["t", "g%d" % rnd.randrange(8)]) if len(p.frames) == 1 else "v0"
                ops.append(w)
                if rnd.random() < .3:
                    link(made[0], w["id"])
        names = ["r%d" % j for j in range(n)]
        rnd.shuffle(names)
        ops += [{"op": "unbind", "name": x} for x in names]
        return ops

    def g_chain(self):
        rnd, p = self.rnd, self.p
        n = rnd.choice([48, 52, 60, 75, 101, 105])
        prev, ops = None, []
        how = rnd.choice(["list", "tuple", "dict", "inst", "mixed", "mixed"])
        if self.family == "shapes" and rnd.random() < .8:
            how = rnd.choice(["slots", "listsub", "dictsub", "exception"])
        for j in range(n):
            i = p.fresh()
            k = rnd.choice(["list", "tuple", "dict", "inst"]) if how == "mixed" else how
            if prev is None and k == "tuple":
                k = "list"
            t = {"inst": "K0", "slots": "S0", "listsub": "L0", "dictsub": "D0"}.get(k, k)
            op = {"op": "new", "id": i, "type": t, "bind": "t" if k in ("list", "tuple", "dict") else "u"}
            p.kind[i] = k
            if prev and k in ("list", "tuple"):
                op["items"] = [prev]
            elif prev and k == "dict":
                op["items"] = {"k0": prev}
            ops.append(op)
            if k == "exception":
                op.update(type="ValueError", kind=k, bind="u")
                if prev:
                    ops.append({"op": "ref", "from": i, "slot": "cause", "to": prev})
            elif prev and k == "inst" or prev and k == "slots":
                ops.append({"op": "ref", "from": i, "slot": "a" if k == "inst" else "p", "to": prev})
            elif prev and k == "listsub":
                ops.append({"op": "ref", "from": i, "to": prev})
            elif prev and k == "dictsub":
                ops.append({"op": "ref", "from": i, "slot": "k0", "to": prev})
            if op["bind"] == "u":
                ops.append({"op": "bind", "name": "t", "to": i})
            prev = i
        if any(o.get("bind") == "u" for o in ops):
            ops.append({"op": "unbind", "name": "u"})
        if rnd.random() < .5 and self.here:
            ops.append({"op": "ref", "from": "K", "to": prev} if "K" in self.here else {"op": "bind", "name": "t", "to": prev})
        ops.append({"op": "unbind", "name": "t"})
        if rnd.random() < .5 and "K" in self.here:
            ops.append({"op": "clear", "from": "K"})
        ops.append(self.expect("count"))
        self.deep = False
        return ops

    # -- finalizers and weak references ------------------------------------

    def body(self, me, cut, weak=False, depth=0):
        """Ops of a finalizer or callback.  They name only what is sure to be
        alive: the object itself, K, W, and what they make."""
        rnd, p = self.rnd, self.p
        ops = []

        def made(k):
            i = p.fresh()
            p.kind[i] = k
            return i

        for _ in range(rnd.choice([0, 1, 1, 1, 2, 3])):
            r = rnd.randrange(12 if depth > 1 else 14)
            if r == 12:
                # an object with a finalizer of its own, held or already garbage
                op = self.finalizable(depth=depth + 1)
                if rnd.random() < .4:
                    op.update({"from": "K"})
                    ops.append(op)
                elif rnd.random() < .5:
                    ops.append(op)
                else:
                    op["bind"] = "x"
                    ops.append(op)
                    ops.append({"op": "ref", "from": op["id"], "slot": "a", "to": rnd.choice([op["id"], op["id"], me])})
            elif r == 13 and not weak:
                w = self.weakref(me, depth=depth + 1)
                if rnd.random() < .7:
                    w["from"] = "K"
                else:
                    w["bind"] = "w"
                ops.append(w)
            elif r == 0 and not weak:
                ops.append({"op": "ref", "from": me, "slot": rnd.choice("abcdef"), "to": rnd.choice(["K", me])})
            elif r == 1:
                ops.append({"op": "ref", "from": "K", "to": me})
            elif r == 2:
                ops.append({"op": "bind", "name": "g%d" % rnd.randrange(8), "frame": 0, "to": rnd.choice([me, "K"])})
            elif r == 3:
                ops.append({"op": "new", "id": made("list"), "type": "list", "items": ["K"]})
            elif r == 4:
                ops.append({"op": "new", "id": made("dict"), "type": "dict", "items": {"x": me if rnd.random() < .5 else "K"}, "bind": "z"})
            elif r == 5:
                ops.append({"op": "new", "id": made("tuple"), "type": "tuple", "items": [me, "K"], "from": "K"})
            elif r == 6:
                i = made("inst")
                ops.append({"op": "new", "id": i, "type": "K%d" % rnd.randrange(3), "bind": "y"})
                ops.append({"op": "ref", "from": i, "slot": "a", "to": i if rnd.random() < .7 else "K"})
            elif r == 7:
                i = made("list")
                ops.append({"op": "new", "id": i, "type": "list", "bind": "z"})
                ops.append({"op": "ref", "from": i, "to": i})
                if rnd.random() < .4:
                    ops.append({"op": "ref", "from": i, "to": me})
            elif r == 8:
                ops.append({"op": "collect", "generation": rnd.randrange(3)})
            elif r == 9:
                ops.append({"op": "clear", "from": "K"})
            elif r == 10:
                p.in_bodies.update([me, "K"])
                ops.append(self.expect("body"))
                p.bodies.add(p.serial)
            elif r == 11:
                i = made("object")
                ops.append({"op": "new", "id": i, "type": "object", "from": "K"})
        if cut:
            ops.insert(rnd.randint(0, len(ops)), cut)
        return ops

    def finalizable(self, i=None, depth=0):
        p = self.p
        i = i or p.fresh()
        p.kind[i] = "inst"
        cut = {"op": "ref", "from": i, "slot": self.rnd.choice("abc"), "to": "K"} if self.rnd.random() < .3 else None
        return {"op": "new", "id": i, "type": "F" + i, "finalizer": self.body(i, cut, depth=depth)}

    def weakref(self, to, plain=False, depth=0):
        p = self.p
        w = p.fresh()
        p.kind[w] = "weakref"
        op = {"op": "weakref", "id": w, "to": to}
        if not plain:
            cut = None
            if self.rnd.random() < .3:
                cut = {"op": "unbind", "name": "g%d" % self.rnd.randrange(8), "frame": 0}
            elif self.rnd.random() < .3:
                cut = {"op": "bind", "name": "g%d" % self.rnd.randrange(8), "frame": 0, "to": "K"}
            op["callback"] = self.body(w, cut, True, depth)
        return op

    def g_weakref(self):
        rnd, p = self.rnd, self.p
        t = self.pick(("inst", "set", "frozenset", "listsub", "function", "deque"))
        if not t:
            return None
        plain = rnd.random() < .35
        if plain and any(d.get("w") == t for i, d in self.state["alive"].items()):
            return None
        w = self.weakref(t, plain)
        r = rnd.random()
        if r < .6:
            w["bind"] = self.local_name()
        elif r < .8 and "W" in self.here:
            # a weak dictionary's way: the callback takes the entry out
            w["from"], w["slot"] = "W", "w" + w["id"]
            if not plain and rnd.random() < .7:
                w["callback"].append({"op": "unref", "from": "W", "slot": "w" + w["id"]})
        elif r < .97:
            where = self.a_slot(w["id"])
            if not where or "x-set" in where:
                return None
            w.update(where)
        return [w]

    # -- shapes, debug ------------------------------------------------------

    def g_materialize(self):
        c = [i for i in self.here if self.p.kind.get(i) == "inst" and i + ".__dict__" not in self.state["alive"]]
        if not c:
            return None
        i = self.rnd.choice(c)
        self.p.kind[i + ".__dict__"] = "dict"
        self.p.num(i + ".__dict__")
        return [{"op": "materialize", "id": i}]

    def g_function_attr(self):
        f = self.pick(("function",))
        if not f:
            return None
        s, k = self.rnd.choice([("defaults", "tuple"), ("kwdefaults", "dict"), ("dict", "dict")])
        v = self.pick((k,))
        if not v or v.endswith(".__dict__"):
            return None
        return [{"op": "ref", "from": f, "slot": s, "to": v}]

    def g_many(self):
        """Attribute after attribute, until the class has no room for more."""
        rnd = self.rnd
        c = [i for i in self.here if self.p.kind.get(i) == "inst" and not self.state["alive"][i]["k"] == "slots"]
        v = self.pick()
        if not c or not v:
            return None
        i = rnd.choice(c)
        self.p.num(i + ".__dict__")
        self.p.kind[i + ".__dict__"] = "dict"
        return [{"op": "repeat", "times": rnd.choice([4, 12, 24, 31]), "var": "i",
                 "ops": [{"op": "ref", "from": i, "slot": "%s{i}" % rnd.choice("mn"), "to": v}]}]

    def g_closure(self):
        """Function, cells, perhaps a bound method: often a cycle."""
        rnd, p = self.rnd, self.p
        ops, cells = [], []

        def made(k, **more):
            i = p.fresh()
            p.kind[i] = k
            ops.append({"op": "new", "id": i, "type": k, **more})
            return i

        for j in range(rnd.randint(1, 3)):
            v = self.pick()
            if not v:
                return None
            cells.append(made("cell", items={"contents": v}, bind="r%d" % j))
        t = made("tuple", items=cells, bind="t")
        f = made("function", items={"closure": t}, **{"x-cells": len(cells), "bind": "u"})
        if rnd.random() < .7:
            ops.append({"op": "ref", "from": cells[0], "slot": "contents", "to": f})
        if rnd.random() < .4:
            d = made("dict", items={"k0": f} if rnd.random() < .5 else {}, **{"from": f, "slot": rnd.choice(["dict", "kwdefaults"])})
            if not ops[-1]["items"]:
                del ops[-1]["items"]
        owner = self.pick(("inst", "listsub"))
        if owner and rnd.random() < .6:
            made("method", items={"function": f, "self": owner}, **{"from": owner, "slot": rnd.choice("abc")})
        if rnd.random() < .4 and "K" in self.here:
            ops.append({"op": "ref", "from": "K", "to": f})
        names = ["r%d" % j for j in range(len(cells))] + ["t", "u"]
        rnd.shuffle(names)
        return ops + [{"op": "unbind", "name": x} for x in names]

    def g_threshold(self):
        rnd = self.rnd
        t = [rnd.choice([2, 3, 5, 9, 15]), rnd.choice([1, 2, 3]), rnd.choice([1, 2, 4])]
        return [{"op": "set_threshold", "threshold": t[:rnd.randint(1, 3)]}]

    def g_switch(self):
        return [{"op": "disable"}] + [x for x in [self.g_new() for _ in range(3)] for x in (x or [])][:2] + [{"op": "enable"}]

    def g_debug(self):
        return [{"op": "set_debug", "flags": self.rnd.choice([[], [], ["SAVEALL"], ["SAVEALL"], ["LEAK"], ["COLLECTABLE", "SAVEALL"]])}]

    def g_clear_garbage(self):
        return [{"op": "clear_garbage"}]

    def g_freeze(self):
        return [{"op": self.rnd.choice(["freeze", "freeze", "unfreeze"])}, self.expect("full")]

    def menu(self):
        m = {"new": 30, "ref": 18, "unref": 7, "alias": 7, "unbind": 10, "clear": 2, "call": 3, "return": 4,
             "collect": 7, "garbage": 7, "expect": 3, "getrefcount": 1, "pin": 1}
        f = self.family
        if self.weak:
            m["weakref"] = 8
        if self.deep:
            m["chain"] = 4
        if f == "finalizers":
            m["garbage"] = 10
        if f == "auto":
            m.update({"new": 45, "garbage": 14, "collect": 2, "threshold": 2, "expect": 12, "switch": 1})
        if f == "lists":
            m.update({"ref": 30, "unref": 16, "clear": 4, "reorder": 8})
        if f == "sets":
            m.update({"ref": 25, "unref": 10, "clear": 4, "garbage": 10})
        if f == "shapes":
            m.update({"materialize": 4, "function_attr": 3, "many": 4, "closure": 6, "garbage": 9})
        if f != "debug":
            m["hold"] = 1
        if f in ("auto", "graph", "lists", "shapes"):
            m["repeat"] = 2 if f in ("auto", "shapes") else 1
        if f == "generators":
            m.update({"resume": 9, "garbage": 9})
        if f == "debug":
            del m["getrefcount"]
            m.update({"debug": 5, "clear_garbage": 3, "freeze": 4, "collect": 10, "garbage": 12})
        return m

    # -- building -----------------------------------------------------------

    def note(self, ops):
        """Keep the local names of open frames in mind."""
        p = self.p
        for op in written_out(ops):
            o = op["op"]
            if o == "call" and "resume" in op:
                p.frames.append(p.suspended[op["resume"]])
            elif o == "call":
                p.frames.append(dict(op.get("args", {})))
            elif o == "return":
                p.frames.pop()
                if "bind" in op and len(p.frames) > 1:
                    p.frames[-1][op["bind"]] = op["value"]
            elif o == "bind" and not is_global(op["name"]):
                p.frames[-1][op["name"]] = op["to"]
            elif o == "unbind" and not is_global(op["name"]):
                p.frames[-1].pop(op["name"], None)
            elif "bind" in op:
                p.frames[-1][op["bind"]] = op["id"]
            elif o in ("pin", "unpin"):
                self.pins[op["id"]] = self.pins.get(op["id"], 0) + (1 if o == "pin" else -1)
            elif o in ("hold", "drop") or op.get("hold"):
                self.holds[op["id"]] = self.holds.get(op["id"], 0) + (-1 if o == "drop" else 1)
            if op.get("type") == "generator":
                p.suspended[op["id"]] = dict(op.get("items", {}))

    def attempt(self, ops):
        p = self.p
        keep = len(p.ops), dict(p.number)
        def number(op):
            if "id" in op:
                p.num(op["id"])
            for body in ("finalizer", "callback"):
                for inner in op.get(body, []):
                    number(inner)
            k = p.kind.get(op.get("id"), "")
            if OLDER and (k == "inst" or op["op"] == "new" and op["type"][0] == "K" or "finalizer" in op):
                p.num(op["id"] + ".__dict__")
                p.kind[op["id"] + ".__dict__"] = "dict"
            if OLDER and k == "generator":
                p.num(op["id"] + ".gi_frame")
                p.kind[op["id"] + ".gi_frame"] = "frame"

        for op in written_out(ops):
            number(op)
            k = p.kind.get(op.get("id"))
            if k in ("inst", "listsub") and self.family == "shapes":
                p.num(op["id"] + ".__dict__")
                p.kind[op["id"] + ".__dict__"] = "dict"
        p.ops += ops
        try:
            lines, state = self.m.run(p)
            read_log(lines, self.p.bodies)
            for op in ops:
                # If weak reference and target go together at the end of the op,
                # their order is nobody's business: leave that out.
                if op["op"] == "weakref" and op["to"] not in state["alive"] and ops[-1] is op:
                    raise Failed("target dies at once")
        except Failed as e:
            self.why = str(e)
            if "stray object" in self.why or "collectable" in self.why or os.environ.get("TRUTH_VERBOSE"):
                print("%s %d: %s: %s" % (self.family, self.seed, self.why, ops[:3]), file=sys.stderr)
            del p.ops[keep[0]:]
            p.number = keep[1]
            return False
        self.state = state
        self.note(ops)
        self.here = self.reachable()
        return True

    def build(self):
        rnd, p = self.rnd, self.p
        self.here = []
        start = []
        if self.family == "shapes":
            for n in range(2):
                slots = ["p", "q", "s"]
                rnd.shuffle(slots)
                start.append({"op": "class", "name": "S%d" % n, "slots": slots})
                start.append({"op": "class", "name": "L%d" % n, "base": "list"})
                start.append({"op": "class", "name": "D%d" % n, "base": "dict"})
                p.attrs["S%d" % n] = {"slots": slots}
        if self.final or self.weak or rnd.random() < .3:
            start.append({"op": "new", "id": "K", "type": "list", "bind": "keep"})
            p.kind["K"] = "list"
            if self.weak:
                start.append({"op": "new", "id": "W", "type": "dict", "bind": "keepw"})
                p.kind["W"] = "dict"
        if not start:
            start = [{"op": "new", "id": p.fresh(), "type": "list", "bind": "g0"}]
            p.kind[start[0]["id"]] = "list"
        if not self.attempt(start):
            raise Failed(self.why)
        misses = 0
        while len(p.ops) < self.length and misses < 60:
            m = self.menu()
            what = rnd.choices(list(m), list(m.values()))[0]
            was = p.next_id
            ops = getattr(self, "g_" + what)()
            if not ops or not self.attempt(ops):
                misses += 1
                p.next_id = was
        while len(p.frames) > 1:
            if not self.attempt(self.g_return()) and not self.attempt([{"op": "return"}]):
                raise Failed("cannot return: " + self.why)
        self.attempt([{"op": "collect", "generation": rnd.choice([0, 1, 2, 2, 2])}])
        self.attempt([self.expect("full")])

    def result(self):
        """The lines of the finished trace."""
        self.build()
        lines, state = self.m.run(self.p)
        log = read_log(lines, self.p.bodies)
        ops = fill(self.p, log, self.family)
        head = {"heaploupe": 1, "runtime": "cpython-%d.%d" % sys.version_info[:2], "collector": "cpython", "config": self.p.config,
                "title": "%s %d, run by CPython %d.%d.%d" % ((self.family, self.seed) + sys.version_info[:3]),
                "x-final": final(log, self.family)}
        dump = lambda x: json.dumps(x, separators=(",", ":"))
        return [dump(head)] + [dump(op) for op in ops]


def make(machine, family, seed):
    """The trace as text, or None when this seed leads nowhere."""
    try:
        return "\n".join(Generator(machine, family, seed).result()) + "\n"
    except Failed as e:
        print("%s %d: %s" % (family, seed, e), file=sys.stderr)
        return None


# How many programs of each family are kept in recorded/.
RECORDED = {"graph": 400, "finalizers": 500, "auto": 500, "sets": 250, "shapes": 350, "lists": 250, "debug": 200, "generators": 100}
RECORDED_OLDER = {"graph": 50, "finalizers": 70, "auto": 70, "sets": 40, "shapes": 70, "lists": 30, "debug": 30, "generators": 50}


def record(place, families):
    """One pack a family, as many at a time as there are processors."""
    os.makedirs(place, exist_ok=True)
    prefix = "%d%d-" % sys.version_info[:2] if OLDER else ""
    waiting = list(families or FAMILIES)
    running = []
    failed = 0
    while waiting or running:
        while waiting and len(running) < (os.cpu_count() or 1):
            f = waiting.pop(0)
            path = os.path.join(place, prefix + f + ".pack")
            out = open(path + ".new", "w")
            running.append((subprocess.Popen([sys.executable, os.path.abspath(__file__), "--this", f, "0",
                                               str(RECORDED_OLDER[f] if OLDER else RECORDED[f])],
                                             stdout=out), path, out))
        child, path, out = running.pop(0)
        if child.wait():
            print("failed: " + path, file=sys.stderr)
            failed = 1
            continue
        out.close()
        os.rename(path + ".new", path)
    return failed


def main(argv):
    need_311()
    if argv[:1] == ["--this"]:
        argv = argv[1:]
    if argv[:1] == ["--record"] and len(argv) >= 2:
        return record(argv[1], argv[2:])
    if len(argv) == 3 and argv[0] == "--source":
        m = Machine()
        g = Generator(m, argv[1], int(argv[2]))
        g.build()
        print("\n".join(g.p.source()))
        return 0
    if len(argv) != 3 or argv[0] not in FAMILIES:
        sys.exit(__doc__)
    m = Machine()
    for seed in range(int(argv[1]), int(argv[1]) + int(argv[2])):
        text = make(m, argv[0], seed)
        if text:
            print("=== %s-%d" % (argv[0], seed))
            sys.stdout.write(text)
    return 0


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))
