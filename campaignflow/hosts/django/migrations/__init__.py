"""How the tables of the app come to be and change."""
