//! Checks by machine, and what they prove in the journey.

use std::future::Future;

use catalog::{Portone, ProofKind};
use portone::verdict::Credential;
use portone::{CannotStart, Failure, PaymentFacts};
use tokio::sync::watch;
use wizard::command::{Command, Refusal};
use wizard::event::{Outcome, TaskKey};

use crate::checks::{self, KeyFields, Missing, Reach, TlsTrouble, Verdict};
use crate::controller::Controller;
use crate::error::Error;
use crate::folder::{Cached, Folder, lock};
use crate::host::Host;
use crate::view::LastVerdict;

/// The system's certificates cannot be used, so nothing can be asked.
const NO_CLIENT: Verdict = Verdict::Unreachable {
    reach: Reach::NotTrusted(TlsTrouble::Other),
    call: None,
};

impl<H: Host> Controller<H> {
    /// The last check of a task in this run.
    pub async fn last_verdict(&self, id: &str, key: &TaskKey) -> Option<LastVerdict> {
        let folder = self.folder().await.ok()?;
        lock(&folder.verdicts)
            .get(&(id.to_owned(), key.clone()))
            .cloned()
    }

    /// Stops the check that is going on.
    pub fn cancel_check(&self) {
        if let Some(stop) = lock(&self.check).as_ref() {
            let _ = stop.send(true);
        }
    }

    async fn until_cancelled(&self, work: impl Future<Output = Verdict>) -> Verdict {
        self.stoppable(work).await.unwrap_or(Verdict::Cancelled)
    }

    /// `None`: the user stopped it.
    pub(crate) async fn stoppable<T>(&self, work: impl Future<Output = T>) -> Option<T> {
        let (stop, mut stopped) = watch::channel(false);
        *lock(&self.check) = Some(stop);
        tokio::select! {
            done = work => Some(done),
            _ = stopped.wait_for(|stopped| *stopped) => None,
        }
    }

    /// The keys as they were entered, or why there is nothing to ask with.
    async fn credential(
        &self,
        folder: &Folder,
        journey: &Cached,
        fields: &KeyFields,
    ) -> Result<Credential, Verdict> {
        const REFUSED: Verdict = Verdict::WrongSecret { readings: None };
        let mut missing = Vec::new();
        let plain = |at: &Option<(wizard::event::FieldAt, String)>| {
            let (at, _) = at.as_ref()?;
            journey
                .value(at)
                .filter(|value| !value.is_empty())
                .map(str::to_owned)
        };
        let empty = |(at, label): &(wizard::event::FieldAt, String)| Missing {
            label: label.clone(),
            at: at.clone(),
        };
        let secret = async |at: &Option<(wizard::event::FieldAt, String)>| {
            let Some(field) = at else {
                return Err(Verdict::Unexpected { call: None });
            };
            match self.secret_value(folder, journey, &field.0).await {
                Ok(value) => Ok(value),
                Err(Error::Vault(_) | Error::InVault) => Err(Verdict::VaultClosed),
                Err(_) => Err(Verdict::Incomplete {
                    missing: vec![empty(field)],
                }),
            }
        };
        match fields.portone {
            Portone::V2 => {
                let store = plain(&fields.id);
                if store.is_none() {
                    missing.extend(fields.id.as_ref().map(empty));
                }
                if fields
                    .first
                    .as_ref()
                    .is_none_or(|(at, _)| journey.secret(at).is_none())
                {
                    missing.extend(fields.first.as_ref().map(empty));
                }
                if !missing.is_empty() {
                    return Err(Verdict::Incomplete { missing });
                }
                let value = secret(&fields.first).await?;
                let secret = checks::v2_secret(&value).ok_or(REFUSED)?;
                Ok(Credential::V2 {
                    secret,
                    store_id: store,
                })
            }
            Portone::V1 => {
                // The key is not secret in every catalogue: take it from where it is kept.
                let kept = |at: &Option<(wizard::event::FieldAt, String)>| {
                    at.as_ref().is_some_and(|(at, _)| {
                        journey.secret(at).is_some()
                            || journey.value(at).is_some_and(|value| !value.is_empty())
                    })
                };
                for at in [&fields.first, &fields.second] {
                    if !kept(at) {
                        missing.extend(at.as_ref().map(empty));
                    }
                }
                if !missing.is_empty() {
                    return Err(Verdict::Incomplete { missing });
                }
                let key = match plain(&fields.first) {
                    Some(key) => vault::Secret::new(key.into_boxed_str()),
                    None => secret(&fields.first).await?,
                };
                let value = secret(&fields.second).await?;
                let key = key.expose_str().ok_or(REFUSED)?;
                let own = checks::v1_credential(key, &value).ok_or(REFUSED)?;
                Ok(Credential::V1(own))
            }
        }
    }

