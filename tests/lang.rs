//! The fixed text in each language: every language has the messages of English with the same arguments, every message is
//! used, and every use gives a message what it needs. Then what dates, lengths and lists look like.

#![cfg(test)]

use std::collections::{BTreeMap, BTreeSet};
use std::fs;
use std::path::{Path, PathBuf};

use carecheck::lang::{Amount, Case, Joint, Lang, Unit};
use fluent_syntax::ast::{Entry, Expression, InlineExpression, Pattern, PatternElement};
use fluent_syntax::parser;
use jiff::civil::date;

/// Arguments that only some languages need, to choose a form: the message (or all), and the argument.
const FOR_GRAMMAR: &[(&str, &str)] =
    &[("", "next"), ("", "case"), ("", "hour"), ("", "form"), ("", "bound"), ("", "at"), ("day-of-month", "month")];

/// The messages of a language, each with its arguments.
type Messages = BTreeMap<String, BTreeSet<String>>;

fn is_for_grammar(message: &str, argument: &str) -> bool {
    FOR_GRAMMAR.iter().any(|&(of, name)| name == argument && (of.is_empty() || of == message))
}

fn files(folder: &Path, ending: &str) -> Vec<PathBuf> {
    let mut found = Vec::new();
    for entry in fs::read_dir(folder).expect("the folder is there").flatten() {
        let path = entry.path();
        if path.is_dir() {
            found.extend(files(&path, ending));
        } else if path.extension().is_some_and(|extension| extension == ending) {
            found.push(path);
        }
    }
    found.sort();
    found
}

fn root() -> PathBuf {
    Path::new(env!("CARGO_MANIFEST_DIR")).join("src")
}

fn messages(lang: Lang) -> Messages {
    let mut messages = Messages::new();
    for file in files(&root().join("lang").join(lang.code()), "ftl") {
        let text = fs::read_to_string(&file).expect("a file of texts can be read");
        let resource = parser::parse(text).unwrap_or_else(|(_, errors)| panic!("{}: {errors:?}", file.display()));
        for entry in resource.body {
            if let Entry::Message(message) = entry {
                let mut arguments = BTreeSet::new();
                collect(message.value.as_ref().expect("a message has a text"), &mut arguments);
                let known = messages.insert(message.id.name.clone(), arguments);
                assert!(known.is_none(), "{}: `{}` stands twice", file.display(), message.id.name);
            }
        }
    }
    messages
}

/// The arguments in a pattern.
fn collect(pattern: &Pattern<String>, found: &mut BTreeSet<String>) {
    for element in &pattern.elements {
        if let PatternElement::Placeable { expression } = element {
            expression_arguments(expression, found);
        }
    }
}

fn expression_arguments(expression: &Expression<String>, found: &mut BTreeSet<String>) {
    match expression {
        Expression::Inline(inline) => inline_arguments(inline, found),
        Expression::Select { selector, variants } => {
            inline_arguments(selector, found);
            variants.iter().for_each(|variant| collect(&variant.value, found));
        }
    }
}

fn inline_arguments(inline: &InlineExpression<String>, found: &mut BTreeSet<String>) {
    match inline {
        InlineExpression::VariableReference { id } => {
            found.insert(id.name.clone());
        }
        InlineExpression::Placeable { expression } => expression_arguments(expression, found),
        _ => {}
    }
}

#[test]
fn every_language_has_the_messages_of_english() {
    let english = messages(Lang::English);
    for lang in [Lang::German, Lang::Spanish] {
        let other = messages(lang);
        let names = |messages: &Messages| messages.keys().cloned().collect::<BTreeSet<_>>();
        let missing: Vec<_> = names(&english).difference(&names(&other)).cloned().collect();
        let more: Vec<_> = names(&other).difference(&names(&english)).cloned().collect();
        assert!(missing.is_empty() && more.is_empty(), "{}: missing {missing:?}, too many {more:?}", lang.code());
        for (name, arguments) in &english {
            let differing = arguments.symmetric_difference(other.get(name).expect("it was just compared"));
            let differing: Vec<_> = differing.filter(|argument| !is_for_grammar(name, argument)).collect();
            assert!(
                differing.is_empty(),
                "{}: `{name}` has other arguments than in English: {differing:?}",
                lang.code()
            );
        }
    }
}

/// One `say!(lang, "name", …)`, or the like: the texts in the place of the name (a choice may have several), and the
/// names of the arguments.
struct Use {
    place: String,
    names: Vec<String>,
    arguments: BTreeSet<String>,
}

