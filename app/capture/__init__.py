"""Takes files in from scanner folders: settled, safe in the spool, and only then away."""
