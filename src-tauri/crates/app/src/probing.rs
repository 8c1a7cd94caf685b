//! A test message to the merchant's own server: asked for by the merchant, for exactly one host.
//!
//! It shows how that server answers this computer. Whether PortOne's own message arrives is another matter, and
//! nothing here enters the journey's log.

use catalog::{Catalog, Shape};
pub use portone::webhook::{
    Change, Finding, Judgement, ProbeKind, ProbeReport, SignatureVerdict, Timing, UnreadablePaste,
    UrlFault,
};
use portone::webhook::{Consent, Moment, Pasted, Prober, WebhookSecret, judge};
use wizard::Journey;
use wizard::event::{FieldAt, TaskKey};

use crate::controller::Controller;
use crate::error::Error;
use crate::folder::Folder;
use crate::host::Host;

/// What came of the wish to send a test message.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum Probing {
    /// No message may go to this address. Nothing was sent.
    Refused(UrlFault),
    /// Nothing was sent yet: the merchant has to agree to this host.
    NeedsConsent {
        /// As the address was read.
        host: String,
    },
    /// The secret is stored and the vault is not open. Nothing was sent.
    VaultClosed,
    /// Stopped by the user.
    Cancelled,
    /// Messages were sent.
    Sent {
        /// To this host.
        host: String,
        /// Signed with this.
        secret: SecretUse,
        /// What each met, in the order they were sent. Without an answer to one, the rest is not sent.
        met: Vec<ProbeReport>,
    },
}

/// Whether the messages could be signed.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum SecretUse {
    /// With the stored secret: every kind was sent.
    Stored,
    /// None is stored: only the message without a signature was sent.
    NotStored,
    /// What is stored is none: likewise.
    Unreadable,
}

/// What is known about a request that the user pasted.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum Judged {
    /// It is no request.
    Unreadable(UnreadablePaste),
    /// There is nothing to judge it with.
    NoSecret(SecretUse),
    /// The secret is stored and the vault is not open.
    VaultClosed,
    /// It was judged.
    Read {
        /// Not all of its body was pasted.
        cut_off: bool,
        /// What was found.
        judgement: Judgement,
    },
}

/// Where a task's page asks for the webhook secret: there a test message can be sent.
pub fn webhook_field(catalog: &Catalog, key: &TaskKey) -> Option<FieldAt> {
    let task = catalog.task(&key.task)?.task;
    let asks = |field: &&catalog::Field| field.shape == Shape::WebhookSecret;
    let field = task.fields.iter().find(asks)?;
    Some(FieldAt {
        task: key.clone(),
        field: field.id.clone(),
    })
}

fn prober(practising: bool) -> Prober {
    let any = if practising {
        Prober::practice()
    } else {
        Prober::new()
    };
    any.with_user_agent(concat!(
        "Giljabi/",
        env!("CARGO_PKG_VERSION"),
        " (webhook probe)"
    ))
}

impl<H: Host> Controller<H> {
    /// Sends test messages to `address`, if `agreed` is the host that it leads to. The address is not kept: a
    /// webhook's path is often its only lock.
    ///
    /// # Errors
    /// [`Error::NotFound`] for a task that has nothing to do with it, [`Error::NoPlace`].
    pub async fn probe_webhook(
        &self,
        id: &str,
        key: &TaskKey,
        address: &str,
        agreed: Option<&str>,
    ) -> Result<Probing, Error> {
        let folder = self.folder().await?;
        let journey = self.cached(&folder, id).await?;
        let at = webhook_field(self.catalog, key).ok_or(Error::NotFound)?;
        let prober = prober(folder.practising());
        let cleaned = wizard::clean::clean(Shape::Url, address).value;
        let url = match prober.address(&cleaned) {
            Ok(url) => url,
            Err(fault) => return Ok(Probing::Refused(fault)),
        };
        let host = url.host().to_owned();
        if agreed != Some(&host) {
            return Ok(Probing::NeedsConsent { host });
        }
        let Some((secret, used)) = self.webhook_secret(&folder, &journey, &at).await? else {
            return Ok(Probing::VaultClosed);
        };
        let consent = Consent::given_by_the_merchant(&host);
        let sending = async {
            let mut met = Vec::new();
            let kinds = ProbeKind::ALL.into_iter();
            for kind in kinds.filter(|kind| secret.is_some() || !kind.is_signed()) {
                let report = prober.send(&url, secret.as_ref(), kind, &consent).await;
                let answered = report.status.is_some();
                met.push(report);
                if !answered {
                    break;
                }
            }
            met
        };
        Ok(match self.stoppable(sending).await {
            None => Probing::Cancelled,
            Some(met) => Probing::Sent {
                host,
                secret: used,
                met,
            },
        })
    }

    /// Judges a request that the user pasted, with the stored secret. Nothing leaves this computer, and nothing of
    /// the request is kept. `just_now`: it is judged as received now; else its time is not looked at.
    ///
    /// # Errors
    /// As [`Controller::probe_webhook`].
    pub async fn judge_webhook(
        &self,
        id: &str,
        key: &TaskKey,
        text: &str,
        just_now: bool,
    ) -> Result<Judged, Error> {
        let folder = self.folder().await?;
        let journey = self.cached(&folder, id).await?;
        let at = webhook_field(self.catalog, key).ok_or(Error::NotFound)?;
        let pasted = match Pasted::read(text) {
            Ok(pasted) => pasted,
            Err(why) => return Ok(Judged::Unreadable(why)),
        };
        let secret = match self.webhook_secret(&folder, &journey, &at).await? {
            None => return Ok(Judged::VaultClosed),
            Some((None, why)) => return Ok(Judged::NoSecret(why)),
            Some((Some(secret), _)) => secret,
        };
        let moment = if just_now {
            Moment::At(self.clock())
        } else {
            Moment::Carried
        };
        Ok(Judged::Read {
            cut_off: pasted.cut_off,
            judgement: judge(&[&secret], &pasted.received(), moment),
        })
    }

    /// The stored webhook secret, if it is one. `None`: it is stored and the vault is not open.
    async fn webhook_secret(
        &self,
        folder: &Folder,
        journey: &Journey,
        at: &FieldAt,
    ) -> Result<Option<(Option<WebhookSecret>, SecretUse)>, Error> {
        const NONE: Option<(Option<WebhookSecret>, SecretUse)> = Some((None, SecretUse::NotStored));
        if journey.secret(at).is_none() {
            return Ok(NONE);
        }
        let value = match self.secret_value(folder, journey, at).await {
            Ok(value) => value,
            Err(Error::SecretGone) => return Ok(NONE),
            Err(Error::Vault(_) | Error::InVault) => return Ok(None),
            Err(error) => return Err(error),
        };
        let text = value.expose_str();
        let secret = text.and_then(|text| WebhookSecret::new(text.into()).ok());
        let used = match secret {
            Some(_) => SecretUse::Stored,
            None => SecretUse::Unreadable,
        };
        Ok(Some((secret, used)))
    }
}
