//! What a patient and a program read of a plan: pages and JSON of plans that are built here by hand.

#![expect(clippy::unwrap_used, clippy::indexing_slicing, reason = "a test that cannot go on may stop")]

use std::collections::BTreeSet;

use carecheck::evaluate::{
    Answer, Applies, Course, Exception, Guidance, Instead, Kind, Missing, Plan, Reason, RuleRef, Screening, State,
    Treated,
};
use carecheck::lang::Lang;
use carecheck::model::{self, AnswerWord, Frequency, Length, SubjectKind, Verb};
use carecheck::render::findings::Style;
use carecheck::render::{answer, plan};
use carecheck::time::{Adjustment, Edge, Resolved, Stretch};
use jiff::{Span, Zoned};

const NARROW: Style = Style { width: 72, colour: false, unicode: true, accepted: false };
const WIDE: Style = Style { width: 110, colour: false, unicode: true, accepted: false };

/// The treatment of most tests, on a Tuesday.
fn treatment() -> Zoned {
    at("2026-11-24T14:30:00+01:00[Europe/Paris]")
}

fn at(text: &str) -> Zoned {
    text.parse().unwrap()
}

/// So many elapsed hours from the treatment.
fn hours(hours: i64) -> Edge {
    Edge::At(treatment().checked_add(jiff::SignedDuration::from_hours(hours)).unwrap())
}

/// The first instant of a day of the sheet; the treatment is on day 1.
fn day(number: i64) -> Edge {
    let date = treatment().checked_add(Span::new().days(number - 1)).unwrap();
    Edge::At(date.start_of_day().unwrap())
}

fn window(start: Edge, end: Edge) -> Resolved {
    range((start.clone(), start), (end.clone(), end))
}

fn range(start: (Edge, Edge), end: (Edge, Edge)) -> Resolved {
    let stretch = |(start, end)| Stretch { start, end };
    Resolved { start: stretch(start), end: stretch(end), end_stated: true, point: false }
}

fn point(first: Edge, last: Edge) -> Resolved {
    Resolved { point: true, ..range((first.clone(), last.clone()), (first, last)) }
}

fn unstated() -> Resolved {
    Resolved { end_stated: false, ..window(hours(0), Edge::Future) }
}

fn length(hours: u16, minutes: u16) -> Length {
    Length { hours, minutes, ..Length::default() }
}

fn rule(line: u32) -> RuleRef {
    RuleRef {
        id: format!("sample.care:{line}"),
        name: None,
        file: "rules/sample.care".to_owned(),
        line,
        column: 1,
        source: Some("Clinic leaflet".to_owned()),
        because: None,
        changed: None,
    }
}

fn guidance(line: u32, verb: Verb, label: &str, window: Resolved) -> Guidance {
    Guidance {
        rule: rule(line),
        treatment: 0,
        noun: None,
        verb,
        ideally: false,
        target: label.replace(' ', "_"),
        label: label.to_owned(),
        instruction: None,
        phase: None,
        window,
        about: (false, false),
        waits_for: (Vec::new(), Vec::new()),
        dated: (Vec::new(), Vec::new()),
        through: false,
        applies: Applies::Yes,
        when: None,
        missing: Vec::new(),
        except: Vec::new(),
        frequency: None,
        parts: Vec::new(),
        lasting: None,
        occurrences: Vec::new(),
        more_occurrences: false,
        orders: Vec::new(),
        amount: None,
        by: None,
        adjustments: Vec::new(),
        joint: None,
    }
}

fn treated() -> Treated {
    Treated {
        name: "microneedling".to_owned(),
        label: "Microneedling".to_owned(),
        noun: "microneedling".to_owned(),
        at: treatment(),
        source: Some("Clinic leaflet".to_owned()),
        version: Some("3".to_owned()),
        reviewed: Some("2026-11-01".to_owned()),
    }
}

fn plan_of(guidance: Vec<Guidance>) -> Plan {
    Plan {
        lang: Lang::English,
        treatments: vec![treated()],
        screening: Vec::new(),
        guidance,
        combined: Vec::new(),
        merged: BTreeSet::new(),
        conflicts: Vec::new(),
        course: Vec::new(),
        changes: Vec::new(),
        missing: Vec::new(),
    }
}

