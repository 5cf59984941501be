import gc, threading    # an import leaves garbage of its own
gc.collect()
class N:
    def __init__(s, p):
        s.p = p; s.kids = []
        if p: p.kids.append(s)
    def __del__(s):
        print("del", len(s.kids))
def tree(n):
    r = N(None)
    for i in range(n):
        N(r)
    return r
t = tree(3)
del t
print(gc.collect())
x = [i for i in range(10)]
x.sort(reverse=True)
s = {1, 2, "a", (1, 2)}
s.add(frozenset([1]))
def outer():
    z = []
    def inner():
        z.append(inner)
        return z
    return inner
k = outer()
k()
del k
print(gc.collect())
def gen():
    w = [1]
    yield w
    w.append(w)
    yield 2
g = gen()
next(g); next(g)
del g
try:
    1/0
except ZeroDivisionError as e:
    err = e
err = None
gc.disable()
gc.enable()
def work():
    q = []
    for i in range(3):
        q.append([i])
th = threading.Thread(target=work); th.start(); th.join()
class P:
    __slots__ = ("a", "b")
p = P(); p.a = p; p.b = [1]
del p
class L(list): pass
l = L(); l.append(l); l.name = "x"
del l
print(gc.collect())
keep = []
class Laz:
    def __del__(self):
        keep.append(self)
z = Laz(); z.me = z
del z
print(gc.collect(), len(keep))
del keep[:]
print(gc.collect())
for i in range(300):
    q = []; q.append(q)
w = {}
w[(1,2)] = w
w[1] = 2; w["1"] = 3
a, b = [], []
a, b = b, a
u = vars(t) if 0 else None
o = N(None)
d = o.__dict__
o.zz = 4
del o
d = None
import sys
sys.exit(3)
