//! What changed between two versions, in files, folders and a repository: what is printed, and the exit codes.

#![expect(clippy::unwrap_used, reason = "a test that cannot go on may stop")]

use super::program::program;
use gix::objs::Write as _;
use std::path::Path;

const OLD: &str = "avoid sauna until +48h\nactivity sauna \"saunas\"\n";
const NEW: &str = "avoid sauna until +24h\nactivity sauna \"saunas\"\n";

const LOOSER: &str = "\
new.care: looser
  looser: `sauna` is not stated from +24h to +48h, and was avoided
    treated on Tuesday 24 November 2026, 14:00 (Europe/Paris): from Wednesday 25 November 2026, 14:00 to Thursday 26 November 2026, 14:00
    now no rule; before old.care:1

1 changed
";

/// A repository with one commit of one file in a folder.
fn repository(folder: &Path, name: &str, text: &str) {
    let repository = gix::init(folder).unwrap();
    let write = |kind, bytes: &[u8]| repository.objects.write_buf(kind, bytes).unwrap();
    let tree = |mode: &str, name: &str, of: gix::ObjectId| {
        let entry = [mode.as_bytes(), b" ", name.as_bytes(), b"\0", of.as_bytes()].concat();
        write(gix::object::Kind::Tree, &entry)
    };
    let blob = write(gix::object::Kind::Blob, text.as_bytes());
    let root = match name.split_once('/') {
        Some((folder, name)) => tree("40000", folder, tree("100644", name, blob)),
        None => tree("100644", name, blob),
    };
    let who = "A Clinic <clinic@example.org> 1700000000 +0000";
    let commit = format!("tree {root}\nauthor {who}\ncommitter {who}\n\nThe sheet\n");
    let commit = write(gix::object::Kind::Commit, commit.as_bytes());
    std::fs::write(folder.join(".git/HEAD"), "ref: refs/heads/main\n").unwrap();
    std::fs::create_dir_all(folder.join(".git/refs/heads")).unwrap();
    std::fs::write(folder.join(".git/refs/heads/main"), format!("{commit}\n")).unwrap();
}

#[test]
fn two_files_are_compared_by_what_they_mean() {
    let two = |arguments: &str| program(arguments).file("old.care", OLD).file("new.care", NEW);
    two("diff old.care new.care").stdout(LOOSER).run();
    two("diff old.care new.care --fail-on looser").stdout(LOOSER).status(1).run();
    two("diff old.care new.care --fail-on stricter").stdout(LOOSER).run();
    two("diff new.care old.care --fail-on looser")
        .stdout_contains("stricter: `sauna` is avoided from +24h to +48h")
        .run();
    two("diff old.care old.care --fail-on any").stdout("nothing changes for any patient\n").run();
}

#[test]
fn each_change_names_the_lines_of_its_own_rules() {
    let rules =
        |hours: u8| format!("avoid sauna until +{hours}h\navoid wash until +{hours}h\nactivity sauna\nactivity wash\n");
    program("diff old.care new.care")
        .file("old.care", &rules(48))
        .file("new.care", &rules(24))
        .stdout_contains("now no rule; before old.care:1\n")
        .stdout_contains("now no rule; before old.care:2\n")
        .run();
}

#[test]
fn folders_are_compared_file_by_file() {
    program("diff before after --fail-on looser")
        .file("before/a.care", OLD)
        .file("before/deep/b.care", OLD)
        .file("before/gone.care", OLD)
        .file("after/a.care", OLD)
        .file("after/deep/b.care", NEW)
        .file("after/come.care", OLD)
        .stdout_contains("come.care: a new sheet\n")
        .stdout_contains("deep/b.care: looser\n")
        .stdout_contains("gone.care: removed\n")
        .stdout_contains("1 changed, 1 new, 1 removed\n")
        .status(1)
        .run();
    program("diff before after/a.care")
        .file("before/a.care", OLD)
        .file("after/a.care", OLD)
        .status(2)
        .stderr_contains("a file and a folder cannot be compared")
        .run();
}

#[test]
fn a_file_is_compared_with_what_it_was_in_a_commit() {
    let at = |arguments: &str| {
        let run = program(arguments).file("rules/a.care", NEW);
        repository(&run.place("."), "rules/a.care", OLD);
        run
    };
    at("diff rules/a.care --against git:HEAD --fail-on any")
        .status(1)
        .stdout_contains("rules/a.care: looser\n  looser: `sauna` is not stated from +24h to +48h, and was avoided\n")
        .stdout_contains("now no rule; before HEAD:rules/a.care:1\n")
        .run();
    at("diff rules --against git:main").stdout_contains("rules/a.care: looser\n").run();
    // The work tree stays as it is.
    let text = at("diff rules --against git:main").stdout_contains("looser").file_after("rules/a.care");
    assert_eq!(text, NEW);
    at("diff rules/new.care --against git:HEAD")
        .file("rules/new.care", NEW)
        .status(3)
        .stderr_contains("`rules/new.care` was not there in `HEAD`")
        .run();
    at("diff rules --against git:HEAD")
        .file("rules/new.care", NEW)
        .stdout_contains("rules/new.care: a new sheet\n")
        .run();
    at("diff rules --against git:nowhere").status(2).stderr_contains("the repository has no commit `nowhere`").run();
    at("diff rules --against HEAD").status(2).stderr_contains("`HEAD` is no version").run();
    at("diff rules/none.care --against git:HEAD").status(3).stderr_contains("cannot read `rules/none.care`").run();
}

#[test]
fn what_is_used_comes_from_the_same_commit() {
    let run = program("diff a.care --against git:HEAD")
        .file("a.care", "use \"words.care\"\navoid sauna until +48h\n")
        .file("words.care", "activity sauna \"saunas\"\n");
    repository(&run.place("."), "a.care", "use \"words.care\"\navoid sauna until +48h\n");
    run.status(3).stderr_contains("HEAD:a.care").run();
}

#[test]
fn a_pull_request_gets_a_table_in_which_no_text_is_markup() {
    program("diff old.care new.care --format markdown")
        .file("old.care", "do wash \"Wash | it\" daily until +2d\nactivity wash \"washing\"\n")
        .file("new.care", "do wash \"Wash <b>it</b>\" daily until +2d\nactivity wash \"washing\"\n")
        .stdout_contains("**carecheck diff:** 1 changed\n\n### new.care: changed, neither stricter nor looser\n")
        .stdout_contains(r"“Wash \<b\>it\</b\>”")
        .stdout_contains(r"“Wash \| it”")
        .run();
}
