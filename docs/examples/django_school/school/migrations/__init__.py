"""How the school's tables come to be."""
