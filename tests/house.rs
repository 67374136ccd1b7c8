//! The house rules, as far as a machine can keep them: who may use whom, who may name which library, how a file opens and
//! how long it may get, and words that must not land. `docs/architecture.md` tells the same to people.

#![expect(clippy::expect_used, clippy::string_slice, reason = "a test that cannot go on may stop")]

use std::collections::BTreeSet;
use std::fs;
use std::path::{Path, PathBuf};

/// What each module may use; `cli` may use all.
const MAY_USE: &[(&str, &[&str])] = &[
    ("source", &[]),
    ("diagnostic", &["source"]),
    ("lang", &["time"]),
    ("syntax", &["source", "diagnostic"]),
    ("format", &["source", "syntax"]),
    ("time", &["source"]),
    ("model", &["source", "diagnostic", "lang", "syntax", "time"]),
    ("check", &["source", "diagnostic", "model", "time"]),
    // It reads texts again and again, so it uses all that leads to findings.
    ("reading", &["source", "diagnostic", "model", "render"]),
    ("fix", &["source", "diagnostic", "syntax", "model", "analyse"]),
    ("evaluate", &["source", "lang", "model", "time"]),
    ("diff", &["check", "diagnostic", "evaluate", "model", "time"]),
    ("cases", &["source", "diagnostic", "syntax", "format", "model", "evaluate", "diff", "time"]),
    ("render", &["source", "diagnostic", "lang", "model", "evaluate", "diff", "time", "cases"]),
];

/// Libraries and parts of the standard library that only one module may name, and why.
const ONLY_IN: &[(&str, &str, &str)] = &[
    ("pest", "syntax", "the grammar's machinery stays behind the tree"),
    ("miette", "render", "findings are plain data until they are drawn"),
    ("fluent_bundle", "lang", "pages ask for messages by name"),
    ("clap", "cli", "the pipeline has no command line"),
    ("gix", "cli", "the pipeline knows no repository"),
    ("TimeZone::get", "time", "zones come from the bundled database"),
    ("tz::db", "time", "zones come from the bundled database"),
    ("std::fs", "cli", "the pipeline reads no file"),
    ("std::io", "cli", "the pipeline prints nothing"),
    ("std::env", "cli", "the same input gives the same output everywhere"),
    ("std::process", "cli", "the pipeline returns"),
    ("Zoned::now", "cli", "the pipeline has no clock"),
    ("Timestamp::now", "cli", "the pipeline has no clock"),
    ("SystemTime", "cli", "the pipeline has no clock"),
    ("TimeZone::system", "cli", "the host's zone must not leak into results"),
    ("println!", "cli", "the pipeline prints nothing"),
    ("eprintln!", "cli", "the pipeline prints nothing"),
];

/// The most lines of code in a file, without comments and blank lines.
const MAX_LINES: usize = 600;

struct SourceFile {
    path: PathBuf,
    /// The folder or file directly below `src`: `syntax`, `source`.
    module: String,
    text: String,
}

impl SourceFile {
    /// The lines that are not comments, with their numbers.
    fn code(&self) -> impl Iterator<Item = (usize, &str)> {
        let is_code = |line: &&str| !line.is_empty() && !line.starts_with("//");
        (1..).zip(self.text.lines().map(str::trim)).filter(move |(_, line)| is_code(line))
    }

    fn place(&self, line: usize) -> String {
        format!("{}:{line}", self.path.display())
    }
}

/// All files with that ending below a folder of the project, sorted.
fn files(folder: &str, ending: &str) -> Vec<SourceFile> {
    let root = Path::new(env!("CARGO_MANIFEST_DIR"));
    let mut files = Vec::new();
    let mut folders = vec![root.join(folder)];
    while let Some(folder) = folders.pop() {
        for entry in fs::read_dir(&folder).into_iter().flatten().flatten() {
            let path = entry.path();
            if path.is_dir() {
                folders.push(path);
            } else if path.extension().is_some_and(|extension| extension == ending) {
                let text = fs::read_to_string(&path).expect("a source file is text");
                let path = path.strip_prefix(root).expect("it lies in the project").to_owned();
                let module = path.components().nth(1).map(|part| part.as_os_str().to_string_lossy().into_owned());
                let module = module.unwrap_or_default().trim_end_matches(".rs").to_owned();
                files.push(SourceFile { path, module, text });
            }
        }
    }
    files.sort_by(|a, b| a.path.cmp(&b.path));
    files
}

