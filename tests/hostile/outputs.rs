//! A sheet with one text in every place where a text can stand → all that is made of it.

use carecheck::evaluate;
use carecheck::model::{Case, FactKind, Fixed, Model, Unit, resolve};
use carecheck::render::clinic::Clinic;
use carecheck::render::findings::Style;
use carecheck::render::reading::{Reading, View};
use carecheck::render::{answer, html, ics, markdown, message, overview, plan, svg};
use carecheck::source::{SourceFile, Sources};
use carecheck::syntax::parse;
use jiff::Zoned;

/// A sheet with a text in every place.
pub const SHEET: &str = r#"
treatment peel "x" day 1 source "x" version "x" reviewed 2026-11-01
activity soaking "x"
activity bath "x" is soaking
activity shower "x" is soaking do "x"
activity cream "x"
event healed "x" expected on days 5 to 10
event checked "x"
fact pregnant "x" : yes/no
fact tool "x" : one of pen "x", roller "x"
sign bleeding "x"
sign fever "x"
part evening "x" 18:00..22:00
no_soaking: ideally avoid soaking until later of healed +2w and +7d except (shower from +24h) when pregnant because "x" source "x"
avoid bath until about +3mo
avoid cream until checked
avoid shower when tool = pen
phase "x" on days 2 to 7 when pregnant {
  avoid bath
  do cream "x" 1h after bath because "x"
}
do shower daily evening lasting 5min..10min from day 2 through day 9
do shower daily at 08:00, 20:00 until +2d
do shower every 8h 1h after bath amount "x" by "x" until +400d
allow shower up to 4 times daily until +2d
do bath at +5d..+7d
expect bleeding until +2d because "x"
alert bleeding from +2d when pregnant because "x"
alert fever because "x"
contraindicated when pregnant source "x" because "x"
contraindicated until healed -2w
repeat every 4w..6w for 3..6 sessions because "x"
"#;

/// All that is made of a sheet.
pub struct Outputs {
    /// Pages for a terminal on which nothing is wrapped.
    pub pages: Vec<String>,
    /// The same on a usual terminal, and with plain characters.
    pub narrow: Vec<String>,
    pub coloured: String,
    pub json: Vec<String>,
    pub ics: String,
    pub markdown: Vec<String>,
    /// A message, if it is not too long.
    pub message: Option<String>,
    pub html: Vec<String>,
    pub svg: String,
}

impl Outputs {
    /// Of a sheet, with `text` in every place.
    pub fn of(sheet: &str, text: &str) -> Outputs {
        let mut sources = Sources::default();
        let id = sources.add(SourceFile::load(format!("{text}.care"), sheet.as_bytes()).0);
        let (file, findings) = parse(id, sources.file(id));
        assert!(findings.is_empty(), "{findings:#?}");
        let (mut model, findings) = resolve(&sources, &Unit { files: vec![file], ..Unit::default() }, id);
        assert!(findings.is_empty(), "{findings:#?}");
        put(&mut model, text);

        let treated: Zoned = "2026-11-23T14:00[Europe/Paris]".parse().unwrap();
        let now: Zoned = "2026-11-24T09:00[Europe/Paris]".parse().unwrap();
        let case = Case::new(&model, treated, &Fixed::default()).unwrap();
        let made = evaluate::plan(&model, &sources, &case).unwrap();
        let turns = evaluate::turns(&model, &sources, &case, &made).unwrap();
        let all = evaluate::overview(&model, &sources, &case, &now).unwrap();
        let wide = Style { width: 4_000, colour: false, unicode: true, accepted: false };
        let usual = Style { width: 80, ..wide };
        let plain = Style { width: 60, unicode: false, ..wide };

        let clinic = Clinic {
            name: text.to_owned(),
            phone: Some(text.to_owned()),
            emergency: Some(text.to_owned()),
            web: Some("https://clinic.example".to_owned()),
            address: vec![text.to_owned()],
            ..Clinic::default()
        };
        let mut outputs = Outputs {
            pages: vec![plan::text(&made, None, wide), plan::text(&made, Some(&now), wide), overview::text(&all, wide)],
            narrow: Vec::new(),
            coloured: plan::text(&made, Some(&now), Style { colour: true, ..usual }),
            json: vec![plan::json(&made), overview::json(&all)],
            ics: ics::calendar(&made, &turns, now.timestamp(), None).unwrap().text,
            markdown: vec![markdown::text(&made, None), markdown::text(&made, Some(&now))],
            message: message::text(&made, &now).ok(),
            html: [(None, View::Patient), (Some(&now), View::Patient), (None, View::Clinician)]
                .map(|(now, view)| html::page(&made, &Reading { now, view, clinic: Some(&clinic) }))
                .to_vec(),
            svg: svg::svg(&made, Some(&now)),
        };
        for style in [usual, plain] {
            outputs.narrow.extend([plan::text(&made, None, style), plan::text(&made, Some(&now), style)]);
            outputs.narrow.push(overview::text(&all, style));
        }
        for (subject, _) in (0..).map(carecheck::model::SubjectId).zip(&model.subjects) {
            let answer = evaluate::answer(&model, &sources, &case, subject, &now).unwrap();
            let when = evaluate::when(&model, &sources, &case, subject, &now).unwrap();
            for when in [None, Some(&when)] {
                outputs.pages.push(answer::text(&answer, when, wide));
                outputs.narrow.push(answer::text(&answer, when, usual));
                outputs.json.push(answer::json(&answer, when));
            }
        }
        outputs
    }
}

/// Puts a text into every place of a model, past what a file may hold.
fn put(model: &mut Model, text: &str) {
    let one = || text.to_owned();
    let some = || Some(text.to_owned());
    if let Some(treatment) = &mut model.treatment {
        (treatment.label, treatment.source) = (one(), some());
        (treatment.version, treatment.reviewed) = (some(), some());
    }
    for subject in &mut model.subjects {
        subject.label = one();
        subject.instruction = subject.instruction.as_ref().map(|_| one());
    }
    for fact in &mut model.facts {
        fact.label = one();
        if let FactKind::OneOf(choices) = &mut fact.kind {
            choices.iter_mut().for_each(|(_, label)| *label = one());
        }
    }
    model.events.iter_mut().for_each(|event| event.label = one());
    model.parts.iter_mut().for_each(|part| part.label = one());
    model.phases.iter_mut().for_each(|phase| phase.label = one());
    for rule in &mut model.rules {
        for text in [&mut rule.instruction, &mut rule.because, &mut rule.source, &mut rule.amount, &mut rule.by] {
            *text = text.as_ref().map(|_| one());
        }
    }
}
