//! A plan → what the templates of the page show: texts and names of classes, nothing to decide. Text is made safe to
//! draw here and escaped there.

use std::collections::BTreeSet;

use askama::Template;

use super::paper::{Amount, Place, Print};
use crate::evaluate::{Missing, Plan};
use crate::lang::say;
use crate::model::Verb;
use crate::render::clean::{clean, fit};
use crate::render::clinic::{Clinic, Colour, Ground};
use crate::render::paper::{Phrase, Role, sign};
use crate::render::plan::around;
use crate::render::plan::layout::{Block, Kind, Line, Mark, Signs, Together, Visit, layout};
use crate::render::questions::{asked, option};
use crate::render::reading::{Reading, View};
use crate::render::svg::{self, Shape};

/// The colour of headings and links where the clinic has none.
const BRAND: Colour = Colour([0x1f, 0x4e, 0x79]);
/// What a browser shows of a title, in letters.
const LONGEST_TITLE: usize = 70;

/// The page.
#[derive(Template)]
#[template(path = "page.html")]
pub(super) struct PageView {
    lang: &'static str,
    title: String,
    heading: String,
    colours: [(&'static str, &'static str, &'static str); 9],
    brand: Colour,
    brand_on_dark: Colour,
    looks: String,
    print: Print,
    clinic: Option<ClinicView>,
    /// What is said of several treatments.
    together: Option<VisitView>,
    visits: Vec<VisitView>,
    call: Option<Call>,
    side: Vec<BlockView>,
    questions: Vec<Question>,
    pictures: Option<(String, String)>,
    foot: Vec<String>,
    words: Words,
}

/// Headings.
struct Words {
    questions: String,
    picture: String,
    emergency: String,
}

struct ClinicView {
    name: String,
    /// As it is shown, and as it is dialled.
    phone: Option<(String, String)>,
    emergency: Option<(String, String)>,
    web: Option<String>,
    address: Vec<String>,
}

struct VisitView {
    name: String,
    date: String,
    open: Option<String>,
    blocks: Vec<BlockView>,
    remarks: Vec<String>,
}

/// When to call, and whom.
struct Call {
    heading: String,
    /// One for each treatment that has alarms.
    blocks: Vec<BlockView>,
}

struct BlockView {
    class: &'static str,
    level: u8,
    heading: String,
    aside: String,
    lines: Vec<LineView>,
}

struct LineView {
    class: &'static str,
    sign: String,
    /// Class and text.
    pieces: Vec<(&'static str, String)>,
    rules: Vec<String>,
    below: Vec<LineView>,
}

struct Question {
    asked: String,
    /// The option that gives the answer, and the other answers; only for those who give it.
    option: Option<(String, String)>,
}

impl PageView {
    pub(super) fn of(plan: &Plan, reading: &Reading<'_>) -> PageView {
        let lang = plan.lang;
        let layout = layout(plan, reading.now, Signs::Apart);
        let several = layout.visits.len() > 1;
        let maker = Maker { lang, view: reading.view, level: if several { 3 } else { 2 } };
        let (mut visits, mut alarms, mut side) = (Vec::new(), Vec::new(), Vec::new());
        for visit in &layout.visits {
            visits.push(maker.visit(visit));
            for block in &visit.blocks {
                let name = || if several { plain(&around::name(lang, visit.treated)) } else { String::new() };
                match block.kind {
                    Kind::Alarm => alarms.push(BlockView { aside: name(), ..maker.block(block, 3) }),
                    Kind::Normal => side.push(BlockView { aside: name(), ..maker.block(block, 2) }),
                    _ => {}
                }
            }
        }
        side.extend(layout.course.iter().chain(&layout.changed).map(|block| maker.block(block, 2)));
        let names: Vec<String> = layout.visits.iter().map(|visit| around::name(lang, visit.treated)).collect();
        let heading = plain(&names.join(", "));
        let dates: BTreeSet<String> = plan.treatments.iter().map(|treated| lang.date(treated.at.date())).collect();
        let dates: Vec<String> = dates.into_iter().collect();
        let call = (!alarms.is_empty() || reading.clinic.is_some()).then(|| Call {
            heading: if alarms.is_empty() { say!(lang, "page-whom-to-call") } else { say!(lang, "page-when-to-call") },
            blocks: alarms,
        });
        let [wide, narrow] = [Shape::Wide, Shape::Narrow].map(|shape| svg::inline(plan, reading.now, shape));
        let heights = wide.as_ref().zip(narrow.as_ref()).map(|(wide, narrow)| [wide.height, narrow.height]);
        let mut page = PageView {
            lang: lang.code(),
            title: fit(&format!("{heading}, {}", dates.join(", ")), LONGEST_TITLE, "…"),
            heading,
            colours: svg::COLOURS,
            brand: reading.clinic.and_then(|clinic| clinic.colour).unwrap_or(BRAND),
            brand_on_dark: brand_on_dark(reading.clinic),
            looks: format!("{}{}", svg::LOOKS, svg::HIGH_CONTRAST),
            print: Print { class: "p95", picture: Place::Below },
            clinic: reading.clinic.map(clinic),
            together: layout.together.as_ref().map(|together| maker.together(together)),
            visits,
            call,
            side,
            questions: plan.missing.iter().map(|question| maker.question(question)).collect(),
            pictures: wide.zip(narrow).map(|(wide, narrow)| (wide.text, narrow.text)),
            foot: layout.foot.iter().map(|line| plain(&line.text())).collect(),
            words: Words {
                questions: say!(lang, "questions"),
                picture: say!(lang, "picture"),
                emergency: say!(lang, "page-emergency"),
            },
        };
        page.print = page.amount(heights).print();
        page
    }

    /// How much is printed.
    fn amount(&self, pictures: Option<[f64; 2]>) -> Amount {
        let visits = || self.together.iter().chain(&self.visits);
        let days = visits().flat_map(|visit| &visit.blocks).map(paragraphs);
        let remarks = visits().flat_map(|visit| visit.open.iter().chain(&visit.remarks));
        let days = days.chain(remarks.map(|_| Vec::new()));
        let contact = self.clinic.as_ref().filter(|_| self.call.is_some()).map_or(0, |clinic| 5 + clinic.address.len());
        let call = self.call.iter().flat_map(|call| call.blocks.iter().map(paragraphs)).chain([vec![20; contact]]);
        let questions = self.questions.iter().map(|question| {
            let option = question.option.as_ref().map_or(0, |(option, others)| option.len() + others.len() + 30);
            question.asked.chars().count() + option
        });
        let side = call.chain(self.side.iter().map(paragraphs)).chain([questions.collect()]);
        let several = if self.visits.len() > 1 { 4 * self.visits.len() } else { 0 };
        Amount {
            columns: [days.collect(), side.collect()],
            head: 1 + usize::from(self.clinic.is_some()) + several,
            foot: self.foot.iter().map(|line| 1 + line.chars().count() / 130).sum(),
            pictures,
        }
    }
}

fn paragraphs(block: &BlockView) -> Vec<usize> {
    let lines = block.lines.iter().flat_map(|line| std::iter::once(line).chain(&line.below));
    let characters = |line: &LineView| line.pieces.iter().map(|(_, text)| text.chars().count()).sum::<usize>();
    lines
        .flat_map(|line| std::iter::once(characters(line)).chain(line.rules.iter().map(|rule| rule.chars().count())))
        .collect()
}

fn brand_on_dark(clinic: Option<&Clinic>) -> Colour {
    let own = clinic.and_then(|clinic| clinic.colour_on_dark);
    let light = clinic.and_then(|clinic| clinic.colour).unwrap_or(BRAND);
    own.unwrap_or_else(|| light.readable(Ground::Dark))
}

fn clinic(clinic: &Clinic) -> ClinicView {
    let dialled = |text: &String| {
        let number = text.chars().filter(|c| c.is_ascii_digit() || *c == '+').collect();
        (plain(text).replace(' ', "\u{A0}"), number)
    };
    ClinicView {
        name: plain(&clinic.name),
        phone: clinic.phone.as_ref().map(dialled),
        emergency: clinic.emergency.as_ref().map(dialled),
        web: clinic.web.as_deref().map(plain),
        address: clinic.address.iter().map(|line| plain(line)).collect(),
    }
}

/// Text that is safe to draw. A number is not parted from a short word that it counts ("4 hours"); a long one could else
/// be broken in large print.
fn plain(text: &str) -> String {
    let mut plain = String::with_capacity(text.len());
    for word in clean(text).split_inclusive(' ') {
        let short = word.trim_end().chars().count() <= 6;
        let counted = plain.strip_suffix(' ').filter(|before| short && before.ends_with(|c: char| c.is_ascii_digit()));
        if let Some(before) = counted.map(str::len) {
            plain.truncate(before);
            plain.push('\u{A0}');
        }
        plain.push_str(word);
    }
    plain
}

/// What all parts of a page have in common.
struct Maker {
    lang: crate::lang::Lang,
    view: View,
    /// The level of the headings within a treatment.
    level: u8,
}

impl Maker {
    fn visit(&self, visit: &Visit<'_>) -> VisitView {
        let among = visit.blocks.iter().filter(|block| !matches!(block.kind, Kind::Alarm | Kind::Normal));
        VisitView {
            name: plain(&around::name(self.lang, visit.treated)),
            date: plain(&around::date(self.lang, visit.treated)),
            open: visit.open.as_ref().map(|open| plain(&open.text())),
            blocks: among.map(|block| self.block(block, self.level)).collect(),
            remarks: visit.remarks.iter().map(|remark| plain(&remark.text())).collect(),
        }
    }

    fn together(&self, together: &Together<'_>) -> VisitView {
        VisitView {
            name: String::new(),
            date: String::new(),
            open: together.open.as_ref().map(|open| plain(&open.text())),
            blocks: together.blocks.iter().map(|block| self.block(block, 2)).collect(),
            remarks: together.remarks.iter().map(|remark| plain(&remark.text())).collect(),
        }
    }

    fn block(&self, block: &Block<'_>, level: u8) -> BlockView {
        BlockView {
            class: match block.kind {
                Kind::Disagreement => "against disagreement",
                Kind::Together => "part",
                Kind::Against if block.lines.iter().all(|line| line.mark == Mark::Cleared) => "cleared",
                Kind::Against => "against",
                Kind::Now => "now",
                Kind::Next => "next",
                Kind::Days => "part",
                Kind::Normal => "normal",
                Kind::Alarm => "alarms",
                Kind::Course => "course",
                Kind::Changed => "changed",
            },
            level,
            heading: plain(&block.heading),
            aside: plain(&block.aside),
            lines: block.lines.iter().map(|line| self.line(line)).collect(),
        }
    }

    fn line(&self, line: &Line<'_>) -> LineView {
        let (class, sign) = match line.mark {
            Mark::None => ("line", String::new()),
            Mark::Treatment => ("treatment", String::new()),
            Mark::Against => ("against", sign(Verb::Avoid, true).to_owned()),
            Mark::Cleared => ("allow", sign(Verb::Allow, true).to_owned()),
            Mark::Asks(verb) => (class(verb), sign(verb, true).to_owned()),
            Mark::Ends => ("ends", say!(self.lang, "ends")),
            Mark::Begins => ("begins", say!(self.lang, "begins")),
        };
        let rules = match self.view {
            View::Patient => Vec::new(),
            View::Clinician => line.rules.iter().map(|rule| plain(&around::traced(rule))).collect(),
        };
        LineView {
            class,
            sign: sign.trim_end().to_owned(),
            pieces: pieces(&line.phrase),
            rules,
            below: line.below.iter().map(|line| self.line(line)).collect(),
        }
    }

    fn question(&self, question: &Missing) -> Question {
        let option = match self.view {
            View::Patient => None,
            View::Clinician => Some(option(self.lang, question)),
        };
        Question {
            asked: plain(&asked(self.lang, question)),
            option: option.map(|(one, others)| (plain(&one), plain(&others))),
        }
    }
}

fn class(verb: Verb) -> &'static str {
    match verb {
        Verb::Avoid => "avoid",
        Verb::Do => "do",
        Verb::Allow => "allow",
        Verb::Alert => "alert",
        _ => "expect",
    }
}

/// Pieces of which no space is lost where they meet.
fn pieces(phrase: &Phrase) -> Vec<(&'static str, String)> {
    let mut pieces: Vec<(&'static str, String)> = Vec::new();
    for (role, text) in phrase.pieces() {
        let class = match role {
            Role::Plain => "",
            Role::Time => "when",
            Role::Aside => "aside",
            Role::Heading | Role::Avoid | Role::Allow | Role::Do | Role::Expect | Role::Alert => "what",
        };
        match pieces.last_mut() {
            Some((last, said)) if *last == class => said.push_str(&plain(text)),
            _ => pieces.push((class, plain(text))),
        }
    }
    pieces
}