/// The modules of this crate that a line names: `crate::time::Moment`, `crate::{model, source::Span}`.
fn modules_named(line: &str) -> Vec<String> {
    let word = |text: &str| text.chars().take_while(|c| c.is_alphanumeric() || *c == '_').collect::<String>();
    let mut named = Vec::new();
    for (at, path) in line.match_indices("crate::") {
        // `pub(crate)` and `$crate` are no paths into it.
        if line[..at].ends_with(|c: char| c.is_alphanumeric() || c == '_' || c == '$') {
            continue;
        }
        let rest = &line[at + path.len()..];
        match rest.strip_prefix('{') {
            Some(group) => {
                let mut depth = 0;
                let outer: String = group
                    .chars()
                    .filter(|&c| {
                        depth += i32::from(c == '{') - i32::from(c == '}');
                        depth == 0 && c != '}'
                    })
                    .collect();
                named.extend(outer.split(',').map(|part| word(part.trim())).filter(|name| !name.is_empty()));
            }
            None => named.push(word(rest)),
        }
    }
    named
}

fn assert_none(broken: &[String], rule: &str) {
    assert!(broken.is_empty(), "{rule}:\n  {}", broken.join("\n  "));
}

#[test]
fn imports_go_one_way() {
    let mut broken = Vec::new();
    for file in files("src", "rs") {
        let Some((_, allowed)) = MAY_USE.iter().find(|(module, _)| *module == file.module) else { continue };
        for (line, code) in file.code() {
            for used in modules_named(code) {
                if used != file.module && !allowed.contains(&used.as_str()) {
                    broken.push(format!("{}: `{}` uses `{used}`", file.place(line), file.module));
                }
            }
        }
    }
    assert_none(&broken, "a module uses one that it must not know");
}

#[test]
fn every_module_has_its_place_in_the_table() {
    let known: BTreeSet<&str> = MAY_USE.iter().map(|(module, _)| *module).chain(["cli", "lib", "main"]).collect();
    let found: BTreeSet<String> = files("src", "rs").into_iter().map(|file| file.module).collect();
    let new: Vec<String> = found.into_iter().filter(|module| !known.contains(module.as_str())).collect();
    assert_none(&new, "a module that the table of imports does not know");
}

#[test]
fn each_library_is_named_where_it_belongs() {
    let mut broken = Vec::new();
    for file in files("src", "rs") {
        for (line, code) in file.code() {
            for (name, module, why) in ONLY_IN {
                let is_named = code.match_indices(name).any(|(at, _)| {
                    !code[..at].ends_with(|c: char| c.is_alphanumeric() || c == '_')
                        && !code[at + name.len()..].starts_with(|c: char| c.is_alphanumeric() || c == '_' || c == '.')
                });
                if is_named && file.module != *module && file.module != "main" {
                    broken.push(format!("{}: `{name}` belongs to `{module}`: {why}", file.place(line)));
                }
            }
        }
    }
    assert_none(&broken, "a library is named outside its module");
}

#[test]
fn main_is_twenty_lines() {
    let main = files("src", "rs").into_iter().find(|file| file.module == "main").expect("there is a main.rs");
    assert!(main.text.lines().count() <= 20);
}

#[test]
fn every_file_says_what_it_is() {
    let mut broken = Vec::new();
    for folder in ["src", "tests", "benches", "examples"] {
        for file in files(folder, "rs") {
            if !file.text.starts_with("//! ") {
                broken.push(file.place(1));
            }
        }
    }
    assert_none(&broken, "a file does not open with a `//!` paragraph");
}

#[test]
fn no_file_is_too_long_to_read() {
    let long: Vec<String> = files("src", "rs")
        .iter()
        .map(|file| (file, file.code().count()))
        .filter(|&(_, lines)| lines > MAX_LINES)
        .map(|(file, lines)| format!("{}: {lines} lines", file.path.display()))
        .collect();
    assert_none(&long, &format!("a file has more than {MAX_LINES} lines of code: split it by ideas"));
}

#[test]
fn unfinished_work_does_not_land() {
    // Written apart, so that this file does not hold them.
    let words = [["TO", "DO"], ["FIX", "ME"], ["XX", "X"], ["db", "g!("], ["todo", "!("], ["unimple", "mented!("]];
    let mut broken = Vec::new();
    for (folder, ending) in
        [("src", "rs"), ("src", "md"), ("tests", "rs"), ("benches", "rs"), ("grammar", "pest"), ("rules", "care")]
    {
        for file in files(folder, ending) {
            for (line, text) in (1..).zip(file.text.lines()) {
                broken.extend(
                    words
                        .iter()
                        .map(|word| word.concat())
                        .filter(|word| text.contains(word.as_str()))
                        .map(|word| format!("{}: `{word}`", file.place(line))),
                );
            }
        }
    }
    assert_none(&broken, "a word that stands for unfinished work");
}

#[test]
fn every_exception_to_a_lint_gives_its_reason() {
    let mut broken = Vec::new();
    for file in files("src", "rs") {
        for (line, code) in file.code() {
            if code.contains("#[allow") || code.contains("#![allow") {
                broken.push(file.place(line));
            }
        }
    }
    assert_none(&broken, "`#[allow]` instead of `#[expect(…, reason = \"…\")]`");
}
