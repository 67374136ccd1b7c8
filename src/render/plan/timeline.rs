//! A plan → a picture of the days: one row a target, a column a stretch of time, full where a rule is certain and light
//! where it is possible. Only for wide pages; the sentences say everything without it.

use jiff::{SignedDuration, Zoned};

use crate::evaluate::{Applies, Guidance, Plan, Treated};
use crate::lang::{Lang, say};
use crate::model::Verb;
use crate::render::clean::{clean, fit, width};
use crate::render::paper::{Page, Phrase, Role, role};
use crate::time::{Edge, Stretch};

const DAY: i64 = 86_400;
/// The widest that a label is drawn.
const WIDEST_LABEL: usize = 28;

/// The part of time that is drawn. Instants are seconds since 1970.
struct Axis {
    first: i64,
    last: i64,
    columns: usize,
}

/// One cell of a row.
#[derive(Clone, Copy, PartialEq, Eq)]
struct Cell {
    role: Role,
    glyph: char,
}

/// Draws the rows of a plan, if there is anything to draw.
pub(super) fn draw(page: &mut Page, plan: &Plan, now: Option<&Zoned>) {
    let Some(treated) = plan.treatments.first().map(|treated| &treated.at) else { return };
    let mut guidances = plan.told();
    // What is alarming is so at all times; a row of it would show nothing.
    guidances.retain(|guidance| guidance.verb != Verb::Alert);
    let mut rows: Vec<(&str, &str)> = Vec::new();
    for guidance in &guidances {
        if rows.iter().all(|(target, _)| *target != guidance.target) {
            rows.push((&guidance.target, &guidance.label));
        }
    }
    let label_width = rows.iter().map(|(_, label)| width(&clean(label))).max().unwrap_or(0).min(WIDEST_LABEL);
    let columns = page.style().width.saturating_sub(label_width + 5);
    let Some(axis) = Axis::of(&guidances, plan, columns) else { return };
    let unicode = page.style().unicode;
    page.heading(&say!(plan.lang, "picture"), "");
    let margin = " ".repeat(label_width + 4);
    for line in [axis.marks(plan, now, unicode), axis.ticks(plan.lang, treated)] {
        page.raw(&[(Role::Plain, &margin), (Role::Aside, &line)]);
    }
    let mut used: Vec<(Verb, bool)> = Vec::new();
    for (target, label) in rows {
        let of_target: Vec<&Guidance> =
            guidances.iter().copied().filter(|guidance| guidance.target == target).collect();
        let cells = axis.row(&of_target, plan, now, unicode, &mut used);
        if cells.iter().all(|cell| cell.role == Role::Aside) {
            continue;
        }
        let cut = fit(&clean(label), label_width, if unicode { "…" } else { "..." });
        let label = format!("  {cut}{}  ", " ".repeat(label_width - width(&cut)));
        let bars: Vec<(Role, String)> = cells
            .chunk_by(|a, b| a.role == b.role)
            .filter_map(|run| Some((run.first()?.role, glyphs_of(run))))
            .collect();
        let mut pieces = vec![(Role::Plain, label.as_str())];
        pieces.extend(bars.iter().map(|(role, text)| (*role, text.as_str())));
        page.raw(&pieces);
    }
    legend(page, plan.lang, &used, &margin, unicode);
}

fn glyphs_of(run: &[Cell]) -> String {
    run.iter().map(|cell| cell.glyph).collect()
}

