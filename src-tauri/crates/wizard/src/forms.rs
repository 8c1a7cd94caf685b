//! The fields of a task's page, and what a proof rests on.

use catalog::Catalog;
use catalog::model::Field;

use crate::board::Board;
pub use crate::board::{is_wait, machine_only};
use crate::event::{Bound, FieldAt, TaskKey};
use crate::journey::Journey;
use crate::view::Needed;

/// The fields of a task's page in order, and whether each must be filled here. Empty when the
/// journey has no such task.
pub fn form_fields<'a>(
    journey: &Journey,
    catalog: &'a Catalog,
    task: &TaskKey,
) -> Vec<(&'a Field, Needed)> {
    let board = Board::new(journey.state(), catalog);
    match board.place(task) {
        Some((n, scope)) => board.form(n, scope),
        None => Vec::new(),
    }
}

/// The first field on the road that fits, of the tasks that apply.
pub fn find_field(
    journey: &Journey,
    catalog: &Catalog,
    fits: impl Fn(&Field) -> bool,
) -> Option<FieldAt> {
    let board = Board::new(journey.state(), catalog);
    board.cells().find_map(|(n, scope)| {
        let field = board
            .fields(n, scope)
            .into_iter()
            .find(|field| fits(field))?;
        Some(FieldAt {
            task: board.key(n, scope),
            field: field.id.clone(),
        })
    })
}

/// The values that a proof of this task made now rests on: the task's own form; for a channel or a
/// payment also the channel's values and PortOne's keys. Empty when the journey has no such task.
pub fn bindings(journey: &Journey, catalog: &Catalog, task: &TaskKey) -> Vec<Bound> {
    let board = Board::new(journey.state(), catalog);
    match board.place(task) {
        Some((n, scope)) => board.bindings(n, scope),
        None => Vec::new(),
    }
}
