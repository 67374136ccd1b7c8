//! How a statement starts, and what each kind of declaration cannot do without.

use super::{Advice, Slip, is_name, spelling};
use crate::syntax::findings;
use crate::syntax::grammar::Rule;
use crate::syntax::recover::Entry;
use crate::syntax::token::Kind;
use crate::syntax::words::{STATEMENT_WORDS, meant, nearest};

pub(super) fn advise(slip: &Slip<'_>) -> Option<Advice> {
    do_not(slip)
        .or_else(|| first_word(slip))
        .or_else(|| label(slip))
        .or_else(|| fact(slip))
        .or_else(|| fact_kind(slip))
        .or_else(|| treatment(slip))
        .or_else(|| sign(slip))
        .or_else(|| screening(slip))
        .or_else(|| acceptance(slip))
        .or_else(|| late_word(slip))
        .or_else(|| expectation(slip))
        .or_else(|| spelling::answer(slip))
}

/// `do not sauna`
fn do_not(slip: &Slip<'_>) -> Option<Advice> {
    (slip.word(-1) == "do" && slip.word(0) == "not" && slip.expects(Rule::name)).then(|| {
        Advice::new(&findings::MISSPELT, slip.range(-1, 0), "a ban is written `avoid`, not `do not`")
            .label("a ban")
            .write(slip.range(-1, 0), "avoid")
    })
}

/// `Avoid sauna`, `avod sauna`, `forbid sauna`: the first word alone could be the name of a rule.
fn first_word(slip: &Slip<'_>) -> Option<Advice> {
    if !matches!(slip.entry, Entry::Statement | Entry::Rule | Entry::PhaseHeading | Entry::TestHeading) {
        return None;
    }
    let (distance, word) = match slip.at {
        0 => (0, slip.word(0)),
        1 if slip.expected == [Rule::colon] => (-1, slip.word(-1)),
        _ => return None,
    };
    if slip.token(distance)?.kind != Kind::Word || (distance == 0 && STATEMENT_WORDS.contains(&word)) {
        return None;
    }
    // `heat_rule avoid sauna` lacks only its colon.
    if distance == -1 && STATEMENT_WORDS.contains(&slip.word(0)) && nearest(word, STATEMENT_WORDS).is_none() {
        return None;
    }
    let range = slip.range(distance, distance);
    if word.chars().any(|c| c.is_ascii_uppercase()) && STATEMENT_WORDS.contains(&word.to_ascii_lowercase().as_str()) {
        let small = word.to_ascii_lowercase();
        return Some(
            Advice::new(&findings::MISSPELT, range.clone(), format!("`{word}` is written in small letters"))
                .label("capitals")
                .write(range, small),
        );
    }
    let advice = Advice::new(&findings::MISSPELT, range.clone(), format!("a statement cannot start with `{word}`"))
        .label("no word of the language");
    if let Some(near) = nearest(word, STATEMENT_WORDS) {
        return Some(advice.help(format!("did you mean `{near}`?")).fix(format!("write `{near}`"), range, near));
    }
    if let Some(meant) = meant(word) {
        // `don't do sauna`
        let last = if slip.word(distance + 1) == "do" { distance + 1 } else { distance };
        return Some(advice.help(format!("did you mean `{meant}`?")).read_on_with(slip.range(distance, last), meant));
    }
    if distance == 0 && is_name(word) && slip.word(1) == ":" {
        return None;
    }
    Some(
        advice.help(
            "start with what the rule says, as in `avoid sauna`, or with what is declared, as in `activity sauna`",
        ),
    )
}

/// `heat_rule avoid sauna`
fn label(slip: &Slip<'_>) -> Option<Advice> {
    let lacks = slip.at == 1 && slip.expected == [Rule::colon] && STATEMENT_WORDS.contains(&slip.word(0));
    lacks.then(|| {
        Advice::new(
            &findings::INCOMPLETE,
            slip.range(-1, -1),
            format!("the rule's name `{}` has no colon", slip.word(-1)),
        )
        .label("`:` belongs after this")
        .help(format!("write `{}: {} …`", slip.word(-1), slip.word(0)))
        .fix("write `:`", slip.behind(-1), ":")
    })
}

/// `fact skin_irritated "…"`
fn fact(slip: &Slip<'_>) -> Option<Advice> {
    let is_fact = slip.tokens.iter().take(2).any(|token| token.text(slip.text) == "fact");
    if !is_fact || !slip.expects(Rule::colon) {
        return None;
    }
    let name = slip.tokens.iter().map(|t| t.text(slip.text)).find(|word| is_name(word)).unwrap_or("it");
    let advice =
        Advice::new(&findings::INCOMPLETE, slip.range(-1, -1), format!("`{name}` does not say what it may be"))
            .label("its values belong after this");
    let kinds = "add `: yes/no`, `: one of pen, roller` or `: number 1..6`";
    if matches!(slip.word(0), "yes" | "one" | "number") {
        return Some(
            Advice::new(&findings::INCOMPLETE, slip.range(-1, -1), "a `:` is missing before what the fact may be")
                .label("`:` belongs after this")
                .help(format!("write `: {} …`", slip.word(0)))
                .fix("write `:`", slip.behind(-1), " :"),
        );
    }
    slip.token(0).is_none().then(|| advice.help(kinds).read_on_with(slip.behind(-1), " : yes/no"))
}

