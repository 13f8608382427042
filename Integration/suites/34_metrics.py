"""What others read of the daemon: a real Prometheus scrapes it, promtool finds nothing to say, a browser draws it."""

import http.server
import json
import re
import shutil
import stat
import subprocess
import urllib.parse
from pathlib import Path

from lab.browser import Browser
from lab.fakehost import FakeHost
from lab.paths import REPOSITORY, binary
from lab.waiting import eventually
from lab.web import families, free_port, get, get_json
from lab.world import Skip

BESIDE = True
AT_ONCE = 4
COUNT = 20
MONITORING = REPOSITORY / "docs" / "monitoring"


def tool(name):
    """A program of Debian's package prometheus; Skip where it cannot be had."""
    if not shutil.which(name):
        install = [REPOSITORY / "scripts" / "install-packages", "prometheus"]
        subprocess.run(install, capture_output=True, check=False, timeout=120)
    if not shutil.which(name):
        raise Skip("the package prometheus is not installed, and cannot be")
    return name


def promtool(*words, text=None):
    """What it prints. AssertionError when it finds something wrong, or to remark."""
    line = [tool("promtool"), *map(str, words)]
    result = subprocess.run(line, input=text, capture_output=True, text=True, timeout=60, check=False)
    output = result.stdout + result.stderr
    assert result.returncode == 0, output
    return output


def served(world, **changes):
    """A daemon with its web server on a free port, over fake guests that are all known: (daemon, port)."""
    port = free_port()
    daemon = FakeHost(world, count=COUNT).daemon(web={"listen": f"127.0.0.1:{port}"}, **changes)
    eventually(lambda: list(daemon.states().values()).count("fresh") == COUNT, 15, f"{COUNT} guests fresh")
    eventually(lambda: get(port, "/healthz")[0] == 200, 10, "the web server answers")
    return daemon, port


def test_a_real_prometheus_scrapes_it_and_judges_its_rules(world):
    program = tool("prometheus")
    _, port = served(world)
    at = free_port()
    directory = world.directory / "prometheus"
    directory.mkdir()
    (directory / "prometheus.yml").write_text(f"""
global: {{scrape_interval: 1s, evaluation_interval: 1s}}
rule_files: ["{MONITORING / 'alerts.yml'}"]
scrape_configs: [{{job_name: balloond, static_configs: [{{targets: ["127.0.0.1:{port}"]}}]}}]
""")
    with open(directory / "log", "w") as log:
        process = subprocess.Popen(
            [program, f"--config.file={directory}/prometheus.yml", f"--storage.tsdb.path={directory}/data",
             f"--web.listen-address=127.0.0.1:{at}"], stdout=log, stderr=log)  # fmt: skip
    world.at_end(lambda: (process.terminate(), process.wait(20)))

    def value(query):
        found = get_json(at, "/api/v1/query?query=" + urllib.parse.quote(query))["data"]["result"]
        return float(found[0]["value"][1]) if found else None

    eventually(lambda: get(at, "/-/ready")[0] == 200, 20, "Prometheus is ready")
    eventually(lambda: value('balloond_guests{state="fresh"}') == COUNT, 20, "the scrape is in Prometheus")
    (target,) = get_json(at, "/api/v1/targets")["data"]["activeTargets"]
    assert target["health"] == "up" and not target["lastError"], target
    assert value("count(balloond_guest_actual_bytes)") == COUNT
    eventually(lambda: value("rate(balloond_cycles_total[10s])"), 20, "a rate of cycles")

    def judged():
        groups = get_json(at, "/api/v1/rules")["data"]["groups"]
        rules = [rule for group in groups for rule in group["rules"]]
        return rules if rules and all(rule["health"] == "ok" for rule in rules) else None

    rules = eventually(judged, 20, "every rule is evaluated")
    assert not [rule["name"] for rule in rules if rule["state"] == "firing"]
    world.note(f"{target['lastScrapeDuration'] * 1000:.0f} ms a scrape of {COUNT} guests, {len(rules)} rules at rest")


