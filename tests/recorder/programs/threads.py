import threading, queue
q = queue.Queue()
res = []
lock = threading.Lock()
def prod(n):
    for i in range(n):
        q.put([i])
def cons(n):
    for i in range(n):
        v = q.get()
        with lock:
            res.append(v)
ts = [threading.Thread(target=prod, args=(10,)), threading.Thread(target=cons, args=(10,))]
for t in ts: t.start()
for t in ts: t.join()
print(len(res))
