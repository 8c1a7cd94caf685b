//! Lists: one page of what fits a filter, in an order. And one thing of a store, by its id.

use axum::extract::{Query, State};
use axum::http::HeaderMap;
use axum::response::Response;
use bytes::Bytes;
use jiff::{SignedDuration, Timestamp};
use serde::Deserialize;
use serde::de::DeserializeOwned;
use serde_json::{Value, json};

use super::{Answered, Caller, Params, Refusal, asked, invalid, respond};
use crate::state::{Shared, State as Memory};

/// The filter of a list, which knows what it is a list of.
pub(crate) trait Filter: DeserializeOwned + Default {
    /// What is listed.
    type Item;
    /// By which of its moments it can be put in order.
    type By: Copy + Default + DeserializeOwned;

    /// Everything there is, of every store.
    fn all(memory: &Memory) -> &[Self::Item];
    /// Whose it is.
    fn store(item: &Self::Item) -> &str;
    /// The moment that has to lie in the window. Without one it is not in this list.
    fn moment(&self, item: &Self::Item) -> Option<Timestamp>;
    /// Whether it is one of those that are asked for.
    fn fits(&self, memory: &Memory, item: &Self::Item) -> bool;
    /// The moment it is put in order by.
    fn by(by: Self::By, item: &Self::Item) -> Timestamp;
    /// The item as PortOne writes it.
    fn show(memory: &Memory, item: &Self::Item) -> Option<Value>;

    /// What a filter can get wrong beyond its shape.
    fn checked(&self) -> Result<(), Refusal> {
        Ok(())
    }

    /// The stores it is about. Most lists are about every store that the secret opens, unless one is named.
    fn stores(caller: &Caller, named: Option<&str>) -> Result<Vec<String>, Refusal> {
        caller.stores(named)
    }

    /// The order, where a filter carries it itself.
    fn order(&self, sort: Sort<Self::By>) -> Sort<Self::By> {
        sort
    }
}

/// Which way.
#[derive(Clone, Copy, Default, Deserialize, PartialEq, Eq)]
#[serde(rename_all = "SCREAMING_SNAKE_CASE")]
pub(crate) enum Order {
    #[default]
    Desc,
    Asc,
}

/// By what, and which way.
#[derive(Clone, Copy, Default, Deserialize)]
#[serde(default, bound = "B: Default + DeserializeOwned")]
pub(crate) struct Sort<B> {
    pub(crate) by: B,
    pub(crate) order: Order,
}

#[derive(Deserialize)]
#[serde(default, bound = "F: Filter")]
struct Asked<F: Filter> {
    page: Option<Page>,
    sort: Option<Sort<F::By>>,
    filter: Option<Filtered<F>>,
}

impl<F: Filter> Default for Asked<F> {
    fn default() -> Self {
        Self {
            page: None,
            sort: None,
            filter: None,
        }
    }
}

/// What every filter has, and its own.
#[derive(Default, Deserialize)]
#[serde(default, rename_all = "camelCase", bound = "F: Filter")]
struct Filtered<F: Filter> {
    store_id: Option<String>,
    from: Option<Timestamp>,
    until: Option<Timestamp>,
    #[serde(flatten)]
    own: F,
}

/// A list.
pub(crate) async fn list<F: Filter>(
    State(shared): State<Shared>,
    Query(query): Query<Params>,
    headers: HeaderMap,
    body: Bytes,
) -> Response {
    let memory = shared.lock();
    respond(listed::<F>(&memory, &headers, &query, &body))
}

fn listed<F: Filter>(
    memory: &Memory,
    headers: &HeaderMap,
    query: &Params,
    body: &[u8],
) -> Answered {
    let caller = Caller::known(memory, headers)?;
    let asked: Asked<F> = asked(query, body)?;
    let page = Page::checked(asked.page)?;
    let filter = asked.filter.unwrap_or_default();
    filter.own.checked()?;
    let stores = F::stores(&caller, filter.store_id.as_deref())?;
    let window = window(filter.from, filter.until, memory.now());
    let own = filter.own;
    let mut found: Vec<&F::Item> = F::all(memory)
        .iter()
        .filter(|item| {
            stores.iter().any(|store| store == F::store(item))
                && own.moment(item).is_some_and(|at| window.contains(&at))
                && own.fits(memory, item)
        })
        .collect();
    let sort = own.order(asked.sort.unwrap_or_default());
    match sort.order {
        Order::Desc => found.sort_by_key(|item| std::cmp::Reverse(F::by(sort.by, item))),
        Order::Asc => found.sort_by_key(|item| F::by(sort.by, item)),
    }
    Ok(page.of(&found, |item| F::show(memory, item)))
}

/// One thing of the store that is meant, for whoever may see it.
pub(super) fn one(
    memory: &Memory,
    headers: &HeaderMap,
    query: &Params,
    find: impl FnOnce(&str) -> Answered,
) -> Response {
    let store = Caller::known(memory, headers)
        .and_then(|caller| caller.store(query.get("storeId").map(String::as_str)));
    respond(store.and_then(|store| find(&store)))
}

/// Nothing asked, or one of what was asked.
pub(super) fn any(asked: Option<&Vec<String>>, word: &str) -> bool {
    asked.is_none_or(|words| words.is_empty() || words.iter().any(|asked| asked == word))
}

/// Nothing asked, or this.
pub(super) fn same(asked: Option<&String>, word: &str) -> bool {
    asked.is_none_or(|asked| asked == word)
}

/// From when until when: ninety days until now, unless the caller says otherwise.
fn window(
    from: Option<Timestamp>,
    until: Option<Timestamp>,
    now: Timestamp,
) -> std::ops::RangeInclusive<Timestamp> {
    let until = until.unwrap_or(now);
    let quarter = SignedDuration::from_hours(90 * 24);
    let start = || until.checked_sub(quarter).unwrap_or(Timestamp::MIN);
    from.unwrap_or_else(start)..=until
}

#[derive(Clone, Copy, Deserialize)]
struct Page {
    #[serde(default)]
    number: i64,
    #[serde(default = "ten")]
    size: i64,
}

fn ten() -> i64 {
    10
}

impl Default for Page {
    fn default() -> Self {
        Self {
            number: 0,
            size: ten(),
        }
    }
}

impl Page {
    /// Refuses what lies past the 60,000th entry.
    fn checked(page: Option<Self>) -> Result<Self, Refusal> {
        let page = page.unwrap_or_default();
        let end = page
            .number
            .checked_add(1)
            .and_then(|pages| pages.checked_mul(page.size));
        if page.number < 0 || page.size < 1 || end.is_none_or(|end| end > 60_000) {
            return Err(invalid("(number + 1) * size는 60,000을 넘을 수 없어요."));
        }
        Ok(page)
    }

    /// This page of `found`, written by `show`.
    fn of<T>(self, found: &[T], show: impl Fn(&T) -> Option<Value>) -> Value {
        let as_usize = |number: i64| usize::try_from(number).unwrap_or(usize::MAX);
        let items: Vec<Value> = found
            .iter()
            .skip(as_usize(self.number * self.size))
            .take(as_usize(self.size))
            .filter_map(show)
            .collect();
        let page = json!({
            "number": self.number,
            "size": self.size,
            "totalCount": found.len(),
        });
        json!({ "items": items, "page": page })
    }
}
