//! What a careful reader finds in the twelve sheets of `tests/sheets`, and what the checker says: the same, statement by
//! statement. A line names the severity, the finding and the numbers of the statements, which stand beside the rules.
#![cfg(test)]

use carecheck::diagnostic::Diagnostic;
use carecheck::model::Unit;
use carecheck::source::{FileId, SourceFile, Sources};

/// Every finding of every sheet, and why it is one.
const KNOWN: &[(&str, &[&str])] = &[
    (
        "01-microneedling-monarch",
        &[
            // "Only the recommended serum" bans makeup, sunscreen and actives already.
            "note implied 01.06 01.07",
            "note implied 01.06 01.08",
            "note implied 01.06 01.09",
            // Light exercise on days 2 to 4: and on day 5?
            "note ends-with-heading 01.12 01.15",
            // No sunscreen for 24 hours, sunscreen from day 2: both, for who is treated at 23:30 before the clocks go forward;
            // and for everybody else hours of which nothing is said.
            "error contradiction 01.06 01.13",
            "error contradiction 01.08 01.13",
            "note gap 01.06 01.13",
            // Saunas: not for 24 hours, again from day 5.
            "note gap 01.10 01.19",
        ],
    ),
    ("06-rf-microneedling-cc", &[]),
    (
        "07-tca-peel-dobry",
        &[
            // Makeup from the end of the pink phase, which may be before days 4 and 5 of "nothing else".
            "note gap 07.02 07.09",
            "error contradiction 07.09 07.17",
            "note ends-with-heading 07.18 07.19",
        ],
    ),
    ("13-laser-hair-removal-expert", &[]),
    // Aspirin earlier than its kind is stricter, and no mistake.
    ("21-prp-orthoseattle", &[]),
    (
        "22-prp-achilles-prphealth",
        &[
            // Heat on the area for 30 minutes; no heat for three days.
            "error contradiction 22.04 22.08",
            // The gym from day 10, vigorous exercise not for three days.
            "note gap 22.08 22.12",
        ],
    ),
    ("27-permanent-makeup-blackcraft", &[]),
    ("36-lasik-columbia", &[]),
    (
        "39-dental-implant-golos",
        &[
            // No rinsing today; salt water from 24 hours on, which is today if the clocks go back; chlorhexidine as directed.
            "warning unmeetable-duty 39.10 39.11 39.12",
            "warning narrowed-duty 39.10 39.13",
            // Ice until 24 hours, then heat: silence.
        ],
    ),
    (
        "41-colonoscopy-bellevue",
        &[
            // Nothing by mouth in the last two hours; a last drink, and medicines with a sip of water.
            "warning narrowed-duty 41.12 41.15",
            "warning narrowed-duty 41.13 41.15",
        ],
    ),
    ("48-vasectomy-unmc", &[]),
    // No driving while on narcotics and for two weeks means the later of the two: no finding.
    // The wound stays dry for 48 hours, and is washed: from when?
    ("57-hernia-mountnittany", &["warning narrowed-duty 57.13 57.16"]),
];

fn findings(sheet: &str) -> Vec<String> {
    let path = format!("{}/tests/sheets/{sheet}.care", env!("CARGO_MANIFEST_DIR"));
    let mut sources = Sources::default();
    let id = sources.add(SourceFile::load(sheet, &std::fs::read(path).unwrap()).0);
    let (tree, errors) = carecheck::syntax::parse(id, sources.file(id));
    assert_eq!(errors, [], "{sheet}");
    let unit = Unit { files: vec![tree], ..Unit::default() };
    let found = carecheck::analyse(&sources, &unit, FileId(0)).1;
    found.iter().map(|finding| told(sources.file(id), finding)).collect()
}

/// `error contradiction 22.04 22.08`
fn told(file: &SourceFile, finding: &Diagnostic) -> String {
    let mut statements: Vec<&str> =
        finding.labels.iter().map(|label| statement(file, file.line_column(label.place.span.start).line)).collect();
    statements.sort_unstable();
    format!("{} {} {}", finding.severity.word(), finding.code.name, statements.join(" "))
}

/// The number of the statement in the comment beside a rule, or below its first line.
fn statement(file: &SourceFile, line: u32) -> &str {
    let number = |line| file.line(line).split_once("# ").and_then(|(_, comment)| comment.split([' ', ',']).next());
    (line..line + 3).find_map(number).unwrap()
}

#[test]
fn every_sheet_has_the_findings_that_a_careful_reader_has() {
    for (sheet, known) in KNOWN {
        assert_eq!(findings(sheet), *known, "{sheet}");
    }
}

#[test]
fn every_sheet_is_in_the_table() {
    let files = std::fs::read_dir(concat!(env!("CARGO_MANIFEST_DIR"), "/tests/sheets")).unwrap();
    let names = files.map(|file| file.unwrap().file_name().into_string().unwrap());
    let mut sheets: Vec<String> = names.filter_map(|name| Some(name.strip_suffix(".care")?.to_owned())).collect();
    sheets.sort();
    assert_eq!(sheets, KNOWN.iter().map(|(sheet, _)| *sheet).collect::<Vec<_>>());
}

/// Sheet 57 says it in one sentence; a sheet that says it in two means the same.
#[test]
fn two_limits_that_together_mean_the_later_are_no_error() {
    let sheet = "treatment repair \"Repair\"\nactivity driving \"driving\"\nevent off_narcotics \"you take no more narcotics\"\n\
                 avoid driving until off_narcotics\navoid driving until +2w\n";
    let mut sources = Sources::default();
    let id = sources.add(SourceFile::load("a.care", sheet.as_bytes()).0);
    let unit = Unit { files: vec![carecheck::syntax::parse(id, sources.file(id)).0], ..Unit::default() };
    assert_eq!(carecheck::analyse(&sources, &unit, id).1, []);
}
