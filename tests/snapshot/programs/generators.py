"""Generators and coroutines in cycles, started and not, delegating, in closures, in context managers; iterators."""
import contextlib
import itertools
import sys

KEPT = []


def count(box):
    step = 1
    try:
        while True:
            yield box
            step += 1
    finally:
        KEPT.append(step)


def delegate(inner, box):
    total = yield from inner
    box.append(total)


@contextlib.contextmanager
def opened(box):
    frame = [box]
    exception = {"frame": frame}
    yield exception


async def coroutine(box):
    await box[0]


for turn in range(30):
    box = []
    started = count(box)
    next(started)
    box += [started, count(box), (value for value in box)]
    if sys.version_info[:2] != (3, 12):    # 3.12.1 comes to grief over these by itself
        box += [itertools.chain(box), itertools.tee(box), zip(box, box), map(len, box)]
    outer = delegate(started if turn % 2 else count(box), box)
    next(outer)
    box += [outer, iter(box), enumerate(box), reversed(box)]
    manager = opened(box)
    box.append(manager.__enter__())
    box.append(manager)
    unstarted = coroutine(box)
    box.append(unstarted)
    if turn % 7 == 0:
        KEPT.append(outer)
del box, started, outer, manager, unstarted
