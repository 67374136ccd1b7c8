//! The rules of two sheets that one patient follows, and the two treatments themselves: where one sheet bans what the
//! other allows, orders or is, and how far apart the treatments are then. What a sheet says by itself is not looked at.

use std::sync::Arc;

use super::accepted;
use super::apart::{Run, Spread, spread};
use super::contradiction;
use super::distance;
use super::duty;
use super::effort::Effort;
use super::index::{Alike, Index};
use super::meeting::{Judged, Meeting, meetings, named_at};
use super::pairs::{Pair, Pairs, Says};
use super::search::Why;
use super::undecided;
use super::witness::witness;
use super::words::Sheet;
use super::worst::Outcome;
use crate::diagnostic::{self, Code, Diagnostic, Distance, Occurs, Severity, Witness};
use crate::model::{Case, Condition, Model, Rule, SubjectId, Together, Verb, WindowOrigin};
use crate::source::{Place, Sources};
use crate::time::{Anchor, End, Moment, Term, Window};

/// C0414 between-treatments
pub static BETWEEN: Code =
    Code { id: "C0414", name: "between-treatments", page: include_str!("between-treatments.md") };

/// What the second rule of a pair says of what the first bans.
#[derive(Clone, Copy, PartialEq, Eq)]
enum Kind {
    Allowed,
    Due,
    /// It is the treatment of its sheet.
    Treatment,
}

/// How many pairs of one sort are looked at: each at many distances.
const MOST_ACROSS: usize = 20_000;

type Judge = fn(&Meeting<'_, '_>, &Model, &Case) -> Judged;

/// All findings about two sheets used together, sorted by place; those that the text of either accepts are marked.
#[must_use]
pub fn between(together: &Together<'_>, sources: &Sources) -> Vec<Diagnostic> {
    let index = Index::of(&together.model);
    let pairs = Pairs::of(&together.model, &index);
    let effort = Effort::default();
    let sheet = Sheet { model: &together.model, sources, index: &index, pairs: &pairs, effort: &effort };
    let two = Two { together, sheet };
    let mut findings = Vec::new();
    for (second, kind, judge) in
        [(Says::Permission, Kind::Allowed, contradiction::judge as Judge), (Says::Duty, Kind::Due, duty::judge)]
    {
        let all = pairs.of_sort(Says::Ban, second).iter();
        let mut across = all.filter(|pair| pair.first.treatment != pair.second.treatment);
        let looked_at = across.by_ref().take(MOST_ACROSS).take_while(|pair| !effort.is_spent(pair.second.place));
        findings.extend(looked_at.filter_map(|pair| two.finding(pair, kind, judge)));
        findings.extend(across.next().map(|pair| crowded(pair.second.place)));
    }
    findings.extend(pairs.crowded.map(crowded));
    let treatments: Vec<Rule> = [Anchor::Treatment, Anchor::Event(Together::TREATMENTS[0])]
        .into_iter()
        .filter_map(|at| two.treatment(at))
        .collect();
    for treatment in &treatments {
        let in_bans = two.bans_of(treatment);
        findings.extend(in_bans.iter().filter_map(|pair| two.finding(pair, Kind::Treatment, duty::judge)));
    }
    if let [Some(one), Some(other)] = two.names() {
        accepted::settle_between(
            &together.model,
            sources,
            &accepted::about_treatments(&BETWEEN, [one, other]),
            &mut findings,
        );
    }
    diagnostic::sort(&mut findings);
    findings
}

fn crowded(place: Place) -> Diagnostic {
    let message = "so many rules of both sheets speak of the same things that not every pair of them was looked at";
    Diagnostic::warning(&undecided::UNDECIDED, place, message)
        .label("one of them")
        .help("write fewer rules about one activity")
}

/// Two sheets, and the text that they were made from.
#[derive(Clone, Copy)]
struct Two<'t, 'm> {
    together: &'t Together<'m>,
    sheet: Sheet<'t>,
}

