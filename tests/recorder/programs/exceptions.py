class E(Exception):
    pass
def deep(n):
    loc = [n]
    if n == 0:
        raise E("bottom", loc)
    return deep(n - 1)
saved = None
try:
    deep(5)
except E as e:
    saved = e
print(len(saved.args))
saved = None
def cyc():
    try:
        1 / 0
    except ZeroDivisionError as e:
        x = e
    return 1
cyc()
import gc, sys
was = gc.collect()
print(was if sys.version_info >= (3, 11) else "tracing holds locals up to 3.10")
def fin():
    try:
        return [1]
    finally:
        y = []
        y.append(y)
v = fin()
try:
    try:
        {}["k"]
    except KeyError:
        raise ValueError("chain")
except ValueError as e2:
    c = e2.__context__
    del c
gc.collect()
raise E("end")
