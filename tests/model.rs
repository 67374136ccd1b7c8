//! What the model finds in names, types, moments and windows: a program, and what its reader is told. Under each finding
//! stands the text that it marks.
#![cfg(test)]

use std::fmt::Write as _;

use carecheck::model::{Model, Unit, UseError};
use carecheck::source::{FileId, SourceFile, Sources};
use carecheck::syntax::tree::Statement;

/// Resolves the first of some files, which may use the others by name.
fn resolve(files: &[(&str, &str)]) -> (Model, String) {
    let mut sources = Sources::default();
    let mut unit = Unit::default();
    let mut syntax = Vec::new();
    for (name, text) in files {
        let id = sources.add(SourceFile::load(*name, text.as_bytes()).0);
        let (tree, found) = carecheck::syntax::parse(id, sources.file(id));
        unit.files.push(tree);
        syntax.extend(found);
    }
    for tree in &unit.files {
        for statement in &tree.statements {
            let Statement::Use(used) = statement else { continue };
            let path = carecheck::syntax::unquote(sources.slice(used.path.0.in_file(tree.id))).into_owned();
            let target = files.iter().position(|(name, _)| *name == path);
            let target = target.map(|at| FileId(u32::try_from(at).unwrap())).ok_or(UseError::NotFound);
            unit.uses.insert((tree.id, path), target);
        }
    }
    let (model, findings) = carecheck::model::resolve(&sources, &unit, FileId(0));
    let mut listing = String::new();
    for finding in syntax.iter().chain(&findings) {
        writeln!(listing, "{} {}: {}", finding.severity.word(), finding.code.id, finding.message).unwrap();
        for label in &finding.labels {
            let marked = sources.slice(label.place);
            writeln!(listing, "  {} `{marked}` {}", if label.primary { "^" } else { "-" }, label.text).unwrap();
        }
        if let Some(help) = &finding.help {
            writeln!(listing, "  = {help}").unwrap();
        }
    }
    (model, listing)
}

/// What is found in one file.
fn findings(program: &str) -> String {
    resolve(&[("a.care", program)]).1
}

