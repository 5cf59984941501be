import gc

def careless():
    payload = [0] * 5
    try:
        payload[9]
    except IndexError as error:
        kept = error     # the exception holds its traceback, that its frame, that this name

careless()
print(gc.collect(), "objects were unreachable")
