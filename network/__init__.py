"""Maillage: cooperation between organisations of the social economy in Wallonia and Brussels."""
