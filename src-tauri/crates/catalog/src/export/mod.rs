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
    let own = catalog.gateways.values().map(|it| &it.sources);
    let sources = own.chain([&catalog.sources]).flat_map(|it| it.values());
    Export {
        schema: SHAPE,
        docs_date: sources.map(|it| it.date).max().unwrap_or(Date::ZERO),
        gateways: gateways.collect(),
        common: common::common(catalog),
    }
}
