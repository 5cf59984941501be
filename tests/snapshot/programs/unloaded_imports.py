"""Many modules imported, used and then taken out of sys.modules: most of them are garbage."""
import asyncio
import concurrent.futures
import csv
import decimal
import difflib
import email.message
import json
import sqlite3
import sys
import tempfile
import unittest.mock
import xml.dom.minidom
import zipfile

unittest.mock.MagicMock().x.y.z(1)
database = sqlite3.connect(":memory:")
database.row_factory = sqlite3.Row
database.create_function("twice", 1, lambda value: database)
rows = database.execute("select 1 as a, 2 as b").fetchall()
rows.append(rows)
names = ("unittest", "xml", "json", "email", "asyncio", "csv", "difflib", "tempfile", "zipfile", "concurrent", "decimal", "sqlite3")
for name in [name for name in sys.modules if name.split(".")[0] in names]:
    del sys.modules[name]
del asyncio, concurrent, csv, decimal, difflib, email, json, sqlite3, tempfile, unittest, xml, zipfile, database, rows
