//! A gateway's page, and its modules'.

use catalog::{Answer, Catalog, Field, Gateway, Mode, Module, Purpose, Requirement};

use super::super::texts::{self, Facts, bi};
use super::super::view::{DisagreementView, FactView, FieldView, RequirementView, SourceView};
use super::view::{
    AnswerView, ExtraMidView, FeeView, GatewayPage, ModulePage, PartLine, PartView, PortalView,
    ReviewView, RouteView, StepView, TradeLine,
};
use super::{count, gateway_line, module_line};

/// A gateway's page.
pub fn gateway_page(catalog: &Catalog, id: &str) -> Option<GatewayPage> {
    let gateway = catalog.gateway(id)?;
    let facts = Facts {
        catalog,
        gateway: Some(&gateway.id),
    };
    let parts = catalog.library.parts.iter().map(|it| PartLine {
        id: part_id(it.id),
        title: bi(&it.title),
    });
    let steps = gateway.contract.iter().map(|step| StepView {
        title: bi(&step.title),
        who: texts::actor(step.who),
        days: step.days.as_ref().map(|days| facts.days(days)),
        note: step.note.as_ref().map(bi),
        sources: facts.sources(&step.source),
    });
    let fees = gateway.fees.iter().map(|fee| FeeView {
        what: bi(&fee.what),
        tier: fee.tier.as_ref().map(bi),
        value: bi(&fee.value),
        dated: fee.dated.to_string(),
        sources: facts.sources(&fee.source),
    });
    Some(GatewayPage {
        line: gateway_line(gateway),
        parts: parts.collect(),
        modules: gateway
            .modules
            .iter()
            .map(|module| module_line(gateway, module))
            .collect(),
        contract: steps.collect(),
        entry: facts.statements(gateway.conditions()),
        papers: facts.statements(&gateway.documents),
        application: gateway
            .application
            .iter()
            .map(|field| facts.field(field, general(field, None)))
            .collect(),
        again: facts.statements(&gateway.again),
        card_review: gateway.card_review.as_ref().map(|it| ReviewView {
            who: texts::actor(it.who),
            mode: it.mode.map(texts::mode),
            place: it.place.as_ref().map(|place| facts.screen(place)),
            text: bi(&it.text),
            disagreements: facts.disagreements(&it.disagreements),
            sources: facts.sources(&it.source),
        }),
        review_page: gateway.review_page.as_ref().map(|it| PortalView {
            name: it.name.clone(),
            url: it.url.clone(),
            sources: facts.sources(&it.source),
        }),
        direct_open: facts.statements(&gateway.direct_open),
        fees: fees.collect(),
        trades: trades(catalog, gateway),
        requests: facts.statements(&gateway.requests),
        extra_mid: gateway.extra_mid.as_ref().map(|it| ExtraMidView {
            route: route(it.kind),
            text: bi(&it.text),
            disagreements: facts.disagreements(&it.disagreements),
            sources: facts.sources(&it.source),
        }),
        contacts: gateway.contacts.iter().map(texts::contact).collect(),
        errors: count(gateway.errors.len()),
        disagreements: disagreements(&facts, gateway),
        sources: sources(&facts, gateway),
    })
}

/// What this gateway answers to each trade.
fn trades(catalog: &Catalog, gateway: &Gateway) -> Vec<TradeLine> {
    let facts = Facts {
        catalog,
        gateway: None,
    };
    let each = catalog.industries.iter().map(|trade| {
        let own = |answer: &&catalog::TradeAnswer| answer.gateways.contains(&gateway.id);
        let said = trade.answers.iter().find(own);
        let answer = match said {
            _ if trade.refused_everywhere => AnswerView::RefusedEverywhere,
            Some(said) => answer(said.answer),
            None => AnswerView::Undocumented,
        };
        TradeLine {
            id: trade.id.clone(),
            name: bi(&trade.name),
            answer,
            text: said.and_then(|it| it.text.as_ref()).map(bi),
            sources: facts.sources(said.map_or(&trade.source, |it| &it.source)),
        }
    });
    each.collect()
}

/// Twin.
pub(super) fn answer(answer: Answer) -> AnswerView {
    match answer {
        Answer::Reviews => AnswerView::Reviews,
        Answer::Conditional => AnswerView::Conditional,
        Answer::Refuses => AnswerView::Refuses,
    }
}

/// Everything in its file where documents disagree, each once. What is about a field or a
/// statement stands there, too.
fn disagreements(facts: &Facts<'_>, gateway: &Gateway) -> Vec<DisagreementView> {
    let stated = gateway.statements().flat_map(|it| &it.disagreements);
    let review = gateway.card_review.iter().flat_map(|it| &it.disagreements);
    let route = gateway.extra_mid.iter().flat_map(|it| &it.disagreements);
    let modules = gateway.modules.iter().flat_map(|module| {
        let set_up = module.post_setup.iter().flat_map(|it| &it.disagreements);
        let fields = module.fields.iter().flat_map(|it| &it.disagreements);
        module.disagreements.iter().chain(set_up).chain(fields)
    });
    let tasks = gateway.tasks.iter().flat_map(|it| &it.disagreements);
    let all = gateway.disagreements.iter().chain(stated).chain(review);
    let mut once: Vec<&catalog::Disagreement> = Vec::new();
    for it in all.chain(route).chain(modules).chain(tasks) {
        if !once.contains(&it) {
            once.push(it);
        }
    }
    let each = once
        .into_iter()
        .flat_map(|it| facts.disagreements(std::slice::from_ref(it)));
    each.collect()
}

