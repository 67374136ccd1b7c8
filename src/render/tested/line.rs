//! What is said of one target over time → a line of time that runs down the page: when the rules about it begin and end,
//! which answer holds from when on, and where a test asked and expected otherwise. Instants are in their order, not to
//! scale: a minute and half a year stand on one page.

use super::{because, instant};
use crate::evaluate::{Answered, Bearing, Timeline};
use crate::model::Truth;
use crate::render::findings::{Style, one_line};
use crate::time::{Edge, Resolved, Stretch};
use jiff::Zoned;
use std::fmt::Write as _;

/// How many rules are drawn, and how many instants.
const MOST_RULES: usize = 8;
const MOST_ROWS: usize = 30;

/// What a test asked about.
pub(super) struct Asked<'t> {
    /// When the treatment is.
    pub treated: &'t Zoned,
    /// The instant that was asked about.
    pub at: &'t Zoned,
    /// Until when the answer was expected to hold.
    pub expected_until: Option<&'t Stretch>,
}

/// One instant, and all that is to be said of it.
struct Row {
    at: Edge,
    said: Vec<String>,
}

/// The drawing, each line with a line end; nothing if no rule bears on the target.
pub(super) fn draw(timeline: &Timeline, asked: &Asked<'_>, style: Style) -> String {
    let (lines, apart): (Vec<&Bearing>, Vec<&Bearing>) =
        timeline.rules.iter().partition(|rule| rule.applies != Truth::False && !rule.says.window.is_empty());
    let (drawn, more) = lines.split_at(lines.len().min(MOST_RULES));
    let mut text = String::new();
    if !drawn.is_empty() {
        rows(&mut text, drawn, &timeline.answers, asked, style);
    }
    let mut aside = |what: &str, rule: &Bearing| {
        let _ = writeln!(text, "      {what}: {}", one_line(&because(&rule.says)));
    };
    more.iter().take(MOST_RULES).for_each(|rule| aside("bears on it too", rule));
    for rule in apart.into_iter().take(MOST_RULES) {
        aside(if rule.applies == Truth::False { "does not apply here" } else { "holds at no time here" }, rule);
    }
    if text.is_empty() { text } else { format!("\n{text}") }
}

fn rows(text: &mut String, rules: &[&Bearing], answers: &[Answered], asked: &Asked<'_>, style: Style) {
    let mut rows: Vec<Row> = Vec::new();
    let mut say = |at: &Edge, said: String| match rows.iter_mut().find(|row| row.at == *at) {
        _ if at.instant().is_none() => {}
        Some(row) => row.said.push(said),
        None => rows.push(Row { at: at.clone(), said: vec![said] }),
    };
    say(&Edge::At(asked.treated.clone()), "the treatment".to_owned());
    let found = answers.iter().rfind(|answered| answered.from <= Edge::At(asked.at.clone()));
    let found = found.map(|found| format!(": {}", found.answer.word())).unwrap_or_default();
    say(&Edge::At(asked.at.clone()), format!("asked here{found}"));
    if let Some(until) = asked.expected_until {
        say(&until.start, "expected to end here".to_owned());
        if until.end != until.start {
            say(&until.end, "expected to end here at the latest".to_owned());
        }
    }
    for rule in rules {
        let turns = turns(&rule.says.window);
        let first = turns.iter().position(|(at, _)| at.instant().is_some());
        for (index, (at, what)) in turns.into_iter().enumerate() {
            // Where it is first spoken of it is said what the rule says.
            let rule = if first == Some(index) { because(&rule.says) } else { rule.says.rule.id.clone() };
            say(at, format!("{what}: {rule}"));
        }
    }
    for answered in answers.iter().skip(1) {
        say(&answered.from, format!("from here {}", answered.answer.word()));
    }
    rows.sort_by(|a, b| a.at.cmp(&b.at));
    let left_out = rows.len().saturating_sub(MOST_ROWS);
    for row in rows.iter().take(MOST_ROWS) {
        let Edge::At(at) = &row.at else { continue };
        let asked_here = at.timestamp() == asked.at.timestamp();
        let mark = match (asked_here, style.unicode) {
            (true, true) => '▶',
            (true, false) => '>',
            (false, _) => ' ',
        };
        let columns: String = rules.iter().map(|rule| glyph(&rule.says.window, &row.at, style.unicode)).collect();
        let (start, end) = if asked_here && style.colour { ("\u{1b}[1m", "\u{1b}[0m") } else { ("", "") };
        let said = one_line(&row.said.join("; "));
        let _ = writeln!(text, "    {start}{mark} {columns}  {:<34}  {said}{end}", instant(at));
    }
    if left_out > 0 {
        let _ = writeln!(text, "      and {left_out} more instants");
    }
}

/// The instants at which a window begins and ends, and what to say of each.
fn turns(window: &Resolved) -> Vec<(&Edge, &'static str)> {
    let (start, end) = (&window.start, &window.end);
    if window.point && start.start == end.end {
        return vec![(&start.start, "at this instant")];
    }
    let mut turns = vec![(&start.start, if start.start == start.end { "begins" } else { "begins, at the earliest" })];
    if start.start != start.end && !window.point {
        turns.push((&start.end, "has surely begun"));
    }
    if end.start != end.end && !window.point {
        turns.push((&end.start, "may end"));
    }
    turns.push((&end.end, if end.start == end.end { "ends" } else { "ends, at the latest" }));
    turns
}

/// How a rule's window passes an instant.
fn glyph(window: &Resolved, at: &Edge, unicode: bool) -> char {
    let possible = window.possible();
    let before = possible.start < *at && *at <= possible.end;
    let (rich, plain) = match (before, possible.contains(at)) {
        (false, true) if window.point && window.start.start == window.end.end => ('◆', '*'),
        (false, true) => ('┬', '.'),
        (true, false) => ('┴', '\''),
        (true, true) if window.certain().contains(at) => ('│', '|'),
        (true, true) => ('┆', ':'),
        (false, false) => (' ', ' '),
    };
    if unicode { rich } else { plain }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn at(text: &str) -> Edge {
        Edge::At(format!("{text}[UTC]").parse().unwrap())
    }

    #[test]
    fn a_window_passes_instants_in_ascii_too() {
        let days = ["2026-11-23T14:00", "2026-11-24T14:00", "2026-11-25T14:00", "2026-11-26T14:00"].map(at);
        let [first, second, third, last] = days.clone();
        let range = Resolved {
            start: Stretch { start: first, end: second },
            end: Stretch { start: third, end: last },
            end_stated: true,
            point: false,
        };
        let drawn = |unicode| days.iter().map(|at| glyph(&range, at, unicode)).collect::<String>();
        assert_eq!((drawn(true), drawn(false)), ("┬│┆┴".to_owned(), ".|:'".to_owned()));
        let point = Resolved::exactly(Stretch { start: days[1].clone(), end: days[1].clone() });
        assert_eq!(glyph(&Resolved { point: true, ..point }, &days[1], false), '*');
    }
}
