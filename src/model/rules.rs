//! Written rules and phases → their normal forms: each rule takes its phase's window and condition, its clauses are
//! checked against its verb, and its exceptions are attached.

use super::codes;
use super::condition::Condition;
use super::names::{Names, Wanted, index};
use super::rule::{Course, Exception, Frequency, Order, Phase, PhaseId, Rule, Verb, WindowOrigin};
use crate::diagnostic::Diagnostic;
use crate::source::{Place, Span};
use crate::syntax::tree::{self, Clause, ClauseKind, File, Name, Statement, WindowKind};
use crate::time::{Anchor, End, Moment, Order as Sequence, Term, Window, compare_latest};

/// The phase that a rule stands in, as far as it matters to its rules.
struct Heading {
    id: PhaseId,
    window: Option<Window>,
    place: Place,
    condition: Condition,
    /// Its heading could not be read: nothing is concluded about windows.
    broken: bool,
}

impl Names<'_> {
    /// All rules of a file, those in phases too.
    pub fn rules(&mut self, file: &File) {
        self.file = file.id;
        for statement in &file.statements {
            match statement {
                Statement::Rule(rule) => self.rule(rule, None),
                Statement::Phase(phase) => self.phase(phase),
                _ => {}
            }
        }
    }

    fn phase(&mut self, phase: &tree::Phase) {
        let place = phase.span.in_file(self.file);
        let window = phase.window.as_ref().and_then(|window| self.window(window));
        if let (Some(window), Some(written)) = (&window, &phase.window) {
            self.check_window(window, written.span.in_file(self.file), written);
        }
        let heading = Heading {
            id: PhaseId(index(self.model.phases.len())),
            // A window that made no sense has been reported; nothing more is concluded from it.
            broken: phase.broken || (window.is_none() && phase.window.is_some()),
            window: window.clone(),
            place,
            condition: self.guards(&phase.conditions),
        };
        let label = phase.label.map(|label| self.quoted(label)).unwrap_or_default();
        self.model.phases.push(Phase { label, window, place });
        for statement in &phase.statements {
            if let Statement::Rule(rule) = statement {
                self.rule(rule, Some(&heading));
            }
        }
    }

    fn rule(&mut self, written: &tree::Rule, heading: Option<&Heading>) {
        let place = written.span.in_file(self.file);
        let wanted = match written.verb {
            Verb::Expect | Verb::Alert => Wanted::Sign,
            _ => Wanted::Activity,
        };
        let targets: Vec<_> =
            written.targets.iter().map(|&name| (self.subject(name, wanted), self.place(name))).collect();
        self.check_clauses(written);
        let mut rule = Rule {
            name: written.name.map(|name| self.text(name).to_owned()),
            place,
            verb: written.verb,
            ideally: written.ideally.is_some(),
            targets: targets.iter().filter_map(|&(id, place)| Some((id?, place))).collect(),
            instruction: written.instruction.map(|text| self.quoted(text)),
            window: None,
            window_origin: WindowOrigin::Nobody,
            window_place: place,
            phase: heading.map(|heading| heading.id),
            frequency: None,
            lasting: None,
            orders: Vec::new(),
            condition: Condition::always(),
            except: Vec::new(),
            course: None,
            because: None,
            source: None,
            amount: None,
            by: None,
        };
        self.report_repeated_targets(written);
        let mut sound = targets.iter().all(|(id, _)| id.is_some());
        let mut course = Course::default();
        for clause in &written.clauses {
            sound &= self.clause(clause, &mut rule, &mut course, heading).is_some();
        }
        if let Some(heading) = heading {
            rule.condition = heading.condition.clone().and(std::mem::replace(&mut rule.condition, Condition::always()));
        }
        match rule.verb {
            Verb::Repeat => rule.course = Some(course),
            Verb::Contraindicated => {}
            _ => sound &= self.settle_window(&mut rule, heading).is_some(),
        }
        if let Some(name) = written.name {
            self.name_rule(name);
        }
        // A rule of which a part makes no sense says something else without it.
        if sound && (!rule.targets.is_empty() || matches!(rule.verb, Verb::Contraindicated | Verb::Repeat)) {
            self.model.rules.push(rule);
        }
    }

    /// `None` if the clause makes no sense, which has been reported.
    fn clause(
        &mut self,
        clause: &Clause,
        rule: &mut Rule,
        course: &mut Course,
        heading: Option<&Heading>,
    ) -> Option<()> {
        match &clause.kind {
            ClauseKind::Window(window) => self.own_window(window, clause.span, rule, heading)?,
            ClauseKind::Before(name) => self.before(*name, clause.span, rule)?,
            ClauseKind::Frequency(frequency) => rule.frequency = Some(self.frequency(frequency)?),
            ClauseKind::Lasting(range) => rule.lasting = Some(self.lengths(range)?),
            ClauseKind::After(names) => {
                for &name in names {
                    let other = self.ordered_activity(name, "after")?;
                    rule.orders.push(Order { other, after: true, gap: None });
                }
            }
            ClauseKind::Gap(gap) => {
                let (other, gap_lengths) = (self.ordered_activity(gap.name, "after"), self.lengths(&gap.duration));
                rule.orders.push(Order { other: other?, after: gap.after, gap: Some(gap_lengths?) });
            }
            ClauseKind::Guard(guard) => {
                let condition = self.condition(&guard.condition)?;
                let condition = if guard.unless { condition.negated() } else { condition };
                rule.condition = std::mem::replace(&mut rule.condition, Condition::always()).and(condition);
            }
            ClauseKind::Except(except) => self.except(except, rule)?,
            ClauseKind::Because(text) => rule.because = Some(self.quoted(*text)),
            ClauseKind::Source(text) => rule.source = Some(self.quoted(*text)),
            ClauseKind::Amount(text) => rule.amount = Some(self.quoted(*text)),
            ClauseKind::By(text) => rule.by = Some(self.quoted(*text)),
            ClauseKind::Every(range) => course.every = Some(self.lengths(range)?),
            ClauseKind::NoSooner(range) => course.no_sooner = Some(self.lengths(range)?),
            ClauseKind::Sessions(low, high) => course.sessions = Some((*low, *high)),
        }
        Some(())
    }

    fn own_window(
        &mut self,
        written: &tree::Window,
        span: Span,
        rule: &mut Rule,
        heading: Option<&Heading>,
    ) -> Option<()> {
        let place = span.in_file(self.file);
        let window = self.window(written)?;
        if let Some(heading) = heading
            && heading.window.is_some()
            && rule.verb != Verb::Contraindicated
            && is_half_written(&written.kind)
        {
            self.half_written(place, heading);
            return None;
        }
        self.set_window(window, place, rule)?;
        let window = rule.window.clone()?;
        if rule.verb == Verb::Contraindicated || self.check_window(&window, place, written) { Some(()) } else { None }
    }

    fn set_window(&mut self, window: Window, place: Place, rule: &mut Rule) -> Option<()> {
        if rule.window.is_some() {
            self.problems.push(
                Diagnostic::error(&codes::TWO_WINDOWS, place, "this rule has two windows")
                    .label("a second window")
                    .also(rule.window_place, "the first")
                    .help("keep one of the two, or write two rules"),
            );
            return None;
        }
        (rule.window, rule.window_place, rule.window_origin) = (Some(window), place, WindowOrigin::Rule);
        Some(())
    }

    /// `before NAME`: an order if the name is an activity, a window if it is an event.
    fn before(&mut self, name: Name, span: Span, rule: &mut Rule) -> Option<()> {
        use super::names::Symbol;
        match self.declared(name) {
            Some((Symbol::Event(_), _)) => {
                let event = self.event(name)?;
                let end = End::At(Moment::exactly(Term::at(Anchor::Event(event))));
                self.set_window(Window { start: None, end, point: false }, span.in_file(self.file), rule)
            }
            _ => {
                let other = self.ordered_activity(name, "before")?;
                rule.orders.push(Order { other, after: false, gap: None });
                Some(())
            }
        }
    }

    /// The activity of an order; an event is a moment, and wants a window.
    fn ordered_activity(&mut self, name: Name, word: &str) -> Option<super::declared::SubjectId> {
        use super::names::Symbol;
        if word == "after"
            && let Some((Symbol::Event(_), first)) = self.declared(name)
        {
            let text = self.text(name);
            self.mark_event_used(name);
            self.problems.push(
                Diagnostic::error(
                    &codes::WRONG_KIND,
                    self.place(name),
                    format!("`{text}` is an event; `after` puts activities in order"),
                )
                .label("an event")
                .also(first, "declared here")
                .help(format!("write `from {text}` for a time that starts then, or `within 2w after {text}`")),
            );
            return None;
        }
        self.activity(name)
    }

    fn mark_event_used(&mut self, name: Name) {
        if let Some((symbol, _)) = self.declared(name) {
            self.mark_used(symbol);
        }
    }

    fn half_written(&mut self, place: Place, heading: &Heading) {
        let text = self.sources.slice(place).to_owned();
        let (starts, whole) = if text.starts_with("from") {
            ("ends with the phase or never", format!("`{text} until …`"))
        } else {
            ("starts with the treatment or with the phase", format!("`from … {text}`"))
        };
        self.problems.push(
            Diagnostic::error(
                &codes::HALF_WINDOW,
                place,
                format!("`{text}` inside a phase can be read in two ways: it {starts}"),
            )
            .label("half a window")
            .also(heading.place, "the phase's own window")
            .help(format!("write the whole window, {whole}, or move the rule out of the phase")),
        );
    }

    /// A rule without a window of its own takes its phase's.
    fn settle_window(&mut self, rule: &mut Rule, heading: Option<&Heading>) -> Option<()> {
        if rule.window.is_some() {
            return Some(());
        }
        match heading {
            Some(Heading { broken: true, .. }) => return None,
            Some(Heading { window: Some(window), place, .. }) => {
                rule.window = Some(window.clone());
                (rule.window_place, rule.window_origin) = (*place, WindowOrigin::Phase);
            }
            _ => rule.window = Some(Window::unstated()),
        }
        Some(())
    }

    /// Reports a window that can hold for no treatment at all, and one that starts before the treatment and never ends.
    fn check_window(&mut self, window: &Window, place: Place, written: &tree::Window) -> bool {
        let Some(start) = &window.start else { return true };
        match &window.end {
            End::Open if compare_latest(&start.latest, &Moment::treatment().latest) == Sequence::Before => {
                self.problems.push(
                    Diagnostic::error(
                        &codes::ENDLESS_BEFORE,
                        place,
                        "this window starts before the treatment and has no end",
                    )
                    .label("when does it end?")
                    .help(format!(
                        "write an end, as in `{} until +0h` for up to the treatment",
                        self.sources.slice(place)
                    )),
                );
                false
            }
            End::At(end) if !window.point && always_empty(start, end) => {
                let problem =
                    Diagnostic::error(&codes::EMPTY_WINDOW, place, "this window always ends before it starts")
                        .label("never holds");
                self.problems.push(match &written.kind {
                    WindowKind::Until(moment) => {
                        let end = self.sources.slice(moment.span.in_file(self.file));
                        problem.help(format!(
                            "`until` starts at the treatment: write `before {end}` for the time up to then, or `from {end} until …`"
                        ))
                    }
                    _ => problem.help("swap the two ends, or correct the one that is wrong"),
                });
                false
            }
            _ => true,
        }
    }

    fn frequency(&mut self, frequency: &tree::Frequency) -> Option<Frequency> {
        Some(match frequency {
            tree::Frequency::Throughout => Frequency::Throughout,
            tree::Frequency::Daily => Frequency::Daily,
            tree::Frequency::Times(low, high) => Frequency::Times(*low, *high),
            tree::Frequency::UpTo(most) => Frequency::UpTo(*most),
            tree::Frequency::AsNeeded => Frequency::AsNeeded,
            tree::Frequency::Every(range) => {
                let (low, high) = self.lengths(range)?;
                Frequency::Every(low, high)
            }
            tree::Frequency::DailyAt(clocks) => Frequency::DailyAt(clocks.iter().map(|clock| clock.minutes).collect()),
            tree::Frequency::DailyParts(names) => {
                let parts: Vec<_> = names.iter().map(|&name| self.part(name)).collect();
                Frequency::DailyParts(parts.into_iter().collect::<Option<_>>()?)
            }
        })
    }

    fn except(&mut self, except: &tree::Except, rule: &mut Rule) -> Option<()> {
        let condition = match &except.condition {
            Some(condition) => self.condition(condition)?,
            None => Condition::always(),
        };
        let banned: Vec<_> = rule.targets.iter().map(|&(id, _)| id).collect();
        for (name, window) in &except.holes {
            let subject = self.activity(*name)?;
            let window = match window {
                Some(window) => Some(self.window(window)?),
                None => None,
            };
            if !banned.iter().any(|&ban| self.model.is_kind_of(subject, ban)) {
                let (text, place) = (self.text(*name), self.place(*name));
                let all: Vec<_> = banned.iter().map(|&ban| format!("`{}`", self.model.subject(ban).name)).collect();
                self.problems.push(
                    Diagnostic::error(
                        &codes::EXCEPTION_OUTSIDE,
                        place,
                        format!("`{text}` is not a kind of what this rule bans"),
                    )
                    .label("not part of the ban")
                    .help(format!(
                        "declare it as a kind, as in `activity {text} is {}`, or remove the exception",
                        all.join(" or ").replace('`', "")
                    )),
                );
                return None;
            }
            rule.except.push(Exception { subject, window, condition: condition.clone(), place: self.place(*name) });
        }
        Some(())
    }

    fn report_repeated_targets(&mut self, written: &tree::Rule) {
        for (at, &name) in written.targets.iter().enumerate() {
            let text = self.text(name);
            let first = written.targets.iter().take(at).find(|&&other| self.text(other) == text);
            if let Some(&first) = first {
                self.problems.push(
                    Diagnostic::warning(
                        &codes::DECLARED_TWICE,
                        self.place(name),
                        format!("`{text}` is named twice in one rule"),
                    )
                    .label("named again")
                    .also(self.place(first), "first here")
                    .help("remove one of the two"),
                );
            }
        }
    }

    fn name_rule(&mut self, name: Name) {
        let (text, place) = (self.text(name), self.place(name));
        if let Some(&first) = self.rule_names.get(text) {
            self.problems.push(
                Diagnostic::error(&codes::DECLARED_TWICE, place, format!("two rules are called `{text}`"))
                    .label("the same name again")
                    .also(first, "first here")
                    .help("give one of the two another name"),
            );
        } else {
            self.rule_names.insert(text, place);
        }
    }

    /// Clauses that say nothing beside this verb.
    fn check_clauses(&mut self, rule: &tree::Rule) {
        if let Some(span) = rule.ideally
            && !matches!(rule.verb, Verb::Avoid | Verb::Do | Verb::Repeat)
        {
            let problem = Diagnostic::error(
                &codes::MISPLACED_CLAUSE,
                span.in_file(self.file),
                format!("`ideally` says nothing beside `{}`", rule.verb.word()),
            )
            .label("does not belong here")
            .help("remove `ideally`; it makes `avoid`, `do` and `repeat` advice");
            self.problems.push(problem);
        }
        for clause in &rule.clauses {
            let Some(what) = misplaced(rule.verb, &clause.kind) else { continue };
            let place = clause.span.in_file(self.file);
            let verb = rule.verb.word();
            self.problems.push(
                Diagnostic::error(&codes::MISPLACED_CLAUSE, place, format!("{what} says nothing beside `{verb}`"))
                    .label("does not belong here")
                    .help(match (rule.verb, &clause.kind) {
                        (Verb::Repeat, ClauseKind::Window(_) | ClauseKind::Before(_)) => {
                            "say how far apart the sessions are: `repeat every 4w..6w` or `repeat no sooner than 4w`"
                        }
                        (_, ClauseKind::Except(_)) => "exceptions are holes in a ban: write them beside `avoid`",
                        (_, ClauseKind::Frequency(_)) => "remove it; how often belongs beside `do` and `allow`",
                        _ => "remove it, or write it beside the rule that it belongs to",
                    }),
            );
        }
    }
}

