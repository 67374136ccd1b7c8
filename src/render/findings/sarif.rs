//! Findings → SARIF 2.1.0, which code hosts and editors read. Columns count code points, ends are one past the last. What
//! stands in a message is text: braces and links, which SARIF gives a meaning, are escaped.

use super::json::DistanceJson;
use super::json::escape;
use super::occurs_in_words;
use crate::diagnostic::{Code, Diagnostic, Fix, Label};
use crate::source::{FileId, Place, Sources};
use serde_json::{Map, Value, json};
use std::collections::{BTreeMap, HashMap};
use std::fmt::Write as _;

const SCHEMA: &str = "https://docs.oasis-open.org/sarif/sarif/v2.1.0/errata01/os/schemas/sarif-schema-2.1.0.json";

/// One log with one run, indented, with a line end.
pub(super) fn render(findings: &[Diagnostic], sources: &Sources) -> String {
    let codes: BTreeMap<&str, &Code> = findings.iter().map(|finding| (finding.code.id, finding.code)).collect();
    let indices: BTreeMap<&str, usize> = codes.keys().enumerate().map(|(index, &id)| (id, index)).collect();
    let mut seen = HashMap::new();
    // If one result says whether it is suppressed, all must.
    let any_accepted = findings.iter().any(|finding| finding.accepted.is_some());
    let results = findings.iter().map(|finding| {
        let mut result = result(finding, sources, &indices, &mut seen);
        if let Some(object) = result.as_object_mut().filter(|_| any_accepted) {
            let reason = finding.accepted.iter();
            let suppressions = reason.map(|reason| json!({ "kind": "inSource", "justification": reason }));
            object.insert("suppressions".into(), suppressions.collect());
        }
        result
    });
    let log = json!({
        "$schema": SCHEMA,
        "version": "2.1.0",
        "runs": [{
            "tool": { "driver": {
                "name": "carecheck",
                "semanticVersion": env!("CARGO_PKG_VERSION"),
                "rules": codes.values().map(|code| rule(code)).collect::<Vec<_>>(),
            } },
            "columnKind": "unicodeCodePoints",
            "results": results.collect::<Vec<_>>(),
        }],
    });
    // Strings, numbers and lists cannot fail to become JSON.
    escape(&serde_json::to_string_pretty(&log).unwrap_or_default()) + "\n"
}

/// A code with its page. The first paragraph of the page says what the finding is.
fn rule(code: &Code) -> Value {
    let paragraph = code.page.split("\n\n").nth(1).unwrap_or(code.name).replace('\n', " ");
    json!({
        "id": code.id,
        "name": code.name,
        "shortDescription": { "text": escaped(&code.name.replace('-', " ")) },
        "fullDescription": { "text": escaped(paragraph.trim()) },
        "help": { "text": code.page, "markdown": code.page },
    })
}

fn result(
    finding: &Diagnostic,
    sources: &Sources,
    indices: &BTreeMap<&str, usize>,
    seen: &mut HashMap<u64, u32>,
) -> Value {
    let text = match &finding.help {
        Some(help) => format!("{}\nhelp: {help}", finding.message),
        None => finding.message.clone(),
    };
    let (primary, others): (Vec<&Label>, Vec<&Label>) = finding.labels.iter().partition(|label| label.primary);
    let mut object = Map::new();
    object.insert("ruleId".into(), json!(finding.code.id));
    object.insert("ruleIndex".into(), json!(indices.get(finding.code.id)));
    object.insert("level".into(), json!(finding.severity.word()));
    object.insert("message".into(), json!({ "text": escaped(&text) }));
    object.insert("locations".into(), locations(&primary, sources));
    object.insert("relatedLocations".into(), locations(&others, sources));
    object.insert("partialFingerprints".into(), json!({ "carecheckFinding/v1": fingerprint(finding, sources, seen) }));
    if let Some(fix) = &finding.fix {
        object.insert("fixes".into(), json!([fix_object(fix, sources)]));
    }
    let mut properties = Map::new();
    if let Some(occurs) = finding.occurs {
        properties.insert("occurs".into(), json!(occurs.word()));
        properties.insert("occursInWords".into(), json!(occurs_in_words(occurs)));
    }
    if !finding.distances.is_empty() {
        let distances: Vec<DistanceJson<'_>> = finding.distances.iter().map(DistanceJson::of).collect();
        properties.insert("distances".into(), json!(distances));
    }
    if let Some(witness) = &finding.witness {
        let object = |pairs: &[(String, String)]| -> Map<String, Value> {
            pairs.iter().map(|(name, value)| (name.clone(), json!(value))).collect()
        };
        let witness = json!({
            "treated": witness.treated, "given": object(&witness.given), "events": object(&witness.events),
            "at": witness.at, "command": witness.command,
        });
        properties.insert("witness".into(), witness);
    }
    if !properties.is_empty() {
        object.insert("properties".into(), Value::Object(properties));
    }
    Value::Object(object)
}

