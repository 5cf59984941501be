"""Dicts and tuples that the collector does not know at first, or no more: what it finds depends on when they become young."""
import gc


class Node:
    pass


gc.disable()
gc.collect()
late, later = {}, {"number": 1000}
gc.collect(1)
late[Node()] = late
later["self"] = later
del late, later
print(gc.collect(0))
old = {"a": [1]}
old["old"] = old
gc.collect()
old.clear()
old["number"] = 1000
gc.collect()                   # untracked up to 3.13
old["self"] = old
pair = (1000, [old])
gc.collect(0)
del old
pair[1].append(pair)
del pair
print(gc.collect(0), gc.collect(1), gc.collect())
ballast = [[i] for i in range(600)]
late = {}
gc.collect(1)
late["node"] = Node()
late["node"].late = late
del late
print(gc.collect(0), gc.collect(1), gc.collect())
