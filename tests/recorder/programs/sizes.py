"""Work of several kinds whose size the command line tells: sizes.py KIND N [HEAP]; HEAP objects live on meanwhile."""
import sys


class Node:
    def __init__(self, value, left=None, right=None):
        self.value = value
        self.left = left
        self.right = right


def loop(n):
    total = 0
    for i in range(n):
        total += i
    return total


def build_list(n):
    items = []
    for i in range(n):
        items.append(i * 1000)
    return len(items)


def build_dict(n):
    table = {}
    for i in range(n):
        table[i * 1000] = [i]
    return len(table)


def build_tree(n):
    root = None
    for i in range(n):
        key = i * 7919 % 10007
        if root is None:
            root = Node(key)
            continue
        node = root
        while True:
            side = "left" if key < node.value else "right"
            below = getattr(node, side)
            if below is None:
                setattr(node, side, Node(key))
                break
            node = below
    return root.value


def fib(n):
    return n if n < 2 else fib(n - 1) + fib(n - 2)


def deep(n):
    kept = [n]
    return deep(n - 1) + len(kept) if n else 0


def text(n):
    result = ""
    for i in range(n):
        result += "word "
    return len(result)


kinds = {"loop": loop, "list": build_list, "dict": build_dict, "tree": build_tree, "fib": fib, "deep": deep, "text": text}
heap = [Node(i * 1000) for i in range(int(sys.argv[3]) if len(sys.argv) > 3 else 10)]
if len(sys.argv) > 2:
    print(kinds[sys.argv[1]](int(sys.argv[2])))
else:
    for name in sorted(kinds):
        print(name, kinds[name](8))
