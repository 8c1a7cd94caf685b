//! Joins the library: what the catalogue knows, whether a journey needs it or not.

mod find;
mod gateway;
mod subject;
pub mod view;

use catalog::{Catalog, Fact, Gateway, Module, Statement, Value, When};

pub use find::{Neighbours, search, translate};
pub use gateway::{gateway_page, module_page};
pub use subject::subject_page;

use super::texts::{self, Facts, bi};
use view::{
    AbilityView, CopyView, GatewayLine, GatewayName, LibraryView, MethodView, ModuleLine, OnlyView,
    StandingView, StatementView, SubjectLine, SubjectView, WayView,
};

/// The entrance.
pub fn library(catalog: &Catalog) -> LibraryView {
    let mut gateways: Vec<&Gateway> = catalog.gateways.values().collect();
    gateways.sort_by_key(|it| it.standing != catalog::Standing::Open);
    let own = catalog.gateways.values().map(|it| it.errors.len());
    LibraryView {
        gateways: gateways.into_iter().map(gateway_line).collect(),
        subjects: catalog.library.subjects.iter().map(subject_line).collect(),
        errors: count(own.sum::<usize>() + catalog.errors.len()),
    }
}

fn count(n: usize) -> u32 {
    u32::try_from(n).unwrap_or(u32::MAX)
}

fn subject_line(heading: &catalog::Heading<catalog::Subject>) -> SubjectLine {
    SubjectLine {
        id: subject_id(heading.id),
        title: bi(&heading.title),
        lead: heading.lead.as_ref().map(bi),
    }
}

/// A gateway by name.
pub fn gateway_name(gateway: &Gateway) -> GatewayName {
    GatewayName {
        id: gateway.id.clone(),
        name: bi(&gateway.name),
    }
}

fn gateway_line(gateway: &Gateway) -> GatewayLine {
    let modules = || gateway.modules.iter();
    let mut versions: Vec<catalog::Portone> = modules().map(|it| it.portone).collect();
    versions.sort();
    versions.dedup();
    let mut purposes: Vec<catalog::Purpose> =
        modules().flat_map(|it| &it.purposes).copied().collect();
    purposes.sort();
    purposes.dedup();
    let shown = |name: &&String| **name != gateway.name.ko && **name != gateway.name.en;
    GatewayLine {
        id: gateway.id.clone(),
        name: bi(&gateway.name),
        aka: gateway.aliases.iter().filter(shown).cloned().collect(),
        standing: match gateway.standing {
            catalog::Standing::Open => StandingView::Open,
            catalog::Standing::ClosedToNew => StandingView::ClosedToNew,
            catalog::Standing::Discontinued => StandingView::Discontinued,
        },
        portone: versions.into_iter().map(texts::portone).collect(),
        purposes: purposes.into_iter().map(texts::purpose).collect(),
    }
}

fn module_line(gateway: &Gateway, module: &Module) -> ModuleLine {
    let open = gateway.standing == catalog::Standing::Open;
    let ability = |purpose: &catalog::Purpose| AbilityView {
        purpose: texts::purpose(*purpose),
        methods: module
            .methods_for(*purpose)
            .iter()
            .copied()
            .map(method)
            .collect(),
    };
    ModuleLine {
        id: module.id.clone(),
        gateway: gateway.id.clone(),
        name: bi(&module.name),
        portone: texts::portone(module.portone),
        open_to_new: open && module.closed_since.is_none(),
        closed_since: module.closed_since.map(|day| day.to_string()),
        purposes: module.purposes.iter().map(ability).collect(),
        ways: module.ways.iter().copied().map(way).collect(),
        console_gateway: module.console_gateway.clone(),
        console_module: module.console_module.clone(),
        fields: count(module.fields.len()),
    }
}

/// For whom a condition holds, as far as a word can say it.
fn only(when: &When, modules: Vec<&Module>) -> OnlyView {
    OnlyView {
        portone: when.only_version().map(texts::portone),
        mode: when.only_mode().map(texts::mode),
        purposes: when
            .only_purposes()
            .iter()
            .copied()
            .map(texts::purpose)
            .collect(),
        modules: modules.into_iter().map(|it| bi(&it.name)).collect(),
    }
}

