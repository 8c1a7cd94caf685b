//! Copying a secret: done here, kept out of clipboard histories where the system offers that, and
//! cleared after a while if nobody has copied something else since.
//!
//! The clipboard lives on a thread of its own: the system's calls can block, and on X11 the
//! content is served by the process that set it.

use std::sync::mpsc::{self, RecvTimeoutError};
use std::time::{Duration, Instant};

use tokio::sync::{oneshot, watch};
use zeroize::Zeroizing;

use crate::Secret;

/// How long a copied secret stays.
pub const KEEP: Duration = Duration::from_secs(30);
/// How long a caller waits for the clipboard.
const PATIENCE: Duration = Duration::from_secs(5);

/// What can go wrong with the clipboard. Carries no text from below.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash, thiserror::Error)]
pub enum ClipboardError {
    /// There is no display, or it has no clipboard.
    #[error("there is no clipboard")]
    NoClipboard,
    /// Another program holds the clipboard.
    #[error("the clipboard is busy")]
    Busy,
    /// The value is not text.
    #[error("the value is not text")]
    NotText,
    /// The clipboard did not answer in time.
    #[error("the clipboard did not answer in time")]
    TimedOut,
}

/// Whether a secret of ours lies in the clipboard.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Holding {
    /// Nothing of ours.
    Nothing,
    /// A secret of ours, to be cleared at that moment.
    Until(Instant),
    /// The secret that was to be cleared at that moment came to this end.
    Ended(Instant, Ending),
}

/// What became of a copied secret.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Ending {
    /// It was cleared.
    Cleared,
    /// Something else was copied before.
    Replaced,
    /// It could not be cleared, and may still lie there.
    Failed,
}

/// The system's clipboard, as far as it is needed. Used from one thread only.
pub trait Board {
    /// Puts text there, marked as not for histories.
    ///
    /// # Errors
    /// See [`ClipboardError`].
    fn put(&mut self, text: &str) -> Result<(), ClipboardError>;

    /// Puts plain text there, as any program does.
    ///
    /// # Errors
    /// See [`ClipboardError`].
    fn put_plain(&mut self, text: &str) -> Result<(), ClipboardError>;

    /// The text that is there now, if it is text.
    ///
    /// # Errors
    /// See [`ClipboardError`].
    fn text(&mut self) -> Result<Option<Zeroizing<String>>, ClipboardError>;

    /// Empties it.
    ///
    /// # Errors
    /// See [`ClipboardError`].
    fn clear(&mut self) -> Result<(), ClipboardError>;
}

/// Opens the clipboard, on the clipboard's own thread, again after every failure.
pub type OpenBoard = Box<dyn FnMut() -> Result<Box<dyn Board>, ClipboardError> + Send>;

enum Order {
    Copy(
        Zeroizing<String>,
        oneshot::Sender<Result<Instant, ClipboardError>>,
    ),
    CopyPlain(String, oneshot::Sender<Result<(), ClipboardError>>),
    Clear(mpsc::Sender<Result<(), ClipboardError>>),
}

/// Copies secrets. Clones use the same thread, which ends with the last of them and clears first.
#[derive(Debug, Clone)]
pub struct Clipboard {
    orders: mpsc::Sender<Order>,
    holding: watch::Receiver<Holding>,
}

impl Clipboard {
    /// The system's clipboard, cleared after [`KEEP`].
    #[must_use]
    pub fn new() -> Self {
        Self::with(system(), KEEP)
    }

    /// Another clipboard or another time, for tests.
    #[must_use]
    pub fn with(open: OpenBoard, keep: Duration) -> Self {
        let (orders, inbox) = mpsc::channel();
        let (holding, seen) = watch::channel(Holding::Nothing);
        // Without a thread the channel is closed, and every copy says that there is no clipboard.
        let _ = std::thread::Builder::new()
            .name("clipboard".into())
            .spawn(move || {
                Worker {
                    open,
                    board: None,
                    keep,
                    ours: None,
                    holding,
                }
                .run(inbox)
            });
        Self {
            orders,
            holding: seen,
        }
    }

    /// Copies a secret and tells when it will be cleared.
    ///
    /// # Errors
    /// See [`ClipboardError`]; nothing was copied then.
    pub async fn copy(&self, secret: &Secret) -> Result<Instant, ClipboardError> {
        let text = secret.expose_str().ok_or(ClipboardError::NotText)?;
        let (answer, waiter) = oneshot::channel();
        self.orders
            .send(Order::Copy(Zeroizing::new(text.to_owned()), answer))
            .map_err(|_| ClipboardError::NoClipboard)?;
        match tokio::time::timeout(PATIENCE, waiter).await {
            Ok(answer) => answer.unwrap_or(Err(ClipboardError::NoClipboard)),
            Err(_) => Err(ClipboardError::TimedOut),
        }
    }

    /// Copies what is no secret. It stays, as with any other program.
    ///
    /// # Errors
    /// See [`ClipboardError`].
    pub async fn copy_plain(&self, text: &str) -> Result<(), ClipboardError> {
        let (answer, waiter) = oneshot::channel();
        self.orders
            .send(Order::CopyPlain(text.to_owned(), answer))
            .map_err(|_| ClipboardError::NoClipboard)?;
        match tokio::time::timeout(PATIENCE, waiter).await {
            Ok(answer) => answer.unwrap_or(Err(ClipboardError::NoClipboard)),
            Err(_) => Err(ClipboardError::TimedOut),
        }
    }

