"""A signal handler in the midst of a loop ends the program."""
import signal, os, time
def on(n, f): print("got", n, f.f_code.co_name, flush=True); raise SystemExit(7)
signal.signal(signal.SIGTERM, on)
def loop():
    for i in range(100):
        if i == 50: os.kill(os.getpid(), signal.SIGTERM)
loop()
