//! What others copy: the hooks for pre-commit and the examples for build servers are YAML, ask for no right that they do not need,
//! run nothing that a stranger wrote, and name only verbs and options that exist.
#![cfg(test)]

use assert_cmd::Command;
use serde_json::Value;
use yaml_rust2::{Yaml, YamlLoader};

const CI: &str = include_str!("../docs/ci.md");
const HOOKS: &str = include_str!("../.pre-commit-hooks.yaml");

fn yaml(text: &str) -> Value {
    let read = YamlLoader::load_from_str(text).unwrap_or_else(|error| panic!("{error}\n{text}"));
    value(&read[0])
}

fn value(yaml: &Yaml) -> Value {
    match yaml {
        Yaml::Hash(fields) => {
            fields.iter().map(|(name, field)| (name.as_str().unwrap().to_owned(), value(field))).collect()
        }
        Yaml::Array(values) => values.iter().map(value).collect(),
        Yaml::String(text) | Yaml::Real(text) => text.as_str().into(),
        Yaml::Integer(number) => (*number).into(),
        Yaml::Boolean(so) => (*so).into(),
        Yaml::Null => Value::Null,
        other => panic!("{other:?} is not expected here"),
    }
}

/// The YAML blocks of a page.
fn blocks(page: &str) -> Vec<Value> {
    page.split("```yaml\n").skip(1).filter_map(|rest| rest.split_once("```")).map(|(block, _)| yaml(block)).collect()
}

fn strings<'v>(value: &'v Value, key: &str, found: &mut Vec<&'v str>) {
    match value {
        Value::Object(fields) => {
            for (name, value) in fields {
                if name == key {
                    found.extend(value.as_str());
                }
                strings(value, key, found);
            }
        }
        Value::Array(values) => values.iter().for_each(|value| strings(value, key, found)),
        _ => {}
    }
}

fn all<'v>(value: &'v Value, key: &str) -> Vec<&'v str> {
    let mut found = Vec::new();
    strings(value, key, &mut found);
    found
}

fn help(verb: &str) -> String {
    let output = Command::cargo_bin("carecheck").unwrap().args([verb, "--help"]).output().unwrap();
    assert!(output.status.success(), "there is no `carecheck {verb}`");
    String::from_utf8(output.stdout).unwrap()
}

/// Each use of carecheck in a script names a verb and options that exist.
fn can_be_run(script: &str) {
    for line in script.lines().filter_map(|line| line.trim().strip_prefix("carecheck ")) {
        let mut words = line.split_whitespace();
        let help = help(words.next().unwrap());
        for option in words.filter(|word| word.starts_with("--")) {
            assert!(help.contains(option), "`{option}` in `carecheck {line}`");
        }
    }
}

#[test]
fn each_hook_runs_a_verb() {
    let hooks = yaml(HOOKS);
    let ids = all(&hooks, "id");
    assert_eq!(ids, ["carecheck-fmt", "carecheck-check", "carecheck-test"]);
    for hook in hooks.as_array().unwrap() {
        assert_eq!((hook["language"].as_str(), hook["files"].as_str()), (Some("rust"), Some(r"\.care$")));
        assert!(hook["name"].is_string() && hook["description"].is_string());
        can_be_run(hook["entry"].as_str().unwrap());
    }
    let config = &blocks(CI)[0];
    assert_eq!(all(config, "id"), ids, "the example uses the hooks that there are");
}

#[test]
fn the_workflow_has_few_rights_and_runs_nothing_of_strangers() {
    let workflow = &blocks(CI)[1];
    assert_eq!(workflow["permissions"], serde_json::json!({ "contents": "read" }));
    assert!(workflow["on"].get("pull_request").is_some() && workflow["on"].get("pull_request_target").is_none());
    for (name, job) in workflow["jobs"].as_object().unwrap() {
        let wanted = if name == "changes" {
            serde_json::json!({ "contents": "read", "pull-requests": "write" })
        } else {
            Value::Null
        };
        assert_eq!(job["permissions"], wanted, "{name}");
    }
    for script in all(workflow, "run") {
        assert!(!script.contains("${{"), "an expression is put into a script: {script}");
        can_be_run(script);
    }
    for action in all(workflow, "uses") {
        let commit = action.rsplit('@').next().unwrap();
        assert!(commit.len() == 40 && commit.chars().all(|c| c.is_ascii_hexdigit()), "{action} is not pinned");
    }
    assert!(
        CI.split("${{ github.event.")
            .skip(1)
            .all(|rest| ["pull_request.base.sha ", "pull_request.number "].iter().any(|known| rest.starts_with(known)))
    );
}
