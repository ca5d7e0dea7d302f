"""National synchronisation of the served store: parcels, the road of one dossier, the sender, errors, report."""
