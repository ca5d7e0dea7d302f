"""A program with a crew at work, for a test that kills it."""

import sys

from app.pipeline.crew import ProcessCrew
from tests.pipeline.work_for_crews import hang_named

if __name__ == "__main__":
    ProcessCrew(1).submit(hang_named, sys.argv[1], timeout_seconds=600.0).result()
