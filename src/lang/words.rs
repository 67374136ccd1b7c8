//! Small pieces of a language: lists, first letters, and what can be told from the words of a label. Labels are the
//! sheet's own and are never inflected; `docs/output.md` says what form they have in each language.

use super::{Lang, say};

/// How a list is joined.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Joint {
    /// All of them.
    And,
    /// Any of them.
    Or,
    /// All of them, after *depends on*.
    AndOn,
}

impl Lang {
    /// `saunas`, `saunas and steam baths`, `saunas, steam baths and makeup`
    #[must_use]
    pub fn list(self, items: &[impl AsRef<str>], joint: Joint) -> String {
        match items {
            [] => String::new(),
            [one] => one.as_ref().to_owned(),
            [rest @ .., last] => {
                let rest: Vec<&str> = rest.iter().map(AsRef::as_ref).collect();
                let last = last.as_ref();
                format!("{} {} {last}", rest.join(", "), self.joint(joint, last))
            }
        }
    }

    /// `if it hurts or if it bleeds`: clauses, parted by a comma where the language asks for one.
    #[must_use]
    pub fn list_of_clauses(self, items: &[String], joint: Joint) -> String {
        let comma = if self == Lang::German { "," } else { "" };
        let Some((first, rest)) = items.split_first() else { return String::new() };
        let join = |list, next: &String| format!("{list}{comma} {} {next}", self.joint(joint, next));
        rest.iter().fold(first.clone(), join)
    }

    /// `Treat your skin gently; pat your skin dry`: sentences that belong together. In German each stays a sentence.
    #[must_use]
    pub fn one_after_another(self, sentences: &[String]) -> String {
        if self == Lang::German {
            return sentences.join(". ");
        }
        let Some((first, rest)) = sentences.split_first() else { return String::new() };
        rest.iter().fold(first.clone(), |told, one| format!("{told}; {}", self.small(one)))
    }

    /// `showers from Tuesday, and baths`: parts that have limits of their own.
    #[must_use]
    pub fn list_apart(self, items: &[String], joint: Joint) -> String {
        let Some((first, rest)) = items.split_first() else { return String::new() };
        rest.iter().fold(first.clone(), |list, next| format!("{list}, {} {next}", self.joint(joint, next)))
    }

    /// Whether an instruction says itself that it is for the arrival.
    #[must_use]
    pub fn tells_of_arrival(self, instruction: &str) -> bool {
        let words: &[&str] = match self {
            Lang::English => &["arrive"],
            Lang::German => &["arrive", "kommen sie", "erscheinen", "ankunft"],
            Lang::Spanish => &["arrive", "llegue", "acuda", "venga", "llegar"],
        };
        let instruction = instruction.to_lowercase();
        words.iter().any(|word| instruction.contains(word))
    }

    /// `and`, `or`, before a word: Spanish has another one before the same sound.
    #[must_use]
    pub fn joint(self, joint: Joint, next: &str) -> String {
        let next = next.to_lowercase();
        let sound = match () {
            () if next.starts_with(['o', 'ó']) || next.starts_with("ho") || next.starts_with("hó") => "o",
            // "y hielo": before a diphthong it stays.
            () if next.starts_with("hie") || next.starts_with("hia") || next.starts_with("io") => "other",
            () if next.starts_with(['i', 'í']) || next.starts_with("hi") || next.starts_with("hí") => "i",
            () => "other",
        };
        match joint {
            Joint::And => say!(self, "and", next = sound),
            Joint::Or => say!(self, "or", next = sound),
            Joint::AndOn => say!(self, "and-on", next = sound),
        }
    }

