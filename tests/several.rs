//! Random sheets for two or three treatments on random dates, whose merged plan is computed a second time, slowly and
//! obviously: instant by instant and world by world, from the sheets as they were drawn. `CARECHECK_ORACLE_SETS=10000`
//! tries so many.

#![cfg(test)]

#[path = "several/draw.rs"]
mod draw;
#[path = "several/obvious.rs"]
mod obvious;

use std::collections::BTreeSet;

use carecheck::evaluate::{Applies, Guidance, Instead, Plan, answer, plan};
use carecheck::model::{Case, Fixed, Model, Together, Unit, Value, resolve, together};
use carecheck::source::{FileId, SourceFile, Sources};
use carecheck::syntax::parse;
use carecheck::time::{Edge, Stretch};
use draw::{Dice, SUBJECTS, Several, is_kind};
use jiff::Zoned;
use obvious::Word;

/// Several sheets as one model, with the case that was drawn.
struct Made {
    sources: Sources,
    model: Model,
    case: Case,
}

fn made(drawn: &Several, treated: &[Zoned]) -> Made {
    let (mut sources, mut files) = (Sources::default(), Vec::new());
    for (number, text) in drawn.texts().iter().enumerate() {
        let id = sources.add(SourceFile::load(format!("t{number}.care"), text.as_bytes()).0);
        let (file, findings) = parse(id, sources.file(id));
        assert!(findings.is_empty(), "{text}\n{findings:#?}");
        files.push(file);
    }
    let unit = Unit { files, ..Unit::default() };
    let sheets: Vec<Model> = (0..drawn.sheets.len())
        .map(|number| {
            let (model, findings) = resolve(&sources, &unit, FileId(u32::try_from(number).unwrap()));
            let errors: Vec<&str> = findings
                .iter()
                .filter(|finding| finding.severity == carecheck::diagnostic::Severity::Error)
                .map(|finding| finding.message.as_str())
                .collect();
            assert!(errors.is_empty(), "{}\n{errors:?}", drawn.texts()[number]);
            model
        })
        .collect();
    let (together, problems) = together(&sheets.iter().collect::<Vec<_>>()).unwrap();
    assert!(problems.is_empty(), "{problems:#?}");
    let model = together.named_apart();
    let mut fixed: Fixed = Together::treated(&treated.iter().collect::<Vec<_>>());
    let mut know = |name: &str, so: Option<bool>| {
        let id = model.fact_named(name).unwrap();
        fixed.facts.extend(so.map(|so| (id, Value::Bool(so))));
    };
    know("skin", drawn.skin);
    for (number, sheet) in drawn.sheets.iter().enumerate() {
        know(&format!("t{number}.dry"), sheet.dry);
    }
    let case = Case::new(&model, treated[0].clone(), &fixed).unwrap();
    Made { sources, model, case }
}

fn seconds(edge: &Edge) -> i64 {
    match edge {
        Edge::Past => i64::MIN,
        Edge::At(at) => at.timestamp().as_second(),
        Edge::Future => i64::MAX,
    }
}

fn contains(stretch: &Stretch, at: i64) -> bool {
    seconds(&stretch.start) <= at && at < seconds(&stretch.end)
}

fn subject(name: &str) -> Option<usize> {
    SUBJECTS.iter().position(|(subject, _)| *subject == name)
}

fn words(possible: &[Word]) -> Vec<&'static str> {
    possible.iter().map(|word| word.name()).collect()
}

/// The rule of a guidance: sheet and place. Each stands on a line of its own.
fn rule_of(drawn: &Several, guidance: &Guidance) -> Option<(usize, usize)> {
    let sheet = guidance.treatment;
    let first = drawn.first_line(sheet);
    let at = usize::try_from(guidance.rule.line).unwrap().checked_sub(first)?;
    Some((sheet, at))
}

/// The lines of a plan, for a failure.
fn brief(told: &[&Guidance]) -> String {
    let line = |one: &&Guidance| {
        let (certain, possible) = (one.window.certain(), one.window.possible());
        let Guidance { verb, target, joint, .. } = one;
        format!("{} {} {target} {certain:?} {possible:?} {joint:?}", one.rule.id, verb.word())
    };
    told.iter().map(line).collect::<Vec<_>>().join("\n")
}

struct Check<'d> {
    drawn: &'d Several,
    treated: Vec<Zoned>,
    made: Made,
    plan: Plan,
    shown: String,
}

