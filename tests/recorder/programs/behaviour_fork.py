"""A child that is not recorded, threads that fail, a closed stream, a text as status."""
import os, sys
pid = os.fork()
if pid == 0:
    x = [1, 2]
    print("child"); sys.stdout.flush()
    os._exit(3)
print(os.waitpid(pid, 0)[1] >> 8)
import threading
def w():
    sys.exit(5)
t = threading.Thread(target=w); t.start(); t.join()
def crash(): 1 / 0
t = threading.Thread(target=crash, name="T"); t.start(); t.join()
for i in range(3000): print("x" * 100)
sys.stdout.close()
sys.exit("bye")
