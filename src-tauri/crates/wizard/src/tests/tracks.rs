use jiff::civil::date;

use super::*;

#[test]
fn a_track_stands_at_its_first_open_stage() {
    let mut story = Story::planned();
    let stage = |story: &Story| (story.track(1).stage, story.track(2).stage);
    assert_eq!(stage(&story), (Stage::Site, Stage::Site));
    story.mark("footer");
    story.mark("account");
    story.prove("keys");
    assert_eq!(stage(&story), (Stage::Application, Stage::Application));
    story.mark("apply@1");
    assert_eq!(stage(&story), (Stage::GatewayMail, Stage::Application));
    story.ok(Command::HoldTrack {
        track: TrackId(1),
        reason: "x".into(),
    });
    assert_eq!(
        stage(&story),
        (Stage::GatewayMail, Stage::Application),
        "where it stood"
    );
}

#[test]
fn an_open_track_falls_back_with_its_proofs() {
    let mut story = Story::open();
    let open = TrackState::Open { on: TODAY };
    assert_eq!(
        (story.track(1).state, story.track(1).missing.len()),
        (open.clone(), 0)
    );
    story.today = date(2026, 12, 1);
    story.set("live@1", "mid", "LV2");
    let track = story.track(1);
    assert_eq!(track.state, TrackState::Active);
    assert_eq!(track.missing, ["live@1", "live_payment@1"].map(key));
    assert_eq!(track.stage, Stage::LiveChannel);
    story.set("live@1", "mid", "LV1");
    assert_eq!(story.track(1).state, open);
    story.ok(Command::HoldTrack {
        track: TrackId(1),
        reason: "휴업".into(),
    });
    assert_eq!(
        story.track(1).state,
        TrackState::Held {
            reason: "휴업".into(),
            on: story.today
        }
    );
    story.ok(Command::ResumeTrack { track: TrackId(1) });
    assert_eq!(story.track(1).state, open);
}

#[test]
fn dates_come_soonest_first() {
    let mut story = Story::planned();
    story.catalog.channel_tail = vec![Field {
        secret: true,
        shape: Shape::PrivateKeyPem,
        ..field("pem")
    }];
    for (task, id, expires_on) in [
        ("keys", "secret", Some(date(2027, 3, 1))),
        ("test@1", "pem", Some(date(2027, 3, 15))),
        ("test@1", "key", None),
        ("test@2", "key", Some(date(2026, 12, 1))),
        ("live@2", "key", Some(Date::MIN)),
    ] {
        let at = at(task, id);
        story.ok(Command::SaveSecret {
            at,
            id: "v".into(),
            revision: 1,
            expires_on,
        });
    }
    let all = |story: &Story| {
        let dates = story.view().dates;
        dates
            .into_iter()
            .map(|it| (it.kind, it.on, it.at.task.to_string()))
            .collect::<Vec<_>>()
    };
    let rest = [
        (
            DatedKind::CertificateRenewable,
            date(2027, 2, 13),
            "test@1".to_owned(),
        ),
        (DatedKind::SecretExpiry, date(2027, 3, 1), "keys".to_owned()),
        (
            DatedKind::CertificateExpiry,
            date(2027, 3, 15),
            "test@1".to_owned(),
        ),
    ];
    assert_eq!(all(&story)[2..], rest);
    assert_eq!(all(&story).len(), 5);
    story.ok(Command::HoldTrack {
        track: TrackId(2),
        reason: "x".into(),
    });
    assert_eq!(all(&story), rest);
}

#[test]
fn a_journey_outlives_its_catalogue() {
    let mut story = Story::open();
    story.ok(Command::Note {
        task: key("watch"),
        text: "x".into(),
    });
    story.catalog.gateways.clear();
    let view = story.view();
    assert_eq!(view.tracks.len(), 1);
    story.catalog = Catalog::default();
    let view = story.view();
    assert_eq!((view.stages.len(), view.next), (0, None));
    assert_eq!(
        view.tracks[0].state,
        TrackState::Active,
        "nothing can be shown to be proven"
    );
    story.ok(Command::DeleteSecret {
        at: at("keys", "secret"),
    });
}
