//! Runs the program in a folder of its own and compares all that it says. What is not stated is expected to be empty.

#![expect(clippy::expect_used, reason = "a test that cannot go on may stop")]

use assert_cmd::Command;
use std::fs;
use std::path::PathBuf;
use std::process::Stdio;
use std::sync::atomic::{AtomicU32, Ordering};

/// A run of `carecheck` with these arguments, separated by blanks.
pub fn program(arguments: &str) -> Program {
    static COUNT: AtomicU32 = AtomicU32::new(0);
    let name = format!("{}-{}", std::process::id(), COUNT.fetch_add(1, Ordering::Relaxed));
    let folder = PathBuf::from(env!("CARGO_TARGET_TMPDIR")).join(name);
    // What an earlier run left may be there or not.
    let _ = fs::remove_dir_all(&folder);
    fs::create_dir_all(&folder).expect("a folder for the test");
    Program {
        arguments: arguments.split_whitespace().map(str::to_owned).collect(),
        folder,
        is_mine: true,
        env: Vec::new(),
        stdin: String::new(),
        status: 0,
        stdout: Some(String::new()),
        stderr: Some(String::new()),
        stdout_contains: Vec::new(),
        stderr_contains: Vec::new(),
    }
}

/// A run, and what is expected of it.
pub struct Program {
    arguments: Vec<String>,
    folder: PathBuf,
    /// Whether the folder goes away with this run.
    is_mine: bool,
    env: Vec<(String, String)>,
    stdin: String,
    status: i32,
    stdout: Option<String>,
    stderr: Option<String>,
    stdout_contains: Vec<String>,
    stderr_contains: Vec<String>,
}

/// A folder in which a program has run; it goes away with this.
pub struct Folder(PathBuf);

impl Folder {
    pub fn path(&self) -> &std::path::Path {
        &self.0
    }
}

impl Drop for Folder {
    fn drop(&mut self) {
        let _ = fs::remove_dir_all(&self.0);
    }
}

impl Program {
    pub fn file(self, path: &str, text: &str) -> Program {
        self.file_of_bytes(path, text.as_bytes())
    }

    pub fn file_of_bytes(self, path: &str, bytes: &[u8]) -> Program {
        fs::write(self.place(path), bytes).expect("a file for the test");
        self
    }

    /// A file of that many bytes that takes no room.
    pub fn large_file(self, path: &str, bytes: u64) -> Program {
        let file = fs::File::create(self.place(path)).expect("a file for the test");
        file.set_len(bytes).expect("a file with holes");
        self
    }

    #[cfg(unix)]
    pub fn link(self, path: &str, to: &str) -> Program {
        std::os::unix::fs::symlink(to, self.place(path)).expect("a link for the test");
        self
    }

    /// Runs in the folder of an earlier run.
    pub fn inside(mut self, folder: &Folder) -> Program {
        let _ = fs::remove_dir_all(&self.folder);
        self.folder.clone_from(&folder.0);
        self.is_mine = false;
        self
    }

    /// One more argument, which may have blanks in it.
    pub fn argument(mut self, argument: &str) -> Program {
        self.arguments.push(argument.to_owned());
        self
    }

    pub fn env(mut self, name: &str, value: &str) -> Program {
        self.env.push((name.to_owned(), value.to_owned()));
        self
    }

    pub fn stdin(mut self, text: &str) -> Program {
        text.clone_into(&mut self.stdin);
        self
    }

    pub fn status(mut self, status: i32) -> Program {
        self.status = status;
        self
    }

    pub fn stdout(mut self, text: &str) -> Program {
        self.stdout = Some(text.to_owned());
        self
    }

    pub fn stderr(mut self, text: &str) -> Program {
        self.stderr = Some(text.to_owned());
        self
    }

    /// Instead of all of standard output, something that stands in it.
    pub fn stdout_contains(mut self, text: &str) -> Program {
        self.stdout = None;
        self.stdout_contains.push(text.to_owned());
        self
    }

    /// Instead of all of standard error, something that stands in it.
    pub fn stderr_contains(mut self, text: &str) -> Program {
        self.stderr = None;
        self.stderr_contains.push(text.to_owned());
        self
    }

    /// Runs it and compares.
    pub fn run(self) -> Folder {
        let output = self.command().output().expect("the program starts");
        let (stdout, stderr) = (text(&output.stdout), text(&output.stderr));
        let all = format!("carecheck {}\n{stdout}{stderr}", self.arguments.join(" "));
        if let Some(expected) = &self.stdout {
            assert_eq!(stdout, *expected, "standard output, {all}");
        }
        if let Some(expected) = &self.stderr {
            assert_eq!(stderr, *expected, "standard error, {all}");
        }
        for part in &self.stdout_contains {
            assert!(stdout.contains(part), "standard output lacks {part:?}\n{all}");
        }
        for part in &self.stderr_contains {
            assert!(stderr.contains(part), "standard error lacks {part:?}\n{all}");
        }
        assert_eq!(output.status.code(), Some(self.status), "the exit code, {all}");
        Folder(if self.is_mine { self.folder.clone() } else { PathBuf::new() })
    }

    /// Runs it in the folder that stays, and gives what stands in a file of it then.
    pub fn file_after(self, path: &str) -> String {
        let place = self.place(path);
        let _folder = self.run();
        fs::read_to_string(place).expect("the file is there and is text")
    }

    /// Runs it and gives what it prints.
    pub fn output(self) -> String {
        let output = self.command().output().expect("the program starts");
        let _ = fs::remove_dir_all(&self.folder);
        text(&output.stdout)
    }

    /// Runs it with a pipe for its output that is closed at once, and gives its exit code.
    pub fn status_when_nobody_reads(self) -> Option<i32> {
        let mut command = std::process::Command::new(env!("CARGO_BIN_EXE_carecheck"));
        command.args(&self.arguments).current_dir(&self.folder).stdin(Stdio::null());
        let mut child = command.stdout(Stdio::piped()).stderr(Stdio::piped()).spawn().expect("the program starts");
        drop(child.stdout.take());
        let output = child.wait_with_output().expect("the program ends");
        let _ = fs::remove_dir_all(&self.folder);
        assert_eq!(text(&output.stderr), "", "standard error");
        output.status.code()
    }

    fn command(&self) -> Command {
        let mut command = Command::new(env!("CARGO_BIN_EXE_carecheck"));
        command.args(&self.arguments).current_dir(&self.folder).write_stdin(self.stdin.clone());
        for (name, _) in std::env::vars_os() {
            if name.to_string_lossy().starts_with("CARECHECK_") || name == "NO_COLOR" {
                command.env_remove(name);
            }
        }
        command.envs(self.env.iter().map(|(name, value)| (name, value)));
        command
    }

    /// Where a file of the run lies.
    pub fn place(&self, path: &str) -> PathBuf {
        let place = self.folder.join(path);
        if let Some(folder) = place.parent() {
            fs::create_dir_all(folder).expect("a folder for the test");
        }
        place
    }
}

fn text(bytes: &[u8]) -> String {
    String::from_utf8(bytes.to_vec()).expect("the program prints text")
}
