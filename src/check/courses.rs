//! Courses that no patient can follow: two `repeat` rules without a common interval or number of sessions, and a next session
//! of which every possible time lies inside a ban on the treatment itself.

use super::holding::{Reading, ban_holding, holds_now_and_then};
use super::meeting::Judged;
use super::orders::Rests;
use super::search::{Answer, Found, Hit, Question, Rank, WORST, Why};
use super::slot::{Slot, seconds};
use super::undecided;
use super::witness::{plan_witness, witness};
use super::words::Sheet;
use crate::diagnostic::{Code, Diagnostic, Severity};
use crate::model::{Case, Condition, Course, Exception, Length, Rule, SubjectId, Verb, steps};
use crate::time::{End, Latest, Moment, Term, TimeError, Window};

/// C0412 courses
pub static COURSES: Code = Code { id: "C0412", name: "courses", page: include_str!("courses.md") };

pub(super) fn check(sheet: Sheet<'_>) -> Vec<Diagnostic> {
    let rules = &sheet.model.rules;
    let courses: Vec<(&Rule, Course)> = rules.iter().filter_map(|rule| Some((rule, rule.course?))).collect();
    let mut findings = Vec::new();
    for (at, first) in courses.iter().enumerate() {
        for second in courses.iter().skip(at + 1) {
            if sheet.effort.is_spent(second.0.place) {
                return findings;
            }
            findings.extend(sessions(sheet, first, second).or_else(|| intervals(sheet, first, second)));
        }
    }
    let Some(treatment) = sheet.model.treatment.as_ref().map(|treatment| treatment.subject) else { return findings };
    let bans = |subject: SubjectId, rule: &Rule| {
        rule.verb == Verb::Avoid && rule.targets.iter().any(|(target, _)| sheet.model.is_kind_of(subject, *target))
    };
    for course in &courses {
        let bans = rules.iter().filter(|rule| bans(treatment, rule) && !sheet.effort.is_spent(rule.place));
        findings.extend(bans.filter_map(|ban| banned(sheet, course, ban, treatment)));
    }
    findings
}

/// When the next session may be, if the course says that; `late` takes what it must wait for at its longest.
fn next_session(course: Course, late: bool) -> Option<Window> {
    let after = |length: Length| steps(length, false).into_iter().fold(Term::treatment(), Term::then);
    let soonest = course.no_sooner.map(|(soonest, latest)| after(if late { latest } else { soonest }));
    let every = course.every.map(|(soonest, latest)| (after(soonest), after(latest)));
    let from: Vec<Term> = soonest.into_iter().chain(every.iter().map(|(soonest, _)| soonest.clone())).collect();
    let end = every.map_or(End::Open, |(_, latest)| End::At(Moment::exactly(latest)));
    let start = (!from.is_empty()).then_some(Latest(from))?;
    Some(Window { start: Some(Moment { earliest: start.clone(), latest: start, about: false }), end, point: false })
}

/// From the first to the last instant at which the next session may be, both included.
fn possible(window: &Window, case: &Case) -> Result<Slot, TimeError> {
    let resolved = window.resolve(&case.situation)?;
    Ok(Slot { start: seconds(&resolved.start.start), end: seconds(&resolved.end.end) + 1 })
}

fn ceiling(rules: [&Rule; 2]) -> Severity {
    if rules.iter().any(|rule| rule.ideally) { Severity::Note } else { Severity::Error }
}

fn conditions(rules: [&Rule; 2]) -> Vec<&Condition> {
    rules.iter().map(|rule| &*rule.condition).collect()
}

/// What is found; or that it could not be decided, as a finding.
type Asked = Result<Option<Box<Found>>, Box<Diagnostic>>;

fn undecided(sheet: Sheet<'_>, rules: [&Rule; 2]) -> Box<Diagnostic> {
    let name = sheet.model.treatment.as_ref().map(|treatment| sheet.name(treatment.subject));
    let places = (rules[0].place, rules[1].place);
    Box::new(sheet.about(undecided::finding(&name.unwrap_or_else(|| "a course".to_owned()), places), &rules, &[]))
}

fn ask(
    sheet: Sheet<'_>,
    rules: [&Rule; 2],
    windows: Vec<&Window>,
    asked: Vec<&Condition>,
    judge: &dyn Fn(&Case, Severity) -> Judged,
) -> Asked {
    let ceiling = ceiling(rules);
    let required = rules.into_iter().filter_map(Rule::applies_if).collect();
    let (model, effort) = (sheet.model, sheet.effort);
    let question =
        Question { model, effort, windows, further: Vec::new(), required, asked, ceiling, rests: Rests::More };
    match question.answer(&|case| judge(case, ceiling).ok().flatten()) {
        Answer::Found(found) => Ok(Some(found)),
        Answer::Never => Ok(None),
        Answer::Undecided => Err(undecided(sheet, rules)),
    }
}

