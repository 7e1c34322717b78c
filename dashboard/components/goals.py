"""How near one territory is to each of the Sustainable Development Goals, and which way it goes."""

from __future__ import annotations

import pandas as pd
from dash import html

from dashboard.commitments import commitments, judged
from dashboard.components.chart import chart, twin_table
from dashboard.components.targets import STATUSES, paced, promise
from dashboard.desk import Desk
from dashboard.figures.wheel import wheel
from dashboard.goals import GOALS, aimed, distances, means, paces
from dashboard.sentences import inline


def goals(desk: Desk, year: int) -> html.Section | None:
    """Build the section; None where no rate of the level serves a goal."""
    edition, say, own = desk.edition, desk.say, desk.view.territory
    level = str(edition.territories.loc[own, "level"])
    rates = aimed(edition, level)
    if not rates:
        return None
    found = means(edition, level, year)
    scores = found[found["territory"] == own].set_index("goal")["score"].astype(float)
    names = {goal: say(name) for goal, name in GOALS.items()}
    frame = pd.DataFrame(
        {"goal": [*names], "name": [*names.values()], "score": scores.reindex([*names]).tolist()}
    )
    words = {"near": say("nearness to the goal, 0–100"), "whole": say("goal reached")}
    words["promised"] = say("nearness to a commitment")
    far = distances(edition, level, year)
    far = far[far["territory"] == own].set_index("indicator")
    pace = paces(edition, level, year)
    pace = pace[(pace["territory"] == own) & (pace["plan"] == "")].set_index("indicator")
    cells = [
        [
            f"{rate.sdg_goal} {names[str(rate.sdg_goal)]}",
            rate.name.in_(say.language),
            say.number(far["distance"].astype(float)[rate.code], 0),
            say(STATUSES.get(pace["status"][rate.code], "–")),
        ]
        for rate in rates
    ]
    promised = _promised(desk, level, year)
    cells += [
        [
            f"{row['goal']} {names.get(row['goal'], '')}".strip() or "–",
            row["name"],
            say.number(row["score"], 0),
            paced(row["status"], row["reason"], say),
        ]
        for row in promised.to_dict("records")
    ]
    head = [say("Goal"), say("Indicator"), say("Distance, 0–100"), say("Pace")]
    title, codes = say("The goals, {year}", year=year), [rate.code for rate in rates]
    return chart(
        desk,
        "wheel",
        title,
        _finding(desk, frame),
        wheel(frame, words, promised),
        twin_table(head, cells),
        codes,
        className="curve wheel",
    )


def _promised(desk: Desk, level: str, year: int) -> pd.DataFrame:
    """What the territory itself has promised: goal, name, score (the distance), status, reason."""
    rows = judged(desk.edition, year)
    rows = rows[rows["territory"] == desk.view.territory].set_index("plan")
    held = [each for each in commitments(desk.edition, level) if each.code in rows.index]
    own = rows.drop(columns="score").reindex([each.code for each in held])
    own = own.rename(columns={"distance": "score"})
    goals = [each.goal(desk.edition.indicator(each.indicator)) for each in held]
    return own.assign(goal=goals, name=[promise(desk, each) for each in held])


def _finding(desk: Desk, frame: pd.DataFrame) -> str:
    """Say which goal is nearest and which furthest, and how many cannot be told."""
    say, rows = desk.say, frame.dropna(subset="score").to_dict("records")
    if not rows:
        return say("No goal can be measured here.")
    best, worst = max(rows, key=lambda row: row["score"]), min(rows, key=lambda row: row["score"])
    facts = {
        "best": inline(best["name"]),
        "high": say.number(best["score"], 0),
        "unknown": len(frame) - len(rows),
    }
    facts |= {"worst": inline(worst["name"]), "low": say.number(worst["score"], 0)}
    return say(
        "Nearest to {best} ({high} of 100), furthest from {worst} ({low}); "
        "{unknown} goals are not measured here.",
        **facts,
    )
