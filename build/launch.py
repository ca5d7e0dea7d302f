"""The door of the packaged program; worker processes of the packaged program come in through it too."""

import multiprocessing
import sys

from app.__main__ import main

if __name__ == "__main__":
    multiprocessing.freeze_support()
    sys.exit(main())
