//! The list of faults, and the judge that holds each row of it against what happened.
//!
//! The list stands in a file of its own, because the window's sentences are held against it as well.

use std::collections::BTreeSet;
use std::time::Duration;

use serde::Deserialize;

use super::{LIMIT, SLACK};
use crate::{Error, verdict};

#[derive(Deserialize)]
struct List {
    rows: Vec<Row>,
}

#[derive(Deserialize)]
struct Row {
    row: String,
    seconds: u64,
    ends: Vec<End>,
}

#[derive(Deserialize)]
struct End {
    end: String,
    answer: String,
}

fn list() -> Vec<Row> {
    let text = include_str!("../../tests/network_faults.json");
    serde_json::from_str::<List>(text).unwrap().rows
}

/// What the calls of one row came to.
#[derive(Default)]
pub(super) struct Met {
    ends: BTreeSet<(String, String)>,
    longest: Duration,
}

impl Met {
    /// A call that failed after `took`.
    pub(super) fn failed(&mut self, error: &Error, took: Duration) {
        let answer = format!("{:?}", verdict::of_v2_failure(error.clone()).answer);
        self.came_to(error.failure().name(), &without_details(&answer), took);
    }

    /// Whatever else it came to.
    pub(super) fn came_to(&mut self, end: &str, answer: &str, took: Duration) {
        self.ends.insert((end.to_owned(), answer.to_owned()));
        self.longest = self.longest.max(took);
    }
}

/// `AskedToWait { wait: None }` is `AskedToWait`.
fn without_details(answer: &str) -> String {
    let Some((name, rest)) = answer.split_once(" {") else {
        return answer.to_owned();
    };
    let end = rest.rfind('}').map_or("", |at| &rest[at + 1..]);
    format!("{name}{end}")
}

/// Every end of the row was met, none other, and in time. The client's own limits are short in these tests.
fn judge(row: &str, met: &Met) {
    let list = list();
    let row = list.iter().find(|one| one.row == row).unwrap();
    let promised: BTreeSet<_> = row
        .ends
        .iter()
        .map(|end| (end.end.clone(), end.answer.clone()))
        .collect();
    assert_eq!(met.ends, promised, "{}", row.row);
    let config = crate::Config::default();
    let promised = Duration::from_secs(row.seconds);
    let bound = if [config.check, config.write].contains(&promised) {
        LIMIT
    } else {
        promised
    };
    assert!(
        met.longest <= bound + SLACK,
        "{}: {:?}",
        row.row,
        met.longest
    );
}

/// A test for each row, named after what drives it.
macro_rules! driven {
    ($($row:literal $name:ident)*) => {
        $(
            #[tokio::test]
            async fn $name() {
                let mut met = Met::default();
                super::$name(&mut met).await;
                judge($row, &met);
            }
        )*
        const DRIVEN: &[&str] = &[$($row),*];
    };
}

driven! {
    "N1" n01_a_name_that_is_not_known
    "N2" n02_refused_or_reset
    "N3" n03_a_connection_that_is_not_to_be_trusted
    "N4" n04_no_answer
    "N5" n05_an_answer_that_drips
    "N6" n06_a_redirect_that_leads_round
    "N7" n07_a_redirect_to_another_server
    "N8" n08_a_key_that_is_refused
    "N9" n09_clear_refusals
    "N10" n10_still_being_worked_on
    "N11" n11_too_many
    "N12" n12_trouble_of_portones_own
    "N13" n13_json_of_another_shape
    "N14" n14_an_answer_that_breaks_off
    "N15" n15_an_answer_without_end
    "N16" n16_a_page_instead_of_an_answer
    "N17" n17_a_broken_family_of_addresses_does_not_stop_the_other
    "N18" n18_a_machine_that_slept_does_not_wait_again
    "N19" n19_paid_said_of_another_payment
}

/// A row that nobody drives fails, and so does a driver without its row.
#[test]
fn the_list_is_whole() {
    let promised: Vec<_> = (1..=19).map(|number| format!("N{number}")).collect();
    let listed: Vec<_> = list().into_iter().map(|one| one.row).collect();
    assert_eq!(listed, promised);
    assert_eq!(DRIVEN, promised);
}
