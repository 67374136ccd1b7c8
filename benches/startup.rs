//! Start-up: the processor time of `carecheck eval rules/default.care` beside that of a program that only has clap and
//! miette in it, both in one run, turn by turn. The empty program is this one, called with `--empty`.

use clap::Parser;
use std::process::{Command, Stdio};
use std::time::Instant;

/// How often each program is started.
const ROUNDS: u32 = 20;
const STARTS: u32 = 25;
/// What the issue of speed allows: at most this many times the empty program.
const GOAL: f64 = 3.0;

/// A program that does nothing
#[derive(Parser)]
struct Empty {
    /// Do nothing
    #[arg(long)]
    empty: bool,
    /// What cargo gives to every bench
    #[arg(long)]
    bench: bool,
}

fn main() -> miette::Result<()> {
    let arguments = Empty::try_parse().map_err(|error| miette::miette!("{error}"))?;
    if arguments.empty || !arguments.bench {
        return Ok(());
    }
    let this = std::env::current_exe().map_err(|error| miette::miette!("{error}"))?;
    let mut empty = Command::new(this);
    empty.arg("--empty");
    let mut eval = Command::new(env!("CARGO_BIN_EXE_carecheck"));
    eval.current_dir(env!("CARGO_MANIFEST_DIR"));
    eval.args(["eval", "rules/default.care", "--treated", "2026-11-23T14:00", "--tz", "Europe/Paris"]);

    let (mut empty_time, mut eval_time) = (0.0, 0.0);
    for _ in 0..ROUNDS {
        empty_time += time_of(&mut empty)?;
        eval_time += time_of(&mut eval)?;
    }
    let starts = f64::from(ROUNDS * STARTS);
    println!("empty clap + miette program   {:.2} ms of processor time a start", empty_time * 1000.0 / starts);
    println!("eval rules/default.care       {:.2} ms", eval_time * 1000.0 / starts);
    println!("ratio                         {:.2} (goal: at most {GOAL})", eval_time / empty_time);
    Ok(())
}

/// The processor time of [`STARTS`] starts, in seconds.
fn time_of(command: &mut Command) -> miette::Result<f64> {
    let before = Clock::now();
    for _ in 0..STARTS {
        let status = command.stdout(Stdio::null()).stderr(Stdio::null()).status();
        let status = status.map_err(|error| miette::miette!("{error}"))?;
        if !status.success() {
            return Err(miette::miette!("{command:?}: {status}"));
        }
    }
    Ok(before.elapsed())
}

/// The processor time of the children on Linux; elsewhere the time on the wall.
struct Clock {
    of_children: Option<f64>,
    on_the_wall: Instant,
}

impl Clock {
    fn now() -> Clock {
        Clock { of_children: of_children(), on_the_wall: Instant::now() }
    }

    fn elapsed(&self) -> f64 {
        match (self.of_children, of_children()) {
            (Some(before), Some(now)) => now - before,
            _ => self.on_the_wall.elapsed().as_secs_f64(),
        }
    }
}

/// User and system time of the children that have ended, in seconds: fields 16 and 17 of `/proc/self/stat`, which Linux
/// counts in hundredths.
fn of_children() -> Option<f64> {
    let stat = std::fs::read_to_string("/proc/self/stat").ok()?;
    let after_name = stat.rsplit_once(')')?.1;
    let mut fields = after_name.split_whitespace().skip(13);
    let user: f64 = fields.next()?.parse().ok()?;
    let system: f64 = fields.next()?.parse().ok()?;
    Some((user + system) / 100.0)
}
