//! The whole catalogue as one JSON: for people who check the facts, and for tests.
//!
//! Its shape is `schema/export.schema.json`. A key with plain strings is Korean, `<key>_en` beside
//! it English; what no document says is null.

pub mod common;
pub mod types;

mod build;

#[cfg(test)]
mod tests;

use jiff::civil::Date;

use crate::load::Catalog;
use build::Builder;
use types::Export;

/// Version of the export's shape.
const SHAPE: u32 = 1;

/// Everything that the catalogue says.
#[must_use]
pub fn export(catalog: &Catalog) -> Export {
    let gateways = catalog.gateways.values().map(|gateway| {
        let builder = Builder {
            catalog,
            gateway: Some(gateway),
        };
        builder.gateway(gateway)
    });
    let own = catalog.gateways.values().flat_map(|it| it.sources.values());
    // The calendar is no document about payments.
    let calendar = |key: &String| catalog.holidays_source.contains(key);
    let common = catalog.sources.iter().filter(|(key, _)| !calendar(key));
    let sources = own.chain(common.map(|(_, source)| source));
    Export {
        schema: SHAPE,
        docs_date: sources.map(|it| it.date).max().unwrap_or(Date::ZERO),
        gateways: gateways.collect(),
        common: common::common(catalog),
    }
}