    /// `if your skin feels irritated`; a condition that begins with its own word keeps it.
    #[must_use]
    pub fn condition(self, when: &str) -> String {
        const ENGLISH: &[&str] = &["if ", "unless ", "when "];
        let own: &[&str] = match self {
            Lang::English => ENGLISH,
            Lang::German => &["wenn ", "falls ", "sofern ", "solange ", "sobald ", "bevor ", "nachdem "],
            Lang::Spanish => &["si ", "cuando ", "mientras ", "salvo ", "a menos "],
        };
        if own.iter().chain(ENGLISH).any(|word| when.starts_with(word)) {
            when.to_owned()
        } else {
            say!(self, "condition", when = when)
        }
    }

    /// A condition without the *if* that it may begin with.
    #[must_use]
    pub fn bare_condition(self, when: &str) -> &str {
        let own = match self {
            Lang::English => "if ",
            Lang::German => "wenn ",
            Lang::Spanish => "si ",
        };
        when.strip_prefix(own).unwrap_or(when)
    }

    /// The text as it stands after a colon or within a sentence: with its first letter small, unless its first word is a
    /// name or an abbreviation ("I", "NSAIDs"). German has a large letter after a colon, and nouns always.
    #[must_use]
    pub fn small(self, text: &str) -> String {
        let word: Vec<char> = text.chars().take_while(|c| c.is_alphanumeric()).collect();
        let ordinary = word.len() > 1 && word.iter().skip(1).all(|c| c.is_lowercase());
        let mut characters = text.chars();
        match characters.next() {
            Some(first) if self == Lang::German => first.to_uppercase().chain(characters).collect(),
            Some(first) if ordinary => first.to_lowercase().chain(characters).collect(),
            _ => text.to_owned(),
        }
    }

    /// A label within a sentence: with its first letter small, if that is no noun.
    #[must_use]
    pub fn within(self, label: &str) -> String {
        if self == Lang::German { label.to_owned() } else { self.small(label) }
    }

    /// Whether the label of an event is a clause ("your skin has healed", "you leave") and not a noun phrase ("your last
    /// dose of what was prescribed").
    #[must_use]
    pub fn is_clause(self, label: &str) -> bool {
        // A sheet without labels in this language shows its English ones.
        let english = is_english_clause(label);
        match self {
            Lang::English => english,
            Lang::German => english || is_german_clause(label),
            Lang::Spanish => english || is_spanish_clause(label),
        }
    }
}

fn is_english_clause(label: &str) -> bool {
    const VERBS: [&str; 18] = [
        "has", "have", "is", "are", "was", "were", "can", "allows", "agrees", "says", "stops", "begins", "ends",
        "comes", "come", "falls", "feels", "heals",
    ];
    const RELATIVE: [&str; 6] = ["that", "which", "who", "what", "where", "when"];
    let mut words = label.split(' ').take_while(|word| !RELATIVE.contains(word));
    label.starts_with("you ") || words.any(|word| VERBS.contains(&word))
}

/// A German label that completes *wenn …* or *bis …* ends with its verb. What a relative clause ends with is no sign,
/// and stands behind a comma.
fn is_german_clause(label: &str) -> bool {
    const VERBS: [&str; 22] = [
        "ist", "sind", "hat", "haben", "war", "waren", "wird", "werden", "kann", "können", "darf", "dürfen", "soll",
        "sollen", "muss", "müssen", "fühlt", "fühlen", "heilt", "abfällt", "beginnt", "endet",
    ];
    let end = label.trim_end_matches(['.', '!']);
    !label.contains(", ") && end.rsplit(' ').next().is_some_and(|word| VERBS.contains(&word))
}

/// A Spanish label of an event completes *hasta que …*: its verb is a subjunctive.
fn is_spanish_clause(label: &str) -> bool {
    const VERBS: [&str; 16] = [
        "haya",
        "hayan",
        "esté",
        "estén",
        "sea",
        "sean",
        "pueda",
        "puedan",
        "tenga",
        "termine",
        "empiece",
        "cicatrice",
        "sane",
        "desaparezca",
        "autorice",
        "permita",
    ];
    let mut words = label.split(' ').take_while(|word| !["que", "cuando", "donde"].contains(word));
    words.any(|word| VERBS.contains(&word))
}
