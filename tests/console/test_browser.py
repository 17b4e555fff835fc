"""In a real Chromium: what scripts do, what they must not do, keys, phone, colours, and no script at all."""

import time
from collections.abc import Callable, Iterator
from pathlib import Path
from typing import Any

import pytest

PASSWORD = "seven grey herons"
NAME = "Ivan Petrovich Exampleov"
PAGES = ("/", "/screen", "/compare", "/files", "/lists", "/lists/hostile", "/parties/hostile:h-1", "/regimes",
         "/regimes/dprk?on=2009-06-13", "/council", "/cargo", "/read", "/resolutions/1718", "/nope")  # fmt: skip


@pytest.fixture(scope="module")
def browser(open_browser: Callable[..., Any]) -> Iterator[Any]:
    driver = open_browser()
    yield driver
    # What a policy forbade, a script threw or a page could not load would stand here.
    assert [entry for entry in driver.get_log("browser") if _is_fault(entry)] == []


def _is_fault(entry: dict[str, Any]) -> bool:
    return entry["level"] == "SEVERE" and "Failed to load resource" not in entry["message"]


def _find(browser: Any, selector: str) -> Any:
    return browser.find_element("css selector", selector)


def _words(browser: Any, selector: str) -> str:
    """The visible text of a part that may be replaced at any moment."""
    return str(browser.execute_script("return document.querySelector(arguments[0])?.innerText ?? ''", selector))


def _until(found: Callable[[], Any]) -> Any:
    """What is found, as soon as it is there."""
    for _ in range(200):
        if value := found():
            return value
        time.sleep(0.05)
    raise AssertionError("it did not appear")


def _answer(browser: Any, words: str) -> str:
    return str(_until(lambda: words in (text := _words(browser, "#answer")) and text))


def test_the_answer_appears_as_one_types_and_the_address_stays(browser: Any, alone: Any) -> None:
    browser.get(f"{alone.address}/console/screen")
    _find(browser, "[name=name]").send_keys(NAME)
    text = _answer(browser, "1 alert")
    assert "exact full name" in text
    assert browser.current_url == f"{alone.address}/console/screen"
    assert browser.execute_script("return document.querySelector('[role=status]').textContent") == "1 alert"
    _find(browser, "[name=born]").send_keys("abc")
    assert "This is not “clear”" in _answer(browser, "Could not screen")
    assert browser.find_elements("css selector", ".verdict.clear") == []


def test_an_answer_that_comes_late_does_not_replace_a_later_one(browser: Any, alone: Any) -> None:
    browser.get(f"{alone.address}/console/screen")
    browser.execute_script(
        "const real = window.fetch; let count = 0;"
        "window.fetch = async (...given) => { const first = count++ === 0; const answer = await real(...given);"
        "if (first) await new Promise((done) => setTimeout(done, 1500)); return answer; };"
    )
    field = _find(browser, "[name=name]")
    field.send_keys("Wendelin")
    time.sleep(0.5)  # longer than the page waits before it asks
    field.clear()
    field.send_keys(NAME)
    _answer(browser, "1 alert")
    time.sleep(1.6)
    assert "1 alert" in _words(browser, "#answer")


def test_when_the_service_is_gone_nothing_looks_clear(browser: Any, alone: Any) -> None:
    browser.get(f"{alone.address}/console/screen")
    browser.execute_script("window.fetch = () => Promise.reject(new Error('gone'))")
    _find(browser, "[name=name]").send_keys("Wendelin Quastenflosser")
    assert "the service does not answer" in _answer(browser, "Could not screen")


def test_a_file_is_followed_to_its_end_without_a_hand(browser: Any, alone: Any, tmp_path: Path) -> None:
    table = tmp_path / "parties.csv"
    table.write_text(
        f"id,name\nC-1,{NAME}\nC-2,<img src=x onerror=\"document.title='hacked'\">\nC-3,\n", encoding="utf-8"
    )
    browser.get(f"{alone.address}/console/files")
    _find(browser, "[type=file]").send_keys(str(table))
    _find(browser, "button.main").click()
    _until(lambda: browser.find_elements("css selector", ".sums"))
    assert "not screened" in _words(browser, "table.rows")
    assert browser.title != "hacked"


def test_the_slider_moves_the_day_and_the_measures_with_it(browser: Any, alone: Any) -> None:
    browser.get(f"{alone.address}/console/regimes/dprk?on=2009-06-11")
    before = _words(browser, "#day h2:last-of-type")
    slider = _find(browser, "input[type=range]")
    slider.send_keys("\ue014\ue014")  # right arrow, twice
    _until(lambda: "2009-06-13" in _words(browser, "#day"))
    assert "1874 (2009)" in _words(browser, "#day ul.law")
    assert "2009-06-13" in browser.current_url
    assert before != _words(browser, "#day h2:last-of-type")


