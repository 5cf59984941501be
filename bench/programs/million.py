"""About a million objects: instances in a tree, lists, dicts; then a snapshot."""
import sys


class Node:
    def __init__(self, parent, number):
        self.parent = parent
        self.children = []
        self.name = "node"
        self.number = number


def build(count):
    nodes = [Node(None, 0)]
    by_number = {}
    for number in range(1, count * 10 // 21):
        parent = nodes[number // 4]
        node = Node(parent, number)
        parent.children.append(node)
        nodes.append(node)
        if number % 10 == 0:
            by_number[number] = {"node": node, "name": "node"}
    return nodes, by_number


kept = build(int(sys.argv[1]))
if len(sys.argv) > 2:
    with open(sys.argv[2]) as file:
        exec(file.read())
    import time
    begin = time.process_time()
    objects = heaploupe_snapshot(sys.argv[3])
    print(objects, time.process_time() - begin)
