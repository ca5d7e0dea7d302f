"""The stages of a scan's road, one module each; `compose` puts them into one table."""
