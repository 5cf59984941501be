import gc
gc.collect()
def worker(box):
    yield len(box)
    yield 2
box = []
g = worker(box)
next(g)
box.append(g)
del box, g
print(gc.collect())
box = []
g = worker(box)
box.append(g)
del box, g
print(gc.collect())
def closing(box):
    try:
        yield 1
    finally:
        print("closed", len(box))
box = [[]]
box[0].append(box)
g = closing(box)
next(g)
box.append(g)
del box, g
print(gc.collect())
