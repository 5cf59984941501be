import argparse, dataclasses, json, csv, io, re, collections, heapq, itertools, contextlib, enum, abc, typing, copy, pickle, operator, functools, string, random, statistics, textwrap, datetime, decimal, fractions
@dataclasses.dataclass(order=True)
class P:
    x: int
    y: list = dataclasses.field(default_factory=list, compare=False)
ap = argparse.ArgumentParser(); ap.add_argument("--n", type=int, default=3); ns = ap.parse_args([]); print(ns.n)
ps = [P(3), P(1), P(2)]; heapq.heapify(ps); print([heapq.heappop(ps).x for _ in range(3)])
d = json.loads('{"a": [1, {"b": null}], "c": "x"}'); d["me"] = d; del d["me"]; print(json.dumps(d))
rows = list(csv.DictReader(io.StringIO("a,b\n1,2\n3,4\n"))); print([dict(r) for r in rows])
m = re.compile(r"(?P<k>\w+)=(\d+)").finditer("a=1 b=2"); mm = [x.group("k") for x in m]; print(mm)
c = collections.Counter("hello"); od = collections.OrderedDict(c); dd = collections.defaultdict(list)
for k, v in od.items(): dd[v].append(k)
print(sorted(dd.items()))
cm = collections.ChainMap({"a": 1}, dict(d)); print(cm["a"], list(cm))
g = itertools.groupby(sorted(["aa", "b", "cc"], key=len), key=len); gs = [(k, list(v)) for k, v in g]; print(gs)
t1, t2 = itertools.tee(iter([[1], [2]])); next(t1); ch = itertools.chain.from_iterable([t1, t2]); print(sum(len(x) for x in ch))
class Color(enum.Enum):
    RED = 1; BLUE = [2]
class Fl(enum.Flag):
    A = 1; B = 2
print(Color.RED, Fl.A | Fl.B)
class Shape(abc.ABC):
    @abc.abstractmethod
    def area(self): ...
class Sq(Shape):
    def __init__(self, s): self.s = s
    def area(self): return self.s ** 2
sq = Sq(3); print(sq.area(), isinstance(sq, Shape))
cp = copy.deepcopy([sq, sq, {"k": sq}]); print(cp[0] is cp[1]); pk = pickle.loads(pickle.dumps(cp)); print(len(pk))
get = operator.attrgetter("s"); print(get(sq)); ig = operator.itemgetter(1, 2)
@functools.singledispatch
def show(x): return "obj"
@show.register(int)
def _(x): return "int"
print(show(1), show([]))
@functools.total_ordering
class O:
    def __init__(s, v): s.v = v
    def __eq__(s, o): return s.v == o.v
    def __lt__(s, o): return s.v < o.v
print(O(1) >= O(0)); print(string.Template("$a b").substitute(a=[1]))
rnd = random.Random(1); print([rnd.randint(1, 9) for _ in range(3)]); print(statistics.mean([1, 2, 3]), textwrap.fill("a b c", 3))
print(datetime.datetime(2020, 1, 2) + datetime.timedelta(days=1), decimal.Decimal("1.1") + 1, fractions.Fraction(1, 3))
class Cfg(typing.NamedTuple):
    a: int; b: list = []
cf = Cfg(1, [2]); print(cf._replace(a=5))
class TD(typing.Dict[str, int]): pass
with contextlib.ExitStack() as st:
    st.callback(print, "bye"); st.enter_context(contextlib.suppress(KeyError)); {}["x"]
class Cached:
    @functools.cached_property
    def v(self): return [1]
cc = Cached(); cc.v; print(cc.v)
