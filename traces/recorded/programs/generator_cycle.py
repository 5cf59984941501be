# {"en": "A generator that waits for ever", "zh": "永远等下去的生成器"}
# A suspended generator keeps its frame, and the frame its names. Here the
# names lead back to the generator itself.
# Look: w on the list at line 25: only the circle list -> generator -> list.
import gc

def worker(inbox):
    done = []
    while True:
        done.append((yield len(inbox)))     # sleeps here, names and all

inbox = []
job = worker(inbox)
next(job)                       # runs to the first yield
job.send("one")
inbox.append(job)               # the cycle: inbox -> generator -> inbox

gc.collect()
del job, inbox                  # frees nothing
print("waiting")

# gc.collect() says 0, and yet the generator and both lists go: closing a
# generator is its finalizer. That lets the name `inbox` go, the circle is
# broken, counting does the rest, and nothing is left to be counted.
print(gc.collect(), "objects were unreachable")         # 0