def test_promtool_has_no_remark(world):
    daemon, port = served(world)
    status, headers, scrape = get(port, "/metrics")
    assert status == 200 and headers["Content-Type"].startswith("text/plain; version=0.0.4")
    assert not promtool("check", "metrics", text=scrape)
    # Every counter has a sentence of its own.
    assert "of 'balloonctl status'" not in scrape
    printed = daemon.control("metrics")
    assert printed.returncode == 0 and not promtool("check", "metrics", text=printed.stdout)
    assert families(printed.stdout) == families(scrape)
    file = world.directory / "balloond.prom"
    assert daemon.control("metrics", "--output", str(file)).returncode == 0
    assert families(file.read_text()) == families(scrape) and stat.S_IMODE(file.stat().st_mode) == 0o644
    assert not list(world.directory.glob(".balloond.prom*"))
    assert "SUCCESS" in promtool("check", "rules", MONITORING / "alerts.yml")
    assert "SUCCESS" in promtool("test", "rules", MONITORING / "alerts_test.yml")
    unknown = used_names() - families(scrape)
    if not Path("/sys/kernel/mm/ksm").exists():
        unknown = {name for name in unknown if not name.startswith("balloond_ksm")}
    assert not unknown, f"dashboard or alert rules name what is not there: {unknown}"


def used_names():
    """Metrics that the dashboard and the alert rules ask for."""
    dashboard = json.loads((MONITORING / "grafana.json").read_text())
    queries = [target["expr"] for panel in dashboard["panels"] for target in panel["targets"]]
    queries += [variable["definition"] for variable in dashboard["templating"]["list"] if "definition" in variable]
    queries += re.findall(r"^\s+expr: (.*)$", (MONITORING / "alerts.yml").read_text(), re.MULTILINE)
    assert len(queries) > 25
    return {name for query in queries for name in re.findall(r"balloond_\w+", query)}


def test_only_this_host_may_look_and_nobody_may_change(world):
    daemon, port = served(world)
    assert get(port, "/api/status", Host="evil.example")[0] == 421
    assert get(port, "/api/status", method="POST")[0] == 405
    assert get(port, "/api/status", Host=f"localhost:{port + 1}")[0] == 200
    assert get(port, "/api/nothing")[0] == 404
    assert len(get_json(port, "/api/guests")["guests"]) == COUNT
    course = eventually(lambda: get_json(port, "/api/recent")["pool"][2:], 10, "three seconds of the pool")
    assert all(point["used_bytes"] <= point["used_peak_bytes"] <= point["total_bytes"] for point in course)
    for address, words in {"0.0.0.0:9177": "not a loopback address", "9177": "has no port"}.items():
        config = world.directory / "wrong.toml"
        config.write_text(f'[web]\nlisten = "{address}"\n')
        line = [binary("balloond"), "--check-config", "--config", str(config)]
        result = subprocess.run(line, capture_output=True, text=True, timeout=20, check=False)
        assert result.returncode != 0 and words in result.stdout + result.stderr, result.stderr
    assert daemon.stop() == 0


def test_a_socket_of_the_file_system_or_a_port_in_use(world):
    path = world.directory / "web.sock"
    daemon = world.daemon(web={"listen": f"unix:{path}"}, daemon={"control-mode": "0640"})
    eventually(path.exists, 10, "the socket")
    assert stat.S_IMODE(path.stat().st_mode) == 0o640
    assert get(path, "/api/status", Host="whatever")[0] == 200
    daemon.kill()
    daemon.start()
    eventually(lambda: get(path, "/healthz")[0] == 200, 10, "a socket left by a killed daemon is replaced")
    assert daemon.stop() == 0
    assert not path.exists() and not list(world.directory.glob("web.sock*"))

    port = free_port()
    with http.server.HTTPServer(("127.0.0.1", port), http.server.BaseHTTPRequestHandler):
        second = world.daemon(web={"listen": f"127.0.0.1:{port}"})
        eventually(lambda: second.counters()["cycles"] > 1, 10, "it decides without its page")
        eventually(lambda: "cannot serve the page" in second.log(), 10, "it says so")
    eventually(lambda: get(port, "/healthz")[0] == 200, 10, "the page comes when the port is free")


