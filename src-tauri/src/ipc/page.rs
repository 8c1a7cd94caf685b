//! Joins one task's page.

use app::Loaded;
use catalog::{Catalog, Field, Form, Mode, Requirement};
use wizard::event::{FieldAt, TaskKey};
use wizard::lint::{self, LintKind};
use wizard::view::Needed;

use super::join;
use super::texts::{self, Facts, bi, bis};
use super::view::{
    CheckView, FieldView, FormView, Lint, LintCode, RequirementView, StoredSecret, TaskPage, Weight,
};

/// One task's page; None when the journey has no such task.
pub fn task_page(
    catalog: &Catalog,
    loaded: &Loaded,
    key: &TaskKey,
    check: Option<CheckView>,
) -> Option<TaskPage> {
    let stage = loaded
        .view
        .stages
        .iter()
        .find(|s| s.tasks.iter().any(|t| t.key == *key))?;
    let state = stage.tasks.iter().find(|task| task.key == *key)?;
    let found = catalog.task(&key.task)?;
    let task = found.task;
    let track = key
        .track
        .and_then(|id| loaded.view.tracks.iter().find(|it| it.id == id));
    let owner = found.gateway.map(|gateway| gateway.id.as_str());
    let gateway_id = owner.or(track.map(|track| track.spec.gateway.as_str()));
    let gateway = gateway_id.and_then(|id| catalog.gateway(id));
    let module = track
        .and_then(|track| catalog.module(&track.spec.module))
        .map(|(_, it)| it);
    let facts = Facts {
        catalog,
        gateway: gateway_id,
    };
    let holds = |when: &catalog::When| app::when_holds(catalog, &loaded.journey, key, when);

    let mode = match task.form {
        Form::Channel(mode) => Some(mode),
        Form::Own | Form::Application | Form::Interview => None,
    };
    let mut gotchas = Vec::new();
    let mut at_field: Vec<(&str, &catalog::Text)> = Vec::new();
    for gotcha in task.gotchas.iter().filter(|gotcha| holds(&gotcha.when)) {
        match &gotcha.field {
            Some(field) => at_field.push((field, &gotcha.text)),
            None => gotchas.push(facts.fact(&gotcha.text, &gotcha.source)),
        }
    }
    let mut disagreements = facts.disagreements(&task.disagreements);
    let mut caveats = Vec::new();
    let mut test_mids = Vec::new();
    if let (Some(mode), Some(module)) = (mode, module) {
        disagreements.extend(facts.disagreements(&module.disagreements));
        let fitting = module
            .caveats
            .iter()
            .filter(|it| it.mode == mode && holds(&it.when));
        caveats.extend(fitting.map(|caveat| facts.fact(&caveat.text, &caveat.source)));
        if mode == Mode::Test {
            test_mids = facts.test_mids(module, track.map(|track| track.spec.purpose));
        }
    }
    let days = gateway
        .and_then(|gateway| gateway.days.get(&task.stage))
        .filter(|_| state.wait)
        .or(task.days.as_ref());
    let noted = gateway_id.map_or_else(Vec::new, |gateway| {
        wizard::noted_mids(loaded.journey.answers(), catalog, gateway)
    });
    let fields = wizard::form_fields(&loaded.journey, catalog, key)
        .into_iter()
        .map(|(field, needed)| {
            let own = at_field
                .iter()
                .filter(|(id, _)| *id == field.id)
                .map(|(_, text)| bi(text));
            let mut view = field_view(&facts, loaded, key, field, needed, own.collect());
            if mode == Some(Mode::Live) && field.is_mid {
                view.noted = noted.clone();
            }
            view
        })
        .collect();
    Some(TaskPage {
        line: join::task_line(catalog, loaded, state)?,
        stage: stage.id.id().to_owned(),
        steps: join::steps(&found),
        screen: task.screen.as_ref().map(|place| facts.screen(place)),
        fields,
        form: match task.form {
            Form::Own => FormView::Own,
            Form::Channel(mode) => FormView::Channel {
                mode: texts::mode(mode),
                console_gateway: module.and_then(|module| module.console_gateway.clone()),
                console_module: module.and_then(|module| module.console_module.clone()),
            },
            Form::Application => FormView::Application,
            Form::Interview => FormView::Interview,
        },
        gotchas,
        caveats,
        disagreements,
        note: loaded.journey.note(key).unwrap_or_default().to_owned(),
        days: days.map(|days| facts.days(days)),
        meanwhile: bis(&task.meanwhile),
        chase: task.chase.as_ref().map(bi),
        terms: task.terms.clone(),
        sources: facts.sources(&task.source),
        advice: task.advice,
        contacts: gateway.map_or_else(Vec::new, |it| {
            it.contacts.iter().map(texts::contact).collect()
        }),
        history: join::history(catalog, loaded, Some(key)),
        check,
        test_mids,
        no_test_mid: module
            .filter(|_| mode == Some(Mode::Test))
            .and_then(|module| module.no_test_mid.as_ref())
            .map(bi),
        webhook_probe: app::probing::webhook_field(catalog, key).is_some(),
    })
}

