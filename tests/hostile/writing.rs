//! What is personal goes to the output and nowhere else, and a file that cannot be written stays as it was.

use std::fs;
use std::path::{Path, PathBuf};
use std::process::{Command, Output};

use assert_cmd::cargo::CommandCargoExt as _;

const SHEET: &str = "treatment peel \"Chemical peel\"\nactivity sauna \"saunas\"\navoid sauna until +48h\n";

/// A folder of its own, which goes away.
struct Folder(PathBuf);

impl Folder {
    fn new(name: &str) -> Folder {
        let path = Path::new(env!("CARGO_TARGET_TMPDIR")).join(format!("hostile-{name}-{}", std::process::id()));
        // What an earlier run left may be there or not.
        let _ = fs::remove_dir_all(&path);
        for folder in ["home", "tmp", "work"] {
            fs::create_dir_all(path.join(folder)).unwrap();
        }
        fs::write(path.join("work/peel.care"), SHEET).unwrap();
        Folder(path)
    }

    fn run(&self, arguments: &[&str]) -> Output {
        let mut command = Command::cargo_bin("carecheck").unwrap();
        command.args(arguments);
        self.output(command)
    }

    fn output(&self, mut command: Command) -> Output {
        command.current_dir(self.0.join("work")).env_clear();
        for name in ["HOME", "XDG_CONFIG_HOME", "XDG_CACHE_HOME", "XDG_DATA_HOME", "XDG_STATE_HOME"] {
            command.env(name, self.0.join("home"));
        }
        command.env("TMPDIR", self.0.join("tmp")).env("CARECHECK_TZ", "Europe/Paris").output().unwrap()
    }

    /// Every file below it.
    fn files(&self) -> Vec<PathBuf> {
        let mut found = Vec::new();
        let mut folders = vec![self.0.clone()];
        while let Some(folder) = folders.pop() {
            for entry in fs::read_dir(folder).unwrap() {
                let path = entry.unwrap().path();
                if path.is_dir() { folders.push(path) } else { found.push(path) }
            }
        }
        found.sort();
        found
    }
}

impl Drop for Folder {
    fn drop(&mut self) {
        let _ = fs::remove_dir_all(&self.0);
    }
}

const TREATED: &[&str] = &["--treated", "2026-11-23T14:00"];

#[test]
fn nothing_is_written_but_the_output() {
    let folder = Folder::new("traces");
    let before = folder.files();
    let mut all: Vec<Vec<&str>> = ["text", "json", "markdown", "message", "html", "svg", "ics"]
        .into_iter()
        .map(|format| vec!["eval", "peel.care", "--now", "2026-11-24T09:00", "--format", format])
        .collect();
    all.push(vec!["ask", "peel.care", "--at", "2026-11-24T09:00"]);
    all.push(vec!["ask", "peel.care", "sauna", "--when", "--at", "2026-11-24T09:00"]);
    for arguments in all {
        let output = folder.run(&[&arguments, TREATED].concat());
        assert!(output.status.success() && !output.stdout.is_empty() && output.stderr.is_empty(), "{output:?}");
        assert_eq!(folder.files(), before, "{arguments:?}");
    }
    let output = folder.run(&[&["eval", "peel.care", "-o", "plan.txt"], TREATED].concat());
    assert!(output.status.success() && output.stdout.is_empty(), "{output:?}");
    let mut after = before;
    after.push(folder.0.join("work/plan.txt"));
    after.sort();
    assert_eq!(folder.files(), after);
}

#[test]
fn what_cannot_be_written_leaves_the_old_file() {
    let folder = Folder::new("kept");
    let place = folder.0.join("work/place");
    fs::create_dir(&place).unwrap();
    fs::write(place.join("old.txt"), "old").unwrap();
    let before = folder.files();
    for output in ["place", "nowhere/plan.txt", "peel.care/plan.txt"] {
        let output = folder.run(&[&["eval", "peel.care", "-o", output], TREATED].concat());
        assert_eq!(output.status.code(), Some(3), "{output:?}");
        let complaint = String::from_utf8_lossy(&output.stderr);
        assert!(output.stdout.is_empty() && complaint.starts_with("error: cannot write"), "{complaint}");
        assert_eq!(folder.files(), before);
    }
    assert_eq!(fs::read_to_string(place.join("old.txt")).unwrap(), "old");
}

