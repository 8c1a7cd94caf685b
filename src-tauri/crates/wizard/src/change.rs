//! What another answer would change, before it is given.

use std::collections::BTreeSet;

use catalog::Catalog;

use crate::board::Board;
use crate::command::{Command, Refusal};
use crate::decide::{Now, decide};
use crate::event::{Stamped, TaskKey, TrackId, TrackSpec};
use crate::journey::Journey;
use crate::plan::{Reason, forbidden_reasons, planning};
use crate::view::Needed;

/// What another answer would change. Nothing that was done is ever deleted: what no longer applies
/// keeps what was entered and proven, and has it again when the answer is taken back.
#[derive(Debug, Clone, PartialEq, Eq, Default)]
pub struct Consequences {
    /// Questions that would be asked beside the present ones.
    pub asked: Vec<String>,
    /// Questions that would no longer be asked.
    pub unasked: Vec<String>,
    /// Tasks that would come in.
    pub added: Vec<TaskKey>,
    /// Tasks that would no longer apply, and whether they are done.
    pub dropped: Vec<(TaskKey, bool)>,
    /// Tasks that are done and would have to be done again.
    pub again: Vec<TaskKey>,
    /// Tracks that go on and could not be chosen any more, with the rules against them.
    pub against: Vec<(TrackId, Vec<Reason>)>,
    /// Tracks that the best plan would have beside its present ones.
    pub planned: Vec<TrackSpec>,
    /// Tracks that the best plan would leave out.
    pub unplanned: Vec<TrackSpec>,
}

/// What an answer would change.
///
/// # Errors
///
/// As [`decide`] for the answer.
pub fn consequences(
    journey: &Journey,
    catalog: &Catalog,
    now: &Now,
    question: &str,
    values: &[String],
) -> Result<Consequences, Refusal> {
    let answer = Command::Answer {
        question: question.to_owned(),
        values: values.to_vec(),
    };
    let mut next = journey.clone();
    for event in decide(journey, catalog, answer, now)? {
        let stamped = Stamped {
            seq: next.head() + 1,
            batch: journey.next_batch(),
            at: now.at,
            by: now.by.clone(),
            event,
        };
        // What was just decided fits the journey that it was decided for.
        next.evolve(stamped).map_err(|_| Refusal::Unknown)?;
    }
    let (before, after) = (
        Board::new(journey.state(), catalog),
        Board::new(next.state(), catalog),
    );
    let questions = |board: &Board<'_, '_>| -> Vec<String> {
        board.questions.iter().map(|&id| id.to_owned()).collect()
    };
    let (asked, unasked) = differ(&questions(&before), &questions(&after));
    let keys = |board: &Board<'_, '_>| -> Vec<TaskKey> {
        board
            .cells()
            .map(|(n, scope)| board.key(n, scope))
            .collect()
    };
    let (added, gone) = differ(&keys(&before), &keys(&after));
    let done = |board: &Board<'_, '_>, key: &TaskKey| {
        let place = board.place(key);
        place.is_some_and(|(n, scope)| board.cell(n, scope).is_some_and(|cell| cell.done))
    };
    let again = keys(&after).into_iter().filter(|key| {
        done(&before, key) && (!done(&after, key) || lacks(&after, key) > lacks(&before, key))
    });
    let best = |journey: &Journey| -> Vec<TrackSpec> {
        let planning = planning(journey.answers(), catalog, now.today);
        let tracks = planning.plans.into_iter().take(1).flat_map(|it| it.tracks);
        tracks.map(|it| it.spec).collect()
    };
    let (planned, unplanned) = differ(&best(journey), &best(&next));
    let active = next.tracks().filter(|it| it.is_active());
    let against = active.filter_map(|it| {
        let reasons = forbidden_reasons(next.answers(), catalog, &it.spec);
        (!reasons.is_empty()).then_some((it.id, reasons))
    });
    Ok(Consequences {
        asked,
        unasked,
        again: again.collect(),
        dropped: gone
            .into_iter()
            .map(|key| {
                let was_done = done(&before, &key);
                (key, was_done)
            })
            .collect(),
        against: against.collect(),
        added,
        planned,
        unplanned,
    })
}

/// How many fields of a task's page must be filled and are not.
fn lacks(board: &Board<'_, '_>, key: &TaskKey) -> usize {
    let Some((n, scope)) = board.place(key) else {
        return 0;
    };
    let state = board.cell(n, scope).and_then(|cell| cell.state);
    let filled =
        |id: &str| state.is_some_and(|it| it.fields.get(id).is_some_and(|field| field.is_filled()));
    let form = board.form(n, scope);
    let needed = form.iter().filter(|(_, needed)| *needed == Needed::Yes);
    needed.filter(|(field, _)| !filled(&field.id)).count()
}

/// What is only in the second list, and what is only in the first, in their order.
fn differ<T: Ord + Clone>(before: &[T], after: &[T]) -> (Vec<T>, Vec<T>) {
    let (was, is): (BTreeSet<&T>, BTreeSet<&T>) = (before.iter().collect(), after.iter().collect());
    (
        after
            .iter()
            .filter(|it| !was.contains(it))
            .cloned()
            .collect(),
        before
            .iter()
            .filter(|it| !is.contains(it))
            .cloned()
            .collect(),
    )
}
