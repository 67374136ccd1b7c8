//! Written rules and phases → their normal forms: each rule takes its phase's window and condition, and its exceptions
//! are attached.

use super::codes;
use super::condition::Condition;
use super::names::{Names, index};
use super::rule::{Course, Exception, Frequency, Order, Phase, PhaseId, Rule, Verb};
use super::rule_windows::Heading;
use super::wanted::Wanted;
use crate::diagnostic::Diagnostic;
use crate::syntax::tree::{self, Clause, ClauseKind, File, Name, Statement};

/// What the clauses of a rule add up to.
struct More {
    course: Course,
    condition: Condition,
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
        let window =
            phase.window.as_ref().and_then(|window| self.window(window)).map(|window| self.windows.one(window));
        if let (Some(window), Some(written)) = (&window, &phase.window) {
            self.check_window(window, written.span.in_file(self.file), written);
        }
        let heading = Heading {
            id: PhaseId(index(self.model.phases.len())),
            // A window that made no sense has been reported; nothing more is concluded from it.
            broken: phase.broken || (window.is_none() && phase.window.is_some()),
            from_elsewhere: false,
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
        let rule = self.made(written, heading);
        match written.name {
            Some(name) => {
                self.name_rule(name);
                let changed = self.changed(rule, name, heading);
                self.model.rules.extend(changed);
            }
            None => self.model.rules.extend(rule),
        }
    }

    /// What a written rule means; `None` if a part of it makes no sense, which has been reported.
    pub fn made(&mut self, written: &tree::Rule, heading: Option<&Heading>) -> Option<Rule> {
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
            ideally: written.ideally.is_some(),
            targets: targets.iter().filter_map(|&(id, place)| Some((id?, place))).collect(),
            instruction: written.instruction.map(|text| self.quoted(text)),
            phase: heading.map(|heading| heading.id),
            ..Rule::bare(place, written.verb)
        };
        self.report_repeated_targets(written);
        let mut sound = targets.iter().all(|(id, _)| id.is_some());
        let mut more = More {
            course: Course::default(),
            condition: heading.map_or_else(Condition::always, |heading| heading.condition.clone()),
        };
        for clause in &written.clauses {
            sound &= self.clause(clause, &mut rule, &mut more, heading).is_some();
        }
        rule.condition = self.conditions.one(more.condition);
        match rule.verb {
            Verb::Repeat => rule.course = Some(more.course),
            Verb::Contraindicated => {}
            _ => sound &= self.settle_window(&mut rule, heading).is_some(),
        }
        // A rule of which a part makes no sense says something else without it.
        let says_something = !rule.targets.is_empty() || matches!(rule.verb, Verb::Contraindicated | Verb::Repeat);
        (sound && says_something).then_some(rule)
    }

    /// `None` if the clause makes no sense, which has been reported.
    fn clause(&mut self, clause: &Clause, rule: &mut Rule, more: &mut More, heading: Option<&Heading>) -> Option<()> {
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
                more.condition = std::mem::replace(&mut more.condition, Condition::always()).and(condition);
            }
            ClauseKind::Except(except) => self.except(except, rule)?,
            ClauseKind::Because(text) => rule.because = Some(self.quoted(*text)),
            ClauseKind::Source(text) => rule.source = Some(self.quoted(*text)),
            ClauseKind::Amount(text) => rule.amount = Some(self.quoted(*text)),
            ClauseKind::By(text) => rule.by = Some(self.quoted(*text)),
            ClauseKind::Every(range) => more.course.every = Some(self.lengths(range)?),
            ClauseKind::NoSooner(range) => more.course.no_sooner = Some(self.lengths(range)?),
            ClauseKind::Sessions(low, high) => more.course.sessions = Some((*low, *high)),
        }
        Some(())
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
                Some(written) => {
                    let window = self.window(written)?;
                    if !self.check_not_empty(&window, written.span.in_file(self.file), written) {
                        return None;
                    }
                    Some(window)
                }
                None => None,
            };
            if rule.verb == Verb::Avoid && !banned.iter().any(|&ban| self.model.is_kind_of(subject, ban)) {
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
            let help = match self.changes_a_sheet() && first.file != self.file {
                true => format!("to change the rule of the sheet, write `replace {text} because \"…\" with …`"),
                false => "give one of the two another name".to_owned(),
            };
            self.problems.push(
                Diagnostic::error(&codes::DECLARED_TWICE, place, format!("two rules are called `{text}`"))
                    .label("the same name again")
                    .also(first, "first here")
                    .help(help),
            );
        } else {
            self.rule_names.insert(text, place);
        }
    }
}
