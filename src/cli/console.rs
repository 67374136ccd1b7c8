//! Where results and complaints go: results to standard output in one piece, everything else to standard error. Decides
//! from the terminal and the environment whether to colour, how wide a line is and with which characters to draw.

use super::{Exit, Failure};
use crate::render::clean;
use crate::render::findings::Style;
use std::io::{self, BufRead as _, ErrorKind, IsTerminal, Read as _, Write as _};

/// When to colour.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, clap::ValueEnum)]
pub(super) enum ColorChoice {
    /// On a terminal, unless `NO_COLOR` is set
    #[default]
    Auto,
    /// Also into files and pipes
    Always,
    /// Nowhere
    Never,
}

/// The width that results have where there is no terminal, in columns.
const WIDTH: usize = 100;

/// The same for a page that is read like a letter.
const WIDTH_OF_PAGES: usize = 80;

/// Standard output and standard error.
#[derive(Debug)]
pub(super) struct Console {
    color: ColorChoice,
}

impl Console {
    pub(super) fn new(color: ColorChoice) -> Console {
        Console { color }
    }

    /// Prints a result. A reader that has gone away is no error.
    ///
    /// # Errors
    /// If the result cannot be written, as to a full disk.
    pub(super) fn print(&self, text: &str) -> Result<(), Failure> {
        let mut out = io::stdout().lock();
        match out.write_all(text.as_bytes()).and_then(|()| out.flush()) {
            Err(error) if error.kind() != ErrorKind::BrokenPipe => {
                Err(Failure::new(Exit::Internal, format!("cannot write the result: {error}")))
            }
            _ => Ok(()),
        }
    }

    /// Says on standard error what went wrong and what to do about it.
    pub(super) fn complain(&self, message: &str, help: Option<&str>) {
        let (start, end) = if self.colours(&io::stderr()) { ("\u{1b}[1;31m", "\u{1b}[0m") } else { ("", "") };
        // There is nobody left to tell if standard error is closed.
        let _ = writeln!(io::stderr(), "{start}error:{end} {}", tame(message));
        if let Some(help) = help {
            let _ = writeln!(io::stderr(), "  help: {}", tame(help));
        }
    }

    /// Says something beside the result, on standard error.
    pub(super) fn remark(&self, text: &str) {
        // There is nobody left to tell if standard error is closed.
        let _ = writeln!(io::stderr(), "{}", text.trim_end());
    }

    /// Whether somebody watches standard error, and it can be drawn on.
    pub(super) fn shows_progress(&self) -> bool {
        io::stderr().is_terminal() && !is_dumb()
    }

    /// Whether somebody can read a question and answer it.
    pub(super) fn can_ask(&self) -> bool {
        io::stdin().is_terminal() && io::stdout().is_terminal()
    }

    /// Asks, and gives the line of the answer; `None` if there is no more to read.
    ///
    /// # Errors
    /// If the question cannot be written.
    pub(super) fn ask(&self, question: &str) -> Result<Option<String>, Failure> {
        self.print(&clean(question))?;
        let mut answer = String::new();
        Ok(io::stdin().lock().take(1_000).read_line(&mut answer).ok().filter(|&bytes| bytes > 0).map(|_| answer))
    }

    /// Whether standard output is a terminal.
    pub(super) fn is_terminal(&self) -> bool {
        io::stdout().is_terminal()
    }

    /// How results are drawn.
    pub(super) fn style(&self) -> Style {
        self.style_on(&io::stdout())
    }

    /// How a page for a patient is drawn: where there is no terminal, as wide as a sheet of paper.
    pub(super) fn style_of_pages(&self) -> Style {
        let style = self.style();
        if self.is_terminal() { style } else { Style { width: WIDTH_OF_PAGES, ..style } }
    }

    /// How a page is drawn that goes to a file.
    pub(super) fn style_of_files(&self) -> Style {
        Style { width: WIDTH_OF_PAGES, colour: self.color == ColorChoice::Always, unicode: true, accepted: false }
    }

    /// How findings are drawn that stand beside a result.
    pub(super) fn style_of_remarks(&self) -> Style {
        self.style_on(&io::stderr())
    }

    fn style_on(&self, stream: &impl IsTerminal) -> Style {
        let is_terminal = stream.is_terminal();
        let width = terminal_size::terminal_size().filter(|_| is_terminal);
        Style {
            width: width.map_or(WIDTH, |(width, _)| usize::from(width.0).clamp(40, 120)),
            colour: self.colours(stream),
            unicode: !is_terminal || speaks_unicode(),
            accepted: false,
        }
    }

    fn colours(&self, stream: &impl IsTerminal) -> bool {
        match self.color {
            ColorChoice::Always => true,
            ColorChoice::Never => false,
            ColorChoice::Auto => {
                let is_set = |name| std::env::var_os(name).is_some_and(|value| !value.is_empty());
                stream.is_terminal() && !is_set("NO_COLOR") && !is_dumb()
            }
        }
    }
}

/// Lines in which nothing gives orders to the terminal, as the name of a file could.
fn tame(text: &str) -> String {
    text.lines().map(clean).collect::<Vec<_>>().join("\n")
}

/// Whether the terminal can only print.
fn is_dumb() -> bool {
    std::env::var_os("TERM").is_some_and(|term| term == "dumb")
}

/// Whether the terminal's locale is UTF-8; the first variable that is set decides, as in the C library.
fn speaks_unicode() -> bool {
    let locale = ["LC_ALL", "LC_CTYPE", "LANG"]
        .into_iter()
        .find_map(|name| std::env::var(name).ok().filter(|value| !value.is_empty()));
    locale.is_none_or(|locale| {
        let locale = locale.to_ascii_lowercase();
        locale.contains("utf-8") || locale.contains("utf8")
    })
}
