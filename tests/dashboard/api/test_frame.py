"""What holds for every resource: formats, validators, methods, and errors that say how to mend the call."""

from __future__ import annotations

import httpx
import pytest

INDICATORS = "/observatories/ecuador/indicators"
PROBLEM = "application/problem+json"


def told(answer: httpx.Response, status: int) -> dict[str, str]:
    """Return the problem that an answer is, every part of it there."""
    assert answer.status_code == status
    assert answer.headers["content-type"] == PROBLEM
    problem = answer.json()
    assert problem["status"] == status
    assert problem["type"] == f"/api/v1/docs#problem-{status}"
    assert set(problem) == {"type", "title", "status", "detail", "instance", "mend", "faults"}
    assert problem["instance"].startswith("/api/")
    return problem


@pytest.mark.parametrize(
    ("given", "meant"), [("dimention", "dimension"), ("relase", "release"), ("Limit", "limit")]
)
def test_an_unknown_parameter_is_refused_and_the_nearest_is_named(api, given, meant):
    problem = told(api.get(INDICATORS, params={given: "1"}), 422)
    assert problem["detail"] == f"query {given}: there is no such parameter"
    assert problem["mend"].startswith(f"did you mean '{meant}'? known: ")
    assert problem["faults"][0]["where"] == f"query {given}"


def test_every_fault_of_a_call_is_told_at_once(api):
    problem = told(
        api.get(INDICATORS, params={"limit": "0", "offset": "-1", "dimension": "x", "y": "1"}), 422
    )
    assert {fault["where"] for fault in problem["faults"]} == {
        "query limit",
        "query offset",
        "query dimension",
        "query y",
    }


@pytest.mark.parametrize(
    ("path", "said"),
    [
        ("/observatories/nowhere", "known: ecuador"),
        ("/observatories/nowhere/indicators", "known: ecuador"),
        ("/observatories/ecuador?release=77", "known: 1"),
        (f"{INDICATORS}/nothing", "known: "),
        ("/observatories/ecuador/territories?level=canton", "known: country, province"),
        ("/observatories/ecuador/territories?parent=XX", "known: "),
        ("/observatories/ecuador/territories?bbox=-80,3,-78,0", "west,south,east,north"),
        ("/nothing", "/api/v1/docs"),
        ("/observatories/", "/api/v1/docs"),
    ],
)
def test_what_is_not_there_is_a_problem_that_says_what_is(api, path, said):
    assert said in told(api.get(path), 404)["mend"]


@pytest.mark.parametrize("path", ["/api/v2/observatories", "/api/x", "/api/v1/../v3"])
def test_whatever_looks_like_the_api_is_answered_by_it(address, path):
    told(httpx.get(address + path), 404)


def test_no_address_of_the_database_is_told(api):
    assert "postgresql" not in api.get("/observatories/nowhere").text


@pytest.mark.parametrize("method", ["POST", "PUT", "PATCH", "DELETE", "TRACE"])
def test_a_method_that_is_not_offered_names_those_that_are(api, method):
    answer = api.request(method, INDICATORS)
    told(answer, 405)
    assert answer.headers["allow"] == "GET, HEAD, OPTIONS"
    assert api.request("GET", "/observatories/ecuador/scenarios").headers["allow"] == "OPTIONS, POST"


@pytest.mark.parametrize("path", ["/observatories", "/observatories/ecuador", INDICATORS])
def test_a_head_is_a_get_without_its_body(api, path):
    got, head = api.get(path), api.head(path)
    assert head.status_code == 200
    assert head.content == b""
    for name in ("etag", "content-type", "cache-control", "vary"):
        assert head.headers[name] == got.headers[name]
    assert head.headers.get("content-length") in (None, got.headers["content-length"])


def test_a_head_of_what_is_not_there_is_a_404(api):
    assert api.head("/observatories/nowhere").status_code == 404


@pytest.mark.parametrize(
    ("asked", "mend"),
    [
        ("limit=0", "Most rows of one page"),
        ("bbox=1,2,3", "west,south,east,north"),
        ("simplify=1.5", "metres"),
        ("release=x", "Number of a release"),
    ],
)
def test_a_value_that_cannot_be_is_mended_by_what_the_parameter_means(api, asked, mend):
    problem = told(api.get(f"/observatories/ecuador/territories?{asked}"), 422)
    assert mend in problem["mend"]
    assert "^" not in problem["detail"]


@pytest.mark.parametrize("sent", [b"{", b"[]", b'{"shock": 1}', b'{"shock": "covid19", "foo": 1}'])
def test_a_body_that_cannot_be_read_leads_to_the_reference(api, sent):
    answer = api.post(
        "/observatories/ecuador/scenarios", content=sent, headers={"content-type": "application/json"}
    )
    assert "/api/v1/docs" in told(answer, 422)["mend"]


@pytest.mark.parametrize("asked", ["limit=1&limit=2", "format=csv&format=json", "release=1&release=1"])
def test_a_parameter_of_one_value_is_given_once(api, asked):
    problem = told(api.get(f"{INDICATORS}?{asked}"), 409)
    assert problem["detail"] == f"`{asked.partition('=')[0]}` is given 2 times, and has one value"


