//! Several sheets for one patient: which files make sense, and what is printed about them.

use super::program::program;

const BOTOX: &str =
    "treatment botox \"Botox\" hours 08:00..18:00\nactivity facial \"facials\"\navoid facial until +48h\n";
const FACIAL: &str =
    "treatment facial \"Facial\" hours 08:00..18:00\nactivity botox \"botox\"\navoid botox until +24h\n";
const LASER: &str = "treatment laser \"Laser\"\nactivity facial \"facials\"\navoid facial until +24h\n";
const VOCABULARY: &str = "activity sauna \"saunas\"\n";
const BAN: &str = "botox.care:3:7: note[C0414]: `facial` is banned by the sheet of `botox`, when `facial` is 1 day after `botox` (at some times of day also on the same day or 2 days after)\n";
const BAN_BACK: &str = "facial.care:3:7: note[C0414]: `botox` is banned by the sheet of `facial`, at some times of day when `facial` is up to 1 day before `botox` or on the same day\n";

#[test]
fn every_two_sheets_are_checked_against_each_other() {
    let both = format!("{BAN}{BAN_BACK}");
    program("check --together --format short botox.care facial.care")
        .file("botox.care", BOTOX)
        .file("facial.care", FACIAL)
        .stdout(&both)
        .run();
    program("check --together --fail-on note --format short . ")
        .file("botox.care", BOTOX)
        .file("facial.care", FACIAL)
        .file("words/skin.care", VOCABULARY)
        .stdout(&both)
        .status(1)
        .run();
    program("check --together --format json botox.care facial.care laser.care")
        .file("botox.care", BOTOX)
        .file("facial.care", FACIAL)
        .file("laser.care", LASER)
        .stdout_contains("\"from\": \"facial\",\n          \"to\": \"laser\",\n          \"from_days\": -1,\n          \"to_days\": 0,")
        .run();
    // Without the word each is a sheet of its own.
    program("check --format short botox.care facial.care")
        .file("botox.care", BOTOX)
        .file("facial.care", FACIAL)
        .stdout("")
        .run();
    program("check --together --format short --stdin-filename botox.care - facial.care")
        .file("facial.care", FACIAL)
        .stdin(BOTOX)
        .stdout(&both)
        .run();
}

#[test]
fn what_is_accepted_or_in_a_baseline_is_not_reported() {
    let accept = "accept between-treatments \"DIGEST\" because \"We book them apart.\"\n";
    let json = program("check --together --format json botox.care facial.care")
        .file("botox.care", BOTOX)
        .file("facial.care", FACIAL)
        .output();
    let json: serde_json::Value = serde_json::from_str(&json).unwrap_or_default();
    let digest = json["findings"][0]["digest"].as_str().unwrap_or_default();
    let accepted = FACIAL.to_owned() + &accept.replace("DIGEST", digest);
    program("check --together --format short botox.care facial.care")
        .file("botox.care", BOTOX)
        .file("facial.care", &accepted)
        .stdout(BAN_BACK)
        .run();
    program("check --fail-on note --format short facial.care").file("facial.care", &accepted).stdout("").run();
    let folder = program("check --together --format short --write-baseline known.json botox.care facial.care")
        .file("botox.care", BOTOX)
        .file("facial.care", FACIAL)
        .stderr("note: wrote 2 findings to `known.json`\n")
        .run();
    program("check --together --fail-on note --format short --baseline known.json facial.care botox.care")
        .inside(&folder)
        .stderr("note: 2 findings of `known.json` are not reported\n")
        .run();
}

#[test]
fn what_makes_no_two_sheets_is_refused() {
    let refused = |arguments: &str, stderr: &str| {
        program(&format!("check --together {arguments}"))
            .file("botox.care", BOTOX)
            .file("other.care", BOTOX)
            .file("skin.care", VOCABULARY)
            .stderr(stderr)
            .status(2)
            .run();
    };
    refused(
        "botox.care",
        "error: --together: there are no two sheets to check against each other\n  help: name at least two: `carecheck check --together botox.care peel.care`\n",
    );
    refused(
        "botox.care ./botox.care",
        "error: --together: `./botox.care` is named twice\n  help: a sheet stands for one treatment; name each once\n",
    );
    refused(
        "botox.care skin.care",
        "error: --together: `skin.care` has no treatment\n  help: name sheets only; the vocabularies that they `use` are read with them\n",
    );
    refused(
        "botox.care other.care",
        "error: --together: `botox.care` and `other.care` are both sheets for `botox`\n  help: name sheets for different treatments; how far sessions of one are apart is said by `repeat`\n",
    );
    // What cannot be read is said, and the rest is checked.
    program("check --together --format short botox.care none.care")
        .file("botox.care", BOTOX)
        .stderr("error: cannot read `none.care`: there is no such file or folder\n")
        .status(3)
        .run();
}
