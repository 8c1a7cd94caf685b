//! The clipboard with a board in memory; the real one under a display is in `tests/it/clipboard.rs`.

use std::sync::{Arc, Mutex};

use super::*;

#[derive(Clone, Default)]
struct Shared(Arc<Mutex<Option<String>>>);

impl Board for Shared {
    fn put_plain(&mut self, text: &str) -> Result<(), ClipboardError> {
        self.put(text)
    }

    fn put(&mut self, text: &str) -> Result<(), ClipboardError> {
        *self.0.lock().unwrap() = Some(text.to_owned());
        Ok(())
    }
    fn text(&mut self) -> Result<Option<Zeroizing<String>>, ClipboardError> {
        Ok(self.0.lock().unwrap().clone().map(Zeroizing::new))
    }
    fn clear(&mut self) -> Result<(), ClipboardError> {
        *self.0.lock().unwrap() = None;
        Ok(())
    }
}

impl Shared {
    fn now(&self) -> Option<String> {
        self.0.lock().unwrap().clone()
    }
}

fn clipboard(keep: Duration) -> (Clipboard, Shared) {
    let board = Shared::default();
    let opened = board.clone();
    (
        Clipboard::with(Box::new(move || Ok(Box::new(opened.clone()))), keep),
        board,
    )
}

async fn cleared(clipboard: &Clipboard) {
    let mut holding = clipboard.holding();
    tokio::time::timeout(
        Duration::from_secs(20),
        holding.wait_for(|holding| matches!(holding, Holding::Ended(..))),
    )
    .await
    .expect("the clipboard lets go in time")
    .expect("the clipboard's thread lives");
}

#[tokio::test]
async fn a_copied_secret_is_there_and_then_gone() {
    let keep = Duration::from_millis(200);
    let (clipboard, board) = clipboard(keep);
    let before = Instant::now();
    let until = clipboard
        .copy(&Secret::copied_from("CANARY-clip"))
        .await
        .unwrap();
    assert!(until >= before + keep);
    assert_eq!(board.now().as_deref(), Some("CANARY-clip"));
    assert_eq!(*clipboard.holding().borrow(), Holding::Until(until));
    cleared(&clipboard).await;
    assert!(Instant::now() >= until, "not before its time");
    assert_eq!(board.now(), None);
}

#[tokio::test]
async fn what_the_user_copied_meanwhile_stays() {
    let (clipboard, mut board) = clipboard(Duration::from_millis(50));
    clipboard
        .copy(&Secret::copied_from("CANARY-clip"))
        .await
        .unwrap();
    board.put("장보기 목록").unwrap();
    cleared(&clipboard).await;
    assert_eq!(board.now().as_deref(), Some("장보기 목록"));
}

#[tokio::test]
async fn a_second_copy_starts_the_time_anew() {
    let (clipboard, board) = clipboard(Duration::from_secs(3600));
    let first = clipboard.copy(&Secret::copied_from("one")).await.unwrap();
    let second = clipboard.copy(&Secret::copied_from("two")).await.unwrap();
    assert!(second >= first);
    assert_eq!(*clipboard.holding().borrow(), Holding::Until(second));
    clipboard.clear_now(Duration::from_secs(5)).unwrap();
    assert_eq!(board.now(), None);
    let ended = Holding::Ended(second, Ending::Cleared);
    assert_eq!(*clipboard.holding().borrow(), ended);
}

#[tokio::test]
async fn the_end_of_the_last_handle_clears() {
    let (clipboard, board) = clipboard(Duration::from_secs(3600));
    let mut holding = clipboard.holding();
    clipboard
        .copy(&Secret::copied_from("CANARY-clip"))
        .await
        .unwrap();
    drop(clipboard);
    holding
        .wait_for(|holding| matches!(holding, Holding::Ended(..)))
        .await
        .unwrap();
    assert_eq!(board.now(), None);
}

#[tokio::test]
async fn without_a_display_it_says_so_and_can_be_tried_again() {
    let board = Shared::default();
    let (opened, mut tries) = (board.clone(), 0);
    let clipboard = Clipboard::with(
        Box::new(move || {
            tries += 1;
            if tries == 1 {
                Err(ClipboardError::NoClipboard)
            } else {
                Ok(Box::new(opened.clone()))
            }
        }),
        KEEP,
    );
    let secret = Secret::copied_from("CANARY-clip");
    assert_eq!(
        clipboard.copy(&secret).await,
        Err(ClipboardError::NoClipboard)
    );
    assert_eq!(*clipboard.holding().borrow(), Holding::Nothing);
    assert!(clipboard.copy(&secret).await.is_ok());
    assert_eq!(board.now().as_deref(), Some("CANARY-clip"));
}

#[tokio::test]
async fn bytes_that_are_no_text_are_refused() {
    let (clipboard, board) = clipboard(KEEP);
    let refused = clipboard
        .copy(&Secret::from_bytes(Box::new([0xff, 0xfe])))
        .await;
    assert_eq!(refused, Err(ClipboardError::NotText));
    assert_eq!(board.now(), None);
}
