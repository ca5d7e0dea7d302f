"""Sohoa: paper results of administrative procedures become verified, deposited electronic results."""

__version__ = "0.1.0"
