"""Built-in containers and their subclasses in cycles; keys that are objects; shared tuples; ordered, default and user dicts."""
import array
import collections
import copy
import functools
import types

KEPT = []


class Names(dict):
    pass


class Items(list):
    __slots__ = ("first",)


class Pair(tuple):
    pass


class Key:
    def __init__(self, number):
        self.number = number

    def __hash__(self):
        return self.number

    def __eq__(self, other):
        return self is other


for number in range(120):
    one, two = {}, {"number": number}
    one["two"], two["one"] = two, one
    key = Key(number)
    one[key] = [one, (two, one), {number: (1, 2)}, {}, {1, 2}, [1, one, "x", two]]
    one[(key, 1)] = one[1] = one["1"] = key
    key.keys = frozenset([(number, key)])
    names = Names(a=one)
    names.itself = names
    items = Items([names, 1, names])
    items.first = items
    pair = Pair((items, number))
    pair.tail = pair
    queue = collections.deque([1, pair, queue] if number else [pair], maxlen=5)
    ordered = collections.OrderedDict(a=queue, b=one)
    ordered.move_to_end("a")
    default = collections.defaultdict(list, {key: ordered})
    chain = collections.ChainMap(default, collections.Counter("abc"), collections.UserDict({"a": default}))
    space = types.SimpleNamespace(chain=chain, view=memoryview(array.array("i", [1])), proxy=types.MappingProxyType(one))
    space.partial = functools.partial(Key, space, number=pair)
    space.copy = copy.copy(space)
    space.slice = slice(space, None, 2)
    if number % 11 == 0:
        KEPT.append((ordered, {}))
del one, two, key, names, items, pair, queue, ordered, default, chain, space
