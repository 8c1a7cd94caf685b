//! The core as the window sees it.

use std::path::PathBuf;
use std::sync::{Arc, Mutex};

use catalog::Catalog;
use jiff::SignedDuration;
use jiff::civil::Date;
use store::{Mode as StoreMode, OpenError, OpenOptions, Store};
use tokio::sync::RwLock;
use uuid::Uuid;
use vault::clipboard::Clipboard;
use vault::{AbsentWhy, Redactor, State};
use wizard::Now;

use crate::error::{Error, VaultState};
use crate::folder::{self, Folder, HowOpen, lock, meta};
use crate::host::Host;
use crate::practice::Kept;
use crate::view::{DataState, FolderKind, Overview, ReadOnlyWhy, VaultStanding};

pub(crate) enum Opened {
    None,
    Yes(Arc<Folder>),
    /// The folder could not be opened; nothing was changed in it.
    No(FolderKind, DataState),
}

/// The longest name of who marks, in characters.
const WHO_MAX: usize = 40;

/// The core.
pub struct Controller<H> {
    pub(crate) host: H,
    pub(crate) catalog: &'static Catalog,
    pub(crate) redactor: Redactor,
    pub(crate) clipboard: Clipboard,
    pub(crate) opened: RwLock<Opened>,
    /// Who marked in the folder that was open last: nobody is asked for a name twice.
    former_who: Mutex<Option<String>>,
    /// Set while a check is going on; sending ends it.
    pub(crate) check: Mutex<Option<tokio::sync::watch::Sender<bool>>>,
    /// What the practice clock is ahead. Nothing unless the practice folder is open.
    pub(crate) ahead: Mutex<SignedDuration>,
}

impl<H: Host> Controller<H> {
    /// A core with no folder open.
    pub fn new(host: H, catalog: &'static Catalog, redactor: Redactor) -> Self {
        Self::with_clipboard(host, catalog, redactor, Clipboard::new())
    }

    /// The same with another clipboard.
    pub fn with_clipboard(
        host: H,
        catalog: &'static Catalog,
        redactor: Redactor,
        clipboard: Clipboard,
    ) -> Self {
        Controller {
            host,
            catalog,
            redactor,
            clipboard,
            opened: RwLock::new(Opened::None),
            former_who: Mutex::new(None),
            check: Mutex::new(None),
            ahead: Mutex::default(),
        }
    }

    /// Today in Seoul; in practice as the practice clock shows it.
    pub fn today(&self) -> Date {
        self.clock().to_zoned(crate::seoul()).date()
    }

    /// Today by this machine alone: what is done with files has nothing to do with practice.
    pub(crate) fn today_outside(&self) -> Date {
        self.host.now().to_zoned(crate::seoul()).date()
    }

    pub(crate) async fn now(&self, folder: &Folder) -> Now {
        Now {
            today: self.today(),
            at: self.clock(),
            by: named(folder).await.unwrap_or_default(),
        }
    }

    pub(crate) async fn folder(&self) -> Result<Arc<Folder>, Error> {
        match &*self.opened.read().await {
            Opened::Yes(folder) => Ok(folder.clone()),
            Opened::None | Opened::No(..) => Err(Error::NoPlace),
        }
    }

    pub(crate) fn path(&self, kind: FolderKind) -> PathBuf {
        self.host.root().join(kind.dir())
    }

    /// Opens a data folder. `who` is written when it is not empty.
    ///
    /// # Errors
    /// [`Error::Refused`] for a name that is too long or no name, [`Error::NotSaved`]. None of the
    /// folder's own troubles is an error: they are the overview's [`DataState`].
    pub async fn choose_place(&self, kind: FolderKind, who: &str) -> Result<(), Error> {
        let who = match who.trim() {
            "" => String::new(),
            who => wizard::line(who, WHO_MAX)?,
        };
        let mut opened = self.opened.write().await;
        // The former folder's lock must be given back before another (or the same) is taken.
        self.close(&mut opened).await;
        *opened = match self.open_folder(kind).await {
            Ok(folder) => {
                let folder = Arc::new(folder);
                let who = match self.former_who() {
                    Some(former) if who.is_empty() && named(&folder).await.is_none() => former,
                    _ => who,
                };
                if !who.is_empty()
                    && matches!(folder.data(), DataState::Ok | DataState::Recovered { .. })
                {
                    folder.store.meta_set(meta::WHO, who.as_bytes()).await?;
                }
                *lock(&self.ahead) = lock(&folder.kept).ahead();
                Opened::Yes(folder)
            }
            Err(state) => Opened::No(kind, state),
        };
        Ok(())
    }

