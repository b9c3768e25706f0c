"""`python tests [arguments of pytest]`: sets up, with the test packages, then runs the tests."""
import os
import sys

if sys.version_info < (3, 11):
    sys.stderr.write("umwelt: this needs Python 3.11 or newer; this is Python %d.%d\n" % tuple(sys.version_info[:2]))
    sys.exit(2)

ROOT = os.path.dirname(os.path.dirname(os.path.abspath(__file__)))
sys.path[0] = ROOT

from lab import setup, warm  # noqa: E402

if __name__ == "__main__":
    setup.ready(dev=True)
    warm.use_cache()
    os.chdir(ROOT)
    import pytest
    sys.exit(pytest.main(sys.argv[1:]))
