import gc

class Node:
    def __init__(self, name, parent=None):
        self.name = name
        self.parent = parent
        self.children = []
        if parent is not None:
            parent.children.append(self)

root = Node("root")
left = Node("left", root)
right = Node("right", root)
del left, right
root = None          # every node still holds its parent, and is held by it
print(gc.collect(), "objects were unreachable")
