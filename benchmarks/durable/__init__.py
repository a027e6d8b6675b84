"""The durable part: what an event costs once it has to be on the disk."""