def test_keys_lead_everywhere_and_none_while_typing(browser: Any, alone: Any) -> None:
    browser.get(f"{alone.address}/console/")
    _find(browser, "body").send_keys("?")
    assert _find(browser, "dialog#keys").is_displayed()
    _find(browser, "dialog#keys button").click()
    _find(browser, "body").send_keys("gl")
    _until(lambda: browser.current_url.endswith("/console/lists"))
    _find(browser, "body").send_keys("j")
    assert browser.switch_to.active_element.get_attribute("href").startswith(f"{alone.address}/console/lists/")
    browser.get(f"{alone.address}/console/screen")
    _find(browser, "body").send_keys("/")
    browser.switch_to.active_element.send_keys("glance?")
    assert _find(browser, "[name=name]").get_attribute("value") == "glance?"
    assert not _find(browser, "dialog#keys").is_displayed()


def test_the_first_tab_leads_to_the_page_itself(browser: Any, alone: Any) -> None:
    browser.get(f"{alone.address}/console/lists")
    _find(browser, "body").send_keys("\ue004")
    assert browser.switch_to.active_element.get_attribute("class") == "skip"
    browser.switch_to.active_element.send_keys("\ue007")
    assert browser.switch_to.active_element.get_attribute("id") == "main"


def test_colours_follow_the_system_until_somebody_chooses(browser: Any, alone: Any) -> None:
    def paper() -> str:
        return str(browser.execute_script("return getComputedStyle(document.body).backgroundColor"))

    def prefer(scheme: str) -> None:
        feature = {"name": "prefers-color-scheme", "value": scheme}
        browser.execute_cdp_cmd("Emulation.setEmulatedMedia", {"features": [feature]})

    browser.get(f"{alone.address}/console/lists")
    prefer("light")
    light = paper()
    prefer("dark")
    dark = paper()
    assert light != dark
    _find(browser, "button[value=light]").click()
    _until(lambda: paper() == light)
    assert browser.current_url.endswith("/console/lists")
    _find(browser, "button[value=system]").click()
    _until(lambda: paper() == dark)
    browser.execute_cdp_cmd("Emulation.setEmulatedMedia", {"features": []})


@pytest.mark.parametrize("scheme", ["light", "dark"])
@pytest.mark.parametrize("page", PAGES)
def test_text_stands_out_from_what_is_behind_it(browser: Any, alone: Any, page: str, scheme: str) -> None:
    feature = {"name": "prefers-color-scheme", "value": scheme}
    browser.execute_cdp_cmd("Emulation.setEmulatedMedia", {"features": [feature]})
    browser.get(f"{alone.address}/console{page}")
    assert browser.execute_script(CONTRAST) == []


@pytest.mark.parametrize("page", PAGES)
def test_a_phone_shows_every_page_without_scrolling_sideways(phone: Any, alone: Any, page: str) -> None:
    phone.get(f"{alone.address}/console{page}")
    wide, seen = phone.execute_script("return [document.documentElement.scrollWidth, window.innerWidth]")
    assert wide <= seen
    assert not _find(phone, "#nav").is_displayed()
    _find(phone, ".menu").click()
    assert _find(phone, "#nav").is_displayed()


@pytest.fixture(scope="module")
def phone(open_browser: Callable[..., Any]) -> Any:
    return open_browser(390, 844)


def test_without_scripts_names_are_screened_days_chosen_and_colours_set(
    open_browser: Callable[..., Any], alone: Any
) -> None:
    plain = open_browser(scripts=False)
    plain.get(f"{alone.address}/console/screen")
    _find(plain, "[name=name]").send_keys(NAME)
    _find(plain, "button.main").click()
    _until(lambda: "1 alert" in _words(plain, "#answer"))
    plain.get(f"{alone.address}/console/regimes/dprk?on=2009-06-11")
    assert not plain.find_elements("css selector", "input[type=range]")[0].is_displayed()
    _find(plain, "a[rel=next]").click()
    _until(lambda: "2009-06-12" in _words(plain, "#day h2"))
    _find(plain, "button[value=dark]").click()
    _until(lambda: plain.find_elements("css selector", "html[data-theme=dark]"))


def test_signing_in_and_out(open_browser: Callable[..., Any], team: Any) -> None:
    browser = open_browser()
    browser.get(f"{team.address}/console/lists")
    assert "/console/login" in browser.current_url
    _find(browser, "[name=name]").send_keys("bert")
    _find(browser, "[name=password]").send_keys(PASSWORD, "\ue007")
    _until(lambda: browser.current_url.endswith("/console/lists"))
    assert "bert" in _words(browser, ".foot")
    assert browser.execute_script("return document.cookie") == ""
    browser.get(f"{team.address}/console/audit")
    _find(browser, "button.main").click()
    _until(lambda: "As it was written" in _words(browser, ".verdict"))
    _find(browser, ".out button").click()
    _until(lambda: "/console/login" in browser.current_url)


