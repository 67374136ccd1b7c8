//! What the program prints for programs is what `docs/schemas` promises. The part of JSON Schema that the schemas use is
//! checked here; a keyword beyond that part fails, so that no promise goes unchecked.

use super::program::program;
use serde_json::{Map, Value, json};
use std::fs;
use std::path::Path;

/// What breaks the schema in `docs/schemas/NAME.json`, each with where.
fn broken_promises(name: &str, text: &str) -> Vec<String> {
    let path = Path::new(env!("CARGO_MANIFEST_DIR")).join("docs/schemas").join(name).with_extension("json");
    let read = |text: &str| serde_json::from_str::<Value>(text).map_err(|error| error.to_string());
    let schema = fs::read_to_string(&path).map_err(|error| error.to_string()).and_then(|text| read(&text));
    match (schema, read(text)) {
        (Ok(schema), Ok(value)) => {
            let mut checker = Checker { root: &schema, broken: Vec::new() };
            checker.check("$", &schema, &value);
            checker.broken
        }
        (schema, value) => [schema.err(), value.err()].into_iter().flatten().collect(),
    }
}

struct Checker<'a> {
    root: &'a Value,
    broken: Vec<String>,
}

impl Checker<'_> {
    fn check(&mut self, at: &str, schema: &Value, value: &Value) {
        let empty = Map::new();
        let keywords = schema.as_object().unwrap_or(&empty);
        for (keyword, wanted) in keywords {
            let holds = match keyword.as_str() {
                "$schema" | "$defs" | "title" | "description" | "additionalProperties" => true,
                "$ref" => {
                    let path = wanted.as_str().unwrap_or_default().trim_start_matches('#');
                    let target = self.root.pointer(path).cloned().unwrap_or(json!({ "no such definition": path }));
                    self.check(at, &target, value);
                    true
                }
                "type" => match wanted {
                    Value::Array(types) => types.iter().any(|one| is_of_type(one, value)),
                    one => is_of_type(one, value),
                },
                "const" => wanted == value,
                "enum" => wanted.as_array().is_some_and(|values| values.contains(value)),
                "minimum" => value.as_i64() >= wanted.as_i64(),
                "required" => value.as_object().is_none_or(|object| {
                    wanted
                        .as_array()
                        .into_iter()
                        .flatten()
                        .filter_map(Value::as_str)
                        .all(|name| object.contains_key(name))
                }),
                "properties" => {
                    self.properties(at, wanted, keywords.get("additionalProperties"), value);
                    true
                }
                "oneOf" => {
                    let fits = |one: &Value| {
                        let mut checker = Checker { root: self.root, broken: Vec::new() };
                        checker.check(at, one, value);
                        checker.broken.is_empty()
                    };
                    wanted.as_array().into_iter().flatten().filter(|one| fits(one)).count() == 1
                }
                "items" => {
                    for (index, item) in value.as_array().into_iter().flatten().enumerate() {
                        self.check(&format!("{at}[{index}]"), wanted, item);
                    }
                    true
                }
                _ => false,
            };
            if !holds {
                self.broken.push(format!("{at}: {keyword} {wanted}: {value}"));
            }
        }
        if !keywords.contains_key("properties") && keywords.contains_key("additionalProperties") {
            self.properties(at, &json!({}), keywords.get("additionalProperties"), value);
        }
    }

    fn properties(&mut self, at: &str, known: &Value, others: Option<&Value>, value: &Value) {
        for (name, value) in value.as_object().into_iter().flatten() {
            let at = format!("{at}.{name}");
            match (known.get(name), others) {
                (Some(schema), _) => self.check(&at, schema, value),
                (None, Some(Value::Bool(false))) => self.broken.push(format!("{at}: not in the schema")),
                (None, Some(schema)) => self.check(&at, schema, value),
                (None, None) => {}
            }
        }
    }
}

fn is_of_type(name: &Value, value: &Value) -> bool {
    match name.as_str() {
        Some("object") => value.is_object(),
        Some("array") => value.is_array(),
        Some("string") => value.is_string(),
        Some("integer") => value.is_i64() || value.is_u64(),
        Some("boolean") => value.is_boolean(),
        Some("null") => value.is_null(),
        _ => false,
    }
}

/// Rules with findings of each severity, with and without help, labels and fixes.
const RULES: &str = "\
treatment peel \"Peel\" day 1
activity heat \"heat\" is sauna
activity sauna \"saunas\" is heat
avoid sauna until +48h
allow heat, makup from +24h
avoid sauna until 48h
";