/// Every use of a message by `say!` and `tell!` in the code.
fn uses() -> Vec<Use> {
    let mut found = Vec::new();
    for file in files(&root(), "rs").into_iter().filter(|file| !file.ends_with("lang/mod.rs")) {
        let text = fs::read_to_string(&file).expect("a source file can be read");
        let text: String =
            text.lines().filter(|line| !line.trim_start().starts_with("//")).collect::<Vec<_>>().join(" ");
        for (at, macro_name) in text.match_indices("say!(").chain(text.match_indices("tell!(")) {
            let parts = parts(text.get(at + macro_name.len()..).unwrap_or_default());
            let names = strings(parts.get(1).map(String::as_str).unwrap_or_default());
            let named = |part: &String| {
                let (name, value) = part.split_once('=')?;
                let is_name = name.trim().chars().all(|c| c.is_ascii_lowercase() || c == '_');
                (is_name && !value.starts_with(['=', '>'])).then(|| name.trim().to_owned())
            };
            let arguments = parts.iter().skip(2).filter_map(named).collect();
            found.push(Use { place: file.display().to_string(), names, arguments });
        }
    }
    found
}

/// What stands between the commas of a macro's parentheses.
fn parts(text: &str) -> Vec<String> {
    let (mut depth, mut quoted, mut parts) = (0_i32, false, vec![String::new()]);
    let mut before = ' ';
    for c in text.chars() {
        match c {
            '"' if before != '\\' => quoted = !quoted,
            '(' | '[' | '{' if !quoted => depth += 1,
            ')' | ']' | '}' if !quoted => depth -= 1,
            ',' if depth == 0 && !quoted => {
                parts.push(String::new());
                before = c;
                continue;
            }
            _ => {}
        }
        if depth < 0 {
            break;
        }
        before = c;
        parts.last_mut().into_iter().for_each(|part| part.push(c));
    }
    parts
}

/// The texts in quotation marks.
fn strings(code: &str) -> Vec<String> {
    code.split('"').skip(1).step_by(2).map(str::to_owned).collect()
}

#[test]
fn every_message_is_used_and_every_use_fits_its_message() {
    let messages = messages(Lang::English);
    let all_languages = [messages.clone(), self::messages(Lang::German), self::messages(Lang::Spanish)];
    let uses = uses();
    let mut unused: BTreeSet<String> = messages.keys().cloned().collect();
    for one in &uses {
        assert!(!one.names.is_empty(), "{}: the name of a message is not written out in `say!`", one.place);
        for name in &one.names {
            assert!(messages.contains_key(name), "{}: there is no message `{name}`", one.place);
            unused.remove(name);
            let needed: BTreeSet<String> =
                all_languages.iter().filter_map(|all| all.get(name)).flatten().cloned().collect();
            let missing: Vec<_> = needed.difference(&one.arguments).collect();
            // Of messages between which the code chooses, each may leave out what the others need.
            let more: Vec<_> = one.arguments.difference(&needed).filter(|_| one.names.len() == 1).collect();
            assert!(missing.is_empty(), "{}: `{name}` needs {missing:?}", one.place);
            assert!(more.is_empty(), "{}: `{name}` does not need {more:?}", one.place);
        }
    }
    assert!(unused.is_empty(), "no page says {unused:?}");
}

