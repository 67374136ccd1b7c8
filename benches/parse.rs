//! Text → tree on ten megabytes of rules as sheets have them: how many bytes a second, and how far from a mere scan.

use std::hint::black_box;

use carecheck::source::{FileId, SourceFile};
use carecheck::syntax::parse;
use criterion::{BatchSize, Criterion, Throughput, criterion_group, criterion_main};

/// About the length of the text, in bytes.
const BYTES: usize = 10_000_000;

/// Rules with every usual clause, in the mix and with the lengths of real sheets; no two names alike in a row.
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

fn text_to_tree(criterion: &mut Criterion) {
    let text = rules(BYTES);
    let (source, refusals) = SourceFile::load("rules.care", text.as_bytes());
    assert!(refusals.is_empty());
    assert_eq!(parse(FileId(0), &source).1, []);
    let mut group = criterion.benchmark_group("parse");
    group.sample_size(10).throughput(Throughput::Bytes(text.len() as u64));
    group.bench_function("text to tree", |bencher| {
        bencher.iter_batched(|| (), |()| parse(FileId(0), black_box(&source)), BatchSize::PerIteration);
    });
    group.bench_function("bytes to source", |bencher| {
        bencher.iter_batched(
            || (),
            |()| SourceFile::load("rules.care", black_box(text.as_bytes())),
            BatchSize::PerIteration,
        );
    });
    group.finish();
}

criterion_group!(benches, text_to_tree);
criterion_main!(benches);
