import sys
seen = []
def tr(f, e, a):
    seen.append(e); return None
def h(): return 1
sys.settrace(tr)
h(); h()
sys.settrace(None)
x = [1]
print(len(seen))
