//! From the files' form to the export's.

use std::collections::BTreeMap;

use super::types::{
    CardReview, Contact, ContractStep, Days, Disagreement, ErrorCode, ErrorList, ExtraMid, Fee,
    Field, Gateway, Line, Module, Reading, Required, Source, TestMid,
};
use crate::load::Catalog;
use crate::model::{self, LengthUnit, Mode, Requirement, Standing, Statement, Text, Value};

/// Builds what one gateway's file says, or the common files when there is none.
#[derive(Clone, Copy)]
pub(super) struct Builder<'a> {
    pub catalog: &'a Catalog,
    pub gateway: Option<&'a model::Gateway>,
}

/// Korean lines and their English.
pub(super) type Lines = (Vec<String>, Vec<String>);

/// Both languages of a text that may be missing.
pub(super) fn both(text: Option<&Text>) -> (Option<String>, Option<String>) {
    (text.map(|it| it.ko.clone()), text.map(|it| it.en.clone()))
}

/// A value to be copied, after what it is.
pub(super) fn value(value: &Value, of: impl Fn(&Text) -> &str) -> String {
    match value.label() {
        Some(label) => format!("{}: {}", of(label), value.value()),
        None => value.value().to_owned(),
    }
}

impl<'a> Builder<'a> {
    pub(super) fn gateway(self, gateway: &'a model::Gateway) -> Gateway {
        let (entry_conditions, entry_conditions_en) = self.statements(gateway.conditions());
        let (documents, documents_en) = self.statements(gateway.documents.iter());
        let (again, again_en) = self.statements(gateway.again.iter());
        let (early_opening, early_opening_en) = self.statements(gateway.direct_open.iter());
        let (request_rules, request_rules_en) = self.statements(gateway.requests.iter());
        Gateway {
            id: gateway.id.clone(),
            names: names(gateway),
            status: gateway.standing,
            modules: gateway.modules.iter().map(|it| self.module(it)).collect(),
            contract_steps: gateway.contract.iter().map(|it| self.step(it)).collect(),
            entry_conditions,
            entry_conditions_en,
            documents,
            documents_en,
            again,
            again_en,
            card_review: gateway.card_review.as_ref().map(|it| self.card_review(it)),
            early_opening,
            early_opening_en,
            request_rules,
            request_rules_en,
            application_fields: gateway
                .application
                .iter()
                .map(|it| self.field(it))
                .collect(),
            extra_mid_route: gateway.extra_mid.as_ref().map(|it| ExtraMid {
                kind: it.kind,
                text: it.text.ko.clone(),
                text_en: it.text.en.clone(),
                sources: self.sources(&it.source),
            }),
            status_url: gateway.review_page.as_ref().map(|it| it.url.clone()),
            contacts: gateway.contacts.iter().map(|it| self.contact(it)).collect(),
            fees: gateway.fees.iter().map(|it| self.fee(it)).collect(),
            errors: gateway.errors.iter().map(|it| self.error(it)).collect(),
            error_list: gateway.error_list.as_ref().map(|it| self.error_list(it)),
            lines: [
                ("entry_conditions", gateway.conditions().collect()),
                ("documents", Vec::from_iter(&gateway.documents)),
                ("again", Vec::from_iter(&gateway.again)),
                ("early_opening", Vec::from_iter(&gateway.direct_open)),
                ("request_rules", Vec::from_iter(&gateway.requests)),
            ]
            .into_iter()
            .flat_map(|(list, all)| self.lines(list, all.into_iter().map(stated)))
            .collect(),
            disagreements: self.of_gateway(gateway),
        }
    }

