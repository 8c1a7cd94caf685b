//! The figures that the list of journeys and a save must hold, with room for a slow machine.

use std::time::{Duration, Instant};

use testkit::TempProfile;

use crate::common::{batch, journey, open};

#[tokio::test]
async fn a_thousand_journeys_are_listed_in_50_ms() {
    let profile = TempProfile::new();
    let store = open(&profile.data()).await;
    for number in 0..1000 {
        let mut first = batch(&["{}"]);
        first.summary = format!("{{\"number\":{number},\"text\":\"{}\"}}", "가".repeat(120));
        store
            .create_journey(journey(&format!("가게 {number}")), first)
            .await
            .unwrap();
    }
    let mut best = Duration::MAX;
    for _ in 0..5 {
        let started = Instant::now();
        let rows = store.list_journeys().await.unwrap();
        best = best.min(started.elapsed());
        assert_eq!(rows.len(), 1000);
        assert!(rows.iter().all(|row| row.intact));
    }
    eprintln!("1,000 journeys listed in {best:?}");
    // Unoptimised builds hash and decode about ten times slower.
    let limit = if cfg!(debug_assertions) { 500 } else { 50 };
    assert!(best < Duration::from_millis(limit), "{best:?}");
}