    /// What PortOne says to these keys.
    async fn ask(&self, folder: &Folder, journey: &Cached, credential: &Credential) -> Verdict {
        let client = match folder.portone.get() {
            Ok(client) => client,
            Err(CannotStart) => return NO_CLIENT,
        };
        let asked = portone::verdict::check(client, credential);
        match credential {
            Credential::V2 { .. } => {
                self.until_cancelled(async { checks::of_keys(asked.await) })
                    .await
            }
            Credential::V1(_) => {
                let entered = checks::entered(self.catalog, journey, Portone::V1);
                self.until_cancelled(async { checks::of_v1(asked.await, &entered) })
                    .await
            }
        }
    }

    /// Asks PortOne about the keys entered on a task's page.
    ///
    /// # Errors
    /// [`Error::NotFound`], [`Error::NotSaved`]; what PortOne says is the verdict.
    pub async fn check_keys(&self, id: &str, key: &TaskKey) -> Result<Verdict, Error> {
        let folder = self.folder().await?;
        let journey = self.cached(&folder, id).await?;
        let portone = [Portone::V2, Portone::V1]
            .into_iter()
            .find(|it| checks::key_fields(self.catalog, *it).is_some_and(|f| f.task == *key))
            .ok_or(Error::NotFound)?;
        let fields = checks::key_fields(self.catalog, portone).ok_or(Error::NotFound)?;
        let verdict = match self.credential(&folder, &journey, &fields).await {
            Err(verdict) => verdict,
            Ok(credential) => self.ask(&folder, &journey, &credential).await,
        };
        let proves = |verdict: &Verdict| match verdict {
            Verdict::KeysGood { store_proven, .. } => *store_proven,
            Verdict::Channels { .. } => true,
            _ => false,
        };
        self.record(&folder, id, key, &journey, verdict, proves)
            .await
    }

    /// Compares a track's channel with PortOne's list. V2 has no such list: a person confirms.
    ///
    /// # Errors
    /// As [`Controller::check_keys`].
    pub async fn check_channel(&self, id: &str, key: &TaskKey) -> Result<Verdict, Error> {
        let folder = self.folder().await?;
        let journey = self.cached(&folder, id).await?;
        let task = self.catalog.task(&key.task).ok_or(Error::NotFound)?.task;
        let ProofKind::Channel(mode) = task.proof else {
            return Err(Error::NotFound);
        };
        let module = crate::track_module(self.catalog, &journey, key).ok_or(Error::NotFound)?;
        if module.portone != Portone::V1 {
            return Err(Error::Refused(Refusal::WrongKind));
        }
        let track = key.track.ok_or(Error::NotFound)?;
        let mid = checks::entered_mid(self.catalog, &journey, track, mode);
        let fields = checks::key_fields(self.catalog, Portone::V1).ok_or(Error::NotFound)?;
        let verdict = match (self.credential(&folder, &journey, &fields).await, &mid) {
            (_, None) => Verdict::Incomplete {
                missing: self.mid_missing(&journey, key),
            },
            (Err(verdict), Some(_)) => verdict,
            (Ok(credential), Some(_)) => self.ask(&folder, &journey, &credential).await,
        };
        let code = module.code.clone();
        let proves = |verdict: &Verdict| {
            let Verdict::Channels { found, .. } = verdict else {
                return false;
            };
            found.iter().any(|channel| {
                channel.provider == code
                    && channel.mode == mode
                    && Some(&channel.mid) == mid.as_ref()
            })
        };
        self.record(&folder, id, key, &journey, verdict, proves)
            .await
    }

    fn mid_missing(&self, journey: &Cached, key: &TaskKey) -> Vec<Missing> {
        wizard::form_fields(journey, self.catalog, key)
            .into_iter()
            .filter(|(field, _)| field.is_mid)
            .map(|(field, _)| Missing {
                label: field.label.clone(),
                at: wizard::event::FieldAt {
                    task: key.clone(),
                    field: field.id.clone(),
                },
            })
            .collect()
    }

