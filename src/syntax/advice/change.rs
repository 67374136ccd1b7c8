//! What `replace` and `drop` cannot do without: a reason, and what stands in the rule's place.

use super::{Advice, Slip};
use crate::syntax::findings;
use crate::syntax::grammar::Rule;
use crate::syntax::token::Kind;

pub(super) fn advise(slip: &Slip<'_>) -> Option<Advice> {
    let first = slip.tokens.first()?.text(slip.text);
    if !matches!(first, "replace" | "drop") || slip.at < 1 {
        return None;
    }
    nameless(slip)
        .or_else(|| reason(slip))
        .or_else(|| with(slip))
        .or_else(|| name(slip))
        .or_else(|| drop_with(slip, first))
}

/// `drop because "…"`, `drop no_heat for because "…"`
fn nameless(slip: &Slip<'_>) -> Option<Advice> {
    let (message, label, help) = match (slip.word(-1), slip.word(0)) {
        ("replace" | "drop", "because" | "for" | "with") if slip.at == 1 => {
            ("this change does not say of which rule", "a rule's name belongs after this", "write the name of the rule")
        }
        ("for", "because" | "with") => (
            "`for` does not say what of the rule is meant",
            "names belong after this",
            "write what of the rule is changed, as in `for sauna`, or leave `for` out",
        ),
        _ => return None,
    };
    Some(
        Advice::new(&findings::INCOMPLETE, slip.range(-1, -1), message)
            .label(label)
            .help(help)
            .read_on_with(slip.behind(-1), " it"),
    )
}

/// `drop no_heat`, `replace no_heat with avoid sauna until +72h`
fn reason(slip: &Slip<'_>) -> Option<Advice> {
    let at_end = slip.token(0).is_none() || slip.word(0) == "with";
    (slip.expects(Rule::because) && slip.word(-1) != "," && at_end).then(|| {
        Advice::new(&findings::INCOMPLETE, slip.range(-1, -1), "this change gives no reason")
            .label("`because` belongs after this")
            .help("say here why the sheet is changed: `because \"…\"`")
            .read_on_with(slip.behind(-1), " because \"why\"")
    })
}

/// `replace no_heat because "…" avoid sauna`, `… by avoid sauna`, `replace no_heat because "…"`
fn with(slip: &Slip<'_>) -> Option<Advice> {
    if !slip.expects(Rule::with) {
        return None;
    }
    if slip.token(0).is_none() {
        let message = "this change does not say what stands in the rule's place";
        return Some(
            Advice::new(&findings::INCOMPLETE, slip.range(-1, -1), message)
                .label("`with` and a rule belong after this")
                .help("write the new rule, as in `with avoid sauna until +72h`; `drop` leaves the rule out"),
        );
    }
    if matches!(slip.word(0), "by" | "to" | "as" | "into") {
        let advice = Advice::new(&findings::MISSPELT, slip.range(0, 0), "the new rule stands after `with`");
        return Some(advice.label("not the word here").write(slip.range(0, 0), "with"));
    }
    Some(
        Advice::new(&findings::INCOMPLETE, slip.range(0, 0), "`with` is missing before the new rule")
            .label("`with` belongs before this")
            .help(format!("write `with {} …`", slip.word(0)))
            .fix("write `with`", slip.before(0), "with "),
    )
}

/// `replace no_heat because "…" with no_heat: avoid sauna`
fn name(slip: &Slip<'_>) -> Option<Advice> {
    (slip.word(-1) == "with" && slip.kind(0) == Some(Kind::Word) && slip.word(1) == ":").then(|| {
        Advice::new(&findings::OUT_OF_PLACE, slip.range(0, 1), "the new rule keeps the name of the old one")
            .label("no name here")
            .help("write the new rule without a name")
            .fix("delete the name", slip.range(0, 1).start..slip.before(2).start, "")
    })
}

/// `drop no_heat because "…" with avoid sauna`
fn drop_with(slip: &Slip<'_>, first: &str) -> Option<Advice> {
    let range = slip.tokens.first().map(|token| token.start..token.end)?;
    (first == "drop" && slip.word(0) == "with").then(|| {
        Advice::new(&findings::OUT_OF_PLACE, slip.range(0, 0), "`drop` puts nothing in the rule's place")
            .label("nothing stands after the reason")
            .help("write `replace` instead of `drop`, or leave the new rule out")
            .read_on_with(range, "replace")
    })
}
