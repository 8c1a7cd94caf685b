#![allow(
    clippy::expect_used,
    clippy::unwrap_used,
    reason = "a test may end here"
)]

use jiff::civil::date;

use super::*;
use crate::model::{
    Decided, ErrorCode, FeePer, Form, Gateway, Length, Method, Mode, Module, Portone, ProofKind,
    Purpose, Reach, Requirement, Sentence, Shape, Stage, Statement, Task, Text, Value, When,
};

/// One test a rule: the files keep it, and a catalogue that is broken in this way is noticed.
macro_rules! rules {
    ($($name:ident: $rule:path, $break:expr;)*) => {$(
        #[test]
        fn $name() {
            let problems: Vec<String> =
                $rule(Catalog::embedded()).iter().map(|it| format!("\n{it}")).collect();
            assert!(problems.is_empty(), "{}", problems.concat());

            let mut catalog = Catalog::embedded().clone();
            let break_it: fn(&mut Catalog) = $break;
            break_it(&mut catalog);
            let unnoticed = "the rule does not notice a broken catalogue";
            assert_ne!($rule(&catalog), Vec::new(), "{unnoticed}");
        }
    )*
        #[test]
        fn every_rule_is_tested() {
            let tested = [$(stringify!($name)),*];
            for (name, _) in RULES {
                let name = name.replace(' ', "_");
                assert!(tested.contains(&name.as_str()), "{name} has no test");
            }
        }
    };
}

