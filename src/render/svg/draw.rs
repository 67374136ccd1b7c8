//! A picture → SVG. Across, everything is in shares of the width; down, in sizes of the text: so one drawing is right on
//! a telephone, on paper and in large print. What asks for something is told apart by its shape, and not by its colour
//! alone.

use std::fmt::Write as _;

use unicode_width::UnicodeWidthStr as _;

use super::axis::{Column, MOST_COLUMNS_WITH_HOURS, Unit};
use super::picture::{Bar, Lane, Picture, Reach};
use super::text::{escape, lines};
use crate::evaluate::Plan;
use crate::lang::{Lang, say};
use crate::model::Verb;
use crate::render::grammar::capital;

/// How wide a picture is meant to be.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(in crate::render) enum Shape {
    /// Labels beside the bars.
    Wide,
    /// Labels above the bars.
    Narrow,
}

impl Shape {
    pub(super) fn name(self) -> &'static str {
        match self {
            Shape::Wide => "wide",
            Shape::Narrow => "narrow",
        }
    }

    /// The least width, in widths of a letter of the picture's text.
    fn letters(self) -> f64 {
        match self {
            Shape::Wide => 94.0,
            Shape::Narrow => 40.0,
        }
    }

    /// Where the axis begins and ends, in percent.
    fn plot(self) -> (f64, f64) {
        match self {
            Shape::Wide => (32.0, 97.5),
            Shape::Narrow => (2.5, 97.0),
        }
    }

    /// How many letters a label has on a line.
    fn letters_of_label(self) -> usize {
        match self {
            Shape::Wide => 31,
            Shape::Narrow => 38,
        }
    }
}

/// A drawing: its elements and its height in sizes of its text.
pub(super) struct Drawing {
    pub body: String,
    pub height: f64,
}

/// Height of a line of text.
const LINE: f64 = 1.3;

/// Draws a picture.
pub(super) fn draw(picture: &Picture<'_>, plan: &Plan, shape: Shape) -> Drawing {
    let mut canvas = Canvas { shape, lang: plan.lang, body: String::new(), y: 0.0 };
    canvas.patterns();
    let year = plan.treatments.first().map_or(0, |treated| treated.at.year());
    canvas.ticks(&picture.axis.columns, picture.treatments.first().map_or(0.0, |(at, _)| *at), year);
    let from = canvas.y + 0.3;
    let (marks, names) = canvas.marks(picture, plan);
    let top = canvas.y;
    let (mut lanes, mut labels) = (String::new(), String::new());
    for (index, lane) in picture.lanes.iter().enumerate() {
        let top = canvas.y;
        let (bars, label) = canvas.lane(lane);
        lanes.push_str(&bars);
        labels.push_str(&label);
        if index % 2 == 1 {
            canvas.ground(top);
        }
    }
    let bottom = canvas.y;
    canvas.grid(picture, [from, top, bottom]);
    canvas.body.push_str(&lanes);
    for (at, class) in marks {
        canvas.line(at, from, bottom, class);
    }
    canvas.body.push_str(&labels);
    canvas.body.push_str(&names);
    canvas.y += 0.5;
    canvas.legend(&picture.used);
    Drawing { body: canvas.body, height: canvas.y + 0.2 }
}

struct Canvas {
    shape: Shape,
    lang: Lang,
    body: String,
    /// How much is drawn, in sizes of the text.
    y: f64,
}

impl Canvas {
    /// From a share of the axis to a share of the picture, in percent.
    fn x(&self, at: f64) -> f64 {
        let (left, right) = self.shape.plot();
        left + at * (right - left)
    }

    fn put(&mut self, element: std::fmt::Arguments<'_>) {
        // Writing to a string cannot fail.
        let _ = writeln!(self.body, "{element}");
    }

    /// The light forms of the bars. A pattern takes its colours from where it is defined, so each verb has its own.
    fn patterns(&mut self) {
        let shape = self.shape.name();
        self.body.push_str("<defs>");
        for verb in [Verb::Avoid, Verb::Do, Verb::Allow, Verb::Expect] {
            let class = class(verb);
            self.put(format_args!(
                "<pattern id=\"{shape}-{class}\" width=\"6\" height=\"6\" patternUnits=\"userSpaceOnUse\" \
                 patternTransform=\"rotate(45)\"><rect class=\"tl-{class} tl-stripe\" width=\"2.5\" height=\"6\"/></pattern>"
            ));
        }
        self.body.push_str("</defs>\n");
    }

    fn text(&mut self, x: f64, y: f64, class: &str, anchor: &str, text: &str) {
        let text = escape(text);
        self.put(format_args!(
            "<text class=\"{class}\" x=\"{x:.2}%\" y=\"{y:.2}em\" text-anchor=\"{anchor}\">{text}</text>"
        ));
    }

