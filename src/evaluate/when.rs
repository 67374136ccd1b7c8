//! "When may I again?": one subject, from an instant on → a [`When`]. What [`super::answer`] says of an instant is looked
//! at from one change to the next, so that both say the same of every instant.

use std::collections::BTreeSet;

use jiff::Zoned;

use super::answer::reason;
use super::answered::{Due, Kind, KindWhen, Limit, Reason, When};
use super::occurrences::first_from;
use super::ruling::{Ruled, Rulings, only_permits};
use super::told;
use super::unknown::Question;
use crate::model::{AnswerWord, Case, Model, Rule, RuleId, SubjectId, SubjectKind, Verb};
use crate::source::Sources;
use crate::time::{Edge, Resolved, TimeError, Window};

/// From when on nothing stands against an activity any more, or a sign is no longer normal, what it waits for until then,
/// and when a duty is due next.
///
/// # Errors
/// If a moment lies outside the years 1 to 9999.
pub fn when(model: &Model, sources: &Sources, case: &Case, target: SubjectId, at: &Zoned) -> Result<When, TimeError> {
    let course = Course::of(model, case, target, at)?;
    let span = course.span();
    let reasons = |rules: Vec<RuleId>| -> Result<Vec<Reason>, TimeError> {
        rules.into_iter().filter_map(|id| reason(model, sources, case, target, id).transpose()).collect()
    };
    let mut kinds = Vec::new();
    for kind in model.kinds_of(target).filter(|&kind| kind != target) {
        let other = Course::of(model, case, kind, at)?.span();
        if (&other.earliest, &other.from) != (&span.earliest, &span.from) {
            let Kind { target, label, answer } = Kind::of(model, kind, other.now);
            kinds.push(KindWhen { target, label, answer, earliest: other.earliest, from: other.from });
        }
    }
    let mut questions = course.questions(&span)?;
    let due = course.due()?.map(|(due, open)| {
        questions.extend(open);
        due
    });
    Ok(When {
        sign: course.sign,
        now: span.now,
        about: course.is_about(&span)?,
        limit: course.limit(&span)?,
        because: reasons(course.against(&span))?,
        earliest: span.earliest,
        from: span.from,
        then: span.then,
        allowed: span.allowed,
        until: span.until,
        next: span.next,
        due,
        kinds,
        questions: questions.into_iter().filter_map(|question| told::missing(model, question)).collect(),
    })
}

/// What holds of a subject from an instant on: each stretch in which nothing changes by its first instant.
struct Course<'m> {
    model: &'m Model,
    case: &'m Case,
    target: SubjectId,
    sign: bool,
    stretches: Vec<(Zoned, Ruled)>,
}

/// When nothing stands against the subject.
struct Span {
    /// The answer at the instant that was asked about.
    now: AnswerWord,
    earliest: Option<Zoned>,
    from: Option<Zoned>,
    then: Option<AnswerWord>,
    allowed: Option<Zoned>,
    until: Option<Zoned>,
    next: Option<AnswerWord>,
}

