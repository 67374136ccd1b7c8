//! A recipe → the words in which a sheet writes it: `+48h`, `day 5`, `the end of day 7`, `` `healed` +2w``. Draws nothing.

use crate::model::Model;
use crate::time::{Anchor, EventId, Latest, Step, Term, words};

/// How the moments of a rule are written.
#[derive(Clone, Copy)]
pub(crate) struct Recipes<'m> {
    pub(crate) model: &'m Model,
    /// The treatment of the rule, from which its days are numbered.
    pub(crate) treatment: Anchor,
    /// The text of its window: of two forms of a length the one that stands in it is taken.
    pub(crate) written: &'m str,
}

impl Recipes<'_> {
    /// The latest of some terms; as an end the start of a day is the end of the day before.
    pub(crate) fn latest(&self, latest: &Latest, end: bool) -> String {
        let terms: Vec<String> = latest.0.iter().map(|term| self.term(term, end)).collect();
        match terms.as_slice() {
            [one] => one.clone(),
            several => format!("the later of {}", several.join(" and ")),
        }
    }

    fn term(&self, term: &Term, end: bool) -> String {
        let anchor = match term.anchor {
            own if own == self.treatment => None,
            Anchor::Treatment => None,
            Anchor::Event(event) => Some(event_name(self.model, event)),
        };
        let steps: Vec<String> = term.steps.iter().map(|&step| self.step(step, end)).collect();
        match (anchor, steps.as_slice()) {
            (None, []) => "the treatment".to_owned(),
            (Some(event), []) => event,
            (None, steps) => steps.join(" and "),
            (Some(event), steps) => format!("{event} {}", steps.join(" and ")),
        }
    }

    fn step(&self, step: Step, end: bool) -> String {
        let day = |days: i32| {
            let first = self.model.treatment_at(self.treatment).and_then(|treatment| treatment.day).unwrap_or(0);
            format!("day {}", if days < 0 { days } else { days.saturating_add(i32::from(first)) })
        };
        match step {
            Step::Day { days, clock: Some(minutes) } => format!("{} {}", day(days), words::clock_minutes(minutes)),
            Step::Day { days, clock: None } if end => format!("the end of {}", day(days.saturating_sub(1))),
            Step::Day { days, clock: None } => day(days),
            // `on arrival` is the last instant before the treatment.
            Step::Elapsed { seconds: -1 } => "arrival".to_owned(),
            Step::Elapsed { seconds } => {
                let (hours, minutes) = (seconds.unsigned_abs() / 3_600, seconds.unsigned_abs() / 60);
                let rest = minutes % 60;
                let mixed = format!("{hours}h{}", if rest == 0 { String::new() } else { format!("{rest}min") });
                let mut forms = vec![mixed, format!("{minutes}min")];
                if hours == 0 {
                    forms.swap(0, 1);
                }
                sign(seconds < 0, as_written(forms, self.written))
            }
            Step::Calendar { months, days } => {
                let (years, months_left) = (months.unsigned_abs() / 12, months.unsigned_abs() % 12);
                let (weeks, days_left) = (days.unsigned_abs() / 7, days.unsigned_abs() % 7);
                let part =
                    |number: u32, unit: &str| if number == 0 { String::new() } else { format!("{number}{unit}") };
                let in_months = [part(years, "y") + &part(months_left, "mo"), part(months.unsigned_abs(), "mo")];
                let in_days = [part(weeks, "w") + &part(days_left, "d"), part(days.unsigned_abs(), "d")];
                let forms = in_months.iter().flat_map(|a| in_days.iter().map(move |b| format!("{a}{b}"))).collect();
                sign(months < 0 || days < 0, as_written(forms, self.written))
            }
        }
    }
}

/// An event's name, marked as the reader's own text.
pub(crate) fn event_name(model: &Model, event: EventId) -> String {
    model.event(event).map_or_else(|| "an event".to_owned(), |event| format!("`{}`", event.name))
}

/// The form that stands in the text, or else the first.
fn as_written(forms: Vec<String>, written: &str) -> String {
    let stands = |form: &&String| written.contains(&format!("+{form}")) || written.contains(&format!("-{form}"));
    forms.iter().find(stands).or(forms.first()).cloned().unwrap_or_default()
}

fn sign(negative: bool, text: String) -> String {
    format!("{}{text}", if negative { '-' } else { '+' })
}
