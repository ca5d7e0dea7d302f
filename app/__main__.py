"""`python -m app` and the console script `sohoa`."""

import sys


def main() -> None:
    """Run the command line and end the process with its exit code."""
    # Not above: a worker process begins by importing the program that started it, and needs none of this.
    from app.commands import sohoa  # noqa: PLC0415
    from app.commands.line import run  # noqa: PLC0415

    sys.exit(run(sohoa, sys.argv[1:]))


if __name__ == "__main__":
    main()
