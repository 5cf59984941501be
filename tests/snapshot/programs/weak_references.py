"""Weak dictionaries and sets, callbacks, finalizers, proxies; caches; weak methods."""
import functools
import weakref


class Thing:
    def __init__(self):
        self.itself = self

    @functools.lru_cache(maxsize=None)
    def cached(self, number):
        return [self, number]

    def plain(self):
        return self

    @functools.cached_property
    def later(self):
        return {"thing": self}


KEPT, by_name, by_thing, things = [], weakref.WeakValueDictionary(), weakref.WeakKeyDictionary(), weakref.WeakSet()
for number in range(50):
    thing = Thing()
    by_name[number] = thing
    by_thing[thing] = [thing] if number % 2 else number
    things.add(thing)
    thing.reference = weakref.ref(thing, lambda dead: KEPT.append(dead))
    thing.proxy = weakref.proxy(thing)
    thing.method = weakref.WeakMethod(thing.plain)
    thing.later
    if number % 7 == 0:
        weakref.finalize(thing, KEPT.append, number).atexit = False
        thing.cached(number)
    KEPT.append(weakref.ref(thing))
del thing
