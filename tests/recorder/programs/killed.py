import os, signal
a = []
a.append(a)
print("before", flush=True)
os.kill(os.getpid(), signal.SIGTERM)
