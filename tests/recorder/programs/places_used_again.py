"""Generators, coroutines and tuples that end and come again at the same place within one line."""
import gc


def items(n):
    for i in range(n):
        yield [i]


def relay(n):
    yield from items(n)


def several(n):
    if n:
        raise ValueError(n)
    yield n


def attempt(n):
    try:
        return list(several(n))
    except ValueError as error:
        return error.args


class Wait:
    def __await__(self):
        yield self


async def step(n):
    await Wait()
    return [n]


def drive(task):
    try:
        while True:
            task.send(None)
    except StopIteration as stop:
        return stop.value


keep = []
heap = [[i] for i in range(1200)]
for k in range(40):
    keep.append((k, [k], 2, 3, 4, 5, 6, 7, 8, [9]))
for k in range(12):
    t = (k, [k], 2, 3, 4, 5, 6, 7, 8, [9])
    held = [t]
    del t, held[0]; u = tuple(items(3)); v = tuple(items(2))
    keep.append(u); keep.append(v)
    a = list(relay(2)); b = list(relay(3)); c = list(relay(1))
    d = attempt(1); e = attempt(2); f = attempt(0)
    g = drive(step(1)); h = drive(step(2))
    w = (x for x in [k, [k]])
    list(w); del w
    j = list(x for x in a); m = list(x for x in b)
print(len(keep), a, b, c, d, e, f, g, h, gc.collect() >= 0)
