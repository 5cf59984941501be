#!/usr/bin/env python3
"""generate.py for CPython 3.12 and 3.13, which run a scheduled collection only
when they poll.

A poll happens at the start of every Python function, at every jump backward,
and after every call of a C function.  The programs of generate.py are full of
calls of C functions, which no trace tells.  So here `f(a, b)` is rewritten as
`+(Q[f] << a << b)`: operators do not poll.  What is left polls exactly where
the trace says so: calls of Python functions, finalizers and callbacks, resumed
generators, and `poll()`, a true call, for the op `poll`.

    later.py VERSION FAMILY FIRST COUNT       print traces as one pack
    later.py VERSION --record DIR [FAMILY...] write the recorded packs, DIR/312-FAMILY.pack …
    later.py VERSION --source FAMILY SEED     print the Python side, before it is rewritten

VERSION is 3.12 or 3.13; the interpreter is pythonVERSION in PATH, or $PYTHON312, $PYTHON313.
"""
import ast
import os
import re
import shutil
import subprocess
import sys

sys.dont_write_bytecode = True
import generate
from generate import FAMILIES, Failed, Generator, Machine, Program

real_read_log = generate.read_log


def read_log(lines, *more):
    """3.12 starts a scheduled run even inside gc.collect(), and may crash then: no such programs."""
    depth = 0
    for line in lines:
        depth += {"G": 1, "E": -1}.get(line.split(" ")[0], 0)
        if depth > 1:
            raise Failed("a collection inside another")
    return real_read_log(lines, *more)


generate.read_log = read_log
POLLING = re.compile(r"(f\d+|poll|finish|begin|hook)$")


class Quiet(ast.NodeTransformer):
    """Calls of C functions as operators on Q; calls of the program's own functions stay."""

    def visit_Expr(self, node):
        if ast.unparse(node) == "finish()":     # a call would poll before the last look
            return ast.parse("+(Q[snap] << -1)\n+Q[end]\nfinish()").body
        return self.generic_visit(node)

    def visit_Call(self, node):
        self.generic_visit(node)
        if isinstance(node.func, ast.Name) and POLLING.match(node.func.id):
            return node
        arguments = list(node.args)
        called = node.func
        if isinstance(called, ast.Attribute):
            if node.keywords:                   # o(1).sort(key=num)
                arguments = [called.value, node.keywords[0].value]
                called = ast.Name(called.attr, ast.Load())
            else:
                arguments.insert(0, called.value)
                called = ast.Constant(called.attr)
        text = ast.Subscript(ast.Name("Q", ast.Load()), called, ast.Load())
        for a in arguments:
            text = ast.BinOp(text, ast.LShift(), a)
        return ast.UnaryOp(ast.UAdd(), text)


def quiet(text):
    return ast.unparse(ast.fix_missing_locations(Quiet().visit(ast.parse(text))))


class LaterProgram(Program):
    def source(self):
        defs, main = super().source()
        start, rest = main.split("\n", 1)
        return quiet(defs), start + "\n" + quiet(rest) + "\n"

    def statement(self, op):
        if op["op"] == "poll":
            return ["poll()"]
        return super().statement(op)


class LaterGenerator(Generator):
    def __init__(self, machine, family, seed):
        super().__init__(machine, family, seed)
        old = self.p
        self.p = LaterProgram(old.config)
        self.p.in_bodies, self.p.bodies = old.in_bodies, old.bodies
        self.polls = old.config["enabled"]

    def g_poll(self):
        return [{"op": "poll"}]

    def g_dict(self):
        """The dictionary of an instance, used as an object of its own."""
        rnd = self.rnd
        dicts = [i for i in self.here if i.endswith(".__dict__")]
        if not dicts:
            return None
        i, value = rnd.choice(dicts), self.pick()
        keys = sorted(self.state["alive"][i]["d"])
        r = rnd.random()
        if r < .1:
            return [{"op": "clear", "from": i}]
        if r < .4 and keys:
            return [{"op": "unref", "from": i, "slot": rnd.choice(keys)}]
        return value and [{"op": "ref", "from": i, "slot": rnd.choice("abcdefg"), "to": value}]

    def g_repeat(self):
        ops = super().g_repeat()
        if self.polls and self.rnd.random() < .6:
            ops[0]["ops"].append({"op": "poll"})
        return ops

    def body(self, *arguments, **more):
        ops = super().body(*arguments, **more)
        if self.polls and self.rnd.random() < .3:
            ops.insert(self.rnd.randint(0, len(ops)), {"op": "poll"})
        return ops

    def menu(self):
        m = super().menu()
        if self.family == "shapes":
            m.update({"dict": 20, "materialize": 12})
        if self.polls:
            m["poll"] = 25
        return m

    def result(self):
        lines = super().result()
        version = "cpython-%d.%d" % sys.version_info[:2]
        return [lines[0].replace('"runtime":"cpython-3.11"', '"runtime":"%s"' % version)] + lines[1:]


# How many programs of each family are kept in recorded/, for each version.
RECORDED = {"graph": 50, "finalizers": 50, "auto": 90, "sets": 35, "shapes": 70, "lists": 35, "debug": 40, "generators": 35}


def interpreter(version):
    """Go on only in that version."""
    if "%d.%d" % sys.version_info[:2] == version:
        return
    exe = os.environ.get("PYTHON" + version.replace(".", "")) or shutil.which("python" + version)
    if not exe or os.environ.get("HEAPLOUPE_RESTARTED"):
        sys.exit("later.py: needs CPython %s (python%s in PATH)" % (version, version))
    os.environ["HEAPLOUPE_RESTARTED"] = "1"
    os.execv(exe, [exe] + sys.argv)


def record(version, place, families):
    short = version.replace(".", "")
    failed = 0
    running = []
    for family in families or FAMILIES:
        path = os.path.join(place, "%s-%s.pack" % (short, family))
        out = open(path + ".new", "w")
        running.append((subprocess.Popen([sys.executable, os.path.abspath(__file__), version, family, "0", str(RECORDED[family])],
                                         stdout=out), path))
        out.close()
    for child, path in running:
        if child.wait():
            print("failed: " + path, file=sys.stderr)
            failed = 1
        else:
            os.rename(path + ".new", path)
    return failed


def main(argv):
    if len(argv) < 3 or argv[0] not in ("3.12", "3.13"):
        sys.exit(__doc__)
    interpreter(argv[0])
    if argv[1] == "--record":
        return record(argv[0], argv[2], argv[3:])
    machine = Machine()
    if argv[1] == "--source":
        g = LaterGenerator(machine, argv[2], int(argv[3]))
        g.build()
        print("\n".join(g.p.source()))
        return 0
    for seed in range(int(argv[2]), int(argv[2]) + int(argv[3])):
        try:
            text = "\n".join(LaterGenerator(machine, argv[1], seed).result()) + "\n"
        except Failed as e:
            print("%s %d: %s" % (argv[1], seed, e), file=sys.stderr)
            continue
        print("=== %s-%s-%d" % (argv[0].replace(".", ""), argv[1], seed))
        sys.stdout.write(text)
    return 0


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))
