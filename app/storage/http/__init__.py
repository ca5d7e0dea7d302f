"""The road to a served data store: HTTP API of sohoa serve, tus 1.0.0 for the bytes."""
