//! How fast a sheet is made sense of and evaluated: `rules/default.care` from its text to a model, from a treatment to
//! its plan, and to the answer of one question. Throughput counts sheets, treatments and questions a second.

use std::collections::BTreeMap;
use std::hint::black_box;
use std::path::Path;

use carecheck::evaluate;
use carecheck::model::{Case, Fixed, Model, Unit, UseError};
use carecheck::source::{FileId, SourceFile, Sources};
use carecheck::syntax::tree::Statement;
use carecheck::{syntax, time};
use criterion::{Criterion, Throughput, criterion_group, criterion_main};
use jiff::{SignedDuration, Zoned};

/// `rules/default.care` and what it uses, read once.
fn texts() -> Vec<(String, Vec<u8>)> {
    let rules = Path::new(env!("CARGO_MANIFEST_DIR")).join("rules");
    let names = ["default", "vocabulary/skin", "vocabulary/general", "vocabulary/medicines"];
    let files = names.iter().flat_map(|name| ["", ".de", ".es"].map(|lang| format!("{name}{lang}.care")));
    files.map(|name| (name.clone(), std::fs::read(rules.join(name)).unwrap_or_default())).collect()
}

fn load(texts: &[(String, Vec<u8>)]) -> (Sources, Model) {
    let mut sources = Sources::default();
    let mut unit = Unit::default();
    let mut ids: BTreeMap<&str, FileId> = BTreeMap::new();
    for (name, bytes) in texts {
        let id = sources.add(SourceFile::load(name.as_str(), bytes).0);
        unit.files.push(syntax::parse(id, sources.file(id)).0);
        ids.insert(name.rsplit('/').next().unwrap_or(name), id);
    }
    for tree in &unit.files {
        for statement in &tree.statements {
            let Statement::Use(used) = statement else { continue };
            let path = syntax::unquote(sources.slice(used.path.0.in_file(tree.id))).into_owned();
            let target = path.rsplit('/').next().and_then(|name| ids.get(name)).copied().ok_or(UseError::NotFound);
            unit.uses.insert((tree.id, path), target);
        }
    }
    let (model, _) = carecheck::model::resolve(&sources, &unit, FileId(0));
    (sources, model)
}

/// A thousand treatments over a year in six zones.
fn treatments() -> Vec<Zoned> {
    let zones = ["Europe/Paris", "America/New_York", "Africa/Cairo", "Asia/Tokyo", "Australia/Lord_Howe", "UTC"];
    let zones: Vec<_> = zones.iter().filter_map(|name| time::zone(name).ok()).collect();
    let start = jiff::Timestamp::from_second(1_798_761_600).unwrap_or_default();
    (0..1_000_i64)
        .zip(zones.iter().cycle())
        .map(|(at, zone)| (start + SignedDuration::from_mins(at * 525)).to_zoned(zone.clone()))
        .collect()
}

fn eval(criterion: &mut Criterion) {
    let texts = texts();
    let (sources, model) = load(&texts);
    let (treatments, fixed) = (treatments(), Fixed::default());
    let mut group = criterion.benchmark_group("default.care");
    group.throughput(Throughput::Elements(1));
    group.bench_function("text to model", |bencher| bencher.iter(|| load(black_box(&texts))));
    group.throughput(Throughput::Elements(treatments.len() as u64));
    group.bench_function("plans of 1,000 treatments", |bencher| {
        bencher.iter(|| {
            for treated in &treatments {
                if let Ok(case) = Case::new(&model, treated.clone(), &fixed) {
                    let _ = black_box(evaluate::plan(&model, &sources, &case));
                }
            }
        });
    });
    let sauna = model.subject_named("sauna");
    group.bench_function("answers of 1,000 treatments", |bencher| {
        bencher.iter(|| {
            for treated in &treatments {
                if let (Ok(case), Some(sauna)) = (Case::new(&model, treated.clone(), &fixed), sauna) {
                    let at = treated + SignedDuration::from_hours(47);
                    let _ = black_box(evaluate::answer(&model, &sources, &case, sauna, &at));
                }
            }
        });
    });
    group.finish();
}

criterion_group!(benches, eval);
criterion_main!(benches);
