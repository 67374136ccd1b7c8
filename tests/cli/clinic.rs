//! `eval --clinic`: what the clinic's file may say, and what it is told where it says something else.

use super::program::program;

const SHEET: &str = "activity sauna \"saunas\"\navoid sauna until +48h\n";
const ASKED: &str = "eval a.care --treated 2026-11-23T14:00 --tz Europe/Paris --clinic clinic.toml";

fn with(clinic: &str, format: &str) -> crate::program::Program {
    program(&format!("{ASKED} --format {format}")).file("a.care", SHEET).file("clinic.toml", clinic)
}

#[test]
fn a_clinic_stands_on_its_pages() {
    let clinic = "name = \"A & B\"\nphone = \"+33 1 23\"\ncolour = \"#1a6b5a\"\n";
    with(clinic, "html").stdout_contains("A &#38; B").stdout_contains("href=\"tel:+33123\"").run();
    with(clinic, "html").stdout_contains("--brand: #1a6b5a").run();
    with(clinic, "text").stdout_contains("Whom to call\n  A & B\n  +33 1 23\n").run();
}

#[test]
fn what_it_must_not_say_is_refused_with_its_place() {
    let refused = [
        ("", "clinic.toml:1:1: the clinic has no name\n  help: write `name = \"Riverside Dermatology\"`"),
        (
            "name = \"A\"\nfone = \"1\"\n",
            "clinic.toml:2:1: `fone` is no field of a clinic's file\n  help: did you mean `phone`?",
        ),
        (
            "name = \"A\"\ncolor = \"#000000\"\n",
            "2:1: `color` is no field of a clinic's file\n  help: did you mean `colour`?",
        ),
        ("name = \"A\"\ncolour = \"red\"\n", "2:10: `colour` is no colour: `red`\n  help: write `#` and six digits"),
        ("name = \"A\"\ncolour = \"#f90\"\n", "2:10: `colour` is no colour: `#f90`"),
        (
            "name = \"A\"\ncolour = \"#ff9900\"\n",
            "`colour` is too pale to be read on white: its contrast is 2.1:1, and must be 4.5:1\n  help: write `\"#ab6600\"`",
        ),
        ("name = \"A\"\nweb = \"javascript:alert(1)\"\n", "2:7: `web` is no address of a page: `javascript:alert(1)`"),
        ("name = \"A\"\nweb = \"https://a.example/\\\"x\"\n", "2:7: `web` is no address of a page"),
        ("name = \"A\"\nphone = \"call us\"\n", "2:9: `phone` is no phone number: `call us`"),
        ("name = 1\n", "1:8: `name` is no text\n  help: write it in quotes"),
        ("name = \"a\\u202eb\"\n", "1:8: `name` has a line end or a character that cannot be printed"),
        ("name = \"A\"\nname = \"B\"\n", "clinic.toml:2:1: duplicate key"),
        ("name = \"A\"\nphone", "clinic.toml:2:6: key with no value"),
    ];
    for (clinic, complaint) in refused {
        with(clinic, "html").status(3).stderr_contains(complaint).run();
    }
    let long = format!("name = \"{}\"\n", "a".repeat(81));
    with(&long, "html").status(3).stderr_contains("1:8: `name` is longer than 80 characters").run();
    program(ASKED).file("a.care", SHEET).status(3).stderr_contains("cannot read the clinic's file `clinic.toml`").run();
}
