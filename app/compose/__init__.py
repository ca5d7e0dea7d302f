"""All wiring: which adapter fills which port, and the stages as one table. Nothing is decided here."""