rules! {
    sources_resolve: facts::sources_resolve, |it| task(it).source.push("nowhere".to_owned());
    facts_have_sources: facts::facts_have_sources, |it| it.rules[0].source.clear();
    sources_are_dated: facts::sources_are_dated, |it| {
        let source = it.sources.values_mut().next();
        source.into_iter().for_each(|source| source.verified_on = date(2027, 1, 1));
    };
    disagreements_have_two_readings: facts::disagreements_have_two_readings, |it| {
        it.channel_tail[0].disagreements[0].readings.truncate(1);
    };
    places_resolve: facts::places_resolve, |it| it.portals.clear();
    addresses_are_https: facts::addresses_are_https, |it| {
        it.portals.values_mut().for_each(|portal| portal.url = "http://admin.portone.io".to_owned());
    };
    ids_are_unique: ids::ids_are_unique, |it| {
        let twin = it.terms[0].clone();
        it.terms.push(twin);
    };
    conditions_resolve: ids::conditions_resolve, |it| {
        let is = vec!["physical".to_owned()];
        let unknown = When::Answer { question: "nothing".to_owned(), is };
        task(it).when = When::Not(Box::new(When::Any(vec![unknown])));
    };
    terms_resolve: ids::terms_resolve, |it| it.terms.retain(|term| term.id != "mid");
    answers_match_the_format: ids::answers_match_the_format, |it| {
        it.questions.retain(|question| question.id != "preferred");
    };
    stages_are_complete: ids::stages_are_complete, |it| it.stages.swap(0, 1);
    needs_resolve: tasks::needs_resolve, |it| task(it).needs.push("open-watch".to_owned());
    needs_have_no_circle: tasks::needs_have_no_circle, |it| {
        task(it).needs.push("signup-mail".to_owned());
    };
    replacements_resolve: tasks::replacements_resolve, |it| {
        task(it).replaces = Some("channel-live".to_owned());
    };
    waits_can_be_waited_for: tasks::waits_can_be_waited_for, |it| task(it).minutes = None;
    forms_fit_proofs: tasks::forms_fit_proofs, |it| {
        task(it).proof = ProofKind::Channel(Mode::Test);
    };
    traps_name_fields: tasks::traps_name_fields, |it| {
        task(it).gotchas[0].field = Some("nothing".to_owned());
    };
    modules_can_be_tested: modules::modules_can_be_tested, |it| {
        module(it).test_mids.clear();
        module(it).no_test_mid = None;
    };
    modules_have_one_merchant_id: modules::modules_have_one_merchant_id, |it| {
        module(it).fields.iter_mut().for_each(|field| field.is_mid = true);
        let twin = module(it).fields[0].clone();
        module(it).fields.push(twin);
    };
    fields_are_sound: modules::fields_are_sound, |it| {
        module(it).fields[0].length = Some(Length { min: Some(9), max: Some(1), ..Length::default() });
    };
    required_fields_say_why: modules::required_fields_say_why, |it| {
        module(it).fields[0].requirement = Requirement::Required;
        module(it).fields[0].note = None;
    };
    choices_are_named: modules::choices_are_named, |it| {
        it.channel_head[0].requirement =
            Requirement::Decided { by: Decided::Mode, choices: [("test".to_owned(), "테스트".to_owned())].into() };
    };
    statements_name_modules: modules::statements_name_modules, |it| {
        let text = Text { ko: "조건이에요.".to_owned(), en: "A condition.".to_owned() };
        gateway(it).entry.push(Statement {
            modules: vec!["nothing".to_owned()],
            when: When::Always,
            text,
            values: Vec::new(),
            disagreements: Vec::new(),
            note: None,
            source: Vec::new(),
        });
    };
    secrets_are_marked: modules::secrets_are_marked, |it| {
        module(it).fields[0].shape = Shape::WebhookSecret;
        module(it).fields[0].secret = false;
    };
    common_facts_resolve: common::common_facts_resolve, |it| {
        it.industries[0].answers[0].gateways.push("nobody".to_owned());
    };
    library_is_complete: common::library_is_complete, |it| it.library.parts.truncate(3);
    provider_codes_are_known: common::provider_codes_are_known, |it| {
        it.providers.clear();
    };
    holidays_are_named: common::holidays_are_named, |it| it.holidays_until = date(2026, 1, 1);
    errors_say_something: modules::errors_say_something, |it| {
        let errors = it.gateways.values_mut().find_map(|it| it.errors.first_mut());
        let error = errors.expect("an error");
        (error.code, error.message) = (None, Some(String::new()));
    };
    error_lists_are_told: modules::error_lists_are_told, |it| {
        let gateways = it.gateways.values_mut();
        let mut lists = gateways.filter_map(|it| it.error_list.as_mut());
        let counted = lists.find(|it| it.documented.is_some());
        counted.expect("an official list").documented = Some(1);
    };
    several_values_are_labelled: modules::several_values_are_labelled, |it| {
        let set_up = it.gateways.values_mut().flat_map(|it| &mut it.modules);
        let set_up = set_up.flat_map(|it| &mut it.post_setup).next().expect("a statement");
        set_up.values = vec![Value::Plain("Y".to_owned()), Value::Plain("N".to_owned())];
    };
    fees_can_be_counted_with: plan::fees_can_be_counted_with, |it| {
        let fee = it.gateways.values_mut().find_map(|pg| pg.fees.first_mut());
        fee.into_iter().for_each(|it| (it.won, it.per) = (Some(7), Some(FeePer::Join)));
    };
    plan_facts_are_sound: plan::plan_facts_are_sound, |it| it.plan.portone.bands.reverse();
    codes_are_known: plan::codes_are_known, |it| {
        module(it).currencies = vec![Reach {
            codes: vec!["WON".to_owned()],
            methods: Vec::new(),
            note: None,
            source: Vec::new(),
        }];
    };
    sentences_have_the_same_blanks: plan::sentences_have_the_same_blanks, |it| {
        let broken = |it: &mut Sentence| it.text.en = "{nothing}".to_owned();
        it.plan.sentences.values_mut().take(1).for_each(broken);
    };
    texts_are_complete: words::texts_are_complete, |it| task(it).why.en.clear();
    texts_keep_the_voice: words::texts_keep_the_voice, |it| {
        task(it).why.ko = "관리자에게 문의하세요.".to_owned();
    };
    sentences_are_short: words::sentences_are_short, |it| {
        task(it).why.ko = "아주 ".repeat(20) + "길어요.";
    };
}

