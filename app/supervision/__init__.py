"""Supervision: indicators, work lists, quality, letters and reports over register and store."""
