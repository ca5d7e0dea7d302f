"""The agency's signature: keys, the visible mark, PAdES levels, validation, what comes back from other programs."""
