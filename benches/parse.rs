//! Text → tree on ten megabytes: how many bytes a second, for the project's own sheets and for rules that are shorter and
//! fuller than any sheet has them.

use std::hint::black_box;
use std::path::{Path, PathBuf};

use carecheck::source::{FileId, SourceFile};
use carecheck::syntax::parse;
use criterion::{BatchSize, Criterion, Throughput, criterion_group, criterion_main};

/// About the length of the text, in bytes.
const BYTES: usize = 10_000_000;

/// Rules with every usual clause and few words in quotes, which cost nearly nothing; each with names of its own.
fn rules(bytes: usize) -> String {
    let mut text =
        String::from("treatment peel \"Peel\" day 1 source \"Clinic leaflet, 2026-11\" hours 08:00..18:00\n\n");
    let mut n = 0;
    while text.len() < bytes {
        n += 1;
        text.push_str(&format!(
            r#"activity heat_{n} "heat from saunas and baths" is warmth, leisure
avoid heat_{n}, swimming, running until +48h because "the skin is still open" source "Clinic leaflet, 2026-11, p. 2"
avoid makeup_{n} until +24h
ideally avoid sun_{n} from +2d until +2w unless fitzpatrick >= 4 because "new skin burns sooner"
do cream_{n} "Use plenty of gentle cream." 2..3 times daily from day 2 through day 7
allow makeup_{n} from day 5 when not (skin_irritated or peeling)   # day 5 in the sheet's counting
expect redness_{n} until about +3d..+5d
rule_{n}: do sunscreen_{n} daily morning until +6mo
alert fever_{n} because "call the clinic"
phase "Days 2 to 7" on days 2 to 7 when technique = pen {{
  avoid picking_{n}, scratching
  do moisturise_{n} throughout source "Clinic leaflet, 2026-11"
}}

"#
        ));
    }
    text
}

/// The project's own sheets, one after the other until the text is long enough.
fn sheets(bytes: usize) -> String {
    let root = Path::new(env!("CARGO_MANIFEST_DIR"));
    let mut files: Vec<PathBuf> = ["rules", "rules/vocabulary", "tests/sheets"]
        .iter()
        .filter_map(|folder| std::fs::read_dir(root.join(folder)).ok())
        .flat_map(|entries| entries.flatten().map(|entry| entry.path()))
        .filter(|path| path.extension().is_some_and(|extension| extension == "care"))
        .collect();
    files.sort();
    let all: String = files.iter().filter_map(|path| std::fs::read_to_string(path).ok()).collect();
    all.repeat(bytes.div_ceil(all.len().max(1)))
}

fn text_to_tree(criterion: &mut Criterion) {
    let mut group = criterion.benchmark_group("parse");
    group.sample_size(10);
    for (name, text) in [("sheets", sheets(BYTES)), ("short rules", rules(BYTES))] {
        let (source, refusals) = SourceFile::load("rules.care", text.as_bytes());
        assert!(refusals.is_empty());
        assert_eq!(parse(FileId(0), &source).1, []);
        group.throughput(Throughput::Bytes(text.len() as u64));
        // The tree is dropped outside of the time that is measured.
        group.bench_function(name, |bencher| {
            bencher.iter_batched(|| (), |()| parse(FileId(0), black_box(&source)), BatchSize::PerIteration);
        });
    }
    group.finish();
}

criterion_group!(benches, text_to_tree);
criterion_main!(benches);
