//! Which window a rule has: its own, its phase's or none; and the windows that make no sense for a rule.

use std::sync::Arc;

use super::codes;
use super::condition::Condition;
use super::declared::SubjectId;
use super::names::{Names, Symbol};
use super::rule::{Order, PhaseId, Rule, Verb, WindowOrigin};
use crate::diagnostic::Diagnostic;
use crate::source::{Place, Span};
use crate::syntax::tree::{self, Name, WindowKind};
use crate::time::{Anchor, End, Moment, Order as Sequence, Term, Window, compare_all, compare_latest};

/// The phase that a rule stands in, as far as it matters to its rules.
#[derive(Clone)]
pub(super) struct Heading {
    pub id: PhaseId,
    pub window: Option<Arc<Window>>,
    pub place: Place,
    pub condition: Condition,
    /// Its heading could not be read: nothing is concluded about windows.
    pub broken: bool,
    /// Whether the rule is written elsewhere and only stands in the place of one of this phase.
    pub from_elsewhere: bool,
}

impl Names<'_> {
    pub fn own_window(
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
            && !reads_one_way(&written.kind, heading)
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
        (rule.window, rule.window_place, rule.window_origin) =
            (Some(self.windows.one(window)), place, WindowOrigin::Rule);
        Some(())
    }

    /// `before NAME`: an order if the name is an activity, a window if it is an event.
    pub fn before(&mut self, name: Name, span: Span, rule: &mut Rule) -> Option<()> {
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
    pub fn ordered_activity(&mut self, name: Name, word: &str) -> Option<SubjectId> {
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
    pub fn settle_window(&mut self, rule: &mut Rule, heading: Option<&Heading>) -> Option<()> {
        if rule.window.is_some() {
            return Some(());
        }
        match heading {
            Some(Heading { broken: true, .. }) => return None,
            Some(Heading { window: Some(window), place, .. }) => {
                rule.window = Some(Arc::clone(window));
                (rule.window_place, rule.window_origin) = (*place, WindowOrigin::Phase);
            }
            _ => rule.window = Some(self.windows.one(Window::unstated())),
        }
        Some(())
    }

    /// Reports a window that can hold for no treatment at all, and one that starts before the treatment and never ends.
    pub fn check_window(&mut self, window: &Window, place: Place, written: &tree::Window) -> bool {
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
                    .help(format!("write an end, as in `{} until treatment`", self.sources.slice(place))),
                );
                false
            }
            _ => self.check_not_empty(window, place, written),
        }
    }

    /// Reports a window that can hold for no treatment at all.
    pub fn check_not_empty(&mut self, window: &Window, place: Place, written: &tree::Window) -> bool {
        let (Some(start), End::At(end)) = (&window.start, &window.end) else { return true };
        if window.point || !always_empty(start, end) {
            return true;
        }
        let problem = Diagnostic::error(&codes::EMPTY_WINDOW, place, "this window always ends before it starts")
            .label("never holds");
        let problem = match &written.kind {
            WindowKind::Until(moment) => {
                let end = self.sources.slice(moment.span.in_file(self.file));
                let (before, from) =
                    (format!("`before {end}` for the time up to then"), format!("`from {end} until …`"));
                problem.help(format!("`until` starts at the treatment: write {before}, or {from}"))
            }
            _ => problem.help("swap the two ends, or correct the one that is wrong"),
        };
        self.problems.push(problem);
        false
    }
}

/// `until N`, `from M` and `through day N` leave one end to be guessed inside a phase.
fn is_half_written(window: &WindowKind) -> bool {
    matches!(window, WindowKind::Until(_) | WindowKind::From(_, None) | WindowKind::Through(_))
}

/// Whether a window that starts with the treatment or with the phase starts with both. Whoever changes a rule from
/// elsewhere does not see the heading, and need not write around it where it makes no difference.
fn reads_one_way(window: &WindowKind, heading: &Heading) -> bool {
    let start = heading.window.as_ref().and_then(|window| window.start.as_ref());
    let ends = matches!(window, WindowKind::Until(_) | WindowKind::Through(_));
    heading.from_elsewhere && ends && start == Some(&Moment::treatment())
}

/// Whether a window ends before or when it starts, for all treatments. An end that is an event makes a rule empty
/// without complaint.
fn always_empty(start: &Moment, end: &Moment) -> bool {
    let of_events = start.events().chain(end.events()).next().is_some();
    !of_events && matches!(compare_all(end, start), Sequence::Before | Sequence::Same)
}
