use catalog::model::{Length, Mode, Purpose, Shape};

use super::*;

const UUID: &str = "01234567-89ab-cdef-0123-456789abcdef";

fn alnum(length: usize) -> String {
    "aB3dE6gH9jK2".chars().cycle().take(length).collect()
}

/// The names and weights that a value gets, without what was cleaned.
fn lints(field: &Field, ctx: &LintCtx<'_>, raw: &str) -> Vec<(&'static str, Weight)> {
    let linted = lint(field, ctx, raw);
    let said = linted
        .lints
        .iter()
        .filter(|it| !matches!(it.kind, LintKind::Cleaned { .. }));
    said.map(|it| (it.kind.name(), it.weight)).collect()
}

fn ctx(catalog: &Catalog, mode: Option<Mode>) -> LintCtx<'_> {
    LintCtx {
        mode,
        practice: false,
        module: catalog.module("one-v2").map(|it| it.1),
        purpose: Some(Purpose::OneTime),
        needed: Some(Needed::Yes),
        catalog,
    }
}

fn shaped(shape: Shape) -> Field {
    Field {
        shape,
        ..field("x")
    }
}

fn mid() -> Field {
    Field {
        is_mid: true,
        live_prefix: vec!["LV".to_owned()],
        ..field("mid")
    }
}

use Weight::{Refuse, Warn};

#[test]
fn shape_and_length_warn_and_are_strict_only_where_said() {
    let catalog = world();
    let ctx = ctx(&catalog, Some(Mode::Test));
    let length = Some(Length {
        min: Some(3),
        max: Some(5),
        ..Length::default()
    });
    for (shape, length, raw, said) in [
        (Shape::Digits, None, "12-3", &[][..]),
        (Shape::Digits, None, "12a", &["wrong_shape"]),
        (Shape::Url, None, "http://a.kr", &["wrong_shape"]),
        (Shape::BusinessNumber, None, "123-45-67891", &[]),
        (
            Shape::BusinessNumber,
            None,
            "123-45-67890",
            &["bad_checksum"],
        ),
        (Shape::BusinessNumber, None, "123-45", &["wrong_shape"]),
        (Shape::Text, length, "가나다", &[]),
        (Shape::Text, length, "가나", &["too_short"]),
        (Shape::Text, length, "가나다라마바", &["too_long"]),
        (
            Shape::Digits,
            length,
            "1234567a",
            &["wrong_shape", "too_long"],
        ),
        (Shape::Digits, length, "", &[]),
    ] {
        for (strict, weight) in [(false, Warn), (true, Refuse)] {
            let field = Field {
                length,
                strict,
                ..shaped(shape)
            };
            let expected: Vec<_> = said.iter().map(|&it| (it, weight)).collect();
            assert_eq!(
                lints(&field, &ctx, raw),
                expected,
                "{shape:?} {raw:?} {strict}"
            );
        }
    }
    let zeros = lints(&shaped(Shape::BusinessNumber), &ctx, "000-00-00000");
    assert_eq!(
        zeros,
        [("bad_checksum", Refuse)],
        "it passes the check and is nobody's"
    );
}

#[test]
fn cleaning_is_shown_and_weighs_nothing() {
    let catalog = world();
    let linted = lint(&shaped(Shape::Digits), &ctx(&catalog, None), " 12-34 ");
    assert_eq!(linted.value, "1234");
    assert_eq!(linted.weight(), Some(Weight::Info));
    let what = vec![CleanKind::Spaces, CleanKind::Hyphens];
    assert_eq!(linted.lints[0].kind, LintKind::Cleaned { what });
    assert!(!format!("{linted:?}").contains("1234"));
}

#[test]
fn live_rules_hold_for_live_values_only() {
    let catalog = world();
    let live_only = Field {
        length: Some(Length {
            min: Some(10),
            max: Some(10),
            ..Length::default()
        }),
        live_only: true,
        ..mid()
    };
    for (mode, raw, said) in [
        (Mode::Test, "abc", &[][..]),
        (Mode::Live, "abc", &["too_short", "wrong_prefix"]),
        (Mode::Live, "LV12345678", &[]),
        (Mode::Test, "LV12345678", &["live_mid_in_test"]),
    ] {
        let expected: Vec<_> = said.iter().map(|&it| (it, Warn)).collect();
        assert_eq!(
            lints(&live_only, &ctx(&catalog, Some(mode)), raw),
            expected,
            "{mode:?} {raw}"
        );
    }
    assert_eq!(lints(&live_only, &ctx(&catalog, None), "abc"), []);
}

