//! A field, what stands in it, and what is wrong with that.

use serde::{Deserialize, Serialize};
use specta::Type;

use super::{Bi, DisagreementView, ScreenView, SourceView};

/// Whether a field must be filled.
#[derive(Debug, Clone, Serialize, Type)]
#[serde(tag = "kind", rename_all = "snake_case")]
pub enum RequirementView {
    /// Required.
    Required,
    /// Required here: the condition holds, or only a person can tell.
    Conditional {
        /// The condition in words.
        text: Bi,
        /// Some(true): holds here. Some(false): leave empty or optional. None: only you can tell.
        applies: Option<bool>,
        /// Must be empty when it does not apply.
        else_blank: bool,
    },
    /// Optional.
    Optional,
    /// Must stay empty.
    Blank {
        /// Why.
        text: Bi,
    },
    /// No document says whether it must be filled.
    Undocumented,
    /// A drop-down whose choice the journey knows: nothing is typed.
    Decided {
        /// What to choose, to the letter; None: no document names it.
        value: Option<String>,
    },
}

/// A field.
#[derive(Debug, Clone, Serialize, Type)]
pub struct FieldView {
    /// Id.
    pub id: String,
    /// Label to the letter.
    pub label: String,
    /// English gloss.
    pub gloss: Option<String>,
    /// Required …
    pub requirement: RequirementView,
    /// Kept in the vault.
    pub secret: bool,
    /// Chosen from a file (certificate, private key).
    pub file: bool,
    /// Multi-line or date or plain: `text`, `date`, `file`.
    pub input: String,
    /// Documented length.
    pub length: Option<LengthView>,
    /// Prefixes of live values.
    pub live_prefix: Vec<String>,
    /// Other names.
    pub aka: Vec<String>,
    /// Where to find it.
    pub place: Option<ScreenView>,
    /// Who sends it and when.
    pub sender: Option<Bi>,
    /// Help.
    pub hint: Option<Bi>,
    /// Traps.
    pub gotchas: Vec<Bi>,
    /// Where documents disagree.
    pub disagreements: Vec<DisagreementView>,
    /// How we read it.
    pub note: Option<Bi>,
    /// Sources.
    pub sources: Vec<SourceView>,
    /// The saved value (never of a secret).
    pub value: Option<String>,
    /// What was typed last and refused; shown again so that nothing is lost. Never of a secret.
    pub draft: Option<String>,
    /// Merchant ids that the interview noted for this gateway: offered, never written by themselves.
    pub noted: Vec<String>,
    /// Lints of the saved value.
    pub lints: Vec<Lint>,
    /// The saved secret.
    pub stored: Option<StoredSecret>,
}

/// How long a value may be.
#[derive(Debug, Clone, Serialize, Type)]
pub struct LengthView {
    /// At least.
    pub min: Option<u32>,
    /// At most.
    pub max: Option<u32>,
    /// Bytes of UTF-8 are counted, not characters.
    pub bytes: bool,
    /// Live values only.
    pub live_only: bool,
}

/// What the window may know of a stored secret.
#[derive(Debug, Clone, Serialize, Type)]
pub struct StoredSecret {
    /// ISO date.
    pub saved_on: String,
    /// ISO date.
    pub expires_on: Option<String>,
    /// ISO date from which it can be renewed.
    pub renewable_from: Option<String>,
    /// It can be read now: it opens with the key that is here.
    pub readable: bool,
    /// It is safe, and can be read once the vault is open. Neither: it must be entered again.
    pub in_vault: bool,
    /// A former value is kept until the app closes.
    pub former: bool,
}

/// How much a lint weighs.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, Type)]
#[serde(rename_all = "snake_case")]
pub enum Weight {
    /// For information: shows what was cleaned.
    Info,
    /// May be wrong: goes on, and the choice is recorded.
    Warn,
    /// Refused: not saved.
    Refuse,
}

/// What a lint says. The UI owns the sentence.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Type)]
#[serde(tag = "code", rename_all = "snake_case")]
pub enum LintCode {
    /// Hyphens, spaces, full-width or invisible characters were taken out.
    Cleaned {
        /// `spaces`, `hyphens`, `full_width`, `invisible`, `quotes`.
        what: Vec<String>,
    },
    /// Longer than documented.
    TooLong {
        /// Documented.
        max: u32,
        /// This.
        is: u32,
    },
    /// Shorter than documented.
    TooShort {
        /// Documented.
        min: u32,
        /// This.
        is: u32,
    },
    /// A live value should begin otherwise.
    WrongPrefix {
        /// Documented prefixes.
        expected: Vec<String>,
    },
    /// It is shaped like another value.
    Swapped {
        /// What it looks like: `store_id`, `channel_key`, `user_code`, `v1_key`, `v1_secret`,
        /// `v2_secret`, `webhook_secret`, `mid`, `pem_key`, `certificate`.
        looks_like: String,
    },
    /// A shared test MID in a live channel.
    TestMidInLive,
    /// A live-looking MID in a test channel.
    LiveMidInTest,
    /// A practice value in the real mode.
    PracticeValue,
    /// A real value in practice.
    NotPractice,
    /// Should stay empty.
    ShouldBeBlank,
    /// Not the documented shape.
    WrongShape {
        /// `digits`, `alnum`, `ascii`, `url`, `email`, `phone`, `business_number`, `date`,
        /// `channel_name`, …
        expected: String,
    },
    /// The checksum of a business number does not fit.
    BadChecksum,
    /// The MID is another purpose's shared test MID.
    OtherPurpose,
}

/// A lint.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Type)]
pub struct Lint {
    /// What.
    pub code: LintCode,
    /// How much it weighs.
    pub weight: Weight,
    /// The user chose to go on.
    pub overridden: bool,
}

/// A value shaped like a secret was typed where no secret belongs: nothing was written.
#[derive(Debug, Clone, Serialize, Type)]
pub struct Suspect {
    /// `v1_secret`, `v2_secret`, `webhook_secret`, `pem_key`, `v1_key`, …
    pub looks_like: String,
    /// The field it belongs to, if the journey has one: task key and field id.
    pub offer: Option<FieldRef>,
}

/// A field of a task.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize, Type)]
pub struct FieldRef {
    /// Task key.
    pub task: String,
    /// Field id.
    pub field: String,
}

/// Answer to typing into a field, a note or a name.
#[derive(Debug, Clone, Serialize, Type)]
pub struct Typed {
    /// It is committed.
    pub saved: bool,
    /// The value as cleaned (None when held back or refused).
    pub value: Option<String>,
    /// Lints.
    pub lints: Vec<Lint>,
    /// Held back.
    pub suspect: Option<Suspect>,
}

/// What reading a certificate file gave.
#[derive(Debug, Clone, Serialize, Type)]
pub struct CertificateRead {
    /// Site code from the file's name; None = it was renamed: ask.
    pub site_code: Option<String>,
    /// ISO date.
    pub expires_on: Option<String>,
    /// ISO date.
    pub renewable_from: Option<String>,
    /// Certificate and key belong together; None = only one of them was there.
    pub pair: Option<bool>,
    /// What was saved: field ids.
    pub saved: Vec<String>,
    /// Where the original still lies (as chosen).
    pub original: String,
}
