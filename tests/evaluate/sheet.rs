//! A sheet from its text, and questions to it in short forms.

use std::fs;
use std::path::Path;

use carecheck::diagnostic::{Diagnostic, Severity};
use carecheck::evaluate::{Answer, Applies, Overview, When, answer, overview, plan, when};
use carecheck::model::{AnswerWord, Case, FactKind, Fixed, Model, Unit, Value, resolve};
use carecheck::source::{FileId, SourceFile, Sources};
use carecheck::syntax::{parse, tree, unquote};
use carecheck::time::{Edge, EventTime, Resolved, Stretch};
use jiff::Zoned;
use jiff::civil::Date;

/// A sheet that has no errors.
pub struct Sheet {
    pub sources: Sources,
    pub model: Model,
}

/// One of the files in `rules/`, with what it uses.
pub fn rules(name: &str) -> Sheet {
    let mut sources = Sources::default();
    let mut unit = Unit::default();
    let root = add(&mut sources, &mut unit, &format!("rules/{name}"));
    made(sources, &unit, root)
}

fn add(sources: &mut Sources, unit: &mut Unit, name: &str) -> FileId {
    if let Some((id, _)) = sources.iter().find(|(_, file)| file.name() == name) {
        return id;
    }
    let bytes = fs::read(Path::new(env!("CARGO_MANIFEST_DIR")).join(name)).unwrap();
    let id = sources.add(SourceFile::load(name, &bytes).0);
    let (file, findings) = parse(id, sources.file(id));
    assert!(findings.is_empty(), "{findings:#?}");
    let uses: Vec<String> = file
        .statements
        .iter()
        .filter_map(|statement| match statement {
            tree::Statement::Use(used) => Some(unquote(sources.file(id).slice(used.path.0)).into_owned()),
            _ => None,
        })
        .collect();
    unit.files.push(file);
    for used in uses {
        let folder = name.rsplit_once('/').map_or("", |(folder, _)| folder);
        let leads = add(sources, unit, &format!("{folder}/{used}"));
        unit.uses.insert((id, used), Ok(leads));
    }
    id
}

fn made(sources: Sources, unit: &Unit, root: FileId) -> Sheet {
    let (model, findings) = resolve(&sources, unit, root);
    let errors: Vec<&Diagnostic> = findings.iter().filter(|finding| finding.severity == Severity::Error).collect();
    assert!(errors.is_empty(), "{errors:#?}");
    Sheet { sources, model }
}

impl Sheet {
    /// A sheet of one file, `a.care`.
    pub fn new(text: &str) -> Sheet {
        let mut sources = Sources::default();
        let id = sources.add(SourceFile::load("a.care", text.as_bytes()).0);
        let (file, findings) = parse(id, sources.file(id));
        assert!(findings.is_empty(), "{findings:#?}");
        made(sources, &Unit { files: vec![file], ..Unit::default() }, id)
    }

    /// A treatment with what is given: `skin_irritated=no, healed=2026-11-30, last_dose=never`.
    pub fn case(&self, treated: &str, given: &str) -> Case {
        let mut fixed = Fixed::default();
        let zone = treated.parse::<Zoned>().unwrap().time_zone().clone();
        for (name, value) in given.split(',').filter_map(|one| one.trim().split_once('=')) {
            if let Some(event) = self.model.event_named(name) {
                let time = match value {
                    "never" => EventTime::Never,
                    _ if value.len() == 10 => {
                        let date: Date = value.parse().unwrap();
                        let first = |date: Date| date.to_zoned(zone.clone()).unwrap();
                        EventTime::OnDay(first(date), first(date.tomorrow().unwrap()))
                    }
                    _ => {
                        let at: Zoned = format!("{value}[{}]", zone.iana_name().unwrap()).parse().unwrap();
                        EventTime::Between(Edge::At(at.clone()), Edge::At(at))
                    }
                };
                fixed.events.insert(event, time);
            } else {
                let id = self.model.fact_named(name).unwrap();
                let value = match &self.model.fact(id).unwrap().kind {
                    FactKind::YesNo => Value::Bool(value == "yes"),
                    FactKind::OneOf(choices) => Value::Choice(
                        u32::try_from(choices.iter().position(|(name, _)| name == value).unwrap()).unwrap(),
                    ),
                    FactKind::Number(_) => Value::Number(value.parse().unwrap()),
                };
                fixed.facts.insert(id, value);
            }
        }
        Case::new(&self.model, treated.parse().unwrap(), &fixed).unwrap()
    }

    /// The answer at so many hours or minutes after the treatment (`+47h`, `-90min`), or at a local date and time.
    pub fn answer(&self, case: &Case, target: &str, at: &str) -> Answer {
        let treated = &case.situation.treated;
        let at = match at.strip_prefix('+').map(|far| (1, far)).or(at.strip_prefix('-').map(|far| (-1, far))) {
            Some((sign, far)) => {
                let (number, minutes) = match far.strip_suffix('h') {
                    Some(hours) => (hours, 60),
                    None => (far.strip_suffix("min").unwrap(), 1),
                };
                let minutes = sign * number.parse::<i64>().unwrap() * minutes;
                treated.checked_add(jiff::SignedDuration::from_mins(minutes)).unwrap()
            }
            None => format!("{at}[{}]", treated.time_zone().iana_name().unwrap()).parse().unwrap(),
        };
        self.answer_at(case, target, &at)
    }