/// `fact skin_irritated : boolean`
fn fact_kind(slip: &Slip<'_>) -> Option<Advice> {
    if !slip.expects(Rule::yes_no) {
        return None;
    }
    let last = if slip.word(0) == "yes" && slip.kind(2) == Some(Kind::Word) { 2 } else { 0 };
    let range = slip.range(0, last);
    slip.token(0)?;
    let written = slip.text.get(range.clone())?;
    let advice = Advice::new(&findings::INCOMPLETE, range.clone(), format!("`{written}` is not what a fact may be"))
        .label("not a kind of fact");
    if matches!(slip.word(0), "yes" | "boolean" | "bool" | "true") {
        return Some(advice.write(range, "yes/no"));
    }
    Some(advice.help("write `yes/no`, `one of pen, roller`, `number` or `number 1..6`"))
}

/// `treatment peel day 1`
fn treatment(slip: &Slip<'_>) -> Option<Advice> {
    let lacks = slip.word(-2) == "treatment" && slip.expects(Rule::text) && slip.kind(0) != Some(Kind::OpenText);
    let word = slip.token(0).is_none_or(|_| {
        matches!(slip.word(0), "day" | "is" | "source" | "version" | "reviewed" | "hours" | "language")
    });
    (lacks && word).then(|| {
        let name = slip.word(-1);
        let mut label = name.replace('_', " ");
        if let Some(first) = label.get_mut(..1) {
            first.make_ascii_uppercase();
        }
        Advice::new(&findings::INCOMPLETE, slip.range(-1, -1), format!("the treatment `{name}` has no label"))
            .label("a label belongs after this")
            .help(format!("write what the patient calls it, as in `treatment {name} \"{label}\"`"))
            .read_on_with(slip.behind(-1), format!(" \"{label}\""))
    })
}

/// `sign peeling do "…"`
fn sign(slip: &Slip<'_>) -> Option<Advice> {
    let is_sign = slip.tokens.first().is_some_and(|token| token.text(slip.text) == "sign");
    (is_sign && slip.word(0) == "do").then(|| {
        let last = isize::from(slip.kind(1) == Some(Kind::Text));
        Advice::new(&findings::OUT_OF_PLACE, slip.range(0, last), "a sign has no instruction: a patient notices it")
            .label("only activities have one")
            .help("delete it, or declare an `activity` if the patient does it")
            .read_on_with(slip.range(0, last), "")
    })
}

/// `contraindicated pregnant`, `contraindicated if pregnant`
fn screening(slip: &Slip<'_>) -> Option<Advice> {
    let name = slip.kind(0) == Some(Kind::Word) && is_name(slip.word(0)) && spelling::meant_here(slip).is_none();
    (slip.word(-1) == "contraindicated" && name && slip.expects(Rule::when)).then(|| {
        Advice::new(&findings::INCOMPLETE, slip.range(0, 0), "a condition starts with `when`")
            .label("`when` belongs before this")
            .help(format!("write `contraindicated when {}`", slip.word(0)))
            .fix("write `when`", slip.before(0), "when ")
    })
}

/// `accept gap "k3f9-2m1x7q"`, `accept gap because "…"`, `accept C0404 …`
fn acceptance(slip: &Slip<'_>) -> Option<Advice> {
    if slip.tokens.first()?.text(slip.text) != "accept" || slip.at == 0 {
        return None;
    }
    if slip.expects(Rule::because) {
        return slip.token(0).is_none().then(|| {
            Advice::new(&findings::INCOMPLETE, slip.range(-1, -1), "this acceptance gives no reason")
                .label("`because` belongs after this")
                .help("say why the finding stays: `because \"…\"`")
                .read_on_with(slip.behind(-1), " because \"…\"")
        });
    }
    let copy = "copy the line that `carecheck check` prints behind `keep:`";
    if slip.expects(Rule::text) && slip.word(0) == "because" {
        let message = "this acceptance does not say which finding it means";
        return Some(
            Advice::new(&findings::INCOMPLETE, slip.range(-1, -1), message)
                .label("its letters belong after this")
                .help(copy)
                .read_on_with(slip.behind(-1), " \"…\""),
        );
    }
    slip.expects(Rule::finding).then(|| {
        let at = if slip.token(0).is_some() { 0 } else { -1 };
        Advice::new(&findings::INCOMPLETE, slip.range(at, at), "an acceptance names a finding, as in `accept gap`")
            .label("no finding's name")
            .help(copy)
    })
}

/// `avoid ideally sauna`
fn late_word(slip: &Slip<'_>) -> Option<Advice> {
    (slip.word(0) == "ideally" && slip.at > 0 && !slip.token(0)?.first_on_line).then(|| {
        Advice::new(&findings::OUT_OF_PLACE, slip.range(0, 0), "`ideally` stands before the verb")
            .label("not here")
            .help(format!("write `ideally {} …`", slip.verb()))
            .read_on_with(slip.range(0, 0), "")
    })
}

/// `at +1h sauna avoided`
fn expectation(slip: &Slip<'_>) -> Option<Advice> {
    let word = slip.kind(0) == Some(Kind::Word);
    (slip.entry == Entry::Expectation && slip.expects(Rule::colon) && word).then(|| {
        Advice::new(&findings::INCOMPLETE, slip.range(-1, -1), "a `:` is missing before what is expected")
            .label("`:` belongs after this")
            .help(format!("write `{}: {} …`", slip.word(-1), slip.word(0)))
            .fix("write `:`", slip.behind(-1), ":")
    })
}
