//! Conflicts as they stand on sheets, with names and times made up: a program, and what has to be found in it, as severity,
//! finding and lines. Nothing else may be found, and every case that a finding shows is looked up in the plan.
#![cfg(test)]

use std::process::Command;

use carecheck::diagnostic::Diagnostic;
use carecheck::model::Unit;
use carecheck::source::{SourceFile, Sources};

/// A program marks a line that a finding has to name with its severity and name, in a comment.
const SHEETS: &[(&str, &str)] = &[
    (
        "a kind that comes back before its parent",
        r#"
treatment laser "Laser" day 0 hours 09:00..17:00
activity sun "sun"
activity tanning_bed "tanning beds" is sun
activity exercise "exercise"
activity walking "walking" is exercise
avoid sun until +6mo
allow tanning_bed from +12w                          # error contradiction
avoid exercise until +1w
allow walking from +2d                               # error contradiction
"#,
    ),
    (
        "healing may come later than the day that is named",
        r#"
treatment laser "Laser" day 0 hours 09:00..17:00
activity makeup "makeup"
activity mineral_makeup "mineral makeup" is makeup
activity bath "baths"
event closed "your skin has closed" expected on days 5 to 8
event seen "the doctor has seen you"
avoid makeup until closed
allow mineral_makeup from day 7                      # error contradiction
avoid bath until seen
allow bath from +2w                                  # warning contradiction
"#,
    ),
    (
        "hours on one line, days on the other",
        r#"
treatment botox "Botox" day 0 hours 09:00..18:00
activity rubbing "rubbing"
activity facial "facials" is rubbing
activity sauna "saunas"
activity swimming "swimming"
avoid rubbing until +24h
allow facial from day 1                              # error contradiction
avoid sauna until +48h
allow sauna from +2d                                 # error contradiction
avoid swimming until +1mo
allow swimming from +4w                              # error contradiction
"#,
    ),
    (
        "a duty under a ban",
        r#"
treatment surgery "Surgery" day 0 hours 07:00..16:00
activity sleeping_back "sleeping on your back" do "sleep on your back"
activity drops "drops" do "use your drops"
activity medicine "your medicine" do "take your medicine"
activity exercise "exercise"
activity rehab "your exercises" is exercise do "do your exercises"
activity dressing "the dressing" do "keep the dressing on"
event stitches_out "your stitches are out" expected from +7d until +10d
do sleeping_back throughout until +6w
avoid sleeping_back until +2d                        # error unmeetable-duty
do drops every 6h until +3d
avoid drops from +6h until +12h                      # error unmeetable-duty
do medicine daily at 08:00 until +5d
avoid medicine on days 3 to 4                        # error unmeetable-duty
avoid exercise until +1w
do rehab daily from +2d until +6w                    # error unmeetable-duty
do dressing throughout until stitches_out
avoid dressing from +5d until +6d                    # error unmeetable-duty
"#,
    ),
    (
        "a duty that is narrowed",
        r#"
treatment sedation "Sedation" day 0 hours 07:00..16:00
activity by_mouth "anything by mouth"
activity water "water" is by_mouth do "drink water"
activity pills "your pills" is by_mouth do "take your pills with a sip of water"
activity wetting "wetting the wound"
activity wash "washing the wound" is wetting do "wash the wound"
avoid by_mouth within 2h before treatment
do water within 3h before treatment                  # warning narrowed-duty
do pills from day 0 until treatment                  # warning narrowed-duty
avoid wetting until +48h
do wash                                              # warning narrowed-duty
"#,
    ),
    (
        "normal and alarming at once",
        r#"
treatment implant "Implant" day 0 hours 08:00..18:00
sign swelling "swelling"
sign bleeding "bleeding"
sign spotting "spotting"
expect swelling until +1w
alert swelling from day 6                            # error contradiction
expect bleeding on day 0
alert bleeding                                       # error contradiction
expect spotting until +3mo..+6mo
alert spotting from +4mo                             # warning contradiction
"#,
    ),
    (
        "facts under which both hold",
        r#"
treatment prp "PRP" day 0 hours 08:00..18:00
activity ibuprofen "ibuprofen" do "take ibuprofen"
activity ice "ice" do "put ice on"
fact ulcer "you have had an ulcer" : yes/no
fact allergic "you are allergic to ibuprofen" : yes/no
fact joint "the joint" : one of knee "your knee", shoulder "your shoulder", scalp "your scalp"
fact cycle "the day of your cycle" : number 1..35
activity condom "condoms" do "use condoms"
do ibuprofen every 6h until +3d unless ulcer
avoid ibuprofen when ulcer or allergic               # error unmeetable-duty
do ice 3 times daily until +48h when joint = knee or joint = shoulder
avoid ice until +72h when joint = knee               # error unmeetable-duty
do condom throughout until +1w when cycle > 7
avoid condom until +1w when cycle >= 8               # error unmeetable-duty
"#,
    ),
    (
        "ends that nobody wrote, advice and about",
        r#"
treatment piercing "Piercing" day 0 hours 10:00..19:00
activity alcohol "alcohol"
activity flying "flying"
activity running "running"
activity soaking "soaking"
activity bath "baths" is soaking
avoid alcohol
allow alcohol from +1d                               # warning contradiction
ideally avoid flying until +2w
allow flying from +1w                                # note contradiction
avoid running until about +1w
allow running from +5d                               # note contradiction
avoid soaking until +2w..+3w
allow bath from +2w                                  # warning contradiction
"#,
    ),
    (
        "courses",
        r#"
treatment chemo "Chemotherapy" day 1 hours 08:00..14:00
repeat every 3w for 4..6 sessions
repeat every 5w                                      # error courses
ideally repeat for 8 sessions                        # note courses
avoid chemo until +4w                                # error courses
"#,
    ),
    (
        "what an exception takes out, and what it does not",
        r#"
treatment cataract "Cataract" day 0 hours 08:00..16:00
activity shower "showers"
activity hair_wash "washing your hair" is shower
activity eating "eating"
activity light_meal "a light meal" is eating
avoid shower until +24h except hair_wash             # warning exception-cancelled
avoid hair_wash until +3d
avoid eating within 8h before treatment except (light_meal before -6h)
allow light_meal within 7h before treatment          # error contradiction
"#,
    ),
    (
        "headings that overlap",
        r#"
treatment brows "Permanent brows" day 1 hours 09:00..18:00
activity water "water on your brows"
activity wash "washing your brows" is water do "wash your brows"
activity makeup "makeup"
phase "Days 2 to 7" on days 2 to 7 {
  avoid water, makeup
}
phase "Days 7 to 14" on days 7 to 14 {
  do wash daily                                      # error unmeetable-duty
  allow makeup                                       # error contradiction, note ends-with-heading
}
"#,
    ),
    (
        "a manager's own file, without labels and in no order",
        r#"
treatment filler "Filler" day 1
hours 09:00..19:00
allow makeup from day 2
avoid makeup until +12h                              # error contradiction
avoid exercise, alcohol until +48h
allow exercise from +24h when light                  # error contradiction
fact light "it is light" : yes/no
activity exercise activity alcohol activity makeup activity massage do "massage"
avoid massage through day 14
do massage "As shown." daily from day 3 through day 5   # error unmeetable-duty
avoid alcohol until +48h                             # warning implied
"#,
    ),
];

