#!/usr/bin/env python3
"""generate.py for CPython 2.7: the same random programs, as Python 2, run by run27.py with truth27.c watching.

    generate27.py FAMILY FIRST COUNT      print traces as one pack
    generate27.py --record DIR [FAMILY…]  write the packs 27-FAMILY.pack
    generate27.py --source FAMILY SEED    print the Python side

PYTHON27 names the interpreter if it is not python2.7 in PATH. Needs a C compiler and the headers of 2.7.
"""
import json
import os
import shutil
import subprocess
import sys
import tempfile

import generate
from generate import Failed, HERE

generate.OLDER = True
RECORDED = {"graph": 60, "finalizers": 80, "auto": 74, "sets": 40, "shapes": 60, "lists": 40, "debug": 60, "generators": 40}
DEBUG = {"STATS": 1, "COLLECTABLE": 2, "UNCOLLECTABLE": 4, "INSTANCES": 8, "OBJECTS": 16, "SAVEALL": 32, "LEAK": 62}


class Program(generate.Program):
    """Calls with one argument or none: more would make a tuple. Containers go through truth27.c's own stack."""

    def begin(self):
        c = self.config
        t = c.get("threshold", [700, 10, 10])
        return "(%d, %d, %d, %d)" % (t[0], t[1], t[2], c["enabled"])

    def declare(self, op):
        super().declare(dict(op, base=op.get("base", "object")))
        self.classes[op["name"]] = op

    def slot_of(self, where, slot):
        if self.kind[where] in ("function", "exception"):
            slot = "__%s__" % slot
        return [] if slot is None else ["slot(%r)" % (slot,)]

    def placed(self, op, text):
        if "bind" in op:
            return ["%s = %s" % (op["bind"], text)]
        if "from" in op:
            f = op["from"]
            return ["at(o(%d))" % self.num(f)] + self.slot_of(f, op.get("slot")) + ["st(%s)" % text, "rel()"] + self.after_store(f)
        return [text]

    def after_store(self, where):
        if self.kind[where] in ("inst", "listsub") and where + ".__dict__" in self.number:
            return ["rd((%d, %d))" % (self.num(where), self.num(where + ".__dict__"))]
        return []

    def statement(self, op):
        name, n = op["op"], self.num
        if name == "weakref":
            i = op["id"]
            if "callback" in op:
                self.function("cb%d" % n(i), ["self"], self.inner(op["callback"]))
                text = "reg%d(weak(cb%d))" % (n(i), n(i))
            else:
                text = "reg%d(weak0())" % n(i)
            if "bind" in op:
                return ["at(o(%d))" % n(op["to"]), "%s = %s" % (op["bind"], text), "rel()"]
            if "from" not in op:
                return ["at(o(%d))" % n(op["to"]), text, "rel()"]
            f = op["from"]              # the target on top, since weak() looks there
            return ["at(o(%d))" % n(f)] + self.slot_of(f, op.get("slot")) + \
                ["at(o(%d))" % n(op["to"]), "st_under(%s)" % text, "rel()", "rel()"] + self.after_store(f)
        if name == "ref":
            f = op["from"]
            do = "ins" if op.get("insert") else "st"
            return ["at(o(%d))" % n(f)] + self.slot_of(f, op.get("slot")) + ["%s(o(%d))" % (do, n(op["to"])), "rel()"] + self.after_store(f)
        if name == "unref":
            k, f, s = self.kind[op["from"]], n(op["from"]), op["slot"]
            if k == "set":
                return ["at(o(%d))" % f, "disc(o(%d))" % n(s), "rel()"]
            if k == "cell":
                return ["empty_cell(o(%d))" % f]
        if name == "clear":
            return ["empty(o(%d))" % n(op["from"])]
        if name == "reorder":
            if self.kind[op["from"]] in ("set", "frozenset"):
                return ["set_order((%d, %d))" % (n(op["from"]), op["x-serial"])]
            return ["%s(o(%d))" % (op["x-how"], n(op["from"]))]
        if name == "materialize":
            i = op["id"]
            return ["touch_dict(o(%d))" % n(i), "rd((%d, %d))" % (n(i), n(i + ".__dict__"))]
        if name == "set_threshold":
            t = op["threshold"]
            return ["set_threshold((%s,))" % ", ".join(map(str, t))]
        if name == "set_debug":
            bits = 0
            for f in op["flags"]:
                bits |= DEBUG[f]
            return ["set_debug(%d)" % bits]
        return super().statement(op)

    def creation(self, op):
        i, n, t = op["id"], self.num, op["type"]
        k = op.get("kind", t)
        items = op.get("items")
        before = []
        if k == "dict" and items:
            before = ["at(o(%d))" % n(x) for x in items.values()]
            text = "dictionary(%r)" % ",".join(items)
        elif k == "frozenset":
            before = ["at(o(%d))" % n(x) for x in items]
            text = "frozen(%d)" % len(items)
        elif k == "iterator":
            text = "it(o(%d))" % n(items["target"])
        elif k == "method":
            before = ["at(o(%d))" % n(items["function"])]
            text = "method(o(%d))" % n(items["self"])
        elif k == "function":
            how = ("closure" in items) + 2 * ("defaults" in items)
            before = ["at(o(%d))" % n(items[a]) for a in ("closure", "defaults") if a in items]
            text = "func(func%d_%d)" % (op.get("x-cells", 0), how)
        elif k == "generator":
            self.generators[i] = list(items or {})
            text = "gen%s(%s)" % (i, ", ".join("o(%d)" % n(x) for x in (items or {}).values()))
            text = "regg%d(%s)" % (n(i), text)
        elif k not in ("list", "tuple", "set", "dict", "deque", "object", "exception", "builtin_function", "cell"):
            if t not in self.classes:
                self.classes[t] = op
                if "finalizer" in op:
                    body = self.inner(op["finalizer"])
                    self.defs.append("class %s(object):" % t)
                    self.function("__del__", ["self"], body, "    ")
                    self.defs.append("hook(%s)" % t)
                else:
                    self.defs.append("class %s(object): pass\nhook(%s)" % (t, t))
            text = t + "()"
        else:
            plain = dict(op)
            for a in ("bind", "from", "slot", "hold"):
                plain.pop(a, None)
            whole = super().creation(plain)[0]
            text = whole[len("r(%d, " % n(i)):-1]
        if k != "generator":
            text = "reg%d(%s)" % (n(i), text)
        if op.get("hold"):
            text = "pin(%s)" % text
        if "from" in op:
            # the container is on the stack first
            f = op["from"]
            if before:
                return ["at(o(%d))" % n(f)] + self.slot_of(f, op.get("slot")) + before + ["st(%s)" % text, "rel()"] + self.after_store(f)
            return self.placed(op, text)
        return before + self.placed(op, text)


