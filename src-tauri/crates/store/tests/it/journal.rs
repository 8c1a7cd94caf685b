//! Journeys, events, drafts, places: what goes in comes out, and nothing else.

use store::{Batch, NewJourney, ReadError, SecretWrite, WriteError};
use testkit::TempProfile;
use uuid::Uuid;

use crate::common::{AT, batch, event, journey, open, secret, with_journey};

#[tokio::test]
async fn what_was_written_is_there_after_a_restart() {
    let profile = TempProfile::new();
    let (store, id) = with_journey(&profile).await;
    let vault_id = store.vault_id().await.unwrap();
    store
        .meta_set("user_name", "민지".as_bytes())
        .await
        .unwrap();
    store.draft_put(id, "contract.bank", "국민").await.unwrap();
    store
        .draft_put(id, "contract.bank", "국민은행")
        .await
        .unwrap();
    store.place_put(id, "contract").await.unwrap();
    let clone = store.clone();
    store.close().await;
    assert_eq!(
        clone.place_put(id, "x").await,
        Err(WriteError::Io),
        "closed is closed"
    );
    assert_eq!(clone.list_journeys().await, Err(ReadError::Io));

    let store = open(&profile.data()).await;
    assert_eq!(store.vault_id().await.unwrap(), vault_id);
    assert_eq!(
        store.meta_get("user_name").await.unwrap().unwrap(),
        "민지".as_bytes()
    );
    assert_eq!(
        store.meta_get("app_version").await.unwrap().unwrap(),
        b"0.1.0"
    );
    store.meta_delete("user_name").await.unwrap();
    assert_eq!(store.meta_get("user_name").await.unwrap(), None);
    let drafts = store.drafts(id).await.unwrap();
    assert_eq!(
        drafts,
        [("contract.bank".to_owned(), "국민은행".to_owned())]
    );
    assert_eq!(
        store.place_get(id).await.unwrap().as_deref(),
        Some("contract")
    );
    assert_eq!(store.place_get(Uuid::new_v4()).await.unwrap(), None);

    let log = store.events(id).await.unwrap();
    assert!(log.is_intact());
    assert_eq!(log.head, 3);
    let seen: Vec<_> = log
        .rows
        .iter()
        .map(|row| (row.seq, row.batch, row.payload.as_str()))
        .collect();
    assert_eq!(
        seen,
        [
            (1, 1, "{\"n\":1}"),
            (2, 1, "{\"n\":2}"),
            (3, 3, "{\"n\":3}")
        ]
    );
    assert_eq!(
        (log.rows[0].at.as_str(), log.rows[0].by.as_str()),
        (AT, "나")
    );
    assert_eq!(store.events(Uuid::new_v4()).await, Err(ReadError::Missing));
}

#[tokio::test]
async fn one_step_writes_everything_or_nothing() {
    let profile = TempProfile::new();
    let (store, id) = with_journey(&profile).await;
    let key = Uuid::new_v4();
    store.draft_put(id, "a", "typed").await.unwrap();
    let full = Batch {
        events: vec![event("saved", "{}"), event("checked", "{}")],
        summary: "{\"done\":2}".into(),
        name: Some("새 이름".into()),
        secrets: vec![secret(key, 1, "sealed")],
        drafts_done: vec!["a".into()],
        place: Some("keys".into()),
    };
    // Two writers who read the same head: the second one is told.
    assert_eq!(store.append(id, 3, full.clone()).await, Ok(5));
    assert_eq!(
        store.append(id, 3, full.clone()).await,
        Err(WriteError::Conflict)
    );
    assert_eq!(
        store.append(id, 6, full.clone()).await,
        Err(WriteError::Conflict)
    );
    assert_eq!(
        store.append(Uuid::new_v4(), 0, full).await,
        Err(WriteError::Missing)
    );

    let log = store.events(id).await.unwrap();
    assert_eq!((log.head, log.rows.len()), (5, 5));
    let rows = store.list_journeys().await.unwrap();
    assert_eq!(rows.len(), 1);
    assert_eq!(
        (rows[0].name.as_str(), rows[0].summary.as_str()),
        ("새 이름", "{\"done\":2}")
    );
    assert!(rows[0].intact);
    assert_eq!(store.drafts(id).await.unwrap(), []);
    assert_eq!(store.place_get(id).await.unwrap().as_deref(), Some("keys"));
    let row = store.secret(key).await.unwrap();
    assert_eq!(
        (row.revision, row.sealed.ct.as_slice()),
        (1, b"sealed".as_slice())
    );
    assert_eq!(row.expires_on.as_deref(), Some("2027-11-22"));
    assert_eq!(store.secrets(id).await.unwrap(), [row]);
    let other = Batch {
        secrets: vec![secret(Uuid::new_v4(), 1, "other")],
        ..batch(&["{}"])
    };
    let second = store.create_journey(journey("둘째 가게"), other).await;
    assert_eq!((second, store.count_secrets().await), (Ok(1), Ok(2)));

    let replace = Batch {
        secrets: vec![secret(key, 2, "resealed")],
        ..batch(&["{}"])
    };
    assert_eq!(store.append(id, 5, replace).await, Ok(6));
    assert_eq!(store.secret(key).await.unwrap().revision, 2);
    let delete = Batch {
        secrets: vec![SecretWrite::Delete(key)],
        ..batch(&["{}"])
    };
    assert_eq!(store.append(id, 6, delete).await, Ok(7));
    assert_eq!(store.secret(key).await, Err(ReadError::Missing));
}

