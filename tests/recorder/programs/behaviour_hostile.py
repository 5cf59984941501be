"""Classes whose every method fails: the recorder calls none of them."""
from __future__ import annotations
import typing, contextlib, sys
class A:
    x: int = 5
    def __getattr__(self, n): raise AttributeError(n + "!")
    def __eq__(self, o): raise RuntimeError("eq called")
    def __hash__(self): print("hash called"); return 1
    def __len__(self): raise RuntimeError("len called")
    def __bool__(self): raise RuntimeError("bool called")
    def __repr__(self): raise RuntimeError("repr called")
    def __iter__(self): raise RuntimeError("iter called")
    @property
    def p(self): raise RuntimeError("prop called")
    @property
    def __class__(self): raise RuntimeError("class called")
a = A(); b = [a, A()]; d = {"k": a}; t = (a, b)
class M(type):
    def __eq__(c, o): raise RuntimeError("meta eq")
    def __hash__(c): raise RuntimeError("meta hash")
    def __getattribute__(c, n):
        if n == "__mro__" or n == "__dict__": raise RuntimeError("meta getattribute")
        return type.__getattribute__(c, n)
class C(metaclass=M): pass
c = C()
x = {1: c}
class L(list):
    def __iter__(self): raise RuntimeError("it")
    def __len__(self): raise RuntimeError("ln")
    def __getitem__(self, i): raise RuntimeError("gi")
l = L([1, 2])
class DD(dict):
    def items(self): raise RuntimeError("items")
    def __getitem__(self, i): raise RuntimeError("gi")
    def __iter__(self): raise RuntimeError("it")
dd = DD(a=[1])
dd["q"] = [2]
k = {a: 1}
k2 = {(1, a): [2]}
del k
print(A.__annotations__)
try:
    raise ValueError("x") from KeyError("y")
except ValueError as e:
    saved = e
def gen():
    try:
        yield 1
    finally:
        print("closed")
g = gen(); next(g); del g
with contextlib.suppress(ZeroDivisionError): 1 / 0
def f(): return sys._getframe().f_lineno
print(f())
async def co(): return 5
q = co(); q.close()
match_ = 3
raise saved
