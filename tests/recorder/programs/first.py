import gc
a = []
b = [a, 1000]
a.append(b)
d = {"x": a, 3: b}
def f(x):
    y = [x]
    return y
c = f(a)
class Node:
    def __init__(self, v):
        self.v = v
        self.me = self
n = Node(c)
n.other = {"k": (1, [2])}
del a, b, d, c
n = None
print(gc.collect())