    /// Everything that is not about a single field, in the order of the file.
    fn of_gateway(self, gateway: &model::Gateway) -> Vec<Disagreement> {
        let mut all = self.disagreements(&gateway.disagreements);
        all.extend(
            gateway
                .statements()
                .flat_map(|it| self.disagreements(&it.disagreements)),
        );
        if let Some(review) = &gateway.card_review {
            all.extend(self.disagreements(&review.disagreements));
        }
        if let Some(route) = &gateway.extra_mid {
            all.extend(self.disagreements(&route.disagreements));
        }
        for module in &gateway.modules {
            let set_up = module.post_setup.iter().map(|it| &it.disagreements);
            for list in std::iter::once(&module.disagreements).chain(set_up) {
                all.extend(self.disagreements(list).into_iter().map(|mut it| {
                    it.about = format!("{}: {}", module.name.ko, it.about);
                    it.about_en = format!("{}: {}", module.name.en, it.about_en);
                    it
                }));
            }
        }
        for task in &gateway.tasks {
            all.extend(self.disagreements(&task.disagreements));
        }
        // The same one may stand at several places of a file.
        let mut once: Vec<Disagreement> = Vec::new();
        for it in all {
            if !once.contains(&it) {
                once.push(it);
            }
        }
        once
    }

    fn module(self, module: &'a model::Module) -> Module {
        let open = self.gateway.is_none_or(|it| it.standing == Standing::Open);
        let (no_test_mid, no_test_mid_en) = both(module.no_test_mid.as_ref());
        let (post_setup, post_setup_en) = self.statements(module.post_setup.iter());
        let (test_caveats, test_caveats_en) = caveats(module, Mode::Test);
        let (live_caveats, live_caveats_en) = caveats(module, Mode::Live);
        let (portal_url, menu_path) = self.usual_place(module);
        let (note, note_en) = both(module.note.as_ref());
        let test_mids = module.test_mids.iter().flat_map(|it| {
            it.purposes.iter().map(|purpose| TestMid {
                purpose: *purpose,
                mid: it.mid.clone(),
                note: it.note.as_ref().map(|note| note.ko.clone()),
                note_en: it.note.as_ref().map(|note| note.en.clone()),
                sources: self.sources(&it.source),
            })
        });
        let of_mode = |mode| {
            let own = module.caveats.iter().filter(move |it| it.mode == mode);
            own.map(|it| (None, it.source.as_slice()))
        };
        let mut lines = self.lines("post_setup", module.post_setup.iter().map(stated));
        lines.extend(self.lines("test_caveats", of_mode(Mode::Test)));
        lines.extend(self.lines("live_caveats", of_mode(Mode::Live)));
        Module {
            id: module.id.clone(),
            provider: module.code.to_uppercase(),
            portone: module.portone,
            title: module.name.ko.clone(),
            title_en: module.name.en.clone(),
            console_gateway: module.console_gateway.clone(),
            console_module: module.console_module.clone(),
            open_to_new: open && module.closed_since.is_none(),
            purposes: module.purposes.clone(),
            methods: module.methods.clone(),
            ways: module.ways.clone(),
            fields: module.fields.iter().map(|it| self.field(it)).collect(),
            portal_url,
            menu_path,
            test_mids: test_mids.collect(),
            no_test_mid,
            no_test_mid_en,
            post_setup,
            post_setup_en,
            test_caveats,
            test_caveats_en,
            live_caveats,
            live_caveats_en,
            note,
            note_en,
            lines,
            sources: self.sources(keys(module)),
        }
    }

    /// The place where most of the fields are found; of several, the first in the form.
    fn usual_place(self, module: &model::Module) -> (Option<String>, Vec<String>) {
        let places = module.fields.iter().filter_map(|it| it.place.as_ref());
        let places: Vec<_> = places.map(|it| (&it.portal, &it.menu)).collect();
        let mut count: BTreeMap<_, usize> = BTreeMap::new();
        for place in &places {
            *count.entry(*place).or_default() += 1;
        }
        let most = count.values().max();
        let usual = places.iter().find(|place| count.get(*place) == most);
        let Some((portal, menu)) = usual else {
            return (None, Vec::new());
        };
        (self.portal_url(portal), (*menu).clone())
    }

    fn portal_url(self, key: &str) -> Option<String> {
        let gateway = self.gateway.map(|it| it.id.as_str());
        self.catalog.portal(key, gateway).map(|it| it.url.clone())
    }