/// The common task that the breakages above break.
fn task(catalog: &mut Catalog) -> &mut Task {
    let found = catalog
        .tasks
        .iter_mut()
        .find(|task| task.id == "signup-account");
    found.expect("a common task")
}

fn gateway(catalog: &mut Catalog) -> &mut Gateway {
    catalog.gateways.values_mut().next().expect("a gateway")
}

fn module(catalog: &mut Catalog) -> &mut Module {
    &mut gateway(catalog).modules[0]
}

/// A typical merchant: goods that are shipped, a web site, cards, payments one by one.
fn typical(when: &When, gateway: &str, module: &Module) -> bool {
    let holds = |it: &When| typical(it, gateway, module);
    match when {
        When::Always => true,
        When::All(all) => all.iter().all(holds),
        When::Any(any) => any.iter().any(holds),
        When::Not(it) => !holds(it),
        When::Answer { question, is } => {
            let answer = match question.as_str() {
                "business" => "sole",
                "goods" => "physical",
                "surface" => "web",
                "builder" => "own",
                "methods" => "card",
                "purposes" => "one_time",
                "contracted" => "none",
                "preferred" | "portone_version" => "unknown",
                _ => return false,
            };
            is.iter().any(|value| value == answer)
        }
        When::Purpose(purposes) => purposes.contains(&Purpose::OneTime),
        When::Portone(portone) => *portone == module.portone,
        When::Gateway(ids) => ids.iter().any(|id| id == gateway),
        When::Module(ids) => ids.contains(&module.id),
        When::Method(methods) => methods.contains(&Method::Card),
        When::Given(_) | When::Number { .. } | When::Mode(_) => false,
    }
}

#[test]
fn a_typical_merchant_meets_a_must_in_every_stage() {
    let catalog = Catalog::embedded();
    for (gateway, module) in catalog.modules() {
        if !module.purposes.contains(&Purpose::OneTime) || module.closed_since.is_some() {
            continue;
        }
        for stage in Stage::ALL {
            if matches!(stage, Stage::Plan | Stage::WalletReview | Stage::Operate) {
                continue;
            }
            let met = catalog.all_tasks().any(|it| {
                it.task.must
                    && it.task.stage == stage
                    && it.gateway.is_none_or(|own| own.id == gateway.id)
                    && typical(&it.task.when, &gateway.id, module)
            });
            assert!(met, "{}: no must in {}", module.id, stage.id());
        }
    }
}

#[test]
fn a_typical_merchant_proves_keys_channels_and_payments() {
    let catalog = Catalog::embedded();
    for (gateway, module) in catalog.modules() {
        if !module.purposes.contains(&Purpose::OneTime) || module.closed_since.is_some() {
            continue;
        }
        let count = |proof: ProofKind| {
            let tasks = catalog.all_tasks().filter(|it| {
                it.task.must
                    && it.task.proof == proof
                    && it.gateway.is_none_or(|own| own.id == gateway.id)
                    && typical(&it.task.when, &gateway.id, module)
            });
            tasks.count()
        };
        for proof in [
            ProofKind::PortoneKeys,
            ProofKind::Channel(Mode::Test),
            ProofKind::Channel(Mode::Live),
            ProofKind::Payment(Mode::Test),
            ProofKind::Payment(Mode::Live),
        ] {
            assert!(count(proof) >= 1, "{}: {proof:?}", module.id);
        }
    }
}

#[test]
fn a_code_may_stand_twice_for_two_methods_only() {
    let mut catalog = Catalog::embedded().clone();
    let errors = catalog.gateways.values_mut().map(|it| &mut it.errors);
    let errors = errors
        .into_iter()
        .find(|it| it.iter().any(|error| error.code.is_some()));
    let errors = errors.expect("a gateway with errors");
    let error = errors.iter().find(|error| error.code.is_some());
    let mut error = error.cloned().expect("a code");
    error.code = Some("twice".to_owned());
    let of = |methods: &[Method]| ErrorCode {
        methods: methods.to_vec(),
        ..error.clone()
    };
    *errors = vec![of(&[Method::Card]), of(&[Method::Transfer])];
    assert_eq!(modules::errors_say_something(&catalog), Vec::new());
    let of_card = of(&[Method::Card, Method::Mobile]);
    let errors = catalog.gateways.values_mut().map(|it| &mut it.errors);
    let errors = errors.into_iter().find(|it| it.len() == 2);
    errors.expect("the same").push(of_card);
    assert_eq!(modules::errors_say_something(&catalog).len(), 1);
}

