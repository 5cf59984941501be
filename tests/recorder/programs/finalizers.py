import gc, weakref, sys
gc.collect()
log = []
class R:
    def __init__(self, n): self.n = n; self.buf = [n]
    def __del__(self): log.append("del " + self.n)
r = R("a"); del r
r = R("b"); r.me = r; del r; print(gc.collect())
x, y = R("x"), R("y"); x.o = y; y.o = x; del x, y; print(gc.collect())
saved = []
class Ph:
    def __del__(self): saved.append(self)
p = Ph(); p.buf = [1]; del p; print(len(saved)); saved.clear(); print(len(saved))
p = Ph(); p.me = p; p.friend = [p]; del p; print(gc.collect(), len(saved)); saved.clear(); print(gc.collect())
class Chain:
    def __init__(self, nxt): self.nxt = nxt
    def __del__(self): log.append("chain")
c = None
for _ in range(5): c = Chain(c)
del c
class Bad:
    def __del__(self): raise ValueError("in del")
sys.unraisablehook = lambda a: log.append(type(a.exc_value).__name__)
b = Bad(); del b
f = weakref.finalize(R("fin"), log.append, "finalized")
print(f.alive)
o = R("w"); wr = weakref.ref(o, lambda r: log.append("cb")); o.me = o; del o; print(gc.collect()); print(wr())
class Sub(list):
    def __del__(self): log.append("sub")
s = Sub([1]); s.append(s); del s; print(gc.collect())
class G:
    def __del__(self):
        self.child = R("child"); self.child.p = self
g = G(); g.me = g; del g; print(gc.collect())
gc.freeze(); gc.unfreeze(); gc.set_threshold(5, 2, 2)
junk = [R("j%d" % i) for i in range(10)]
for j in junk: j.me = j
del j, junk
for i in range(20): l = []; l.append(l)
gc.set_threshold(700, 10, 10)
gc.collect(); print(len(log), sorted(set(log))[:5])