/// The sentence of one guidance.
fn sentence(guidance: Guidance) -> String {
    let json: serde_json::Value = serde_json::from_str(&plan::json(&plan_of(vec![guidance]))).unwrap();
    json["guidance"][0]["text"].as_str().unwrap().to_owned()
}

/// A sheet with some of everything.
fn sample() -> Plan {
    let mut plan = plan_of(vec![
        guidance(10, Verb::Avoid, "sun exposure", window(hours(-12), hours(0))),
        guidance(11, Verb::Allow, "numbing cream", window(Edge::Past, hours(0))),
        guidance(12, Verb::Avoid, "makeup", on_arrival()),
        guidance(13, Verb::Expect, "slight pain", point(hours(0), hours(0))),
        guidance(14, Verb::Expect, "red and tight skin", unstated()),
        guidance(15, Verb::Avoid, "saunas", window(hours(0), hours(48))),
        guidance(15, Verb::Avoid, "steam baths", window(hours(0), hours(48))),
        guidance(15, Verb::Avoid, "makeup", window(hours(0), hours(48))),
        guidance(16, Verb::Do, "washing", window(day(1), day(4))),
        guidance(17, Verb::Avoid, "picking at your skin", window(day(2), day(8))),
        guidance(17, Verb::Avoid, "scratching your skin", window(day(2), day(8))),
        guidance(18, Verb::Expect, "peeling and flaking", range((hours(72), hours(120)), (day(8), day(8)))),
        guidance(19, Verb::Do, "moisturiser", window(day(2), day(8))),
        guidance(20, Verb::Allow, "your usual skin care products", window(day(5), Edge::Future)),
        guidance(21, Verb::Avoid, "your usual skin care products", window(day(5), day(8))),
        guidance(22, Verb::Allow, "makeup", window(day(5), Edge::Future)),
        guidance(
            23,
            Verb::Expect,
            "visible results",
            range((hours(14 * 24), hours(28 * 24)), (Edge::Future, Edge::Future)),
        ),
        guidance(24, Verb::Alert, "fever", window(hours(0), Edge::Future)),
        guidance(24, Verb::Alert, "pus", window(hours(0), Edge::Future)),
    ]);
    for one in &mut plan.guidance {
        match one.rule.line {
            15 | 16 => one.phase = Some("Days 1 to 3".to_owned()),
            17..=19 => one.phase = Some("Days 2 to 7".to_owned()),
            20 => one.when = Some("unless your skin feels irritated".to_owned()),
            21 => one.when = Some("your skin feels irritated".to_owned()),
            22 => one.rule.because = Some("It covers up the redness and peeling.".to_owned()),
            24 => one.rule.because = Some("the number is on your card".to_owned()),
            _ => {}
        }
        match one.rule.line {
            16 => {
                one.instruction = Some("wash your skin with a gentle cleanser".to_owned());
                one.frequency = Some(Frequency::Times(2, 3));
            }
            19 => {
                one.instruction = Some("Use a lot of gentle moisturiser.".to_owned());
                one.when = Some("you notice dry skin".to_owned());
            }
            20 | 21 => one.missing = vec!["skin_irritated".to_owned()],
            _ => {}
        }
        one.through = matches!(one.rule.line, 16..=19 | 21);
        if one.when.is_some() {
            one.applies = Applies::Depends;
        }
    }
    plan.screening = vec![
        Screening {
            rule: rule(6),
            treatment: 0,
            by: 0,
            ban: None,
            applies: Applies::Depends,
            window: None,
            when: Some("you are taking isotretinoin (such as Accutane)".to_owned()),
            missing: vec!["using_isotretinoin".to_owned()],
            instead: Instead::NotAsked,
        },
        Screening {
            rule: rule(7),
            treatment: 0,
            by: 0,
            ban: None,
            applies: Applies::No,
            window: None,
            when: Some("you are pregnant".to_owned()),
            missing: Vec::new(),
            instead: Instead::NotAsked,
        },
    ];
    let months = |months| Length { months, ..Length::default() };
    plan.course = vec![Course {
        rule: rule(30),
        treatment: 0,
        ideally: false,
        applies: Applies::Yes,
        when: None,
        missing: Vec::new(),
        course: model::Course {
            no_sooner: Some((months(4), months(5))),
            sessions: Some((3, 6)),
            ..model::Course::default()
        },
        next: Some((at("2027-03-24T14:30:00+01:00[Europe/Paris]"), None)),
    }];
    let question = |name: &str, label: &str, event, answers: &[&str]| Missing {
        name: name.to_owned(),
        label: label.to_owned(),
        event,
        answers: answers.iter().map(|&answer| answer.to_owned()).collect(),
    };
    plan.missing = vec![
        question("skin_irritated", "your skin feels irritated", false, &["yes", "no"]),
        question("fitzpatrick", "your Fitzpatrick skin type", false, &[]),
        question("last_isotretinoin", "your last dose of isotretinoin (such as Accutane)", true, &[]),
    ];
    plan
}

