//! How findings look in each format: a program, what is marked in it, and what the reader sees.

#![cfg(test)]

use carecheck::diagnostic::{Code, Diagnostic, Occurs, Severity, Witness};
use carecheck::render::findings::{Format, Style, render};
use carecheck::source::{FileId, Place, SourceFile, Sources, Span};
use insta::assert_snapshot;

static CLASH: Code = Code { id: "C9001", name: "clash", page: "" };

const STYLE: Style = Style { width: 80, colour: false, unicode: true, accepted: false };

const ALL: [Format; 7] =
    [Format::Human, Format::Plain, Format::Short, Format::Json, Format::Sarif, Format::Junit, Format::Github];

/// Files by name and text.
fn files(files: &[(&str, &str)]) -> Sources {
    let mut sources = Sources::default();
    for (name, text) in files {
        sources.add(SourceFile::load(*name, text.as_bytes()).0);
    }
    sources
}

/// Where `text` first stands in a file.
fn at(sources: &Sources, file: u32, text: &str) -> Place {
    let start = sources.file(FileId(file)).text().find(text).expect("the text stands in the file");
    span(start, start + text.len()).in_file(FileId(file))
}

/// The place between the last character of a file and nothing.
fn end(sources: &Sources, file: u32) -> Place {
    let end = sources.file(FileId(file)).text().len();
    span(end, end).in_file(FileId(file))
}

fn span(start: usize, end: usize) -> Span {
    let offset = |at| u32::try_from(at).unwrap_or(u32::MAX);
    Span::new(offset(start), offset(end))
}

fn clash(sources: &Sources, avoid: (u32, &str), allow: (u32, &str)) -> Diagnostic {
    Diagnostic::error(&CLASH, at(sources, avoid.0, avoid.1), "`sauna` is avoided and allowed at the same time")
        .label("avoided until +48h")
        .also(at(sources, allow.0, allow.1), "allowed from +24h")
        .help("write `allow sauna from +48h`, or `avoid sauna until +24h`")
}

fn human(sources: &Sources, findings: &[Diagnostic]) -> String {
    render(Format::Human, findings, sources, STYLE)
}

const RULES: &str = "\
treatment peel \"Peel\"
avoid sauna until +48h
avoid makeup until +24h
do sunscreen daily

expect peeling on days 2 to 5
avoid picking

allow sauna from +24h
avoid swimming until +1w
";

fn with_a_witness(sources: &Sources) -> Diagnostic {
    let mut finding = clash(sources, (0, "avoid sauna until +48h"), (0, "allow sauna from +24h")).fix(
        "write `+48h`",
        at(sources, 0, "+24h\navoid swimming"),
        "+48h\navoid swimming",
    );
    finding.occurs = Some(Occurs::TimeOfDay);
    finding.witness = Some(Witness {
        treated: "2026-11-24T14:30:00+01:00[Europe/Paris]".into(),
        given: vec![("skin_irritated".into(), "no".into()), ("fitzpatrick".into(), "4".into())],
        events: vec![("healed".into(), "never".into())],
        at: "2026-11-25T14:30:00+01:00[Europe/Paris]".into(),
        command: "carecheck eval peel.care --treated '2026-11-24T14:30:00+01:00[Europe/Paris]' --given fitzpatrick=4"
            .into(),
    });
    finding
}

#[test]
fn both_places_of_a_finding_stand_in_one_report() {
    let sources = files(&[("peel.care", RULES)]);
    assert_snapshot!(human(&sources, &[with_a_witness(&sources)]));
}

#[test]
fn plain_says_the_same_in_sentences() {
    let sources = files(&[("peel.care", RULES)]);
    assert_snapshot!(render(Format::Plain, &[with_a_witness(&sources)], &sources, STYLE));
}

#[test]
fn short_is_one_line_a_finding() {
    let sources = files(&[("peel.care", RULES)]);
    let note = Diagnostic::note(&CLASH, at(&sources, 0, "picking"), "`picking` is\n not declared");
    assert_snapshot!(render(Format::Short, &[with_a_witness(&sources), note], &sources, STYLE));
}

