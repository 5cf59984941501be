# {"en": "A tree that holds its parents", "zh": "孩子也握着父母的树"}
# Every child holds its parent, and the parent's list holds the child: a
# cycle on every branch. Counting alone never frees such a tree.
# Look: w (why alive) on a Node at line 23 finds no name at all, only
# the circle Node -> list -> Node. The collector needs to come.
import gc

class Node:
    def __init__(self, name, parent=None):
        self.name = name
        self.parent = parent            # up ...
        self.children = []
        if parent is not None:
            parent.children.append(self)    # ... and down: a cycle

root = Node("root")
left = Node("left", root)
right = Node("right", root)
del left, right       # frees nothing: root.children holds both

print(root.children[0].name, root.children[1].name)
root = None           # the last name goes; three nodes and three lists stay
print(gc.collect(), "objects were unreachable")         # 6

# The cure: a weak reference upwards. Then counting frees the tree at once.
import weakref

class Leaf(Node):
    def __init__(self, name, parent):
        super().__init__(name)
        self.parent = weakref.ref(parent)
        parent.children.append(self)

root = Node("root")
leaf = Leaf("leaf", root)
root = None           # dies here: leaf.parent does not hold it
print(leaf.parent())                                    # None
print(gc.collect(), "objects were unreachable")         # 0
