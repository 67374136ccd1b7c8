//! `snapshot --review` on a terminal: asks for each plan that changed, and writes what is accepted.

#![expect(clippy::unwrap_used, reason = "a test that cannot go on may stop")]

use super::program::{Folder, program};
use portable_pty::{CommandBuilder, PtySize, native_pty_system};
use std::fs;
use std::io::{Read, Write};

const PEEL: &str = "treatment peel \"Peel\"\nactivity heat \"heat\"\navoid heat until +48h\n";
const WAX: &str = "treatment wax \"Wax\"\nactivity sun \"the sun\"\navoid sun until +3d\n";

/// Two sheets whose plans are stored, each with a time that has changed since.
fn changed() -> Folder {
    let folder = program("snapshot")
        .file("peel.care", PEEL)
        .file("wax.care", WAX)
        .stdout("stored snapshots/peel.plan\nstored snapshots/wax.plan\n2 sheets: 2 new\n")
        .run();
    fs::write(folder.path().join("peel.care"), PEEL.replace("+48h", "+24h")).unwrap();
    fs::write(folder.path().join("wax.care"), WAX.replace("+3d", "+4d")).unwrap();
    folder
}

fn plans(folder: &Folder) -> [String; 2] {
    ["peel", "wax"].map(|name| fs::read_to_string(folder.path().join(format!("snapshots/{name}.plan"))).unwrap())
}

/// What a terminal shows on which these lines are typed, and how the program ends.
fn answered(folder: &Folder, typed: &str) -> (String, u32) {
    let terminal = native_pty_system().openpty(PtySize { rows: 50, cols: 120, ..PtySize::default() }).unwrap();
    let mut command = CommandBuilder::new(env!("CARGO_BIN_EXE_carecheck"));
    command.args(["snapshot", "--review", "--color", "never"]);
    command.cwd(folder.path());
    let mut running = terminal.slave.spawn_command(command).unwrap();
    drop(terminal.slave);
    let mut reader = terminal.master.try_clone_reader().unwrap();
    terminal.master.take_writer().unwrap().write_all(typed.as_bytes()).unwrap();
    let (mut shown, mut some) = (Vec::new(), [0; 4_096]);
    // A terminal whose program has ended gives an error on Linux, and nothing elsewhere.
    while let Ok(count @ 1..) = reader.read(&mut some) {
        shown.extend(some.iter().take(count));
    }
    let shown = String::from_utf8_lossy(&shown).replace('\r', "");
    (shown, running.wait().unwrap().exit_code())
}

#[test]
fn each_is_asked_for_and_what_is_accepted_is_stored() {
    let folder = changed();
    let before = plans(&folder);
    let (shown, status) = answered(&folder, "what?\nr\na\n");
    assert!(shown.contains("looser: `heat` is not stated from +24h to +48h"), "{shown}");
    assert!(shown.contains("store this in snapshots/peel.plan? [a]ccept, [r]eject, [s]kip, [q]uit: "), "{shown}");
    assert!(shown.contains("please answer with one of the letters"), "{shown}");
    assert!(shown.contains("stricter: `sun` is avoided from +3d to +4d"), "{shown}");
    assert!(shown.contains("2 sheets: 1 accepted, 1 rejected; what is rejected stays as it was"), "{shown}");
    assert_eq!(status, 1);
    let after = plans(&folder);
    assert_eq!(after[0], before[0]);
    assert!(after[1] != before[1] && after[1].contains("+4d"), "{}", after[1]);
    let (shown, status) = answered(&folder, "accept\n");
    assert!(shown.ends_with("2 sheets: 1 accepted, 1 as stored\n"), "{shown}");
    assert_eq!(status, 0);
    program("test").inside(&folder).stdout("2 stored plans: nothing has changed\n").run();
}

#[test]
fn who_quits_or_skips_leaves_all_as_it_was() {
    let folder = changed();
    let before = plans(&folder);
    for (typed, asked) in [("q\n", 1), ("s\ns\n", 2), ("\u{4}", 1)] {
        let (shown, status) = answered(&folder, typed);
        assert_eq!(shown.matches("[q]uit: ").count(), asked, "{shown}");
        assert!(shown.contains("2 sheets: 2 skipped"), "{shown}");
        assert_eq!((status, plans(&folder)), (1, before.clone()));
    }
}
