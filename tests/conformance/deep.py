#!/usr/bin/env python3
"""Cascades about 50 levels deep that end in an object with a finalizer, run by this interpreter (3.8 to 3.11), as a pack.

Up to 3.10 the frame of a finalizer that ends at level 50 waits in the trashcan, and so does all it holds.

    python3.10 deep.py > recorded/310-deep.pack
"""
import json
import os
import sys

sys.path.insert(0, os.path.dirname(os.path.abspath(__file__)))
sys.dont_write_bytecode = True
import generate as G


def numbers(program, op):
    if "id" in op:
        program.num(op["id"])
        if G.OLDER and program.kind.get(op["id"]) == "inst":
            program.num(op["id"] + ".__dict__")
            program.kind[op["id"] + ".__dict__"] = "dict"
    for inner in op.get("finalizer", []):
        numbers(program, inner)


def run(machine, name, ops, kinds):
    p = G.Program({"enabled": False})
    p.in_bodies, p.bodies, p.serial = set(), set(), 1
    p.kind.update(kinds)
    for op in ops:
        numbers(p, op)
    p.ops = ops + [{"op": "expect", "level": "full", "x-serial": 1}]
    lines, _ = machine.run(p)
    log = G.read_log(lines, p.bodies)
    head = {"heaploupe": 1, "runtime": "cpython-%d.%d" % sys.version_info[:2], "config": p.config,
            "title": "%s, run by CPython %d.%d.%d" % ((name,) + sys.version_info[:3]), "x-final": G.final(log, "graph")}
    print("=== " + name)
    for x in [head] + G.fill(p, log, "graph"):
        print(json.dumps(x, separators=(",", ":")))


def chain(machine, name, depth, body, attribute=False):
    """depth lists around an object with this finalizer; then the outermost goes."""
    ops = [{"op": "new", "id": "K", "type": "list", "bind": "keep"},
           {"op": "new", "id": "1", "type": "F1", "finalizer": body, "bind": "g0"}]
    kinds = {"K": "list", "1": "inst", "t": "list", "x": "list", "y": "list"}
    if attribute:
        ops += [{"op": "new", "id": "t", "type": "list", "bind": "g1"}, {"op": "ref", "from": "1", "slot": "a", "to": "t"},
                {"op": "unbind", "name": "g1"}]
    for i in range(2, depth + 2):
        ops.append({"op": "new", "id": str(i), "type": "list", "items": [str(i - 1)], "bind": "g0"})
        kinds[str(i)] = "list"
    run(machine, "%s-%d" % (name, depth), ops + [{"op": "unbind", "name": "g0"}], kinds)


def main():
    machine = G.Machine()
    x = {"op": "new", "id": "x", "type": "list", "bind": "v0"}
    for depth in (47, 48, 49, 50, 98):
        chain(machine, "nothing", depth, [])
        chain(machine, "locals", depth, [x, {"op": "new", "id": "y", "type": "list", "bind": "v1"}])
        chain(machine, "revived", depth, [{"op": "ref", "from": "K", "to": "1"}])
        chain(machine, "nested", depth, [x, {"op": "new", "id": "y", "type": "list", "items": ["x"], "bind": "v1"},
                                         {"op": "unbind", "name": "v0"}], attribute=True)


main()
