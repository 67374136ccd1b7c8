//! A sheet in which two opinions differ → a smaller one in which they still do.

use crate::sheet::Sheet;

pub fn shrink(sheet: Sheet, problem: String, differs: impl Fn(&Sheet) -> Option<String>) -> String {
    let (mut sheet, mut problem) = (sheet, problem);
    'smaller: loop {
        for smaller in smaller(&sheet) {
            if let Some(of_smaller) = differs(&smaller) {
                (sheet, problem) = (smaller, of_smaller);
                continue 'smaller;
            }
        }
        return problem;
    }
}

fn smaller(sheet: &Sheet) -> Vec<Sheet> {
    let mut found = Vec::new();
    for at in 0..sheet.rules.len() {
        let mut without = sheet.clone();
        without.rules.remove(at);
        found.push(without);
        let mut change = |change: &dyn Fn(&mut crate::sheet::Rule) -> bool| {
            let mut changed = sheet.clone();
            if change(&mut changed.rules[at]) {
                found.push(changed);
            }
        };
        change(&|rule| rule.heading.take().is_some());
        change(&|rule| rule.conditions.pop().is_some());
        change(&|rule| rule.holes.pop().is_some());
        change(&|rule| rule.holes_when.take().is_some());
        change(&|rule| rule.holes.iter_mut().any(|hole| hole.window.take().is_some()));
        change(&|rule| rule.targets.len() > 1 && rule.targets.pop().is_some());
        change(&|rule| rule.targets.len() > 1 && rule.targets.remove(0) < usize::MAX);
        change(&|rule| std::mem::take(&mut rule.ideally));
        change(&|rule| std::mem::take(&mut rule.by));
        change(&|rule| !std::mem::take(&mut rule.order).is_empty());
        change(&|rule| rule.lasting.take().is_some());
        change(&|rule| rule.frequency.take().is_some());
    }
    found
}
