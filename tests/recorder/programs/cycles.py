import gc
gc.collect()
def f():
    a = []; b = {"a": a}; a.append(b); return [a, b]
x = f(); del x; print(gc.collect())
class E(Exception): pass
def cause():
    try:
        try: raise E("a")
        except E as e: raise KeyError("b") from e
    except KeyError as k:
        keep = k
        return keep
k = cause(); print(type(k.__cause__).__name__); k.self = k; del k
n = gc.collect(); print(n > 0)
def rec():
    def inner(n): return inner(n - 1) if n else 0
    return inner(3)
rec(); gc.collect()
gc.set_debug(gc.DEBUG_SAVEALL); l = []; l.append(l); del l; gc.collect(); gc.set_debug(0); print(len(gc.garbage) > 0); gc.garbage.clear(); gc.collect()
gc.callbacks.append(lambda p, i: None); gc.collect(0); gc.collect(1); gc.callbacks.clear()
print(gc.is_tracked([]), gc.get_count()[0] >= 0, len(gc.get_stats()))
import sys
def tb():
    try: raise E
    except E: return sys.exc_info()
t = tb(); t = None; gc.collect()
lam = lambda: lam
z = [lam]; del lam, z
class Q: pass
q = Q(); q.m = q.__init__; q.b = [q].append; del q; print(gc.collect() > 0)