fn sessions(sheet: Sheet<'_>, (first, a): &(&Rule, Course), (second, b): &(&Rule, Course)) -> Option<Diagnostic> {
    let ((a_least, a_most), (b_least, b_most)) = (a.sessions?, b.sessions?);
    if a_least <= b_most && b_least <= a_most {
        return None;
    }
    let hit = |case: &Case, severity| {
        let at = case.situation.treated.timestamp().as_second();
        let slot = Slot { start: at, end: at + 1 };
        Ok(Some(Hit { rank: Rank { severity, kind: WORST }, why: Why::Said, slot }))
    };
    let found = match ask(sheet, [*first, *second], Vec::new(), Vec::new(), &hit) {
        Ok(found) => found?,
        Err(undecided) => return Some(*undecided),
    };
    let number = |least: u16, most: u16| if least == most { least.to_string() } else { format!("{least}..{most}") };
    let (one, other) = (number(a_least, a_most), number(b_least, b_most));
    let message = format!("these courses have no number of sessions in common: {one} and {other} sessions");
    Some(tell(sheet, message, first, second, &found))
}

fn intervals(sheet: Sheet<'_>, (first, a): &(&Rule, Course), (second, b): &(&Rule, Course)) -> Option<Diagnostic> {
    let (a, b, late_a, late_b) =
        (next_session(*a, false)?, next_session(*b, false)?, next_session(*a, true)?, next_session(*b, true)?);
    let judge = |case: &Case, severity: Severity| {
        for (a, b, severity, why) in
            [(&a, &b, severity, Why::Said), (&late_a, &late_b, severity.min(Severity::Warning), Why::Range)]
        {
            let (a, b) = (possible(a, case)?, possible(b, case)?);
            if a.and(b).is_empty() {
                let slot = Slot { start: a.start.min(b.start), end: a.start.max(b.start) };
                return Ok(Some(Hit { rank: Rank { severity, kind: WORST }, why, slot }));
            }
        }
        Ok(None)
    };
    let found = match ask(sheet, [*first, *second], vec![&a, &b, &late_a, &late_b], Vec::new(), &judge) {
        Ok(found) => found?,
        Err(undecided) => return Some(*undecided),
    };
    let message = "these courses have no interval in common: no next session is in time for both".to_owned();
    Some(tell(sheet, message, first, second, &found))
}

/// Every time at which the next session may be lies inside the ban.
fn banned(sheet: Sheet<'_>, (course, said): &(&Rule, Course), ban: &Rule, treatment: SubjectId) -> Option<Diagnostic> {
    let (next, window) = (next_session(*said, false)?, ban.window.as_deref()?);
    let holes: Vec<&Exception> =
        ban.except.iter().filter(|hole| sheet.model.is_kind_of(treatment, hole.subject)).collect();
    let judge = |case: &Case, ceiling: Severity| {
        let slot = possible(&next, case)?;
        for (reading, severity, why) in [
            (Reading::Firm, Severity::Error, Why::Said),
            (Reading::NoEnd, Severity::Warning, Why::NoEnd),
            (Reading::About, Severity::Note, Why::About),
        ] {
            let banned = ban_holding(ban, window, &holes, case, reading)?;
            if banned.certain.cover(slot) {
                return Ok(Some(Hit { rank: Rank { severity: severity.min(ceiling), kind: WORST }, why, slot }));
            }
            if banned.possible.cover(slot) && reading < Reading::About && !holds_now_and_then(ban) {
                let rank = Rank { severity: Severity::Warning.min(ceiling), kind: WORST };
                return Ok(Some(Hit { rank, why: Why::Range, slot }));
            }
        }
        Ok(None)
    };
    let windows = holes.iter().filter_map(|hole| hole.window.as_ref()).chain([&next, window]).collect();
    let asked = holes.iter().map(|hole| &hole.condition).filter(|condition| !condition.is_always()).collect();
    let found = match ask(sheet, [*course, ban], windows, asked, &judge) {
        Ok(found) => found?,
        Err(undecided) => return Some(*undecided),
    };
    let held = sheet.held("avoided", ban);
    let message = format!("the next session lies inside a ban on the treatment: {} is {held}", sheet.name(treatment));
    Some(tell(sheet, message, course, ban, &found))
}

fn tell(sheet: Sheet<'_>, message: String, first: &Rule, second: &Rule, found: &Found) -> Diagnostic {
    let only = sheet.only(found, &conditions([first, second]));
    let (earlier, later) = if first.place < second.place { (first, second) } else { (second, first) };
    let label = |rule: &Rule| if rule.verb == Verb::Avoid { "the ban" } else { "a course" };
    let mut finding = Diagnostic::new(&COURSES, found.hit.rank.severity, message + &only)
        .at(later.place, label(later))
        .also(earlier.place, label(earlier))
        .help("correct one of the two, or say with `when` for whom each holds");
    finding.occurs = Some(found.occurs);
    let treatment = sheet.model.treatment.as_ref().map(|treatment| treatment.subject);
    let at = found.hit.slot.example(&found.case.situation.treated);
    let file = later.place.file;
    let banned = [first, second].iter().any(|rule| rule.verb == Verb::Avoid);
    finding.witness = Some(match treatment.filter(|_| banned) {
        Some(subject) => witness(sheet, file, subject, &found.case, &at),
        None => plan_witness(sheet, file, &found.case, &at),
    });
    sheet.about(finding, &[first, second], treatment.as_slice())
}