#[tokio::test]
async fn an_id_is_used_once() {
    let profile = TempProfile::new();
    let (store, id) = with_journey(&profile).await;
    let again = NewJourney {
        id,
        name: "다른 가게".into(),
        created_at: AT.into(),
    };
    assert_eq!(
        store.create_journey(again, batch(&["{}"])).await,
        Err(WriteError::Conflict)
    );
    assert_eq!(store.list_journeys().await.unwrap()[0].name, "길잡이 가게");
    assert_eq!(store.events(id).await.unwrap().rows.len(), 3);
}

#[tokio::test]
async fn the_bin_gives_back_and_deleting_for_ever_does_not() {
    let profile = TempProfile::new();
    let (store, id) = with_journey(&profile).await;
    let other = journey("남는 가게");
    let other_id = other.id;
    store.create_journey(other, batch(&["{}"])).await.unwrap();
    store.set_binned(id, Some(AT)).await.unwrap();
    let binned = |rows: Vec<store::JourneyRow>| {
        rows.into_iter()
            .find(|row| row.id == id)
            .map(|row| (row.binned_at, row.intact))
    };
    let rows = store.list_journeys().await.unwrap();
    assert_eq!(binned(rows), Some((Some(AT.to_owned()), true)));
    store.set_binned(id, None).await.unwrap();
    assert_eq!(
        binned(store.list_journeys().await.unwrap()),
        Some((None, true))
    );
    assert_eq!(store.append(id, 3, batch(&["{}"])).await, Ok(4));

    store.draft_put(id, "a", "b").await.unwrap();
    store.place_put(id, "c").await.unwrap();
    assert_eq!(
        store.delete_forever(id).await.unwrap().left,
        Vec::<std::path::PathBuf>::new()
    );
    assert_eq!(store.events(id).await, Err(ReadError::Missing));
    assert_eq!(store.drafts(id).await.unwrap(), []);
    assert_eq!(store.place_get(id).await.unwrap(), None);
    assert_eq!(store.delete_forever(id).await, Err(WriteError::Missing));
    assert_eq!(store.set_binned(id, None).await, Err(WriteError::Missing));
    assert_eq!(store.events(other_id).await.unwrap().rows.len(), 1);
}

#[tokio::test]
async fn a_cancelled_write_leaves_nothing_and_blocks_nobody() {
    let profile = TempProfile::new();
    let (store, id) = with_journey(&profile).await;
    let mut cut = 0;
    for polls in 0..40 {
        let head = store.events(id).await.unwrap().head;
        let mut write = Box::pin(store.append(id, head, batch(&["{\"a\":1}", "{\"a\":2}"])));
        let mut done = None;
        for _ in 0..polls {
            tokio::select! {
                biased;
                result = &mut write => { done = Some(result); break; }
                () = tokio::task::yield_now() => {}
            }
        }
        drop(write);
        cut += usize::from(done.is_none());
        let log = store.events(id).await.unwrap();
        assert!(log.is_intact());
        assert!(
            log.head == head || log.head == head + 2,
            "half a step: {head} → {}",
            log.head
        );
        if let Some(result) = done {
            assert_eq!(result, Ok(head + 2));
            assert_eq!(log.head, head + 2);
        }
    }
    assert!(cut > 0, "no write was cancelled");
    let head = store.events(id).await.unwrap().head;
    assert_eq!(store.append(id, head, batch(&["{}"])).await, Ok(head + 1));
}
