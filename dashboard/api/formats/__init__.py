"""The formats of answers, one a file.

A format's `write(pieces, table)` takes Arrow record batches, at least one, and the codebook's table, which
says what the columns mean; it yields bytes. A spatial format takes one column more, `geometry`: multipolygons
in well-known binary, degrees (EPSG:4326), null where there is no boundary.
"""
