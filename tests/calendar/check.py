"""Whether other programs find in a calendar what `eval --format json` says, in three zones and across both clock changes
of each, and what a patient sees in khal when a plan is made again.

`check.py CARECHECK MODULES`: the program, and the folder with `node_modules`. Python's libraries come from this Python's
environment; `requirements.txt` and `package.json` name the versions.
"""

import datetime as dt
import json
import os
import pathlib
import re
import subprocess
import sys
import tempfile
from zoneinfo import ZoneInfo

HERE = pathlib.Path(__file__).resolve().parent
CARECHECK = pathlib.Path(sys.argv[1]).resolve()
MODULES = pathlib.Path(sys.argv[2]).resolve()
SHEET = HERE / "visit.care"

# The day after each treatment, or the night after that, the clocks change; in Cairo they skip midnight.
VISITS = [
    ("Europe/Paris", "2026-03-28T10:00"),
    ("Europe/Paris", "2026-10-24T16:30"),
    ("America/New_York", "2026-03-07T10:00"),
    ("America/New_York", "2026-10-31T23:30"),
    ("Africa/Cairo", "2026-04-22T10:00"),
    ("Africa/Cairo", "2026-10-29T09:00"),
]


def run(*command, **options):
    done = subprocess.run([str(word) for word in command], capture_output=True, text=True, encoding="utf-8", **options)
    assert done.returncode == 0, f"{command}: {done.stderr}"
    return done.stdout


def plan(sheet, zone, treated, *options):
    return run(CARECHECK, "eval", sheet, "--tz", zone, "--treated", treated, "--now", "2026-01-01T09:00", *options)


def instant(text):
    """An instant of the JSON, such as `2026-03-29T10:00:00+02:00[Europe/Paris]`, in its zone."""
    offset, zone = re.fullmatch(r"(.*)\[(.*)\]", text).groups()
    return dt.datetime.fromisoformat(offset).astimezone(ZoneInfo(zone))


def entry_time(text):
    """How an instant stands in the calendar: as a date if it is the first of its civil day, and else in UTC."""
    at = instant(text)
    before = (at.astimezone(dt.timezone.utc) - dt.timedelta(seconds=1)).astimezone(at.tzinfo)
    if before.date() != at.date():
        return at.date().isoformat()
    return at.astimezone(dt.timezone.utc).strftime("%Y-%m-%dT%H:%M:%SZ")


def expected_times(plan):
    """The starts of all entries, taken from the JSON by the rules that docs/output.md gives."""
    treated = plan["treatments"][0]["at"]
    times = {entry_time(treated)}
    for rule in plan["guidance"]:
        start, end = (rule[edge]["earliest"] for edge in ("start", "end"))
        if rule["verb"] == "avoid" and instant(end) != instant(treated):
            times.add(entry_time(end))
        if rule["verb"] == "do" and rule["occurrences"]:
            times.update(entry_time(at) for at in rule["occurrences"])
        elif rule["verb"] == "do" or instant(start) != instant(treated):
            times.add(entry_time(start))
    times.update(instant(course["next"]["earliest"]).date().isoformat() for course in plan["course"])
    return times


def parsers_agree(folder, zone, treated):
    data = json.loads(plan(SHEET, zone, treated, "--format", "json"))
    file = folder / "plan.ics"
    plan(SHEET, zone, treated, "--format", "ics", "--output", file)
    read = json.loads(run(sys.executable, HERE / "read.py", file, env={**os.environ, "TZ": "UTC"}))
    read |= json.loads(run("node", HERE / "read.mjs", file, cwd=MODULES, env={**os.environ, "TZ": "UTC"}))
    assert len(read) == 5
    first = read["icalendar"]
    for name, entries in read.items():
        assert entries == first, f"{name} and icalendar differ in {zone}:\n{entries}\n{first}"
    starts = {entry["start"] for entry in first.values()}
    assert starts == expected_times(data), f"{zone}, {treated}: {sorted(starts ^ expected_times(data))}"
    # 48 hours are 48 hours, whatever the clocks do; days 2 to 4 are those days.
    summaries = {entry["summary"]: entry for entry in first.values()}
    at = lambda text: dt.datetime.fromisoformat(text.replace("Z", "+00:00"))
    start = instant(data["treatments"][0]["at"])
    assert at(summaries["No longer avoid saunas"]["start"]) - start == dt.timedelta(hours=48)
    (screen,) = [entry for entry in first.values() if entry["summary"].startswith("Put on sunscreen")]
    day = lambda days: (start.date() + dt.timedelta(days=days)).isoformat()
    assert (screen["start"], screen["end"]) == (day(1), day(4)), screen
    assert "\n" not in "".join(summaries), "a label adds no line"
    return len(first)