#[test]
fn test_mids_have_their_place() {
    let catalog = world();
    let test = ctx(&catalog, Some(Mode::Test));
    let live = ctx(&catalog, Some(Mode::Live));
    assert_eq!(lints(&mid(), &test, "shared_one-v2"), []);
    assert_eq!(
        lints(&mid(), &live, "shared_one-v2"),
        [("test_mid_in_live", Refuse)]
    );
    assert_eq!(
        lints(&mid(), &live, "shared_two-v1"),
        [("test_mid_in_live", Refuse)],
        "anybody's"
    );
    let said = lints(&mid(), &live, "ourTESTmid");
    assert_eq!(said, [("wrong_prefix", Warn), ("test_mid_in_live", Warn)]);
    assert_eq!(
        lints(&mid(), &live, "LVtest"),
        [],
        "it begins as live ones do"
    );
    let recurring = LintCtx {
        purpose: Some(Purpose::Recurring),
        ..test
    };
    assert_eq!(
        lints(&mid(), &recurring, "shared_one-v2"),
        [("other_purpose", Warn)]
    );
    assert_eq!(
        lints(&mid(), &recurring, "shared_two-v1"),
        [],
        "another module's: not known"
    );
    assert_eq!(
        lints(&field("x"), &live, "shared_one-v2"),
        [],
        "not a field for MIDs"
    );
}

#[test]
fn blank_fields_stay_blank() {
    let catalog = world();
    let blank = LintCtx {
        needed: Some(Needed::Blank),
        ..ctx(&catalog, None)
    };
    assert_eq!(lints(&field("x"), &blank, "1"), [("should_be_blank", Warn)]);
    let strict = Field {
        strict: true,
        ..field("x")
    };
    assert_eq!(lints(&strict, &blank, "1"), [("should_be_blank", Refuse)]);
    assert_eq!(lints(&field("x"), &blank, " "), []);
    // Without being told, as far as the track and the mode tell.
    let unknown = LintCtx {
        needed: None,
        ..ctx(&catalog, Some(Mode::Test))
    };
    let conditional = |when, else_blank| Requirement::Conditional {
        when,
        text: text(),
        else_blank,
    };
    let said = [("should_be_blank", Warn)];
    for (requirement, said) in [
        (Requirement::Blank { text: text() }, &said[..]),
        (Requirement::Optional, &[]),
        (conditional(When::Mode(Mode::Live), true), &said),
        (conditional(When::Mode(Mode::Live), false), &[]),
        (conditional(When::Portone(Portone::V1), true), &said),
        (
            conditional(When::Gateway(vec!["one".to_owned()]), true),
            &[],
        ),
        (conditional(is("goods", "points"), true), &[]),
        (conditional(When::Always, true), &[]),
    ] {
        let field = Field {
            requirement,
            ..field("x")
        };
        assert_eq!(
            lints(&field, &unknown, "1"),
            said,
            "{:?}",
            field.requirement
        );
    }
}

