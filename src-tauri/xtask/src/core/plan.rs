//! The plan over the whole catalogue, and how its time grows.

use std::collections::BTreeMap;
use std::hint::black_box;

use catalog::Catalog;
use jiff::civil::date;
use wizard::plan::planning;

use super::measure::{median, timed};

const RUNS: usize = 15;

/// The figures, in milliseconds.
pub struct Figures {
    /// Everything that can be wished for, over the whole catalogue.
    pub all: f64,
    /// The same for who names a gateway: the one that takes longest.
    pub named: f64,
    /// A shop with cards, over the whole catalogue.
    pub shop: f64,
    /// Growth of the time over growth of the catalogue: 1 is linear.
    pub by_modules: f64,
    /// Growth of the time over growth of the wishes: 1 is linear.
    pub by_wishes: f64,
}

/// Measures them.
pub fn figures() -> Figures {
    let whole = Catalog::embedded();
    let (few, many) = (copies(whole, 1), copies(whole, 3));
    let all = ms(&everything(10), whole);
    Figures {
        all,
        named: named(whole),
        shop: ms(&everything(1), whole),
        by_modules: (ms(&everything(4), &many) / ms(&everything(4), &few)).ln() / 3_f64.ln(),
        by_wishes: (all / ms(&everything(2), whole)).ln() / 5_f64.ln(),
    }
}

fn named(catalog: &Catalog) -> f64 {
    let ids = catalog.gateways.keys();
    let times = ids.map(|id| {
        let mut given = everything(10);
        given.insert("preferred".to_owned(), vec![id.clone()]);
        ms(&given, catalog)
    });
    times.fold(0.0, f64::max)
}

fn ms(given: &BTreeMap<String, Vec<String>>, catalog: &Catalog) -> f64 {
    median((0..RUNS).map(|_| {
        timed(|| {
            black_box(planning(given, catalog, date(2026, 11, 23)));
        })
    }))
}

/// Every purpose with this many methods.
fn everything(methods: usize) -> BTreeMap<String, Vec<String>> {
    let own = |id: &str, values: &[String]| (id.to_owned(), values.to_vec());
    // As the interview has them: what can be answered is the catalogue's.
    let choices = |id: &str| -> Vec<String> {
        let questions = &Catalog::embedded().questions;
        let question = questions.iter().find(|it| it.id == id);
        let choices = question.map(|it| it.choices.iter().map(|it| it.value.clone()));
        choices
            .into_iter()
            .flatten()
            .filter(|it| it != "unknown")
            .collect()
    };
    let (all, purposes) = (choices("methods"), choices("purposes"));
    let purposes = if methods == 1 {
        &purposes[..1]
    } else {
        &purposes[..]
    };
    [
        own("purposes", purposes),
        own("methods", &all[..methods.min(all.len())]),
        own("overseas_methods", &choices("overseas_methods")),
        own("buyers", &choices("buyers")),
        own("monthly_sales", &["20000000".to_owned()]),
    ]
    .into()
}

/// The catalogue with each gateway this many times.
fn copies(whole: &Catalog, times: usize) -> Catalog {
    let mut catalog = whole.clone();
    for n in 1..times {
        for gateway in whole.gateways.values() {
            let mut copy = gateway.clone();
            copy.id = format!("{}-{n}", gateway.id);
            for module in &mut copy.modules {
                module.id = format!("{}-{n}", module.id);
            }
            copy.tasks.clear();
            catalog.gateways.insert(copy.id.clone(), copy);
        }
    }
    catalog
}
