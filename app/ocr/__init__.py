"""Reads pages: pictures, preparation, Tesseract, barcodes, and the probe that says what the machine has."""
