//! The rules that bear on one activity or sign → which answers are possible at an instant, and why. The only place that
//! says what is stronger than what.

use std::collections::BTreeSet;

use super::unknown::{Formula, Outcomes, Question, Unknowns, World, open_among};
use crate::model::{AnswerWord, Case, Condition, Frequency, Model, Rule, RuleId, SubjectId, SubjectKind, Truth, Verb};
use crate::time::{Edge, Moment, Resolved, TimeError, Window};

/// The rules that bear on one subject, their windows resolved for one case.
pub(super) struct Rulings<'m> {
    model: &'m Model,
    case: &'m Case,
    rulings: Vec<Ruling<'m>>,
}

/// One rule that bears on the subject.
struct Ruling<'m> {
    id: RuleId,
    rule: &'m Rule,
    window: Resolved,
    /// Whether it is a point at an event that is not known: then no instant is surely it.
    floating: bool,
    role: Role,
    holes: Vec<Hole<'m>>,
}

/// A hole in a ban that lets the subject through.
struct Hole<'m> {
    condition: &'m Condition,
    window: Option<Resolved>,
}

/// How a rule bears on the subject.
#[derive(Clone, Copy, PartialEq, Eq)]
enum Role {
    Ban,
    Permission,
    /// A duty of this very activity.
    Duty,
    /// A duty that this activity is one way to meet, or a `do` that only permits.
    Option,
    Normal,
    Alarm,
}

/// Whether a window holds at an instant.
#[derive(Clone, Copy, PartialEq, Eq)]
enum Holds {
    Surely,
    Perhaps,
}

/// A rule at an instant: what it says in a world where `applies` holds and no hole lets the subject through.
struct Claim {
    id: RuleId,
    applies: Formula,
    word: AnswerWord,
    /// Holes: when they apply, and whether they surely hold at this instant.
    holes: Vec<(Formula, Holds)>,
}

/// What holds at an instant.
#[derive(Debug)]
pub(super) struct Ruled {
    /// Every answer that is possible, the strictest first; never empty.
    pub possible: Vec<AnswerWord>,
    /// The rules that give one of them in some world, the strongest first.
    pub because: Vec<RuleId>,
    /// The other rules that hold or may hold, which a stricter one overrules, the strongest first.
    pub overruled: Vec<RuleId>,
    /// What must be known to tell the answers apart.
    pub missing: BTreeSet<Question>,
}

impl Ruled {
    /// The answer in a word.
    pub fn word(&self) -> AnswerWord {
        match self.possible.as_slice() {
            [only] => *only,
            _ => AnswerWord::Depends,
        }
    }
}

/// Strictest first: avoided before better not before due before allowed, for signs alert before expected.
fn rank(word: AnswerWord) -> u8 {
    match word {
        AnswerWord::Avoided | AnswerWord::Alert => 0,
        AnswerWord::BetterNot | AnswerWord::Expected => 1,
        AnswerWord::Due => 2,
        AnswerWord::Allowed => 3,
        AnswerWord::NotDue => 4,
        AnswerWord::NotStated => 5,
        AnswerWord::Depends => 6,
    }
}

