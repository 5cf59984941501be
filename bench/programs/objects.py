"""A tree with parent links is built, changed and dropped."""


class Node:
    def __init__(self, parent, number):
        self.parent = parent
        self.number = number
        self.children = []


def build(count):
    root = Node(None, 0)
    nodes = [root]
    for number in range(1, count):
        parent = nodes[number // 3]
        node = Node(parent, number)
        parent.children.append(node)
        nodes.append(node)
    return nodes


total = 0
for turn in range(2):
    nodes = build(150)
    for node in nodes:
        total += len(node.children)
    del nodes[::2]
print(total)
