"""The shipped definitions: whole values, each traced to the facts of its plan."""
