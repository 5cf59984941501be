# {"en": "functools.lru_cache on a method", "zh": "方法上的 functools.lru_cache"}
# A real leak, found in many programs: lru_cache on a method remembers its
# arguments, and the first argument is `self`. The cache belongs to the
# class, so every object that ever called the method lives as long as that.
# Look: w on a Document at line 31: its class -> lru_cache -> key -> it.
import gc
import weakref
from functools import lru_cache

served = []                     # weak references: they hold nothing

class Document:
    def __init__(self, text):
        self.text = text
        self.pages = [text] * 3

    @lru_cache(maxsize=128)
    def count(self, word):
        return self.text.split().count(word)

def serve(text):
    document = Document(text)
    served.append(weakref.ref(document))
    return document.count("the")

gc.collect()
for text in ("the cat", "the dog and the fox", "no article"):
    print(serve(text))                                  # 1, 2, 0

print([ref() is not None for ref in served])            # True, three times
print(gc.collect(), "unreachable")                      # 0: all reachable

Document.count.cache_clear()    # the cure: no lru_cache on methods, or this
print([ref() is not None for ref in served])            # False, three times
