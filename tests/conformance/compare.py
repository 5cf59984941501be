#!/usr/bin/env python3
"""Does heaploupe do what CPython did?

    compare.py [--binary FILE] PATH...          traces, packs, or directories of either
    compare.py [--binary FILE] --fresh N [--seed S] [--family F]...
                                                N new programs, run by CPython 3.11 first
    options: --keep DIR (failing traces are written there), --limit N (stop after N bad ones)

A trace's own `expect` ops must hold (exit status 0), and the results must
equal the header's `x-final`, member by member, order included.  The first
difference of every bad trace is printed.  Exit status 0, 1 (differences),
2 (wrong usage), 77 (no CPython 3.11 for --fresh).
"""
import json
import os
import random
import shutil
import subprocess
import sys
import tempfile

HERE = os.path.dirname(os.path.abspath(__file__))
sys.dont_write_bytecode = True     # generate.py is imported below
TOP = os.path.dirname(os.path.dirname(HERE))


def traces(path):
    """(name, text) of every trace in a file, pack or directory."""
    if os.path.isdir(path):
        for f in sorted(os.listdir(path)):
            if f.endswith((".pack", ".jsonl", ".json")):
                yield from traces(os.path.join(path, f))
        return
    with open(path, encoding="utf-8") as f:
        if not path.endswith(".pack"):
            yield os.path.basename(path), f.read()
            return
        name, lines = None, []
        for line in f:
            if line.startswith("=== "):
                if name:
                    yield name, "".join(lines)
                name, lines = line[4:].strip(), []
            else:
                lines.append(line)
        if name:
            yield name, "".join(lines)


def first_difference(want, got, what):
    """One line about where two lists part."""
    for k, (a, b) in enumerate(zip(want, got)):
        if a != b:
            return "%s[%d]: CPython %s, heaploupe %s" % (what, k, show(a), show(b))
    if len(want) != len(got):
        k = min(len(want), len(got))
        return "%s: CPython has %d, heaploupe %d; first extra: %s" % (
            what, len(want), len(got), show((want if len(want) > k else got)[k]))
    return None


def show(x):
    s = json.dumps(x)
    return s if len(s) < 200 else s[:200] + "..."


def compare(final, result):
    """The first difference between x-final and the results, or None."""
    alive = {a["id"]: [a["refcount"], int(a["tracked"]), int(a["finalized"])] for a in result["alive"]}
    got = {"died": result["died"], "alive": alive, "generations": result["gc"]["generations"],
           "count": result["gc"]["count"], "collections": result["collections"],
           "garbage": result["gc"]["garbage"], "permanent": result["gc"]["permanent"]}
    if "collections" in final:
        for k, (a, b) in enumerate(zip(final["collections"], got["collections"])):
            if "collectable" in a:       # 2.7 prints what is collectable and what is not apart
                b = dict(b, collectable=[x for x in b["unreachable"] if x in a["collectable"]])
            for m in a:
                if a[m] != b.get(m):
                    d = isinstance(a[m], list) and first_difference(a[m], b.get(m, []), m)
                    return "collection %d (op %s): %s" % (
                        k, b.get("op"), d or "%s: CPython %s, heaploupe %s" % (m, show(a[m]), show(b.get(m))))
        if len(final["collections"]) != len(got["collections"]):
            return "collections: CPython ran %d, heaploupe %d" % (len(final["collections"]), len(got["collections"]))
    for m in final:
        if m == "collections":
            continue
        if m == "alive":
            for i in sorted(set(final[m]) | set(alive), key=str):
                a, b = final[m].get(i), alive.get(i)
                if a is None or b is None:
                    return "alive: %s lives only in %s" % (i, "heaploupe" if a is None else "CPython")
                if a != b[:len(a)]:
                    return "alive: %s is [refcount, tracked, finalized] %s in CPython, %s in heaploupe" % (i, a, b)
        elif m == "generations":
            for k in range(3):
                d = first_difference(final[m][k], got[m][k], "generation %d" % k)
                if d:
                    return d
        elif isinstance(final[m], list):
            d = first_difference(final[m], got[m], m)
            if d:
                return d
        elif m in got and got[m] != final[m]:
            return "%s: CPython %s, heaploupe %s" % (m, show(final[m]), show(got[m]))
    return None