    pub(super) fn field(self, field: &model::Field) -> Field {
        let length = field.length.unwrap_or_default();
        let exact = length.max.filter(|max| length.min == Some(*max));
        let (required, condition, otherwise_blank) = match &field.requirement {
            Requirement::Required | Requirement::Decided { .. } => (Required::Always, None, false),
            Requirement::Conditional {
                text, else_blank, ..
            } => (Required::Conditional, Some(text), *else_blank),
            Requirement::Optional => (Required::Optional, None, false),
            Requirement::Undocumented => (Required::Undocumented, None, false),
            Requirement::Blank { text } => (Required::Blank, Some(text), false),
        };
        let (condition, condition_en) = both(condition);
        let (sent_by, sent_by_en) = both(field.sender.as_ref());
        let (note, note_en) = both(field.note.as_ref());
        let place = field.place.as_ref();
        Field {
            label: field.label.clone(),
            label_en: field.gloss.clone(),
            aliases: field.aka.clone(),
            required,
            condition,
            condition_en,
            otherwise_blank,
            max_len: length.max.filter(|_| exact.is_none()),
            exact_len: exact,
            len_unit: length.max.map(|_| -> LengthUnit { length.unit }),
            live_prefix: field.live_prefix.clone(),
            secret: field.secret,
            sent_by,
            sent_by_en,
            portal_url: place.and_then(|it| self.portal_url(&it.portal)),
            menu_path: place.map(|it| it.menu.clone()).unwrap_or_default(),
            note,
            note_en,
            sources: self.sources(&field.source),
            disagreements: self.disagreements(&field.disagreements),
        }
    }

    fn error_list(self, list: &model::ErrorList) -> ErrorList {
        ErrorList {
            text: list.text.ko.clone(),
            text_en: list.text.en.clone(),
            documented: list.documented,
            lists: self.sources(&list.lists),
            url: list.url.clone(),
            sources: self.sources(&list.source),
        }
    }

    fn card_review(self, review: &model::CardReview) -> CardReview {
        let place = review.place.as_ref();
        CardReview {
            who: review.who,
            mode: review.mode,
            portal_url: place.and_then(|it| self.portal_url(&it.portal)),
            menu_path: place.map(|it| it.menu.clone()).unwrap_or_default(),
            text: review.text.ko.clone(),
            text_en: review.text.en.clone(),
            sources: self.sources(&review.source),
            disagreements: self.disagreements(&review.disagreements),
        }
    }

