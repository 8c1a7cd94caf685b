//! What holds of every module of the built-in catalogue for each of its purposes.

use std::collections::BTreeSet;

use catalog::TaskRef;
use catalog::model::{Decided, Gateway, Mode, Module, ProofKind, Purpose, Requirement, When};

use super::*;
use crate::when::could_hold;

/// Every module with each of its purposes.
fn combinations() -> impl Iterator<Item = (&'static Gateway, &'static Module, Purpose)> {
    let modules = Catalog::embedded().modules();
    modules.flat_map(|(gateway, module)| {
        let purposes = module.purposes.iter();
        purposes.map(move |&purpose| (gateway, module, purpose))
    })
}

fn ctx<'a>(gateway: &'a Gateway, module: &'a Module, purpose: Purpose) -> TrackCtx<'a> {
    TrackCtx {
        gateway: &gateway.id,
        module: &module.id,
        purpose,
        portone: Some(module.portone),
    }
}

/// A new journey with one track, and no answers that could forbid it.
fn begin(story: &mut Story, gateway: &Gateway, module: &Module, purpose: Purpose) {
    story.journey = Journey::empty();
    story.ok(Command::Create {
        name: "가게".to_owned(),
    });
    let tracks = vec![spec(&gateway.id, &module.id, purpose)];
    match story.try_(Command::ChoosePlan { tracks }) {
        Ok(_) => {}
        // Closed to who has no contract: such a merchant has one.
        Err(Refusal::Impossible(_)) => {
            let values = vec![gateway.id.clone()];
            let question = "contracted".to_owned();
            story.ok(Command::Answer { question, values });
            let tracks = vec![spec(&gateway.id, &module.id, purpose)];
            story.ok(Command::ChoosePlan { tracks });
        }
        Err(refusal) => panic!("{} {purpose:?}: {refusal:?}", module.id),
    }
}

fn built_in() -> Story {
    Story {
        catalog: Catalog::embedded().clone(),
        ..Story::new()
    }
}

#[test]
fn every_track_has_one_form_for_each_mode_in_the_order_of_the_console() {
    let catalog = Catalog::embedded();
    let mut story = built_in();
    for (gateway, module, purpose) in combinations() {
        let name = format!("{} {purpose:?}", module.id);
        begin(&mut story, gateway, module, purpose);
        let view = story.view();
        let tasks: Vec<&TaskView> = view.stages.iter().flat_map(|it| &it.tasks).collect();
        for mode in [Mode::Test, Mode::Live] {
            let forms: Vec<_> = tasks
                .iter()
                .filter(|it| {
                    let task = catalog.task(&it.key.task).expect("of the catalogue");
                    task.task.form == Form::Channel(mode)
                })
                .collect();
            // A gateway without a test channel has a task in its place, without the form.
            let least = usize::from(mode == Mode::Live);
            assert!(
                (least..=1).contains(&forms.len()),
                "{name} {mode:?}: {forms:?}"
            );
            for form in forms {
                let shown = form_fields(&story.journey, &story.catalog, &form.key);
                let ids: Vec<&str> = shown.iter().map(|(it, _)| it.id.as_str()).collect();
                let console: Vec<&str> = catalog
                    .channel_form(module, mode)
                    .iter()
                    .map(|it| it.id.as_str())
                    .collect();
                assert_eq!(ids, console, "{name} {mode:?}");
                for (field, _) in shown {
                    assert!(!field.label.trim().is_empty(), "{name}: {}", field.id);
                    decided_is_said(&name, field, module, mode, purpose);
                }
            }
        }
        let proven = |proof| {
            tasks
                .iter()
                .filter(|it| it.proof == proof && it.must)
                .count()
        };
        let pays = usize::from(purpose != Purpose::Identity);
        assert_eq!(proven(ProofKind::Payment(Mode::Live)), pays, "{name}");
        assert_eq!(proven(ProofKind::Channel(Mode::Live)), 1, "{name}");
        // Nothing stands twice for one track.
        let keys: BTreeSet<String> = tasks.iter().map(|it| it.key.to_string()).collect();
        assert_eq!(keys.len(), tasks.len(), "{name}");
    }
}

