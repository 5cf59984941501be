"""A program that traces itself: gets the events it would get, and may give tracing back in several ways."""
import sys
import threading

events = []


def tracer(frame, event, arg):
    events.append((frame.f_code.co_name, event, frame.f_lineno))
    return tracer


def work(n):
    box = [n]
    box.append(box)
    return len(box)


print(sys.gettrace())
work(1)
sys.settrace(tracer)
print(sys.gettrace() is tracer)
work(2)
old = sys.gettrace()
sys.settrace(None)
work(3)
sys.settrace(old)
work(4)
sys.settrace(None)
kept = [work]


def inside():
    made = {"k": kept}
    sys.settrace(tracer)
    work(5)
    made["l"] = []
    sys.settrace(None)
    made["m"] = [1]
    return made


result = inside()
print(len(events), events)


def call_only(frame, event, arg):
    names.append(frame.f_code.co_name)


names = []
sys.settrace(call_only)
inside
[work(i) for i in range(3)]
sys.settrace(None)
print(len(names) >= 3, names[-1])
threading.settrace(call_only)
thread = threading.Thread(target=work, args=(6,))
thread.start()
thread.join()
threading.settrace(None)
thread = threading.Thread(target=work, args=(7,))
thread.start()
thread.join()
print(names.count("work"))


def bad(frame, event, arg):
    raise ValueError("in a trace function")


try:
    sys.settrace(bad)
    work(8)
except ValueError as error:
    print("caught", error, sys.gettrace())
sys.settrace(None)
after = [work(9)]
print(after)
