import unittest, io
from unittest import mock
class T(unittest.TestCase):
    def setUp(self): self.data = [1, 2]
    def test_a(self): self.assertEqual(len(self.data), 2)
    def test_b(self):
        m = mock.Mock(); m.f.return_value = self.data
        self.assertIs(m.f(), self.data)
    def test_c(self):
        with self.assertRaises(ValueError): int("x")
    @unittest.expectedFailure
    def test_d(self): self.fail("no")
s = unittest.defaultTestLoader.loadTestsFromTestCase(T)
r = unittest.TextTestRunner(stream=io.StringIO()).run(s)
print(r.testsRun, len(r.failures), len(r.expectedFailures))