    async fn open_folder(&self, kind: FolderKind) -> Result<Folder, DataState> {
        let path = self.path(kind);
        let options = OpenOptions::new(env!("CARGO_PKG_VERSION"), self.today_outside());
        let opened = Store::open(&path, options)
            .await
            .map_err(|error| match error {
                OpenError::InUse => DataState::InUse,
                OpenError::NewerVersion => DataState::Newer,
                OpenError::DiskFull => DataState::Full,
                OpenError::NotWritable => DataState::NotWritable,
                OpenError::Damaged | OpenError::UnsafeSqlite | OpenError::Io => {
                    DataState::Unreadable
                }
            })?;
        let store = opened.store;
        let data = match (&opened.mode, opened.recovered) {
            (StoreMode::ReadOnly(why), _) => DataState::ReadOnly(match why {
                store::ReadOnlyWhy::NotPermitted => ReadOnlyWhy::NotPermitted,
                store::ReadOnlyWhy::DiskFull => ReadOnlyWhy::DiskFull,
            }),
            (StoreMode::ReadWrite, Some(restored)) => recovered(restored),
            (StoreMode::ReadWrite, None) => DataState::Ok,
        };
        let check = store
            .meta_get(meta::CHECK)
            .await
            .ok()
            .flatten()
            .and_then(|bytes| vault::Sealed::from_bytes(&bytes).ok());
        let id: Uuid = store.vault_id().await.map_err(|_| DataState::Unreadable)?;
        // Only practice has a clock of its own.
        let kept = match kind {
            FolderKind::Practice => Kept::read(store.meta_get(meta::PRACTICE).await.ok().flatten()),
            FolderKind::Real => Kept::default(),
        };
        let now = self.host.now();
        let now = now.checked_add(kept.ahead()).unwrap_or(now);
        let (portone, practice) = folder::portone_for(kind, self.catalog, now)
            .await
            .ok_or(DataState::PracticeDown)?;
        let wrapped = store.meta_get(meta::WRAPPED).await.ok().flatten().is_some();
        Ok(Folder {
            kind,
            data: Mutex::new(data),
            vault: Mutex::new(folder::closed_vault(id, check, self.redactor.clone())),
            run_vault: Mutex::default(),
            how_open: Mutex::new(if wrapped {
                HowOpen::Passphrase
            } else {
                HowOpen::Keychain
            }),
            portone,
            practice,
            kept: Mutex::new(kept),
            trouble: Mutex::default(),
            store,
            vault_id: id,
            journeys: Mutex::default(),
            former: Mutex::default(),
            this_run: Mutex::default(),
            verdicts: Mutex::default(),
            turn: tokio::sync::Mutex::default(),
            asking: Mutex::default(),
        })
    }

    /// Whether no folder was chosen in this run yet.
    pub async fn nothing_chosen(&self) -> bool {
        matches!(*self.opened.read().await, Opened::None)
    }

    /// Closes the folder: back to the first choice.
    pub async fn leave_place(&self) {
        self.close(&mut *self.opened.write().await).await;
    }

    /// Closes what is open, and keeps in mind who marked there.
    async fn close(&self, opened: &mut Opened) {
        // Only the practice folder has a clock of its own, and only while it is open.
        *lock(&self.ahead) = SignedDuration::ZERO;
        if let Opened::Yes(folder) = std::mem::replace(opened, Opened::None) {
            folder.vault().lock();
            if let Some(run) = lock(&folder.run_vault).take() {
                run.lock();
            }
            if let Some(who) = named(&folder).await {
                *lock(&self.former_who) = Some(who);
            }
            folder.store.clone().close().await;
        }
    }

    fn former_who(&self) -> Option<String> {
        lock(&self.former_who).clone()
    }

    /// What waits until the first screen is there: the daily backup and the deep check. True: a
    /// backup was opened in place of a damaged database, and everything is to be loaded again.
    pub async fn maintain(&self) -> bool {
        let Ok(folder) = self.folder().await else {
            return false;
        };
        let writable = !matches!(folder.data(), DataState::ReadOnly(_));
        writable && self.mend(&folder).await
    }

    /// Checks the database, and opens the newest sound backup where it is damaged.
    pub(crate) async fn mend(&self, folder: &Folder) -> bool {
        // A failed backup is tried again the next day; the data itself is not touched by it.
        let Ok(done) = folder.store.maintenance(self.today_outside()).await else {
            return false;
        };
        let Some(restored) = done.restored else {
            return false;
        };
        lock(&folder.journeys).clear();
        *lock(&folder.data) = recovered(restored);
        true
    }

    /// Acts on the practice PortOne of the open folder: to give it troubles and payments.
    pub async fn with_practice<R>(&self, act: impl FnOnce(&portone_sim::Sim) -> R) -> Option<R> {
        let folder = self.folder().await.ok()?;
        folder.practice.as_ref().map(act)
    }

    /// Who marks.
    ///
    /// # Errors
    /// [`Error::NotSaved`].
    pub async fn set_who(&self, who: &str) -> Result<(), Error> {
        let folder = self.folder().await?;
        let who = wizard::line(who, WHO_MAX)?;
        Ok(folder.store.meta_set(meta::WHO, who.as_bytes()).await?)
    }

