//! Findings and what has been accepted → the same findings, the accepted ones marked with the reason, and a finding for
//! each `accept` that has nothing to accept. An `accept` is bound to what the rules mean: it lapses when that changes.

use std::collections::{BTreeMap, BTreeSet};

use xxhash_rust::xxh3::xxh3_64;

use super::CODES;
use super::between;
use super::words::Sheet;
use crate::diagnostic::{Code, Diagnostic};
use crate::model::{Acceptance, Model, Rule, SubjectId, meaning, meaning_of_window};
use crate::source::Sources;
use crate::time::Window;

/// C0420 lapsed-acceptance
pub static LAPSED: Code = Code { id: "C0420", name: "lapsed-acceptance", page: include_str!("lapsed-acceptance.md") };
/// C0421 bad-acceptance
pub static BAD: Code = Code { id: "C0421", name: "bad-acceptance", page: include_str!("bad-acceptance.md") };

/// How many letters of a digest say what the finding is about, and how many what the rules mean. The first half only
/// finds what a lapsed acceptance was about; in the second, one change in a thousand million goes unnoticed.
const LETTERS_OF_NAMES: u32 = 4;
const LETTERS_OF_MEANING: u32 = 6;

impl Sheet<'_> {
    /// The finding with its digest: it is about what these rules say of these subjects.
    pub(super) fn about(&self, mut finding: Diagnostic, rules: &[&Rule], subjects: &[SubjectId]) -> Diagnostic {
        finding.digest = Some(digest(&finding, self.model, subjects, &meaning(self.model, rules, subjects)));
        finding
    }

    /// The same for a finding about two sheets used together, by the names of their treatments. The first half of its
    /// digest says which two these are, so that without the other sheet nothing is said about it.
    pub(super) fn about_treatments(
        &self,
        mut finding: Diagnostic,
        rules: &[&Rule],
        subjects: &[SubjectId],
        treatments: [&str; 2],
    ) -> Diagnostic {
        let about = about_treatments(finding.code, treatments);
        let said = said(&finding, &names(self.model, subjects), &meaning(self.model, rules, subjects));
        finding.digest = Some(format!("{about}-{said}"));
        finding
    }

    /// The same for a finding about a phase's window, and about some of its rules.
    pub(super) fn about_window(&self, mut finding: Diagnostic, rules: &[&Rule], window: &Window) -> Diagnostic {
        let said = [meaning_of_window(self.model, window), meaning(self.model, rules, &[])].join("\n");
        finding.digest = Some(digest(&finding, self.model, &[], &said));
        finding
    }
}

/// `k3f9-2m1x7q`: what a finding is about, and what is said about it. A finding that becomes graver is another.
fn digest(finding: &Diagnostic, model: &Model, subjects: &[SubjectId], meaning: &str) -> String {
    let names = names(model, subjects);
    let about = letters(&format!("{}\n{names}", finding.code.name), LETTERS_OF_NAMES);
    format!("{about}-{}", said(finding, &names, meaning))
}

fn names(model: &Model, subjects: &[SubjectId]) -> String {
    let names: BTreeSet<&str> = subjects.iter().map(|&subject| model.subject(subject).name.as_str()).collect();
    names.into_iter().collect::<Vec<_>>().join(",")
}

fn said(finding: &Diagnostic, names: &str, meaning: &str) -> String {
    let (name, severity) = (finding.code.name, finding.severity.word());
    letters(&format!("{name}\n{severity}\n{names}\n{meaning}"), LETTERS_OF_MEANING)
}

/// What the digests of all findings about two treatments begin with.
pub(super) fn about_treatments(code: &Code, treatments: [&str; 2]) -> String {
    letters(&format!("{}\n{}", code.name, treatments.join(" and ")), LETTERS_OF_NAMES)
}

/// So many letters and digits that stand for a text; none of them is mistaken for another.
fn letters(text: &str, count: u32) -> String {
    const LETTERS: &[u8; 32] = b"0123456789abcdefghjkmnpqrstvwxyz";
    let hash = xxh3_64(text.as_bytes());
    let letter = |at: u32| LETTERS.get((hash >> (59 - 5 * at) & 31) as usize).copied().unwrap_or_default();
    (0..count).map(letter).map(char::from).collect()
}

