import gc

saved = []

class Phoenix:
    def __del__(self):
        saved.append(self)

bird = Phoenix()
bird.self = bird
del bird
print(gc.collect(), "collected,", len(saved), "saved")
saved.clear()
print(gc.collect(), "collected")     # __del__ is called only once
