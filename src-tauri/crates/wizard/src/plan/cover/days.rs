//! When the tracks of a set are open: one may have to wait for another.

use super::{Problem, Span};

/// Business days until every track of a set is open. A track that waits for another one begins when
/// the first of those is open.
pub(in crate::plan) fn opens(problem: &Problem<'_>, chosen: &[usize]) -> Span<u32> {
    let mut all = Span::default();
    for n in chosen {
        let days = opens_one(problem, chosen, *n);
        all = longest(all, days);
    }
    all
}

/// The same for one track of a set. What others wait for waits for nothing itself.
pub(in crate::plan) fn opens_one(problem: &Problem<'_>, chosen: &[usize], n: usize) -> Span<u32> {
    let it = &problem.choices[n];
    let Some(begins) = begins(problem, chosen, n) else {
        return it.days;
    };
    let from_there = Span {
        earliest: begins.earliest.saturating_add(it.tail.earliest),
        usual: begins.usual.saturating_add(it.tail.usual),
        late: begins.late.saturating_add(it.tail.late),
    };
    longest(it.days, from_there)
}

/// The business day on which what a track waits for is there; None = it waits for nothing, or that
/// is not in the set yet.
pub(in crate::plan) fn begins(
    problem: &Problem<'_>,
    chosen: &[usize],
    n: usize,
) -> Option<Span<u32>> {
    let after = problem.choices[n].after.as_ref()?;
    let first = problem.choices[awaited(problem, chosen, n)?].days;
    let later = |day| (problem.later)(day, after.months);
    Some(Span {
        earliest: later(first.earliest),
        usual: later(first.usual),
        late: later(first.late),
    })
}

/// What a track of a set waits for: of those that it may wait for, the first to be open.
fn awaited(problem: &Problem<'_>, chosen: &[usize], n: usize) -> Option<usize> {
    let after = problem.choices[n].after.as_ref()?;
    let others = after.others.iter().copied();
    others
        .filter(|it| chosen.contains(it))
        .min_by_key(|it| problem.choices[*it].days.usual)
}

/// Which tracks of a set decide the day on which all are open, as usual: the last ones, and what
/// those wait for.
pub(in crate::plan) fn deciding(problem: &Problem<'_>, chosen: &[usize]) -> Vec<usize> {
    let last = opens(problem, chosen).usual;
    let open = |n: &usize| opens_one(problem, chosen, *n).usual == last;
    let mut deciding: Vec<usize> = chosen.iter().copied().filter(open).collect();
    // What is open late by its own work alone does not decide by its wait.
    let by_wait = |n: &usize| {
        let begins = begins(problem, chosen, *n)?;
        let there = begins.usual.saturating_add(problem.choices[*n].tail.usual);
        (there == last).then(|| awaited(problem, chosen, *n))?
    };
    let awaited: Vec<usize> = deciding.iter().filter_map(by_wait).collect();
    deciding.extend(awaited);
    deciding
}

fn longest(a: Span<u32>, b: Span<u32>) -> Span<u32> {
    Span {
        earliest: a.earliest.max(b.earliest),
        usual: a.usual.max(b.usual),
        late: a.late.max(b.late),
    }
}
