//! What was once wrong and is right now: the smallest programs in which the checker and an oracle differed.
#![cfg(test)]

use carecheck::diagnostic::{Diagnostic, Severity};
use carecheck::model::Unit;
use carecheck::source::{FileId, SourceFile, Sources};
use carecheck::time::{Latest, Moment, Situation, Step, Term};
use jiff::Zoned;

const NAMES: &str = "treatment peel \"Peel\" day 0\nactivity wet \"wet\"\nactivity bath \"bath\" is wet, heat\n\
                     activity heat \"heat\"\nactivity sauna \"sauna\" is heat\nsign spots \"spots\"\n\
                     event healed \"healed\" expected on days 1 to 3\nevent dose \"dose\" before treatment\n";

fn findings(rules: &str) -> Vec<Diagnostic> {
    let mut sources = Sources::default();
    let program = format!("{rules}\n{NAMES}");
    let id = sources.add(SourceFile::load("a.care", program.as_bytes()).0);
    let (tree, syntax) = carecheck::syntax::parse(id, sources.file(id));
    assert!(syntax.is_empty(), "{}", syntax[0].message);
    let mut unit = Unit::default();
    unit.files.push(tree);
    carecheck::analyse(&sources, &unit, FileId(0)).1
}

/// The conflicts that are found among some rules: the code, how bad it is, when.
fn conflicts(rules: &str) -> Vec<(&'static str, Severity, String)> {
    let findings = findings(rules);
    let conflicts = findings.iter().filter(|finding| matches!(finding.code.id, "C0401" | "C0402" | "C0403"));
    conflicts
        .map(|finding| {
            (finding.code.id, finding.severity, finding.occurs.map(|o| o.word()).unwrap_or_default().to_owned())
        })
        .collect()
}

/// Whatever the end is, the first time is at the start, and it is banned.
#[test]
fn a_start_is_known_where_only_the_end_is_about() {
    let found = conflicts("avoid wet from treatment until +1w\ndo bath every 4h until about +3d");
    assert_eq!(found, [("C0402", Severity::Error, "always".to_owned())]);
}

/// `+24h` is later than `+1d1h` where the clocks go forward by two hours in between.
#[test]
fn the_ends_of_a_range_may_change_places_across_a_clock_change() {
    let after = |step| Latest::of(Term::treatment().then(step));
    let day = after(Step::Calendar { months: 0, days: 1 });
    let later = Latest(day.0.into_iter().map(|term| term.then(Step::Elapsed { seconds: 3_600 })).collect());
    let moment = Moment { earliest: after(Step::Elapsed { seconds: 24 * 3_600 }), latest: later, about: false };
    let treated: Zoned = "2027-03-27T08:00:00+00:00[Antarctica/Troll]".parse().unwrap();
    let stretch = Situation { treated, events: Vec::new() }.stretch(&moment).unwrap();
    let ends = [&stretch.start, &stretch.end].map(|edge| edge.instant().unwrap().to_string());
    assert_eq!(ends, ["2027-03-28T09:00:00+02:00[Antarctica/Troll]", "2027-03-28T10:00:00+02:00[Antarctica/Troll]"]);
}

/// The dose lies before the treatment, and its end was taken to; but it may be that there was none.
#[test]
fn an_event_before_the_treatment_that_is_never_ends_nothing() {
    let found = conflicts("expect spots until dose\nalert spots from +72h until healed");
    assert_eq!(found, [("C0401", Severity::Warning, "time-of-day".to_owned())]);
    assert_eq!(conflicts("expect spots before dose\nalert spots from +1h")[0].0, "C0401");
}

/// A bath is hot and wet. Who may neither have a sauna nor get wet has no kind of heat left.
#[test]
fn a_ban_of_something_else_may_forbid_a_kind_of_what_is_due() {
    let found = conflicts("avoid sauna until +48h\navoid wet until +48h\ndo heat daily");
    assert_eq!(found, [("C0402", Severity::Warning, "always".to_owned())]);
    assert_eq!(conflicts("avoid wet until +48h\ndo heat daily"), []);
}

/// Whoever names one kind of something does not say that there is no other, not even if that kind has kinds.
#[test]
fn the_only_kind_that_is_named_is_not_all_of_it() {
    let found = conflicts(
        "activity meal \"meal\"\nactivity soup \"soup\" is meal\nactivity broth \"broth\" is soup\n\
                           activity bisque \"bisque\" is soup\navoid broth, bisque\ndo meal daily",
    );
    assert_eq!(found, []);
}

/// What is let through once, somewhere between two moments, is let through at each instant between, as for `ask`.
#[test]
fn an_exception_for_once_is_open_all_its_time() {
    let ban = "avoid bath until +6h except (bath at +1h..+8h)\ndo bath throughout";
    assert_eq!(conflicts(&format!("{ban} from +2h until +4h")), []);
    assert_eq!(conflicts(&format!("{ban} from +30min until +4h"))[0].0, "C0402");
}