fn findings(program: &str) -> (Sources, Vec<Diagnostic>) {
    let mut sources = Sources::default();
    let id = sources.add(SourceFile::load("a.care", program.as_bytes()).0);
    let (tree, errors) = carecheck::syntax::parse(id, sources.file(id));
    assert_eq!(errors, [], "{program}");
    let unit = Unit { files: vec![tree], ..Unit::default() };
    let found = carecheck::analyse(&sources, &unit, id).1;
    (sources, found)
}

/// What the comments of a program ask for: the line, and severity and name of the finding.
fn wanted(program: &str) -> Vec<(u32, String)> {
    let marks = (1..).zip(program.lines()).filter_map(|(line, text)| Some((line, text.split_once("# ")?.1)));
    marks.flat_map(|(line, all)| all.split(", ").map(move |one| (line, one.trim().to_owned()))).collect()
}

#[test]
fn every_conflict_is_found_and_nothing_else() {
    for (name, program) in SHEETS {
        let (sources, found) = findings(program);
        let mut open = wanted(program);
        for finding in &found {
            let lines = finding
                .labels
                .iter()
                .map(|label| sources.file(label.place.file).line_column(label.place.span.start).line);
            let lines: Vec<u32> = lines.collect();
            let told = format!("{} {}", finding.severity.word(), finding.code.name);
            let at = open.iter().position(|(line, want)| *want == told && lines.contains(line));
            assert!(at.is_some(), "{name}: nobody asked for `{told}: {}` on the lines {lines:?}", finding.message);
            open.remove(at.unwrap());
        }
        assert_eq!(open, [], "{name}: not found");
    }
}

/// The command of each case runs, and what it prints names what the finding is about.
#[test]
fn every_case_can_be_shown() {
    let folder = std::path::Path::new(env!("CARGO_TARGET_TMPDIR")).join("conflicts");
    std::fs::create_dir_all(&folder).unwrap();
    for (name, program) in SHEETS {
        std::fs::write(folder.join("a.care"), program).unwrap();
        for finding in findings(program).1 {
            let Some(witness) = &finding.witness else { continue };
            let arguments = witness.command.strip_prefix("carecheck ").unwrap().split(' ');
            let output = Command::new(assert_cmd::cargo::cargo_bin("carecheck"))
                .args(arguments)
                .current_dir(&folder)
                .env_clear()
                .output()
                .unwrap();
            let shown = String::from_utf8(output.stdout).unwrap();
            assert!(output.status.success(), "{name}: {}", witness.command);
            let shows = match finding.code.name {
                "contradiction" if finding.message.contains("alarm") => shown.contains("not normal"),
                "contradiction" | "unmeetable-duty" | "narrowed-duty" => {
                    ["avoided", "better not"].iter().any(|word| shown.contains(word))
                }
                "courses" => shown.contains("Further sessions") || shown.contains("avoided"),
                _ => true,
            };
            assert!(shows, "{name}: {}\n{shown}", finding.message);
        }
    }
}
