"""The data store's HTTP face: register, uploads, results, accounts and audit over one database. No state in memory."""
