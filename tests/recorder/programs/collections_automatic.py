import gc
class A: pass
for i in range(300):
    a = A(); a.me = a
keep = []
for i in range(10):
    keep.append([keep])
print(gc.get_count()[1] >= 0, [s["collections"] for s in gc.get_stats()])
del keep
print(gc.collect(0), gc.collect(1), gc.collect(2))
gc.freeze(); gc.unfreeze()
gc.set_debug(0)