#[test]
fn json_has_every_field_in_a_stable_order() {
    let sources = files(&[("peel.care", RULES)]);
    let bare = Diagnostic::new(&CLASH, Severity::Warning, "a finding without a place");
    assert_snapshot!(render(Format::Json, &[with_a_witness(&sources), bare], &sources, STYLE));
}

#[test]
fn sarif_has_both_places_the_mend_and_the_page() {
    let sources = files(&[("rules/peel é.care", RULES)]);
    let bare = Diagnostic::new(&CLASH, Severity::Note, "expected `}`, for example");
    let json = render(Format::Sarif, &[with_a_witness(&sources), bare], &sources, STYLE);
    assert_snapshot!(json.replace(env!("CARGO_PKG_VERSION"), "VERSION"));
}

/// The fingerprint of each finding.
fn fingerprints(sources: &Sources, findings: &[Diagnostic]) -> Vec<String> {
    let log: serde_json::Value =
        serde_json::from_str(&render(Format::Sarif, findings, sources, STYLE)).expect("SARIF is JSON");
    let results = log["runs"][0]["results"].as_array().expect("there are results");
    results.iter().map(|result| result["partialFingerprints"]["carecheckFinding/v1"].to_string()).collect()
}

#[test]
fn a_fingerprint_stays_when_rules_move_and_are_laid_out_anew() {
    let before = files(&[("a.care", "avoid sauna until +48h\nallow sauna from +24h\n")]);
    let after = files(&[("a.care", "# moved\n\nallow sauna from +24h\navoid   sauna\n  until +48h\n")]);
    let was = clash(&before, (0, "avoid sauna until +48h"), (0, "allow sauna from +24h"));
    let is = clash(&after, (0, "avoid   sauna\n  until +48h"), (0, "allow sauna from +24h"));
    let other = clash(&before, (0, "avoid sauna until +48h"), (0, "allow sauna"));
    assert_eq!(fingerprints(&before, std::slice::from_ref(&was)), fingerprints(&after, &[is]));
    let three = fingerprints(&before, &[was.clone(), was, other]);
    assert!(three[0] != three[1] && three[0] != three[2] && three[1] != three[2], "{three:?}");
}

/// What the format asks for beyond what a reader sees in the snapshot; the whole schema is checked by `.ci/run`.
#[test]
fn sarif_is_whole_for_everything_that_can_be_found() {
    for code in carecheck::codes() {
        let sources = files(&[("a.care", "avoid sauna")]);
        let finding = Diagnostic::error(code, at(&sources, 0, "sauna"), "a finding");
        let log: serde_json::Value =
            serde_json::from_str(&render(Format::Sarif, &[finding], &sources, STYLE)).expect("SARIF is JSON");
        let (rule, result) = (&log["runs"][0]["tool"]["driver"]["rules"][0], &log["runs"][0]["results"][0]);
        assert_eq!((&log["version"], &result["ruleIndex"]), (&"2.1.0".into(), &0.into()));
        assert_eq!((&rule["id"], &result["ruleId"]), (&code.id.into(), &code.id.into()));
        assert_eq!(rule["help"]["markdown"], code.page);
        let what = rule["fullDescription"]["text"].as_str().unwrap_or_default();
        assert!(what.len() > 20 && !what.starts_with('#') && !what.contains('\n'), "{}: {what:?}", code.id);
    }
}

#[test]
fn junit_has_a_suite_for_each_file() {
    let sources = files(&[("peel.care", RULES), ("clean.care", "")]);
    let note = Diagnostic::note(&CLASH, at(&sources, 0, "picking"), "`picking` is\n not declared");
    let bare = Diagnostic::new(&CLASH, Severity::Warning, "a finding without a place");
    let xml = render(Format::Junit, &[bare, with_a_witness(&sources), note], &sources, STYLE);
    roxmltree::Document::parse(&xml).expect("JUnit is XML");
    assert_snapshot!(xml);
}