class Khal:
    """A calendar of a patient who has just installed khal."""

    def __init__(self, folder, zone):
        self.config = folder / "khal.conf"
        vdir = folder / "calendar"
        vdir.mkdir()
        formats = "timeformat = %H:%M\ndateformat = %Y-%m-%d\nlongdateformat = %Y-%m-%d\n"
        formats += "datetimeformat = %Y-%m-%d %H:%M\nlongdatetimeformat = %Y-%m-%d %H:%M\n"
        self.config.write_text(
            f"[calendars]\n[[care]]\npath = {vdir}\n[locale]\nlocal_timezone = {zone}\ndefault_timezone = {zone}\n"
            f"{formats}[sqlite]\npath = {folder / 'khal.db'}\n"
        )
        self.env = {**os.environ, "TZ": zone, "HOME": str(folder), "LC_ALL": "C.UTF-8"}

    def khal(self, *words):
        return run(pathlib.Path(sys.executable).with_name("khal"), "-c", self.config, *words, env=self.env)

    def take_in(self, file):
        self.khal("import", "--batch", file)

    def shows(self):
        """All entries that stand, and all that are shown as cancelled: start in local time and sentence."""
        form = "{start-date} {start-time}|{cancelled}|{title}"
        lines = self.khal("list", "--once", "--day-format", "", "--format", form, "2026-01-01", "365d").splitlines()
        rows = [[cell.strip() for cell in line.split("|", 2)] for line in lines if line.strip()]
        stand = sorted((start, title) for start, cancelled, title in rows if not cancelled)
        return stand, sorted((start, title) for start, cancelled, title in rows if cancelled)


def local(text):
    """How khal shows an instant of the JSON."""
    time = entry_time(text)
    return time if len(time) == 10 else instant(text).strftime("%Y-%m-%d %H:%M")


def khal_follows(folder, zone, treated):
    khal = Khal(folder, zone)
    first, second, third = (folder / name for name in ("1.ics", "2.ics", "3.ics"))
    sauna = lambda text: [(start, title) for start, title in text if "saunas" in title]
    find = lambda data: next(rule["end"]["earliest"] for rule in data["guidance"] if rule["name"] == "named_sauna")

    plan(SHEET, zone, treated, "--format", "ics", "-o", first)
    khal.take_in(first)
    stand, cancelled = khal.shows()
    data = json.loads(plan(SHEET, zone, treated, "--format", "json"))
    assert sauna(stand) == [(local(find(data)), "No longer avoid saunas")], stand
    assert not cancelled
    assert len(stand) == first.read_text(encoding="utf-8").count("\nBEGIN:VEVENT\n")

    # One rule says something else, another is withdrawn.
    text = SHEET.read_text(encoding="utf-8")
    changed = folder / "changed.care"
    changed.write_text(
        text.replace("avoid sauna until +48h", "avoid sauna until +72h").replace("do checkup at day 8 10:00\n", ""),
        encoding="utf-8",
    )
    plan(changed, zone, treated, "--format", "ics", "--update", first, "-o", second)
    khal.take_in(second)
    moved, cancelled = khal.shows()
    data = json.loads(plan(changed, zone, treated, "--format", "json"))
    assert sauna(moved) == [(local(find(data)), "No longer avoid saunas")], moved
    assert not [title for _, title in moved if "check-up" in title], "a withdrawn entry stands"
    assert [title for _, title in cancelled] == ["Out of date: Come to your check-up"], cancelled
    assert [row for row in stand if row not in moved and "check-up" not in row[1]] == sauna(stand), "only that has moved"

    # The whole visit is put off.
    later = (dt.datetime.fromisoformat(treated) + dt.timedelta(days=9)).isoformat(timespec="minutes")
    plan(changed, zone, later, "--format", "ics", "--update", second, "-o", third)
    khal.take_in(third)
    put_off, cancelled = khal.shows()
    data = json.loads(plan(changed, zone, later, "--format", "json"))
    assert sauna(put_off) == [(local(find(data)), "No longer avoid saunas")], put_off
    assert [title for _, title in put_off] and len(put_off) == len(moved) and not set(put_off) & set(moved)
    assert len(cancelled) == 1


def main():
    read = 0
    with tempfile.TemporaryDirectory() as folder:
        for number, (zone, treated) in enumerate(VISITS):
            place = pathlib.Path(folder) / str(number)
            place.mkdir()
            read += parsers_agree(place, zone, treated)
            if number % 2 == 0:
                khal_follows(place, zone, treated)
    print(f"{read} entries of {len(VISITS)} visits are the same in five libraries and in khal")


main()
