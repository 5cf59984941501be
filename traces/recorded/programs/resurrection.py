# {"en": "A finalizer that saves its object", "zh": "终结器救活了自己的对象"}
# __del__ may store its object somewhere: then it lives on. Python calls
# __del__ only once for every object, so the second death is final.
import gc

saved = []

class Phoenix:
    def __del__(self):
        saved.append(self)

# By counting: the last name goes, __del__ runs, the object stays.
bird = Phoenix()
del bird
print(len(saved), "saved")                              # 1
saved.clear()                   # dies now, without __del__
print(len(saved), "saved")                              # 0

# In a cycle: the collector finds it, calls __del__, looks again.
bird = Phoenix()
bird.self = bird
del bird
print(gc.collect(), "collected,", len(saved), "saved")  # 0, 1
saved.clear()
print(gc.collect(), "collected")                        # 1
