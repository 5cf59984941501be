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
window = Window("second")
window = None            # both live on: their listeners hold them
print(gc.collect(), "of", len(listeners))
listeners.clear()
print(gc.collect())
