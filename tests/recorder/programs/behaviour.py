"""Small behaviours that a program may notice: its module, warnings, recursion, exec, streams, exit."""
import sys, os, atexit, warnings, inspect, pickle, enum, dataclasses, linecache
print(__name__, sys.argv, os.path.basename(sys.modules["__main__"].__file__))
atexit.register(lambda: print("atexit ran"))
@dataclasses.dataclass
class D:
    a: int
    b: list = dataclasses.field(default_factory=list)
class Color(enum.Enum):
    RED = 1
    BLUE = 2
print(D(1), Color.RED, pickle.loads(pickle.dumps(D(2, [3]))), pickle.loads(pickle.dumps(Color.BLUE)))
def f():
    warnings.warn("careful")
f()
print(inspect.getsource(f))
def deep(n):
    return deep(n + 1)
try:
    deep(0)
except RecursionError as error:
    print(type(error).__name__)
sys.setrecursionlimit(300)
try:
    deep(0)
except RecursionError as error:
    print(type(error).__name__)
print(sys.getrecursionlimit())
exec("x = [1]\ny = x")
print(eval("len(x)"), x is y)
code = compile("z = 5", "here", "exec"); exec(code); print(z)
print(sorted(k for k in globals() if not k.startswith("_"))[:5])
print(__annotations__ if "__annotations__" in globals() else None, __doc__, __spec__, __builtins__ is sys.modules["builtins"])
print(__file__ == sys.argv[0] or os.path.abspath(sys.argv[0]) == __file__)
sys.stdout.buffer.write(b"bytes\xff\n"); sys.stdout.flush()
sys.stdout.write("no newline"); print()
print("err", file=sys.stderr)
import io
old, sys.stdout = sys.stdout, io.StringIO()
print("hidden"); text = sys.stdout.getvalue(); sys.stdout = old; print(len(text))
os.write(1, b"raw\n")
os.chdir("/"); print(os.getcwd())
def g():
    raise KeyError("last")
g()
