//! Flags and the clock → a [`Case`]: when the treatment is, in which zone, and what is known of the patient. What cannot
//! be meant is refused with what to write instead; what was guessed is said.

use jiff::tz::TimeZone;
use jiff::{RoundMode, Timestamp, Unit, Zoned, ZonedRound};

use super::console::Console;
use super::given::{known, listed, unknown};
use super::{Exit, Failure};
use crate::model::{Case, Model, Together};
use crate::time::{Given, UnknownZone, parse_instant, words, zone};

/// The flags that say which treatment it is, and what is known.
#[derive(clap::Args)]
pub(super) struct CaseArguments {
    /// When the treatment is; without it, now. With several treatments each by its name: `botox=2026-12-01T10:00`
    #[arg(
        long,
        value_name = "[NAME=]INSTANT",
        value_delimiter = ',',
        env = "CARECHECK_TREATED",
        hide_env_values = true
    )]
    treated: Vec<String>,
    /// The time zone of the treatment, such as Europe/Paris; without it, this computer's
    #[arg(long, value_name = "ZONE", env = "CARECHECK_TZ", hide_env_values = true)]
    tz: Option<String>,
    /// What is known: `fitzpatrick=4`, `skin_irritated=no`, of one treatment `botox.skin_irritated=no`; again or with commas
    /// for more
    #[arg(long, value_name = "FACT=VALUE", value_delimiter = ',', env = "CARECHECK_GIVEN", hide_env_values = true)]
    given: Vec<String>,
    /// When something was or will be: `healed=2026-11-29`, `healed=never`, of one treatment `botox.healed=2026-12-05`; again
    /// or with commas for more
    #[arg(long, value_name = "EVENT=WHEN", value_delimiter = ',', env = "CARECHECK_EVENT", hide_env_values = true)]
    event: Vec<String>,
}

/// A case, and whether its treatment is now because no other time was given.
pub(super) struct Asked {
    pub(super) case: Case,
    pub(super) is_now: bool,
}

impl CaseArguments {
    /// The case of a sheet.
    ///
    /// # Errors
    /// If a value cannot be meant.
    pub(super) fn case(&self, model: &Model, console: &Console) -> Result<Asked, Failure> {
        let (treated, is_now) = match model.others.is_empty() {
            true => {
                let (treated, is_now) = self.treated(model, console)?;
                (vec![treated], is_now)
            }
            false => (self.each_treated(model, console)?, false),
        };
        let mut known = known(model, &self.given, &self.event, &treated)?;
        for note in &known.notes {
            console.remark(&format!("note: {note}"));
        }
        if treated.len() > 1 {
            known.fixed.events.extend(Together::treated(&treated.iter().collect::<Vec<_>>()).events);
        }
        let first = treated.into_iter().next().ok_or_else(|| Failure::new(Exit::Usage, "there is no treatment"))?;
        let case = Case::new(model, first, &known.fixed).map_err(too_far)?;
        Ok(Asked { case, is_now })
    }

    /// When the only treatment is, and whether that is now.
    fn treated(&self, model: &Model, console: &Console) -> Result<(Zoned, bool), Failure> {
        let text = match self.treated.as_slice() {
            [] => None,
            [text] => Some(text),
            _ => {
                return Err(Failure::new(
                    Exit::Usage,
                    "--treated: there is one treatment, and it has several times here",
                )
                .help("give one time, or the sheets of the other treatments too"));
            }
        };
        let zone = self.tz.as_deref().map(zone_given).transpose()?;
        let Some(text) = text else {
            let zone = zone.map_or_else(|| guessed(console), Ok)?;
            let now = now(&zone);
            console.remark(&format!(
                "note: the treatment is taken to be now, {}; `--treated` gives another time",
                words::date_time(&now)
            ));
            return Ok((now, true));
        };
        Ok((self.at_treatment(of_this_treatment(text, model)?, zone, console)?, false))
    }

    /// When each of several treatments is, in the order of their sheets.
    fn each_treated(&self, model: &Model, console: &Console) -> Result<Vec<Zoned>, Failure> {
        let names: Vec<&str> = model.treatments().map(|(_, treatment)| treatment.name.as_str()).collect();
        let mut given: Vec<Option<&str>> = vec![None; names.len()];
        for text in &self.treated {
            let Some((name, at)) = text.split_once('=') else {
                return Err(Failure::new(Exit::Usage, format!("--treated: `{text}` does not say of which treatment"))
                    .help(format!("write its name too: {}", flags(&names, text))));
            };
            let place = names.iter().position(|known| *known == name);
            let place = place.and_then(|place| given.get_mut(place));
            match place.ok_or_else(|| unknown("--treated", "treatment", name, &names))? {
                Some(_) => {
                    return Err(
                        Failure::new(Exit::Usage, format!("--treated: `{name}` is given twice")).help("give it once")
                    );
                }
                place => *place = Some(at),
            }
        }
        let missing: Vec<&str> =
            names.iter().zip(&given).filter(|(_, at)| at.is_none()).map(|(name, _)| *name).collect();
        if !missing.is_empty() {
            let message = format!(
                "--treated: when {} {}, is not given; the treatments are {}",
                listed(&missing),
                if missing.len() == 1 { "is" } else { "are" },
                listed(&names)
            );
            let help = format!("write {}", flags(&missing, "2026-11-24T14:30").replace(" or ", " and "));
            return Err(Failure::new(Exit::Usage, message).help(help));
        }
        let zone = self.tz.as_deref().map(zone_given).transpose()?;
        // Each may name its own zone; who names none is not told several times which one is taken.
        let guess = given.iter().flatten().any(|at| !at.contains('[')) && zone.is_none();
        let zone = if guess { Some(guessed(console)?) } else { zone };
        let overrides = self.tz.is_some();
        given
            .into_iter()
            .flatten()
            .map(|text| {
                let own = zone.clone().unwrap_or(TimeZone::UTC);
                let at = instant("--treated", text, &own, console)?;
                Ok(if overrides { at.with_time_zone(own) } else { at })
            })
            .collect()
    }