impl Axis {
    /// From the first to the last change that lie close enough together to be seen in one picture.
    fn of(guidances: &[&Guidance], plan: &Plan, columns: usize) -> Option<Axis> {
        let treated = &plan.treatments.first()?.at;
        let treatment = treated.timestamp().as_second();
        let others = plan.treatments.iter().map(|other| other.at.timestamp().as_second() - treatment);
        let (first, last) = others.fold((0, 0), |(first, last), at| (first.min(at), last.max(at)));
        let edges = guidances.iter().flat_map(|guidance| {
            let window = &guidance.window;
            [&window.start.start, &window.start.end, &window.end.start, &window.end.end]
        });
        let (mut before, mut after) = (Vec::new(), Vec::new());
        for edge in edges.filter_map(Edge::instant) {
            let distance = edge.timestamp().as_second() - treatment;
            if distance < 0 { before.push(-distance) } else { after.push(distance) }
        }
        let (before, after) = (reach(before).max(-first), reach(after).max(last));
        if before + after == 0 {
            return None;
        }
        let day_start = |seconds: i64, days: i64| -> Option<i64> {
            let at = treated.checked_add(SignedDuration::from_secs(seconds)).ok()?;
            let date = at.date().checked_add(SignedDuration::from_secs(days * DAY)).ok()?;
            date.to_zoned(treated.time_zone().clone()).ok().map(|first| first.timestamp().as_second())
        };
        // Whole days, and one more to see that something goes on.
        Some(Axis { first: day_start(-before, 0)?, last: day_start(after, 1)?, columns })
    }

    fn column(&self, at: i64) -> usize {
        let share = (at.clamp(self.first, self.last) - self.first) as i128 * self.columns as i128;
        usize::try_from(share / i128::from((self.last - self.first).max(1))).unwrap_or_default()
    }

    /// The columns from which and up to which a stretch goes; at least one, if it lies in the picture.
    fn span(&self, stretch: &Stretch) -> Option<(usize, usize)> {
        let start = match &stretch.start {
            Edge::Past => i64::MIN,
            Edge::At(at) => at.timestamp().as_second(),
            Edge::Future => return None,
        };
        let end = match &stretch.end {
            Edge::Past => return None,
            Edge::At(at) => at.timestamp().as_second(),
            Edge::Future => i64::MAX,
        };
        if start >= end || start >= self.last || end <= self.first {
            return None;
        }
        let from = self.column(start).min(self.columns.saturating_sub(1));
        Some((from, self.column(end).max(from + 1)))
    }

    fn row(
        &self,
        guidances: &[&Guidance],
        plan: &Plan,
        now: Option<&Zoned>,
        unicode: bool,
        used: &mut Vec<(Verb, bool)>,
    ) -> Vec<Cell> {
        let mut cells = vec![Cell { role: Role::Aside, glyph: ' ' }; self.columns];
        let treatments = plan.treatments.iter().map(|treated| (&treated.at, if unicode { '│' } else { '|' }));
        for (at, glyph) in treatments.chain(now.map(|now| (now, if unicode { '┊' } else { ':' }))) {
            let column = Some(at.timestamp().as_second()).filter(|at| (self.first..self.last).contains(at));
            if let Some(cell) = column.and_then(|at| cells.get_mut(self.column(at))) {
                cell.glyph = glyph;
            }
        }
        // What forbids is drawn last, over what permits; what is certain over what is possible.
        for verb in [Verb::Expect, Verb::Allow, Verb::Do, Verb::Avoid] {
            for certain in [false, true] {
                for guidance in guidances.iter().filter(|guidance| guidance.verb == verb) {
                    let sure = certain && guidance.applies == Applies::Yes;
                    if certain && !sure {
                        continue;
                    }
                    let stretch = if sure { guidance.window.certain() } else { guidance.window.possible() };
                    let Some((from, to)) = self.span(&stretch) else { continue };
                    let cell = Cell { role: role(verb), glyph: glyph(verb, sure, unicode) };
                    cells.iter_mut().take(to).skip(from).for_each(|old| *old = cell);
                }
            }
        }
        for verb in [Verb::Avoid, Verb::Do, Verb::Allow, Verb::Expect] {
            for sure in [true, false] {
                if cells.iter().any(|cell| cell.role == role(verb) && cell.glyph == glyph(verb, sure, unicode))
                    && !used.contains(&(verb, sure))
                {
                    used.push((verb, sure));
                }
            }
        }
        cells
    }

