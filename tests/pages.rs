//! Every finding has a page for `carecheck explain`, and every page tells the truth: its bad example gives that finding
//! and no other error (the checks' own: nothing else at all), its good example gives nothing, not even a note.
#![cfg(test)]

use std::collections::BTreeSet;

use carecheck::diagnostic::{Code, Severity};
use carecheck::model::{Unit, UseError};
use carecheck::source::{FileId, SourceFile, Sources};
use carecheck::syntax::{self, tree::Statement};

/// What a page needs beside its own example.
const USED_FILES: &[(&str, &str)] = &[("sheet.care", SHEET), ("self.care", "use \"page.care\"\n")];
const SHEET: &str = "treatment laser \"Laser\"
    activity sauna \"saunas\"
    activity makeup \"makeup\"
    no_sauna: avoid sauna until +48h
    no_makeup: avoid makeup until +24h";

/// The codes and severities of all findings of an example: of its file, and where it has a second one, of both together.
fn findings(example: &[Vec<u8>], reading: bool) -> BTreeSet<(Severity, &'static str)> {
    let mut sources = Sources::default();
    let mut unit = Unit::default();
    let mut found = Vec::new();
    let files = example
        .iter()
        .map(|bytes| ("page.care", bytes.as_slice()))
        .chain(USED_FILES.iter().map(|(name, text)| (*name, text.as_bytes())));
    for (name, bytes) in files {
        let (file, refusals) = SourceFile::load(name, bytes);
        let id = sources.add(file);
        found.extend(syntax::refusals(id, &refusals));
        if refusals.is_empty() {
            let (tree, errors) = syntax::parse(id, sources.file(id));
            unit.files.push(tree);
            found.extend(errors);
        }
    }
    for tree in &unit.files {
        for statement in &tree.statements {
            let Statement::Use(used) = statement else { continue };
            let path = syntax::unquote(sources.slice(used.path.0.in_file(tree.id))).into_owned();
            let target = sources.iter().find(|(_, file)| file.name() == path).map(|(id, _)| id);
            let outside = if path.contains("..") { UseError::OutsideRoot } else { UseError::NotFound };
            unit.uses.insert((tree.id, path), target.ok_or(outside));
        }
    }
    let roots = (0..example.len()).map(|at| FileId(u32::try_from(at).unwrap()));
    let (models, alone): (Vec<_>, Vec<_>) = roots.map(|root| carecheck::analyse(&sources, &unit, root)).unzip();
    found.extend(alone.into_iter().flatten());
    if reading {
        found.extend(models.iter().filter_map(|model| carecheck::analyse_reading(&sources, model)));
    }
    if let [first, second] = models.as_slice() {
        found.extend(carecheck::analyse_together(&sources, first, second).expect("both are sheets"));
    }
    found.iter().map(|finding| (finding.severity, finding.code.id)).collect()
}

/// The texts of the `care` blocks below a heading, one a file. `bytes` resolves `\x1B` and `\r`; `times:N` and `joined:N`
/// repeat the block, with and without its line ends.
fn example(page: &str, heading: &str) -> Vec<Vec<u8>> {
    let (_, below) = page.split_once(&format!("\n## {heading}\n")).expect("the page has the heading");
    let section = below.split("\n## ").next().unwrap();
    let blocks: Vec<Vec<u8>> = section.split("```care").skip(1).map(block).collect();
    assert!(!blocks.is_empty(), "a block stands below the heading");
    blocks
}

fn block(text: &str) -> Vec<u8> {
    let (attribute, block) = text.split_once('\n').unwrap();
    let (text, _) = block.split_once("```").expect("the block ends");
    let repeat = |text: &str, times: &str| text.repeat(times.parse().unwrap()).into_bytes();
    match attribute.trim().split_once(':') {
        None if attribute.trim() == "bytes" => bytes(text),
        None => text.as_bytes().to_vec(),
        Some(("times", times)) => repeat(text, times),
        Some(("joined", times)) => repeat(text.trim_end(), times),
        Some(other) => panic!("no such attribute: {other:?}"),
    }
}

fn bytes(text: &str) -> Vec<u8> {
    let mut bytes = Vec::new();
    let mut rest = text;
    while let Some((before, escape)) = rest.split_once('\\') {
        bytes.extend(before.bytes());
        if let Some(after) = escape.strip_prefix('r') {
            bytes.push(b'\r');
            rest = after;
        } else {
            let (digits, after) = escape.strip_prefix('x').unwrap().split_at(2);
            bytes.push(u8::from_str_radix(digits, 16).unwrap());
            rest = after;
        }
    }
    bytes.extend(rest.bytes());
    bytes
}

fn check(code: &Code) -> Result<(), String> {
    let (title, text) = code.page.split_once('\n').ok_or("the page is empty")?;
    if title != format!("# {} {}", code.id, code.name) {
        return Err(format!("the page is headed {title:?}"));
    }
    if !text.contains("\n## Why\n") {
        return Err("the page does not say why".to_owned());
    }
    let reading = code.id.starts_with("C05");
    let bad = findings(&example(code.page, "Example"), reading);
    // Giving up is what many other errors lead to.
    let others =
        bad.iter().filter(|(severity, id)| *severity == Severity::Error && *id != code.id && code.name != "gave-up");
    if !bad.iter().any(|(_, id)| *id == code.id) || others.count() > 0 {
        return Err(format!("the bad example gives {bad:?}"));
    }
    let good = findings(&example(code.page, "Instead"), reading);
    if !good.is_empty() {
        return Err(format!("the good example gives {good:?}"));
    }
    let alone = bad.len() == 1 || !carecheck::check::CODES.contains(&code);
    if alone { Ok(()) } else { Err(format!("the bad example gives {bad:?}")) }
}

#[test]
fn every_page_has_a_bad_example_that_gives_its_finding_and_a_good_one_that_does_not() {
    let wrong: Vec<String> =
        carecheck::codes().filter_map(|code| check(code).err().map(|why| format!("{}: {why}", code.id))).collect();
    assert!(wrong.is_empty(), "{}", wrong.join("\n"));
}
