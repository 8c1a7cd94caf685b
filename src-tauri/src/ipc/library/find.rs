//! The search, and the translator of errors.

use app::Loaded;
use catalog::find::{Hit, Index, Near, Target, error};
use catalog::{Catalog, Gateway, Module, Text};

use super::super::texts::{self, Facts, bi};
use super::super::view::Bi;
use super::gateway::part_id;
use super::view::{ErrorListView, ErrorView, Found, HitView, KnownError, TargetView, Translation};
use super::{count, gateway_name, method, subject_id};

/// A message longer than this is cut before it is looked at: nobody reads more of it.
const LONGEST: usize = 2_000;
/// A run of so many digits may be a card, an account, a telephone: it is covered in a quote.
const TELLING_DIGITS: usize = 7;

/// The gateways and modules of a journey, its own first.
#[derive(Default)]
pub struct Neighbours {
    gateways: Vec<String>,
    modules: Vec<String>,
}

impl Neighbours {
    /// Of a journey that is open.
    pub fn of(loaded: &Loaded) -> Self {
        let specs = || loaded.view.tracks.iter().map(|track| &track.spec);
        Neighbours {
            gateways: specs().map(|it| it.gateway.clone()).collect(),
            modules: specs().map(|it| it.module.clone()).collect(),
        }
    }
}

/// The shape of a secret that a text has, unless the user said that it is none.
fn held(text: &str, go_on: bool) -> Option<String> {
    let shape = (!go_on).then(|| wizard::secret_shape(text)).flatten()?;
    Some(texts::secret_shape(shape).to_owned())
}

fn cut(text: &str) -> &str {
    let end = text.char_indices().nth(LONGEST).map(|(at, _)| at);
    &text[..end.unwrap_or(text.len())]
}

/// Looks a text up.
pub fn search(
    catalog: &Catalog,
    index: &Index,
    near: &Neighbours,
    text: &str,
    go_on: bool,
) -> Found {
    let held = held(text, go_on);
    if held.is_some() {
        return Found {
            held,
            hits: Vec::new(),
        };
    }
    let near = Near {
        gateways: &near.gateways,
        modules: &near.modules,
    };
    let hits = index.search(cut(text), &near);
    Found {
        held: None,
        hits: hits.iter().filter_map(|it| hit(catalog, it)).collect(),
    }
}

/// None when the catalogue no longer has it, which cannot be: the index was made from it.
fn hit(catalog: &Catalog, hit: &Hit<'_>) -> Option<HitView> {
    let (target, title, of) = match hit.target {
        Target::Gateway(id) => {
            let gateway = catalog.gateway(id)?;
            let target = TargetView::Gateway {
                gateway: id.clone(),
            };
            (target, bi(&gateway.name), None)
        }
        Target::Part { gateway, part } => {
            let heading = catalog.library.parts.iter().find(|it| it.id == *part)?;
            let target = TargetView::Part {
                gateway: gateway.clone(),
                part: part_id(*part),
            };
            let of = bi(&catalog.gateway(gateway)?.name);
            (target, bi(&heading.title), Some(of))
        }
        Target::Application { gateway, field } => {
            let own = catalog.gateway(gateway)?;
            let found = own.application.iter().find(|it| it.id == *field)?;
            let target = TargetView::Application {
                gateway: gateway.clone(),
                field: field.clone(),
            };
            (target, label(found), Some(bi(&own.name)))
        }
        Target::Module(id) => {
            let (gateway, module) = catalog.module(id)?;
            let target = TargetView::Module { module: id.clone() };
            (target, bi(&module.name), Some(bi(&gateway.name)))
        }
        Target::Field { module, field } => {
            let (gateway, own) = catalog.module(module)?;
            let found = own.fields.iter().find(|it| it.id == *field)?;
            let target = TargetView::Field {
                module: module.clone(),
                field: field.clone(),
            };
            (target, label(found), Some(full(gateway, own)))
        }
        Target::Error { gateway, code } => {
            let target = TargetView::Error {
                gateway: gateway.clone(),
                code: code.clone(),
            };
            let own = gateway.as_deref().and_then(|id| catalog.gateway(id));
            (target, same(code), own.map(|it| bi(&it.name)))
        }
        Target::Term(id) => {
            let term = catalog.term(id)?;
            let target = TargetView::Term { term: id.clone() };
            (target, bi(&term.word), None)
        }
        Target::Trade(id) => {
            let trade = catalog.industries.iter().find(|it| it.id == *id)?;
            let target = TargetView::Trade { trade: id.clone() };
            (target, bi(&trade.name), None)
        }
        Target::Identifier(id) => {
            let own = catalog.identifiers.iter().find(|it| it.id == *id)?;
            let target = TargetView::Identifier {
                identifier: id.clone(),
            };
            (target, label(catalog.identifier_field(own)?), None)
        }
        Target::Subject(id) => {
            let heading = catalog.library.subjects.iter().find(|it| it.id == *id)?;
            let target = TargetView::Subject {
                subject: subject_id(*id),
            };
            (target, bi(&heading.title), None)
        }
        Target::Task(id) => {
            let found = catalog.task(id)?;
            let target = TargetView::Task { task: id.clone() };
            (target, bi(&found.task.title), None)
        }
    };
    Some(HitView {
        target,
        title,
        of,
        by: hit.by.map(str::to_owned),
    })
}