fn locations(labels: &[&Label], sources: &Sources) -> Value {
    let location = |(id, label): (usize, &&Label)| {
        let mut object = Map::new();
        object.insert("id".into(), json!(id));
        let place = json!({
            "artifactLocation": artifact(label.place.file, sources),
            "region": region(label.place, sources),
        });
        object.insert("physicalLocation".into(), place);
        if !label.text.is_empty() {
            object.insert("message".into(), json!({ "text": escaped(&label.text) }));
        }
        Value::Object(object)
    };
    // The ids of the places of one result differ.
    let first = usize::from(labels.iter().all(|label| !label.primary));
    (first..).zip(labels).map(location).collect()
}

fn fix_object(fix: &Fix, sources: &Sources) -> Value {
    let mut files: BTreeMap<FileId, Vec<Value>> = BTreeMap::new();
    for (place, text) in &fix.edits {
        files.entry(place.file).or_default().push(json!({
            "deletedRegion": region(*place, sources),
            "insertedContent": { "text": text },
        }));
    }
    let changes = files.into_iter().map(
        |(file, replacements)| json!({ "artifactLocation": artifact(file, sources), "replacements": replacements }),
    );
    json!({ "description": { "text": escaped(&fix.title) }, "artifactChanges": changes.collect::<Vec<_>>() })
}

fn artifact(file: FileId, sources: &Sources) -> Value {
    json!({ "uri": uri(sources.file(file).name()) })
}

fn region(place: Place, sources: &Sources) -> Value {
    let file = sources.file(place.file);
    let (start, end) = (file.line_column(place.span.start), file.line_column(place.span.end));
    json!({ "startLine": start.line, "startColumn": start.column, "endLine": end.line, "endColumn": end.column })
}

/// A file's name as a URI reference: relative as it is written, `file:` if it is absolute.
fn uri(name: &str) -> String {
    let is_drive = name.get(1..3) == Some(":/");
    let start = if name.starts_with('/') { "file://" } else { "file:///" };
    let mut uri = if name.starts_with('/') || is_drive { start.to_owned() } else { String::new() };
    for (at, byte) in name.bytes().enumerate() {
        match byte {
            b'A'..=b'Z' | b'a'..=b'z' | b'0'..=b'9' | b'-' | b'.' | b'_' | b'~' | b'/' => uri.push(char::from(byte)),
            b':' if is_drive && at == 1 => uri.push(':'),
            _ => {
                let _ = write!(uri, "%{byte:02X}");
            }
        }
    }
    uri
}

/// Text that is to be read as it stands: in a message `{0}` is a place for an argument, and `[…](…)` a link.
fn escaped(text: &str) -> String {
    let text = text.replace('{', "{{").replace('}', "}}");
    if text.contains("](") { text.replace('\\', "\\\\").replace('[', "\\[").replace(']', "\\]") } else { text }
}

/// What stays the same when rules are moved or laid out anew: the code and the words that are marked. Findings that are
/// alike are counted.
fn fingerprint(finding: &Diagnostic, sources: &Sources, seen: &mut HashMap<u64, u32>) -> String {
    let mut hash = Fnv::new();
    hash.add(finding.code.id);
    for label in &finding.labels {
        hash.add(sources.file(label.place.file).name());
        for word in sources.slice(label.place).split_whitespace() {
            hash.add(word);
        }
    }
    let count = seen.entry(hash.0).or_default();
    *count += 1;
    format!("{:016x}:{count}", hash.0)
}

/// FNV-1a with 64 bits: short, and the same in every version of the program.
struct Fnv(u64);

impl Fnv {
    fn new() -> Fnv {
        Fnv(0xcbf2_9ce4_8422_2325)
    }

    fn add(&mut self, text: &str) {
        // No text holds this byte, so that `ab c` and `a bc` differ.
        for byte in text.bytes().chain([0xff]) {
            self.0 = (self.0 ^ u64::from(byte)).wrapping_mul(0x0000_0100_0000_01b3);
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn names_become_uri_references() {
        assert_eq!(uri("rules/a.care"), "rules/a.care");
        assert_eq!(uri("../é 1%#?.care"), "../%C3%A9%201%25%23%3F.care");
        assert_eq!(uri("a:b.care"), "a%3Ab.care");
        assert_eq!(uri("/srv/a.care"), "file:///srv/a.care");
        assert_eq!(uri("C:/a b.care"), "file:///C:/a%20b.care");
    }

    #[test]
    fn what_sarif_gives_a_meaning_is_escaped() {
        assert_eq!(escaped("expected `}`, found `{0}`"), "expected `}}`, found `{{0}}`");
        assert_eq!(escaped("[a](b)"), "\\[a\\](b)");
        assert_eq!(escaped("[Europe/Paris]"), "[Europe/Paris]");
    }
}
