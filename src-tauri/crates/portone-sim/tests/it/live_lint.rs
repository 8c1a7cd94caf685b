//! Whatever is made in practice is refused where real values are typed: by the wizard's own lint, for each field that
//! asks for such a value.

use catalog::Catalog;
use catalog::model::{Field, Mode, Shape};
use portone_sim::{FOREIGN_STORE_ID, Options, Sim};
use wizard::{LintCtx, LintKind, Weight, lint};

/// A field of the catalogue, made to ask for this.
fn asking(shape: Shape, is_mid: bool) -> Field {
    let catalog = Catalog::embedded();
    let some = catalog.all_tasks().find_map(|it| it.task.fields.first());
    Field {
        shape,
        is_mid,
        ..some.unwrap().clone()
    }
}

#[tokio::test]
async fn nothing_made_in_practice_passes_as_real() {
    let sim = Sim::start(Options::default()).await.unwrap();
    let started = sim.started();
    let (v2, v1, seeded) = (started.v2, started.v1, started.seeded);
    let mut all: Vec<(Shape, bool, String)> = vec![
        (Shape::V2Secret, false, v2.secret),
        (Shape::StoreId, false, v2.store_id),
        (Shape::StoreId, false, FOREIGN_STORE_ID.to_owned()),
        (Shape::UserCode, false, v1.imp_code),
        (Shape::V1Key, false, v1.imp_key),
        (Shape::V1Secret, false, v1.imp_secret),
        (Shape::WebhookSecret, false, started.webhook_secret),
    ];
    for channel in seeded.channels {
        all.push((Shape::ChannelKey, false, channel.key));
        all.push((Shape::Text, true, channel.pg_merchant_id));
    }
    // Nothing asks for the other ids; whoever pastes one does it where a payment is asked for.
    let payments = seeded.payments.into_iter();
    let ids = payments
        .flat_map(|one| [Some(one.id), one.merchant_uid])
        .flatten();
    let keys = seeded.billing_keys.into_iter().map(|one| one.billing_key);
    let schedules = seeded.schedules.into_iter();
    let schedules = schedules.flat_map(|one| [one.id, one.payment_id]);
    let people = seeded.identity_verifications.into_iter().map(|one| one.id);
    let others = ids.chain(keys).chain(schedules).chain(people);
    all.extend(others.map(|id| (Shape::PaymentId, false, id)));
    assert!(all.len() > 100, "{}", all.len());

    for (shape, is_mid, value) in &all {
        let field = asking(*shape, *is_mid);
        for mode in [None, Some(Mode::Test), Some(Mode::Live)] {
            let real = LintCtx {
                mode,
                practice: false,
                module: None,
                purpose: None,
                needed: None,
                catalog: Catalog::embedded(),
            };
            let refused = |ctx: &LintCtx<'_>| {
                let linted = lint(&field, ctx, value);
                let mut lints = linted.lints.into_iter();
                lints.any(|it| it.kind == LintKind::PracticeValue && it.weight == Weight::Refuse)
            };
            assert!(refused(&real), "{shape:?} {value} {mode:?}");
            let practice = LintCtx {
                practice: true,
                ..real
            };
            assert!(!refused(&practice), "{shape:?} {value} in practice");
        }
    }
}
