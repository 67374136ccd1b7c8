//! The documents are true: every `care` block is checked and its tests are run, every command of a `console` block is
//! run and its output compared, every link leads somewhere. `CARECHECK_DOCS=update cargo test --test docs` writes what
//! the program says now into the documents; read the difference.
//!
//! A `care` block gives exactly the findings of `finds:C0101,C0401` and otherwise none, names that are unknown or unused
//! aside. `file:NAME` keeps it for the commands that follow; `in:NAME` puts it after such a file; with `tests:fail` one of
//! its tests fails. A `console` block ends with exit code 0, or that of `exit:N`; `[..]` in its output stands for anything.

#![cfg(test)]

use std::collections::BTreeSet;
use std::fmt::Write as _;
use std::fs::{self, File};
use std::io::Write as _;
use std::path::{Path, PathBuf};
use std::process::{Command, Stdio};

/// Warnings that an example may have without saying so: it is too short to declare or to use every name.
const SIDE_WARNINGS: [&str; 2] = ["unknown-name", "unused-name"];

#[test]
fn what_the_documents_show_is_what_happens() {
    let mut problems = String::new();
    for (index, document) in documents().iter().enumerate() {
        let text = fs::read_to_string(document).unwrap();
        let folder = workplace(index);
        let (shown, found) = rerun(&text, &folder);
        for (line, problem) in found {
            writeln!(problems, "{}:{line}: {problem}\n", document.display()).unwrap();
        }
        is_true(document, &text, &shown);
    }
    assert!(problems.is_empty(), "\n{problems}");
}

#[test]
fn the_index_of_findings_is_true() {
    let index = root().join("docs/findings.md");
    let (text, now) = (fs::read_to_string(&index).unwrap_or_default(), findings_index());
    assert!(
        is_true(&index, &text, &now),
        "docs/findings.md is stale: run `CARECHECK_DOCS=update cargo test --test docs`\n\n{now}"
    );
}

#[test]
fn links_lead_somewhere() {
    for document in documents() {
        let text = fs::read_to_string(&document).unwrap();
        for link in links(&text) {
            let (path, anchor) = link.split_once('#').unwrap_or((link, ""));
            let target = if path.is_empty() { document.clone() } else { document.with_file_name("").join(path) };
            assert!(target.exists(), "{}: `{link}` leads nowhere", document.display());
            if !anchor.is_empty() {
                let target = fs::read_to_string(&target).unwrap();
                let known = target.lines().any(|line| line.starts_with('#') && slug(line) == anchor);
                assert!(known, "{}: no heading for `{link}`", document.display());
            }
        }
    }
}

#[test]
fn the_manual_lists_the_reserved_words() {
    let manual = fs::read_to_string(root().join("docs/language.md")).unwrap();
    let (_, list) = manual.split_once("<!-- reserved words -->").unwrap();
    let (list, _) = list.split_once("<!-- end -->").unwrap();
    let words: BTreeSet<&str> = list.split('`').skip(1).step_by(2).collect();
    assert_eq!(words, carecheck::syntax::RESERVED.iter().copied().collect());
}

// ---- The documents -------------------------------------------------------------------------------------------------

fn root() -> &'static Path {
    Path::new(env!("CARGO_MANIFEST_DIR"))
}

fn documents() -> Vec<PathBuf> {
    let docs = fs::read_dir(root().join("docs")).unwrap().map(|entry| entry.unwrap().path());
    let mut found: Vec<_> = docs.filter(|path| path.extension().is_some_and(|end| end == "md")).collect();
    found.sort();
    found.insert(0, root().join("README.md"));
    found
}

/// An empty folder with the rules of the project in it, as if the project had just been cloned.
fn workplace(index: usize) -> PathBuf {
    let folder = Path::new(env!("CARGO_TARGET_TMPDIR")).join(format!("docs-{index}"));
    let _ = fs::remove_dir_all(&folder);
    copy(&root().join("rules"), &folder.join("rules"));
    folder
}

fn copy(from: &Path, to: &Path) {
    fs::create_dir_all(to).unwrap();
    for entry in fs::read_dir(from).unwrap() {
        let path = entry.unwrap().path();
        let to = to.join(path.file_name().unwrap());
        if path.is_dir() {
            copy(&path, &to);
        } else {
            fs::copy(&path, &to).unwrap();
        }
    }
}

/// Whether a document is true; if the wish is to update it, it is made so.
fn is_true(document: &Path, text: &str, now: &str) -> bool {
    let wish = std::env::var_os("CARECHECK_DOCS").is_some_and(|wish| wish == "update");
    if wish && text != now {
        fs::write(document, now).unwrap();
    }
    wish || text == now
}