impl<'t> Two<'t, '_> {
    /// The names of the first and the second treatment.
    fn names(&self) -> [Option<&'t str>; 2] {
        [Anchor::Treatment, Anchor::Event(Together::TREATMENTS[0])].map(|at| self.name(at))
    }

    fn name(&self, treatment: Anchor) -> Option<&'t str> {
        self.sheet.model.treatment_at(treatment).map(|treatment| treatment.name.as_str())
    }

    /// A treatment as a rule of its own sheet: it is done, at its instant.
    fn treatment(&self, at: Anchor) -> Option<Rule> {
        let treatment = self.sheet.model.treatment_at(at)?;
        let instant = Moment::exactly(Term::at(at));
        let window = Window { start: Some(instant.clone()), end: End::At(instant), point: true };
        Some(Rule {
            treatment: at,
            targets: vec![(treatment.subject, treatment.place)],
            window: Some(Arc::new(window)),
            window_origin: WindowOrigin::Rule,
            ..Rule::bare(treatment.place, Verb::Do)
        })
    }

    /// The bans of the other sheet that speak of a treatment.
    fn bans_of<'r>(&self, treatment: &'r Rule) -> Vec<Pair<'r>>
    where
        't: 'r,
    {
        let model = self.sheet.model;
        let bans = model.rules.iter().filter(|rule| rule.treatment != treatment.treatment && rule.verb == Verb::Avoid);
        let pair = |ban: &'t Rule| {
            let &(subject, _) = treatment.targets.first()?;
            let banned = ban.targets.iter().filter(|(target, _)| model.is_kind_of(subject, *target));
            let subjects: Vec<(SubjectId, SubjectId)> = banned.map(|&(target, _)| (target, subject)).collect();
            let (first_window, second_window) = (ban.window.as_deref()?, treatment.window.as_deref()?);
            let alike = [ban, treatment].map(Alike::of);
            let pair =
                Pair { first: ban, second: treatment, first_window, second_window, subjects, alike, plain: false };
            (!pair.subjects.is_empty()).then_some(pair)
        };
        bans.filter_map(pair).collect()
    }

    /// The worst that is found where two rules meet.
    fn finding(&self, pair: &Pair<'_>, kind: Kind, judge: Judge) -> Option<Diagnostic> {
        let mut worst: Option<(Meeting<'_, '_>, Spread)> = None;
        let mut undecided = None;
        for meeting in meetings(self.sheet.model, pair) {
            let question = meeting.question(self.sheet);
            // A moment outside the years that can be computed is no finding about two rules.
            let found = spread(&question, &|case| judge(&meeting, self.sheet.model, case).ok().flatten());
            match found {
                Ok(None) => {}
                Err(_) => undecided = Some(meeting),
                Ok(Some(found)) => {
                    let before = worst.as_ref().map(|(_, before)| (before.least, before.worst));
                    if before.is_none_or(|before| before < (found.least, found.worst)) {
                        worst = Some((meeting, found));
                    }
                }
            }
        }
        let finding = match (worst, undecided) {
            (Some((meeting, found)), _) => self.tell(&meeting, kind, &found),
            (None, Some(meeting)) => undecided::finding(&self.sheet.name(meeting.b), self.places(&meeting)),
            (None, None) => return None,
        };
        let subjects: Vec<SubjectId> = pair.subjects.iter().flat_map(|&(a, b)| [a, b]).collect();
        let [Some(one), Some(other)] = self.names() else { return Some(finding) };
        Some(self.sheet.about_treatments(finding, &[pair.first, pair.second], &subjects, [one, other]))
    }

    /// Where the ban names its subject, and where the other rule does.
    fn places(&self, meeting: &Meeting<'_, '_>) -> (Place, Place) {
        (named_at(meeting.pair.first, meeting.a), named_at(meeting.pair.second, meeting.b))
    }

    fn tell(&self, meeting: &Meeting<'_, '_>, kind: Kind, found: &Spread) -> Diagnostic {
        let (sheet, pair) = (self.sheet, meeting.pair);
        let [Some(one), Some(other)] = self.names() else { return undecided::finding("", self.places(meeting)) };
        let (banning, banned) = if pair.first.treatment == Anchor::Treatment { (one, other) } else { (other, one) };
        let everywhere = found.least.is_some();
        let severity = found.least.map_or(Severity::Note.min(found.worst.severity), |least| least.severity);
        let outcome = &found.outcome;
        let facts = |conditions: &[&Condition]| {
            if outcome.facts { sheet.facts(&outcome.case, conditions) } else { String::new() }
        };
        let holes = meeting.holes.iter().map(|hole| &hole.condition);
        let of_ban = facts(&[&*pair.first.condition].into_iter().chain(holes).collect::<Vec<_>>());
        let of_other = match facts(&[&pair.second.condition]) {
            none if none.is_empty() => none,
            some => some + ",",
        };
        let (name, as_kind) = (sheet.name(meeting.b), meeting.as_kind(sheet));
        let unmet = found.worst.kind == duty::UNMET;
        let what = match kind {
            Kind::Treatment => format!("{name} is banned{as_kind} by the sheet of `{banning}`{of_ban}"),
            Kind::Allowed => format!(
                "{name} is allowed by the sheet of `{banned}`{of_other} and avoided{as_kind} by that of `{banning}`{of_ban}"
            ),
            Kind::Due => format!(
                "{name} is due{} by the sheet of `{banned}`{of_other} but avoided{as_kind} by that of `{banning}`{of_ban}{}",
                duty::often(pair.second.frequency.as_ref()),
                if unmet { ", so that it cannot be done" } else { "" },
            ),
        };
        let when = distance::in_words(&found.runs, one, other);
        let help = match (kind, everywhere) {
            (Kind::Treatment, false) => "book the two further apart, or write into the ban when it may be done",
            (Kind::Treatment, true) => "let the ban end, or write an exception into it",
            (_, false) => "book the two further apart, or tell the patient which of the two rules counts",
            (_, true) => "let the two sheets say the same, or one of them say nothing",
        };
        let verb = match kind {
            Kind::Treatment => "the treatment".to_owned(),
            Kind::Allowed => sheet.held("allowed", pair.second),
            Kind::Due => sheet.held("due", pair.second),
        };
        let (ban, second) = self.places(meeting);
        let mut finding = Diagnostic::new(&BETWEEN, severity, format!("{what}, {when}"))
            .at(ban, sheet.held("avoided", pair.first))
            .also(second, verb)
            .help(help);
        finding.occurs = Some(occurs(found, everywhere));
        let distance = |run: &Run| Distance {
            from: one.to_owned(),
            to: other.to_owned(),
            least: run.least,
            most: run.most,
            always: run.always,
        };
        finding.distances = found.runs.iter().map(distance).collect();
        finding.witness = self.witness(meeting, kind, found, [one, other]);
        finding
    }

    /// A case that shows it: the question to the sheet that bans, and that to the other.
    fn witness(&self, meeting: &Meeting<'_, '_>, kind: Kind, found: &Spread, names: [&str; 2]) -> Option<Witness> {
        let case = &found.outcome.case;
        let at = found.outcome.hit.slot.example(&case.situation.treated);
        let ask = |rule: &Rule, subjects: [SubjectId; 2]| {
            let number = self.together.sheet_of(rule);
            let model = *self.together.sheets.get(number)?;
            let [named, kind] = subjects.map(|subject| self.together.subject_in(number, subject));
            let (named, kind) = (named?, kind);
            // The sheet that names the parent need not know the kind.
            let target = kind.filter(|&kind| model.is_kind_of(kind, named)).unwrap_or(named);
            let sheet = Sheet { model, ..self.sheet };
            Some(witness(sheet, rule.place.file, target, &self.together.case_of(number, case)?, &at))
        };
        let pair = meeting.pair;
        let mut asked = vec![ask(pair.first, [meeting.a, meeting.b])?];
        if kind != Kind::Treatment {
            asked.push(ask(pair.second, [meeting.b, meeting.b])?);
        }
        asked.sort_by_key(|witness| witness.treated != case.situation.treated.to_string());
        let known = |of: fn(&Witness) -> &Vec<(String, String)>| {
            let mut known: Vec<(String, String)> = Vec::new();
            for (name, value) in asked.iter().flat_map(of) {
                match known.iter().any(|(other, _)| other == name) {
                    true if known.contains(&(name.clone(), value.clone())) => {}
                    // Each treatment has its own.
                    true => known.push((format!("{}.{name}", names[1]), value.clone())),
                    false => known.push((name.clone(), value.clone())),
                }
            }
            known
        };
        let mut events = vec![(names[1].to_owned(), found.second.to_string())];
        events.extend(known(|witness| &witness.events).into_iter().filter(|(name, _)| !names.contains(&name.as_str())));
        let commands: Vec<&str> = asked.iter().map(|witness| witness.command.as_str()).collect();
        Some(Witness {
            treated: case.situation.treated.to_string(),
            given: known(|witness| &witness.given),
            events,
            at: at.to_string(),
            command: commands.join(" && "),
        })
    }
}

/// On what it depends when it happens.
fn occurs(found: &Spread, everywhere: bool) -> Occurs {
    if !everywhere {
        Occurs::Distance
    } else if found.runs.iter().any(|run| !run.always) {
        Occurs::TimeOfDay
    } else {
        whenever(&found.outcome)
    }
}

fn whenever(outcome: &Outcome) -> Occurs {
    match (outcome.event, outcome.hit.why) {
        (Some(_), _) => Occurs::Event,
        (None, Why::Range) => Occurs::Range,
        (None, _) if outcome.facts => Occurs::Facts,
        (None, _) => Occurs::Always,
    }
}
