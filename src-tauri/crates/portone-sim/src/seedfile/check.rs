//! What serde cannot check: ids that repeat or lead nowhere, amounts that contradict the status.

use super::*;
use crate::v2::is_currency;

fn bad(place: impl Into<String>, why: impl Into<String>) -> BadSeed {
    BadSeed {
        place: place.into(),
        why: why.into(),
    }
}

/// Ids seen so far, of one kind.
#[derive(Default)]
struct Ids(HashSet<String>);

impl Ids {
    fn add(&mut self, id: &str, place: String) -> Result<(), BadSeed> {
        if id.is_empty() {
            return Err(bad(place, "an id may not be empty"));
        }
        if !self.0.insert(id.to_owned()) {
            return Err(bad(place, format!("\"{id}\" is there already")));
        }
        Ok(())
    }
}

pub(super) fn whole(file: &SeedFile) -> Result<(), BadSeed> {
    if file.schema != 1 {
        return Err(bad("schema", format!("{} is not known; 1 is", file.schema)));
    }
    if file.stores.is_empty() {
        return Err(bad("stores", "at least one store is needed"));
    }
    let (mut stores, mut channels, mut v1) = (Ids::default(), Ids::default(), Ids::default());
    for (index, store) in file.stores.iter().enumerate() {
        let at = format!("stores[{index}]");
        stores.add(&store.id, format!("{at}.id"))?;
        for (index, channel) in store.channels.iter().enumerate() {
            channels.add(&channel.key, format!("{at}.channels[{index}].key"))?;
        }
        if let Some(keys) = &store.v1 {
            v1.add(&keys.key, format!("{at}.v1.key"))?;
        }
        for (index, secret) in store.v2_secrets.iter().enumerate() {
            if secret.is_empty() {
                return Err(bad(
                    format!("{at}.v2_secrets[{index}]"),
                    "a secret may not be empty",
                ));
            }
        }
        one_store(store, &at)?;
    }
    Ok(())
}

fn one_store(store: &StoreSeed, at: &str) -> Result<(), BadSeed> {
    let channel = |key: Option<&String>, place: String| match key {
        Some(key) if !store.channels.iter().any(|known| known.key == *key) => Err(bad(
            place,
            format!("no channel of this store has the key \"{key}\""),
        )),
        None if store.channels.is_empty() => Err(bad(place, "the store has no channel")),
        _ => Ok(()),
    };
    if let Some(url) = &store.webhook_url
        && !deliver::is_local(url)
    {
        let why = "not http on this machine";
        return Err(bad(format!("{at}.webhook_url"), why));
    }
    // An `imp_uid` and a payment id are looked up in different places.
    let (mut v1_ids, mut v2_ids, mut orders) = (Ids::default(), Ids::default(), Ids::default());
    for (index, one) in store.payments.iter().enumerate() {
        let at = format!("{at}.payments[{index}]");
        let ids = match one.version {
            Version::V1 => &mut v1_ids,
            Version::V2 => &mut v2_ids,
        };
        ids.add(&one.id, format!("{at}.id"))?;
        channel(one.channel_key.as_ref(), format!("{at}.channel_key"))?;
        payment(one, &at)?;
        // V2 finds a V1 payment by its order number, so these share one space with V2's ids.
        let order = match (one.version, &one.merchant_uid) {
            (Version::V1, Some(order)) => order.clone(),
            (Version::V1, None) => seed::order_number(&one.id),
            (Version::V2, Some(order)) if *order != one.id => {
                let why = "a V2 payment has no order number beside its id";
                return Err(bad(format!("{at}.merchant_uid"), why));
            }
            (Version::V2, _) => one.id.clone(),
        };
        orders.add(&order, format!("{at}.merchant_uid"))?;
    }
    let mut ids = Ids::default();
    for (index, one) in store.billing_keys.iter().flatten().enumerate() {
        let at = format!("{at}.billing_keys[{index}]");
        ids.add(&one.billing_key, format!("{at}.billing_key"))?;
        channel(one.channel_key.as_ref(), format!("{at}.channel_key"))?;
    }
    let keys = ids;
    let mut ids = Ids::default();
    for (index, one) in store.schedules.iter().flatten().enumerate() {
        let at = format!("{at}.schedules[{index}]");
        ids.add(&one.id, format!("{at}.id"))?;
        if !keys.0.contains(&one.billing_key) {
            let why = format!("no billing key of this store is \"{}\"", one.billing_key);
            return Err(bad(format!("{at}.billing_key"), why));
        }
        if one.amount.is_some_and(|amount| amount <= 0) {
            return Err(bad(format!("{at}.amount"), "not an amount"));
        }
        if one.currency.as_ref().is_some_and(|text| !is_currency(text)) {
            return Err(bad(
                format!("{at}.currency"),
                "not three upper-case letters",
            ));
        }
    }
    let mut ids = Ids::default();
    for (index, one) in store.identity_verifications.iter().flatten().enumerate() {
        let at = format!("{at}.identity_verifications[{index}]");
        ids.add(&one.id, format!("{at}.id"))?;
        if one.channel_key.is_some() {
            channel(one.channel_key.as_ref(), format!("{at}.channel_key"))?;
        }
    }
    Ok(())
}

fn payment(one: &PaymentSeed, at: &str) -> Result<(), BadSeed> {
    if one.amount < 0 {
        return Err(bad(format!("{at}.amount"), "below zero"));
    }
    if !is_currency(&one.currency) {
        let why = "not three upper-case letters";
        return Err(bad(format!("{at}.currency"), why));
    }
    let tax_free = one.tax_free_amount.unwrap_or(0);
    if !(0..=one.amount).contains(&tax_free) {
        let why = "more than the amount, or below zero";
        return Err(bad(format!("{at}.tax_free_amount"), why));
    }
    if one.failure.is_some() && one.status != Status::Failed {
        let why = "only a FAILED payment has one";
        return Err(bad(format!("{at}.failure"), why));
    }
    let back = one.cancelled();
    let fits = match one.status {
        Status::Cancelled => back == one.amount,
        Status::PartialCancelled => back > 0 && back < one.amount,
        _ => back == 0,
    };
    if !fits {
        let why = "does not fit the amount and the status";
        return Err(bad(format!("{at}.cancelled_amount"), why));
    }
    Ok(())
}