/// Every finding in a table a stage, each with the first sentence of its page.
fn findings_index() -> String {
    let mut index = String::from(
        "# Findings\n\nEverything that carecheck can find. `carecheck explain C0201` prints the page of one, with an example and what to\nwrite \
         instead; a name does as well as a number.\n",
    );
    let mut stage = "";
    let mut words = BTreeSet::new();
    for code in carecheck::codes() {
        let heading = match code.id.get(..3) {
            Some("C00") => "Files",
            Some("C01") => "Writing",
            Some("C02") => "Names and kinds",
            Some("C03") => "Moments and windows",
            Some("C04") => "Rules against each other",
            Some("C05") => "Reading",
            _ => panic!("{} belongs to no stage", code.id),
        };
        if heading != stage {
            stage = heading;
            write!(index, "\n## {heading}\n\n| code | name | means |\n| --- | --- | --- |\n").unwrap();
        }
        assert!(
            words.insert(code.id) && words.insert(code.name),
            "two findings are called {} or {}",
            code.id,
            code.name
        );
        let paragraph = code.page.split("\n\n").nth(1).unwrap().replace('\n', " ");
        let sentence = paragraph.split_once(". ").map_or(paragraph.as_str(), |(sentence, _)| sentence);
        let sentence = sentence.trim_end_matches('.').replace('|', "\\|");
        writeln!(index, "| {} | {} | {sentence} |", code.id, code.name).unwrap();
    }
    index
}

// ---- Blocks --------------------------------------------------------------------------------------------------------

/// The words after the opening fence: the language, then `key:value`.
struct Info<'t>(&'t str);

impl<'t> Info<'t> {
    fn language(&self) -> &'t str {
        self.0.split_whitespace().next().unwrap_or_default()
    }

    fn get(&self, key: &str) -> Option<&'t str> {
        self.0.split_whitespace().find_map(|word| word.strip_prefix(key)?.strip_prefix(':'))
    }
}

/// A document with its blocks as they are now, and what differs: a line and a text each.
fn rerun(text: &str, folder: &Path) -> (String, Vec<(usize, String)>) {
    let (mut shown, mut problems) = (String::new(), Vec::new());
    let mut lines = text.lines().enumerate();
    while let Some((index, line)) = lines.next() {
        // A longer fence is for a body with fences of its own.
        let (fence, info) = line.split_at(line.len() - line.trim_start_matches('`').len());
        if fence.len() < 3 {
            writeln!(shown, "{line}").unwrap();
            continue;
        }
        let info = Info(info);
        let body = lines.by_ref().map(|(_, line)| line).take_while(|&line| line != fence);
        let body = body.fold(String::new(), |body, line| body + line + "\n");
        let (info_now, body_now, problem) = match info.language() {
            "care" => care(&info, &body, index + 1, folder),
            "console" => console(&info, &body, folder),
            _ => (info.0.to_owned(), body, None),
        };
        problems.extend(problem.map(|problem| (index + 1, problem)));
        write!(shown, "{fence}{info_now}\n{body_now}{fence}\n").unwrap();
    }
    (shown, problems)
}

/// Checks one piece of a rule file and runs its tests.
fn care(info: &Info<'_>, body: &str, line: usize, folder: &Path) -> (String, String, Option<String>) {
    let before = info.get("in").map(|name| fs::read_to_string(folder.join(name)).unwrap() + "\n").unwrap_or_default();
    let name = info.get("file").map_or_else(|| format!("line-{line}.care"), str::to_owned);
    fs::write(folder.join(&name), before + body).unwrap();

    let mut found = check(folder, &name);
    let expected = info.get("finds");
    found.retain(|finding| {
        finding.error
            || !SIDE_WARNINGS.contains(&finding.name.as_str())
            || expected.is_some_and(|codes| codes.contains(&finding.code))
    });
    let codes: Vec<&str> = found.iter().map(|finding| finding.code.as_str()).collect();
    let codes = codes.join(",");
    let mut problem = (codes != expected.unwrap_or_default()).then(|| {
        let messages: Vec<&str> = found.iter().map(|finding| finding.message.as_str()).collect();
        format!("finds {codes}: {messages:#?}")
    });
    let is_test = |line: &str| line.starts_with("test ");
    if found.is_empty() && body.lines().any(is_test) {
        let (output, exit) = run(&["carecheck", "test", &name], None, folder);
        let fails = info.get("tests") == Some("fail");
        problem = problem.or(((exit != 0) != fails).then_some(output));
    }
    let info_now = match expected {
        Some(old) => info.0.replace(&format!("finds:{old}"), &format!("finds:{codes}")),
        None => info.0.to_owned(),
    };
    (info_now, body.to_owned(), problem)
}

