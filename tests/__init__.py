"""Tests of Sohoa; they mirror the floors of the application."""