def test_the_page_in_a_browser(world):
    daemon, port = served(world)
    daemon.ask("set", "guest0003", "300M", "--for", "1h", "--reason", "<img src=x onerror=alert(1)>")
    browser = world.defer(Browser(world.directory / "chromium"))
    browser.screen(1400, 900)
    browser.open(f"http://127.0.0.1:{port}/")
    count = "document.querySelectorAll('#rows .row').length"
    eventually(lambda: browser.value(count) == COUNT, 20, "a row a guest")
    assert browser.value("document.title").endswith("balloond")
    usage = float(browser.value("document.getElementById('usage').textContent"))
    assert abs(usage - daemon.ask("status")["pool"]["usage"] * 100) < 10
    assert "line 80 %" in browser.value("document.getElementById('chart').textContent")
    drawn = "document.querySelector('#chart .use').getAttribute('d').includes('L')"
    eventually(lambda: browser.value(drawn), 10, "a course")
    row = "[...document.querySelectorAll('#rows .row')].find((row) => row.textContent.includes('guest0003'))"
    eventually(lambda: "pin 300 MiB" in browser.value(f"{row}.textContent"), 10, "the pin is shown")
    width = f"parseFloat({row}.querySelector('.actual').style.width)"
    eventually(lambda: abs(browser.value(width) - 100 * 300 / 512) < 1, 10, lambda: f"to scale: {browser.value(width)}")

    def choose(field, value):
        browser.value(f"{{ const field = document.getElementById('{field}'); field.value = '{value}'; "
                      "field.dispatchEvent(new Event('input')); }")  # fmt: skip

    choose("filter", "guest001")
    assert browser.value(count) == COUNT - 10
    choose("filter", "")
    choose("show", "pinned")
    assert browser.value(count) == 1
    choose("show", "all")
    choose("sort", "actual")
    assert browser.value("document.querySelectorAll('#rows .row b')[19].textContent") == "guest0003"
    for name, dark, phone in (("light", False, False), ("dark", True, False), ("phone", False, True)):
        browser.screen(390 if phone else 1400, 844 if phone else 900, phone, dark)
        wide = browser.value("document.documentElement.scrollWidth - document.documentElement.clientWidth")
        assert wide <= 0, f"{name}: the page is {wide} px wider than the window"
        browser.picture(world.directory / f"{name}.png")
    report = world.directory / "report.html"
    eventually(lambda: daemon.counters()["history_steps"] > 0, 15, "something to report")
    assert daemon.control("report", "--since", "10m", "--output", str(report)).returncode == 0
    daemon.stop()
    notices = "document.getElementById('notices').textContent"
    eventually(lambda: "no answer" in browser.value(notices), 10, "it says that nobody answers")
    refused = [problem for problem in browser.problems if "ERR_CONNECTION_REFUSED" not in problem]
    assert not refused, refused
    # On paper nothing can be scrolled: whatever is wider than its box would be cut off.
    browser.screen(640, 900)
    browser.open(f"file://{report}")
    eventually(lambda: browser.value("document.querySelectorAll('.scroll').length") > 0, 10, "the report")
    boxes = "[...document.querySelectorAll('figure, .scroll')].map((box) => getComputedStyle(box).overflowX)"
    assert set(browser.value(boxes)) == {"auto"}
    browser.call("Emulation.setEmulatedMedia", media="print")
    assert set(browser.value(boxes)) == {"visible"}
    dark = {"name": "prefers-color-scheme", "value": "dark"}
    browser.call("Emulation.setEmulatedMedia", media="print", features=[dark])
    assert browser.value("getComputedStyle(document.body).backgroundColor") == "rgb(255, 255, 255)", "dark on paper"