fn field_view(
    facts: &Facts<'_>,
    loaded: &Loaded,
    key: &TaskKey,
    field: &Field,
    needed: Needed,
    more_gotchas: Vec<super::view::Bi>,
) -> FieldView {
    let at = FieldAt {
        task: key.clone(),
        field: field.id.clone(),
    };
    let value = loaded.journey.value(&at).filter(|value| !value.is_empty());
    let lints = value.map_or_else(Vec::new, |value| {
        let ctx = app::lint_ctx(facts.catalog, &loaded.journey, key, loaded.practice);
        let again = lint::lint(field, &ctx, value).lints;
        let overridden = loaded.journey.overridden(&at);
        again
            .into_iter()
            .map(|it| lint_view(&it, overridden))
            .collect()
    });
    let needed = requirement(
        &field.requirement,
        needed,
        app::decided(facts.catalog, &loaded.journey, key, field).map(str::to_owned),
    );
    let mut view = facts.field(field, needed);
    view.gotchas.extend(more_gotchas);
    view.value = value.map(str::to_owned);
    view.draft = loaded.drafts.get(&at).cloned();
    view.lints = lints;
    view.stored = loaded.journey.secret(&at).map(|meta| StoredSecret {
        saved_on: meta.on.to_string(),
        expires_on: meta.expires_on.map(|day| day.to_string()),
        renewable_from: meta
            .expires_on
            .filter(|_| view.file)
            .map(|day| app::certificate::renewable_from(day).to_string()),
        readable: loaded.readable.contains(&meta.id),
        in_vault: loaded.in_vault.contains(&meta.id),
        former: loaded.former.contains(&meta.id),
    });
    view
}

fn requirement(
    requirement: &Requirement,
    needed: Needed,
    decided: Option<String>,
) -> RequirementView {
    match requirement {
        Requirement::Required => RequirementView::Required,
        Requirement::Conditional {
            text, else_blank, ..
        } => RequirementView::Conditional {
            text: bi(text),
            applies: match needed {
                Needed::Yes => Some(true),
                Needed::May | Needed::Blank => Some(false),
                Needed::AskPerson => None,
            },
            else_blank: *else_blank,
        },
        Requirement::Optional => RequirementView::Optional,
        Requirement::Blank { text } => RequirementView::Blank { text: bi(text) },
        Requirement::Undocumented => RequirementView::Undocumented,
        Requirement::Decided { .. } => RequirementView::Decided { value: decided },
    }
}

