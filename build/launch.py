"""The door of the packaged program; its worker processes come in through it too, and turn off at the first line."""

import multiprocessing

if __name__ == "__main__":
    multiprocessing.freeze_support()

    from app.__main__ import main

    main()
