//! Coverage as LCOV, which editors and `genhtml` show beside the lines: a line with a rule or a part of one, and a branch for
//! each side of a boundary, an exception and a condition.

use crate::cases::{Coverage, Item, What};
use crate::render::findings::one_line;
use std::collections::BTreeMap;
use std::fmt::Write as _;

/// The whole report, with a line end.
#[must_use]
pub fn lcov(coverage: &Coverage) -> String {
    let mut files: BTreeMap<&str, Vec<&Item>> = BTreeMap::new();
    for item in coverage.items.iter().filter(|item| item.counts) {
        files.entry(&item.at.file).or_default().push(item);
    }
    let mut text = String::new();
    for (file, items) in files {
        let _ = writeln!(text, "TN:\nSF:{}", one_line(file));
        record(&mut text, &items);
        text.push_str("end_of_record\n");
    }
    text
}

fn record(text: &mut String, items: &[&Item]) {
    let mut lines: BTreeMap<u32, usize> = BTreeMap::new();
    for item in items {
        let asked: usize = item.sides.iter().map(|side| side.asked).sum();
        *lines.entry(item.at.line).or_default() += asked;
    }
    // A rule of which nobody asks says so, whatever is asked of its neighbours on the line.
    for item in items.iter().filter(|item| item.what == What::Rule && !item.is_covered()) {
        lines.insert(item.at.line, 0);
    }
    let mut blocks: BTreeMap<u32, usize> = BTreeMap::new();
    let (mut branches, mut taken) = (0, 0);
    for item in items.iter().filter(|item| item.what != What::Rule) {
        let block = blocks.entry(item.at.line).or_default();
        let reached = lines.get(&item.at.line).is_some_and(|&hits| hits > 0);
        for (number, side) in item.sides.iter().enumerate() {
            let hits = if reached { side.asked.to_string() } else { "-".to_owned() };
            let _ = writeln!(text, "BRDA:{},{block},{number},{hits}", item.at.line);
            branches += 1;
            taken += usize::from(reached && side.asked > 0);
        }
        *block += 1;
    }
    let _ = writeln!(text, "BRF:{branches}\nBRH:{taken}");
    for (line, hits) in &lines {
        let _ = writeln!(text, "DA:{line},{hits}");
    }
    let _ = writeln!(text, "LF:{}\nLH:{}", lines.len(), lines.values().filter(|&&hits| hits > 0).count());
}
