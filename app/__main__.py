"""`python -m app` and the console script `sohoa`."""

import gc
import sys


def main() -> None:
    """Run the command line and end the process with its exit code."""
    # Not above: a worker process begins by importing the program that started it, and needs none of this.
    # What is loaded stays: looking through it for rubbish, again and again while it grows, is a part of the start.
    gc.disable()
    from app.commands import sohoa  # noqa: PLC0415
    from app.commands.line import run  # noqa: PLC0415

    gc.freeze()
    gc.enable()
    sys.exit(run(sohoa, sys.argv[1:]))


if __name__ == "__main__":
    main()