/// Marks what is accepted, and finds what accepts nothing.
pub(super) fn settle(model: &Model, sources: &Sources, findings: &mut Vec<Diagnostic>) {
    let mut problems = Vec::new();
    let mut acceptances: BTreeMap<&str, Vec<&Acceptance>> = BTreeMap::new();
    for acceptance in &model.acceptances {
        match unsound(acceptance) {
            Some(problem) => problems.push(problem),
            None => acceptances.entry(&acceptance.digest).or_default().push(acceptance),
        }
    }
    let mut met = BTreeSet::new();
    for finding in findings.iter_mut() {
        let same = finding.digest.as_deref().and_then(|digest| acceptances.get(digest));
        let acceptance = same.and_then(|same| same.iter().find(|one| one.finding == finding.code.name));
        if let Some(acceptance) = acceptance {
            met.insert(acceptance.place);
            finding.accepted = Some(acceptance.because.clone());
        }
    }
    // Another sheet may need what a used file accepts; nothing is concluded from what could not be read; and what is
    // found about two sheets together is looked for only there.
    let judged = |acceptance: &&Acceptance| {
        acceptance.in_root
            && model.whole
            && !met.contains(&acceptance.place)
            && acceptance.finding != between::BETWEEN.name
    };
    let unmet: Vec<&Acceptance> = acceptances.into_values().flatten().filter(judged).collect();
    let mut open: BTreeMap<(&str, &str), BTreeSet<&str>> = BTreeMap::new();
    for finding in findings.iter().filter(|finding| finding.accepted.is_none()) {
        if let Some(digest) = &finding.digest {
            open.entry((finding.code.name, about(digest))).or_default().insert(digest);
        }
    }
    for acceptance in unmet {
        let same = open.get(&(acceptance.finding.as_str(), about(&acceptance.digest)));
        problems.push(lapsed(sources, acceptance, same));
    }
    findings.extend(problems);
}

/// The same for the findings about two sheets together, whose digests begin with `pair`. Which `accept` is unsound has
/// been said for its own sheet.
pub(super) fn settle_between(model: &Model, sources: &Sources, pair: &str, findings: &mut Vec<Diagnostic>) {
    let name = between::BETWEEN.name;
    let sound = |acceptance: &&Acceptance| acceptance.finding == name && unsound(acceptance).is_none();
    let (mut unmet, mut open) = (Vec::new(), BTreeSet::new());
    for acceptance in model.acceptances.iter().filter(sound).filter(|one| about(&one.digest) == pair) {
        let mut met = false;
        for finding in findings.iter_mut().filter(|finding| finding.digest.as_ref() == Some(&acceptance.digest)) {
            finding.accepted = Some(acceptance.because.clone());
            met = true;
        }
        if !met && acceptance.in_root && model.whole {
            unmet.push(acceptance);
        }
    }
    for finding in findings.iter().filter(|finding| finding.accepted.is_none() && finding.code.name == name) {
        open.extend(finding.digest.as_deref());
    }
    let same = Some(&open).filter(|open| !open.is_empty());
    let problems: Vec<Diagnostic> = unmet.into_iter().map(|acceptance| lapsed(sources, acceptance, same)).collect();
    findings.extend(problems);
}

/// The part of a digest that says what the finding is about.
fn about(digest: &str) -> &str {
    digest.split('-').next().unwrap_or_default()
}

/// An `accept` that can accept nothing: it names no finding about rules, or gives no reason.
fn unsound(acceptance: &Acceptance) -> Option<Diagnostic> {
    let name = acceptance.finding.as_str();
    if acceptable().any(|known| known == name) {
        let reasoned = acceptance.because.chars().any(char::is_alphanumeric);
        return (!reasoned).then(|| {
            Diagnostic::error(&BAD, acceptance.because_place, "this acceptance gives no reason")
                .label("why does it stay?")
                .help("write who decided it and why, as in `because \"The leaflet leaves it open; patients call us.\"`")
        });
    }
    let distances = acceptable().map(|known| (strsim::damerau_levenshtein(known, name), known));
    let near = distances
        .filter(|(distance, known)| *distance <= 3 && distance * 2 < known.len())
        .min()
        .map(|(_, known)| known);
    let guess = near.map(|known| format!("; did you mean `{known}`?")).unwrap_or_default();
    let message = format!("`{name}` is no finding that can be accepted{guess}");
    let problem = Diagnostic::error(&BAD, acceptance.finding_place, message)
        .label("no finding about rules")
        .help("only what is found about rules in time can stay, such as a `contradiction` or a `gap`; mend the others");
    Some(match near {
        Some(known) => problem.fix(format!("write `{known}`"), acceptance.finding_place, known),
        None => problem,
    })
}

/// The names of the findings that can be accepted.
fn acceptable() -> impl Iterator<Item = &'static str> {
    CODES.iter().map(|code| code.name).filter(|&name| name != LAPSED.name && name != BAD.name)
}

/// An `accept` without its finding; `same` are the digests of the open findings of that name about the same.
fn lapsed(sources: &Sources, acceptance: &Acceptance, same: Option<&BTreeSet<&str>>) -> Diagnostic {
    let name = &acceptance.finding;
    let Some(same) = same else {
        return Diagnostic::warning(&LAPSED, acceptance.place, format!("there is no such `{name}` any more"))
            .label("accepts nothing")
            .help("remove it")
            .fix("remove it", sources.whole_lines(acceptance.place).unwrap_or(acceptance.place), "");
    };
    let same: Vec<String> = same.iter().map(|digest| format!("`\"{digest}\"`")).collect();
    let message = format!("what this `{name}` is about has changed since it was accepted");
    Diagnostic::warning(&LAPSED, acceptance.digest_place, message)
        .label("stands for what was accepted")
        .help(format!("look at the finding again; if it is to stay as it is now, write {}", same.join(" or ")))
}