#[test]
fn findings_are_as_promised() {
    let printed = program("check --format json a.care").file("a.care", RULES).output();
    assert_eq!(broken_promises("findings-1", &printed), Vec::<String>::new());
    let printed = program("check --format json a.care").file("a.care", "").output();
    assert_eq!(broken_promises("findings-1", &printed), Vec::<String>::new());
    let other = "treatment laser \"Laser\"\nactivity peel \"peels\"\navoid peel until +2d\n";
    let printed = program("check --together --format json a.care b.care")
        .file("a.care", "treatment peel \"Peel\"\n")
        .file("b.care", other)
        .stdout_contains("\"occurs\": \"distance\"")
        .output();
    assert_eq!(broken_promises("findings-1", &printed), Vec::<String>::new());
    // What every field looks like when it is set stands in a snapshot.
    let snapshot = include_str!("../snapshots/findings__json_has_every_field_in_a_stable_order.snap");
    let json = snapshot.splitn(3, "---\n").nth(2).unwrap_or_default();
    assert_eq!(broken_promises("findings-1", json), Vec::<String>::new());
}

/// Rules with every field of a plan and an answer set somewhere.
const SHEET: &str = "\
treatment peel \"Chemical peel\" day 1 source \"A leaflet\" version \"3\" reviewed 2026-11-01
activity soaking \"soaking\"
activity bath \"baths\" is soaking
activity shower \"showers\" is soaking do \"take a shower\"
event healed \"your skin has healed\" expected on days 5 to 10
fact pregnant \"you are pregnant\" : yes/no
sign bleeding \"bleeding\"
part evening \"in the evening\" 18:00..22:00
no_soaking: ideally avoid soaking until later of healed +2w and +7d except (shower from +24h) when pregnant because \"of germs\"
avoid bath until about +3mo
allow bath from +2w..+4w as needed
do shower daily evening lasting 5min..10min from day 2 through day 9
do shower daily at 08:00, 20:00 until +2d
do shower every 8h 1h after bath amount \"a short one\" by \"your nurse\" until +400d
do shower 2..3 times daily until +2d
allow shower up to 4 times daily until +2d
do bath at +5d..+7d
expect bleeding until +2d
alert bleeding from +2d when pregnant
contraindicated when pregnant source \"B\"
repeat every 4w..6w for 3..6 sessions
repeat no sooner than 4mo
";

#[test]
fn plans_are_as_promised() {
    for sheet in [SHEET, "avoid sauna until +48h", ""] {
        let command = "eval --format json a.care --treated 2026-11-30T14:30 --tz Europe/Paris";
        let printed = program(command).file("a.care", sheet).output();
        assert_eq!(broken_promises("plan-1", &printed), Vec::<String>::new(), "{printed}");
    }
    // What every field looks like when it is set stands in a snapshot.
    let snapshot = include_str!("../snapshots/render__json_has_every_field.snap");
    let json = snapshot.splitn(3, "---\n").nth(2).unwrap_or_default();
    assert_eq!(broken_promises("plan-1", json), Vec::<String>::new());
}

#[test]
fn answers_are_as_promised() {
    for target in ["soaking", "bath", "shower", "bleeding"] {
        for at in ["2026-12-02T09:00", "2026-12-06T09:00", "2027-06-01T09:00"] {
            let command =
                format!("ask --format json a.care {target} --treated 2026-11-30T14:30 --tz Europe/Paris --at {at}");
            let printed = program(&command).file("a.care", SHEET).output();
            assert_eq!(broken_promises("answer-1", &printed), Vec::<String>::new(), "{printed}");
            let printed = program(&format!("{command} --when")).file("a.care", SHEET).output();
            assert_eq!(broken_promises("answer-1", &printed), Vec::<String>::new(), "{printed}");
        }
    }
    for sheet in [SHEET, "avoid sauna until +48h", ""] {
        let command = "ask --format json a.care --treated 2026-11-30T14:30 --tz Europe/Paris --at 2026-12-02T09:00";
        let printed = program(command).file("a.care", sheet).output();
        assert_eq!(broken_promises("answers-1", &printed), Vec::<String>::new(), "{printed}");
    }
}

