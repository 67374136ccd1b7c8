//! Written `test` blocks → their normal form: the treatment as an instant, what is given as facts and events.

use jiff::Zoned;
use jiff::tz::TimeZone;

use super::case::Fixed;
use super::codes;
use super::names::{Names, Symbol};
use super::rule::{AnswerWord, Expectation, Expected, Rule, Test, WindowOrigin};
use super::wanted::Wanted;
use crate::diagnostic::Diagnostic;
use crate::source::Span;
use crate::syntax::tree::{self, ClauseKind, File, MomentKind, Name, Point, PointKind, Statement, Value, ValueKind};
use crate::time::{self, EventTime, Given, Situation, Step};

impl Names<'_> {
    /// All `test` blocks of a file.
    pub fn tests(&mut self, file: &File) {
        self.file = file.id;
        for statement in &file.statements {
            if let Statement::Test(test) = statement
                && let Some(test) = self.test(test)
            {
                self.model.tests.push(test);
            }
        }
    }

    fn test(&mut self, test: &tree::Test) -> Option<Test> {
        let treated = self.treated(test);
        let expectations = test.expectations.iter().map(|line| self.expectation(line)).collect::<Vec<_>>();
        let treated = treated?;
        let mut given = Fixed::default();
        let mut sound = true;
        for (name, value) in &test.given {
            sound &= self.given(*name, value, &treated, &mut given).is_some();
        }
        let expectations: Option<Vec<_>> = expectations.into_iter().collect();
        let name = self.quoted(test.name);
        let place = test.span.in_file(self.file);
        sound.then_some(Test { name, place, treated, given, expectations: expectations? })
    }

    fn treated(&mut self, test: &tree::Test) -> Option<Zoned> {
        let zone = match test.zone {
            None => TimeZone::UTC,
            Some(span) => match time::zone(self.sources.slice(span.in_file(self.file))) {
                Ok(zone) => zone,
                Err(error) => {
                    self.bad_time(span, error.to_string(), "write a zone such as `Europe/Paris`");
                    return None;
                }
            },
        };
        self.instant(test.treated, &zone)
    }

    fn instant(&mut self, span: Span, zone: &TimeZone) -> Option<Zoned> {
        // What stands between the date and the clock time means nothing, be it a line end or a comment.
        let text = self.sources.slice(span.in_file(self.file));
        let date = text.split(|c: char| c.is_whitespace() || c == '#').next().unwrap_or_default();
        let clock = text.split_whitespace().next_back().filter(|&last| last != date);
        let text = clock.map_or_else(|| date.to_owned(), |clock| format!("{date} {clock}"));
        match time::parse_instant(&text, zone) {
            Ok(Given::Instant { at, .. }) => Some(at),
            Ok(Given::Date(date)) => {
                self.bad_time(
                    span,
                    format!("`{date}` is a date without a clock time"),
                    "add a clock time, as in `2026-11-23 14:00`",
                );
                None
            }
            Err(error) => {
                self.bad_time(span, error.to_string(), "write a date and a clock time, as in `2026-11-23 14:00`");
                None
            }
        }
    }

    fn bad_time(&mut self, span: Span, message: String, help: &str) {
        let place = span.in_file(self.file);
        self.problems.push(Diagnostic::error(&codes::BAD_INSTANT, place, message).label("not a time").help(help));
    }

    fn given(&mut self, name: Name, value: &Value, treated: &Zoned, given: &mut Fixed) -> Option<()> {
        let is_time =
            matches!(value.kind, ValueKind::Never | ValueKind::Moment(_) | ValueKind::Date | ValueKind::DateTime);
        let is_fact = match self.declared(name) {
            Some((Symbol::Fact(_), _)) => true,
            Some((Symbol::Subject(id), _)) => self.model.subject(id).kind == super::declared::SubjectKind::Sign,
            Some(_) => false,
            None => !is_time,
        };
        let taken = if is_fact {
            let id = self.fact(name)?;
            let value = self.value(id, name, value)?;
            given.facts.insert(id, value).is_some()
        } else {
            let id = self.dated(name)?;
            let time = self.event_time(name, value, treated)?;
            given.events.insert(id, time).is_some()
        };
        if taken {
            let (text, place) = (self.text(name), self.place(name));
            let problem = Diagnostic::error(&codes::DECLARED_TWICE, place, format!("`{text}` is given twice"));
            self.problems.push(problem.label("given again").help("keep one of the two"));
        }
        Some(())
    }

    fn event_time(&mut self, name: Name, value: &Value, treated: &Zoned) -> Option<EventTime> {
        match &value.kind {
            ValueKind::Never => Some(EventTime::Never),
            ValueKind::DateTime => self.instant(value.span, treated.time_zone()).map(EventTime::at),
            ValueKind::Date => {
                let text = self.sources.slice(value.span.in_file(self.file));
                let Ok(Given::Date(date)) = time::parse_instant(text, treated.time_zone()) else {
                    self.bad_time(value.span, format!("`{text}` is not a date"), "write a date as in `2026-11-23`");
                    return None;
                };
                let days = treated.date().until(date).map(|span| span.get_days()).unwrap_or_default();
                on_day(treated, days)
            }
            ValueKind::Moment(tree::Moment {
                about: false,
                kind: MomentKind::Point(Point { kind: PointKind::Day(day, None), .. }),
                ..
            }) => on_day(treated, self.count(*day)?),
            ValueKind::Moment(moment) => {
                let moment = self.moment(moment)?;
                let situation = Situation { treated: treated.clone(), events: Vec::new() };
                let stretch = situation.stretch(&moment).ok()?;
                if moment.events().next().is_some() {
                    let message = "an event is given by a time from the treatment, not by another event";
                    self.bad_time(value.span, message.to_owned(), "write a time such as `+6d`, a date, or `never`");
                    return None;
                }
                Some(EventTime::Between(stretch.start, stretch.end))
            }
            _ => {
                let (text, place) = (self.text(name), value.span.in_file(self.file));
                self.problems.push(
                    Diagnostic::error(&codes::TYPE_MISMATCH, place, format!("`{text}` is an event; it has a time"))
                        .label("not a time")
                        .help(format!("write `{text} = never`, `{text} = +6d` or `{text} = 2026-11-23`")),
                );
                None
            }
        }
    }

    fn expectation(&mut self, line: &tree::Expectation) -> Option<Expectation> {
        let place = line.span.in_file(self.file);
        let at = match &line.at {
            None => None,
            Some(moment) => {
                let normal = self.moment(moment)?;
                if normal.is_range() {
                    self.bad_time(
                        moment.span,
                        "a test asks about one instant".to_owned(),
                        "write one end of the range, and a second line for the other",
                    );
                    return None;
                }
                Some(normal)
            }
        };
        let expected = match &line.expected {
            tree::Expected::Contraindicated(so) => Expected::Contraindicated(*so),
            tree::Expected::Part(so, name) => Expected::Part(*so, self.part(*name)?),
            tree::Expected::Stated(so, rule) => Expected::Stated(*so, Box::new(self.stated(rule)?)),
            tree::Expected::Answer { target, answer, until } => {
                let wanted = self.wanted(*target, *answer);
                let subject = self.subject(*target, wanted);
                let until = match until {
                    Some(moment) => Some(self.moment(moment)?),
                    None => None,
                };
                Expected::Answer(subject?, *answer, until)
            }
        };
        Some(Expectation { place, at, expected })
    }

    /// A rule as a test expects it.
    fn stated(&mut self, written: &tree::Rule) -> Option<Rule> {
        let rule = self.made(written, None)?;
        let window = |clause: &&tree::Clause| matches!(clause.kind, ClauseKind::Window(_) | ClauseKind::Before(_));
        match written.clauses.iter().find(window) {
            Some(clause) if rule.window_origin != WindowOrigin::Nobody => {
                let problem = Diagnostic::error(
                    &codes::MISPLACED_CLAUSE,
                    clause.span.in_file(self.file),
                    "a rule that a test expects has no window",
                );
                let help = "remove it; the line says at which moment the rule holds";
                self.problems.push(problem.label("does not belong here").help(help));
                None
            }
            _ => Some(rule),
        }
    }

    /// Signs are expected or alert; an activity is anything else. Both may be not stated or depend.
    fn wanted(&self, target: Name, answer: AnswerWord) -> Wanted {
        match (self.declared(target), answer) {
            (Some((Symbol::Subject(id), _)), AnswerWord::NotStated | AnswerWord::Depends)
                if self.model.subject(id).kind == super::declared::SubjectKind::Sign =>
            {
                Wanted::Sign
            }
            (_, AnswerWord::Expected | AnswerWord::Alert) => Wanted::Sign,
            _ => Wanted::Activity,
        }
    }
}

/// An event on the civil day so many days after the treatment.
fn on_day(treated: &Zoned, days: i32) -> Option<EventTime> {
    let first = |days| time::apply(treated, Step::Day { days, clock: None }).ok();
    Some(EventTime::OnDay(first(days)?, first(days.saturating_add(1))?))
}
