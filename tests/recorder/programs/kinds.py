import collections, functools, weakref, gc
class E(Exception): pass
class W: pass
class L(list): pass
class D(dict): pass
class I(int): pass
class T(tuple): pass
class S:
    __slots__ = ("a","b","__weakref__")
w = W(); r = weakref.ref(w); r2 = weakref.ref(w, lambda r: print("cb")); r3 = weakref.ref(w)
print(r is r3)
dq = collections.deque([[1],[2]]); dq.append([3]); dq.appendleft([0]); dq.popleft(); dq.rotate(1); dq.insert(1,[5])
del dq[1]
sl = slice([1], 2, None)
e = E([1]); e.extra = [w]
try:
    raise e
except E as x:
    try:
        raise ValueError("b") from x
    except ValueError as y:
        k = y
print(r() is w)
del w
e.extra = None
del e, k
gc.collect()
print(r(), r2())
l = L([[1]]); l.name = ["n"]; l.append(l)
d = D(); d["k"] = [1]; d.attr = [2]
i = I(5000); i.attr = [3]
t = T([[1],[2]]); t.attr = [4]
s = S(); s.b = [1]; s.a = s
p = functools.partial(print, [1], sep=""); p.x = [1]
it = iter(l); next(it)
di = iter({1: [2]}.items()); next(di)
m = [1].append; m([2])
wr = weakref.ref(s)
s.a = None
del s
print(wr())
pr = weakref.proxy(dq)
wd = weakref.WeakValueDictionary(); o = W(); wd["k"] = o; 
ws = weakref.WeakSet([o]); wk = weakref.WeakKeyDictionary(); wk[o] = [1]
class N:
    @property
    def p(self): "x"
q = N.__dict__["p"]
NT = collections.namedtuple("NT","p q"); nt=NT([1],[2])
del o
print(len(wd), len(ws), len(wk))
r4 = weakref.ref(N)
r5 = weakref.ref(W())
self_ref = W(); self_ref.me = weakref.ref(self_ref); self_ref.l = [self_ref]
rr = weakref.ref(self_ref, lambda r: print("called"))
del self_ref
print(gc.collect()>0)
