"""A map page as a tutorial makes it: `px.choropleth_map`, GeoJSON in the figure, drawn anew at every change.

Run by `benchmarks.dashboard`, on the figures that its own page shows.
"""

from __future__ import annotations

import json
import sys

import plotly.express as px
from dash import Dash, Input, Output, dcc, html

from dashboard.components.map import STYLE
from dashboard.library import Library
from geodata.database import connect
from geodata.settings import Settings
from geodata.store import Reader


def main(port: int, observatory: str, level: str, codes: list[str], years: list[int]) -> None:
    """Serve the page until it is ended."""
    edition = Library(Reader(connect(Settings(), "reader"))).edition(observatory)
    shape = json.loads(edition.geometry(level))
    known = {code: edition.values(edition.shocks()[0], code, "value") for code in codes}
    frames = {code: f[f["territory"].isin(edition.members(level))] for code, f in known.items()}
    app = Dash(__name__)
    app.layout = html.Div(
        [
            dcc.Dropdown(codes, codes[0], id="indicator"),
            dcc.Slider(min(years), max(years), 1, value=years[0], id="year"),
            dcc.Graph(id="map", style={"height": 520}),
        ]
    )

    @app.callback(Output("map", "figure"), Input("indicator", "value"), Input("year", "value"))
    def draw(code: str, year: int) -> object:
        frame = frames[code]
        return px.choropleth_map(
            frame[frame["year"] == year],
            geojson=shape,
            locations="territory",
            color="value",
            map_style=STYLE,
            center={"lat": 52, "lon": 12},
            zoom=2,
        )

    app.run(port=port)


if __name__ == "__main__":
    at, name, where, what, when = sys.argv[1:]
    main(int(at), name, where, what.split(","), [int(year) for year in when.split(",")])