#[test]
fn swapped_values_are_known_by_their_looks() {
    let mut catalog = world();
    let module = &mut catalog.gateways.get_mut("two").expect("there").modules[0];
    module.fields[0].length = Some(Length {
        min: Some(6),
        max: Some(6),
        ..Length::default()
    });
    let ctx = ctx(&catalog, Some(Mode::Live));
    let store = format!("store-{UUID}");
    let channel = format!("channel-key-{UUID}");
    let webhook = format!("whsec_{}", alnum(40));
    let secret = alnum(80);
    let secrets = |shape| Field {
        secret: true,
        ..shaped(shape)
    };
    use LooksLike::*;
    for (field, raw, looks_like) in [
        (shaped(Shape::StoreId), store.as_str(), None),
        (shaped(Shape::StoreId), &channel, Some(ChannelKey)),
        (shaped(Shape::StoreId), "imp12345678", Some(UserCode)),
        (shaped(Shape::StoreId), "shared_one-v2", Some(Mid)),
        (shaped(Shape::StoreId), "LV1234", Some(Mid)),
        (shaped(Shape::StoreId), "LV12345", None),
        (shaped(Shape::ChannelKey), &store, Some(StoreId)),
        (shaped(Shape::ChannelKey), "shared_two-v2", Some(Mid)),
        (shaped(Shape::UserCode), &store, Some(StoreId)),
        (secrets(Shape::V2Secret), &secret, None),
        (secrets(Shape::V1Secret), &secret, None),
        (secrets(Shape::V2Secret), &store, Some(StoreId)),
        (secrets(Shape::V2Secret), &webhook, Some(WebhookSecret)),
        (secrets(Shape::V1Secret), "1234567890123456", Some(V1Key)),
        (secrets(Shape::V1Key), &secret, Some(V2Secret)),
        (secrets(Shape::WebhookSecret), &secret, Some(V2Secret)),
        (
            secrets(Shape::PrivateKeyPem),
            "-----BEGIN CERTIFICATE-----",
            Some(Certificate),
        ),
        (
            secrets(Shape::CertificatePem),
            "-----BEGIN PRIVATE KEY-----",
            Some(PemKey),
        ),
        (secrets(Shape::Text), &channel, Some(ChannelKey)),
        (secrets(Shape::Text), &secret, None),
        (mid(), &store, Some(StoreId)),
        (mid(), "imp12345678", Some(UserCode)),
        (mid(), "LV1234", None),
        (shaped(Shape::PaymentId), &channel, Some(ChannelKey)),
        (shaped(Shape::Text), &store, None),
    ] {
        let linted = lint(&field, &ctx, raw);
        let swapped = linted.lints.iter().find_map(|it| match it.kind {
            LintKind::Swapped { looks_like } => Some((looks_like, it.weight)),
            _ => None,
        });
        assert_eq!(
            swapped,
            looks_like.map(|it| (it, Warn)),
            "{:?} {raw}",
            field.shape
        );
    }
}

#[test]
fn a_secret_in_a_plain_field_is_held_back() {
    let catalog = world();
    let ctx = ctx(&catalog, None);
    let suspect = |field: &Field, raw: &str| lint(field, &ctx, raw).suspect;
    let secret = alnum(80);
    assert_eq!(
        suspect(&shaped(Shape::StoreId), &secret),
        Some(SecretShape::V2Secret)
    );
    assert_eq!(suspect(&field("x"), &secret), Some(SecretShape::V2Secret));
    assert_eq!(
        suspect(&field("x"), "1234567890123456"),
        Some(SecretShape::V1Key)
    );
    assert_eq!(suspect(&shaped(Shape::PaymentId), "1234567890123456"), None);
    assert_eq!(
        suspect(&shaped(Shape::StoreId), &format!("store-{UUID}")),
        None
    );
    let safe = Field {
        secret: true,
        ..field("x")
    };
    assert_eq!(suspect(&safe, &secret), None);
}

