"""The territorial database: PostGIS behind one door, and the declaration of an observatory."""
