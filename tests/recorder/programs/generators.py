import gc
def g(n):
    box = [n]
    for i in range(n):
        got = yield box
        if got: box.append(got)
a = g(3)
for x in a:
    pass
b = g(5)
next(b)
b.send([1])
lst = [b]
next(b).append(lst)
del b, lst
gc.collect()
def tree(t):
    if t:
        yield from tree(t[0])
        yield t[1]
        yield from tree(t[2])
t = ((None, 1, None), 2, (None, 3, None))
print(list(tree(t)))
c = (i * 2000 for i in range(3))
print(sum(c))
async def co():
    z = []
    return z
k = co()
try:
    k.send(None)
except StopIteration as s:
    r = s.value
del k
import asyncio
async def w(i):
    await asyncio.sleep(0)
    return [i]
async def main():
    rs = await asyncio.gather(*[w(i) for i in range(3)])
    t = asyncio.create_task(w(9))
    await t
    return rs
print(asyncio.run(main()))
print(gc.collect() >= 0)
