"""Sections that fold: short on a phone, open to the keyboard, and open on paper."""

from tests.dashboard.browsing import Open, until

OPENED = "document.querySelectorAll('details.fold[open]').length"
PRINT = "name => window.dispatchEvent(new Event(name))"


def test_a_phone_shows_the_findings_and_opens_the_rest_by_keyboard(visit: Open) -> None:
    page = visit("/es/ecuador/territory?territory=09", 390, 844)
    folds = page.locator("details.fold")
    folds.nth(3).wait_for()
    assert page.evaluate("document.documentElement.scrollHeight") < 6000
    assert page.evaluate(OPENED) == 1
    second = folds.nth(1)
    assert not second.locator(".folded").is_visible()
    second.locator("summary").first.focus()
    page.keyboard.press("Enter")
    second.locator(".js-plotly-plot .main-svg").first.wait_for()
    drawn = second.locator(".js-plotly-plot").bounding_box()
    assert drawn is not None
    assert 300 < drawn["width"] <= 390
    page.evaluate(PRINT, "beforeprint")
    assert page.evaluate(OPENED) == folds.count()
    page.evaluate(PRINT, "afterprint")
    assert page.evaluate(OPENED) == 2


def test_a_table_prints_every_row(visit: Open) -> None:
    page = visit("/fr/ecuador/map")
    page.locator("[row-id='17'] [col-id=name]").wait_for()
    page.evaluate(PRINT, "beforeprint")
    page.emulate_media(media="print")
    printed = page.locator("table.printed tr")
    assert printed.count() == 25
    assert printed.first.inner_text().split() == ["#", "Territoire", "Valeur", "Remarques"]
    values = [row.split("\t")[2] for row in printed.all_inner_texts()[1:]]
    shown = page.evaluate("dash_ag_grid.getApi('table').getDisplayedRowAtIndex(0).data.text")
    assert values[0] == shown
    assert all("," in value for value in values)
    page.evaluate(PRINT, "afterprint")
    until(page, "!document.querySelector('table.printed')")
