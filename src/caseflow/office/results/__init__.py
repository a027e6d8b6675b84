"""Results on record: issued, cancelled, corrected."""