#[test]
fn a_group_of_errors_has_messages_and_words_of_its_own() {
    let breaks: [fn(&mut Gateway); 3] = [
        |it| it.error_groups[0].codes.clear(),
        |it| {
            let codes = &mut it.error_groups[0].codes;
            codes.insert("X1".to_owned(), "카드 오류 ".to_owned());
        },
        |it| it.error_groups.push(it.error_groups[0].clone()),
    ];
    for break_it in breaks {
        let mut catalog = Catalog::embedded().clone();
        let mut gateways = catalog.gateways.values_mut();
        let gateway = gateways.find(|it| !it.error_groups.is_empty());
        break_it(gateway.expect("a gateway with groups"));
        assert_eq!(modules::errors_say_something(&catalog).len(), 1);
    }
}

#[test]
fn what_a_group_says_holds_for_each_of_its_codes() {
    let mut listed = 0;
    for gateway in Catalog::embedded().gateways.values() {
        for (n, group) in gateway.error_groups.iter().enumerate() {
            let own = || gateway.errors.iter().filter(|it| it.group == Some(n));
            let codes: Vec<_> = own().filter_map(|it| it.code.as_ref()).collect();
            assert_eq!(codes, group.codes.keys().collect::<Vec<_>>());
            for error in own() {
                let message = error.code.as_ref().and_then(|it| group.codes.get(it));
                assert_eq!(error.message.as_ref(), message);
                assert_eq!((&error.cause, error.who), (&group.cause, group.who));
                assert_eq!((&error.next, &error.source), (&group.next, &group.source));
                assert_eq!(error.methods, group.methods);
                listed += 1;
            }
        }
    }
    assert!(listed > 1_000, "{listed}");
}

#[test]
fn a_gateways_task_stands_in_for_a_common_one() {
    let mut files: Vec<(&str, String)> = crate::load::FILES
        .iter()
        .map(|&(file, text)| (file, text.to_owned()))
        .collect();
    let (_, own) = files
        .iter_mut()
        .find(|(file, _)| file.starts_with("pg/"))
        .expect("a gateway");
    own.push_str(
        r#"
[[tasks]]
id = "own-review-request"
stage = "card_review"
per_track = true
replaces = "card-review-request"
actor = "merchant"
title = { ko = "직접 신청하기", en = "Request it yourself" }
why = { ko = "여기서는 직접 해요.", en = "Here you do it yourself." }
needs = ["channel-live"]
proof = "person"
must = true
advice = true
"#,
    );
    let files: Vec<(&str, &str)> = files
        .iter()
        .map(|(file, text)| (*file, text.as_str()))
        .collect();
    let catalog = Catalog::parse(&files).expect("well formed");
    let own = catalog.task("own-review-request").expect("the new task");
    let gateway = own.gateway.expect("its gateway");
    let module = gateway
        .modules
        .iter()
        .find(|it| it.purposes.contains(&Purpose::OneTime));
    let module = module.expect("a module for payments");

    let common = catalog
        .task("card-review-request")
        .expect("the common task");
    assert!(
        !typical(&common.task.when, &gateway.id, module),
        "the common task is not shown"
    );
    assert!(
        typical(&common.task.when, "another", module),
        "other gateways still see it"
    );
    let wait = catalog.task("card-review-wait").expect("what comes after");
    assert!(
        wait.task.needs.contains(&own.task.id),
        "what needed the one needs the other"
    );
    assert_eq!(tasks::needs_resolve(&catalog), Vec::new());
    assert_eq!(tasks::replacements_resolve(&catalog), Vec::new());
}

