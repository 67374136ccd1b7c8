//! `carecheck check`: all findings of files and folders, in the format that is asked for. Decides only the exit code.

use super::baseline::Baseline;
use super::changes::ChangeArguments;
use super::console::Console;
use super::load::{Input, Loaded, Translations, load_changed, read_some};
use super::{Exit, Failure, parallel, together};
use crate::diagnostic::{self, Diagnostic, Severity};
use crate::model::Model;
use crate::render::findings::{self, Format, Style};
use crate::source::FileId;
use clap::builder::PossibleValue;
use std::collections::BTreeMap;
use std::path::{Path, PathBuf};

/// Find what is wrong in rule files
///
/// Reads the files, and the `.care` files in the folders at any depth, and reports every finding: what cannot be read,
/// names that mean nothing, and rules that contradict each other. Hidden folders and folders called `target` are passed
/// over. A file may `use` others from the folder that was given, or from the current one.
#[derive(clap::Args)]
#[command(after_help = "Examples:
  carecheck check
  carecheck check rules/default.care --deny-warnings
  carecheck check --format short - < new.care
  carecheck check a.care --change 'replace no_heat because \"deep setting\" with avoid heat until +72h'
  carecheck check --together botox.care peel.care")]
pub(super) struct Arguments {
    /// Files and folders; `-` is standard input
    #[arg(value_name = "PATH", default_value = ".")]
    paths: Vec<PathBuf>,
    /// Check the sheets against each other too, every two of them, as sheets that one patient follows
    ///
    /// Each has a treatment of its own; a folder gives all its sheets. Says how far apart the treatments are where the
    /// sheets clash.
    #[arg(long, env = "CARECHECK_TOGETHER", hide_env_values = true)]
    together: bool,
    /// Look at how hard the patient's page of each sheet is to read, for sheets in English
    #[arg(long, env = "CARECHECK_READING", hide_env_values = true)]
    reading: bool,
    #[command(flatten)]
    changes: ChangeArguments,
    /// How to write the findings
    #[arg(long, value_enum, default_value_t = Format::Human, env = "CARECHECK_CHECK_FORMAT", hide_env_values = true)]
    format: Format,
    /// The least severity that makes the exit code 1
    #[arg(long, value_enum, default_value_t = Gate::Error, value_name = "SEVERITY", env = "CARECHECK_FAIL_ON", hide_env_values = true)]
    fail_on: Gate,
    /// The same as `--fail-on warning`
    #[arg(long, env = "CARECHECK_DENY_WARNINGS", hide_env_values = true)]
    deny_warnings: bool,
    /// List what is accepted in the files too
    #[arg(long, env = "CARECHECK_SHOW_ACCEPTED", hide_env_values = true)]
    show_accepted: bool,
    /// Do not report the findings that this baseline lists
    #[arg(long, value_name = "FILE", env = "CARECHECK_BASELINE", hide_env_values = true)]
    baseline: Option<PathBuf>,
    /// Write a baseline of all findings about rules, and report the rest
    #[arg(long, value_name = "FILE", conflicts_with = "baseline")]
    write_baseline: Option<PathBuf>,
    /// The name that reports give to standard input; what it uses is looked for beside that
    #[arg(long, value_name = "NAME", env = "CARECHECK_STDIN_FILENAME", hide_env_values = true)]
    stdin_filename: Option<String>,
}

impl clap::ValueEnum for Format {
    fn value_variants<'a>() -> &'a [Format] {
        use Format::{Github, Human, Json, Junit, Plain, Sarif, Short};
        &[Human, Plain, Short, Json, Sarif, Junit, Github]
    }

    fn to_possible_value(&self) -> Option<PossibleValue> {
        let (name, help) = match self {
            Format::Human => ("human", "Drawn, with the lines of the file"),
            Format::Plain => ("plain", "In sentences, for screen readers"),
            Format::Short => ("short", "One line a finding"),
            Format::Json => ("json", "For programs: carecheck.findings/1"),
            Format::Sarif => ("sarif", "SARIF 2.1.0, for code hosts and editors"),
            Format::Junit => ("junit", "JUnit's XML, for build servers"),
            Format::Github => ("github", "Annotations for GitHub Actions"),
        };
        Some(PossibleValue::new(name).help(help))
    }
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
    let loaded = load_changed(&inputs, &arguments.changes.change, Translations::All, console)?;
    let Some(mut loaded) = read_some(loaded, console) else { return Ok(Exit::Unreadable) };
    let pairs = if arguments.together { together::pairs(&loaded, &arguments.paths, console)? } else { Vec::new() };
    // What is changed has findings of its own, beside those of the sheet.
    loaded.asked.extend(loaded.unit.over.values());
    let mut findings = all_findings(&loaded, &pairs, arguments.reading, console);
    let all_read = !is_unreadable(&loaded);
    if let Some(path) = &arguments.write_baseline {
        write_baseline(path, &mut findings, all_read, console)?;
    } else if let Some(path) = &arguments.baseline {
        apply_baseline(path, &mut findings, all_read, console)?;
    }
    let style = Style { accepted: arguments.show_accepted, ..console.style() };
    console.print(&findings::render(arguments.format, &findings, &loaded.sources, style))?;
    Ok(exit(&loaded, &findings, arguments))
}

