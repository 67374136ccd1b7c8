//! `carecheck explain`: the page of a finding, by its number or its name; without one, the list of all findings.

use super::console::Console;
use super::{Exit, Failure};
use crate::diagnostic::Code;
use crate::render::page;

/// Say more about a finding: what it is, why it matters, a bad and a good example
#[derive(clap::Args)]
#[command(after_help = "Examples:
  carecheck explain C0401
  carecheck explain contradiction
  carecheck explain")]
pub(super) struct Arguments {
    /// The number or the name of a finding; without it, all are listed
    #[arg(value_name = "CODE")]
    code: Option<String>,
}

/// Prints the page, or the list.
pub(super) fn run(arguments: &Arguments, console: &Console) -> Result<Exit, Failure> {
    let codes: Vec<&Code> = crate::codes().collect();
    let text = match &arguments.code {
        Some(asked) => {
            let code = find(asked, &codes)?;
            if console.is_terminal() { page::drawn(code.page, console.style()) } else { code.page.to_owned() }
        }
        None => codes.iter().map(|code| page::entry(code)).collect(),
    };
    console.print(&text)?;
    Ok(Exit::Done)
}

/// The finding that is meant; upper and lower case are the same.
fn find<'a>(asked: &str, codes: &[&'a Code]) -> Result<&'a Code, Failure> {
    let asked = asked.trim().to_lowercase();
    let words = |code: &Code| [code.id.to_lowercase(), code.name.to_owned()];
    if let Some(code) = codes.iter().find(|code| words(code).contains(&asked)) {
        return Ok(code);
    }
    let near = codes
        .iter()
        .flat_map(|code| [(code.id, code.name), (code.name, code.id)])
        .map(|(meant, other)| (strsim::damerau_levenshtein(&asked, &meant.to_lowercase()), meant, other))
        .filter(|&(distance, ..)| distance <= asked.chars().count().max(3) / 3)
        .min_by_key(|&(distance, ..)| distance);
    let failure = Failure::new(Exit::Usage, format!("there is no finding called `{asked}`"));
    Err(match near {
        Some((_, meant, other)) => failure.help(format!("did you mean `{meant}` ({other})?")),
        None => failure.help("`carecheck explain` lists all"),
    })
}
