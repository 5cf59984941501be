# {"en": "An exception kept in a local name", "zh": "存进局部名字的异常"}
# An exception holds its traceback, the traceback the frame, the frame
# all local names. Keep the exception in one of them and the circle closes:
# everything the function had stays alive until a collection.
# Look: w on the payload list at line 20: only the circle is left.
import gc

def careless():
    payload = ["megabytes"] * 5
    try:
        payload[9]
    except IndexError as error:
        kept = error        # the cycle: kept -> traceback -> frame -> kept
    return len(payload)
    # Python itself deletes the name `error` at the end of its block, for
    # exactly this reason. It cannot know about `kept`.

gc.collect()
print(careless())                                       # 5
print(gc.collect(), "objects were unreachable")         # 5

def careful():
    payload = ["megabytes"] * 5
    try:
        payload[9]
    except IndexError as error:
        kept = error
        try:
            return len(payload)
        finally:
            del kept        # the cure

print(careful())                                        # 5
print(gc.collect(), "objects were unreachable")         # 0
