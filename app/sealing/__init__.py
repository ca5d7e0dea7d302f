"""Makes the final searchable PDF/A and proves it."""
