//! The label of a fact → the same sentence negated, where its grammar is plain enough to be sure. A label completes
//! *if …*, *wenn …* or *si …*; for all others a message says *no*.

use super::Lang;

impl Lang {
    /// A sentence negated: `your skin does not feel dry`. `None` if its words do not tell where the *not* belongs.
    #[must_use]
    pub fn negated(self, label: &str) -> Option<String> {
        match self {
            Lang::English => english(label),
            // A sheet without labels in this language shows its English ones.
            Lang::German => german(label).or_else(|| english(label)),
            Lang::Spanish => spanish(label).or_else(|| english(label)),
        }
    }
}

/// A sentence negated. Only a verb that follows "you" or a subject of two words ("your skin …") is surely the verb of
/// the sentence; "the area that is treated hurts" must not become "the area that is not treated hurts".
fn english(label: &str) -> Option<String> {
    let words: Vec<&str> = label.split(' ').collect();
    if words.contains(&"and") || words.contains(&"but") {
        return None;
    }
    let (subject, verb, rest) = match words.as_slice() {
        ["you", verb, rest @ ..] => ("you".to_owned(), *verb, rest),
        [first @ ("your" | "the"), noun, verb, rest @ ..] => (format!("{first} {noun}"), *verb, rest),
        _ => return None,
    };
    let rest = rest.join(" ");
    let participle = ["had", "been"].iter().any(|word| rest.starts_with(word))
        || rest.split(' ').next().is_some_and(|word| word.ends_with("ed") || word.ends_with("en"));
    let changed = match verb {
        "is" | "are" | "was" | "were" | "will" | "must" | "should" => format!("{verb} not"),
        "can" => "cannot".to_owned(),
        "has" | "have" if participle => format!("{verb} not"),
        "has" => "does not have".to_owned(),
        "have" | "take" | "use" | "smoke" | "wear" | "feel" | "drink" | "need" | "want" | "work" | "live" | "plan" => {
            format!("do not {verb}")
        }
        "agrees" | "allows" | "feels" | "looks" | "needs" | "hurts" | "itches" | "bleeds" | "burns" | "shows"
        | "seems" | "stings" => {
            let base = match verb {
                "itches" => "itch",
                other => other.trim_end_matches('s'),
            };
            format!("does not {base}")
        }
        _ => return None,
    };
    Some(format!("{subject} {changed} {rest}").trim_end().to_owned())
}

/// `Ihre Haut nicht gereizt ist`: before an adjective or a participle with its verb at the end. Before a noun it would be
/// *kein*.
fn german(label: &str) -> Option<String> {
    let words: Vec<&str> = label.split(' ').collect();
    let [first @ .., what, verb @ ("ist" | "sind" | "wurde" | "wurden")] = words.as_slice() else { return None };
    let plain = !first.is_empty()
        && !label.contains([',', ';'])
        && !["und", "oder", "nicht"].iter().any(|word| words.contains(word));
    let adjective = what.starts_with(char::is_lowercase) && first.last().is_some_and(|word| !word.ends_with("em"));
    (plain && adjective).then(|| format!("{} nicht {what} {verb}", first.join(" ")))
}

/// `su piel no está irritada`: before the first verb.
fn spanish(label: &str) -> Option<String> {
    const VERBS: [&str; 16] = [
        "está", "están", "es", "son", "tiene", "tienen", "ha", "han", "toma", "usa", "fuma", "nota", "puede", "siente",
        "lleva", "tuvo",
    ];
    let words: Vec<&str> = label.split(' ').collect();
    if ["que", "y", "e", "o", "u", "no", "ni"].iter().any(|word| words.contains(word)) {
        return None;
    }
    let at = words.iter().position(|word| VERBS.contains(word))?;
    let (subject, rest) = words.split_at_checked(at)?;
    Some(format!("{} no {}", subject.join(" "), rest.join(" ")).trim_start().to_owned())
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_negation_goes_into_plain_sentences_only() {
        let labels = [
            "your skin feels irritated",
            "you are pregnant or breastfeeding",
            "you have diabetes",
            "you have had cold sores",
            "your skin has healed",
            "you can lie flat",
            "the area that is treated hurts",
            "your left arm is swollen",
            "you smoke and drink",
            "skin irritated",
        ];
        insta::assert_snapshot!(labels.map(|label| Lang::English.negated(label).unwrap_or_else(|| format!("{label}: no"))).join("\n"), @"
        your skin does not feel irritated
        you are not pregnant or breastfeeding
        you do not have diabetes
        you have not had cold sores
        your skin has not healed
        you cannot lie flat
        the area that is treated hurts: no
        your left arm is swollen: no
        you smoke and drink: no
        skin irritated: no
        ");
    }

    #[test]
    fn other_languages_have_their_own_places_for_it() {
        let german = ["Ihre Haut gereizt ist", "Sie Isotretinoin einnehmen", "Sie schwanger sind", "Sie Raucher sind"];
        let spanish = ["su piel está irritada", "está embarazada", "toma isotretinoína", "fuma o bebe"];
        let said = |lang: Lang, labels: [&str; 4]| labels.map(|label| format!("{:?}", lang.negated(label))).join("\n");
        let both = [said(Lang::German, german), said(Lang::Spanish, spanish)].join("\n\n");
        insta::assert_snapshot!(both, @r#"
        Some("Ihre Haut nicht gereizt ist")
        None
        Some("Sie nicht schwanger sind")
        None

        Some("su piel no está irritada")
        Some("no está embarazada")
        Some("no toma isotretinoína")
        None
        "#);
    }
}