#[test]
fn practice_and_real_values_never_mix() {
    let catalog = world();
    let real = |mode| ctx(&catalog, mode);
    let practice = |mode| LintCtx {
        practice: true,
        ..ctx(&catalog, mode)
    };
    let live = Some(Mode::Live);
    let test = Some(Mode::Test);
    let secret = Field {
        secret: true,
        ..shaped(Shape::V2Secret)
    };
    let store = shaped(Shape::StoreId);
    let strict = Field {
        strict: true,
        length: Some(Length {
            min: Some(2),
            max: Some(4),
            ..Length::default()
        }),
        ..mid()
    };
    let pin = Field {
        secret: true,
        ..shaped(Shape::Digits)
    };
    let refuse = |name| vec![(name, Refuse)];
    let all_well: Vec<(&str, Weight)> = Vec::new();
    for (n, (field, ctx, raw, said)) in [
        (&secret, practice(None), "practice-secret", all_well.clone()),
        (&secret, practice(None), &alnum(80), refuse("not_practice")),
        (&secret, real(None), &alnum(80), all_well.clone()),
        (&store, practice(None), "store-PRACTICE-1", all_well.clone()),
        (
            &store,
            real(None),
            "store-Practice-1",
            refuse("practice_value"),
        ),
        (
            &store,
            practice(None),
            &format!("store-{UUID}"),
            refuse("not_practice"),
        ),
        (&strict, practice(live), "practice-mid", all_well.clone()),
        (
            &strict,
            real(test),
            "practice-mid",
            refuse("practice_value"),
        ),
        (&mid(), practice(test), "shared_one-v2", all_well.clone()),
        (&mid(), practice(test), "shared_two-v2", all_well.clone()),
        (&mid(), practice(test), "somebody", refuse("not_practice")),
        // Six digits cannot hold the word, so they may be practised with; a word can.
        (
            &pin,
            practice(live),
            "123456",
            vec![("not_practice", Weight::Warn)],
        ),
        (&pin, real(live), "123456", all_well.clone()),
        (
            &Field {
                is_mid: true,
                ..pin.clone()
            },
            practice(live),
            "123456",
            refuse("not_practice"),
        ),
        (&field("memo"), practice(None), "아무 말", all_well.clone()),
        (
            &field("memo"),
            real(None),
            "practice makes perfect",
            all_well.clone(),
        ),
    ]
    .into_iter()
    .enumerate()
    {
        assert_eq!(lints(field, &ctx, raw), said, "{n} {raw}");
    }
    let shared = lints(&mid(), &practice(live), "shared_one-v2");
    assert_eq!(
        shared,
        [("test_mid_in_live", Refuse), ("not_practice", Refuse)]
    );
}

#[test]
fn a_field_in_a_journey_brings_its_surroundings() {
    let story = Story::planned();
    let ctx =
        |task: &str, id: &str| LintCtx::at(&story.journey, &story.catalog, &at(task, id), true);
    let (field, it) = ctx("live@2", "mid").expect("there");
    assert_eq!(
        (field.id.as_str(), it.mode, it.practice),
        ("mid", Some(Mode::Live), true)
    );
    assert_eq!(it.module.map(|it| it.id.as_str()), Some("two-v1"));
    assert_eq!(
        (it.purpose, it.needed),
        (Some(Purpose::OneTime), Some(Needed::Yes))
    );
    let (_, it) = ctx("keys", "store").expect("there");
    assert_eq!(
        (it.mode, it.module.is_some(), it.purpose),
        (None, false, None)
    );
    assert!(ctx("keys", "nobody").is_none() && ctx("live@9", "mid").is_none());
}

#[test]
fn shared_test_mids_of_the_built_in_catalogue_are_good_where_they_belong() {
    let catalog = Catalog::embedded();
    for (_, module) in catalog.modules() {
        for (mode, refused) in [(Mode::Test, false), (Mode::Live, true)] {
            for field in catalog
                .channel_form(module, mode)
                .into_iter()
                .filter(|it| it.is_mid)
            {
                for test_mid in &module.test_mids {
                    let ctx = LintCtx {
                        mode: Some(mode),
                        practice: false,
                        module: Some(module),
                        purpose: test_mid.purposes.first().copied(),
                        needed: None,
                        catalog,
                    };
                    let linted = lint(field, &ctx, &test_mid.mid);
                    let weight = linted.weight();
                    let said = (&module.id, mode, &test_mid.mid, &linted.lints);
                    assert_eq!(weight == Some(Weight::Refuse), refused, "{said:?}");
                    assert!(refused || weight.is_none(), "{said:?}");
                    assert_eq!(linted.suspect, None, "{said:?}");
                }
            }
        }
    }
}

#[test]
fn a_private_key_is_held_back_from_a_field_that_takes_its_spaces_out() {
    let catalog = world();
    let ctx = ctx(&catalog, None);
    let key = "-----BEGIN EC PRIVATE KEY-----\na1\n-----END EC PRIVATE KEY-----";
    for shape in [
        Shape::PaymentId,
        Shape::Alnum,
        Shape::Digits,
        Shape::StoreId,
        Shape::Text,
    ] {
        let linted = lint(&shaped(shape), &ctx, key);
        assert_eq!(linted.suspect, Some(SecretShape::PemKey), "{shape:?}");
    }
}