/// Of what is due from about some time on, only the last second is sure, and the ban may fall on just that one.
#[test]
fn a_ban_may_fall_on_the_one_sure_second() {
    let found = conflicts(
        "event closed expected within 2d after healed\navoid wet at healed +1d\ndo wet from about treatment until closed",
    );
    assert_eq!(found, [("C0403", Severity::Warning, "event".to_owned())]);
}

/// The one ban holds at first and the other at the end: the case shows the kind that is banned when it is looked at.
#[test]
fn of_what_takes_long_a_kind_is_shown_that_is_banned_then() {
    let findings =
        findings("avoid bath within 12h before +24h..+1d1h\navoid sauna\ndo heat lasting 1500min through day 1");
    let refused = findings.iter().find(|finding| finding.code.id == "C0402").unwrap();
    let command = &refused.witness.as_ref().unwrap().command;
    assert!(command.starts_with("carecheck ask a.care sauna --treated 2026-11-"), "{command}");
}

/// The window of the duty may be one second long, and the ban falls on just that one.
#[test]
fn a_ban_at_an_instant_may_take_all_of_a_window_that_an_event_ends() {
    let refused = [("C0402", Severity::Warning, "event".to_owned())];
    assert_eq!(conflicts("event seen\navoid wet at +48h\ndo wet from +48h until seen"), refused);
    assert_eq!(conflicts("event seen\navoid wet at +48h\ndo wet from healed +1d until seen"), refused);
    assert_eq!(conflicts("event seen\navoid wet from seen\ndo wet from +1d until healed"), refused);
}

/// Nobody says how long it goes on, so that no time of it is sure; but all of it is banned, by the one rule after the other.
#[test]
fn bans_may_take_all_of_what_is_due_at_clock_times() {
    let found = conflicts(
        "avoid wet from +36h\navoid bath within 24h of day 1 02:30\n\
         do bath daily at 02:30 when treatment at or after 08:00",
    );
    assert_eq!(found.iter().filter(|(code, severity, _)| (*code, *severity) == ("C0402", Severity::Error)).count(), 1);
}

/// Of a window that starts `about` some time only a second is sure; an exception without a window lets that one through, too.
#[test]
fn an_exception_of_all_of_a_ban_lets_all_of_it_through() {
    let ban = "avoid wet from about +2h30min until +12h..+36h except wet when dose within 2d before treatment";
    let findings = findings(&format!("{ban}\ndo wet from +30min when dose within 2d before treatment"));
    assert!(!findings.iter().any(|finding| matches!(finding.code.id, "C0402" | "C0403")), "{findings:#?}");
}

/// Neither rule has a start; the ban ends first, and is looked at before its end.
#[test]
fn of_what_has_no_start_an_instant_is_shown_at_which_it_is_banned() {
    let findings = findings("event ill any time\navoid wet before day -1 09:00\ndo wet lasting 720min before ill");
    let refused = findings.iter().find(|finding| finding.code.id == "C0402").unwrap();
    assert_eq!(refused.witness.as_ref().unwrap().at, "2026-11-23T08:59:59+01:00[Europe/Paris]");
}

/// The first whole day ends two days after the treatment, and the event that ends the window may be later than that.
#[test]
fn all_of_the_first_day_may_be_banned_where_an_event_ends_the_window() {
    let ate = "event ate before treatment expected from -3d until -12h";
    let found = conflicts(&format!("{ate}\navoid heat from healed\ndo bath daily until ate +48h"));
    assert_eq!((found[0].0, found[0].1), ("C0402", Severity::Error));
}

/// At no instant it is surely due; all at which it may be is banned, by the one rule after the other.
#[test]
fn bans_may_take_all_of_what_is_due_throughout() {
    let errors = |sheet: &str| {
        let found = conflicts(sheet);
        found.iter().filter(|(code, severity, _)| (*code, *severity) == ("C0402", Severity::Error)).count()
    };
    let heat = "avoid heat until day 2 02:30\navoid bath from +36h";
    assert_eq!(errors(&format!("{heat}\ndo bath throughout at day 1 09:00..day 2 09:00")), 1);
    let heat = "avoid heat through day 1\navoid heat on days 1 to 2";
    assert_eq!(errors(&format!("{heat}\ndo bath throughout within 12h before day 1 09:00..day 2 09:00")), 1);
}

/// A day of 23 hours and one hour more end before 24 hours do: the ends of the range change places.
#[test]
fn a_ban_may_start_with_the_later_end_of_its_range() {
    let found = conflicts("avoid sauna from +24h..+1d1h\ndo sauna until +24h");
    assert_eq!(found, [("C0403", Severity::Warning, "clock-change".to_owned())]);
    let findings = findings("avoid sauna from +24h..+1d1h\ndo sauna until +24h");
    let told = "`sauna` is due but avoided from +1d and +1h to +24h, only when the clocks go forward in between";
    assert!(findings.iter().any(|finding| finding.message == told), "{findings:#?}");
}
