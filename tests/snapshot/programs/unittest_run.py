"""A test run: cases, suites, results with kept tracebacks, mocks."""
import io
import unittest
import unittest.mock


class Arithmetic(unittest.TestCase):
    def setUp(self):
        self.client = unittest.mock.MagicMock(name="client")
        self.client.get.return_value.json.return_value = {"answer": 42}

    def test_sum(self):
        self.assertEqual(1 + 1, 2)

    def test_fails(self):
        here = self
        self.assertEqual([here.client], [1])

    def test_breaks(self):
        with self.subTest(number=1):
            self.client.get("x").json()["question"]

    @unittest.skip("not today")
    def test_skipped(self):
        pass

    @unittest.mock.patch("os.getcwd", return_value="/nowhere")
    def test_patched(self, getcwd):
        import os
        self.assertEqual(os.getcwd(), "/nowhere")
        getcwd.assert_called_once_with()


RESULTS = []
for turn in range(6):
    suite = unittest.defaultTestLoader.loadTestsFromTestCase(Arithmetic)
    result = unittest.TextTestRunner(stream=io.StringIO(), verbosity=0).run(suite)
    result.suite = suite
    suite.result = result
    if turn % 3 == 0:
        RESULTS.append(result)
del suite, result