impl<'m> Course<'m> {
    fn of(model: &'m Model, case: &'m Case, target: SubjectId, at: &Zoned) -> Result<Course<'m>, TimeError> {
        let rulings = Rulings::of(model, case, target)?;
        let now = Edge::At(at.clone());
        let mut stretches = vec![(at.clone(), rulings.at(&now)?)];
        for edge in rulings.edges_after(&now) {
            if let Edge::At(from) = &edge {
                stretches.push((from.clone(), rulings.at(&edge)?));
            }
        }
        let sign = model.subject(target).kind == SubjectKind::Sign;
        Ok(Course { model, case, target, sign, stretches })
    }

    /// Whether an answer stands against it.
    fn is_against(&self, word: AnswerWord) -> bool {
        match word {
            AnswerWord::Avoided | AnswerWord::BetterNot => true,
            AnswerWord::Expected => self.sign,
            _ => false,
        }
    }

    fn may_be_against(&self, ruled: &Ruled) -> bool {
        ruled.possible.iter().any(|&word| self.is_against(word))
    }

    fn span(&self) -> Span {
        let forbidden = if self.sign { AnswerWord::Expected } else { AnswerWord::Avoided };
        let surely = |ruled: &Ruled| ruled.possible == [forbidden];
        let first = |such: &dyn Fn(&Ruled) -> bool| self.stretches.iter().position(|(_, ruled)| such(ruled));
        let instant = |index: usize| self.stretches.get(index).map(|(at, _)| at.clone());
        let free = first(&|ruled| !self.may_be_against(ruled));
        let rest = || self.stretches.iter().skip(free.unwrap_or(self.stretches.len()));
        let until = rest().find(|(_, ruled)| self.may_be_against(ruled));
        let permits =
            |ruled: &Ruled| ruled.possible.iter().all(|word| matches!(word, AnswerWord::Allowed | AnswerWord::Due));
        let allowed = rest().take_while(|(_, ruled)| !self.may_be_against(ruled)).find(|(_, ruled)| permits(ruled));
        Span {
            now: self.stretches.first().map_or(AnswerWord::NotStated, |(_, ruled)| ruled.word()),
            earliest: first(&|ruled| !surely(ruled)).and_then(instant),
            from: free.and_then(instant),
            then: rest().next().map(|(_, ruled)| ruled.word()),
            allowed: allowed.map(|(at, _)| at.clone()),
            until: until.map(|(at, _)| at.clone()),
            next: until.map(|(_, ruled)| ruled.word()),
        }
    }

    /// The stretches in which it may be that something stands against it, before nothing surely does.
    fn waiting(&self, span: &Span) -> impl Iterator<Item = &(Zoned, Ruled)> {
        let from = span.from.as_ref().map(Zoned::timestamp);
        self.stretches.iter().take_while(move |(at, _)| from.is_none_or(|from| at.timestamp() < from))
    }

    /// The rules that stand against it until then, each once, the strongest first.
    fn against(&self, span: &Span) -> Vec<RuleId> {
        let mut rules = Vec::new();
        for id in self.waiting(span).flat_map(|(_, ruled)| &ruled.because) {
            if !rules.contains(id) && self.rule(*id).is_some_and(|rule| matches!(rule.verb, Verb::Avoid | Verb::Expect))
            {
                rules.push(*id);
            }
        }
        rules
    }

    /// What decides when it is free: what the answers rest on, and the events that the windows of the rules do.
    fn questions(&self, span: &Span) -> Result<BTreeSet<Question>, TimeError> {
        let mut questions = BTreeSet::new();
        let earliest = span.earliest.as_ref().map(Zoned::timestamp);
        for (at, ruled) in self.waiting(span).filter(|(at, _)| earliest.is_some_and(|first| at.timestamp() >= first)) {
            questions.extend(&ruled.missing);
            for rule in ruled.because.iter().filter_map(|&id| self.rule(id)).filter(|rule| rule.verb == Verb::Avoid) {
                let holes = rule.except.iter().filter(|hole| self.model.is_kind_of(self.target, hole.subject));
                for window in rule.window.as_deref().into_iter().chain(holes.filter_map(|hole| hole.window.as_ref())) {
                    if !surely_holds(&window.resolve(&self.case.situation)?, at) {
                        questions.extend(told::open_events(self.case, window));
                    }
                }
            }
        }
        Ok(questions)
    }

    /// Whether the end that it waits for is only about that instant.
    fn is_about(&self, span: &Span) -> Result<bool, TimeError> {
        let Some(from) = &span.from else { return Ok(false) };
        let end = Edge::At(from.clone());
        for id in self.against(span) {
            let Some(window) = self.rule(id).and_then(|rule| rule.window.as_deref()) else { continue };
            if told::about(window).1 && window.resolve(&self.case.situation)?.possible().end == end {
                return Ok(true);
            }
        }
        Ok(false)
    }

    /// Why there is no instant from which nothing stands against it.
    fn limit(&self, span: &Span) -> Result<Option<Limit>, TimeError> {
        let last = self.stretches.last().filter(|_| span.from.is_none());
        let Some((_, ruled)) = last else { return Ok(None) };
        if !ruled.possible.iter().all(|&word| self.is_against(word)) {
            return Ok(Some(Limit::Depends));
        }
        let mut limit = Limit::Depends;
        for rule in ruled.because.iter().filter_map(|&id| self.rule(id)) {
            let unstated = Window::unstated();
            let window = rule.window.as_deref().unwrap_or(&unstated);
            let resolved = window.resolve(&self.case.situation)?;
            if !resolved.end_stated {
                limit = Limit::NotStated;
            } else if told::open_events(self.case, window).is_empty() {
                return Ok(Some(Limit::Never));
            }
        }
        Ok(Some(limit))
    }

    /// When it is due next, with what that depends on. `None` for what is no duty.
    fn due(&self) -> Result<Option<(Due, BTreeSet<Question>)>, TimeError> {
        let is_duty = |rule: &Rule| {
            let own = rule.targets.iter().any(|&(target, _)| target == self.target);
            rule.verb == Verb::Do && own && !only_permits(rule)
        };
        if !self.model.rules.iter().any(is_duty) {
            return Ok(None);
        }
        let may_be_due = |ruled: &Ruled| {
            ruled.possible != [AnswerWord::NotDue] && ruled.because.iter().any(|&id| self.rule(id).is_some_and(is_duty))
        };
        let surely = |ruled: &Ruled| ruled.possible == [AnswerWord::Due];
        let start = self.stretches.iter().position(|(_, ruled)| surely(ruled));
        let from = start.and_then(|start| self.stretches.get(start)).map(|(at, _)| at.clone());
        let rest = self.stretches.iter().skip(start.unwrap_or(self.stretches.len()));
        let until = rest.skip_while(|(_, ruled)| surely(ruled)).map(|(at, _)| at.clone()).next();
        let earliest = self.stretches.iter().find(|(_, ruled)| may_be_due(ruled)).map(|(at, _)| at.clone());
        let mut questions = BTreeSet::new();
        let before = |at: &Zoned| from.as_ref().is_none_or(|from| at.timestamp() < from.timestamp());
        for (at, ruled) in self.stretches.iter().filter(|(at, ruled)| before(at) && may_be_due(ruled)) {
            questions.extend(&ruled.missing);
            for rule in ruled.because.iter().filter_map(|&id| self.rule(id)).filter(|rule| is_duty(rule)) {
                let Some(window) = &rule.window else { continue };
                let resolved = window.resolve(&self.case.situation)?;
                if resolved.point || !surely_holds(&resolved, at) {
                    questions.extend(told::open_events(self.case, window));
                }
            }
        }
        let times = self.next_time(is_duty)?;
        Ok(Some((Due { earliest, from, until, next: times }, questions)))
    }

    /// The next time that a frequency makes it due.
    fn next_time(&self, is_duty: impl Fn(&Rule) -> bool) -> Result<Option<Zoned>, TimeError> {
        for (index, (start, ruled)) in self.stretches.iter().enumerate() {
            if !ruled.possible.contains(&AnswerWord::Due) {
                continue;
            }
            let end = self.stretches.get(index + 1).map(|(at, _)| at.timestamp());
            let mut first: Option<Zoned> = None;
            for rule in ruled.because.iter().filter_map(|&id| self.rule(id)).filter(|rule| is_duty(rule)) {
                let Some(window) = &rule.window else { continue };
                let window = window.resolve(&self.case.situation)?.certain();
                let found = first_from(self.model, rule.frequency.as_ref(), &window, start)?;
                let found = found.filter(|at| end.is_none_or(|end| at.timestamp() < end));
                first = [first, found].into_iter().flatten().min_by_key(Zoned::timestamp);
            }
            if first.is_some() {
                return Ok(first);
            }
        }
        Ok(None)
    }

    fn rule(&self, id: RuleId) -> Option<&'m Rule> {
        self.model.rule(id)
    }
}

fn surely_holds(window: &Resolved, at: &Zoned) -> bool {
    window.certain().contains(&Edge::At(at.clone()))
}