impl<'m> Rulings<'m> {
    /// The rules that bear on a subject.
    ///
    /// # Errors
    /// If a moment lies outside the years 1 to 9999.
    pub fn of(model: &'m Model, case: &'m Case, subject: SubjectId) -> Result<Rulings<'m>, TimeError> {
        let mut rulings = Vec::new();
        for (id, rule) in (0..).map(RuleId).zip(&model.rules) {
            let Some(role) = role(model, rule, subject) else { continue };
            let window = resolve(rule.window.as_deref(), case)?;
            let mut holes = Vec::new();
            for hole in rule.except.iter().filter(|hole| model.is_kind_of(subject, hole.subject)) {
                let window = hole.window.as_ref().map(|window| window.resolve(&case.situation)).transpose()?;
                holes.push(Hole { condition: &hole.condition, window });
            }
            let events = rule.window.iter().flat_map(|window| window.moments()).flat_map(Moment::events);
            let floating = window.point && !open_among(events, case).is_empty() && window.start.start != window.end.end;
            rulings.push(Ruling { id, rule, window, floating, role, holes });
        }
        Ok(Rulings { model, case, rulings })
    }

    /// The rules themselves, in the order of the text.
    pub fn rules(&self) -> impl Iterator<Item = (RuleId, &'m Rule)> {
        self.rulings.iter().map(|ruling| (ruling.id, ruling.rule))
    }

    /// Every instant after `at` at which the answer may change, in order.
    pub fn edges_after(&self, at: &Edge) -> Vec<Edge> {
        let windows = self.rulings.iter().flat_map(|ruling| {
            std::iter::once(&ruling.window).chain(ruling.holes.iter().filter_map(|hole| hole.window.as_ref()))
        });
        let mut edges: Vec<Edge> = windows
            .flat_map(|window| {
                let (certain, possible) = (window.certain(), window.possible());
                [certain.start, certain.end, possible.start, possible.end]
            })
            .filter(|edge| edge > at && edge.instant().is_some())
            .collect();
        edges.sort();
        edges.dedup();
        edges
    }

    /// What holds at an instant.
    ///
    /// # Errors
    /// If a moment lies outside the years 1 to 9999.
    pub fn at(&self, at: &Edge) -> Result<Ruled, TimeError> {
        let now: Vec<(&Ruling<'m>, Holds)> = self
            .rulings
            .iter()
            .filter_map(|ruling| {
                let when = holds(&ruling.window, at)?;
                Some((ruling, if ruling.floating { Holds::Perhaps } else { when }))
            })
            .collect();
        let conditions = now.iter().flat_map(|(ruling, _)| {
            std::iter::once(&*ruling.rule.condition).chain(ruling.holes.iter().map(|hole| hole.condition))
        });
        let mut unknowns = Unknowns::of(self.model, self.case, conditions)?;
        let mut claims = Vec::new();
        for (ruling, when) in now {
            claims.push(self.claim(ruling, when, at, &mut unknowns)?);
        }
        let silent = self.silent();
        let says = |world: &World<'_>| {
            claims.iter().filter_map(|claim| claim.in_world(world)).min_by_key(|&word| rank(word)).unwrap_or(silent)
        };
        let (mut possible, missing): (Vec<AnswerWord>, _) = match unknowns.outcomes(|world| Ranked(says(world))) {
            Some(Outcomes { all, questions }) => (all.into_iter().map(|Ranked(word)| word).collect(), questions),
            None => (bounds(&claims, &unknowns, silent), unknowns.questions()),
        };
        possible.sort_by_key(|&word| rank(word));
        let missing = if possible.len() == 1 { BTreeSet::new() } else { missing };
        let (because, overruled) = self.reasons(&claims, &unknowns, &possible);
        Ok(Ruled { possible, because, overruled, missing })
    }

    fn claim(&self, ruling: &Ruling<'m>, when: Holds, at: &Edge, unknowns: &mut Unknowns) -> Result<Claim, TimeError> {
        let mut applies = unknowns.formula(&ruling.rule.condition, self.case)?;
        let word = match (ruling.role, when) {
            (Role::Ban, Holds::Surely) if !ruling.rule.ideally => AnswerWord::Avoided,
            (Role::Ban, _) => AnswerWord::BetterNot,
            (Role::Duty, Holds::Surely) => AnswerWord::Due,
            (Role::Duty | Role::Option | Role::Permission, _) => AnswerWord::Allowed,
            (Role::Normal, _) => AnswerWord::Expected,
            (Role::Alarm, _) => AnswerWord::Alert,
        };
        if ruling.role == Role::Permission && when == Holds::Perhaps {
            // Between the earliest and the latest end a permission depends: on the clinic's word, or on an event.
            let events = ruling.rule.window.iter().flat_map(|window| window.moments()).flat_map(Moment::events);
            let questions = open_among(events, self.case).into_iter().map(Question::Event).collect();
            applies = Formula::All(vec![applies, unknowns.either(questions)]);
        }
        let mut holes = Vec::new();
        for hole in &ruling.holes {
            let when = hole.window.as_ref().map_or(Some(Holds::Surely), |window| holds(window, at));
            if let Some(when) = when {
                holes.push((unknowns.formula(hole.condition, self.case)?, when));
            }
        }
        Ok(Claim { id: ruling.id, applies, word, holes })
    }

    /// The answer where no rule holds.
    fn silent(&self) -> AnswerWord {
        let duty = self.rulings.iter().any(|ruling| ruling.rule.verb == Verb::Do && !only_permits(ruling.rule));
        if duty { AnswerWord::NotDue } else { AnswerWord::NotStated }
    }

    /// The rules that give one of the possible answers, and the others that hold.
    fn reasons(&self, claims: &[Claim], unknowns: &Unknowns, possible: &[AnswerWord]) -> (Vec<RuleId>, Vec<RuleId>) {
        if possible == [AnswerWord::NotDue] {
            let duties =
                self.rulings.iter().filter(|ruling| ruling.rule.verb == Verb::Do && !only_permits(ruling.rule));
            return (duties.map(|ruling| ruling.id).collect(), Vec::new());
        }
        let (mut because, mut overruled) = (Vec::new(), Vec::new());
        for claim in claims.iter().filter(|claim| unknowns.bound(&claim.applies) != Truth::False) {
            // A hole may soften what the claim says.
            let softened = !claim.holes.is_empty() && possible.contains(&AnswerWord::BetterNot);
            let gone =
                claim.holes.iter().any(|(hole, when)| *when == Holds::Surely && unknowns.bound(hole) == Truth::True);
            if !gone {
                let gives = softened || possible.contains(&claim.word);
                let list = if gives { &mut because } else { &mut overruled };
                list.push((rank(claim.word), claim.id));
            }
        }
        let ids = |mut list: Vec<(u8, RuleId)>| {
            list.sort_unstable();
            list.into_iter().map(|(_, id)| id).collect()
        };
        (ids(because), ids(overruled))
    }
}

