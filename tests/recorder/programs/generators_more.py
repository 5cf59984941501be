import gc, asyncio, contextlib, sys
def outer(n):
    mine = [n]
    got = yield from inner(mine)
    yield got
def inner(box):
    for item in [1, 2, 3]:
        frame = [item]          # a name like a slot's
        yield frame
    return box
o = outer(5)
print(next(o), next(o))
first = o
print(next(first), next(first))
def walk(t):
    if t:
        for child in t[1]:
            yield from walk(child)
        yield t[0]
tree = ("root", [("a", []), ("b", [("c", [])])])
w = walk(tree)
print(next(w), next(w))
held = list(w)
del w
def closure():
    box = []
    def gen():
        box.append(g)
        yield box
        yield 2
    g = gen()
    next(g)
    return 1
closure()
gc.collect()
def thrower():
    try:
        keep = [1]
        yield 1
    except ValueError as e:
        problem = e
        yield 2
    finally:
        print("finally")
t = thrower(); next(t); t.throw(ValueError("x"))
t.close()
u = thrower(); next(u)
try:
    u.throw(KeyError("k"))
except KeyError as e:
    saved = e
print(type(saved.__traceback__.tb_next.tb_frame).__name__)
fr = saved.__traceback__.tb_next.tb_frame
del saved, u
print(sorted(fr.f_locals))
del fr
gen = (i * 1000 for i in [[1], [2]] if i)
next(gen)
cyc = thrower(); next(cyc)
def self_cycle():
    me = yield
    yield me
s = self_cycle(); next(s); s.send(s)
del s
gc.collect()
un = self_cycle()
del un
z = self_cycle()
fr = z.gi_frame
del z
del fr
@contextlib.contextmanager
def manager(x):
    opened = [x]
    try:
        yield opened
    finally:
        opened.clear()
with manager(5) as m:
    m.append(6)
async def agen(n):
    for i in range(n):
        row = [i]
        yield row
        await asyncio.sleep(0)
async def use():
    got = []
    async for x in agen(3):
        got.append(x)
    it = agen(5)
    await it.__anext__()
    await it.aclose()
    lst = [y async for y in agen(2)]
    return got, lst
print(asyncio.run(use()))
async def boom():
    local = [1]
    await asyncio.sleep(0)
    raise ValueError("boom")
async def main():
    t = asyncio.create_task(boom())
    try:
        await t
    except ValueError as e:
        return str(e)
print(asyncio.run(main()))
class It:
    def __init__(self): self.items = [[1],[2]]
    def __iter__(self):
        for i in self.items:
            yield i
it = It()
a = iter(it); b = iter(it)
print(next(a), next(b), next(a))
for x in it:
    break
for x in it:
    for y in it:
        pass
print(sum(len(v) for v in it))
it.me = iter(it); next(it.me)
del it, a, b
print(gc.collect() >= 0)
def deep(n):
    if n:
        yield from deep(n - 1)
    yield n
print(list(deep(20)))
d = deep(3); next(d); next(d); next(d)
del d
never = closure
async def unawaited(): pass
c = unawaited(); c.close(); del c