class Machine:
    def __init__(self):
        exe = os.environ.get("PYTHON27") or shutil.which("python2.7")
        if not exe:
            sys.exit("generate27.py: needs CPython 2.7 (python2.7 in PATH, or PYTHON27=...)")
        say = "import sys, sysconfig; sys.stdout.write(sysconfig.get_paths()['include'])"
        inc = subprocess.run([exe, "-c", say], check=True, stdout=subprocess.PIPE, text=True).stdout
        self.place = tempfile.TemporaryDirectory(prefix="truth-")
        lib = os.path.join(self.place.name, "truth27.so")
        subprocess.run([os.environ.get("CC", "cc"), "-O1", "-shared", "-fPIC", "-I" + inc, os.path.join(HERE, "truth27.c"), "-o", lib],
                       check=True)
        env = {"PYTHONPATH": self.place.name, "PYTHONDONTWRITEBYTECODE": "1"}
        self.child = subprocess.Popen([exe, os.path.join(HERE, "run27.py")], stdin=subprocess.PIPE, stdout=subprocess.PIPE,
                                      env=dict(os.environ, **env))

    def run(self, program):
        defs, main = program.source()
        pairs = [(program.number[i], program.number[i + ".gi_frame"]) for i in program.number if i + ".gi_frame" in program.number]
        job = {"defs": defs, "main": main, "names": list(program.number), "kinds": program.kind, "attrs": program.attrs,
               "generators": pairs}
        self.child.stdin.write((json.dumps(job) + "\n").encode())
        self.child.stdin.flush()
        status, size = map(int, self.child.stdout.readline().split())
        text = self.child.stdout.read(size).decode()
        if status:
            raise Failed(text.strip()[-300:] or "status %d" % status)
        lines = text.split("\n")
        return lines, json.loads(lines.pop())


plain_read_log = generate.read_log


