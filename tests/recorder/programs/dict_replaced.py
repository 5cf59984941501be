"""Instances that get another dict while something holds the old one, which then goes."""
import gc


class Thing:
    pass


heaps = []
for size in (0, 600):
    heaps.append([[i] for i in range(size)])
    things = [Thing() for i in range(8)]
    for each in range(40):
        thing = things[each % 8]
        thing.first, thing.second = [each], thing
        old = vars(thing)
        old["third"] = [each]
        thing.__dict__ = {"fresh": [each]}
        if each % 3:
            old.clear()
        del old
        fresh = [{"a": [each], "b": each} for i in range(4)]
        thing.late = fresh
    print(len(things), gc.collect() >= 0)
