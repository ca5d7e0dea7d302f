"""Keeps things: journal, spool, register, data store."""
