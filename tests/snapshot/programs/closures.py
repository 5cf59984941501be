"""Recursive closures, decorators, caches, bound methods, properties, class and static methods, functions in their globals."""
import functools
import operator

KEPT = []


def make(number):
    def factorial(value, seen=[number]):
        "its own doc"
        return 1 if value < 2 else value * factorial(value - 1, *(), **{})

    @functools.lru_cache(maxsize=None)
    def fibonacci(value):
        return value if value < 2 else fibonacci(value - 1) + fibonacci(value - 2)

    @functools.singledispatch
    def show(value: object, *, pair=(factorial, fibonacci)) -> "str":
        return show

    show.register(int, lambda value: show)
    fibonacci(number % 10 + 2)
    later = lambda: (factorial, later)
    factorial.attribute = later
    cyclic = functools.reduce(operator.add, [[later], [show]])
    cyclic.append(cyclic.append)
    return later


for number in range(60):
    made = make(number)
    if number % 9 == 0:
        KEPT.append(made)
    space = {}
    exec("def f(a, b=[]): return f\nclass C:\n  x = property(lambda s: s)\n  def m(self): return C\nc = C()\nc.m2 = c.m", space)
del made, space
