"""`python -m app` and the console script `sohoa`."""

import sys

from app.commands import sohoa
from app.commands.line import run


def main() -> None:
    """Run the command line and end the process with its exit code."""
    sys.exit(run(sohoa, sys.argv[1:]))


if __name__ == "__main__":
    main()