    /// Looks a payment up and compares it with the track.
    ///
    /// # Errors
    /// [`Error::Refused`] for what is no payment number; as [`Controller::check_keys`].
    pub async fn check_payment(
        &self,
        id: &str,
        key: &TaskKey,
        payment: &str,
    ) -> Result<Verdict, Error> {
        let folder = self.folder().await?;
        let journey = self.cached(&folder, id).await?;
        let task = self.catalog.task(&key.task).ok_or(Error::NotFound)?.task;
        let ProofKind::Payment(mode) = task.proof else {
            return Err(Error::NotFound);
        };
        let module = crate::track_module(self.catalog, &journey, key).ok_or(Error::NotFound)?;
        let (gateway, _) = self.catalog.module(&module.id).ok_or(Error::NotFound)?;
        let codes: Vec<_> = gateway
            .modules
            .iter()
            .map(|module| module.code.clone())
            .collect();
        let mid = key
            .track
            .and_then(|track| checks::entered_mid(self.catalog, &journey, track, mode));
        let fields = checks::key_fields(self.catalog, module.portone).ok_or(Error::NotFound)?;
        let asks_for = |field: &catalog::Field| field.shape == catalog::Shape::PaymentId;
        let field = task.fields.iter().find(|it| asks_for(it));
        let ctx = crate::lint_ctx(self.catalog, &journey, key, folder.practising());
        // Judged as its field does it, since the number becomes part of an address.
        let linted = wizard::lint::lint(field.ok_or(Error::NotFound)?, &ctx, payment);
        if linted.suspect.is_some() {
            return Err(Error::Refused(Refusal::LooksSecret));
        }
        let payment = linted.value;
        if payment.is_empty() || payment.chars().count() > 100 {
            return Err(Error::Refused(Refusal::BadText));
        }
        let wanted = |store| checks::Wanted {
            store,
            codes: &codes,
            mid: mid.as_deref(),
            mode,
        };
        let practice_word = payment.contains("practice");
        let mut store_seen = false;
        let credential = self.credential(&folder, &journey, &fields).await;
        let verdict = match (credential, folder.portone.get()) {
            (Err(verdict), _) => verdict,
            (Ok(_), Err(CannotStart)) => NO_CLIENT,
            // Neither side knows the other's payments.
            (Ok(_), Ok(_)) if practice_word != folder.practising() => {
                Verdict::PaymentNotFound { call: None }
            }
            (Ok(Credential::V2 { secret, store_id }), Ok(client)) => {
                let client = client.v2(secret);
                self.until_cancelled(async {
                    match client.payment(&payment, store_id.as_deref()).await {
                        Ok(facts) => {
                            store_seen = facts.store_id.is_some() && facts.store_id == store_id;
                            let store = store_id.as_deref();
                            Verdict::Payment(checks::of_payment(&facts, &wanted(store)))
                        }
                        Err(error) => checks::of_lookup(Portone::V2, error),
                    }
                })
                .await
            }
            (Ok(Credential::V1(keys)), Ok(client)) => {
                let client = client.v1(keys);
                self.until_cancelled(async {
                    match v1_payment(&client, &payment).await {
                        Ok(facts) => Verdict::Payment(checks::of_payment(&facts, &wanted(None))),
                        Err(error) => checks::of_lookup(Portone::V1, error),
                    }
                })
                .await
            }
        };
        // A real answer carried the store id: what was only probable is now proven.
        let outcomes = |verdict: &Verdict| {
            let proven = Outcome::Proven { facts: Vec::new() };
            let keys = store_seen.then(|| (fields.task.clone(), proven));
            let own = checks::outcome(verdict, |_| false).map(|it| (key.clone(), it));
            keys.into_iter().chain(own).collect()
        };
        self.record_all(&folder, id, key, &journey, verdict, outcomes)
            .await
    }

    /// Writes the outcome into the journey, and keeps the verdict for the page.
    async fn record(
        &self,
        folder: &Folder,
        id: &str,
        key: &TaskKey,
        asked: &Cached,
        verdict: Verdict,
        proves: impl Fn(&Verdict) -> bool,
    ) -> Result<Verdict, Error> {
        let outcomes = |verdict: &Verdict| {
            let outcome = checks::outcome(verdict, &proves);
            outcome.map(|it| (key.clone(), it)).into_iter().collect()
        };
        self.record_all(folder, id, key, asked, verdict, outcomes)
            .await
    }

    /// Keeps the verdict for the page and writes what follows from it, unless what it is about was
    /// changed meanwhile.
    async fn record_all(
        &self,
        folder: &Folder,
        id: &str,
        key: &TaskKey,
        asked: &Cached,
        verdict: Verdict,
        outcomes: impl Fn(&Verdict) -> Vec<(TaskKey, Outcome)>,
    ) -> Result<Verdict, Error> {
        let _turn = folder.turn.lock().await;
        let journey = self.cached(folder, id).await?;
        // What was typed while the check was going on is not what PortOne answered about.
        let bound = |journey: &Cached| wizard::bindings(journey, self.catalog, key);
        if bound(asked) != bound(&journey) {
            return Ok(Verdict::Changed);
        }
        let at = self.clock();
        let last = LastVerdict {
            at,
            verdict: verdict.clone(),
        };
        lock(&folder.verdicts).insert((id.to_owned(), key.clone()), last);
        for (task, outcome) in outcomes(&verdict) {
            let own = task == *key;
            let command = Command::RecordCheck { task, outcome };
            match self.commit(folder, id, command, Vec::new()).await {
                // Another task may be proven already, or not be asked for in this journey.
                Err(Error::Refused(_)) if !own => {}
                done => drop(done?),
            }
        }
        Ok(verdict)
    }
}

/// V1 names a payment by PortOne's number, which begins so, or by the merchant's own. What is not
/// found as the one is looked for as the other.
async fn v1_payment(client: &portone::V1, number: &str) -> Result<PaymentFacts, portone::Error> {
    let not_found = |found: &Result<_, portone::Error>| matches!(found, Err(error) if *error.failure() == Failure::NotFound);
    let by_own = async || {
        let found = client.find_payment(number, None).await;
        found.map(|payment| payment.facts)
    };
    if number.starts_with("imp") {
        let found = client.payment(number).await;
        return if not_found(&found) {
            by_own().await
        } else {
            found
        };
    }
    let found = by_own().await;
    if not_found(&found) {
        client.payment(number).await
    } else {
        found
    }
}
