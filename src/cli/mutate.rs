//! `carecheck mutate`: small edits of sheets, and which of them their tests would not notice.

use super::console::Console;
use super::load::{Input, Translations};
use super::sheet::Sheets;
use super::{Exit, Failure, parallel, sheet};
use crate::cases::{self, Fate, Mutant, Report, Sheet};
use crate::render::{clean, mutated};
use crate::source::{FileId, Sources};
use std::path::PathBuf;

/// How many mutants are tried in one run.
const MAX_MUTANTS: usize = 20_000;

/// How many bytes are read in one run: each mutant is its whole file read again.
const MAX_BYTES: usize = 2 * 1024 * 1024 * 1024;

/// Find wrong numbers that the tests would not notice
///
/// Makes small edits, one at a time: shifts each bound by the smallest step, changes a unit, puts one construct in the
/// place of another, leaves out a rule, an exception, a condition or a clause. Each edited text is read again and its
/// tests are run; an edit after which they all pass survives, and is listed. What changes nothing is left out. Only the
/// files that are named are edited, never what they `use`, and nothing is written.
#[derive(clap::Args)]
#[command(after_help = "Examples:
  carecheck mutate rules/default.care
  carecheck mutate rules/default.care --filter makeup
  carecheck mutate rules/default.care --filter 90..120 --format short")]
pub(super) struct Arguments {
    /// Files and folders; `-` is standard input
    #[arg(value_name = "PATH", default_value = ".")]
    paths: Vec<PathBuf>,
    /// Edit only this line (`24`), these lines (`24..40`), or statements that hold this text
    #[arg(long, value_name = "LINES|TEXT", env = "CARECHECK_FILTER", hide_env_values = true)]
    filter: Option<String>,
    /// How to write the survivors
    #[arg(long, value_enum, default_value_t = Format::Human, env = "CARECHECK_MUTATE_FORMAT", hide_env_values = true)]
    format: Format,
    /// The name of standard input; what it uses is looked for beside that
    #[arg(long, value_name = "NAME", env = "CARECHECK_STDIN_FILENAME", hide_env_values = true)]
    stdin_filename: Option<String>,
}

#[derive(Clone, Copy, clap::ValueEnum)]
enum Format {
    /// For people
    #[value(alias = "text")]
    Human,
    /// One line a survivor
    Short,
    /// All mutants, for programs
    Json,
}

/// Tries the mutants and prints those that survive.
pub(super) fn run(arguments: &Arguments, console: &Console) -> Result<Exit, Failure> {
    let stdin_filename = arguments.stdin_filename.as_deref();
    let inputs: Vec<Input> = arguments.paths.iter().map(|path| Input::of(path, stdin_filename)).collect();
    let sheets = sheet::read_all(&inputs, &[], Translations::Into(None), console)?;
    let reports = try_all(&sheets, arguments.filter.as_deref(), console)?;
    console.print(&match arguments.format {
        Format::Human => mutated::text(&reports, &sheets.sources, console.style()),
        Format::Short => mutated::short(&reports, &sheets.sources),
        Format::Json => mutated::json(&reports, &sheets.sources),
    })?;
    let survives = |(_, fate): &(Mutant, Fate)| matches!(fate, Fate::Survived(_));
    let any = reports.iter().any(|report| report.tried.iter().any(survives));
    if any && matches!(arguments.format, Format::Human) {
        console.remark("`carecheck test --generate` with the same files writes tests that would notice them");
    }
    Ok(if any { Exit::Findings } else { Exit::Done })
}

/// What becomes of every mutant of the sheets.
///
/// # Errors
/// If a test fails as the sheets are, or if there is too much to do.
pub(super) fn try_all(sheets: &Sheets, filter: Option<&str>, console: &Console) -> Result<Vec<Report>, Failure> {
    let mut work: Vec<(Sheet<'_>, Mutant)> = Vec::new();
    let mut bytes = 0_usize;
    for (model, &root) in sheets.models.iter().zip(&sheets.roots) {
        let sheet = Sheet { sources: &sheets.sources, unit: &sheets.unit, root, model };
        if let Some(test) = cases::failing(sheet).first() {
            let name = clean(sheets.sources.file(root).name()).into_owned();
            let message = format!("the test \"{}\" of `{name}` fails before anything is changed", clean(test));
            return Err(Failure::new(Exit::Findings, message).help("`carecheck test` shows why; mend it first"));
        }
        let made = mutants_of(sheets, root, filter);
        bytes = bytes.saturating_add(made.len().saturating_mul(sheets.sources.file(root).text().len()));
        work.extend(made.into_iter().map(|mutant| (sheet, mutant)));
    }
    if work.len() > MAX_MUTANTS || bytes > MAX_BYTES {
        let message = format!("{} mutants are too many for one run", work.len());
        return Err(Failure::new(Exit::Internal, message)
            .help("name fewer files, or some lines: `--filter 1..200`; each mutant is its whole file read again"));
    }
    let fates = parallel::map(console, "trying mutants", &work, |(sheet, mutant)| cases::judge(*sheet, mutant));
    let mut tried = work.into_iter().map(|(sheet, mutant)| (sheet.root, mutant)).zip(fates).peekable();
    let reports = sheets.roots.iter().map(|&root| {
        let mut report = Report { tried: Vec::new() };
        while let Some(((_, mutant), fate)) = tried.next_if(|((of, _), _)| *of == root) {
            report.tried.push((mutant, fate));
        }
        report
    });
    Ok(reports.collect())
}

fn mutants_of(sheets: &Sheets, root: FileId, filter: Option<&str>) -> Vec<Mutant> {
    let Some(tree) = sheets.unit.file(root) else { return Vec::new() };
    let mut made = cases::mutants(tree, sheets.sources.file(root));
    if let Some(filter) = filter {
        made.retain(|mutant| fits(filter, mutant, &sheets.sources));
    }
    made
}

/// Whether a mutant lies in the lines of a filter, or in a statement that holds its text.
fn fits(filter: &str, mutant: &Mutant, sources: &Sources) -> bool {
    let (from, to) = filter.split_once("..").unwrap_or((filter, filter));
    match (from.trim().parse::<u32>(), to.trim().parse::<u32>()) {
        (Ok(from), Ok(to)) => {
            let line = sources.file(mutant.place.file).line_column(mutant.place.span.start).line;
            (from..=to).contains(&line)
        }
        _ => sources.slice(mutant.statement).contains(filter),
    }
}