def read_log(lines, bodies=()):
    """Running frames are in the generations, but are no objects of the trace."""
    cleaned, stuck, last, seen = [], [], None, set()
    for line in lines:
        f = line.split(" ")
        if f[0] == "S":
            last = int(f[1])
            if last in seen:    # an `expect` of a finalizer that ran again
                raise Failed("a snapshot was taken twice")
            seen.add(last)
        if f[0] == "l":
            f = [x for x in f if x != "?frame" and not (last in bodies and x.startswith("?"))]
        if f[0] == "G":
            stuck.append([])
        if f[0] == "X":
            stuck[-1].append(f[1])
            continue
        cleaned.append(" ".join(f))
        if f[0] == "c":
            cleaned.append("f 0 0 0 0 0 0 0 0")
    log = plain_read_log(cleaned, bodies)
    for c, x in zip(log["collections"], stuck):
        c["uncollectable"] = x
    return log


class Generator(generate.Generator):
    def invent(self):
        while True:
            op = super().invent()
            if op is None or self.p.kind[op["id"]] != "exception" or self.family == "shapes":
                return op

    def a_slot(self, value):
        where = super().a_slot(value)
        if where and where.get("slot") in ("cause", "context"):
            return None
        return where

    def g_function_attr(self):
        ops = super().g_function_attr()
        return None if not ops or ops[0]["slot"] == "kwdefaults" else ops

    def g_debug(self):
        return [{"op": "set_debug", "flags": self.rnd.choice([[], [], ["SAVEALL"], ["LEAK"], ["COLLECTABLE", "SAVEALL"], ["OBJECTS"]])}]

    def menu(self):
        m = super().menu()
        m.pop("freeze", None)
        m.pop("materialize", None)
        return m

    def attempt(self, ops):
        for op in generate.written_out(ops):
            if op.get("slot") in ("kwdefaults", "cause", "context") and "from" in op:
                return False
        return super().attempt(ops)

    def result(self):
        self.build()
        lines, _ = self.m.run(self.p)
        log = generate.read_log(lines, self.p.bodies)
        ops = generate.fill(self.p, log, self.family)

        def mend(ops):
            for op in ops:
                op.pop("free_lists", None)
                for body in ("finalizer", "callback"):
                    mend(op.get(body, []))

        mend(ops)
        apart = self.final or self.weak
        for op in ops:      # what is uncollectable is not among the `collectable` lines
            if op["op"] == "expect" and "unreachable" in op:
                c = next(c for c in log["collections"] if c["unreachable"] is op["unreachable"])
                if apart:
                    del op["unreachable"]
                op["uncollectable"] = c["uncollectable"]
        final = generate.final(log, self.family)
        for c, x in zip(log["collections"], final["collections"]):
            if apart:
                x["collectable"] = x.pop("unreachable")
                x["uncollectable"] = c["uncollectable"]
        final.pop("permanent", None)
        head = {"heaploupe": 1, "runtime": "cpython-2.7", "collector": "cpython", "config": self.p.config,
                "title": "%s %d, run by CPython 2.7.18" % (self.family, self.seed), "x-final": final}
        dump = lambda x: json.dumps(x, separators=(",", ":"))
        return [dump(head)] + [dump(op) for op in ops]


generate.Program, generate.read_log = Program, read_log


def make(machine, family, seed):
    try:
        return "\n".join(Generator(machine, family, seed).result()) + "\n"
    except Failed as e:
        print("%s %d: %s" % (family, seed, e), file=sys.stderr)
        return None


def main(argv):
    if argv[:1] == ["--record"] and len(argv) >= 2:
        for f in argv[2:] or RECORDED:
            path = os.path.join(argv[1], "27-%s.pack" % f)
            with open(path + ".new", "w") as out:
                subprocess.run([sys.executable, os.path.abspath(__file__), f, "0", str(RECORDED[f])], stdout=out, check=True)
            os.rename(path + ".new", path)
        return 0
    m = Machine()
    if len(argv) == 3 and argv[0] == "--source":
        g = Generator(m, argv[1], int(argv[2]))
        g.build()
        print("\n".join(g.p.source()))
        return 0
    if len(argv) != 3 or argv[0] not in generate.FAMILIES:
        sys.exit(__doc__)
    for seed in range(int(argv[1]), int(argv[1]) + int(argv[2])):
        text = make(m, argv[0], seed)
        if text:
            print("=== 27-%s-%d" % (argv[0], seed))
            sys.stdout.write(text)
    return 0


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))