impl<'d> Check<'d> {
    fn new(drawn: &'d Several) -> Check<'d> {
        let treated = drawn.treated();
        let made = made(drawn, &treated);
        let plan = plan(&made.model, &made.sources, &made.case).unwrap();
        let shown = format!(
            "{}\n{treated:?} skin {:?} dry {:?}",
            drawn.texts().join("\n----\n"),
            drawn.skin,
            drawn.sheets.iter().map(|sheet| sheet.dry).collect::<Vec<_>>()
        );
        Check { drawn, treated, made, plan, shown }
    }

    /// `ask` says the strictest of what the sheets say.
    fn answers(&self, at: i64) {
        for (number, (name, _)) in SUBJECTS.iter().enumerate() {
            let id = self.made.model.subject_named(name).unwrap();
            let instant = jiff::Timestamp::from_second(at).unwrap().to_zoned(self.treated[0].time_zone().clone());
            let found = answer(&self.made.model, &self.made.sources, &self.made.case, id, &instant).unwrap();
            let found: Vec<&str> = found.state.possible.iter().map(|word| word.word()).collect();
            let expected = obvious::possible(self.drawn, &self.treated, number, at, |_, _| true);
            assert_eq!(found, words(&expected), "{name} at {instant}\n{}", self.shown);
        }
    }

    /// The lines of the plan say the same.
    fn lines(&self, at: i64) {
        let told = self.plan.told();
        for (number, (name, _)) in SUBJECTS.iter().enumerate() {
            let instant = jiff::Timestamp::from_second(at).unwrap();
            let said = |what: &str| format!("{what}: {name} at {instant}\n{}\n{}", self.shown, brief(&told));
            let about = |guidance: &&&Guidance, verb: &str| {
                guidance.verb.word() == verb && subject(&guidance.target).is_some_and(|target| is_kind(number, target))
            };
            // Bans.
            let banned = told.iter().filter(|line| about(line, "avoid")).any(|line| {
                let plain = !line.ideally && line.applies == Applies::Yes && line.except.is_empty();
                plain && contains(&line.window.certain(), at)
            });
            let surely = obvious::surely_banned(self.drawn, &self.treated, number, at, None);
            assert_eq!(banned, surely, "{}", said("a plain ban"));
            let expected = obvious::possible(self.drawn, &self.treated, number, at, |_, _| true);
            assert!(!banned || words(&expected) == ["avoided"], "{}", said("a ban is one"));
            // Permissions of this very activity.
            for (sheet, rule) in self.drawn.permissions(number) {
                let line = told.iter().find(|line| {
                    line.verb.word() == "allow"
                        && rule_of(self.drawn, line) == Some((sheet, rule))
                        && contains(&line.window.certain(), at)
                });
                let alone = obvious::possible(self.drawn, &self.treated, number, at, |other, place| {
                    (other, place) == (sheet, rule)
                        || other != sheet && self.drawn.sheets[other].rules[place].is_ban()
                        || obvious::surely_forbids(self.drawn, &self.treated, (other, place), number, at)
                });
                let alone = words(&alone);
                match line {
                    Some(line) => {
                        let hedged = line.applies == Applies::Depends
                            || line.joint.as_ref().is_some_and(|joint| joint.unless_else || !joint.unless.is_empty());
                        let true_then = hedged || alone == ["allowed"];
                        assert!(true_then, "{}\n{alone:?}", said("a permission is one"));
                        assert!(alone != ["avoided"], "{}", said("no permission inside a ban"));
                    }
                    None => assert!(alone != ["allowed"], "{}", said("no permission is lost")),
                }
            }
            // Duties.
            for line in told.iter().filter(|line| line.verb.word() == "do" && line.target == *name) {
                if !contains(&line.window.certain(), at) {
                    continue;
                }
                let but_not = line.joint.iter().flat_map(|joint| &joint.but_not);
                let excepted = but_not.into_iter().any(|(stretch, _)| contains(stretch, at));
                let banned = obvious::surely_banned(self.drawn, &self.treated, number, at, Some(line.treatment));
                assert!(!banned || excepted, "{}", said("a duty inside a ban"));
                let by_others = obvious::possible(self.drawn, &self.treated, number, at, |other, place| {
                    other != line.treatment && self.drawn.sheets[other].rules[place].is_ban()
                });
                assert!(!excepted || words(&by_others) == ["avoided"], "{}", said("what is left out of a duty"));
            }
            self.conflicts(number, at, &said("a conflict"));
        }
    }

    /// What one sheet permits or orders for sure while another forbids it for sure is shown.
    fn conflicts(&self, number: usize, at: i64, said: &str) {
        let shown = self.plan.conflicts.iter().filter(|one| one.applies == Applies::Yes && contains(&one.window, at));
        let shown: BTreeSet<_> = shown
            .map(|one| {
                let rule = |index: usize| rule_of(self.drawn, &self.plan.guidance[index]).unwrap();
                (rule(one.permits), rule(one.forbids))
            })
            .filter(|((sheet, rule), _)| self.drawn.sheets[*sheet].rules[*rule].target == number)
            .collect();
        let expected = obvious::conflicts(self.drawn, &self.treated, number, at);
        assert_eq!(shown, expected, "{said}\n{:#?}", self.plan.conflicts);
    }

    /// A treatment that another forbids, and the first day that would do.
    fn screening(&self) {
        let stands = obvious::forbidden(self.drawn, &self.treated);
        let found: BTreeSet<(usize, usize, usize)> = self
            .plan
            .screening
            .iter()
            .filter(|one| one.applies == Applies::Yes)
            .map(|one| {
                let first = self.drawn.first_line(one.by);
                (one.treatment, one.by, usize::try_from(one.rule.line).unwrap() - first)
            })
            .collect();
        assert_eq!(found, stands, "screening\n{}", self.shown);
        for one in self.plan.screening.iter().filter(|one| one.applies == Applies::Yes) {
            let expected = obvious::first_day(self.drawn, &self.treated, one.treatment);
            let found = match &one.instead {
                Instead::On(day) => Some(day.timestamp().as_second()),
                Instead::Never => None,
                Instead::NotAsked => Some(0),
            };
            assert_eq!(found, expected.map(|day| day.timestamp().as_second()), "first day\n{}", self.shown);
        }
    }
}

#[test]
fn the_merged_plan_is_the_strictest_of_all_sheets_at_every_instant() {
    let number = |name: &str| std::env::var(name).ok().and_then(|text| text.parse::<u64>().ok());
    let (sets, first) = (number("CARECHECK_ORACLE_SETS").unwrap_or(200), number("CARECHECK_ORACLE_FIRST").unwrap_or(0));
    let mut asked = 0_u64;
    for seed in first..first + sets {
        let mut dice = Dice::new(seed);
        let drawn = Several::draw(&mut dice);
        let check = Check::new(&drawn);
        check.screening();
        for at in obvious::instants(&drawn, &check.treated, &mut dice) {
            check.answers(at);
            check.lines(at);
            asked += 1;
        }
    }
    println!("{sets} combinations of sheets and dates at {asked} instants");
}
