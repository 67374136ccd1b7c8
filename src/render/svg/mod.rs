//! A plan → a picture of its days: a lane for what the same holds of, a bar where it holds, light where it only may. It
//! stands on the patient's page, or alone as an SVG file.

mod axis;
mod draw;
mod picture;
mod text;

use jiff::Zoned;

pub(super) use self::draw::Shape;

use self::draw::{Drawing, draw};
use self::picture::{Shown, picture};
use self::text::escape;
use super::plan::{around, layout};
use crate::evaluate::Plan;
use crate::lang::say;

/// What everything in a picture looks like, with names for the colours.
pub(super) const LOOKS: &str = include_str!("picture.css");
/// The same where a reader has chosen the colours.
pub(super) const HIGH_CONTRAST: &str = include_str!("contrast.css");

const FONT: &str =
    "svg { font-family: system-ui, -apple-system, \"Segoe UI\", Roboto, \"Liberation Sans\", Arial, sans-serif; }\n";

/// A colour by its name: on light and on dark paper. Every text in them has a contrast of at least 4.5:1.
pub(super) const COLOURS: [(&str, &str, &str); 9] = [
    ("paper", "#ffffff", "#14171a"),
    ("ink", "#1b2024", "#eceff1"),
    ("soft", "#4d565e", "#b3bdc5"),
    ("line", "#c9d0d6", "#424a51"),
    ("tint", "#f3f5f7", "#1d2226"),
    ("avoid", "#b3261e", "#ff9a8f"),
    ("do", "#175ea8", "#8ec1ff"),
    ("allow", "#1d6b33", "#83d49a"),
    ("expect", "#6d5300", "#e8c766"),
];

/// The width of a picture that stands alone, and the size of its text.
const WIDTH: u16 = 760;
const SIZE: f64 = 13.0;

/// The picture of a plan as an SVG file, with the present moment in it if one is given. The plan's sentences are its
/// description. A plan in which no time stands has a picture that says so.
#[must_use]
pub fn svg(plan: &Plan, now: Option<&Zoned>) -> String {
    let names: Vec<String> = plan.treatments.iter().map(|treated| around::name(plan.lang, treated)).collect();
    let title = escape(&format!("{}: {}", names.join(", "), say!(plan.lang, "picture")));
    let layout = layout::layout(plan, None, layout::Signs::AmongTheRest);
    let together = layout.together.iter().flat_map(|together| &together.blocks);
    let blocks = together.chain(layout.visits.iter().flat_map(|visit| &visit.blocks));
    let said: Vec<String> = blocks.flat_map(|block| &block.lines).map(|line| line.phrase.text()).collect();
    let said = escape(&said.join(" "));
    let dates: Vec<String> = plan.treatments.iter().map(|treated| around::date(plan.lang, treated)).collect();
    let heads = names.iter().zip(&dates).enumerate().map(|(row, (name, date))| {
        let (y, name, date) = (20 + row * 20, escape(name), escape(date));
        format!("<text x=\"4\" y=\"{y}\" class=\"tl-title\">{name} <tspan class=\"tl-date\">{date}</tspan></text>\n")
    });
    let heads: String = heads.collect();
    let top = 20 * names.len() + 14;
    let (body, height) = match picture(plan, now, Shown::All) {
        Some(picture) => {
            let drawing = draw(&picture, plan, Shape::Wide);
            (drawing.body, drawing.height * SIZE)
        }
        None => {
            let nothing = escape(&say!(plan.lang, "picture-empty"));
            (format!("<text class=\"tl-word\" x=\".5%\" y=\"1em\">{nothing}</text>\n"), 2.0 * SIZE)
        }
    };
    let all = top as f64 + height + 8.0;
    let (lang, looks) = (plan.lang.code(), looks());
    format!(
        "<svg xmlns=\"http://www.w3.org/2000/svg\" lang=\"{lang}\" class=\"tl\" role=\"img\" aria-labelledby=\"title desc\" \
         width=\"{WIDTH}\" height=\"{all:.0}\" viewBox=\"-8 0 {} {all:.0}\">\n<title id=\"title\">{title}</title>\n<desc \
         id=\"desc\">{said}</desc>\n<style>\n{looks}</style>\n<rect class=\"tl-paper\" x=\"-8\" width=\"{}\" \
         height=\"{all:.0}\"/>\n{heads}<svg y=\"{top}\" width=\"{WIDTH}\" height=\"{height:.0}\" \
         font-size=\"{SIZE}\">\n{body}</svg>\n</svg>\n",
        WIDTH + 16,
        WIDTH + 16,
    )
}

/// The looks with the colours themselves, for many programs that show SVG do not know names for them.
fn looks() -> String {
    let with = |choose: fn(&(&'static str, &'static str, &'static str)) -> (&'static str, &'static str)| {
        COLOURS
            .iter()
            .map(choose)
            .fold(LOOKS.to_owned(), |looks, (name, colour)| looks.replace(&format!("var(--{name})"), colour))
    };
    let (light, dark) = (with(|&(name, light, _)| (name, light)), with(|&(name, _, dark)| (name, dark)));
    format!("{FONT}{light}@media (prefers-color-scheme: dark) {{\n{dark}}}\n{HIGH_CONTRAST}")
}

/// A picture as a part of a page.
pub(super) struct Inline {
    pub text: String,
    /// In sizes of its text.
    pub height: f64,
}

/// The picture of what is to be done and left, as wide as there is room; `None` if it would show nothing. The page says
/// the same in words, so that it is hidden from those who listen.
pub(super) fn inline(plan: &Plan, now: Option<&Zoned>, shape: Shape) -> Option<Inline> {
    let Drawing { body, height } = draw(&picture(plan, now, Shown::ToDo)?, plan, shape);
    let name = shape.name();
    let text = format!(
        "<svg class=\"tl tl-{name}\" aria-hidden=\"true\" focusable=\"false\" width=\"100%\" \
         height=\"{height:.2}em\">\n{body}</svg>"
    );
    Some(Inline { text, height })
}
