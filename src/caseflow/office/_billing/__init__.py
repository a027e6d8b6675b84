"""Bills and the money on them: payments, refunds, subsidies, what is left unpaid."""
