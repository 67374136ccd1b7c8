//! Many independent pieces of work → their results, in the order of the pieces: what is printed must not show which of
//! them was done first. Work that takes long shows on a terminal how far it is.

use super::console::Console;
use indicatif::{ProgressBar, ProgressDrawTarget, ProgressStyle};
use rayon::prelude::*;
use std::sync::mpsc::{RecvTimeoutError, channel};
use std::thread;
use std::time::Duration;

/// The stack of a thread, in bytes: that of a main thread, for files nest as deep on every thread.
const STACK: usize = 8 * 1024 * 1024;

/// How long work may take before it is worth showing.
const PATIENCE: Duration = Duration::from_secs(1);

/// Does `work` for each piece, on all cores; `doing` says what is being done.
pub(super) fn map<'t, T: Sync, R: Send>(
    console: &Console,
    doing: &'static str,
    pieces: &'t [T],
    work: impl Fn(&'t T) -> R + Sync,
) -> Vec<R> {
    let bar = ProgressBar::with_draw_target(Some(pieces.len() as u64), ProgressDrawTarget::hidden());
    let counted = |piece: &'t T| {
        let result = work(piece);
        bar.inc(1);
        result
    };
    while_showing(console, doing, &bar, || {
        // Threads are not worth their start for one file. Where there can be none, the work is done all the same.
        let pool = (pieces.len() > 1).then(|| rayon::ThreadPoolBuilder::new().stack_size(STACK).build());
        match pool {
            Some(Ok(pool)) => pool.install(|| pieces.par_iter().map(counted).collect()),
            _ => pieces.iter().map(counted).collect(),
        }
    })
}

/// Does the work and draws the bar beside it once the patience is over.
fn while_showing<R>(console: &Console, doing: &'static str, bar: &ProgressBar, work: impl FnOnce() -> R) -> R {
    if !console.shows_progress() {
        return work();
    }
    if let Ok(style) = ProgressStyle::with_template("{msg} {bar:24} {pos} of {len}") {
        bar.set_style(style);
    }
    bar.set_message(doing);
    let (done, wait) = channel::<()>();
    let result = thread::scope(|scope| {
        scope.spawn(move || {
            if wait.recv_timeout(PATIENCE) == Err(RecvTimeoutError::Timeout) {
                bar.set_draw_target(ProgressDrawTarget::stderr());
                bar.enable_steady_tick(PATIENCE / 5);
            }
        });
        let result = work();
        drop(done);
        result
    });
    bar.finish_and_clear();
    result
}