/// A drop-down that the journey decides says what to choose, unless no document names it.
fn decided_is_said(name: &str, field: &Field, module: &Module, mode: Mode, purpose: Purpose) {
    let Requirement::Decided { by, .. } = &field.requirement else {
        return;
    };
    let said = module.decided(&field.requirement, mode, purpose);
    let documented = match by {
        Decided::Mode | Decided::Purpose => true,
        Decided::Gateway => module.console_gateway.is_some(),
        Decided::Module => module.console_module.is_some(),
    };
    assert_eq!(said.is_some(), documented, "{name}: {}", field.id);
    assert!(
        said.is_none_or(|it| !it.trim().is_empty()),
        "{name}: {}",
        field.id
    );
}

/// What is left of a gateway's tasks for who wants the module for the purpose.
fn reaches(it: TaskRef<'_>, track: TrackCtx<'_>) -> bool {
    let answers = BTreeMap::new();
    let of_another = it
        .gateway
        .is_some_and(|gateway| gateway.id != track.gateway);
    let ctx = Ctx {
        answers: &answers,
        tracks: &[track],
        mode: None,
    };
    !of_another && could_hold(&it.task.when, &ctx)
}

#[test]
fn every_task_is_somebodys() {
    let all: Vec<_> = combinations().collect();
    let tasks = Catalog::embedded().all_tasks();
    let lost: Vec<&str> = tasks
        .filter(|it| {
            let mut tracks = all
                .iter()
                .map(|(gateway, module, purpose)| ctx(gateway, module, *purpose));
            !tracks.any(|track| reaches(*it, track))
        })
        .map(|it| it.task.id.as_str())
        .collect();
    assert!(lost.is_empty(), "nobody ever sees {lost:?}");
}

/// Modules and gateways that a condition names.
fn named<'a>(when: &'a When, modules: &mut Vec<&'a str>, gateways: &mut Vec<&'a str>) {
    match when {
        When::Module(ids) => modules.extend(ids.iter().map(String::as_str)),
        When::Gateway(ids) => gateways.extend(ids.iter().map(String::as_str)),
        When::All(parts) | When::Any(parts) => {
            for part in parts {
                named(part, modules, gateways);
            }
        }
        When::Not(part) => named(part, modules, gateways),
        When::Always
        | When::Answer { .. }
        | When::Purpose(_)
        | When::Portone(_)
        | When::Method(_)
        | When::Mode(_) => {}
    }
}

#[test]
fn a_gateways_tasks_speak_of_its_own_modules() {
    for gateway in Catalog::embedded().gateways.values() {
        let gotchas = gateway.tasks.iter().flat_map(|task| &task.gotchas);
        let conditions = gateway.tasks.iter().map(|task| &task.when);
        for when in conditions.chain(gotchas.map(|it| &it.when)) {
            let (mut modules, mut gateways) = (Vec::new(), Vec::new());
            named(when, &mut modules, &mut gateways);
            for id in modules {
                let own = gateway.modules.iter().any(|it| it.id == id);
                assert!(own, "{} speaks of module {id}", gateway.id);
            }
            assert!(
                gateways.iter().all(|id| *id == gateway.id),
                "{}: {gateways:?}",
                gateway.id
            );
        }
    }
}

/// A task that a gateway brings or changes waits only for what its own tracks have: a need that
/// another gateway's `replaces` added never holds it up.
#[test]
fn no_need_waits_for_what_the_track_has_not() {
    let mut story = built_in();
    for (gateway, module, purpose) in combinations() {
        begin(&mut story, gateway, module, purpose);
        let view = story.view();
        let tasks: Vec<&TaskView> = view.stages.iter().flat_map(|it| &it.tasks).collect();
        let shown: BTreeSet<&str> = tasks.iter().map(|it| it.key.task.as_str()).collect();
        for it in tasks {
            let Status::Blocked { by } = &it.status else {
                continue;
            };
            for need in by {
                assert!(
                    shown.contains(need.task.as_str()),
                    "{} {purpose:?}: {} waits for {need}",
                    module.id,
                    it.key
                );
            }
        }
    }
}