fn same(text: &str) -> Bi {
    Bi {
        ko: text.to_owned(),
        en: text.to_owned(),
    }
}

/// A label is Korean to the letter; English has our gloss beside it.
fn label(field: &catalog::Field) -> Bi {
    let gloss = field.gloss.as_ref().filter(|it| **it != field.label);
    Bi {
        ko: field.label.clone(),
        en: gloss.map_or_else(
            || field.label.clone(),
            |gloss| format!("{} ({gloss})", field.label),
        ),
    }
}

/// A module beside its gateway, which is not named twice.
fn full(gateway: &Gateway, module: &Module) -> Bi {
    let join = |of: fn(&Text) -> &str| {
        let (gateway, module) = (of(&gateway.name), of(&module.name));
        if module.contains(gateway) {
            module.to_owned()
        } else {
            format!("{gateway} · {module}")
        }
    };
    Bi {
        ko: join(|it| &it.ko),
        en: join(|it| &it.en),
    }
}

/// What an error means.
pub fn translate(
    catalog: &Catalog,
    near: &Neighbours,
    text: &str,
    gateway: Option<&str>,
    go_on: bool,
) -> Translation {
    let held = held(text, go_on);
    if held.is_some() {
        return Translation {
            held,
            code: None,
            known: Vec::new(),
            lists: Vec::new(),
            quote: String::new(),
        };
    }
    let text = cut(text);
    let reading = error::read(catalog, text, gateway);
    let mut known: Vec<KnownError> = Vec::new();
    for it in &reading.known {
        let facts = Facts {
            catalog,
            gateway: it.gateway.map(|it| it.id.as_str()),
        };
        let view = error_view(&facts, it.error);
        let own = it.gateway.map(|it| it.id.as_str());
        let name = |known: &KnownError| known.gateway.as_ref().map(|it| it.id.clone());
        match known.iter_mut().find(|it| name(it).as_deref() == own) {
            Some(same) => same.errors.push(view),
            None => known.push(KnownError {
                gateway: it.gateway.map(gateway_name),
                near: own.is_some_and(|id| near.gateways.iter().any(|it| it == id)),
                errors: vec![view],
            }),
        }
    }
    known.sort_by_key(|it| !it.near);
    Translation {
        held: None,
        code: reading.code,
        known,
        lists: lists(catalog, near, gateway),
        // What the user insists on is looked at, and goes no further.
        quote: if go_on { String::new() } else { quote(text) },
    }
}

