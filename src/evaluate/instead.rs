//! A treatment on a date that the sheet of another forbids → the first day on which nothing does. Only that treatment is
//! moved, to the same clock time of later days.

use jiff::Zoned;

use super::plan::{Applies, Instead, Screening};
use super::screening::{bans, forbids, rules, stands};
use super::told;
use crate::model::{Atom, Case, Condition, Fixed, Model, Rule};
use crate::time::{Anchor, EventId, EventTime, Moment, Step, TimeError, apply};

/// How far ahead a day is looked for, in months.
const MONTHS: i32 = 24;

/// Something that may speak against a treatment.
struct Ground<'m> {
    rule: &'m Rule,
    against: Anchor,
    before: Applies,
}

/// For each reason that stands against a treatment because of another, the day that would do.
pub(super) fn instead(model: &Model, case: &Case, screening: &mut [Screening]) -> Result<(), TimeError> {
    let stand: Vec<usize> =
        screening.iter().filter(|one| one.applies == Applies::Yes).map(|one| one.treatment).collect();
    if stand.is_empty() {
        return Ok(());
    }
    let grounds = grounds(model, case)?;
    let fixed = case.fixed(model)?;
    for (number, (treatment, _)) in model.treatments().enumerate().filter(|(number, _)| stand.contains(number)) {
        let concerns = |ground: &&Ground<'_>| {
            ground.against == treatment || ground.rule.treatment == treatment || asks(model, ground.rule, number)
        };
        let because_of_another = |ground: &&Ground<'_>| {
            let others = (0..model.treatments().count()).filter(|&other| other != number);
            ground.against == treatment
                && ground.before == Applies::Yes
                && (ground.rule.treatment != treatment
                    || others.into_iter().any(|other| asks(model, ground.rule, other)))
        };
        if !grounds.iter().any(|ground| because_of_another(&ground)) {
            continue;
        }
        let day = day(model, case, &fixed, (treatment, number), grounds.iter().filter(concerns).collect());
        let day = day.map_or(Instead::Never, Instead::On);
        for one in screening.iter_mut().filter(|one| one.treatment == number && one.applies == Applies::Yes) {
            one.instead = day.clone();
        }
    }
    Ok(())
}

fn grounds<'m>(model: &'m Model, case: &Case) -> Result<Vec<Ground<'m>>, TimeError> {
    let mut found: Vec<Ground> = Vec::new();
    let own = rules(model).map(|rule| (rule, rule.treatment));
    let others =
        model.treatments().flat_map(|(treatment, _)| bans(model, treatment).map(move |(ban, _)| (ban, treatment)));
    for (rule, against) in own.chain(others) {
        let ground = Ground { rule, against, before: Applies::No };
        found.push(Ground { before: ground.applies(model, case)?, ..ground });
    }
    Ok(found)
}

impl Ground<'_> {
    fn applies(&self, model: &Model, case: &Case) -> Result<Applies, TimeError> {
        Ok(match self.rule.treatment == self.against {
            true => stands(model, case, std::iter::once(self.rule))?.0,
            false => forbids(model, case, self.rule, self.against)?.0,
        })
    }
}

/// Whether a rule asks for the date of a treatment, by its number.
fn asks(model: &Model, rule: &Rule, treatment: usize) -> bool {
    let in_windows = rule.window.iter().flat_map(|window| window.moments()).flat_map(Moment::events);
    let in_conditions = rule.conditions().flat_map(Condition::atoms).flat_map(|atom| match atom {
        Atom::Near { event, from, to } => {
            std::iter::once(*event).chain(from.events()).chain(to.events()).collect::<Vec<EventId>>()
        }
        Atom::AtOrAfter(anchor, _) => anchor.event().into_iter().collect(),
        Atom::Fact(..) => Vec::new(),
    });
    in_windows.chain(in_conditions).any(|event| model.date_of(event) == Some(treatment))
}

/// The first day on which none of what concerns a treatment stands. What was open before may stay open.
fn day(
    model: &Model,
    case: &Case,
    fixed: &Fixed,
    (treatment, number): (Anchor, usize),
    mut grounds: Vec<&Ground<'_>>,
) -> Option<Zoned> {
    let planned = told::instant(case, treatment);
    let last = apply(planned, Step::Calendar { months: MONTHS, days: 0 }).ok()?;
    for days in 1.. {
        let at = apply(planned, Step::Calendar { months: 0, days }).ok().filter(|at| *at <= last)?;
        let mut fixed = fixed.clone();
        let dates = (0..).map(EventId).take_while(|&event| model.date_of(event).is_some());
        fixed.events.extend(
            dates.filter(|&event| model.date_of(event) == Some(number)).map(|date| (date, EventTime::at(at.clone()))),
        );
        let treated = if number == 0 { at.clone() } else { case.situation.treated.clone() };
        let moved = Case::new(model, treated, &fixed).ok()?;
        let mut against = None;
        for (place, ground) in grounds.iter().enumerate() {
            let now = ground.applies(model, &moved).ok()?;
            if now != Applies::No && !(now == Applies::Depends && ground.before == Applies::Depends) {
                against = Some(place);
                break;
            }
        }
        match against {
            None => return Some(at),
            // What stood today most often stands tomorrow.
            Some(place) => grounds.swap(0, place),
        }
    }
    None
}
