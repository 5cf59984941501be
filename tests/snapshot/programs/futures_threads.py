"""Thread pools, futures with callbacks, queues, locks, conditions, thread-local values; some threads still wait."""
import concurrent.futures
import queue
import threading
import time

KEPT = []
local = threading.local()
stop = threading.Event()
waiting = threading.Barrier(4)


def work(number, box):
    local.value = [number, box]
    box.append(threading.current_thread())
    if number % 5 == 0:
        raise ValueError(box)
    return box


def wait(number, box):
    held = {"number": number, "box": box, "nested": [box]}
    waiting.wait()
    stop.wait()
    return held


with concurrent.futures.ThreadPoolExecutor(4) as pool:
    for number in range(40):
        box = []
        future = pool.submit(work, number, box)
        box.append(future)
        future.add_done_callback(lambda done, box=box: box.append(done))
        if number % 9 == 0:
            KEPT.append(future)
del pool, future, box
for number in range(3):
    thread = threading.Thread(target=wait, args=(number, [queue.Queue(), threading.Condition()]), daemon=True)
    thread.itself = thread
    thread.start()
waiting.wait()
time.sleep(0.05)                           # now they stand in stop.wait
timer = threading.Timer(1000, wait)
timer.itself = timer
del thread, timer
