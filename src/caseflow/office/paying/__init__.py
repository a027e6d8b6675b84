"""Paying at the counter, and where a fee is collected or waived."""