def check(binary, name, text, place):
    """What is wrong with one trace, or None."""
    path = os.path.join(place, "trace.jsonl")
    with open(path, "w", encoding="utf-8") as f:
        f.write(text)
    try:
        p = subprocess.run([binary, "run", "--json", path], capture_output=True, text=True, timeout=60)
    except subprocess.TimeoutExpired:
        return "no answer within 60 s"
    except UnicodeDecodeError:
        return "output is not UTF-8"
    if p.returncode not in (0, 1):
        return "exit status %d: %s" % (p.returncode, p.stderr.strip().replace(path, name)[:400])
    try:
        result = json.loads(p.stdout)
    except ValueError as e:
        return "output is not JSON: %s" % e
    failed = result.get("expect", {}).get("failed", [])
    if failed:
        f = failed[0]
        return "expect at op %s (line %s of the trace): %s" % (f.get("op"), f.get("line"), f.get("message"))
    if p.returncode:
        return "exit status 1 without a failed expect"
    final = json.loads(text.split("\n", 1)[0]).get("x-final")
    return compare(final, result) if final else None


def fresh(n, seed, families, python, place):
    """New programs: generate.py for each family, as many at once as there are processors."""
    waiting = []
    for k, f in enumerate(families):
        count = n // len(families) + (k < n % len(families))
        if count:
            waiting.append((f, count))
    running = []
    while waiting or running:
        while waiting and len(running) < (os.cpu_count() or 1):
            f, count = waiting.pop(0)
            path = os.path.join(place, f + ".pack")
            with open(path, "w") as out:
                running.append((subprocess.Popen([python, os.path.join(HERE, "generate.py"), f, str(seed), str(count)],
                                                 stdout=out, stderr=subprocess.DEVNULL), path))
        child, path = running.pop(0)
        if child.wait():
            raise SystemExit("compare.py: generate.py failed; run it by hand to see why")
        yield from traces(path)


def main(argv):
    binary = os.path.join(TOP, "build", "heaploupe")
    n, seed, families, keep, limit, paths = 0, None, [], None, 20, []
    args = iter(argv)
    try:
        for a in args:
            if a == "--binary":
                binary = next(args)
            elif a == "--fresh":
                n = int(next(args))
            elif a == "--seed":
                seed = int(next(args))
            elif a == "--family":
                families.append(next(args))
            elif a == "--keep":
                keep = next(args)
            elif a == "--limit":
                limit = int(next(args))
            elif a.startswith("-"):
                raise ValueError(a)
            else:
                paths.append(a)
    except (StopIteration, ValueError):
        print(__doc__, file=sys.stderr)
        return 2
    if not n and not paths:
        print(__doc__, file=sys.stderr)
        return 2

    def source():
        for path in paths:
            yield from traces(path)
        if n:
            python = os.environ.get("PYTHON311") or shutil.which("python3.11")
            if not python:
                print("compare.py: no python3.11 here, nothing to compare with")
                raise SystemExit(77)
            number = random.randrange(10 ** 6, 10 ** 9) if seed is None else seed
            import generate
            chosen = families or generate.FAMILIES
            print("seed %d, families %s" % (number, " ".join(chosen)), flush=True)
            yield from fresh(n, number, chosen, python, place)

    done = bad = 0
    with tempfile.TemporaryDirectory(prefix="conformance-") as place:
        for name, text in source():
            done += 1
            wrong = check(binary, name, text, place)
            if wrong:
                bad += 1
                print("%s: %s" % (name, wrong), flush=True)
                if keep:
                    os.makedirs(keep, exist_ok=True)
                    with open(os.path.join(keep, name.replace(".jsonl", "") + ".jsonl"), "w", encoding="utf-8") as f:
                        f.write(text)
                if bad >= limit:
                    print("stopped after %d" % bad)
                    break
    print("%d programs, %d different" % (done, bad))
    return 1 if bad else 0


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))