/// `until N`, `from M` and `through day N` leave one end to be guessed inside a phase.
fn is_half_written(window: &WindowKind) -> bool {
    matches!(window, WindowKind::Until(_) | WindowKind::From(_, None) | WindowKind::Through(_))
}

/// Whether a window ends before or when it starts, for all treatments. An end that is an event makes a rule empty
/// without complaint.
fn always_empty(start: &Moment, end: &Moment) -> bool {
    let of_events = start.events().chain(end.events()).next().is_some();
    !of_events && matches!(compare_latest(&end.latest, &start.earliest), Sequence::Before | Sequence::Same)
}

/// What a clause is called, if it says nothing beside this verb.
fn misplaced(verb: Verb, clause: &ClauseKind) -> Option<&'static str> {
    let acts = matches!(verb, Verb::Avoid | Verb::Allow | Verb::Do);
    let noticed = matches!(verb, Verb::Expect | Verb::Alert);
    let (fits, what) = match clause {
        ClauseKind::Window(_) => (verb != Verb::Repeat, "a window"),
        ClauseKind::Frequency(_) => (matches!(verb, Verb::Do | Verb::Allow), "how often"),
        ClauseKind::Lasting(_) => (acts || noticed, "how long"),
        ClauseKind::After(_) | ClauseKind::Gap(_) | ClauseKind::Before(_) => (acts, "an order of activities"),
        ClauseKind::Except(_) => (verb == Verb::Avoid, "an exception"),
        ClauseKind::Amount(_) => (acts, "an amount"),
        ClauseKind::By(_) => (acts, "who acts"),
        ClauseKind::Every(_) | ClauseKind::NoSooner(_) | ClauseKind::Sessions(..) => (verb == Verb::Repeat, "a course"),
        ClauseKind::Guard(_) | ClauseKind::Because(_) | ClauseKind::Source(_) => (true, ""),
    };
    if fits { None } else { Some(what) }
}