/// Wallets go through a gateway that is more than a wallet itself, and never through one that is.
#[test]
fn a_wallet_is_not_asked_which_wallets_go_through_it() {
    let catalog = Catalog::embedded();
    let add = catalog.task("wallet-review-add").expect("there");
    let wallets = [
        catalog::model::Method::Kakaopay,
        catalog::model::Method::Tosspay,
        catalog::model::Method::Naverpay,
        catalog::model::Method::Payco,
        catalog::model::Method::OtherEasyPay,
    ];
    for (gateway, module, purpose) in combinations() {
        if purpose != Purpose::OneTime {
            continue;
        }
        let methods = module.methods_for(purpose);
        let only_wallets = methods.iter().all(|it| wallets.contains(it));
        let asked = reaches(add, ctx(gateway, module, purpose));
        if only_wallets {
            assert!(!asked, "{} is a wallet itself", module.id);
        }
        let through = methods.iter().filter(|it| wallets.contains(it)).count();
        if through > 1 && !only_wallets {
            assert!(asked, "{} has wallets to go through it", module.id);
        }
    }
}

/// A reason about a method is given only where the module takes that method.
#[test]
fn reasons_speak_of_methods_that_the_module_takes() {
    let catalog = Catalog::embedded();
    let question = catalog.question("methods").expect("there");
    let wanted = question.choices.iter().map(|it| it.value.clone()).collect();
    let answers = BTreeMap::from([("methods".to_owned(), wanted)]);
    let about = |when: &'static When| {
        let When::All(parts) = when else { return None };
        let mut methods = parts.iter().filter_map(|part| match part {
            When::Method(methods) => Some(methods),
            _ => None,
        });
        methods.next()
    };
    let mut seen = 0;
    for (gateway, module, purpose) in combinations() {
        let tracks = [ctx(gateway, module, purpose)];
        let ctx = Ctx {
            answers: &answers,
            tracks: &tracks,
            mode: None,
        };
        for rule in &catalog.rules {
            let Some(methods) = about(&rule.when) else {
                continue;
            };
            if when_holds(&rule.when, &ctx) {
                seen += 1;
                let mut taken = module.methods_for(purpose).iter();
                assert!(
                    taken.any(|it| methods.contains(it)),
                    "{} of {} {purpose:?}",
                    rule.id,
                    module.id
                );
            }
        }
    }
    assert!(seen > 10, "the rules about methods are gone");
}

/// The agreement for refunds of virtual accounts is said of every gateway that has them, but for
/// the one that needs none.
#[test]
fn whoever_has_virtual_accounts_hears_of_their_refunds() {
    let catalog = Catalog::embedded();
    let mut rules = catalog.rules.iter();
    let rule = rules.find(|it| it.id == "vbank-refund-agreement");
    let rule = rule.expect("there");
    let wanted = vec!["virtual_account".to_owned()];
    let answers = BTreeMap::from([("methods".to_owned(), wanted)]);
    let mut without = BTreeSet::new();
    for (gateway, module, purpose) in combinations() {
        let tracks = [ctx(gateway, module, purpose)];
        let ctx = Ctx {
            answers: &answers,
            tracks: &tracks,
            mode: None,
        };
        let pays = matches!(purpose, Purpose::OneTime | Purpose::KeyIn);
        let methods = module.methods_for(purpose);
        let has = pays && methods.contains(&catalog::model::Method::VirtualAccount);
        if has && !when_holds(&rule.when, &ctx) {
            without.insert(&gateway.id);
        }
    }
    assert_eq!(without.len(), 1, "{without:?}");
}