/// A test for each way to fail, and one that passes.
const TESTS: &str = r#"
treatment peel "Peel" day 1
activity sauna "saunas"
fact dry "your skin is dry" : yes/no
event healed "your skin has healed"
avoid sauna until +48h source "Leaflet"
named: allow sauna from +72h when dry
contraindicated when dry
test "as it is" treated 2026-11-23 14:00 Europe/Paris { at +1h: sauna avoided until +48h }
test "as it is not" treated 2026-11-23 14:00 Europe/Paris {
  at +1h: sauna allowed, sauna avoided until +2d..+3d, sauna avoided until healed
  at +73h: sauna allowed
  at treatment: contraindicated
  at healed: sauna avoided
}
"#;

#[test]
fn tests_are_as_promised() {
    let printed = program("test --format json a.care").file("a.care", TESTS).output();
    assert_eq!(broken_promises("tests-1", &printed), Vec::<String>::new());
    assert!(printed.contains("\"broken\": 5"), "{printed}");
    let folder = program("snapshot").file("a.care", TESTS).stdout_contains("1 new").run();
    let changed = TESTS.replace("until +48h source", "until +47h source");
    let printed = program("test --format json a.care").inside(&folder).file("a.care", &changed).output();
    assert_eq!(broken_promises("tests-1", &printed), Vec::<String>::new());
    assert!(printed.contains("\"changed\": 1"), "{printed}");
}

#[test]
fn coverage_is_as_promised() {
    for sheet in [TESTS, "", "avoid sauna until +48h"] {
        let run = program("test a.care --allow-empty --coverage-json c.json").file("a.care", sheet);
        let run = run.stdout_contains("test").status(i32::from(sheet == TESTS));
        let written = if sheet == TESTS { run.stderr("").file_after("c.json") } else { run.file_after("c.json") };
        assert_eq!(broken_promises("coverage-1", &written), Vec::<String>::new(), "{written}");
    }
}

#[test]
fn plans_and_answers_of_several_treatments_are_as_promised() {
    let treated = "--tz Europe/Paris --treated peel=2026-11-23T14:00 --treated botox=2026-11-24T10:00";
    let peel = "treatment peel \"Peel\"\nactivity botox \"botox\"\nactivity makeup \"makeup\"\nfact dry \"your skin is dry\" : yes/no\n\
                avoid makeup until +36h\nallow makeup from +36h\navoid botox until +2d\ndo wash every 4h until +2d\n\
                activity wash \"washing\" avoid wash when dry\nrepeat every 4w";
    let botox = "treatment botox \"Botox\"\nactivity makeup \"makeup\"\nactivity wash \"washing\"\nfact dry \"your skin is dry\" : yes/no\n\
                 avoid makeup until +24h\navoid wash until +1h\nallow makeup from +24h\navoid makeup from +5d until +6d when dry\n\
                 avoid wash within 1h before treatment when dry";
    let run = |arguments: &str| program(arguments).file("peel.care", peel).file("botox.care", botox).output();
    let printed = run(&format!("eval peel.care botox.care --format json {treated}"));
    assert_eq!(broken_promises("plan-1", &printed), Vec::<String>::new());
    for held in ["\"combined\": [", "\"conflicts\": [", "\"but_not\": [", "\"earliest\": \"2026-11-26", "\"unless\": ["]
    {
        assert!(printed.contains(held), "{held}: {printed}");
    }
    let printed = run(&format!("ask peel.care botox.care makeup --format json {treated} --at 2026-11-24T12:00"));
    assert_eq!(broken_promises("answer-1", &printed), Vec::<String>::new());
    assert!(printed.contains("\"treatment\": \"botox\""), "{printed}");
}

#[test]
fn versions_are_as_promised() {
    let printed = program("version --format json").output();
    assert_eq!(broken_promises("version-1", &printed), Vec::<String>::new());
}

/// Every file of rules in these folders, from the root of the project.
fn sheets() -> Vec<String> {
    let root = Path::new(env!("CARGO_MANIFEST_DIR"));
    let mut found = Vec::new();
    for folder in ["rules", "tests/sheets"] {
        for path in fs::read_dir(root.join(folder)).into_iter().flatten().flatten().map(|entry| entry.path()) {
            if path.extension().is_some_and(|extension| extension == "care") {
                found.push(path.to_string_lossy().into_owned());
            }
        }
    }
    assert!(found.len() > 12);
    found
}