/// How the errors were chosen: of the gateway that was named, else of the journey's, each once.
fn lists(catalog: &Catalog, near: &Neighbours, gateway: Option<&str>) -> Vec<ErrorListView> {
    let mut ids: Vec<&str> = Vec::new();
    let near = near.gateways.iter().map(String::as_str);
    let asked = gateway.map_or_else(|| near.collect(), |id| vec![id]);
    for id in asked {
        if !ids.contains(&id) {
            ids.push(id);
        }
    }
    let gateways = ids.into_iter().filter_map(|id| catalog.gateway(id));
    let each = gateways.filter_map(|gateway| {
        let list = gateway.error_list.as_ref()?;
        let facts = Facts {
            catalog,
            gateway: Some(&gateway.id),
        };
        Some(ErrorListView {
            gateway: gateway_name(gateway),
            how: bi(&list.text),
            known: count(gateway.errors.len()),
            documented: list.documented,
            lists: facts.sources(&list.lists),
            url: list.url.clone(),
            sources: facts.sources(&list.source),
        })
    });
    each.collect()
}

fn error_view(facts: &Facts<'_>, error: &catalog::ErrorCode) -> ErrorView {
    ErrorView {
        code: error.code.clone(),
        message: error.message.clone(),
        methods: error.methods.iter().copied().map(method).collect(),
        cause: bi(&error.cause),
        who: texts::actor(error.who),
        next: bi(&error.next),
        sources: facts.sources(&error.source),
    }
}

/// A text without what could tell about a buyer: long numbers and mail addresses are covered.
fn quote(text: &str) -> String {
    let words = text.split_whitespace().map(|word| {
        let digits = word.bytes().filter(u8::is_ascii_digit).count();
        let lettered = word.bytes().any(|b| b.is_ascii_alphabetic());
        let number = digits >= TELLING_DIGITS && !lettered;
        if number || word.contains('@') {
            "***"
        } else {
            word
        }
    });
    words.collect::<Vec<_>>().join(" ")
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_quote_tells_nothing_about_a_buyer() {
        for (text, quoted) in [
            ("[CC67] 사업자번호 오류", "[CC67] 사업자번호 오류"),
            ("카드 9430-0312-3456-7890 실패", "카드 *** 실패"),
            ("010-1234-5678 gildong@example.com", "*** ***"),
            ("주문 order_20261122_0001", "주문 order_20261122_0001"),
        ] {
            assert_eq!(quote(text), quoted);
        }
    }

    #[test]
    fn a_secret_is_neither_looked_for_nor_quoted() {
        let catalog = Catalog::embedded();
        let secret = format!("practice{}", "0a".repeat(36));
        let near = Neighbours::default();
        let index = Index::new(catalog);
        let found = search(catalog, &index, &near, &secret, false);
        assert!(found.held.is_some() && found.hits.is_empty());
        let told = translate(catalog, &near, &secret, None, false);
        assert!(told.held.is_some() && told.quote.is_empty() && told.code.is_none());
        let told = translate(catalog, &near, &secret, None, true);
        assert!(told.held.is_none() && told.quote.is_empty());
    }

    #[test]
    fn a_gateways_own_list_is_told() {
        let catalog = Catalog::embedded();
        let two = Neighbours {
            gateways: ["danal", "kcp", "danal"].map(str::to_owned).into(),
            modules: Vec::new(),
        };
        let of = |near: &Neighbours, gateway: Option<&str>| -> Vec<String> {
            let told = translate(catalog, near, "ZZ99", gateway, false);
            told.lists.into_iter().map(|it| it.gateway.id).collect()
        };
        assert_eq!(of(&two, None), ["danal", "kcp"]);
        assert_eq!(of(&two, Some("inicis")), ["inicis"]);
        assert_eq!(of(&Neighbours::default(), None), Vec::<String>::new());
        for id in catalog.gateways.keys() {
            assert_eq!(of(&Neighbours::default(), Some(id)), [id.as_str()]);
        }
    }

    #[test]
    fn the_journeys_gateways_come_first() {
        let catalog = Catalog::embedded();
        for near in ["danal", "tosspayments"] {
            let own = Neighbours {
                gateways: vec![near.to_owned()],
                modules: Vec::new(),
            };
            let told = translate(catalog, &own, "52", None, false);
            let first = told.known.first().and_then(|it| it.gateway.as_ref());
            assert_eq!(first.map(|it| it.id.as_str()), Some(near));
            assert_eq!(told.known.len(), 2);
        }
    }
}