fn at_edge(text: &str) -> Edge {
    Edge::At(at(text))
}

#[test]
fn the_page_of_a_plan() {
    insta::assert_snapshot!(plan::text(&sample(), None, NARROW));
}

#[test]
fn a_wide_page_has_a_picture_of_the_days() {
    insta::assert_snapshot!(plan::text(&sample(), Some(&at("2026-11-25T09:00:00+01:00[Europe/Paris]")), WIDE));
}

#[test]
fn plain_characters_suffice() {
    let style = Style { unicode: false, ..WIDE };
    let page = plan::text(&sample(), None, style);
    assert!(page.is_ascii());
    insta::assert_snapshot!(page);
}

#[test]
fn before_the_treatment() {
    insta::assert_snapshot!(plan::text(&sample(), Some(&at("2026-11-24T10:00:00+01:00[Europe/Paris]")), NARROW));
}

#[test]
fn colours_are_ansi_sequences_and_nothing_else() {
    let coloured = plan::text(&sample(), None, Style { colour: true, ..WIDE });
    let mut plain = String::new();
    let mut in_sequence = false;
    for c in coloured.chars() {
        match (in_sequence, c) {
            (false, '\u{1b}') => in_sequence = true,
            (true, 'm') => in_sequence = false,
            (true, _) => {}
            (false, c) => plain.push(c),
        }
    }
    let plain: String = plain.lines().map(|line| format!("{}\n", line.trim_end())).collect();
    assert_eq!(plain, plan::text(&sample(), None, WIDE));
    insta::assert_snapshot!(coloured.lines().take(12).collect::<Vec<_>>().join("\n").replace('\u{1b}', "␛"));
}

#[test]
fn json_has_every_field() {
    insta::assert_snapshot!(plan::json(&sample()));
}

#[test]
fn labels_give_no_orders_to_the_terminal() {
    let page = plan::text(
        &plan_of(vec![guidance(1, Verb::Avoid, "sau\u{1b}[31mnas\u{202e}\nand", window(hours(0), hours(48)))]),
        None,
        WIDE,
    );
    assert!(page.chars().all(|c| c == '\n' || (!c.is_control() && c != '\u{202e}')), "{page:?}");
}

