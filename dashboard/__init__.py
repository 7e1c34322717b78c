"""Show a release: maps, curves and tables, in English, Spanish and French."""
