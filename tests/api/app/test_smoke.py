"""The thin path through every layer: alive, ready, and one case from complaint to closed."""
from harness import CATERING, INSPECTOR, OFFICE, ok


def test_health_is_ok(stack, campus):
    assert ok(campus.get("health"))["status"] == "ok"


def test_it_is_ready_when_redis_is_there(campus):
    ok(campus.get("ready"))


def test_the_enabled_domains_are_listed_with_their_categories(campus):
    domains = ok(campus.get("domains"))["domains"]
    assert [d["domain"] for d in domains] == ["catering", "transport", "energy"]
    assert all(d["categories"] for d in domains)


def test_a_complaint_is_submitted_and_its_receipt_opens_it(campus):
    case = campus.submit(domain="catering")
    assert case.state == "submitted"
    assert case.receipt.startswith(case.id)
    seen = ok(campus.get(f"cases/{case.id}", receipt=case.receipt))
    assert seen["text"] == case.last["text"]


def test_a_case_goes_all_the_way_from_complaint_to_closed(campus):
    case = campus.submit(domain="catering", place="canteen-1")
    campus.dispatch(case, unit="catering-centre")
    assert case.state == "dispatched"
    campus.sign(case, CATERING)
    assert case.state == "rectifying"
    campus.rectify(case, CATERING)
    assert case.state == "rectified"
    campus.verify(case, INSPECTOR)
    assert case.state == "verified"
    campus.confirm(case, rating=5)
    assert case.state == "closed"

    history = campus.history(case, OFFICE)
    assert history["intact"] is True
    assert [event["action"] for event in history["events"]] == [
        "submit", "dispatch", "sign", "rectify", "verify", "confirm"]


def test_the_first_notice_of_the_year_has_number_one(campus):
    case = campus.walk("dispatched")
    seen = campus.case(case)
    assert seen["notice"]["sequence"] == 1
    assert seen["notice"]["number"].endswith("1号")


def test_an_actor_signed_in_by_auth_basic_is_who_nginx_says(stack, campus):
    reply = stack.request("GET", "/d0/me", auth=("catering", "catering"))
    me = ok(reply)
    assert (me["user"], me["role"], me["unit"]) == ("catering", "unit", "catering-centre")
    assert stack.request("GET", "/d0/me").status_code == 401