fn sources(facts: &Facts<'_>, gateway: &Gateway) -> Vec<SourceView> {
    let mut keys: Vec<String> = gateway.sources.keys().cloned().collect();
    keys.sort_by_key(|key| {
        let path = gateway.sources.get(key).map(|it| (&it.doc, &it.path));
        path.map(|(doc, path)| (doc.clone(), path.clone()))
    });
    facts.sources(&keys)
}

/// A module's page.
pub fn module_page(catalog: &Catalog, id: &str) -> Option<ModulePage> {
    let (gateway, module) = catalog.module(id)?;
    let facts = Facts {
        catalog,
        gateway: Some(&gateway.id),
    };
    let form = catalog.channel_head.iter().chain(&module.fields);
    let form = form.chain(&catalog.channel_tail);
    let place = catalog.channel_head.iter().find_map(|it| it.place.as_ref());
    let caveats = |mode: Mode| -> Vec<FactView> {
        let of_mode = module.caveats.iter().filter(|it| it.mode == mode);
        of_mode.map(|it| facts.fact(&it.text, &it.source)).collect()
    };
    Some(ModulePage {
        line: module_line(gateway, module),
        gateway: bi(&gateway.name),
        screen: place.map(|place| facts.screen(place)),
        fields: form
            .map(|field| facts.field(field, general(field, Some(module))))
            .collect(),
        test_mids: facts.test_mids(module, None),
        no_test_mid: module.no_test_mid.as_ref().map(bi),
        post_setup: facts.statements(&module.post_setup),
        test_caveats: caveats(Mode::Test),
        live_caveats: caveats(Mode::Live),
        disagreements: facts.disagreements(&module.disagreements),
        note: module.note.as_ref().map(bi),
        sources: facts.sources(&module.source),
    })
}

/// A value that PortOne gives, as a field.
pub(super) fn plain_field(facts: &Facts<'_>, field: &Field) -> FieldView {
    facts.field(field, general(field, None))
}

/// Whether a field must be filled, for nobody in particular.
fn general(field: &Field, module: Option<&Module>) -> RequirementView {
    match &field.requirement {
        Requirement::Required => RequirementView::Required,
        Requirement::Optional => RequirementView::Optional,
        Requirement::Undocumented => RequirementView::Undocumented,
        Requirement::Blank { text } => RequirementView::Blank { text: bi(text) },
        Requirement::Conditional {
            text, else_blank, ..
        } => RequirementView::Conditional {
            text: bi(text),
            applies: None,
            else_blank: *else_blank,
        },
        Requirement::Decided { .. } => RequirementView::Decided {
            value: module.and_then(|module| choices(&field.requirement, module)),
        },
    }
}

/// Every choice that a module may need in a drop-down, each once.
fn choices(requirement: &Requirement, module: &Module) -> Option<String> {
    let mut found: Vec<&str> = Vec::new();
    for mode in [Mode::Test, Mode::Live] {
        for purpose in &module.purposes {
            let choice = module.decided(requirement, mode, *purpose);
            found.extend(choice.filter(|it| !found.contains(it)));
        }
    }
    let none = module.purposes.is_empty();
    found.extend(
        none.then(|| module.decided(requirement, Mode::Test, Purpose::OneTime))
            .flatten(),
    );
    (!found.is_empty()).then(|| found.join(" / "))
}

fn route(route: catalog::ExtraMidRoute) -> RouteView {
    use catalog::ExtraMidRoute as R;
    match route {
        R::PgAdmin => RouteView::PgAdmin,
        R::Reapply => RouteView::Reapply,
        R::PortoneSupport => RouteView::PortoneSupport,
        R::Other => RouteView::Other,
    }
}

/// Twin.
pub(super) fn part_id(part: catalog::Part) -> PartView {
    use catalog::Part as P;
    match part {
        P::Abilities => PartView::Abilities,
        P::Contract => PartView::Contract,
        P::Entry => PartView::Entry,
        P::Papers => PartView::Papers,
        P::Application => PartView::Application,
        P::Again => PartView::Again,
        P::CardReview => PartView::CardReview,
        P::DirectOpen => PartView::DirectOpen,
        P::Fees => PartView::Fees,
        P::Trades => PartView::Trades,
        P::Requests => PartView::Requests,
        P::ExtraMid => PartView::ExtraMid,
        P::Contacts => PartView::Contacts,
        P::Errors => PartView::Errors,
        P::Disagreements => PartView::Disagreements,
        P::Sources => PartView::Sources,
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn what_is_taken_in_the_place_of_an_insurance_is_told_with_its_disagreements() {
        let catalog = Catalog::embedded();
        let mut told = 0;
        for gateway in catalog.gateways.values() {
            let Some(instead) = &gateway.no_insurance else {
                continue;
            };
            let page = gateway_page(catalog, &gateway.id).into_iter();
            let mut lines = page.flat_map(|page| page.entry);
            let line = lines.find(|line| line.text.ko == instead.text.ko);
            let disagreements = line.map(|line| line.disagreements.len());
            assert_eq!(
                disagreements,
                Some(instead.disagreements.len()),
                "{}",
                gateway.id
            );
            told += 1;
        }
        assert!(told > 0);
    }
}
