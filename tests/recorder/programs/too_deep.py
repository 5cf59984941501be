"""Calls beyond the recursion limit: the same depth, error and traceback as without the recorder; and the recording goes on."""
import sys

sys.setrecursionlimit(60)
depth = 0


def down(n):
    global depth
    depth = n
    return down(n + 1)


for _ in range(2):
    try:
        down(0)
    except RecursionError as error:
        print(error, depth)


def after(a):
    b = [a]
    return b


print(after(3), sys.getrecursionlimit())
down(0)
