"""Processing a filing: assigning, supplements, time, decision, end without one."""
