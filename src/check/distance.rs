//! Distances between two treatments → words: `when botox is from 2 days before to 4 days after microneedling`.

use super::apart::Run;

/// When the treatment `to` is, seen from `from`, to end a message.
pub(super) fn in_words(runs: &[Run], from: &str, to: &str) -> String {
    if let [Run { least: None, most: None, always }] = runs {
        let when = if *always { "" } else { ", at some times of day" };
        return format!("however far `{to}` and `{from}` are apart{when}");
    }
    let (always, sometimes): (Vec<&Run>, Vec<&Run>) = runs.iter().partition(|run| run.always);
    let listed = |runs: &[&Run], name: &str| {
        let each: Vec<String> = runs.iter().map(|run| range(run.least, run.most, name)).collect();
        each.join(" or ")
    };
    let name = format!("`{from}`");
    match (always.is_empty(), sometimes.is_empty()) {
        (true, _) => format!("at some times of day when `{to}` is {}", listed(&sometimes, &name)),
        (_, true) => format!("when `{to}` is {}", listed(&always, &name)),
        _ => {
            format!("when `{to}` is {} (at some times of day also {})", listed(&always, &name), listed(&sometimes, ""))
        }
    }
}

/// `from 2 days before to 4 days after peel`, or without the name where it was said before.
fn range(least: Option<i64>, most: Option<i64>, name: &str) -> String {
    let same_day = if name.is_empty() { "on the same day".to_owned() } else { format!("on the day of {name}") };
    let range = match (least, most) {
        (Some(0), Some(0)) => same_day,
        (Some(0), Some(most)) => format!("{same_day} or up to {} after", days(most)),
        (Some(least), Some(0)) => format!("up to {} before {name} or on the same day", days(least)),
        (Some(one), Some(most)) if one == most => format!("{} {name}", point(one)),
        (Some(least), Some(most)) if least > 0 => format!("{least} to {most} days after {name}"),
        (Some(least), Some(most)) if most < 0 => format!("{} to {} days before {name}", -least, -most),
        (Some(least), Some(most)) => format!("from {} to {} {name}", point(least), point(most)),
        (Some(0), None) => format!("{same_day} or later"),
        (Some(least), None) if least > 0 => format!("{} or more after {name}", days(least)),
        (Some(least), None) => format!("{} {name} or later", point(least)),
        (None, Some(0)) => format!("{same_day} or earlier"),
        (None, Some(most)) if most < 0 => format!("{} or more before {name}", days(most)),
        (None, Some(most)) => format!("{} {name} or earlier", point(most)),
        (None, None) => format!("at any time before or after {name}"),
    };
    range.replace("  ", " ").trim_end().to_owned()
}

fn point(day: i64) -> String {
    format!("{} {}", days(day), if day < 0 { "before" } else { "after" })
}

fn days(count: i64) -> String {
    let count = count.unsigned_abs();
    format!("{count} day{}", if count == 1 { "" } else { "s" })
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn ranges_of_days() {
        let said = [
            (Some(-2), Some(4)),
            (Some(0), Some(0)),
            (Some(0), Some(14)),
            (Some(-1), Some(0)),
            (Some(1), Some(4)),
            (Some(-4), Some(-1)),
            (Some(5), Some(5)),
            (Some(3), None),
            (Some(0), None),
            (Some(-3), None),
            (None, Some(-1)),
            (None, Some(0)),
            (None, Some(2)),
        ];
        let said: Vec<String> = said.iter().map(|(least, most)| range(*least, *most, "peel")).collect();
        insta::assert_snapshot!(said.join("\n"), @r"
        from 2 days before to 4 days after peel
        on the day of peel
        on the day of peel or up to 14 days after
        up to 1 day before peel or on the same day
        1 to 4 days after peel
        4 to 1 days before peel
        5 days after peel
        3 days or more after peel
        on the day of peel or later
        3 days before peel or later
        1 day or more before peel
        on the day of peel or earlier
        2 days after peel or earlier
        ");
    }
}
