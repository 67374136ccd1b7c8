//! `carecheck check`: all findings of files and folders, in the format that is asked for. Decides only the exit code.

use super::console::Console;
use super::load::{Input, Loaded, load};
use super::{Exit, Failure, parallel};
use crate::diagnostic::{self, Diagnostic, Severity};
use crate::render::findings::{self, Format};
use crate::source::FileId;
use std::path::PathBuf;

/// Find what is wrong in rule files
///
/// Reads the files, and the `.care` files in the folders at any depth, and reports every finding: what cannot be read,
/// names that mean nothing, and rules that contradict each other. Hidden folders and folders called `target` are passed
/// over. A file may `use` others from the folder that was given, or from the current one.
#[derive(clap::Args)]
#[command(after_help = "Examples:
  carecheck check
  carecheck check rules/default.care --deny-warnings
  carecheck check --format short - < new.care")]
pub(super) struct Arguments {
    /// Files and folders; `-` is standard input
    #[arg(value_name = "PATH", default_value = ".")]
    paths: Vec<PathBuf>,
    /// How to write the findings
    #[arg(long, value_enum, default_value_t = FormatChoice::Human, env = "CARECHECK_CHECK_FORMAT", hide_env_values = true)]
    format: FormatChoice,
    /// The least severity that makes the exit code 1
    #[arg(long, value_enum, default_value_t = Gate::Error, value_name = "SEVERITY", env = "CARECHECK_FAIL_ON", hide_env_values = true)]
    fail_on: Gate,
    /// The same as `--fail-on warning`
    #[arg(long, env = "CARECHECK_DENY_WARNINGS", hide_env_values = true)]
    deny_warnings: bool,
    /// The name that reports give to standard input; what it uses is looked for beside that
    #[arg(long, value_name = "NAME", env = "CARECHECK_STDIN_FILENAME", hide_env_values = true)]
    stdin_filename: Option<String>,
}

#[derive(Clone, Copy, clap::ValueEnum)]
enum FormatChoice {
    /// Drawn, with the lines of the file
    Human,
    /// In sentences, for screen readers
    Plain,
    /// One line a finding
    Short,
    /// For programs: carecheck.findings/1
    Json,
    /// SARIF 2.1.0, for code hosts and editors
    Sarif,
    /// JUnit's XML, for build servers
    Junit,
    /// Annotations for GitHub Actions
    Github,
}

#[derive(Clone, Copy, clap::ValueEnum)]
enum Gate {
    Error,
    Warning,
    Note,
}

/// Checks and prints.
pub(super) fn run(arguments: &Arguments, console: &Console) -> Result<Exit, Failure> {
    let inputs: Vec<Input> =
        arguments.paths.iter().map(|path| Input::of(path, arguments.stdin_filename.as_deref())).collect();
    let loaded = load(&inputs, console);
    for unreadable in &loaded.unreadable {
        console.complain(unreadable, None);
    }
    if loaded.asked.is_empty() {
        return Ok(Exit::Unreadable);
    }
    let findings = all_findings(&loaded, console);
    let format = match arguments.format {
        FormatChoice::Human => Format::Human,
        FormatChoice::Plain => Format::Plain,
        FormatChoice::Short => Format::Short,
        FormatChoice::Json => Format::Json,
        FormatChoice::Sarif => Format::Sarif,
        FormatChoice::Junit => Format::Junit,
        FormatChoice::Github => Format::Github,
    };
    console.print(&findings::render(format, &findings, &loaded.sources, console.style()))?;
    Ok(exit(&loaded, &findings, arguments))
}

/// What is wrong with the texts and with what each sheet means, sorted by place. Sheets share vocabularies, and what is
/// wrong there is said once.
fn all_findings(loaded: &Loaded, console: &Console) -> Vec<Diagnostic> {
    let mut findings = loaded.findings.clone();
    let analyse = |&root: &FileId| crate::analyse(&loaded.sources, &loaded.unit, root).1;
    findings.extend(parallel::map(console, "checking", &loaded.asked, analyse).into_iter().flatten());
    diagnostic::sort(&mut findings);
    findings.dedup();
    findings
}

fn exit(loaded: &Loaded, findings: &[Diagnostic], arguments: &Arguments) -> Exit {
    let gate = match arguments.fail_on {
        Gate::Note => Severity::Note,
        Gate::Error if !arguments.deny_warnings => Severity::Error,
        _ => Severity::Warning,
    };
    let is_error = |finding: &Diagnostic| finding.severity == Severity::Error;
    exit_of(!loaded.unreadable.is_empty() || loaded.findings.iter().any(is_error), findings, gate)
}

/// What cannot be read or parsed weighs more than what is found in the rest.
pub(super) fn exit_of(cannot_read: bool, findings: &[Diagnostic], gate: Severity) -> Exit {
    if cannot_read {
        Exit::Unreadable
    } else if findings.iter().any(|finding| finding.severity >= gate) {
        Exit::Findings
    } else {
        Exit::Done
    }
}
