import gc, weakref, sys, types
class Node:
    __slots__ = ("key", "left", "right", "parent", "__weakref__")
    def __init__(self, key, parent=None): self.key = key; self.left = self.right = None; self.parent = parent
class Tree:
    def __init__(self): self.root = None; self.n = 0
    def insert(self, k):
        self.n += 1
        if self.root is None: self.root = Node(k); return
        n = self.root
        while True:
            side = "left" if k < n.key else "right"
            nxt = getattr(n, side)
            if nxt is None: setattr(n, side, Node(k, n)); return
            n = nxt
    def __iter__(self):
        stack, n = [], self.root
        while stack or n:
            while n: stack.append(n); n = n.left
            n = stack.pop(); yield n.key; n = n.right
t = Tree()
for k in [5, 2, 8, 1, 9]: t.insert(k * 1000)
print(list(t))
w = weakref.ref(t.root); t.root = None; print(w() is None); gc.collect(); print(w() is None)
class LinkedList:
    class Item:
        def __init__(self, v, nxt): self.v, self.next = v, nxt
    def __init__(self): self.head = None
    def push(self, v): self.head = self.Item(v, self.head)
    def reverse(self):
        prev = None
        while self.head: self.head.next, prev, self.head = prev, self.head, self.head.next
        self.head = prev
ll = LinkedList(); [ll.push([i]) for i in range(5)]; ll.reverse(); del ll
class Meta(type):
    registry = []
    def __new__(m, n, b, d): c = super().__new__(m, n, b, d); m.registry.append(c); return c
class A(metaclass=Meta): x = []
class B(A):
    def __init_subclass__(cls, **k): pass
class C(B): pass
print([c.__name__ for c in Meta.registry]); Meta.registry.clear(); del A, B, C; print(gc.collect() > 0)
class Desc:
    def __set_name__(self, o, n): self.n = n
    def __get__(self, i, o): return self if i is None else i.__dict__.get(self.n)
    def __set__(self, i, v): i.__dict__[self.n] = v
class U:
    d = Desc()
u = U(); u.d = [1]; print(u.d)
ns = types.SimpleNamespace(a=[1]); ns.b = ns; del ns; print(gc.collect())
def deco(f):
    cache = {}
    def wrap(*a):
        if a not in cache: cache[a] = f(*a)
        return cache[a]
    wrap.cache = cache
    return wrap
@deco
def sq(x): return [x * x]
sq(2); sq(3); sq(2); print(len(sq.cache))
matrix = [[0] * 3 for _ in range(3)]; matrix[1] = matrix[0]; m2 = list(map(list, zip(*matrix))); del matrix
fz = frozenset([frozenset([1, 2]), (1, (2, 3))]); sd = {fz: [1]}; del fz
b = bytearray(b"abc"); mv = memoryview(b)[1:]; mv.release(); ba = [b] * 3
x = y = z = object(); lst = [x, y, z]; del x, y
try:
    raise ExceptionGroup("eg", [ValueError(1), TypeError(2)]) if sys.version_info >= (3, 11) else ValueError(2)
except Exception as e:
    saved = e
try:
    open("/nonexistent/x")
except OSError as e:
    oe = e
try:
    None.foo
except AttributeError as e:
    ae = e
try:
    import nothing_here
except ImportError as e:
    ie = e
del saved, oe, ae, ie
