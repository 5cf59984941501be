import gc
callbacks = []
def register(f):
    callbacks.append(f)
def make(n):
    data = [n] * 10
    def show():
        return data, show
    register(show)
    return show
for i in range(3):
    make(i)()
callbacks.clear()
print(gc.collect())