#[test]
fn sentences() {
    let with = |verb, label: &str, window, change: fn(&mut Guidance)| {
        let mut one = guidance(1, verb, label, window);
        change(&mut one);
        sentence(one)
    };
    let new_year = at_edge("2027-01-02T14:30:00+01:00[Europe/Paris]");
    let hidden = at_edge("2027-03-28T03:30:00+02:00[Europe/Paris]");
    let june = at_edge("2027-06-30T14:30:00+02:00[Europe/Paris]");
    let healed = "your skin has healed";
    let rows = [
        with(Verb::Avoid, "saunas", window(hours(0), hours(48)), |_| {}),
        with(Verb::Avoid, "saunas", window(hours(0), new_year), |_| {}),
        with(Verb::Avoid, "saunas", window(hours(-12), hours(0)), |_| {}),
        with(Verb::Avoid, "saunas", window(hours(-12), hours(48)), |_| {}),
        with(Verb::Avoid, "aspirin", window(Edge::Past, hours(-48)), |_| {}),
        with(Verb::Avoid, "picking", window(day(2), day(7)), |one| one.through = true),
        with(Verb::Avoid, "picking", window(day(3), day(4)), |one| one.through = true),
        with(Verb::Avoid, "picking", window(hours(0), Edge::Future), |_| {}),
        with(Verb::Avoid, "picking", window(day(3), Edge::Future), |_| {}),
        with(Verb::Avoid, "picking", unstated(), |_| {}),
        with(Verb::Avoid, "makeup", range((hours(0), hours(0)), (hours(48), hours(72))), |_| {}),
        with(Verb::Avoid, "makeup", range((hours(0), hours(0)), (day(4), day(6))), |one| one.through = true),
        with(Verb::Avoid, "alcohol", range((hours(-72), hours(-48)), (hours(0), hours(0))), |_| {}),
        with(Verb::Avoid, "alcohol", range((hours(0), hours(0)), (hours(24), hours(48))), |one| one.ideally = true),
        with(Verb::Avoid, "swimming", range((hours(0), hours(0)), (hours(0), Edge::Future)), |one| {
            one.waits_for.1.push("your skin has healed".to_owned());
        }),
        with(Verb::Avoid, "swimming", range((hours(0), hours(0)), (day(5), day(11))), |one| {
            one.waits_for.1.push("your skin has healed".to_owned());
        }),
        with(Verb::Avoid, "swimming", range((hours(0), hours(0)), (hours(168), Edge::Future)), |one| {
            one.waits_for.1.push("your skin has healed".to_owned());
        }),
        with(Verb::Allow, "swimming", range((hours(0), Edge::Future), (Edge::Future, Edge::Future)), |one| {
            one.waits_for.0.push("2 weeks after your skin has healed".to_owned());
        }),
        with(Verb::Avoid, "exercise", window(hours(0), hours(72)), |one| one.about.1 = true),
        with(Verb::Avoid, "eating", window(hours(0), hours(2)), |one| one.about.1 = true),
        with(Verb::Avoid, "soaking in water", window(hours(0), hours(72)), |one| {
            let hole = |label: &str, window, when: Option<&str>| Exception {
                target: label.to_owned(),
                label: label.to_owned(),
                window,
                about: (false, false),
                waits_for: (Vec::new(), Vec::new()),
                dated: (Vec::new(), Vec::new()),
                through: false,
                applies: if when.is_some() { Applies::Depends } else { Applies::Yes },
                when: when.map(str::to_owned),
            };
            one.except.push(hole("showers", Some(window(hours(24), Edge::Future)), None));
            one.except.push(hole("baths", None, Some("your doctor agrees")));
        }),
        with(Verb::Avoid, "eating", window(hours(0), day(8)), |one| {
            one.through = true;
            one.orders.push(("your tablets".to_owned(), false, Some((length(2, 0), length(2, 0)))));
        }),
        with(Verb::Allow, "makeup", window(day(5), Edge::Future), |_| {}),
        with(Verb::Allow, "showers", window(hours(0), Edge::Future), |_| {}),
        with(Verb::Allow, "showers", unstated(), |_| {}),
        with(Verb::Allow, "exercise", range((hours(120), hours(168)), (Edge::Future, Edge::Future)), |_| {}),
        with(Verb::Allow, "painkillers", window(hours(0), day(4)), |one| {
            one.through = true;
            one.frequency = Some(Frequency::UpTo(4));
        }),
        with(Verb::Do, "ice", window(hours(0), hours(24)), |one| {
            one.instruction = Some("use an ice pack".to_owned());
            one.frequency = Some(Frequency::Every(length(2, 0), length(3, 0)));
            one.lasting = Some((length(0, 15), length(0, 20)));
        }),
        with(Verb::Do, "rest", unstated(), |_| {}),
        with(Verb::Do, "arriving clean", on_arrival(), |one| {
            one.instruction = Some("arrive with a clean face".to_owned())
        }),
        with(Verb::Do, "jewellery", on_arrival(), |one| one.instruction = Some("take off your jewellery".to_owned())),
        with(Verb::Do, "check-up", point(hours(7 * 24), hours(14 * 24)), |one| {
            one.instruction = Some("come for a check-up".to_owned());
        }),
        with(Verb::Do, "fluids", window(hours(-1), hours(0)), |one| {
            one.instruction = Some("drink water".to_owned());
            one.amount = Some("two glasses".to_owned());
            one.ideally = true;
        }),
        with(Verb::Do, "antibiotic", window(day(1), day(6)), |one| {
            one.instruction = Some("take your antibiotics".to_owned());
            one.frequency = Some(Frequency::DailyAt(vec![480, 1200]));
            one.through = true;
            one.when = Some("your doctor prescribed them".to_owned());
        }),
        with(Verb::Expect, "swelling", window(hours(0), hours(72)), |_| {}),
        with(Verb::Expect, "swelling", unstated(), |_| {}),
        with(Verb::Expect, "swelling", range((hours(0), hours(0)), (hours(48), hours(96))), |_| {}),
        with(Verb::Alert, "swelling", window(hours(96), Edge::Future), |one| {
            one.rule.because = Some("call 0123 456".to_owned());
        }),
        with(Verb::Avoid, "sun exposure", window(hours(0), june), |one| {
            one.adjustments.push(Adjustment::ShortMonth { wanted: 31 });
        }),
        with(Verb::Avoid, "eating", window(hours(0), hidden), |one| {
            one.adjustments.push(Adjustment::Skipped { wanted: 150 });
        }),
    ];
    assert!(rows.iter().any(|row| row.contains(healed)));
    insta::assert_snapshot!(rows.join("\n"));
}

