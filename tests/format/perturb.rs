//! A text that can be read → the same with other white space, other line ends, comments wherever one may stand, and clauses in
//! another order. Reads the text in a way of its own.

use crate::dice::Dice;
use carecheck::source::{FileId, SourceFile, Span};
use carecheck::syntax::parse;
use carecheck::syntax::tree::{Expected, Rule, Statement};

/// A piece of a text.
enum Piece<'t> {
    /// White space and comments.
    Gap(&'t str),
    /// A text in quotes.
    Quoted(&'t str),
    /// Anything else.
    Other(&'t str),
}

fn pieces(text: &str) -> Vec<Piece<'_>> {
    let mut pieces = Vec::new();
    let mut rest = text;
    while let Some(first) = rest.chars().next() {
        let length = if first == '"' { quoted(rest) } else { gap(rest) };
        if first == '"' {
            pieces.push(Piece::Quoted(&rest[..length]));
            rest = &rest[length..];
        } else if length > 0 {
            pieces.push(Piece::Gap(&rest[..length]));
            rest = &rest[length..];
        } else {
            let length = rest.find(|c: char| c.is_whitespace() || c == '#' || c == '"').unwrap_or(rest.len());
            pieces.push(Piece::Other(&rest[..length]));
            rest = &rest[length..];
        }
    }
    pieces
}

fn quoted(text: &str) -> usize {
    let mut escaped = true;
    for (at, c) in text.char_indices() {
        if c == '"' && !escaped {
            return at + 1;
        }
        escaped = at == 0 || (c == '\\' && !escaped);
        if at == 0 {
            escaped = false;
        }
    }
    text.len()
}

fn gap(text: &str) -> usize {
    let mut at = 0;
    while let Some(c) = text[at..].chars().next() {
        at += match c {
            '#' => text[at..].find('\n').unwrap_or(text.len() - at),
            c if c.is_whitespace() => c.len_utf8(),
            _ => return at,
        };
    }
    at
}

/// The comments of a text, in order, without white space at their ends.
pub fn comments(text: &str) -> Vec<String> {
    let gaps = pieces(text).into_iter().filter_map(|piece| match piece {
        Piece::Gap(gap) => Some(gap),
        _ => None,
    });
    gaps.flat_map(str::lines).map(str::trim).filter(|line| line.starts_with('#')).map(str::to_owned).collect()
}

/// The same text without white space and comments.
pub fn words(text: &str) -> String {
    let words = pieces(text).into_iter().map(|piece| match piece {
        Piece::Gap(_) => "",
        Piece::Quoted(text) | Piece::Other(text) => text,
    });
    words.collect()
}

/// Other gaps between the words, with comments in them; none is lost.
pub fn perturbed(text: &str, dice: &mut Dice) -> String {
    let mut written = String::new();
    let mut count = 0;
    let wild = dice.roll(60);
    let windows = dice.chance(10);
    written.push_str(&new_gap("", true, wild, &mut count, dice));
    for piece in pieces(text) {
        match piece {
            Piece::Quoted(text) => written.push_str(text),
            Piece::Gap(gap) => written.push_str(&new_gap(gap, false, wild, &mut count, dice)),
            Piece::Other(text) => {
                for (at, part) in split_at_marks(text).into_iter().enumerate() {
                    if at > 0 && dice.chance(wild) {
                        written.push_str(&new_gap("", true, wild, &mut count, dice));
                    }
                    written.push_str(part);
                }
            }
        }
    }
    if windows { written.replace('\n', "\r\n") } else { written }
}

/// Where white space may stand though there is none: beside `,`, `(`, `)`, `{`, `}`, `..`, and a `:` that ends.
fn split_at_marks(text: &str) -> Vec<&str> {
    let (mut parts, mut start) = (Vec::new(), 0);
    for (at, c) in text.char_indices() {
        let dots = text[at..].starts_with("..");
        let alone = matches!(c, ',' | '(' | ')' | '{' | '}') || (c == ':' && at + 1 == text.len());
        if alone || dots {
            let end = at + if dots { 2 } else { 1 };
            parts.extend([&text[start..at], &text[at..end]].into_iter().filter(|part| !part.is_empty()));
            start = end;
        }
    }
    parts.extend(Some(&text[start..]).filter(|part| !part.is_empty()));
    parts
}

/// White space and comments, with those that stand there already.
fn new_gap(old: &str, may_be_nothing: bool, wild: u64, count: &mut u64, dice: &mut Dice) -> String {
    let old: Vec<String> = comments(old);
    let mut gap = String::new();
    for comment in old {
        gap.push_str(dice.one(&["", " ", "\n", "\n\n", "\n\n\n  "]));
        gap.push_str(&comment);
        gap.push_str(dice.one(&["\n", "  \n", "\n\t"]));
    }
    while dice.chance(wild / 4) {
        *count += 1;
        let comment = dice.one(&["# {n} a word", "#{n}", "# {n} \"open", "# {n} avoid x {", "## {n} ä, until:  "]);
        gap.push_str(dice.one(&["", " ", "\n", "\n \n", "\t"]));
        gap.push_str(&comment.replace("{n}", &count.to_string()));
        gap.push('\n');
    }
    if dice.chance(wild) {
        gap.push_str(dice.one(&["\n", "\n\n", "   ", "\t", "\n    ", "\n\n\n\n"]));
    }
    if gap.is_empty() && !may_be_nothing { " ".to_owned() } else { gap }
}

/// The statements of a text, each as it is written.
pub fn statements(text: &str) -> Vec<String> {
    let (source, _) = SourceFile::load("test.care", text.as_bytes());
    let (file, found) = parse(FileId(0), &source);
    assert_eq!(found, []);
    let starts: Vec<usize> = file.statements.iter().map(|statement| start(statement) as usize).collect();
    let ends = starts.iter().skip(1).copied().chain([text.len()]);
    starts.iter().zip(ends).map(|(&start, end)| text[start..end].trim().to_owned()).collect()
}

fn start(statement: &Statement) -> u32 {
    let tree = format!("{statement:?}");
    let (_, after) = tree.split_once("span: ").unwrap();
    after.split_once("..").unwrap().0.parse().unwrap()
}

/// The clauses of the rules in another order, each where the text is still as it has to be.
pub fn shuffled(text: &str, dice: &mut Dice, is_good: impl Fn(&str) -> bool) -> String {
    let (source, _) = SourceFile::load("test.care", text.as_bytes());
    let (file, _) = parse(FileId(0), &source);
    let mut edits: Vec<(Span, String)> = Vec::new();
    let mut rule = |rule: &Rule| {
        let Some(first) = rule.clauses.first() else { return };
        let starts: Vec<u32> = rule.clauses.iter().map(|clause| clause.span.start).collect();
        let ends = starts.iter().skip(1).copied().chain([rule.span.end]);
        let mut clauses: Vec<&str> =
            starts.iter().zip(ends).map(|(&start, end)| source.slice(Span::new(start, end))).collect();
        for at in (1..clauses.len()).rev() {
            clauses.swap(at, dice.index(at + 1));
        }
        edits.push((
            Span::new(first.span.start, rule.span.end),
            clauses.iter().map(|clause| format!("{clause} ")).collect(),
        ));
    };
    for statement in &file.statements {
        match statement {
            Statement::Rule(one) => rule(one),
            Statement::Phase(phase) => {
                for statement in &phase.statements {
                    if let Statement::Rule(one) = statement {
                        rule(one);
                    }
                }
            }
            Statement::Test(test) => {
                for expectation in &test.expectations {
                    if let Expected::Stated(_, one) = &expectation.expected {
                        rule(one);
                    }
                }
            }
            Statement::Change(change) => {
                if let Some(one) = &change.with {
                    rule(one);
                }
            }
            _ => {}
        }
    }
    let mut shuffled = text.to_owned();
    for (span, clauses) in edits.into_iter().rev() {
        let mut other = shuffled.clone();
        other.replace_range(span.start as usize..span.end as usize, &clauses);
        if is_good(&other) {
            shuffled = other;
        }
    }
    shuffled
}
