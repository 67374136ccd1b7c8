//! Declarations: treatments, files to use, activities, signs, facts, events and parts of the day; and findings that stay.

use super::{Builder, Parts};
use crate::diagnostic::Diagnostic;
use crate::source::Span;
use crate::syntax::findings;
use crate::syntax::grammar::{Node, Rule};
use crate::syntax::tree::{
    Accept, Activity, Change, Event, Fact, FactKind, Name, Part, Side, Text, Translation, Treatment, Use,
};

impl Builder<'_> {
    pub(super) fn treatment(&mut self, node: Node<'_>) -> Option<Treatment> {
        let span = self.span(&node);
        let mut parts = Parts::of(node);
        let name = self.name(&parts.one(Rule::name)?);
        let label = self.text(&parts.one(Rule::text)?);
        let mut last = label.0;
        let (mut parents, mut source, mut version) = (None, None, None);
        let (mut reviewed, mut day, mut hours, mut language) = (None, None, None, None);
        for clause in parts {
            let span = self.span(&clause);
            match clause.as_rule() {
                Rule::is_a => {
                    let (value, span) = self.is_a(clause);
                    last = span;
                    self.once(&mut parents, value, span, "`is`");
                    continue;
                }
                Rule::source => {
                    let value = self.inner_text(clause)?;
                    self.once(&mut source, value, span, "`source`");
                }
                Rule::version => {
                    let value = self.inner_text(clause)?;
                    self.once(&mut version, value, span, "`version`");
                }
                Rule::reviewed => {
                    let value = self.date(&Parts::of(clause).one(Rule::date)?);
                    self.once(&mut reviewed, value, span, "`reviewed`");
                }
                Rule::day_counting => {
                    let value = self.day_counting(&Parts::of(clause).one(Rule::whole)?);
                    self.once(&mut day, (value, span), span, "`day`");
                }
                Rule::hours => {
                    let mut clocks = Parts::of(clause);
                    let value = (self.clock(&clocks.one(Rule::clock)?), self.clock(&clocks.one(Rule::clock)?));
                    self.once(&mut hours, value, span, "`hours`");
                }
                Rule::written_in => {
                    let value = self.span(&Parts::of(clause).one(Rule::language)?);
                    self.once(&mut language, value, span, "`language`");
                }
                _ => return None,
            }
            last = span;
        }
        Some(Treatment {
            span: Span::new(span.start, last.end),
            name,
            label,
            parents: first(parents).unwrap_or_default(),
            source: first(source),
            version: first(version),
            reviewed: first(reviewed),
            day: first(day),
            hours: first(hours),
            language: first(language),
        })
    }

    /// `day 0` or `day 1`; sheets count in no other way.
    fn day_counting(&mut self, node: &Node<'_>) -> u8 {
        match node.as_str() {
            "0" => 0,
            "1" => 1,
            other => {
                let place = self.place(self.span(node));
                self.found.push(
                    Diagnostic::error(
                        &findings::OUT_OF_PLACE,
                        place,
                        format!("the day of treatment is day 0 or day 1, not day {other}"),
                    )
                    .label("neither 0 nor 1")
                    .help("write `day 0` or `day 1`: what the sheet calls the day of treatment"),
                );
                1
            }
        }
    }

    pub(super) fn use_file(&mut self, node: Node<'_>) -> Option<Use> {
        let span = self.span(&node);
        Some(Use { span, path: self.inner_text(node)? })
    }

    pub(super) fn accept(&mut self, node: Node<'_>) -> Option<Accept> {
        let span = self.span(&node);
        let mut parts = Parts::of(node);
        let finding = self.span(&parts.one(Rule::finding)?);
        let digest = self.text(&parts.one(Rule::text)?);
        Some(Accept { span, finding, digest, because: self.inner_text(parts.one(Rule::because)?)? })
    }

    pub(super) fn translation(&mut self, node: Node<'_>) -> Option<Translation> {
        let span = self.span(&node);
        let mut parts = Parts::of(node);
        let language = self.span(&parts.one(Rule::language)?);
        let mut texts = Vec::new();
        for pair in parts {
            let mut pair = Parts::of(pair);
            texts.push((self.text(&pair.one(Rule::text)?), self.text(&pair.one(Rule::text)?)));
        }
        Some(Translation { span, language, texts: texts.into() })
    }

    /// `replace` or `drop`.
    pub(super) fn change(&mut self, node: Node<'_>) -> Option<Change> {
        let span = self.span(&node);
        let mut parts = Parts::of(node);
        let name = self.name(&parts.one(Rule::name)?);
        let targets = match parts.one(Rule::for_targets) {
            Some(targets) => self.names(&mut Parts::of(targets)),
            None => Box::default(),
        };
        let because = parts.one(Rule::because)?;
        let reasoned = Parts::of(because.clone()).any(|text| text.as_str().chars().any(char::is_alphanumeric));
        let because = self.inner_text(because)?;
        if !reasoned {
            let place = self.place(because.0);
            self.found.push(
                Diagnostic::error(&findings::INCOMPLETE, place, "this change gives no reason")
                    .label("why is it changed?")
                    .help("write who decided it and why, as in `because \"Our device goes deeper.\"`"),
            );
        }
        let with = match parts.one(Rule::with).and_then(|_| parts.one(Rule::rule)) {
            Some(rule) => Some(self.rule(rule)?),
            None => None,
        };
        // The node ends with the white space behind it.
        let end = with.as_ref().map_or(because.0.end, |rule| rule.span.end);
        Some(Change { span: Span::new(span.start, end), name, targets, because, with })
    }

    /// An activity or a sign.
    pub(super) fn activity(&mut self, node: Node<'_>) -> Option<Activity> {
        let span = self.span(&node);
        let mut parts = Parts::of(node);
        let (name, label) = self.name_and_label(&mut parts)?;
        let mut last = label.map_or(name.0, |label| label.0);
        let (mut parents, mut instruction) = (None, None);
        for clause in parts {
            let span = self.span(&clause);
            match clause.as_rule() {
                Rule::is_a => {
                    let (value, span) = self.is_a(clause);
                    last = span;
                    self.once(&mut parents, value, span, "`is`");
                }
                Rule::instruction => {
                    last = span;
                    let value = self.inner_text(clause)?;
                    self.once(&mut instruction, value, span, "`do`");
                }
                _ => return None,
            }
        }
        Some(Activity {
            span: Span::new(span.start, last.end),
            name,
            label,
            parents: first(parents).unwrap_or_default(),
            instruction: first(instruction),
        })
    }

    /// `is heat, exercise`, without the white space that a list ends with.
    fn is_a(&mut self, node: Node<'_>) -> (Box<[Name]>, Span) {
        let span = self.span(&node);
        let names = self.names(&mut Parts::of(node));
        let end = names.last().map_or(span.end, |name| name.0.end);
        (names, Span::new(span.start, end))
    }

    pub(super) fn fact(&mut self, node: Node<'_>) -> Option<Fact> {
        let span = self.span(&node);
        let mut parts = Parts::of(node);
        let patient = parts.one(Rule::patient).is_some();
        parts.one(Rule::fact_word)?;
        let (name, label) = self.name_and_label(&mut parts)?;
        let kind = parts.next()?;
        let kind = match kind.as_rule() {
            Rule::yes_no => FactKind::YesNo,
            Rule::one_of => {
                let choices = Parts::of(kind).filter(|part| part.as_rule() == Rule::choice);
                FactKind::OneOf(
                    choices.map(|choice| self.name_and_label(&mut Parts::of(choice))).collect::<Option<_>>()?,
                )
            }
            Rule::number_kind => self.number_kind(kind)?,
            _ => return None,
        };
        Some(Fact { span, patient, name, label, kind })
    }

    fn number_kind(&mut self, node: Node<'_>) -> Option<FactKind> {
        let mut parts = Parts::of(node);
        let Some(low) = parts.one(Rule::number) else { return Some(FactKind::Number(None)) };
        let high = parts.one(Rule::number)?;
        let span = self.span(&low).to(self.span(&high));
        let (smallest, largest) = (self.number(&low), self.number(&high));
        if smallest > largest {
            self.backwards(span, low.as_str(), high.as_str(), "..");
        }
        Some(FactKind::Number(Some((smallest, largest, span))))
    }

    pub(super) fn event(&mut self, node: Node<'_>) -> Option<Event> {
        let span = self.span(&node);
        let mut parts = Parts::of(node);
        let patient = parts.one(Rule::patient).is_some();
        parts.one(Rule::event_word)?;
        let (name, label) = self.name_and_label(&mut parts)?;
        let (mut side, mut expected) = (None, None);
        for clause in parts {
            let span = self.span(&clause);
            match clause.as_rule() {
                Rule::before_treatment => self.once(&mut side, Side::Before, span, "the side of the treatment"),
                Rule::any_time => self.once(&mut side, Side::Any, span, "the side of the treatment"),
                Rule::expected => {
                    let window = Parts::of(clause).next()?;
                    let value = self.window(window)?;
                    self.once(&mut expected, value, span, "`expected`");
                }
                _ => return None,
            }
        }
        Some(Event { span, patient, name, label, side: first(side).unwrap_or(Side::After), expected: first(expected) })
    }

    pub(super) fn part(&mut self, node: Node<'_>) -> Option<Part> {
        let span = self.span(&node);
        let mut parts = Parts::of(node);
        let (name, label) = self.name_and_label(&mut parts)?;
        let (start, end) = (self.clock(&parts.one(Rule::clock)?), self.clock(&parts.one(Rule::clock)?));
        Some(Part { span, name, label, start, end })
    }

    fn name_and_label(&mut self, parts: &mut Parts<'_>) -> Option<(Name, Option<Text>)> {
        let name = self.name(&parts.one(Rule::name)?);
        Some((name, parts.one(Rule::text).map(|text| self.text(&text))))
    }
}

/// The value that was kept by [`Builder::once`].
fn first<T>(slot: Option<(T, Span)>) -> Option<T> {
    slot.map(|(value, _)| value)
}