    /// Everything outside one journey.
    pub async fn overview(&self) -> Overview {
        let opened = self.opened.read().await;
        let empty = |kind: Option<FolderKind>, data: DataState| Overview {
            kind,
            who: self.former_who(),
            folder: kind.map_or_else(|| self.host.root(), |kind| self.path(kind)),
            data,
            low_space: false,
            vault: VaultStanding::NONE,
            cards: Vec::new(),
            binned: Vec::new(),
            today: self.today(),
            practice: Vec::new(),
            resume: None,
        };
        let folder = match &*opened {
            Opened::None => return empty(None, DataState::None),
            Opened::No(kind, state) => return empty(Some(*kind), state.clone()),
            Opened::Yes(folder) => folder.clone(),
        };
        drop(opened);
        let text = async |key| {
            let bytes = folder.store.meta_get(key).await.ok().flatten()?;
            String::from_utf8(bytes).ok()
        };
        let all = folder.store.list_journeys().await.unwrap_or_default();
        let (binned, cards): (Vec<_>, Vec<_>) = all
            .iter()
            .map(crate::cards::card)
            .partition(|card| card.binned_on.is_some());
        Overview {
            who: named(&folder).await,
            data: folder.data(),
            low_space: folder.store.low_space(),
            vault: self.vault_standing(&folder).await,
            cards,
            binned,
            practice: folder
                .practice
                .as_ref()
                .map(|server| folder::practice_values(server, self.catalog))
                .unwrap_or_default(),
            resume: text(meta::RESUME).await,
            ..empty(Some(folder.kind), DataState::Ok)
        }
    }

    pub(crate) async fn vault_standing(&self, folder: &Folder) -> VaultStanding {
        let stored = self.count_secrets(folder).await;
        let how = *lock(&folder.how_open);
        let vault = folder.vault();
        let for_this_run = lock(&folder.run_vault).is_some();
        let state = match vault.state() {
            State::Opening => VaultState::Opening,
            State::Open { .. } => match how {
                HowOpen::Keychain => VaultState::Open,
                HowOpen::Passphrase => VaultState::OpenPassphrase,
            },
            _ if for_this_run => VaultState::OpenThisRun,
            State::Closed if how == HowOpen::Passphrase => VaultState::NeedsPassphrase,
            State::Closed => VaultState::Closed,
            State::Absent(AbsentWhy::NoProvider) => VaultState::NotInstalled,
            State::Absent(_) => VaultState::Absent,
            State::Locked => VaultState::Locked,
            State::Waiting => VaultState::Frozen,
            State::Gone | State::WrongKey | State::Damaged => VaultState::KeyLost,
        };
        VaultStanding {
            state,
            stored,
            passphrase: how == HowOpen::Keychain && vault.may_be_wrapped(),
        }
    }

    async fn count_secrets(&self, folder: &Folder) -> u32 {
        let held = lock(&folder.this_run).len();
        let held = u32::try_from(held).unwrap_or(u32::MAX);
        let stored = folder.store.count_secrets().await.unwrap_or_default();
        held.saturating_add(u32::try_from(stored).unwrap_or(u32::MAX))
    }

    /// Deletes everything of the open folder: the key, the database with its backups and drafts.
    /// Answers with what is left.
    ///
    /// # Errors
    /// [`Error::NoPlace`].
    pub async fn wipe(&self) -> Result<Vec<String>, Error> {
        let mut opened = self.opened.write().await;
        let (kind, id) = match &*opened {
            Opened::Yes(folder) => (folder.kind, Some(folder.vault_id)),
            Opened::No(kind, _) => (*kind, None),
            Opened::None => return Err(Error::NoPlace),
        };
        let _ = self.clipboard.clear_now(std::time::Duration::from_secs(2));
        let mut left = Vec::new();
        self.close(&mut opened).await;
        *lock(&self.former_who) = None;
        if let Some(id) = id {
            let deleted = self
                .host
                .keychain()
                .delete(id, vault::Ask::prompted())
                .await;
            if deleted.is_err() {
                left.push(format!("keychain: {} / {id}", vault::SERVICE));
            }
        }
        match store::wipe(&self.path(kind)) {
            Ok(kept) => left.extend(kept.iter().map(|path| path.display().to_string())),
            Err(_) => left.push(self.path(kind).display().to_string()),
        }
        Ok(left)
    }
}

/// Who marks in this folder, once that was said.
async fn named(folder: &Folder) -> Option<String> {
    let bytes = folder.store.meta_get(meta::WHO).await.ok().flatten()?;
    String::from_utf8(bytes).ok().filter(|who| !who.is_empty())
}

fn recovered(restored: store::RestoredFromBackup) -> DataState {
    DataState::Recovered {
        backup: restored.backup_date,
        made_at: restored
            .backup_made_at
            .and_then(|at| jiff::Timestamp::try_from(at).ok()),
        kept: restored.moved_aside_to,
    }
}
