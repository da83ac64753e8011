"""Campaigns that come with the package: a template to copy, and a whole plan as an example."""
