"""Runs a program, takes a snapshot, and lets the interpreter itself tell what its next full collection finds.

    python3 oracle.py SNAPSHOT.PY PROGRAM.PY TRACE LISTING

TRACE gets the snapshot and a `collect` op; LISTING the address of each unreachable object as the collector's own debug output
lists them, in order, then a line with what gc.collect() returned."""
import gc
import os
import sys

gc.disable()                               # garbage is to be there when the snapshot is taken


def main(snapshot, program, trace, listing):
    space = {"__name__": "snapshot_source"}
    with open(snapshot) as file:
        exec(compile(file.read(), snapshot, "exec"), space)
    sys.argv = [program]
    module = type(sys)("__main__")
    module.__dict__["__file__"] = program
    sys.modules["__main__"] = module
    with open(program) as file:
        exec(compile(file.read(), program, "exec"), module.__dict__)
    sys.stderr.flush()
    os.dup2(os.open(listing + ".debug", os.O_WRONLY | os.O_CREAT | os.O_TRUNC), 2)
    space["heaploupe_snapshot"](trace, (), True)
    gc.set_debug(gc.DEBUG_COLLECTABLE | gc.DEBUG_UNCOLLECTABLE)
    returned = gc.collect()
    gc.set_debug(0)
    with open(listing + ".debug") as file, open(listing, "w") as out:
        for line in file:
            if line.startswith("gc: collectable <") or line.startswith("gc: uncollectable <"):
                out.write(line.split()[-1].rstrip(">") + "\n")
        out.write("%d\n" % returned)
    with open(trace, "a") as out:
        out.write('{"op":"collect"}\n')


if __name__ == "__main__":
    main(*sys.argv[1:])