/// A lint as the window shows it.
pub fn lint_view(lint: &lint::Lint, overridden: &[String]) -> Lint {
    let code = match &lint.kind {
        LintKind::Cleaned { what } => LintCode::Cleaned {
            what: what
                .iter()
                .map(|it| texts::cleaned(*it).to_owned())
                .collect(),
        },
        LintKind::TooLong { max, is } => LintCode::TooLong { max: *max, is: *is },
        LintKind::TooShort { min, is } => LintCode::TooShort { min: *min, is: *is },
        LintKind::WrongPrefix { expected } => LintCode::WrongPrefix {
            expected: expected.clone(),
        },
        LintKind::Swapped { looks_like } => LintCode::Swapped {
            looks_like: texts::looks_like(*looks_like).to_owned(),
        },
        LintKind::TestMidInLive => LintCode::TestMidInLive,
        LintKind::LiveMidInTest => LintCode::LiveMidInTest,
        LintKind::PracticeValue => LintCode::PracticeValue,
        LintKind::NotPractice => LintCode::NotPractice,
        LintKind::ShouldBeBlank => LintCode::ShouldBeBlank,
        LintKind::WrongShape { expected } => LintCode::WrongShape {
            expected: app::shape_name(*expected).to_owned(),
        },
        LintKind::BadChecksum => LintCode::BadChecksum,
        LintKind::OtherPurpose => LintCode::OtherPurpose,
    };
    Lint {
        code,
        weight: match lint.weight {
            lint::Weight::Info => Weight::Info,
            lint::Weight::Warn => Weight::Warn,
            lint::Weight::Refuse => Weight::Refuse,
        },
        overridden: overridden.iter().any(|name| name == lint.kind.name()),
    }
}

#[cfg(test)]
#[expect(
    clippy::expect_used,
    reason = "a test that cannot go on says so by failing"
)]
mod tests {
    use std::collections::{HashMap, HashSet};
    use std::sync::Arc;

    use catalog::Purpose;
    use wizard::command::Command;
    use wizard::event::TrackSpec;
    use wizard::{Journey, Now, Stamped};

    use super::*;

    /// A journey after these commands, as the pages get it.
    fn loaded(catalog: &Catalog, commands: Vec<Command>) -> Loaded {
        let now = Now {
            today: jiff::civil::date(2026, 11, 23),
            at: "2026-11-23T01:00:00Z".parse().expect("an instant"),
            by: "길동".to_owned(),
        };
        let mut journey = Journey::empty();
        for command in commands {
            let batch = journey.next_batch();
            for event in wizard::decide(&journey, catalog, command, &now).expect("allowed") {
                let stamped = Stamped {
                    seq: journey.head() + 1,
                    batch,
                    at: now.at,
                    by: now.by.clone(),
                    event,
                };
                journey.evolve(stamped).expect("fits");
            }
        }
        Loaded {
            id: String::new(),
            view: wizard::view(&journey, catalog, now.today),
            journey: Arc::new(journey),
            reminders: Vec::new(),
            practice: false,
            drafts: HashMap::new(),
            readable: HashSet::new(),
            in_vault: HashSet::new(),
            former: HashSet::new(),
            place: None,
        }
    }

    #[test]
    fn a_noted_merchant_id_is_offered_where_it_is_live_and_nowhere_else() {
        let catalog = Catalog::embedded();
        let answer = |question: &str, value: &str| Command::Answer {
            question: question.to_owned(),
            values: vec![value.to_owned()],
        };
        let spec = TrackSpec {
            gateway: "inicis".to_owned(),
            module: "inicis_v2".to_owned(),
            purpose: Purpose::OneTime,
        };
        let loaded = loaded(
            catalog,
            vec![
                Command::Create {
                    name: "가게".to_owned(),
                },
                answer("contracted", "inicis"),
                answer("contracted_mids", "이니시스 MOI1234567"),
                Command::ChoosePlan { tracks: vec![spec] },
            ],
        );
        let mut offered = Vec::new();
        for task in loaded.view.stages.iter().flat_map(|stage| &stage.tasks) {
            let page = task_page(catalog, &loaded, &task.key, None).expect("a page");
            for field in page.fields.iter().filter(|field| !field.noted.is_empty()) {
                offered.push((
                    task.key.task.clone(),
                    field.id.clone(),
                    field.noted.join(" "),
                ));
            }
        }
        let live = ("channel-live", "mid", "MOI1234567");
        let live = (live.0.to_owned(), live.1.to_owned(), live.2.to_owned());
        assert_eq!(offered, [live]);
    }
}
