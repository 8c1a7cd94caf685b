//! What the user types: cleaned, linted, held back when it looks like a secret, and saved.

use catalog::Field;
use wizard::command::{Command, Refusal};
use wizard::event::{FieldAt, TaskKey};
use wizard::lint::{self, Lint, Weight};
use wizard::{Journey, SecretShape, form_fields, secret_shape};

use crate::controller::Controller;
use crate::error::Error;
use crate::host::Host;
use crate::journeys::{draft_key, uuid};

/// What became of it.
#[derive(Debug, Clone, PartialEq, Eq, Default)]
pub struct Typed {
    /// It is committed.
    pub saved: bool,
    /// As cleaned; None when held back or refused, and always for a secret.
    pub value: Option<String>,
    /// What is to be said about it.
    pub lints: Vec<Lint>,
    /// Names of the lints the user chose to go on with.
    pub overridden: Vec<String>,
    /// Held back: nothing was written.
    pub suspect: Option<Suspect>,
}

/// A value shaped like a secret where none belongs.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Suspect {
    /// What it looks like.
    pub shape: SecretShape,
    /// Where it belongs, if the journey has such a field.
    pub offer: Option<FieldAt>,
}

/// The one field of a task, as its page shows it.
pub(crate) fn field_of<'a>(
    catalog: &'a catalog::Catalog,
    journey: &Journey,
    at: &FieldAt,
) -> Result<&'a Field, Error> {
    form_fields(journey, catalog, &at.task)
        .into_iter()
        .map(|(field, _)| field)
        .find(|field| field.id == at.field)
        .ok_or(Error::NotFound)
}

/// Whether a field is where such a secret belongs.
fn takes(field: &Field, shape: SecretShape) -> bool {
    use catalog::Shape;
    let own = match shape {
        SecretShape::V1Key => Shape::V1Key,
        SecretShape::V1Secret => Shape::V1Secret,
        SecretShape::V2Secret => Shape::V2Secret,
        SecretShape::WebhookSecret => Shape::WebhookSecret,
        SecretShape::PemKey => Shape::PrivateKeyPem,
        SecretShape::KeyLike => return false,
    };
    field.shape == own
}

impl<H: Host> Controller<H> {
    fn suspect(&self, journey: &Journey, shape: SecretShape) -> Suspect {
        Suspect {
            shape,
            offer: wizard::find_field(journey, self.catalog, |field| takes(field, shape)),
        }
    }

    /// Types into a plain field. Refused text is kept as a draft; text like a secret is not.
    ///
    /// # Errors
    /// As [`Controller::run`].
    pub async fn set_value(
        &self,
        id: &str,
        at: &FieldAt,
        raw: &str,
        go_on: bool,
    ) -> Result<Typed, Error> {
        let folder = self.folder().await?;
        let _turn = folder.turn.lock().await;
        let journey = self.cached(&folder, id).await?;
        let field = field_of(self.catalog, &journey, at)?;
        if field.secret {
            return Err(Error::Refused(Refusal::WrongKind));
        }
        let ctx = crate::lint_ctx(self.catalog, &journey, &at.task, folder.practising());
        let linted = lint::lint(field, &ctx, raw);
        if !go_on && let Some(shape) = linted.suspect {
            return Ok(Typed {
                suspect: Some(self.suspect(&journey, shape)),
                lints: linted.lints,
                ..Typed::default()
            });
        }
        if linted
            .lints
            .iter()
            .any(|lint| lint.weight == Weight::Refuse)
        {
            // A refused value that looks like a secret is not kept even as a draft.
            if secret_shape(raw).is_none() {
                folder
                    .store
                    .draft_put(uuid(id)?, &draft_key(at), raw)
                    .await?;
            }
            return Ok(Typed {
                lints: linted.lints,
                ..Typed::default()
            });
        }
        let warned = linted
            .lints
            .iter()
            .filter(|lint| lint.weight == Weight::Warn);
        let overridden: Vec<_> = if go_on {
            warned.map(|lint| lint.kind.name().to_owned()).collect()
        } else {
            Vec::new()
        };
        if journey.value(at).unwrap_or_default() != linted.value || !overridden.is_empty() {
            let command = Command::SetValue {
                at: at.clone(),
                value: linted.value.clone(),
                overridden: overridden.clone(),
            };
            match self.commit(&folder, id, command, Vec::new()).await {
                Ok(_) | Err(Error::Refused(Refusal::Already)) => {}
                Err(error) => return Err(error),
            }
        }
        folder.store.draft_delete(uuid(id)?, &draft_key(at)).await?;
        Ok(Typed {
            saved: true,
            value: Some(linted.value),
            lints: linted.lints,
            overridden,
            suspect: None,
        })
    }

    /// Writes a note.
    ///
    /// # Errors
    /// As [`Controller::run`].
    pub async fn set_note(
        &self,
        id: &str,
        task: &TaskKey,
        text: &str,
        go_on: bool,
    ) -> Result<Typed, Error> {
        let command = |text| Command::Note {
            task: task.clone(),
            text,
        };
        self.set_text(id, text, go_on, command).await
    }

    /// Renames a journey.
    ///
    /// # Errors
    /// As [`Controller::run`].
    pub async fn rename(&self, id: &str, name: &str) -> Result<Typed, Error> {
        self.set_text(id, name.trim(), false, |name| Command::Rename { name })
            .await
    }

    async fn set_text(
        &self,
        id: &str,
        text: &str,
        go_on: bool,
        command: impl FnOnce(String) -> Command,
    ) -> Result<Typed, Error> {
        let folder = self.folder().await?;
        let _turn = folder.turn.lock().await;
        let journey = self.cached(&folder, id).await?;
        if !go_on && let Some(shape) = secret_shape(text) {
            return Ok(Typed {
                suspect: Some(self.suspect(&journey, shape)),
                ..Typed::default()
            });
        }
        match self
            .commit(&folder, id, command(text.to_owned()), Vec::new())
            .await
        {
            Ok(_) | Err(Error::Refused(Refusal::Already)) => {}
            Err(error) => return Err(error),
        }
        Ok(Typed {
            saved: true,
            value: Some(text.to_owned()),
            ..Typed::default()
        })
    }
}