#[test]
fn what_is_printed_of_every_sheet_is_as_promised() {
    let case = "--format json --treated 2026-11-23T14:00 --tz Europe/Paris";
    for sheet in sheets() {
        let printed = |name: &str, command: &str| {
            let text = program(command).output();
            assert_eq!(broken_promises(name, &text), Vec::<String>::new(), "{command}");
            text
        };
        printed("plan-1", &format!("eval {sheet} {case}"));
        let text = printed("answers-1", &format!("ask {sheet} {case} --at 2026-11-24T09:00"));
        let answers: Value = serde_json::from_str(&text).unwrap_or_default();
        if let Some(target) = answers.pointer("/answers/0/target").and_then(Value::as_str) {
            printed("answer-1", &format!("ask {sheet} {target} --when {case} --at 2026-11-24T09:00"));
        }
    }
}

#[test]
fn what_changed_is_printed_as_promised() {
    let of = |old: &str, new: &str| {
        let run = program("diff old.care new.care --format json").file("old.care", old).file("new.care", new);
        let text = run.output();
        assert_eq!(broken_promises("diff-1", &text), Vec::<String>::new(), "{text}");
        assert!(text.contains("\"verdict\""));
    };
    let declared = "activity sauna \"saunas\"\nfact dry \"dry\" : yes/no\nevent healed \"healed\"\n";
    of("", "");
    of(
        &format!("{declared}avoid sauna until +48h when dry\ncontraindicated when dry\nrepeat every 4w..6w"),
        &format!("{declared}avoid sauna until healed\nrepeat every 5w..6w for 3 sessions"),
    );
}

#[test]
fn the_schemas_that_are_printed_are_those_in_the_folder() {
    let folder = Path::new(env!("CARGO_MANIFEST_DIR")).join("docs/schemas");
    let list = program("schema").output();
    let mut files = 0;
    for entry in fs::read_dir(&folder).into_iter().flatten().flatten() {
        let name = entry.file_name().to_string_lossy().replace("-1.json", "");
        assert!(list.lines().any(|line| line.split(' ').next() == Some(&name)), "{name}");
        let text = fs::read_to_string(entry.path()).unwrap_or_default();
        assert_eq!(program(&format!("schema {name}")).output(), text);
        files += 1;
    }
    assert_eq!(files, list.lines().count());
}

/// Every field says what it is, and no object has fields that are not in its schema.
#[test]
fn every_field_is_documented() {
    fn walk(at: &str, schema: &Value, broken: &mut Vec<String>) {
        if let Some(fields) = schema.get("properties").and_then(Value::as_object) {
            if schema.get("additionalProperties") != Some(&Value::Bool(false)) {
                broken.push(format!("{at} may have other fields"));
            }
            let undocumented = fields.iter().filter(|(_, field)| field.get("description").is_none());
            broken.extend(undocumented.map(|(name, _)| format!("{at}.{name} has no description")));
        }
        match schema {
            Value::Object(fields) => fields.iter().for_each(|(name, part)| walk(&format!("{at}/{name}"), part, broken)),
            Value::Array(items) => items.iter().for_each(|part| walk(at, part, broken)),
            _ => {}
        }
    }
    for entry in
        fs::read_dir(Path::new(env!("CARGO_MANIFEST_DIR")).join("docs/schemas")).into_iter().flatten().flatten()
    {
        let text = fs::read_to_string(entry.path()).unwrap_or_default();
        let schema: Value = serde_json::from_str(&text).unwrap_or_default();
        assert_eq!(schema.get("$schema").and_then(Value::as_str), Some("https://json-schema.org/draft/2020-12/schema"));
        let mut broken = Vec::new();
        walk("", &schema, &mut broken);
        assert_eq!(broken, Vec::<String>::new(), "{}", entry.path().display());
    }
}

#[test]
fn a_broken_promise_is_seen() {
    let cases = [
        (json!({ "schema": "carecheck.version/1", "version": "1" }), "required"),
        (json!({ "schema": "carecheck.version/2", "version": "1", "tzdb": "2026e" }), "const"),
        (json!({ "schema": "carecheck.version/1", "version": 1, "tzdb": "2026e" }), "type"),
        (json!({ "schema": "carecheck.version/1", "version": "1", "tzdb": "2026e", "more": 1 }), "not in the schema"),
    ];
    for (value, keyword) in cases {
        let broken = broken_promises("version-1", &value.to_string());
        assert!(broken.len() == 1 && broken.iter().all(|one| one.contains(keyword)), "{keyword}: {broken:?}");
    }
}