#[test]
fn dates_have_the_forms_of_their_language() {
    let treated = date(2026, 11, 24).at(13, 30, 0, 0).in_tz("Europe/Paris").expect("a time in Paris");
    let at_one = date(2027, 3, 1).at(1, 5, 0, 0).in_tz("Europe/Paris").expect("a time in Paris");
    let shown = Lang::ALL.map(|lang| {
        let (first, last) = lang.two_days(date(2026, 11, 26), date(2026, 11, 28), 2026);
        let (early, late) = lang.two_days(date(2026, 12, 30), date(2027, 1, 2), 2026);
        [
            lang.date_time(&treated),
            lang.day(treated.date(), 2026),
            lang.day_time(&treated, 2026),
            lang.day_time(&at_one, 2026),
            format!("{first} / {last}"),
            format!("{early} / {late}"),
            lang.short_date(at_one.date()),
            lang.day_and_month(at_one.date()),
        ]
        .join("\n")
    });
    insta::assert_snapshot!(shown.join("\n\n"), @"
    Tuesday 24 November 2026, 13:30
    Tuesday 24 November
    Tuesday 24 November, 13:30
    Monday 1 March 2027, 01:05
    Thursday 26 / Saturday 28 November
    Wednesday 30 December / Saturday 2 January 2027
    Mon 1 Mar
    1 March

    Dienstag, 24. November 2026, 13:30 Uhr
    Dienstag, 24. November
    Dienstag, 24. November, 13:30 Uhr
    Montag, 1. März 2027, 01:05 Uhr
    Donnerstag, 26. November / Samstag, 28. November
    Mittwoch, 30. Dezember / Samstag, 2. Januar 2027
    Mo 1. März
    1. März

    martes, 24 de noviembre de 2026, 13:30
    el martes 24 de noviembre
    el martes 24 de noviembre a las 13:30
    el lunes 1 de marzo de 2027 a la 01:05
    el jueves 26 / el sábado 28 de noviembre
    el miércoles 30 de diciembre / el sábado 2 de enero de 2027
    lun 1 mar
    1 de marzo
    ");
}

#[test]
fn lengths_and_lists_have_the_forms_of_their_language() {
    let of = |unit, number| Amount::of([(unit, number)]);
    let shown = Lang::ALL.map(|lang| {
        [
            lang.length(&of(Unit::Days, 1), Case::Alone),
            lang.length(&of(Unit::Days, 2), Case::Alone),
            lang.length(&of(Unit::Months, 3), Case::Dative),
            lang.length(&Amount::of([(Unit::Hours, 1), (Unit::Minutes, 30)]), Case::Alone),
            lang.length(&Amount::default(), Case::Alone),
            lang.length_range(&of(Unit::Weeks, 4), &of(Unit::Weeks, 6), Case::Dative),
            lang.length_range(&of(Unit::Hours, 36), &of(Unit::Days, 3), Case::Dative),
            lang.every(&of(Unit::Months, 1), &of(Unit::Months, 1)),
            lang.every(&of(Unit::Weeks, 1), &of(Unit::Weeks, 2)),
            lang.list(&["sauna", "Iod", "hinchazón"], Joint::And),
            lang.list(&["calor", "hormigueo"], Joint::Or),
            lang.condition("es so ist"),
        ]
        .join("\n")
    });
    insta::assert_snapshot!(shown.join("\n\n"), @"
    1 day
    2 days
    3 months
    1 hour 30 minutes
    no time
    4 to 6 weeks
    36 hours to 3 days
    every month
    every 1 to 2 weeks
    sauna, Iod and hinchazón
    calor or hormigueo
    if es so ist

    1 Tag
    2 Tage
    3 Monaten
    1 Stunde 30 Minuten
    keine Zeit
    4 bis 6 Wochen
    36 Stunden bis 3 Tagen
    jeden Monat
    alle 1 bis 2 Wochen
    sauna, Iod und hinchazón
    calor oder hormigueo
    wenn es so ist

    1 día
    2 días
    3 meses
    1 hora y 30 minutos
    ningún tiempo
    4 a 6 semanas
    36 horas a 3 días
    cada mes
    cada 1 a 2 semanas
    sauna, Iod e hinchazón
    calor u hormigueo
    si es so ist
    ");
}

/// What the program prints in a language for the sheets in `rules/`.
fn printed(lang: Lang, arguments: &str) -> String {
    let mut program = assert_cmd::Command::cargo_bin("carecheck").expect("the program is built");
    program.current_dir(env!("CARGO_MANIFEST_DIR")).env_clear();
    let output = program.args(arguments.split(' ')).args(["--lang", lang.code()]).output().expect("it runs");
    assert!(output.status.success(), "{}", String::from_utf8_lossy(&output.stderr));
    String::from_utf8(output.stdout).expect("a page is UTF-8").replace("\r\n ", "")
}

const TREATED: &str = "--treated 2026-11-23T14:00 --tz Europe/Paris";

#[test]
fn the_page_of_a_plan_in_each_language() {
    for lang in Lang::ALL {
        let page = printed(lang, &format!("eval rules/default.care {TREATED}"));
        let now = printed(lang, &format!("eval rules/default.care {TREATED} --now 2026-11-25T09:00"));
        insta::assert_snapshot!(format!("plan_{}", lang.code()), format!("{page}\n\n{now}"));
    }
}

#[test]
fn the_calendar_of_a_plan_in_each_language() {
    for lang in [Lang::German, Lang::Spanish] {
        let command = format!("eval tests/lang/everything.care {TREATED} --now 2026-11-01T09:00 --format ics");
        let calendar = printed(lang, &command);
        let words: Vec<&str> =
            calendar.lines().filter(|line| line.contains("LANGUAGE=") || line.contains("NAME")).collect();
        let words = words.join("\n").replace("\\n", "\n  ").replace("\\,", ",");
        insta::assert_snapshot!(format!("calendar_{}", lang.code()), words);
    }
}

#[test]
fn every_kind_of_sentence_in_each_language() {
    for lang in Lang::ALL {
        let page = printed(lang, &format!("eval tests/lang/everything.care {TREATED}"));
        insta::assert_snapshot!(format!("everything_{}", lang.code()), page);
    }
}

#[test]
fn answers_in_each_language() {
    let questions = [
        "sauna",
        "sauna --when",
        "swimming",
        "swimming --when",
        "sunscreen",
        "sunscreen --when",
        "fever",
        "redness --when",
    ];
    for lang in Lang::ALL {
        let ask = |question: &str| {
            printed(lang, &format!("ask tests/lang/everything.care{question} {TREATED} --at 2026-11-24T09:00"))
        };
        let mut shown: Vec<String> = questions.iter().map(|question| ask(&format!(" {question}"))).collect();
        shown.push(ask(""));
        insta::assert_snapshot!(format!("answers_{}", lang.code()), shown.join("\n"));
    }
}

#[test]
fn a_plan_of_several_treatments_in_each_language() {
    let command = "eval rules/default.care rules/permanent_brows.care --treated microneedling=2026-11-23T14:00 \
                   --treated permanent_brows=2026-12-01T10:00 --tz Europe/Paris";
    for lang in [Lang::German, Lang::Spanish] {
        insta::assert_snapshot!(format!("several_{}", lang.code()), printed(lang, command));
    }
}