/// A word that sorts by its rank.
#[derive(Clone, Copy, PartialEq, Eq)]
struct Ranked(AnswerWord);

impl PartialOrd for Ranked {
    fn partial_cmp(&self, other: &Ranked) -> Option<std::cmp::Ordering> {
        Some(self.cmp(other))
    }
}

impl Ord for Ranked {
    fn cmp(&self, other: &Ranked) -> std::cmp::Ordering {
        rank(self.0).cmp(&rank(other.0))
    }
}

impl Claim {
    fn in_world(&self, world: &World<'_>) -> Option<AnswerWord> {
        if !world.holds(&self.applies) {
            return None;
        }
        let mut word = self.word;
        for (hole, when) in &self.holes {
            match when {
                _ if !world.holds(hole) => {}
                Holds::Surely => return None,
                Holds::Perhaps => word = AnswerWord::BetterNot,
            }
        }
        Some(word)
    }
}

/// Every answer that may be possible when there are too many worlds to try: each unknown by itself. At least the
/// possible ones, perhaps more.
fn bounds(claims: &[Claim], unknowns: &Unknowns, silent: AnswerWord) -> Vec<AnswerWord> {
    let mut sure = silent;
    let mut perhaps = Vec::new();
    for claim in claims {
        let hole = claim.holes.iter().map(|(hole, _)| unknowns.bound(hole)).max().unwrap_or(Truth::False);
        match unknowns.bound(&claim.applies) {
            Truth::False => {}
            Truth::True if hole == Truth::False => {
                sure = if rank(claim.word) < rank(sure) { claim.word } else { sure };
            }
            _ => {
                perhaps.push(claim.word);
                if !claim.holes.is_empty() {
                    perhaps.push(AnswerWord::BetterNot);
                }
            }
        }
    }
    perhaps.retain(|&word| rank(word) < rank(sure));
    perhaps.push(sure);
    perhaps.sort_by_key(|&word| rank(word));
    perhaps.dedup();
    perhaps
}

/// Whether a rule has a say in what holds for a subject.
#[must_use]
pub fn bears_on(model: &Model, rule: &Rule, subject: SubjectId) -> bool {
    role(model, rule, subject).is_some()
}

fn role(model: &Model, rule: &Rule, subject: SubjectId) -> Option<Role> {
    let itself = rule.targets.iter().any(|&(target, _)| target == subject);
    if !rule.targets.iter().any(|&(target, _)| model.is_kind_of(subject, target)) {
        return None;
    }
    let sign = model.subject(subject).kind == SubjectKind::Sign;
    match rule.verb {
        Verb::Avoid if !sign => Some(Role::Ban),
        Verb::Allow if !sign => Some(Role::Permission),
        Verb::Do if !sign => Some(if itself && !only_permits(rule) { Role::Duty } else { Role::Option }),
        Verb::Expect if sign => Some(Role::Normal),
        Verb::Alert if sign => Some(Role::Alarm),
        _ => None,
    }
}

/// Whether a `do` is no duty: what may be done when it is needed, or so often at most.
#[must_use]
pub fn only_permits(rule: &Rule) -> bool {
    matches!(rule.frequency, Some(Frequency::AsNeeded | Frequency::UpTo(_)))
}

/// The window of a rule; only `contraindicated` has none.
fn resolve(window: Option<&Window>, case: &Case) -> Result<Resolved, TimeError> {
    window.unwrap_or(&Window::unstated()).resolve(&case.situation)
}

fn holds(window: &Resolved, at: &Edge) -> Option<Holds> {
    if window.certain().contains(at) {
        Some(Holds::Surely)
    } else if window.possible().contains(at) {
        Some(Holds::Perhaps)
    } else {
        None
    }
}