    /// The line that says where the treatment and the present moment are.
    fn marks(&self, plan: &Plan, now: Option<&Zoned>, unicode: bool) -> String {
        let arrow = if unicode { '▼' } else { 'v' };
        let several = plan.treatments.len() > 1;
        let word = |treated: &'_ Treated| {
            if several { clean(&treated.noun).into_owned() } else { say!(plan.lang, "picture-treatment") }
        };
        let mut marks: Vec<(&Zoned, String)> =
            plan.treatments.iter().map(|treated| (&treated.at, word(treated))).collect();
        marks.extend(now.map(|now| (now, say!(plan.lang, "picture-now"))));
        marks.sort_by_key(|(at, _)| at.timestamp());
        let mut line = String::new();
        for (at, word) in marks {
            let second = at.timestamp().as_second();
            if (self.first..self.last).contains(&second) {
                place(&mut line, self.column(second), &format!("{arrow} {word}"));
            }
        }
        line
    }

    /// The line of dates, as many as fit.
    fn ticks(&self, lang: Lang, treated: &Zoned) -> String {
        let mut line = String::new();
        let mut month = 0;
        let mut at = jiff::Timestamp::from_second(self.first).ok().map(|at| at.to_zoned(treated.time_zone().clone()));
        while let Some(day) = at {
            let second = day.timestamp().as_second();
            if second >= self.last {
                break;
            }
            let label = if month == day.month() { lang.short_day(day.date()) } else { lang.short_date(day.date()) };
            let column = self.column(second);
            if (line.is_empty() || width(&line) + 2 <= column) && column + width(&label) <= self.columns {
                place(&mut line, column, &label);
                month = day.month();
            }
            at = day.tomorrow().ok().and_then(|next| next.start_of_day().ok());
        }
        line
    }
}

/// Puts a word at a column of a line, or after what stands there.
fn place(line: &mut String, column: usize, word: &str) {
    let used = width(line);
    let gap = if used == 0 { column } else { column.saturating_sub(used).max(1) };
    line.extend(std::iter::repeat_n(' ', gap));
    line.push_str(word);
}

/// How far the picture goes: so far that most changes lie in it. One visit after half a year would make two days too
/// small to be seen.
fn reach(mut distances: Vec<i64>) -> i64 {
    distances.retain(|&distance| distance > 0);
    distances.sort_unstable();
    let most = distances.len().saturating_sub(1) * 5 / 6;
    distances.get(most).copied().unwrap_or(0)
}

fn glyph(verb: Verb, certain: bool, unicode: bool) -> char {
    let (unicode_pair, ascii_pair) = match verb {
        Verb::Avoid => (('█', '░'), ('#', ':')),
        Verb::Do => (('●', '○'), ('o', '.')),
        Verb::Allow => (('━', '╌'), ('=', '-')),
        _ => (('≈', '∼'), ('~', '\'')),
    };
    let (full, light) = if unicode { unicode_pair } else { ascii_pair };
    if certain { full } else { light }
}

fn legend(page: &mut Page, lang: Lang, used: &[(Verb, bool)], margin: &str, unicode: bool) {
    let mut texts = Vec::new();
    for verb in [Verb::Avoid, Verb::Do, Verb::Allow, Verb::Expect] {
        for sure in [true, false] {
            if used.contains(&(verb, sure)) {
                let verb_word = match verb {
                    Verb::Avoid => "avoid",
                    Verb::Do => "do",
                    Verb::Allow => "allow",
                    _ => "normal",
                };
                let word = say!(lang, "legend", verb = verb_word, sure = if sure { "sure" } else { "perhaps" });
                texts.push((
                    role(verb),
                    glyph(verb, sure, unicode).to_string(),
                    format!(" {word}").replace(' ', "\u{A0}") + "\u{A0}\u{A0} ",
                ));
            }
        }
    }
    let mut phrase = Phrase::default();
    for (role, glyph, word) in texts {
        phrase.say(role, glyph).say(Role::Aside, word);
    }
    page.line(margin, &phrase);
}