    /// What stands behind each line of a list of plain strings.
    fn lines<'s>(
        self,
        list: &str,
        all: impl Iterator<Item = (Option<&'s Text>, &'s [String])>,
    ) -> Vec<Line> {
        let line = |(at, (note, source))| {
            let (note, note_en) = both(note);
            Line {
                list: list.to_owned(),
                at,
                note,
                note_en,
                sources: self.sources(source),
            }
        };
        all.enumerate().map(line).collect()
    }

    /// Each statement as one string: whom it is about when not all, what it says, and its values.
    pub(super) fn statements<'s>(
        self,
        statements: impl Iterator<Item = &'s Statement> + Clone,
    ) -> Lines {
        let modules = |it: &Statement| -> Vec<&'a model::Module> {
            let found = it.modules.iter().filter_map(|id| self.catalog.module(id));
            found.map(|(_, module)| module).collect()
        };
        let line = |it: &Statement, of: fn(&Text) -> &str| {
            let modules = modules(it);
            let names: Vec<&str> = modules.iter().map(|it| of(&it.name)).collect();
            let whom = (!names.is_empty()).then(|| format!("{}: ", names.join(", ")));
            let first = format!("{}{}", whom.unwrap_or_default(), of(&it.text));
            let mut lines = vec![first];
            lines.extend(it.values.iter().map(|it| value(it, of)));
            lines.join("\n")
        };
        let all = |of: fn(&Text) -> &str| statements.clone().map(|it| line(it, of)).collect();
        (all(|text| &text.ko), all(|text| &text.en))
    }

    pub(super) fn sources<'k>(self, keys: impl IntoIterator<Item = &'k String>) -> Vec<Source> {
        let mut found: Vec<Source> = Vec::new();
        let gateway = self.gateway.map(|it| it.id.as_str());
        for key in keys {
            // A key without a document is a problem of `check`, not of the export.
            let Some(source) = self.catalog.source(key, gateway) else {
                continue;
            };
            let source = Source {
                document: source.doc.clone(),
                path: source.path.clone(),
                dated: source.date,
                verified_on: source.verified_on,
            };
            if !found.contains(&source) {
                found.push(source);
            }
        }
        found
    }

    pub(super) fn disagreements(self, list: &[model::Disagreement]) -> Vec<Disagreement> {
        let readings = |it: &model::Disagreement| {
            let each = it.readings.iter().flat_map(|reading| {
                let sources = self.sources(&reading.source).into_iter();
                sources.map(|source| Reading {
                    value: reading.text.ko.clone(),
                    value_en: reading.text.en.clone(),
                    source,
                })
            });
            each.collect()
        };
        let each = list.iter().map(|it| Disagreement {
            about: it.about.ko.clone(),
            about_en: it.about.en.clone(),
            readings: readings(it),
        });
        each.collect()
    }

    fn step(self, step: &model::ContractStep) -> ContractStep {
        let (note, note_en) = both(step.note.as_ref());
        ContractStep {
            title: step.title.ko.clone(),
            title_en: step.title.en.clone(),
            who: step.who,
            days: step.days.as_ref().map(days),
            note,
            note_en,
            sources: self.sources(&step.source),
        }
    }

    fn contact(self, contact: &model::Contact) -> Contact {
        Contact {
            what: contact.what.ko.clone(),
            what_en: contact.what.en.clone(),
            phone: contact.phone.clone(),
            mail: contact.mail.clone(),
            url: contact.url.clone(),
            sources: self.sources(&contact.source),
        }
    }

    fn fee(self, fee: &model::Fee) -> Fee {
        let (tier, tier_en) = both(fee.tier.as_ref());
        Fee {
            what: fee.what.ko.clone(),
            what_en: fee.what.en.clone(),
            tier,
            tier_en,
            value: fee.value.ko.clone(),
            value_en: fee.value.en.clone(),
            tier_id: fee.tier_id,
            methods: fee.methods.clone(),
            percent: fee.percent.map(|it| it.to_string()),
            won: fee.won,
            per: fee.per,
            dated: fee.dated,
            sources: self.sources(&fee.source),
        }
    }

    pub(super) fn error(self, error: &model::ErrorCode) -> ErrorCode {
        ErrorCode {
            code: error.code.clone(),
            message: error.message.clone(),
            methods: error.methods.clone(),
            cause: error.cause.ko.clone(),
            cause_en: error.cause.en.clone(),
            who: error.who,
            next: error.next.ko.clone(),
            next_en: error.next.en.clone(),
            sources: self.sources(&error.source),
        }
    }
}

/// A statement's note and its documents.
fn stated(it: &Statement) -> (Option<&Text>, &[String]) {
    (it.note.as_ref(), it.source.as_slice())
}

/// The present name, the English one, and all others, each once.
fn names(gateway: &model::Gateway) -> Vec<String> {
    let mut names: Vec<String> = Vec::new();
    let present = [&gateway.name.ko, &gateway.name.en];
    for name in present.into_iter().chain(&gateway.aliases) {
        if !names.contains(name) {
            names.push(name.clone());
        }
    }
    names
}

/// Every document that a module's facts name, in the order of the form.
fn keys(module: &model::Module) -> impl Iterator<Item = &String> {
    let fields = module.fields.iter().flat_map(|it| {
        let place = it.place.iter().flat_map(|place| &place.source);
        it.source.iter().chain(place)
    });
    let mids = module.test_mids.iter().flat_map(|it| &it.source);
    let set_up = module.post_setup.iter().flat_map(|it| &it.source);
    let caveats = module.caveats.iter().flat_map(|it| &it.source);
    let form = module.source.iter().chain(fields).chain(mids);
    form.chain(set_up).chain(caveats)
}

fn caveats(module: &model::Module, mode: Mode) -> Lines {
    let of_mode = || module.caveats.iter().filter(move |it| it.mode == mode);
    (
        of_mode().map(|it| it.text.ko.clone()).collect(),
        of_mode().map(|it| it.text.en.clone()).collect(),
    )
}

pub(super) fn days(days: &model::Days) -> Days {
    Days {
        min: (days.min > 0).then_some(days.min),
        max: days.max,
    }
}