fn on_arrival() -> Resolved {
    let last = at_edge("2026-11-24T14:29:59+01:00[Europe/Paris]");
    window(last, hours(0))
}

/// An answer about saunas on the day after the treatment.
fn answer_of(word: AnswerWord, until: Edge, next: Option<AnswerWord>) -> Answer {
    Answer {
        lang: Lang::English,
        target: "sauna".to_owned(),
        label: "saunas".to_owned(),
        kind: SubjectKind::Activity,
        at: at("2026-11-25T09:00:00+01:00[Europe/Paris]"),
        treatments: vec![treated()],
        state: State {
            answer: word,
            possible: vec![word],
            until,
            next,
            because: Vec::new(),
            overruled: Vec::new(),
            missing: Vec::new(),
        },
        kinds: Vec::new(),
        questions: Vec::new(),
        dropped: Vec::new(),
    }
}

#[test]
fn every_answer_begins_with_a_line_that_says_it_all() {
    use AnswerWord::{Alert, Allowed, Avoided, BetterNot, Depends, Due, Expected, NotDue, NotStated};
    let mut depends = answer_of(Depends, Edge::Future, None);
    depends.state.possible = vec![Avoided, Allowed];
    let answers = [
        answer_of(Avoided, hours(48), Some(NotStated)),
        answer_of(BetterNot, hours(72), Some(NotStated)),
        answer_of(Due, day(4), Some(NotDue)),
        answer_of(NotDue, day(5), Some(Due)),
        answer_of(Allowed, Edge::Future, None),
        answer_of(NotStated, day(5), Some(Allowed)),
        answer_of(Expected, hours(72), Some(Alert)),
        answer_of(Alert, Edge::Future, None),
        depends,
    ];
    let lines = answers.map(|one| answer::text(&one, None, NARROW).lines().take(2).collect::<Vec<_>>().join("\n  "));
    insta::assert_snapshot!(lines.join("\n"));
}

#[test]
fn an_answer_gives_its_reasons() {
    let mut asked = answer_of(AnswerWord::Avoided, hours(48), Some(AnswerWord::NotStated));
    asked.state.because.push(Reason {
        treatment: 0,
        noun: None,
        rule: RuleRef {
            name: Some("no_heat".to_owned()),
            because: Some("heat widens the vessels".to_owned()),
            ..rule(24)
        },
        verb: Verb::Avoid,
        ideally: false,
        label: "heat".to_owned(),
        window: window(hours(0), hours(48)),
        about: (false, false),
        through: false,
        waits_for: (Vec::new(), Vec::new()),
        dated: (Vec::new(), Vec::new()),
        when: None,
    });
    asked.kinds.push(Kind {
        target: "cool_sauna".to_owned(),
        label: "cool saunas".to_owned(),
        answer: AnswerWord::Allowed,
    });
    insta::assert_snapshot!(answer::text(&asked, None, NARROW));
}