fn copies(values: &[Value]) -> Vec<CopyView> {
    let each = values.iter().map(|it| CopyView {
        label: it.label().map(bi),
        value: it.value().to_owned(),
    });
    each.collect()
}

impl Facts<'_> {
    /// What documents say.
    fn statements<'a>(&self, all: impl IntoIterator<Item = &'a Statement>) -> Vec<StatementView> {
        all.into_iter().map(|it| self.statement(it)).collect()
    }

    fn statement(&self, it: &Statement) -> StatementView {
        let modules = it.modules.iter().filter_map(|id| self.catalog.module(id));
        StatementView {
            only: only(&it.when, modules.map(|(_, module)| module).collect()),
            text: bi(&it.text),
            values: copies(&it.values),
            note: it.note.as_ref().map(bi),
            disagreements: self.disagreements(&it.disagreements),
            sources: self.sources(&it.source),
        }
    }
}

/// Twin.
pub fn subject_id(subject: catalog::Subject) -> SubjectView {
    use catalog::Subject as S;
    match subject {
        S::Papers => SubjectView::Papers,
        S::Site => SubjectView::Site,
        S::Trades => SubjectView::Trades,
        S::Insurance => SubjectView::Insurance,
        S::Roles => SubjectView::Roles,
        S::Identifiers => SubjectView::Identifiers,
        S::Webhook => SubjectView::Webhook,
        S::TestMode => SubjectView::TestMode,
        S::GoLive => SubjectView::GoLive,
        S::FurtherMid => SubjectView::FurtherMid,
        S::Terms => SubjectView::Terms,
        S::Holidays => SubjectView::Holidays,
    }
}

/// Twin, the other way.
fn subject_from(view: SubjectView) -> catalog::Subject {
    use catalog::Subject as S;
    match view {
        SubjectView::Papers => S::Papers,
        SubjectView::Site => S::Site,
        SubjectView::Trades => S::Trades,
        SubjectView::Insurance => S::Insurance,
        SubjectView::Roles => S::Roles,
        SubjectView::Identifiers => S::Identifiers,
        SubjectView::Webhook => S::Webhook,
        SubjectView::TestMode => S::TestMode,
        SubjectView::GoLive => S::GoLive,
        SubjectView::FurtherMid => S::FurtherMid,
        SubjectView::Terms => S::Terms,
        SubjectView::Holidays => S::Holidays,
    }
}

/// Twin.
fn method(method: catalog::Method) -> MethodView {
    use catalog::Method as M;
    match method {
        M::Card => MethodView::Card,
        M::Transfer => MethodView::Transfer,
        M::VirtualAccount => MethodView::VirtualAccount,
        M::Mobile => MethodView::Mobile,
        M::GiftCertificate => MethodView::GiftCertificate,
        M::Kakaopay => MethodView::Kakaopay,
        M::Tosspay => MethodView::Tosspay,
        M::Naverpay => MethodView::Naverpay,
        M::Payco => MethodView::Payco,
        M::OtherEasyPay => MethodView::OtherEasyPay,
        M::Identity => MethodView::Identity,
    }
}

/// Twin.
fn way(way: catalog::Way) -> WayView {
    match way {
        catalog::Way::Window => WayView::Window,
        catalog::Way::Api => WayView::Api,
    }
}

/// What holds for everyone and stands beside the tasks.
fn of_fact(facts: &Facts<'_>, fact: &Fact) -> view::ItemView {
    view::ItemView {
        task: None,
        portone: fact.when.only_version().map(texts::portone),
        text: bi(&fact.text),
        steps: Vec::new(),
        gotchas: Vec::new(),
        values: copies(&fact.values),
        advice: false,
        note: fact.note.as_ref().map(bi),
        disagreements: facts.disagreements(&fact.disagreements),
        sources: facts.sources(&fact.source),
    }
}
