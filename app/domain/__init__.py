"""What a scan is, what may happen to it, and which dossier it belongs to. No input or output of any kind."""
