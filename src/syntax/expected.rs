//! What the grammar could have gone on with → a reader's words for it. Every rule of the grammar has its words here,
//! or is deliberately nameless: a new rule does not compile before it is named.

use super::grammar::Rule;

/// How a reader calls a part of the grammar.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub(super) enum Words {
    /// A phrase: "a name".
    Phrase(&'static str),
    /// One of the points in time, which are named together.
    Time,
    /// A word or mark that is written as it stands here.
    Word(&'static str),
    /// A clause, which starts with this word.
    Clause(&'static str),
    /// A statement, which starts with this word.
    Statement(&'static str),
    /// The end of what was given to read.
    End,
    /// Never expected by itself: a group, or a whole whose first part is named.
    Nameless,
}

/// The words of a rule of the grammar.
pub(super) fn words(piece: Rule) -> Words {
    use Words::{Clause, End, Nameless, Phrase, Statement, Time, Word};
    match piece {
        Rule::EOI => End,

        Rule::activity => Statement("activity"),
        Rule::sign => Statement("sign"),
        Rule::part => Statement("part"),
        Rule::phase | Rule::phase_heading => Statement("phase"),
        Rule::test | Rule::test_heading => Statement("test"),
        Rule::treatment => Statement("treatment"),
        Rule::use_file => Statement("use"),
        Rule::accept => Statement("accept"),
        Rule::translation => Statement("translation"),
        Rule::replace => Statement("replace"),
        Rule::drop => Statement("drop"),
        Rule::fact | Rule::fact_word => Statement("fact"),
        Rule::event | Rule::event_word => Statement("event"),
        Rule::patient => Statement("patient"),
        Rule::rule | Rule::named_rule | Rule::stated => Phrase("a rule"),
        Rule::in_part => Word("part"),
        Rule::verb => Statement("avoid"),
        Rule::do_verb => Statement("do"),
        Rule::contraindicated => Statement("contraindicated"),
        Rule::repeat => Statement("repeat"),
        Rule::ideally => Statement("ideally"),

        Rule::is_a => Clause("is"),
        Rule::instruction => Clause("do"),
        Rule::version => Clause("version"),
        Rule::reviewed => Clause("reviewed"),
        Rule::day_counting => Clause("day"),
        Rule::hours => Clause("hours"),
        Rule::written_in => Clause("language"),
        Rule::before_treatment => Clause("before treatment"),
        Rule::any_time => Clause("any time"),
        Rule::expected => Clause("expected"),
        Rule::because => Clause("because"),
        Rule::source => Clause("source"),
        Rule::amount => Clause("amount"),
        Rule::by => Clause("by"),
        Rule::after => Clause("after"),
        Rule::except => Clause("except"),
        Rule::throughout => Clause("throughout"),
        Rule::daily => Clause("daily"),
        Rule::up_to => Clause("up to"),
        Rule::every => Clause("every"),
        Rule::as_needed => Clause("as needed"),
        Rule::lasting => Clause("lasting"),
        Rule::no_sooner => Clause("no sooner than"),
        Rule::sessions => Clause("for"),
        Rule::until => Clause("until"),
        Rule::from => Clause("from"),
        Rule::through => Clause("through"),
        Rule::before => Clause("before"),
        Rule::on => Clause("on"),
        Rule::at => Clause("at"),
        Rule::within => Clause("within"),
        Rule::when => Clause("when"),
        Rule::unless => Clause("unless"),
        Rule::given => Clause("given"),
        Rule::treated => Clause("treated"),
        Rule::for_targets => Clause("for"),

        Rule::offset => Phrase("an offset such as `+2d`"),
        Rule::event_point | Rule::day_point | Rule::about | Rule::later_of => Time,
        Rule::moment | Rule::operand => Time,

        Rule::name | Rule::choice | Rule::hole | Rule::assignment => Phrase("a name"),
        Rule::part_name => Phrase("a part of the day"),
        Rule::finding => Phrase("the name of a finding such as `gap`"),
        Rule::language => Phrase("a language such as `de`"),
        Rule::text | Rule::translated => Phrase("a text in quotes"),
        Rule::duration | Rule::duration_range | Rule::gap_between => Phrase("a duration such as `48h`"),
        Rule::number => Phrase("a number"),
        Rule::whole | Rule::count | Rule::times => Phrase("a whole number"),
        Rule::day_number => Phrase("the number of a day"),
        Rule::clock => Phrase("a clock time such as `08:00`"),
        Rule::date | Rule::date_value => Phrase("a date such as `2026-11-23`"),
        Rule::zone => Phrase("a time zone such as `Europe/Paris`"),
        Rule::condition | Rule::atom | Rule::negation | Rule::treatment_clock => Phrase("a condition"),
        Rule::comparison => Phrase("a comparison such as `=`"),
        Rule::yes_no => Word("yes/no"),
        Rule::one_of => Word("one of"),
        Rule::number_kind => Word("number"),
        Rule::expectation | Rule::on_arrival => Phrase("`at` or `on arrival`"),
        Rule::answer | Rule::answer_word | Rule::not_contraindicated => Phrase("an answer such as `avoided`"),

        Rule::after_word => Word("after"),
        Rule::before_word => Word("before"),
        Rule::at_word => Word("at"),
        Rule::of => Word("of"),
        Rule::to => Word("to"),
        Rule::and => Word("and"),
        Rule::or => Word("or"),
        Rule::not => Word("not"),
        Rule::perhaps => Word("perhaps"),
        Rule::time => Word("time"),
        Rule::with => Word("with"),
        Rule::day_word => Word("day"),
        Rule::days_word => Word("days"),
        Rule::daily_word => Word("daily"),
        Rule::times_word => Word("times"),
        Rule::needed => Word("needed"),
        Rule::sooner => Word("sooner"),
        Rule::than => Word("than"),
        Rule::sessions_word => Word("sessions"),
        Rule::arrival => Word("arrival"),
        Rule::treatment_word => Word("treatment"),
        Rule::comma => Word(","),
        Rule::colon => Word(":"),
        Rule::dots => Word(".."),
        Rule::equals => Word("="),
        Rule::open => Word("("),
        Rule::close => Word(")"),
        Rule::open_brace => Word("{"),
        Rule::close_brace => Word("}"),

        Rule::file
        | Rule::statement
        | Rule::any_rule
        | Rule::start_of_statement
        | Rule::start_of_rule
        | Rule::start_of_expectation
        | Rule::second_reading
        | Rule::whole_statement
        | Rule::whole_rule
        | Rule::whole_phase_heading
        | Rule::whole_test_heading
        | Rule::whole_expectation
        | Rule::treatment_clause
        | Rule::fact_kind
        | Rule::event_clause
        | Rule::to_second_point
        | Rule::saying
        | Rule::said
        | Rule::statement_start
        | Rule::change_start
        | Rule::course
        | Rule::names
        | Rule::clause
        | Rule::course_clause
        | Rule::how
        | Rule::course_how
        | Rule::window
        | Rule::span
        | Rule::point
        | Rule::term
        | Rule::value
        | Rule::given_value
        | Rule::unit
        | Rule::blank
        | Rule::reserved
        | Rule::edge
        | Rule::gap
        | Rule::ws
        | Rule::WHITESPACE
        | Rule::comment => Nameless,
    }
}

/// What could have stood somewhere, in one phrase: "a name", "`,`, a clause such as `until`, or a new statement".
pub(super) fn listed(expected: &[Rule]) -> String {
    let mut all: Vec<Words> = expected.iter().copied().map(words).collect();
    all.sort();
    all.dedup();
    let mut phrases: Vec<String> = Vec::new();
    let mut clauses: Vec<&str> = Vec::new();
    let mut time = false;
    let mut statements: Vec<&str> = Vec::new();
    let mut end = false;
    for word in all {
        match word {
            Words::Phrase(phrase) => phrases.push(phrase.to_owned()),
            Words::Word(word) => phrases.push(format!("`{word}`")),
            Words::Clause(word) => clauses.push(word),
            Words::Time => time = true,
            Words::Statement(word) => statements.push(word),
            Words::End => end = true,
            Words::Nameless => {}
        }
    }
    if time {
        phrases.retain(|phrase| phrase != "`treatment`" && phrase != "a name" && !phrase.starts_with("an offset"));
        phrases.insert(0, "a time such as `+48h`, an event or `treatment`".to_owned());
    }
    if clauses.len() > 4 {
        // A clause may start with these too, and naming one kind of clause is enough.
        phrases.retain(|phrase| !phrase.starts_with("a duration") && !phrase.starts_with("a whole number"));
    }
    match clauses.as_slice() {
        [] => {}
        few if few.len() <= 4 => phrases.extend(few.iter().map(|word| format!("`{word}`"))),
        many => {
            // The clauses of a course come first, because no other rule has them.
            let usual = if many.contains(&"no sooner than") {
                ["every", "for", "until"]
            } else if many.contains(&"until") {
                ["until", "from", "when"]
            } else {
                ["daily", "every", "lasting"]
            };
            let some: Vec<String> =
                usual.iter().filter(|word| many.contains(word)).map(|word| format!("`{word}`")).collect();
            phrases.push(format!("a clause such as {}", alternatives(&some)));
        }
    }
    if end || statements.len() > 3 {
        phrases.push("a new statement".to_owned());
    } else {
        phrases.extend(statements.iter().map(|word| format!("`{word}`")));
    }
    match phrases.as_slice() {
        // The phrases hold an "or" of their own.
        [first @ .., last] if first.len() > 1 => format!("{}, or {last}", first.join(", ")),
        _ => alternatives(&phrases),
    }
}

/// `a`, `a or b`, `a, b or c`.
pub(super) fn alternatives(phrases: &[String]) -> String {
    match phrases {
        [] => String::new(),
        [only] => only.clone(),
        [first @ .., last] => format!("{} or {last}", first.join(", ")),
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn every_part_of_the_grammar_has_a_readers_words() {
        for piece in Rule::all_rules() {
            match words(*piece) {
                Words::Phrase(phrase) => assert!(phrase.contains(' ') && !phrase.contains('_'), "{phrase}"),
                Words::Word(word) | Words::Clause(word) | Words::Statement(word) => {
                    assert!(!word.is_empty() && !word.contains('_'), "{word}");
                }
                Words::Time | Words::End | Words::Nameless => {}
            }
        }
    }

    #[test]
    fn what_is_expected_is_one_phrase() {
        assert_eq!(listed(&[Rule::name]), "a name");
        assert_eq!(listed(&[Rule::moment]), "a time such as `+48h`, an event or `treatment`");
        assert_eq!(listed(&[Rule::fact_word, Rule::event_word]), "`event` or `fact`");
        assert_eq!(
            listed(&[Rule::comma, Rule::until, Rule::from, Rule::on, Rule::when, Rule::because, Rule::EOI]),
            "`,`, a clause such as `until`, `from` or `when`, or a new statement"
        );
    }
}