#[test]
fn what_xml_gives_a_meaning_or_forbids_is_escaped() {
    let odd = "<a & b=\"c\" 'd'> ]]> \u{FFFE} \u{1b}";
    let sources = files(&[("<&\">.care", &format!("avoid \"{odd}\"\n"))]);
    let finding = Diagnostic::error(&CLASH, at(&sources, 0, "avoid"), odd).label(odd).help(format!("{odd}\n{odd}"));
    let xml = render(Format::Junit, &[finding], &sources, STYLE);
    let document = roxmltree::Document::parse(&xml).expect("JUnit is XML");
    let find = |name: &str| document.descendants().find(|node| node.has_tag_name(name)).expect("it is there");
    let shown = odd.replace('\u{FFFE}', "\u{FFFD}").replace('\u{1b}', "?");
    assert_eq!(find("failure").attribute("message"), Some(shown.as_str()));
    assert!(find("failure").text().expect("it has a text").contains(&shown));
    assert_eq!(find("testsuite").attribute("name"), Some("<&\">.care"));
}

#[test]
fn github_shows_findings_beside_the_lines() {
    let sources = files(&[("100%,a:b.care", RULES)]);
    let lines = Diagnostic::warning(&CLASH, at(&sources, 0, "+24h\ndo sunscreen"), "100%:: sure\r\n::error::no");
    let bare = Diagnostic::new(&CLASH, Severity::Note, "a finding without a place");
    assert_snapshot!(render(Format::Github, &[with_a_witness(&sources), lines, bare], &sources, STYLE));
}

#[test]
fn two_files_give_two_frames_in_one_report() {
    let sources =
        files(&[("a.care", "use \"b.care\"\nallow sauna from +24h\n"), ("b.care", "\n\navoid sauna until +48h")]);
    let finding = clash(&sources, (1, "avoid sauna until +48h"), (0, "sauna from +24h"));
    assert_snapshot!(human(&sources, &[finding]));
}

#[test]
fn columns_count_characters_and_marks_count_width() {
    let sources = files(&[("ä.care", "activity 膏 \"𝄞 été\"\tis\theat, sauna\n")]);
    let finding = Diagnostic::warning(&CLASH, at(&sources, 0, "heat"), "`heat` is not declared").label("used here");
    let short = render(Format::Short, std::slice::from_ref(&finding), &sources, STYLE);
    assert_eq!(short, "ä.care:1:23: warning[C9001]: `heat` is not declared\n");
    assert_snapshot!(human(&sources, &[finding]));
}

#[test]
fn the_end_of_a_file_can_be_marked() {
    for text in ["phase \"Day 1\" {\n  avoid sauna\n", "phase \"Day 1\" {\n  avoid sauna", ""] {
        let sources = files(&[("a.care", text)]);
        let finding = Diagnostic::error(&CLASH, end(&sources, 0), "the phase has no end").label("expected `}`");
        assert_snapshot!(human(&sources, &[finding]));
    }
}

#[test]
fn a_place_beyond_the_end_or_inside_a_character_is_no_panic() {
    let sources = files(&[("a.care", "ä")]);
    for span in [Span::new(1, 1), Span::new(1, 2), Span::new(2, 90), Span::new(900, 901), Span::new(0, u32::MAX)] {
        let finding = Diagnostic::error(&CLASH, span.in_file(FileId(0)), "odd").also(span.in_file(FileId(7)), "else");
        for format in ALL {
            assert!(render(format, std::slice::from_ref(&finding), &sources, STYLE).contains("odd"));
        }
    }
}

#[test]
fn a_label_over_lines_is_drawn_beside_them_and_a_very_long_one_marks_its_first() {
    let sources =
        files(&[("a.care", "phase \"P\" {\n  avoid a\n  avoid b\n}\n"), ("b.care", &"avoid x,\n".repeat(500))]);
    let short = Diagnostic::note(&CLASH, at(&sources, 0, "phase \"P\" {\n  avoid a\n  avoid b\n}\n"), "a phase")
        .label("all of it");
    let long = Diagnostic::note(&CLASH, Span::new(9, 4000).in_file(FileId(1)), "a long list").label("starts here");
    assert_snapshot!(human(&sources, &[short, long]));
}

