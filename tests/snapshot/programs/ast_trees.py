"""Syntax trees with parent links, visitors, code that is compiled and run, tokens, symbol tables, disassembly."""
import ast
import dis
import inspect
import io
import symtable
import tokenize

SOURCE = inspect.getsource(ast.NodeVisitor) + "\nresult = [number * 2 for number in range(5)]\n"


class Linker(ast.NodeVisitor):
    def __init__(self):
        self.stack = []
        self.nodes = {}

    def generic_visit(self, node):
        node.parent = self.stack[-1] if self.stack else self
        self.nodes[node] = len(self.stack)
        self.stack.append(node)
        super().generic_visit(node)
        self.stack.pop()


KEPT = []
for turn in range(4):
    tree = ast.parse(SOURCE)
    linker = Linker()
    linker.visit(tree)
    space = {}
    space["space"] = space
    exec(compile(SOURCE, "<made>", "exec"), {"ast": ast, "iter_fields": ast.iter_fields, "AST": ast.AST}, space)
    tokens = list(tokenize.generate_tokens(io.StringIO(SOURCE).readline))
    tokens.append(tokens)
    table = symtable.symtable(SOURCE, "<made>", "exec")
    kept_table = [table, table.get_children()]
    kept_table.append(kept_table)
    instructions = list(dis.get_instructions(compile(SOURCE, "<made>", "exec")))
    if turn == 2:
        KEPT.append(tree.body[0])
del tree, linker, space, tokens, table, kept_table, instructions
