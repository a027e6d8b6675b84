"""Receiving a filing: describing, classifying, accepting, at another agency, with help."""
