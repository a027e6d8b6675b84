"""Work by several units and agencies: steps, questions, and what silence means."""
