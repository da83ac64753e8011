"""Ways to run campaigns inside a host's own framework; each is loaded by the host that uses it."""