def test_options_tell_what_a_page_of_any_site_may_do(api):
    asked = {"origin": "https://news.example", "access-control-request-method": "GET"}
    answer = api.options(INDICATORS, headers=asked)
    assert answer.status_code == 204
    assert answer.headers["allow"] == answer.headers["access-control-allow-methods"] == "GET, HEAD, OPTIONS"
    assert answer.headers["access-control-allow-origin"] == "*"
    assert "access-control-allow-credentials" not in answer.headers
    assert api.options("/nothing").status_code == 404


def test_no_site_may_have_its_readers_post(api):
    answer = api.options("/observatories/ecuador/scenarios", headers={"origin": "https://news.example"})
    assert answer.headers["allow"] == "OPTIONS, POST"
    assert "POST" not in answer.headers["access-control-allow-methods"]


def test_errors_may_be_read_by_any_site_too(api):
    answer = api.get("/observatories/nowhere", headers={"origin": "https://news.example"})
    assert answer.headers["access-control-allow-origin"] == "*"


@pytest.mark.parametrize(
    ("accept", "given"),
    [
        ("*/*", "application/json"),
        ("text/csv", "text/csv; charset=utf-8"),
        ("application/json;q=0.1, text/*", "text/csv; charset=utf-8"),
        ("application/vnd.apache.parquet", "application/vnd.apache.parquet"),
        ("", "application/json"),
        ("text/csv ; q = 0.5, application/json;q=0.1", "text/csv; charset=utf-8"),
    ],
)
def test_the_caller_chooses_the_format(api, accept, given):
    assert api.get(INDICATORS, headers={"accept": accept}).headers["content-type"] == given


def test_a_header_in_several_lines_is_one_list(api):
    lines = [("accept", "image/png"), ("accept", "text/csv")]
    assert api.get(INDICATORS, headers=lines).headers["content-type"] == "text/csv; charset=utf-8"


@pytest.mark.parametrize(("version", "status"), [("", 200), (";version=2.0.0", 200), (";version=1.0.0", 406)])
def test_another_version_of_a_format_is_another_format(api, version, status):
    asked = {"accept": f"application/vnd.sdmx.data+csv{version}"}
    answer = api.get("/observatories/ecuador/observations?indicator=population", headers=asked)
    assert answer.status_code == status


def test_the_format_in_the_address_goes_before_the_header(api):
    answer = api.get(f"{INDICATORS}?format=csv", headers={"accept": "application/json"})
    assert answer.headers["content-type"] == "text/csv; charset=utf-8"
    assert answer.headers["content-disposition"] == 'attachment; filename="ecuador-indicators-release1.csv"'


@pytest.mark.parametrize("path", ["/observatories", "/observatories/ecuador", INDICATORS])
@pytest.mark.parametrize("accept", ["image/png", "application/json;q=0", "text/html,application/pdf"])
def test_a_format_that_is_not_offered_is_a_406(api, path, accept):
    problem = told(api.get(path, headers={"accept": accept}), 406)
    assert "application/json" in problem["mend"]


def test_what_has_not_changed_is_not_sent_again(api):
    first = api.get(INDICATORS)
    again = api.get(INDICATORS, headers={"if-none-match": first.headers["etag"]})
    assert (again.status_code, again.content) == (304, b"")
    assert again.headers["etag"] == first.headers["etag"]
    since = {"if-modified-since": first.headers["last-modified"]}
    assert api.get(INDICATORS, headers=since).status_code == 304
    assert api.get(INDICATORS, headers={"if-none-match": '"other"', **since}).status_code == 200
    assert api.head(INDICATORS, headers={"if-none-match": "*"}).status_code == 304


def test_a_tag_is_that_of_one_call_in_one_format(api):
    paths = [INDICATORS, f"{INDICATORS}?format=csv", f"{INDICATORS}?limit=2", "/observatories/ecuador/shocks"]
    tags = {api.get(path).headers["etag"] for path in paths}
    assert len(tags) == len(paths)
    assert all(tag.startswith('W/"') for tag in tags)


def test_the_canonical_address_gives_the_same_for_a_long_time(api):
    answer = api.get(f"{INDICATORS}?dimension=economy", headers={"accept": "text/csv"})
    address = answer.headers["link"].partition(">")[0].removeprefix("<")
    assert address == "/api/v1/observatories/ecuador/indicators?dimension=economy&release=1&format=csv"
    pinned = api.get(address.removeprefix("/api/v1"))
    assert pinned.content == answer.content
    assert pinned.headers["cache-control"] == "public, max-age=86400"
    assert answer.headers["cache-control"] == "public, no-cache"


@pytest.mark.parametrize("coding", ["gzip", "br", "zstd"])
def test_answers_are_compressed_as_the_caller_likes(address, coding):
    url = f"{address}/api/v1{INDICATORS}?format=csv"
    with httpx.stream("GET", url, headers={"accept-encoding": coding}) as answer:
        assert answer.headers["content-encoding"] == coding
        assert "Accept-Encoding" in answer.headers["vary"]
        packed = b"".join(answer.iter_raw())
    assert len(packed) < len(httpx.get(url, headers={"accept-encoding": "identity"}).content) / 2
