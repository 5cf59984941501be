# {"en": "Callbacks nobody takes back", "zh": "没人收回的回调"}
# A window subscribes to events with a function that uses `self`. The list
# of listeners holds the function, the function its closure, the closure a
# cell, the cell the window. The window is closed; it never dies.
# Look: w on a Window at line 22: listeners -> function -> closure -> cell.
import gc

listeners = []

def subscribe(listener):
    listeners.append(listener)

class Window:
    def __init__(self, title):
        self.title = title
        self.lines = []
        subscribe(lambda: self.lines)

window = Window("first")
window = Window("second")       # the first one is closed, we believe
window = None                   # and now the second
print(gc.collect(), "unreachable,", len(listeners), "listeners")    # 0, 2
# The collector is right: all of it can be reached. Only we know better.

listeners.clear()               # the cure: unsubscribe, or hold weakly
print(gc.collect(), "unreachable")                                  # 0