    fn line(&mut self, at: f64, from: f64, to: f64, class: &str) {
        let x = self.x(at);
        self.put(format_args!(
            "<line class=\"{class}\" x1=\"{x:.2}%\" x2=\"{x:.2}%\" y1=\"{from:.2}em\" y2=\"{to:.2}em\"/>"
        ));
    }

    /// The marks, and their names, each on a line of its own if they would touch. They are drawn last.
    fn marks(&mut self, picture: &Picture<'_>, plan: &Plan) -> (Vec<(f64, &'static str)>, String) {
        let before = std::mem::take(&mut self.body);
        let mut marks: Vec<(f64, &'static str, String)> = Vec::new();
        for (at, index) in &picture.treatments {
            let name = match plan.treatments.get(*index) {
                Some(treated) if plan.treatments.len() > 1 => capital(&treated.label),
                _ => say!(self.lang, "picture-treatment"),
            };
            marks.push((*at, "tl-treatment", name));
        }
        marks.extend(picture.now.map(|now| (now, "tl-now", say!(self.lang, "picture-now"))));
        marks.sort_by(|(a, ..), (b, ..)| a.total_cmp(b));
        let mut free: Vec<f64> = Vec::new();
        for (at, class, name) in &marks {
            let x = self.x(*at);
            let width = 100.0 * (name.width() + 2) as f64 / self.shape.letters();
            let left = (x + 0.6).min(100.0 - width).max(0.0);
            let row = free.iter().position(|free| *free <= left).unwrap_or(free.len());
            match free.get_mut(row) {
                Some(free) => *free = left + width,
                None => free.push(left + width),
            }
            self.text(left, self.y + (row as f64 + 1.0) * LINE - 0.1, &format!("{class}-name"), "start", name);
        }
        self.y += free.len() as f64 * LINE + 0.4;
        (marks.into_iter().map(|(at, class, _)| (at, class)).collect(), std::mem::replace(&mut self.body, before))
    }

    /// What a column is, where that changes, and the dates of as many columns as have room: that of the treatment first.
    fn ticks(&mut self, columns: &[Column], treatment: f64, year: i16) {
        let count = columns.len().max(1) as f64;
        if columns.windows(2).any(|pair| matches!(pair, [a, b] if a.unit != b.unit)) {
            let mut start = 0;
            for run in columns.chunk_by(|a, b| a.unit == b.unit) {
                let (from, to) = (start as f64 / count, (start + run.len()) as f64 / count);
                start += run.len();
                let Some(first) = run.first() else { continue };
                let word = match first.unit {
                    Unit::Day => say!(self.lang, "picture-days", number = run.len()),
                    Unit::Week => say!(self.lang, "picture-weeks", number = run.len()),
                    Unit::Month => say!(self.lang, "picture-months", number = run.len()),
                    Unit::Quarter => say!(self.lang, "picture-quarters"),
                    Unit::Year => say!(self.lang, "picture-years", number = run.len()),
                };
                let (left, right, y) = (self.x(from) + 0.3, self.x(to) - 0.3, self.y);
                self.put(format_args!(
                    "<line class=\"tl-band\" x1=\"{left:.2}%\" x2=\"{right:.2}%\" y1=\"{y:.2}em\" y2=\"{y:.2}em\"/>"
                ));
                let room = (right - left) * self.shape.letters() / 100.0;
                if room >= word.width() as f64 {
                    self.text((left + right) / 2.0, y + LINE - 0.2, "tl-unit", "middle", &word);
                }
            }
            self.y += LINE + 0.1;
        }
        let labels: Vec<[String; 3]> = columns.iter().map(|column| self.label(column, year)).collect();
        let share = |index: usize| index as f64 / count;
        let width = |label: &[String; 3]| {
            let widest = label.iter().map(|line| line.width()).max().unwrap_or(0);
            100.0 * (widest as f64 + 1.0) / self.shape.letters()
        };
        let mut order: Vec<usize> = (0..columns.len()).collect();
        // The column of the treatment, then where a unit begins, then the others as they come.
        order.sort_by_key(|&index| {
            let of_treatment = share(index) <= treatment && treatment < share(index + 1);
            let unit = |index: usize| columns.get(index).map(|column| column.unit);
            let begins = index == 0 || unit(index) != unit(index - 1);
            (!of_treatment, !begins, index)
        });
        let mut placed: Vec<(usize, f64, f64)> = Vec::new();
        for index in order {
            let Some(label) = labels.get(index) else { continue };
            let left = self.x(share(index));
            let right = left + width(label);
            if right <= 101.0 && placed.iter().all(|(_, from, to)| right <= *from || *to <= left) {
                placed.push((index, left, right));
            }
        }
        placed.sort_by_key(|(index, ..)| *index);
        let mut shown_month = None;
        let mut rows = 2;
        for (index, left, _) in placed {
            let (Some([weekday, date, year]), Some(column)) = (labels.get(index), columns.get(index)) else { continue };
            let day = column.date.day().to_string();
            // A month that the label before it names is left out.
            let month = (column.date.year(), column.date.month());
            let date = if shown_month == Some(month) { &day } else { date };
            shown_month = Some(month);
            let y = self.y;
            self.text(left, y + LINE - 0.3, "tl-weekday", "start", weekday);
            self.text(left, y + 2.0 * LINE - 0.4, "tl-date", "start", date);
            if !year.is_empty() {
                rows = 3;
                self.text(left, y + 3.0 * LINE - 0.5, "tl-date", "start", year);
            }
        }
        self.y += f64::from(rows) * LINE;
    }

    /// The weekday, the date, and the year if it is another one.
    fn label(&self, column: &Column, year: i16) -> [String; 3] {
        let (weekday, date) = self.lang.short_weekday_and_date(column.date);
        let year = if column.date.year() == year { String::new() } else { column.date.year().to_string() };
        [weekday, date, year]
    }

    /// The bars and the label of a lane. They are drawn after the grid and the marks; their place is taken at once.
    fn lane(&mut self, lane: &Lane<'_>) -> (String, String) {
        let before = std::mem::take(&mut self.body);
        let label = lines(&capital(&lane.labels.join(", ")), self.shape.letters_of_label(), 2);
        let text = label.len() as f64 * LINE;
        let (above, bars) = match self.shape {
            Shape::Wide => (0.0, (text + 0.4).max(1.7)),
            Shape::Narrow => (text + 0.35, 1.35),
        };
        let (first, left) = match self.shape {
            Shape::Wide => (self.y + (bars - text) / 2.0, 0.5),
            Shape::Narrow => (self.y + 0.25, 1.0),
        };
        for (row, line) in label.iter().enumerate() {
            self.text(left, first + row as f64 * LINE + 1.0, "tl-label", "start", line);
        }
        let label = std::mem::take(&mut self.body);
        self.y += above;
        for bar in &lane.bars {
            self.bar(bar, self.y + bars / 2.0);
        }
        self.y += bars;
        (std::mem::replace(&mut self.body, before), label)
    }

    /// What lies behind every other lane, from `top` to what is drawn.
    fn ground(&mut self, top: f64) {
        let height = self.y - top;
        self.put(format_args!(
            "<rect class=\"tl-lane\" x=\"0\" y=\"{top:.2}em\" width=\"100%\" height=\"{height:.2}em\"/>"
        ));
    }

    fn bar(&mut self, bar: &Bar, middle: f64) {
        let class = class(bar.verb);
        // What is very short is still seen.
        if bar.possible.to - bar.possible.from < 0.008 {
            let x = self.x(bar.possible.from);
            self.put(format_args!(
                "<circle class=\"tl-{class} tl-sure\" cx=\"{x:.2}%\" cy=\"{middle:.2}em\" r=\".36em\"/>"
            ));
            return;
        }
        // A moment that lies between two is nowhere certain.
        let certain = bar.certain.filter(|_| !bar.point);
        if certain != Some(bar.possible) {
            let (shape, fill) = (self.shape.name(), "tl-possible");
            let style = format!("fill=\"url(#{shape}-{class})\"");
            self.rect(bar.verb, bar.possible, middle, fill, &style);
        }
        if let Some(certain) = certain {
            self.rect(bar.verb, certain, middle, "tl-sure", "");
        }
    }

    fn rect(&mut self, verb: Verb, reach: Reach, middle: f64, kind: &str, fill: &str) {
        let class = class(verb);
        let height = thickness(verb);
        let (x, width) = (self.x(reach.from), self.x(reach.to) - self.x(reach.from));
        let (y, round) = (middle - height / 2.0, if verb == Verb::Do { height / 2.0 } else { 0.1 });
        let width = width.max(0.5);
        self.put(format_args!(
            "<rect class=\"tl-{class} {kind}\" {fill} x=\"{x:.2}%\" y=\"{y:.2}em\" width=\"{width:.2}%\" \
             height=\"{height:.2}em\" rx=\"{round:.2}em\"/>"
        ));
        let (tall, top) = (height.max(0.8), middle - height.max(0.8) / 2.0);
        let arrows =
            [(reach.open.0, x, "-.75em", "M7 0 L0 5 L7 10 Z"), (reach.open.1, x + width, "0", "M0 0 L7 5 L0 10 Z")];
        for (_, at, shift, path) in arrows.into_iter().filter(|(open, ..)| *open) {
            self.put(format_args!(
                "<svg x=\"{at:.2}%\" y=\"{top:.2}em\" overflow=\"visible\"><svg x=\"{shift}\" width=\".75em\" \
                 height=\"{tall:.2}em\" viewBox=\"0 0 7 10\" preserveAspectRatio=\"none\"><path class=\"tl-{class} \
                 {kind}\" {fill} d=\"{path}\"/></svg></svg>"
            ));
        }
    }

    /// Lines where columns begin, weekends, and the hours of days that are wide.
    fn grid(&mut self, picture: &Picture<'_>, [ticks, top, bottom]: [f64; 3]) {
        let columns = &picture.axis.columns;
        let count = columns.len().max(1) as f64;
        let height = bottom - top;
        for (index, column) in columns.iter().enumerate() {
            let (from, to) = (index as f64 / count, (index + 1) as f64 / count);
            let weekend =
                matches!(column.date.weekday(), jiff::civil::Weekday::Saturday | jiff::civil::Weekday::Sunday);
            if column.unit == Unit::Day && weekend {
                let (x, width) = (self.x(from), self.x(to) - self.x(from));
                self.put(format_args!(
                    "<rect class=\"tl-weekend\" x=\"{x:.2}%\" y=\"{top:.2}em\" width=\"{width:.2}%\" height=\"{height:.2}em\"/>"
                ));
            }
            self.line(from, ticks, bottom, "tl-grid");
            if columns.len() <= MOST_COLUMNS_WITH_HOURS && column.unit == Unit::Day {
                for hours in [6, 12, 18] {
                    self.line(picture.axis.place(column.start + hours * 3600), top, bottom, "tl-hour");
                }
            }
        }
        self.line(1.0, ticks, bottom, "tl-grid");
    }

    /// What the bars mean, as many as fit on a line. What is light is light for one reason, whatever it asks for.
    fn legend(&mut self, used: &[(Verb, bool)]) {
        let width = self.shape.letters();
        // The form of what is only possible is told by that of what is certain.
        let mut samples: Vec<(Verb, bool)> = used.iter().map(|(verb, _)| (*verb, true)).collect();
        samples.dedup();
        samples.extend(used.iter().copied().find(|(_, sure)| !sure));
        let mut left = 1.0;
        for (verb, sure) in samples {
            let word = legend(self.lang, verb, sure);
            let needed = word.width() as f64 + 7.0;
            if left + needed > width && left > 1.0 {
                left = 1.0;
                self.y += 1.4;
            }
            let (x, middle) = (100.0 * left / width, self.y + 0.7);
            let (class, height) = (class(verb), thickness(verb));
            let (y, round) = (middle - height / 2.0, if verb == Verb::Do { height / 2.0 } else { 0.1 });
            let (kind, fill) = match sure {
                true => ("tl-sure", String::new()),
                false => ("tl-possible", format!("fill=\"url(#{}-{class})\"", self.shape.name())),
            };
            self.put(format_args!(
                "<rect class=\"tl-{class} {kind}\" {fill} x=\"{x:.2}%\" y=\"{y:.2}em\" width=\"1.8em\" \
                 height=\"{height:.2}em\" rx=\"{round:.2}em\"/>"
            ));
            let (word, y) = (escape(&word), middle + 0.35);
            self.put(format_args!(
                "<svg x=\"{x:.2}%\" overflow=\"visible\"><text class=\"tl-word\" x=\"2.3em\" y=\"{y:.2}em\">{word}</text></svg>"
            ));
            left += needed;
        }
        self.y += 1.4;
    }
}

/// What a bar means.
fn legend(lang: Lang, verb: Verb, sure: bool) -> String {
    match (verb, sure) {
        (_, false) => say!(lang, "picture-perhaps"),
        (Verb::Avoid, true) => say!(lang, "picture-avoid"),
        (Verb::Do, true) => say!(lang, "picture-do"),
        (Verb::Allow, true) => say!(lang, "picture-allowed"),
        (_, true) => say!(lang, "picture-normal"),
    }
}

fn class(verb: Verb) -> &'static str {
    match verb {
        Verb::Avoid => "avoid",
        Verb::Do => "do",
        Verb::Allow => "allow",
        _ => "expect",
    }
}

/// How thick a bar is, in sizes of the text.
fn thickness(verb: Verb) -> f64 {
    match verb {
        Verb::Avoid => 1.0,
        Verb::Do => 0.7,
        Verb::Allow => 0.4,
        _ => 0.25,
    }
}