/// Runs the commands of a transcript.
fn console(info: &Info<'_>, body: &str, folder: &Path) -> (String, String, Option<String>) {
    let (mut now, mut last) = (String::new(), 0);
    for line in body.lines().filter_map(|line| line.strip_prefix("$ ")) {
        let (output, exit) = command(line, last, folder);
        write!(now, "$ {line}\n{output}").unwrap();
        last = exit;
    }
    let expected: i32 = info.get("exit").map_or(0, |code| code.parse().unwrap());
    if last != expected {
        return (info.0.to_owned(), body.to_owned(), Some(format!("exit code {last}:\n{now}")));
    }
    if matches(body, &now) {
        return (info.0.to_owned(), body.to_owned(), None);
    }
    (info.0.to_owned(), now.clone(), Some(format!("the output is now\n{now}")))
}

/// Whether a text is what was expected, where `[..]` stands for anything.
fn matches(expected: &str, actual: &str) -> bool {
    let mut parts = expected.split("[..]");
    let Some(mut rest) = parts.next().and_then(|first| actual.strip_prefix(first)) else { return false };
    for part in parts {
        let Some((_, after)) = rest.split_once(part).filter(|_| !part.is_empty()) else { return part.is_empty() };
        rest = after;
    }
    rest.is_empty()
}

// ---- Commands ------------------------------------------------------------------------------------------------------

/// One command line: `carecheck …`, `echo '…' | carecheck …`, `echo '…' > FILE` or `echo $?`.
fn command(line: &str, last: i32, folder: &Path) -> (String, i32) {
    let words = words(line);
    let words: Vec<&str> = words.iter().map(String::as_str).collect();
    match words.as_slice() {
        ["echo", "$?"] => (format!("{last}\n"), 0),
        ["echo", text, ">", file] => {
            fs::write(folder.join(file), format!("{text}\n")).unwrap();
            (String::new(), 0)
        }
        ["echo", text, "|", rest @ ..] => run(rest, Some(text), folder),
        rest => run(rest, None, folder),
    }
}

/// The words of a command line; single and double quotes hold a word together.
fn words(line: &str) -> Vec<String> {
    let (mut words, mut quote) = (vec![String::new()], None);
    for c in line.chars() {
        match (quote, c) {
            (None, '\'' | '"') => quote = Some(c),
            (Some(open), c) if c == open => quote = None,
            (None, ' ') => words.push(String::new()),
            (_, c) => words.last_mut().unwrap().push(c),
        }
    }
    words
}

/// Everything that a command prints, in the order in which it prints it, and its exit code.
fn run(words: &[&str], input: Option<&str>, folder: &Path) -> (String, i32) {
    let (&program, arguments) = words.split_first().unwrap();
    assert_eq!(program, "carecheck", "only carecheck is run: {words:?}");
    let file = folder.join("output");
    let output = File::create(&file).unwrap();
    let mut child = Command::new(env!("CARGO_BIN_EXE_carecheck"))
        .args(arguments)
        .current_dir(folder)
        .env_clear()
        .stdin(if input.is_some() { Stdio::piped() } else { Stdio::null() })
        .stderr(output.try_clone().unwrap())
        .stdout(output)
        .spawn()
        .unwrap();
    if let Some(text) = input {
        writeln!(child.stdin.take().unwrap(), "{text}").unwrap();
    }
    let exit = child.wait().unwrap().code().expect("an exit code");
    (fs::read_to_string(&file).unwrap(), exit)
}

struct Finding {
    code: String,
    name: String,
    error: bool,
    message: String,
}

/// The findings of a file, as `check` sorts them.
fn check(folder: &Path, file: &str) -> Vec<Finding> {
    let (output, exit) = run(&["carecheck", "check", "--format", "json", file], None, folder);
    let json: serde_json::Value =
        serde_json::from_str(&output).unwrap_or_else(|error| panic!("{file}: {error}, exit code {exit}:\n{output}"));
    let text = |value: &serde_json::Value| value.as_str().unwrap_or_default().to_owned();
    let findings = json["findings"].as_array().unwrap().iter().map(|finding| Finding {
        code: text(&finding["code"]),
        name: text(&finding["name"]),
        error: finding["severity"] == "error",
        message: text(&finding["message"]),
    });
    findings.collect()
}

// ---- Links ---------------------------------------------------------------------------------------------------------

/// The links of a document that stay inside the project.
fn links(text: &str) -> impl Iterator<Item = &str> {
    let targets = text.split("](").skip(1).filter_map(|rest| rest.split_once(')')).map(|(target, _)| target);
    targets.filter(|target| !target.contains("://") && !target.contains(char::is_whitespace))
}

/// A heading as the anchor that a Markdown page gives it.
fn slug(heading: &str) -> String {
    let text = heading.trim_start_matches('#').trim().to_lowercase();
    text.chars().filter(|c| c.is_alphanumeric() || " -_".contains(*c)).map(|c| if c == ' ' { '-' } else { c }).collect()
}
