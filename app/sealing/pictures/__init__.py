"""Picture files as PDF wants them: the file's own compressed stream wherever PDF can hold it, never re-encoded then."""