#[test]
fn a_long_line_is_cut_to_what_is_marked() {
    let names: Vec<String> = (0..5000).map(|n| format!("name{n}")).collect();
    let sources = files(&[("a.care", &format!("avoid sauna\navoid {}\nallow sauna\n", names.join(", ")))]);
    let finding = Diagnostic::error(&CLASH, at(&sources, 0, "name2500"), "twice in one list")
        .label("again")
        .also(at(&sources, 0, "name17"), "first here");
    assert_snapshot!(human(&sources, &[finding]));
}

#[test]
fn nothing_of_a_file_gives_orders_to_the_terminal() {
    let sources = files(&[("a\u{1b}[2J.care", "avoid \u{1b}[31msauna \u{202E}until\rnow\n")]);
    let finding =
        Diagnostic::error(&CLASH, at(&sources, 0, "sauna"), "\u{1b}]0;title\u{7} is no name").help("a\u{9b}b");
    for format in ALL {
        let text = render(format, std::slice::from_ref(&finding), &sources, STYLE);
        assert!(!text.contains(|c: char| c.is_control() && c != '\n'), "{text:?}");
    }
    assert_snapshot!(human(&sources, &[finding]));
}

#[test]
fn colour_and_ascii_frames_are_asked_for() {
    let sources = files(&[("peel.care", RULES)]);
    let finding = clash(&sources, (0, "avoid sauna until +48h"), (0, "allow sauna from +24h"));
    let coloured = render(Format::Human, std::slice::from_ref(&finding), &sources, Style { colour: true, ..STYLE });
    assert!(coloured.contains("\u{1b}[31m"));
    let ascii = render(Format::Human, &[finding], &sources, Style { unicode: false, ..STYLE });
    assert!(ascii.is_ascii(), "{ascii}");
}

#[test]
fn no_findings_are_said_to_be_none() {
    let sources = files(&[("a.care", ""), ("b.care", "")]);
    assert_eq!(human(&sources, &[]), "no findings in 2 files\n");
    assert_eq!(render(Format::Plain, &[], &sources, STYLE), "no findings in 2 files\n");
    assert_eq!(render(Format::Short, &[], &sources, STYLE), "");
}

/// Names of files and words of sheets may hold anything; in no format do they become orders or markup.
#[test]
fn no_format_lets_a_name_out() {
    let name = "a]]>&<\"'%0A,::error file=x::b\u{1b}[31m\u{202E}\n.care";
    let sources = files(&[(name, "avoid sauna until +48h # ]]> ::stop-commands::x\n")]);
    let message = "`sauna` if you ]]> \n::error::%0A \u{7}\u{9b}\u{2066}";
    let findings = [Diagnostic::error(&CLASH, at(&sources, 0, "sauna"), message).label(message).help(message)];
    let formats =
        [Format::Human, Format::Plain, Format::Short, Format::Json, Format::Sarif, Format::Junit, Format::Github];
    for format in formats {
        let style = Style { width: 80, colour: false, unicode: true, accepted: false };
        let text = render(format, &findings, &sources, style);
        let orders =
            |c: char| c != '\n' && (c.is_control() || ('\u{2066}'..='\u{2069}').contains(&c) || c == '\u{202E}');
        assert!(!text.contains(orders), "{format:?}: {text:?}");
        match format {
            Format::Github => assert_eq!(text.lines().filter(|line| line.starts_with("::")).count(), 1, "{text}"),
            Format::Short => assert_eq!(text.lines().count(), 1, "{text}"),
            Format::Junit => assert!(!text.contains("]]>") && !text.contains("<\""), "{text}"),
            _ => {}
        }
    }
}
