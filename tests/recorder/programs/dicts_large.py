"""Dicts and sets of more than a few dozen members, changed in all ways: what is different in them is found without reading them whole."""
import gc
import random

random.seed(3)


class Key:
    pass


class Thing:
    pass


table = {}
for i in range(40):
    table["k%d" % i] = [i]
for step in range(80):
    what = step % 9
    key = random.choice(list(table))
    if what < 2:
        table["n%d" % step] = [step]
    elif what == 2:
        del table[key]
    elif what == 3:
        table[key] = [step]
    elif what == 4:
        table.pop(key); table[key] = (step, [step])
    elif what == 5:
        table.popitem(); table["p%d" % step] = None
    elif what == 6:
        table[step] = [step]; table.pop(next(iter(table)))
    elif what == 7:
        table[1] = [1]; table["1"] = [2]
    else:
        table.pop(1, None)
first, second = Thing(), Thing()
for i in range(40):
    first.__dict__["a%d" % i] = [i]
second.__dict__ = first.__dict__
second.late = 1
first.__dict__ = table
table["new"] = [1]
table[2, 3] = [1]
table[4, 5] = [2]
del table[2, 3]
print(len(table), len(second.__dict__))
members, keys = set(), []
for i in range(70):
    keys.append(Key())
    members.add(keys[-1])
    if i % 3 == 0:
        members.discard(keys[i // 2])
        members.add("x%d" % i)
    if i % 11 == 0:
        members.add(chr(100 + i))
members |= set(range(60))
for i in range(20):
    members.discard(i)
print(len(members))
queue, waiting = {}, set()     # the oldest go: holes in front, and tables made anew with as many places
for i in range(150):
    queue[i * 1000] = [i]
    waiting.add(("task", i))
    if len(queue) > 40:
        del queue[next(iter(queue))]
        waiting.remove(("task", i - 40))
    if i == 90:
        queue["a text"] = None     # entries of another width
        waiting = set(waiting)
    if i % 25 == 24:
        queue.popitem(); queue["again"] = [i]; queue.pop("again")
        old = waiting.pop(); waiting.add(old); waiting.discard(None)
        queue[0] = queue.setdefault(i * 1000, [])
grid = {}                      # keys that are objects too
for i in range(60):
    grid[i % 8, i * 1000] = [i]
    grid[(i,)] = grid
    if i % 5 == 4:
        del grid[(i - 2,)]
        key = next(iter(grid)); grid.pop(key); grid[key] = [key]
        grid[tuple([i % 8, i * 1000])] = key
    if i % 20 == 19:
        grid["(%d,)" % i] = grid.pop((i,))
        grid[Thing()] = i; grid[Thing(), 1] = [i]
    if i == 50:
        grid = dict(grid)
grown = {"k%d" % i: i * 1000 for i in range(60)}
for i in range(30):
    grown["k%d" % (i * 2)] = grown["k%d" % i] = -i * 1000
grown.clear(); grown.update(dict.fromkeys(range(1000, 1050)))
print(len(queue), len(waiting), len(grown), len(grid))
table["self"] = table
del table, first, second
print(gc.collect() > 0)