/// A program that may write no more than 512 or 1,024 bytes, as on a disk that is full, and is told so or killed.
#[cfg(unix)]
#[test]
fn a_write_that_fails_in_the_middle_leaves_the_old_file() {
    for (signal, left_over) in [("trap '' XFSZ; ", 0), ("", 1)] {
        let folder = Folder::new(if left_over == 0 { "full" } else { "killed" });
        fs::write(folder.0.join("work/plan.json"), "old").unwrap();
        let before = folder.files();
        let program = Command::cargo_bin("carecheck").unwrap();
        let mut shell = Command::new("/bin/sh");
        let line = format!(
            "{signal}ulimit -c 0; ulimit -f 1; exec \"$0\" eval peel.care --format json -o plan.json --treated 2026-11-23T14:00"
        );
        shell.args(["-c", &line]).arg(program.get_program());
        let output = folder.output(shell);
        assert!(!output.status.success(), "{output:?}");
        assert_eq!(fs::read_to_string(folder.0.join("work/plan.json")).unwrap(), "old");
        // What is killed cannot tidy up; what it leaves has another name.
        let new: Vec<PathBuf> = folder.files().into_iter().filter(|file| !before.contains(file)).collect();
        assert!(
            new.len() <= left_over && new.iter().all(|file| file.extension().is_some_and(|part| part == "part")),
            "{new:?}"
        );
    }
}

#[cfg(unix)]
#[test]
fn the_name_of_a_file_gives_no_orders() {
    use std::os::unix::fs::PermissionsExt as _;
    let folder = Folder::new("names");
    let name = "a\u{1b}[31m\u{202e}<b>\nx.care";
    fs::write(folder.0.join("work").join(name), "avoid sauna until\navoid sauna util +2d\n").unwrap();
    let with_a_warning = format!("{SHEET}avoid makeup until +2d\n");
    fs::write(folder.0.join("work").join(format!("good{name}")), with_a_warning).unwrap();
    let good = format!("good{name}");
    let at = ["--at", "2026-11-24T09:00"];
    let mut runs: Vec<Vec<&str>> =
        vec![vec!["check"], vec!["check", name], vec!["eval", name], vec!["fix", "--dry-run"]];
    for format in ["human", "plain", "short", "json", "sarif", "junit", "github"] {
        runs.push(vec!["check", "--format", format]);
    }
    for format in ["text", "json", "markdown", "message", "html", "svg", "ics"] {
        runs.push([&["eval", &good, "--format", format, "--now", "2026-11-24T09:00"], TREATED].concat());
    }
    runs.push([&["ask", &good, "sauna"], TREATED, &at].concat());
    runs.push([&["ask", &good], TREATED, &at].concat());
    runs.push(vec!["eval", "missing\u{1b}[31m.care"]);
    for arguments in runs {
        let output = folder.run(&arguments);
        for text in [output.stdout, output.stderr] {
            let text = String::from_utf8(text).unwrap().replace("\r\n", "\n");
            let unsafe_one = text.chars().find(|&c| !super::is_safe(c));
            assert!(unsafe_one.is_none(), "{arguments:?}: {unsafe_one:?} in {text}");
        }
    }
    // A folder in which nothing can be written is no hindrance.
    let work = folder.0.join("work");
    fs::set_permissions(&work, fs::Permissions::from_mode(0o555)).unwrap();
    let output = folder.run(&[&["eval", "peel.care"], TREATED].concat());
    fs::set_permissions(&work, fs::Permissions::from_mode(0o755)).unwrap();
    assert!(output.status.success(), "{output:?}");
}