#[test]
fn a_one_line_file_works_and_says_what_it_lacks() {
    let (model, findings) = resolve(&[("a.care", "avoid sauna until +48h")]);
    assert_eq!(model.rules.len(), 1);
    insta::assert_snapshot!(findings, @r#"
    warning C0201: `sauna` is not declared
      ^ `sauna` not declared
      = declare it: `activity sauna "sauna"`
    "#);
}

#[test]
fn names_that_are_nearly_declared() {
    insta::assert_snapshot!(findings(
        "activity sauna \"saunas\"
         activity exercise \"exercise\"
         event healed \"your skin has healed\"
         avoid suana until heeled
         allow exersice from +48h"
    ), @r#"
    warning C0205: `exercise` is declared and never used
      ^ `exercise` an activity that no rule names
      = remove the declaration, or write the rule that was meant to use it
    error C0201: `suana` is not declared; did you mean `sauna`?
      ^ `suana` not declared
      = write `sauna`, or declare `suana`: `activity suana "suana"`
    error C0201: `heeled` is not declared; did you mean `healed`?
      ^ `heeled` not declared
      = write `healed`, or declare `heeled`: `event heeled "heeled"`
    warning C0201: `exersice` is not declared; did you mean `exercise`?
      ^ `exersice` not declared
      = declare it: `activity exersice "exersice"`
    "#);
}

#[test]
fn names_of_another_kind() {
    insta::assert_snapshot!(findings(
        "treatment peel \"Peel\"
         activity sauna \"saunas\"
         sign redness \"redness\"
         event healed \"your skin has healed\"
         part evening \"in the evening\" 18:00..22:00
         fact calm \"your skin is calm\" : yes/no
         avoid redness until healed
         expect sauna until +2d
         avoid sauna until sauna
         do sauna daily calm
         avoid sauna when healed
         do sauna after healed
         avoid evening"
    ), @r#"
    error C0202: `redness` is a sign, not an activity
      ^ `redness` an activity belongs here
      - `redness` declared here
      = `avoid`, `allow` and `do` speak of activities; `expect` and `alert` of signs
    error C0202: `sauna` is an activity, not a sign
      ^ `sauna` a sign belongs here
      - `sauna` declared here
      = `expect` and `alert` speak of signs; `avoid`, `allow` and `do` of activities
    error C0202: `sauna` is an activity, not an event
      ^ `sauna` an event belongs here
      - `sauna` declared here
      = declare an event for it, as in `event sauna_done "…"`, or write a time such as `+48h`
    error C0202: `calm` is a fact, not a part of the day
      ^ `calm` a part of the day belongs here
      - `calm` declared here
    error C0202: `healed` is an event, not a fact or a sign
      ^ `healed` a fact or a sign belongs here
      - `healed` declared here
      = ask when it was, as in `healed within 6mo before treatment`
    error C0202: `healed` is an event; `after` puts activities in order
      ^ `healed` an event
      - `healed` declared here
      = write `from healed` for a time that starts then, or `within 2w after healed`
    error C0202: `evening` is a part of the day, not an activity
      ^ `evening` an activity belongs here
      - `evening` declared here
    "#);
}

#[test]
fn what_is_declared_twice() {
    insta::assert_snapshot!(findings(
        "activity sauna \"saunas\"
         activity sauna \"hot rooms\"
         fact sauna \"you like saunas\" : yes/no
         fact technique \"the technique\" : one of pen \"a pen\", pen \"a pencil\"
         one: avoid sauna, sauna until +2d when technique = pen
         one: allow sauna from +3d"
    ), @"
    error C0203: `sauna` is declared with two different texts
      ^ `sauna` declared again
      - `sauna` first here
      = keep the text in one place; a second declaration may add parents with `is`
    error C0203: `sauna` is declared twice
      ^ `sauna` declared again
      - `sauna` first here, as an activity
      = give one of the two another name, or remove it
    error C0203: the choice `pen` is listed twice
      ^ `pen` listed again
      - `pen` first here
      = remove one of the two
    warning C0203: `sauna` is named twice in one rule
      ^ `sauna` named again
      - `sauna` first here
      = remove one of the two
    error C0203: two rules are called `one`
      ^ `one` the same name again
      - `one` first here
      = give one of the two another name
    ");
}

#[test]
fn a_second_declaration_may_add_parents() {
    let (model, findings) = resolve(&[(
        "a.care",
        "activity heat \"heat\"
         activity water \"water\"
         activity sauna \"saunas\" is heat
         activity sauna is water
         avoid heat, water until +48h",
    )]);
    assert_eq!(findings, "");
    let id = |name| model.subject_named(name).unwrap();
    assert!(model.is_kind_of(id("sauna"), id("heat")) && model.is_kind_of(id("sauna"), id("water")));
    assert!(!model.is_kind_of(id("heat"), id("sauna")));
}

#[test]
fn circles_of_kinds() {
    insta::assert_snapshot!(findings(
        "activity a \"a\" is b, d
         activity b \"b\" is c
         activity c \"c\" is a
         activity d \"d\" is d
         avoid a until +1h"
    ), @"
    error C0204: `a` is a kind of itself: a is b is c is a
      ^ `c` closes the circle
      - `a` part of the circle
      = remove `is a` from `c`, or the link that is wrong
    error C0204: `d` is declared as a kind of itself
      ^ `d` closes the circle
      = remove `is d` from `d`, or the link that is wrong
    ");
}

#[test]
fn facts_have_types() {
    insta::assert_snapshot!(findings(
        "fact skin_irritated \"your skin feels irritated\" : yes/no
         fact technique \"the technique\" : one of pen \"a pen\", roller \"a roller\"
         fact fitzpatrick \"your skin type\" : number 1..6
         fact back \"backwards\" : number 6..1
         activity sauna \"saunas\"
         avoid sauna when skin_irritated >= 4
         avoid sauna when skin_irritated = 4
         avoid sauna when technique
         avoid sauna when technique = rolller
         avoid sauna when technique < pen
         avoid sauna when fitzpatrick = pen
         avoid sauna when fitzpatrick >= 9
         avoid sauna when fitzpatrick or back = 3"
    ), @r#"
    error C0127: `6..1` runs backwards
      ^ `6..1` ends before it starts
      = write `1..6`
    error C0206: `skin_irritated` is a yes/no fact; `>=` compares numbers
      ^ `>=` compares numbers
      - `skin_irritated` declared here
      = write `skin_irritated` or `not skin_irritated`, or declare it as `fact skin_irritated "…" : number`
    error C0206: `skin_irritated` is `yes` or `no`
      ^ `4` `yes` or `no` belongs here
      - `skin_irritated` declared here
      = write `yes` or `no`
    error C0206: `technique` is not a yes/no fact; compare it with a value
      ^ `technique` needs a comparison
      - `technique` declared here
      = write for example `technique = pen`
    error C0207: `technique` is never `rolller`; did you mean `roller`?
      ^ `rolller` not one of its choices
      - `technique` declared here
      = write one of `pen`, `roller`
    error C0206: `technique` is a choice; `<` compares numbers
      ^ `<` compares numbers
      - `technique` declared here
      = compare it with `=` or `!=`, or declare it as `fact technique "…" : number`
    error C0206: `fitzpatrick` is a whole number
      ^ `pen` a whole number belongs here
      - `fitzpatrick` declared here
      = write a whole number
    error C0207: `fitzpatrick` lies between 1 and 6; it is never 9
      ^ `9` outside the range
      - `fitzpatrick` declared here
      = write a number from 1 to 6, or widen the declaration
    error C0206: `fitzpatrick` is not a yes/no fact; compare it with a value
      ^ `fitzpatrick` needs a comparison
      - `fitzpatrick` declared here
      = write for example `fitzpatrick >= 4`
    "#);
}

#[test]
fn days_need_a_counting() {
    insta::assert_snapshot!(findings("treatment peel \"Peel\"\nactivity sauna \"saunas\"\navoid sauna from day -1 through day 3\nallow sauna from day 5"), @r#"
    error C0301: `day 3` can be read in two ways: the sheet does not say how it numbers the day of treatment
      ^ `3` which day is this?
      - `treatment peel "Peel"` no `day 0` or `day 1` here
      = write in the `treatment` line `day 0` if `day 3` is 3 days after the treatment, `day 1` if it is 2 days after
    "#);
    insta::assert_snapshot!(findings("treatment peel \"Peel\" day 1\nactivity sauna \"saunas\"\navoid sauna on day 0"), @"
    error C0302: this sheet calls the day of treatment day 1; there is no day 0
      ^ `0` there is no day 0
      = write `day 1` for the day of treatment, `day -1` for the day before it
    ");
}

#[test]
fn windows_that_make_no_sense() {
    insta::assert_snapshot!(findings(
        "treatment peel \"Peel\" day 0
         activity sauna \"saunas\"
         event scan \"your scan\"
         avoid sauna from +48h until +24h
         avoid sauna until -3d
         avoid sauna from -3d
         avoid sauna from day 7 through day 2
         avoid sauna on days 7 to 2
         avoid sauna until +1w..+3d
         avoid sauna until +900y
         avoid sauna until +24h..day 5
         avoid sauna within 2w..3d before treatment
         avoid sauna until +2d before scan
         avoid sauna from +1mo until +29d"
    ), @"
    error C0127: `7 to 2` runs backwards
      ^ `7 to 2` ends before it starts
      = write `2 to 7`
    error C0127: `+1w..+3d` runs backwards
      ^ `+1w..+3d` ends before it starts
      = write `+3d..+1w`
    error C0125: `until day 5` can be read in two ways
      ^ `day 5` a whole day
      = write `through day 5` if day 5 still counts, or `through day 4` if it no longer does
    error C0127: `2w..3d` runs backwards
      ^ `2w..3d` ends before it starts
      = write `3d..2w`
    error C0305: this window always ends before it starts
      ^ `from +48h until +24h` never holds
      = swap the two ends, or correct the one that is wrong
    error C0305: this window always ends before it starts
      ^ `until -3d` never holds
      = `until` starts at the treatment: write `before -3d` for the time up to then, or `from -3d until …`
    error C0306: this window starts before the treatment and has no end
      ^ `from -3d` when does it end?
      = write an end, as in `from -3d until treatment`
    error C0305: this window always ends before it starts
      ^ `from day 7 through day 2` never holds
      = swap the two ends, or correct the one that is wrong
    error C0309: a time may be at most 100 years from its start
      ^ `900y` too far away
      = write a shorter time; leave the end out if there is none
    error C0308: this rule has two windows
      ^ `before scan` a second window
      - `until +2d` the first
      = keep one of the two, or write two rules
    ");
}

#[test]
fn half_a_window_inside_a_phase() {
    insta::assert_snapshot!(findings(
        "treatment peel \"Peel\" day 0
         activity sauna \"saunas\"
         phase \"Days 2 to 7\" on days 2 to 7 {
           avoid sauna until +3d
           allow sauna from +80h
           avoid sauna through day 4
           avoid sauna from day 2 until +3d
           avoid sauna
         }
         phase \"Later\" { avoid sauna until +3d }"
    ), @r#"
    error C0304: `until +3d` inside a phase can be read in two ways: it starts with the treatment or with the phase
      ^ `until +3d` half a window
      - `phase "Days 2 to 7" on days 2 to 7` the phase's own window
      = write the whole window, `from … until +3d`, or move the rule out of the phase
    error C0304: `from +80h` inside a phase can be read in two ways: it ends with the phase or never
      ^ `from +80h` half a window
      - `phase "Days 2 to 7" on days 2 to 7` the phase's own window
      = write the whole window, `from +80h until …`, or move the rule out of the phase
    error C0304: `through day 4` inside a phase can be read in two ways: it starts with the treatment or with the phase
      ^ `through day 4` half a window
      - `phase "Days 2 to 7" on days 2 to 7` the phase's own window
      = write the whole window, `from … through day 4`, or move the rule out of the phase
    "#);
}

#[test]
fn clauses_in_the_wrong_place() {
    insta::assert_snapshot!(findings(
        "activity sauna \"saunas\"
         activity shower \"showers\"
         sign redness \"redness\"
         avoid sauna 2 times daily
         avoid sauna until +3d except shower
         allow sauna except shower
         ideally expect redness
         repeat every 4w until +1y
         expect redness amount \"much\""
    ), @r#"
    error C0213: how often says nothing beside `avoid`
      ^ `2 times daily` does not belong here
      = remove it; how often belongs beside `do` and `allow`
    error C0214: `shower` is not a kind of what this rule bans
      ^ `shower` not part of the ban
      = declare it as a kind, as in `activity shower is sauna`, or remove the exception
    error C0213: an exception says nothing beside `allow`
      ^ `except shower` does not belong here
      = exceptions are holes in a ban: write them beside `avoid`
    error C0213: `ideally` says nothing beside `expect`
      ^ `ideally` does not belong here
      = remove `ideally`; it makes `avoid`, `do` and `repeat` advice
    error C0213: a window says nothing beside `repeat`
      ^ `until +1y` does not belong here
      = say how far apart the sessions are: `repeat every 4w..6w` or `repeat no sooner than 4w`
    error C0213: an amount says nothing beside `expect`
      ^ `amount "much"` does not belong here
      = remove it, or write it beside the rule that it belongs to
    "#);
}

#[test]
fn files_that_use_each_other() {
    let circle = [("a.care", "use \"b.care\"\navoid sauna"), ("b.care", "use \"a.care\"\nactivity sauna \"saunas\"")];
    insta::assert_snapshot!(resolve(&circle).1, @r#"
    error C0210: the files use each other in a circle: a.care uses b.care uses a.care
      ^ `"a.care"` leads back
      = move what both need into a third file and `use` that
    "#);
    let sheet = [
        (
            "a.care",
            "use \"b.care\"\nuse \"missing.care\"\ntreatment peel \"Peel\"\navoid sauna\ntreatment other \"Other\"",
        ),
        ("b.care", "treatment laser \"Laser\"\nactivity sauna \"saunas\""),
    ];
    insta::assert_snapshot!(resolve(&sheet).1, @r#"
    error C0211: `b.care` is a sheet of its own, and so is this file; a sheet can use only a vocabulary
      ^ `"b.care"` a sheet, not a vocabulary
      - `peel` this file's treatment
      - `laser` its treatment
      = move what both need into a file without `treatment`, and `use` that in both; to change the rules of that sheet, remove the `treatment` line here
    error C0208: there is no file `missing.care`
      ^ `"missing.care"` no such file
      = write the path from the folder of this file
    error C0212: a file describes one treatment, and this is its second
      ^ `treatment other "Other"` a second treatment
      - `treatment peel "Peel"` the first
      = write one file for each treatment
    "#);
}

#[test]
fn a_vocabulary_is_not_unused_and_a_kind_is_used_with_its_parent() {
    assert_eq!(findings("activity sauna \"saunas\"\nsign redness \"redness\""), "");
    insta::assert_snapshot!(findings(
        "activity heat \"heat\"
         activity sauna \"saunas\" is heat
         activity swimming \"swimming\"
         sign redness \"redness\"
         fact calm \"your skin is calm\" : yes/no
         event healed \"healed\"
         part evening \"in the evening\" 18:00..22:00
         avoid heat until +48h"
    ), @"
    warning C0205: `swimming` is declared and never used
      ^ `swimming` an activity that no rule names
      = remove the declaration, or write the rule that was meant to use it
    warning C0205: `redness` is declared and never used
      ^ `redness` a sign that no rule names
      = remove the declaration, or write the rule that was meant to use it
    warning C0205: `calm` is declared and never used
      ^ `calm` a fact that no rule names
      = remove the declaration, or write the rule that was meant to use it
    warning C0205: `healed` is declared and never used
      ^ `healed` an event that no rule names
      = remove the declaration, or write the rule that was meant to use it
    warning C0205: `evening` is declared and never used
      ^ `evening` a part of the day that no rule names
      = remove the declaration, or write the rule that was meant to use it
    ");
}

#[test]
fn nothing_is_reported_that_follows_only_from_a_broken_statement() {
    let listing = findings(
        "activity sauna \"saunas
         event healed \"your skin has healed\"
         activity makeup \"makeup\"
         fact technique \"the technique\" : one off pen \"a pen\"
         avoid sauna until healed when technique = pen
         allow makeup form +3d
         phase on days 2 {
           avoid sauna until +3d
         }",
    );
    insta::assert_snapshot!(listing, @r#"
    error C0103: this text has no closing quote
      ^ `"saunas` opened, not closed on this line
      = write `"` where the text ends; a text stands on one line
    error C0109: `one` is not what a fact may be
      ^ `one` not a kind of fact
      = write `yes/no`, `one of pen, roller`, `number` or `number 1..6`
    error C0102: `form` is not a word of the language here
      ^ `form` not known here
      = did you mean `from`?
    error C0126: `on days 2` names one day
      ^ `on days 2` from which to which?
      = write `on day 2`, or two days, as in `on days 2 to 7`
    "#);
}

#[test]
fn tests_name_real_times_and_values() {
    insta::assert_snapshot!(findings(
        "treatment peel \"Peel\" day 0
         activity sauna \"saunas\"
         fact calm \"your skin is calm\" : yes/no
         event healed \"your skin has healed\"
         avoid sauna until healed when calm
         test \"zone\" treated 2026-11-23 14:00 Europe/Pariss given calm = no { at +1h: sauna avoided }
         test \"given\" treated 2026-11-23 14:00 given calm = 4, healed = yes, healing = never { at +1h: sauna avoided }
         test \"range\" treated 2026-11-23 14:00 given healed = +6d { at +1h..+2h: sauna avoided }"
    ), @r#"
    error C0311: there is no time zone `Europe/Pariss`; did you mean `Europe/Paris`?
      ^ `Europe/Pariss` not a time
      = write a zone such as `Europe/Paris`
    error C0206: `calm` is `yes` or `no`
      ^ `4` `yes` or `no` belongs here
      - `calm` declared here
      = write `yes` or `no`
    error C0206: `healed` is an event; it has a time
      ^ `yes` not a time
      = write `healed = never`, `healed = +6d` or `healed = 2026-11-23`
    warning C0201: `healing` is not declared
      ^ `healing` not declared
      = declare it: `event healing "healing" any time`
    error C0311: a test asks about one instant
      ^ `+1h..+2h` not a time
      = write one end of the range, and a second line for the other
    "#);
}
