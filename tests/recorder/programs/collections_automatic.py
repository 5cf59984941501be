import gc
gc.collect()
class A: pass
for i in range(300):
    a = A(); a.me = a
keep = []
for i in range(10):
    keep.append([keep])
del keep
gc.collect(0); gc.collect(1)
print(gc.collect())
gc.freeze(); gc.unfreeze()
gc.set_debug(0)
