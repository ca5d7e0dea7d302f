"""Other systems that dossiers and results are synchronised with: one port, an adapter for each."""
