"""Compares what the simulated collection of a snapshot found unreachable with what the interpreter's own found: the same
objects in the same order.

    python3 compare.py TRACE RESULTS.JSON LISTING"""
import json
import sys


def main(trace, results, listing):
    with open(listing) as file:
        real = file.read().split()
    returned = real.pop()
    with open(results) as file:
        collection = json.load(file)["collections"][0]
    with open(trace) as file:
        next(file)
        names = {str(thing["id"]): thing.get("x-address") for thing in json.loads(next(file))["objects"]}
    return real, [names.get(name, name) for name in collection["unreachable"]], returned, collection["returned"]


if __name__ == "__main__":
    real, simulated, returned, predicted = main(*sys.argv[1:])
    same = real == simulated
    print("%s: %d unreachable, %s; returned %s, simulated %d" % (
        "equal" if same else "DIFFERENT", len(real), "in the same order" if same else
        "simulated %d, common %d" % (len(simulated), len(set(real) & set(simulated))), returned, predicted))
    sys.exit(not same)