/// What is wrong with the texts, with what each sheet means, and with what every two of `pairs` mean together, sorted by
/// place. Sheets share vocabularies, and what is wrong there is said once.
fn all_findings(loaded: &Loaded, pairs: &[(FileId, FileId)], reading: bool, console: &Console) -> Vec<Diagnostic> {
    let mut findings = loaded.findings.clone();
    let analyse = |&root: &FileId| {
        let (model, mut findings) = crate::analyse(&loaded.sources, &loaded.unit, root);
        findings.extend(reading.then(|| crate::analyse_reading(&loaded.sources, &model)).flatten());
        ((!pairs.is_empty()).then_some((root, model)), findings)
    };
    let (models, alone): (Vec<_>, Vec<_>) =
        parallel::map(console, "checking", &loaded.asked, analyse).into_iter().unzip();
    let models: BTreeMap<FileId, Model> = models.into_iter().flatten().collect();
    findings.extend(alone.into_iter().flatten());
    let together = |(first, second): &(FileId, FileId)| {
        crate::analyse_together(&loaded.sources, models.get(first)?, models.get(second)?)
    };
    findings.extend(parallel::map(console, "checking together", pairs, together).into_iter().flatten().flatten());
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
    exit_of(is_unreadable(loaded), findings, gate)
}

/// What cannot be read or parsed weighs more than what is found in the rest; what is accepted does not weigh.
pub(super) fn exit_of(cannot_read: bool, findings: &[Diagnostic], gate: Severity) -> Exit {
    let counts = |finding: &Diagnostic| finding.accepted.is_none() && finding.severity >= gate;
    if cannot_read {
        Exit::Unreadable
    } else if findings.iter().any(|finding| finding.accepted.is_none() && finding.code.name == "undecided") {
        // A limit was reached: that nothing else was found means nothing.
        Exit::Internal
    } else if findings.iter().any(counts) {
        Exit::Findings
    } else {
        Exit::Done
    }
}

/// Whether something was not read, or could not be parsed.
fn is_unreadable(loaded: &Loaded) -> bool {
    !loaded.unreadable.is_empty() || loaded.findings.iter().any(|finding| finding.severity == Severity::Error)
}

/// Writes a baseline of what is found and leaves the rest.
fn write_baseline(
    path: &Path,
    findings: &mut Vec<Diagnostic>,
    all_read: bool,
    console: &Console,
) -> Result<(), Failure> {
    if !all_read {
        console.remark("note: no baseline is written, because not everything could be read");
        return Ok(());
    }
    let baseline = Baseline::of(findings);
    baseline.write(path)?;
    baseline.apply(findings);
    let plural = if baseline.len() == 1 { "" } else { "s" };
    console.remark(&format!("note: wrote {} finding{plural} to `{}`", baseline.len(), path.display()));
    Ok(())
}

/// Leaves what the baseline does not list, and says what it lists in vain.
fn apply_baseline(
    path: &Path,
    findings: &mut Vec<Diagnostic>,
    all_read: bool,
    console: &Console,
) -> Result<(), Failure> {
    let applied = Baseline::read(path)?.apply(findings);
    let path = path.display();
    if applied.known > 0 {
        let (plural, are) = if applied.known == 1 { ("", "is") } else { ("s", "are") };
        console.remark(&format!("note: {} finding{plural} of `{path}` {are} not reported", applied.known));
    }
    // What could not be read may still hold them.
    if all_read && !applied.stale.is_empty() {
        console.remark(&format!(
            "note: `{path}` lists what is not found any more; write it anew with `--write-baseline {path}`\n  {}",
            applied.stale.join("\n  ")
        ));
    }
    Ok(())
}