def test_an_alert_is_worked_through_from_the_keyboard(open_browser: Callable[..., Any], team: Any) -> None:
    given = {"name": NAME, "kind": "person", "key": "K-1"}
    assert team.person("anna").post("/console/screen/hold", given, of="/console/screen").status_code == 303
    browser = open_browser()
    browser.get(f"{team.address}/console/login")
    _find(browser, "[name=name]").send_keys("anna")
    _find(browser, "[name=password]").send_keys(PASSWORD, "\ue007")
    _until(lambda: browser.current_url.endswith("/console/"))
    _find(browser, "body").send_keys("gq")
    _until(lambda: browser.current_url.endswith("/console/queue"))
    _find(browser, "body").send_keys("jx")
    assert browser.execute_script("return document.querySelectorAll('tbody input:checked').length") == 1
    browser.switch_to.active_element.send_keys("\ue007")
    _until(lambda: "/console/alerts/" in browser.current_url)
    _find(browser, "form button.main").click()  # assign it to oneself
    _until(lambda: "with anna" in _words(browser, ".standing"))
    assert browser.execute_script(CONTRAST) == []
    assert [entry for entry in browser.get_log("browser") if _is_fault(entry)] == []


@pytest.mark.parametrize(
    "name",
    ["<script>hacked()</script>", '"><img src=x onerror=hacked()>', "</textarea><svg onload=hacked()>",
     "<a href='javascript:hacked()'>x</a>", "<style>@import 'x'</style><iframe srcdoc='<script>parent.hacked()</script>'>"],
)  # fmt: skip
def test_no_script_of_a_hostile_name_runs_anywhere(open_browser: Callable[..., Any], team: Any, name: str) -> None:
    anna = team.person("anna")
    given = {"name": f"{NAME} {name}", "kind": "person", "key": name}
    held = anna.post("/console/screen/hold", given, of="/console/screen")
    place = held.headers["location"]
    version = anna.get(place).text.split('name="version" value="')[1].split('"')[0]
    assert anna.post(place, {"act": "comment", "version": version, "reason": name}).status_code == 303
    browser = open_browser()
    script = {"source": "window.hacked = () => { document.documentElement.dataset.hacked = 'yes'; };"}
    browser.execute_cdp_cmd("Page.addScriptToEvaluateOnNewDocument", script)
    browser.get(f"{team.address}/console/login")
    session = anna.client.cookies["a41_session"]
    browser.add_cookie({"name": "a41_session", "value": session, "path": "/", "httpOnly": True, "sameSite": "Strict"})
    for path in (place, "/console/queue", "/console/", "/console/lists/hostile", "/console/parties/hostile:h-1"):
        browser.get(f"{team.address}{path}")
        assert browser.find_elements("css selector", "h1"), path
        assert not browser.find_elements("css selector", "[data-hacked]"), path
    for path, field in (("screen", "name"), ("compare", "screened"), ("cargo", "parties"), ("read", "text")):
        browser.get(f"{team.address}/console/{path}")
        for other in browser.find_elements("css selector", "main input[required], main [name=listed]"):
            other.send_keys(name)
        _find(browser, f"[name={field}]").send_keys(f"{name} said Tuesday that {name} agreed.")
        _find(browser, "button.main").click()
        _until(lambda: browser.find_elements("css selector", "#answer .verdict, #answer .finding, .account, .caution"))
        assert not browser.find_elements("css selector", "[data-hacked]"), path
    browser.quit()


# Every visible text whose contrast with the nearest opaque background is below WCAG AA (4.5, large text 3).
CONTRAST = """
const shade = (color) => {
  const canvas = document.createElement("canvas").getContext("2d", { willReadFrequently: true });
  canvas.fillStyle = color; canvas.fillRect(0, 0, 1, 1);
  return [...canvas.getImageData(0, 0, 1, 1).data];
};
const light = ([r, g, b]) => [r, g, b].map((one) => one / 255)
  .map((one) => one <= 0.03928 ? one / 12.92 : ((one + 0.055) / 1.055) ** 2.4)
  .reduce((sum, one, place) => sum + one * [0.2126, 0.7152, 0.0722][place], 0);
const behind = (node) => {
  for (let at = node; at; at = at.parentElement) {
    const found = shade(getComputedStyle(at).backgroundColor);
    if (found[3] === 255) return found;
  }
  return [255, 255, 255, 255];
};
const poor = [];
for (const node of document.querySelectorAll("body *")) {
  if (node.closest("svg, option, dialog:not([open])") || !node.checkVisibility()) continue;
  const own = [...node.childNodes].some((child) => child.nodeType === 3 && child.textContent.trim());
  if (!own) continue;
  const style = getComputedStyle(node);
  const [a, b] = [light(shade(style.color)), light(behind(node))];
  const contrast = (Math.max(a, b) + 0.05) / (Math.min(a, b) + 0.05);
  const size = parseFloat(style.fontSize);
  const enough = size >= 24 || (size >= 18.66 && Number(style.fontWeight) >= 700) ? 3 : 4.5;
  if (contrast < enough) poor.push(`${contrast.toFixed(2)} ${node.tagName} ${node.className} ${node.textContent.trim().slice(0, 40)}`);
}
return poor;
"""
