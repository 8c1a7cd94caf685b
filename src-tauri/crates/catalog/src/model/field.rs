//! Fields of forms, and places in portals.

use std::collections::BTreeMap;

use serde::{Deserialize, Serialize};

use super::common::{Disagreement, SourceKeys, Text, When};

/// Whether a field must be filled.
#[derive(Debug, Clone, PartialEq, Eq, Deserialize)]
#[cfg_attr(feature = "schema", derive(schemars::JsonSchema))]
#[serde(tag = "kind", rename_all = "snake_case", deny_unknown_fields)]
pub enum Requirement {
    /// Always.
    Required,
    /// When the condition holds; otherwise leave it empty if `else_blank`.
    Conditional {
        /// The condition a machine can decide. [`When::Always`] where only a person can.
        when: When,
        /// The condition in words, as documented.
        text: Text,
        /// The documents say to leave it empty otherwise.
        #[serde(default)]
        else_blank: bool,
    },
    /// May be empty.
    Optional,
    /// No document says: shown as "문서에 없어요".
    Undocumented,
    /// Must stay empty.
    Blank {
        /// Why, as documented.
        text: Text,
    },
    /// A drop-down of which the journey already knows the choice: shown, never typed.
    Decided {
        /// What decides it.
        by: Decided,
        /// The choices to the letter: `test` and `live`, or `payment` and `identity`.
        #[serde(default)]
        choices: BTreeMap<String, String>,
    },
}

/// What decides a drop-down of the channel form.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Deserialize)]
#[cfg_attr(feature = "schema", derive(schemars::JsonSchema))]
#[serde(rename_all = "snake_case")]
pub enum Decided {
    /// Test or live.
    Mode,
    /// The module's 결제대행사.
    Gateway,
    /// The module's 결제 모듈.
    Module,
    /// The track's purpose: a payment, or an identity verification.
    Purpose,
}

impl Decided {
    /// The names of the choices that the data must give.
    #[must_use]
    pub fn choices(self) -> &'static [&'static str] {
        match self {
            Decided::Mode => &["live", "test"],
            Decided::Purpose => &["identity", "payment"],
            Decided::Gateway | Decided::Module => &[],
        }
    }
}

/// Allowed length of a value.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Deserialize, Default)]
#[cfg_attr(feature = "schema", derive(schemars::JsonSchema))]
#[serde(deny_unknown_fields)]
pub struct Length {
    /// At least, in characters.
    pub min: Option<u32>,
    /// At most, in characters.
    pub max: Option<u32>,
    /// What is counted.
    #[serde(default)]
    pub unit: LengthUnit,
}

impl Length {
    /// How long a value is, as this length counts.
    #[must_use]
    pub fn of(&self, value: &str) -> u32 {
        let count = match self.unit {
            LengthUnit::Char => value.chars().count(),
            LengthUnit::Byte => value.len(),
        };
        u32::try_from(count).unwrap_or(u32::MAX)
    }
}

/// What a length counts.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Deserialize, Serialize, Default)]
#[cfg_attr(feature = "schema", derive(schemars::JsonSchema))]
#[serde(rename_all = "snake_case")]
pub enum LengthUnit {
    /// Characters.
    #[default]
    Char,
    /// Bytes of UTF-8.
    Byte,
}

/// What a value looks like, for lint and cleaning. Never a hard gate unless `strict`.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash, Deserialize, Default)]
#[cfg_attr(feature = "schema", derive(schemars::JsonSchema))]
#[serde(rename_all = "snake_case")]
pub enum Shape {
    /// Anything.
    #[default]
    Text,
    /// Digits only.
    Digits,
    /// ASCII letters and digits.
    Alnum,
    /// ASCII without spaces (ids and keys).
    Ascii,
    /// 사업자등록번호, ten digits with its checksum.
    BusinessNumber,
    /// An https address.
    Url,
    /// A mail address.
    Email,
    /// A telephone number.
    Phone,
    /// `store-…`
    StoreId,
    /// `channel-key-…`
    ChannelKey,
    /// V1 고객사 식별코드 `imp…`
    UserCode,
    /// PortOne V2 API Secret.
    V2Secret,
    /// PortOne V1 REST API Key.
    V1Key,
    /// PortOne V1 REST API Secret.
    V1Secret,
    /// `whsec_…`
    WebhookSecret,
    /// A payment id to look up.
    PaymentId,
    /// A date.
    Date,
    /// A channel's name: digits, spaces, letters, `_`, `-`.
    ChannelName,
    /// A PEM certificate (file).
    CertificatePem,
    /// A PEM private key (file).
    PrivateKeyPem,
}

/// A place in a portal: where a value is found, or a screen to draw.
#[derive(Debug, Clone, PartialEq, Eq, Deserialize)]
#[cfg_attr(feature = "schema", derive(schemars::JsonSchema))]
#[serde(deny_unknown_fields)]
pub struct Place {
    /// Key into the file's `[portals]`, or `portone` for PortOne's console.
    pub portal: String,
    /// Menu path, each step to the letter.
    #[serde(default)]
    pub menu: Vec<String>,
    /// What else to do there.
    pub note: Option<Text>,
    /// Where documented.
    pub source: SourceKeys,
}

/// One field: of a console's channel form, of an application, or of a task.
#[derive(Debug, Clone, PartialEq, Eq, Deserialize)]
#[cfg_attr(feature = "schema", derive(schemars::JsonSchema))]
#[serde(deny_unknown_fields)]
pub struct Field {
    /// Stable id, unique in its form.
    pub id: String,
    /// The label to the letter as the console or portal prints it.
    pub label: String,
    /// Our own English gloss of the label (the console is Korean).
    pub gloss: Option<String>,
    /// Required, conditional, optional or blank.
    pub requirement: Requirement,
    /// Kept in the vault; never shown in full on a screen.
    #[serde(default)]
    pub secret: bool,
    /// What it looks like.
    #[serde(default)]
    pub shape: Shape,
    /// Allowed length. Applies to live values only when `live_only`.
    pub length: Option<Length>,
    /// Prefixes of LIVE values; test values may differ.
    #[serde(default)]
    pub live_prefix: Vec<String>,
    /// `length` applies to live values only.
    #[serde(default)]
    pub live_only: bool,
    /// The documents leave no doubt: a value that breaks shape or length is refused, not warned.
    #[serde(default)]
    pub strict: bool,
    /// This field holds the merchant id (MID) that PortOne will report for the channel.
    #[serde(default)]
    pub is_mid: bool,
    /// A date on which something ends: it stands among the coming days.
    #[serde(default)]
    pub ends: bool,
    /// Other names of the same value.
    #[serde(default)]
    pub aka: Vec<String>,
    /// Where to find it.
    pub place: Option<Place>,
    /// Who sends it and when.
    pub sender: Option<Text>,
    /// One line of help.
    pub hint: Option<Text>,
    /// Traps, shown at this field.
    #[serde(default)]
    pub gotchas: Vec<Text>,
    /// Where documents disagree about this field.
    #[serde(default)]
    pub disagreements: Vec<Disagreement>,
    /// How we read an ambiguous document.
    pub note: Option<Text>,
    /// Where documented.
    pub source: SourceKeys,
}
