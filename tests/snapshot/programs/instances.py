"""Trees with parents, __slots__, a touched __dict__, classes of their own."""


class Node:
    def __init__(self, parent=None):
        self.parent = parent
        self.children = []
        if parent is not None:
            parent.children.append(self)


class Slots:
    __slots__ = ("left", "right")


KEPT = []


def build(count):
    for turn in range(count):
        root = Node()
        for _ in range(20):
            Node(Node(root))
        if turn % 3 == 0:
            KEPT.append(root.children[0] if turn % 2 else root)
        if turn % 3 == 1:
            root.children[1].__dict__["touched"] = root
        pair = Slots()
        pair.left, pair.right = pair, root
        local = type("Local%d" % turn, (Node,), {"root": root})
        local().itself = local


build(60)