#[test]
fn a_file_says_what_is_wrong_with_it() {
    let parse = |file: &'static str, text: &'static str| {
        let mut files: Vec<(&str, &str)> = crate::load::FILES.to_vec();
        files.retain(|(name, _)| *name != file);
        files.push((file, text));
        Catalog::parse(&files).map(|_| ()).unwrap_err()
    };
    for (file, text, field) in [
        ("stages.toml", "stages = [\n]\nwhat = 1", "line 3"),
        ("tasks/open.toml", "tasks = 1", "line 1"),
        ("pg/nobody.toml", "", "line 1"),
        ("surprise.toml", "", ""),
    ] {
        let problems = parse(file, text);
        assert_eq!(problems.len(), 1, "{problems:?}");
        assert_eq!(
            (problems[0].file.as_str(), problems[0].field.as_str()),
            (file, field)
        );
    }
    let missing = Catalog::parse(&[]).map(|_| ()).unwrap_err();
    assert!(
        missing
            .iter()
            .any(|it| it.to_string() == "common.toml: : is missing"),
        "{missing:?}"
    );
}

#[test]
fn channel_forms_differ_from_forms_of_their_own() {
    let catalog = Catalog::embedded();
    for (id, form) in [
        ("channel-test", Form::Channel(Mode::Test)),
        ("channel-live", Form::Channel(Mode::Live)),
        ("application-extra", Form::Application),
        ("plan-interview", Form::Interview),
        ("keys-v2", Form::Own),
    ] {
        assert_eq!(catalog.task(id).map(|it| it.task.form), Some(form), "{id}");
    }
    let v2 = catalog.task("keys-v2").map(|it| it.task.when.clone());
    assert_eq!(v2, Some(When::Portone(Portone::V2)));
}

#[test]
fn the_glossary_is_large_enough_and_brief() {
    let catalog = Catalog::embedded();
    assert!(catalog.terms.len() >= 60, "{}", catalog.terms.len());
    for term in &catalog.terms {
        let sentences = term.meaning.ko.matches(". ").count() + 1;
        assert!(sentences <= 2, "{}: {sentences} sentences", term.id);
    }
}

#[test]
fn a_sentence_is_as_long_as_what_is_ours_in_it() {
    for (text, lengths) in [
        ("짧아요.", &[4][..]),
        ("짧아요. 이것도 짧아요.", &[4, 8]),
        ("3.2%예요. 정말요? 네!\n그래요", &[7, 4, 2, 3]),
        ("[결제 연동] → [채널 관리]를 여세요.", &[6]),
        ("‘실시간통보함’으로 바꾸고 “예”를 고르세요.", &[14]),
        ("{won}원을 https://example.com 에 내요.", &[8]),
        ("cs@portone.io로 보내고 1544-7772로 전화해요.", &[13]),
        ("5,000원부터 10원까지예요.", &[17]),
        ("[닫히지 않아도 세요.", &[12]),
    ] {
        let found: Vec<usize> = words::sentences(text)
            .into_iter()
            .map(words::own_length)
            .collect();
        assert_eq!(found, lengths, "{text}");
    }
}

#[test]
fn every_trade_of_the_lists_is_there() {
    let numbers = |refused: bool| -> Vec<u8> {
        let all = Catalog::embedded().industries.iter();
        let listed = all.filter(|it| it.refused_everywhere == refused);
        let mut numbers: Vec<u8> = listed.map(|it| it.number).collect();
        numbers.sort_unstable();
        numbers
    };
    assert_eq!(numbers(false), (1..=38).collect::<Vec<u8>>());
    assert_eq!(numbers(true), (1..=9).collect::<Vec<u8>>());
}

#[test]
fn what_the_app_reads_is_what_the_files_say() {
    let files = Catalog::read_embedded().expect("well formed");
    assert!(
        *Catalog::embedded() == files,
        "the build wrote something else than it read"
    );
}