    fn at_treatment(&self, text: &str, zone: Option<TimeZone>, console: &Console) -> Result<Zoned, Failure> {
        // A zone that stands in the instant itself is no guess.
        let names_zone = text.contains('[');
        let zone = match zone {
            Some(zone) => zone,
            None if names_zone => TimeZone::UTC,
            None => guessed(console)?,
        };
        let at = instant("--treated", text, &zone, console)?;
        Ok(if self.tz.is_some() { at.with_time_zone(zone) } else { at })
    }
}

/// `--treated botox=2026-12-01T10:00 or --treated peel=2026-12-01T10:00`
fn flags(names: &[&str], at: &str) -> String {
    let each: Vec<String> = names.iter().map(|name| format!("`--treated {name}={at}`")).collect();
    each.join(" or ")
}

/// The instant that a flag gives, in a zone unless it names its own.
///
/// # Errors
/// If it is none; a date alone is none.
pub(super) fn instant(flag: &str, text: &str, zone: &TimeZone, console: &Console) -> Result<Zoned, Failure> {
    match parse_instant(text, zone).map_err(|error| Failure::new(Exit::Usage, format!("{flag}: {error}")))? {
        Given::Instant { at, note, .. } => {
            if let Some(note) = note {
                console.remark(&format!("note: {flag}: {note}"));
            }
            Ok(at)
        }
        Given::Date(date) => {
            Err(Failure::new(Exit::Usage, format!("{flag}: `{date}` is a date, without a clock time"))
                .help(format!("write the clock time too: `{flag} {date}T14:30`")))
        }
    }
}

/// The present moment in whole minutes.
pub(super) fn now(zone: &TimeZone) -> Zoned {
    let now = Timestamp::now().to_zoned(zone.clone());
    let minutes = ZonedRound::new().smallest(Unit::Minute).mode(RoundMode::Trunc);
    now.round(minutes).unwrap_or(now)
}

/// What `name=` before an instant says, for when a plan has several treatments.
fn of_this_treatment<'t>(text: &'t str, model: &Model) -> Result<&'t str, Failure> {
    let Some((name, rest)) = text.split_once('=') else { return Ok(text) };
    match &model.treatment {
        Some(treatment) if treatment.name == name => Ok(rest),
        Some(treatment) => Err(Failure::new(Exit::Usage, format!("--treated: the sheet is not for `{name}`"))
            .help(format!("write `--treated {}={rest}`, or the instant alone", treatment.name))),
        None => {
            Err(Failure::new(Exit::Usage, format!("--treated: the sheet names no treatment, so none called `{name}`"))
                .help(format!("write the instant alone: `--treated {rest}`")))
        }
    }
}

fn zone_given(name: &str) -> Result<TimeZone, Failure> {
    zone(name).map_err(|error: UnknownZone| {
        Failure::new(Exit::Usage, format!("--tz: {error}")).help("write an IANA name, such as `--tz Europe/Paris`")
    })
}

/// The host's zone: that of `TZ` if it is a name, else what the system is set to, else UTC. Said, because another host
/// would give another result.
fn guessed(console: &Console) -> Result<TimeZone, Failure> {
    let of_environment = std::env::var("TZ").ok().map(|name| name.trim_start_matches(':').to_owned());
    let named = of_environment.and_then(|name| Some((zone(&name).ok()?, "from TZ")));
    let (zone, why) = named
        .or_else(|| Some((zone(&iana_time_zone::get_timezone().ok()?).ok()?, "this computer's")))
        .unwrap_or((TimeZone::UTC, "because this computer's is not known"));
    let name = zone.iana_name().unwrap_or("UTC").to_owned();
    console.remark(&format!("note: the time zone is {name}, {why}; `--tz` gives another"));
    Ok(zone)
}

/// A moment that cannot be computed.
pub(super) fn too_far(error: crate::time::TimeError) -> Failure {
    Failure::new(Exit::Internal, error.to_string())
}