    /// The answer at an instant.
    pub fn answer_at(&self, case: &Case, target: &str, at: &Zoned) -> Answer {
        answer(&self.model, &self.sources, case, self.model.subject_named(target).unwrap(), at).unwrap()
    }

    /// When it may be done again, from an instant on.
    pub fn when_at(&self, case: &Case, target: &str, at: &Zoned) -> When {
        when(&self.model, &self.sources, case, self.model.subject_named(target).unwrap(), at).unwrap()
    }

    /// What holds of everything at an instant.
    pub fn overview_at(&self, case: &Case, at: &Zoned) -> Overview {
        overview(&self.model, &self.sources, case, at).unwrap()
    }

    /// The answer in a line.
    pub fn ask(&self, case: &Case, target: &str, at: &str) -> String {
        let answer = self.answer(case, target, at);
        let state = &answer.state;
        let mut line = state.answer.word().to_owned();
        if state.answer == AnswerWord::Depends {
            let possible: Vec<&str> = state.possible.iter().map(|answer| answer.word()).collect();
            line += &format!(" on [{}]: {}", state.missing.join(", "), possible.join(" or "));
        }
        line += &match (&state.until, state.next) {
            (Edge::At(at), Some(next)) => format!(" until {at}, then {}", next.word()),
            (Edge::Future, None) => " from then on".to_owned(),
            other => panic!("{other:?}"),
        };
        if !state.because.is_empty() {
            let lines: Vec<String> = state.because.iter().map(|reason| reason.rule.line.to_string()).collect();
            line += &format!("; rules {}", lines.join(" "));
        }
        for kind in &answer.kinds {
            line += &format!("; {} {}", kind.target, kind.answer.word());
        }
        line
    }
}

impl Sheet {
    /// The plan, a line for each of its parts.
    pub fn plan(&self, case: &Case) -> String {
        let plan = plan(&self.model, &self.sources, case).unwrap();
        let mut lines = Vec::new();
        for screening in &plan.screening {
            let when = standing(screening.applies, screening.when.as_ref(), &screening.missing);
            lines.push(format!("{}: contraindicated{when}", screening.rule.line));
        }
        for one in &plan.guidance {
            let ideally = if one.ideally { "ideally " } else { "" };
            let mut line =
                format!("{}: {ideally}{} {} {}", one.rule.line, one.verb.word(), one.target, window(&one.window));
            line += &standing(one.applies, one.when.as_ref(), &one.missing);
            if one.about != (false, false) {
                line += &format!("; about {:?}", one.about);
            }
            if one.waits_for != (vec![], vec![]) {
                line += &format!("; waits for {:?}", one.waits_for);
            }
            if one.through {
                line += "; through";
            }
            for hole in &one.except {
                line += &format!("; except {}", hole.target);
                line += &hole.window.as_ref().map(|hole| format!(" {}", window(hole))).unwrap_or_default();
                line += &standing(hole.applies, hole.when.as_ref(), &[]);
            }
            if !one.occurrences.is_empty() {
                let mut times: Vec<String> =
                    one.occurrences.iter().map(|at| at.strftime("%d %H:%M").to_string()).collect();
                if times.len() > 20 {
                    times.splice(3..times.len() - 3, ["…".to_owned()]);
                    times.push(format!("{} in all", one.occurrences.len()));
                }
                line += &format!("; at {}{}", times.join(", "), if one.more_occurrences { " and more" } else { "" });
            }
            if !one.adjustments.is_empty() {
                line += &format!("; {:?}", one.adjustments);
            }
            lines.push(line);
        }
        for course in &plan.course {
            let when = standing(course.applies, course.when.as_ref(), &course.missing);
            let next = course
                .next
                .as_ref()
                .map(|(from, to)| format!(" next {} to {}", short(from), to.as_ref().map_or("…".to_owned(), short)));
            lines.push(format!("{}: repeat{}{when}", course.rule.line, next.unwrap_or_default()));
        }
        let missing: Vec<&str> = plan.missing.iter().map(|missing| missing.name.as_str()).collect();
        lines.push(format!("missing: {}", missing.join(", ")));
        lines.join("\n")
    }
}

fn standing(applies: Applies, when: Option<&String>, missing: &[String]) -> String {
    let when = when.map(|when| format!(" if {when}")).unwrap_or_default();
    match applies {
        Applies::Yes => when,
        Applies::No => format!("{when}: no"),
        Applies::Depends => format!("{when}, depends on [{}]", missing.join(", ")),
    }
}

/// `[start, end)`, each with its latest if that is another.
fn window(window: &Resolved) -> String {
    let end = if window.end_stated { stretch(&window.end) } else { "not stated".to_owned() };
    let point = if window.point { " once" } else { "" };
    format!("[{} – {end}){point}", stretch(&window.start))
}

fn stretch(stretch: &Stretch) -> String {
    if stretch.start == stretch.end {
        edge(&stretch.start)
    } else {
        format!("{}..{}", edge(&stretch.start), edge(&stretch.end))
    }
}

fn edge(edge: &Edge) -> String {
    match edge {
        Edge::Past => "past".to_owned(),
        Edge::At(at) => short(at),
        Edge::Future => "open".to_owned(),
    }
}

fn short(at: &Zoned) -> String {
    at.strftime("%y-%m-%d %H:%M").to_string()
}