    /// Clears now what is still ours: for the end of the app. Blocks, but never past `patience`.
    ///
    /// # Errors
    /// See [`ClipboardError`]; the secret may still lie there then.
    pub fn clear_now(&self, patience: Duration) -> Result<(), ClipboardError> {
        let (answer, waiter) = mpsc::channel();
        self.orders
            .send(Order::Clear(answer))
            .map_err(|_| ClipboardError::NoClipboard)?;
        waiter
            .recv_timeout(patience)
            .unwrap_or(Err(ClipboardError::TimedOut))
    }

    /// Follows whether a secret of ours lies there, for a countdown.
    #[must_use]
    pub fn holding(&self) -> watch::Receiver<Holding> {
        self.holding.clone()
    }
}

impl Default for Clipboard {
    fn default() -> Self {
        Self::new()
    }
}

/// What was put there last: only its hash is kept.
struct Ours {
    hash: blake3::Hash,
    until: Instant,
}

struct Worker {
    open: OpenBoard,
    board: Option<Box<dyn Board>>,
    keep: Duration,
    ours: Option<Ours>,
    holding: watch::Sender<Holding>,
}

impl Worker {
    fn run(mut self, inbox: mpsc::Receiver<Order>) {
        loop {
            let order = match &self.ours {
                Some(ours) => {
                    inbox.recv_timeout(ours.until.saturating_duration_since(Instant::now()))
                }
                None => inbox.recv().map_err(|_| RecvTimeoutError::Disconnected),
            };
            match order {
                Ok(Order::Copy(text, answer)) => {
                    let done = self.copy(&text);
                    // Nobody waits any more: do not leave a secret that nobody was told about.
                    if answer.send(done).is_err() {
                        let _ = self.clear();
                    }
                }
                Ok(Order::CopyPlain(text, answer)) => {
                    let done = self.with_board(|board| board.put_plain(&text));
                    if done.is_ok()
                        && let Some(ours) = self.ours.take()
                    {
                        self.ended(&ours, Ending::Replaced);
                    }
                    let _ = answer.send(done);
                }
                Ok(Order::Clear(answer)) => {
                    let _ = answer.send(self.clear());
                }
                Err(RecvTimeoutError::Timeout) => {
                    let _ = self.clear();
                }
                Err(RecvTimeoutError::Disconnected) => {
                    let _ = self.clear();
                    return;
                }
            }
        }
    }

    fn with_board<T>(
        &mut self,
        act: impl FnOnce(&mut dyn Board) -> Result<T, ClipboardError>,
    ) -> Result<T, ClipboardError> {
        let mut board = match self.board.take() {
            Some(board) => board,
            None => (self.open)()?,
        };
        let done = act(board.as_mut());
        // A failed connection is not used again.
        if !matches!(done, Err(ClipboardError::NoClipboard)) {
            self.board = Some(board);
        }
        done
    }

    fn copy(&mut self, text: &str) -> Result<Instant, ClipboardError> {
        self.with_board(|board| board.put(text))?;
        let until = Instant::now() + self.keep;
        self.ours = Some(Ours {
            hash: blake3::hash(text.as_bytes()),
            until,
        });
        self.holding.send_replace(Holding::Until(until));
        Ok(until)
    }

    /// Clears the clipboard if our text is still in it; forgets our text either way.
    fn clear(&mut self) -> Result<(), ClipboardError> {
        let Some(ours) = self.ours.take() else {
            return Ok(());
        };
        let done = self.with_board(|board| match board.text()? {
            Some(now) if blake3::hash(now.as_bytes()) == ours.hash => {
                board.clear().map(|()| Ending::Cleared)
            }
            _ => Ok(Ending::Replaced),
        });
        self.ended(&ours, done.unwrap_or(Ending::Failed));
        done.map(drop)
    }

    fn ended(&self, ours: &Ours, ending: Ending) {
        self.holding
            .send_replace(Holding::Ended(ours.until, ending));
    }
}

/// Opens the clipboard of this desktop.
#[must_use]
pub fn system() -> OpenBoard {
    Box::new(|| Ok(Box::new(Native::open()?)))
}

struct Native(arboard::Clipboard);

impl Native {
    fn open() -> Result<Self, ClipboardError> {
        arboard::Clipboard::new()
            .map(Self)
            .map_err(|error| code(&error))
    }
}

fn code(error: &arboard::Error) -> ClipboardError {
    match error {
        arboard::Error::ClipboardOccupied => ClipboardError::Busy,
        arboard::Error::ConversionFailure => ClipboardError::NotText,
        _ => ClipboardError::NoClipboard,
    }
}

impl Board for Native {
    fn put(&mut self, text: &str) -> Result<(), ClipboardError> {
        #[cfg(target_os = "macos")]
        use arboard::SetExtApple as _;
        #[cfg(all(unix, not(target_os = "macos")))]
        use arboard::SetExtLinux as _;
        #[cfg(windows)]
        use arboard::SetExtWindows as _;
        let set = self.0.set().exclude_from_history();
        #[cfg(windows)]
        let set = set.exclude_from_cloud().exclude_from_monitoring();
        set.text(text).map_err(|error| code(&error))
    }

    fn put_plain(&mut self, text: &str) -> Result<(), ClipboardError> {
        self.0.set_text(text).map_err(|error| code(&error))
    }

    fn text(&mut self) -> Result<Option<Zeroizing<String>>, ClipboardError> {
        match self.0.get_text() {
            Ok(text) => Ok(Some(Zeroizing::new(text))),
            Err(arboard::Error::ContentNotAvailable | arboard::Error::ConversionFailure) => {
                Ok(None)
            }
            Err(error) => Err(code(&error)),
        }
    }

    fn clear(&mut self) -> Result<(), ClipboardError> {
        self.0.clear().map_err(|error| code(&error))
    }
}

#[cfg(test)]
#[path = "clipboard_tests.rs"]
mod tests;
