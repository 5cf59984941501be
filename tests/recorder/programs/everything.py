import collections, functools, weakref, dataclasses, enum, re, sys
class Color(enum.Enum):
    R = 1
    G = 2
@dataclasses.dataclass
class DC:
    a: int
    b: list = dataclasses.field(default_factory=list)
d = DC(1); d.b.append(d)
od = collections.OrderedDict(a=[1], b=[2]); od.move_to_end("a")
dd = collections.defaultdict(list); dd["x"].append(1); dd["x"].append(dd)
dq = collections.deque([1, [2]], 3); dq.appendleft([3]); dq.append([4])
NT = collections.namedtuple("NT", "p q"); nt = NT([1], 2)
pt = functools.partial(print, [1], sep="")
class W: pass
w = W(); r = weakref.ref(w, lambda r: print("gone")); del w
wd = weakref.WeakValueDictionary(); o = W(); wd["k"] = o; del o
print(len(wd))
class Evil:
    def __eq__(self, o): print("EQ!"); return False
    def __hash__(self): print("HASH!"); return 1
    def __repr__(self): print("REPR!"); return "x"
    def __len__(self): print("LEN!"); return 0
    def __getattr__(self, n): print("GETATTR!", n); raise AttributeError(n)
    def __bool__(self): print("BOOL!"); return True
class Meta(type):
    def __eq__(self, o): print("MEQ!"); return self is o
    def __hash__(self): print("MHASH!"); return 1
    def __getattribute__(self, n): print("MGET!", n); return super().__getattribute__(n)
    def __instancecheck__(self, i): print("MINST!"); return False
class EM(metaclass=Meta): pass
e = Evil(); em = EM(); em.x = e
l = [e, em, e]; l2 = l[::-1]; l.reverse()
class Prop:
    @property
    def p(self): print("PROP!"); return 1
    @staticmethod
    def s(): return []
    @classmethod
    def c(cls): return cls()
pp = Prop(); pp.z = Prop.s(); pc = Prop.c()
@functools.lru_cache(None)
def fib(n): return n if n < 2 else fib(n-1) + fib(n-2)
print(fib(12))
big = 10 ** 5000; neg = -1.5; cplx = 1j; ba = bytearray(b"xx"); mv = memoryview(ba)
text = "é\ud800\n" * 50; by = b"\x00" * 300
dct = {None: 1, 1.5: [], b"k": 2, (1, (2, [3].__len__())): 3, "": 4, "a" * 500: 5, "\x00": 6, frozenset([1]): 7}
del dct[1.5]
it = iter([1, 2, 3]); next(it)
z = zip([1], [2]); m = map(str, [1000]); 
exec("ex = [1, 2]; ex.append(ex)")
ev = eval("[ex]")
class Ctx:
    def __enter__(self): return self
    def __exit__(self, *a): return True
with Ctx() as cx:
    raise KeyError("swallowed")
mod = sys.modules; me = sys.modules["__main__"]
fr = sys._getframe()
g = globals(); g["dyn"] = [1]; del g["dyn"]
loc = vars(pp); loc["k"] = [5]; del loc
setattr(pp, "dynamic name", [])
pp.__dict__ = {"fresh": []}
def kw(*args, a=[], **kws): kws["s"] = kws; return args
kw(1, [2], a=3, b=[4])
print("err", file=sys.stderr); print("no newline", end="")
match = re.match("(a)(b)", "ab"); print(match.groups())
lam = [lambda i=i: i for i in range(3)]
x = y = []; x += [1]; x *= 2; del x[0]; x[0:0] = [[7], [8]]; x[:] = []
s = {1000, 2000}; s |= {3000}; s.discard(1000); s2 = s - {2000}
del fr, g, me, mod
