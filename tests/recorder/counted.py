"""The counts that names_counted.py prints are those of its trace: counted.py TRACE. One more is the argument of getrefcount."""
import json
import sys

named, counts, compared, wrong = {}, {}, 0, []
for line in open(sys.argv[1]):
    op = json.loads(line)
    if op.get("op") == "new" and op.get("type") == "str":
        named[op["id"]] = op["repr"]
    counts.update({named[id_]: count for id_, count in op.get("refcount", {}).items() if id_ in named})
    if op.get("op") == "print":
        name, printed = op["text"].split()
        if int(printed) < 1 << 28:     # no immortal one
            compared += 1
            if counts.get(repr(name)) != int(printed) - 1:
                wrong.append("%s: %s, not %s" % (name, counts.get(repr(name)), int(printed) - 1))
print("\n".join(wrong) or "%d counts are right" % compared)
sys.exit(bool(wrong) or not compared)
