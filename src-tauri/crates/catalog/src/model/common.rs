//! What every file uses: texts, sources, disagreements, conditions.

use jiff::civil::Date;
use serde::{Deserialize, Serialize};

/// One sentence in both languages. Korean is the source language.
#[derive(Debug, Clone, PartialEq, Eq, Deserialize)]
#[cfg_attr(feature = "schema", derive(schemars::JsonSchema))]
#[serde(deny_unknown_fields)]
pub struct Text {
    /// Korean.
    pub ko: String,
    /// English.
    pub en: String,
}

/// A document that facts were read in. Facts name it by its key in the file's `[sources]`.
#[derive(Debug, Clone, PartialEq, Eq, Deserialize)]
#[cfg_attr(feature = "schema", derive(schemars::JsonSchema))]
#[serde(deny_unknown_fields)]
pub struct Source {
    /// Which collection: a repository `owner/name@commit`, a public thread `owner/name#number`, a
    /// package `npm:name@version`, or `seed` for the founding documents.
    pub doc: String,
    /// Path inside it.
    pub path: String,
    /// The day the document itself carries or was committed.
    pub date: Date,
    /// The day we read it for this entry.
    pub verified_on: Date,
}

/// Keys into the file's `[sources]`.
pub type SourceKeys = Vec<String>;

/// Two or more documents that say different things about the same fact. Shown, never resolved.
#[derive(Debug, Clone, PartialEq, Eq, Deserialize)]
#[cfg_attr(feature = "schema", derive(schemars::JsonSchema))]
#[serde(deny_unknown_fields)]
pub struct Disagreement {
    /// What it is about.
    pub about: Text,
    /// Each document's reading.
    pub readings: Vec<Reading>,
    /// What to do while they disagree.
    pub advice: Option<Text>,
}

/// One document's reading in a [`Disagreement`].
#[derive(Debug, Clone, PartialEq, Eq, Deserialize)]
#[cfg_attr(feature = "schema", derive(schemars::JsonSchema))]
#[serde(deny_unknown_fields)]
pub struct Reading {
    /// What this document says, in our words.
    pub text: Text,
    /// Where.
    pub source: SourceKeys,
}

/// PortOne's version of a module or credential.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash, Deserialize, Serialize)]
#[cfg_attr(feature = "schema", derive(schemars::JsonSchema))]
#[serde(rename_all = "snake_case")]
pub enum Portone {
    /// V1 (아임포트).
    V1,
    /// V2.
    V2,
}

/// What a channel is for.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash, Deserialize, Serialize)]
#[cfg_attr(feature = "schema", derive(schemars::JsonSchema))]
#[serde(rename_all = "snake_case")]
pub enum Purpose {
    /// 일반(일회성) 결제.
    OneTime,
    /// 정기결제.
    Recurring,
    /// 수기(키인) 결제.
    KeyIn,
    /// 본인인증.
    Identity,
    /// 간편결제를 이 결제대행사를 거쳐서.
    EasyPay,
    /// 해외결제.
    Overseas,
}

/// A payment method a buyer may use.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash, Deserialize, Serialize)]
#[cfg_attr(feature = "schema", derive(schemars::JsonSchema))]
#[serde(rename_all = "snake_case")]
pub enum Method {
    /// 신용·체크카드.
    Card,
    /// 실시간 계좌이체.
    Transfer,
    /// 가상계좌.
    VirtualAccount,
    /// 휴대폰 소액결제.
    Mobile,
    /// 상품권.
    GiftCertificate,
    /// 카카오페이.
    Kakaopay,
    /// 토스페이.
    Tosspay,
    /// 네이버페이.
    Naverpay,
    /// 페이코.
    Payco,
    /// 그 밖의 간편결제.
    OtherEasyPay,
    /// 본인인증.
    Identity,
}

/// Test or live.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash, Deserialize, Serialize)]
#[cfg_attr(feature = "schema", derive(schemars::JsonSchema))]
#[serde(rename_all = "snake_case")]
pub enum Mode {
    /// 테스트.
    Test,
    /// 실연동.
    Live,
}

/// A condition over the interview's answers and the track at hand. In TOML:
/// `{ all = [ { answer = { question = "goods", is = ["physical"] } }, { purpose = ["recurring"] } ] }`
#[derive(Debug, Clone, PartialEq, Eq, Deserialize, Default)]
#[cfg_attr(feature = "schema", derive(schemars::JsonSchema))]
#[serde(rename_all = "snake_case", deny_unknown_fields)]
pub enum When {
    /// Holds for everyone.
    #[default]
    Always,
    /// All hold.
    All(Vec<When>),
    /// At least one holds.
    Any(Vec<When>),
    /// Does not hold.
    Not(Box<When>),
    /// The answer to a question is (for a many-question: contains) one of these values.
    Answer {
        /// The question's id.
        question: String,
        /// Values, any of which satisfies it.
        is: Vec<String>,
    },
    /// The track is for one of these purposes. For a journey task: some active track is.
    Purpose(Vec<Purpose>),
    /// The track's PortOne version. For a journey task: some active track's.
    Portone(Portone),
    /// The track's gateway. For a journey task: some active track's.
    Gateway(Vec<String>),
    /// The track's module. For a journey task: some active track's.
    Module(Vec<String>),
    /// One of these methods is wanted.
    Method(Vec<Method>),
    /// Test or live values are being entered.
    Mode(Mode),
}

impl When {
    /// Whether it cannot hold for a version.
    #[must_use]
    pub fn excludes(&self, version: Portone) -> bool {
        match self {
            When::Portone(only) => *only != version,
            When::All(all) => all.iter().any(|it| it.excludes(version)),
            When::Any(any) => any.iter().all(|it| it.excludes(version)),
            When::Not(it) => matches!(**it, When::Portone(not) if not == version),
            _ => false,
        }
    }

    /// The one version that it holds for.
    #[must_use]
    pub fn only_version(&self) -> Option<Portone> {
        match (self.excludes(Portone::V1), self.excludes(Portone::V2)) {
            (false, true) => Some(Portone::V1),
            (true, false) => Some(Portone::V2),
            _ => None,
        }
    }

    /// The one mode that it holds for.
    #[must_use]
    pub fn only_mode(&self) -> Option<Mode> {
        match self {
            When::Mode(only) => Some(*only),
            When::All(all) => all.iter().find_map(When::only_mode),
            _ => None,
        }
    }

    /// The purposes that it holds for, where it says so.
    #[must_use]
    pub fn only_purposes(&self) -> &[Purpose] {
        match self {
            When::Purpose(only) => only,
            When::All(all) => {
                let said = all.iter().map(When::only_purposes);
                said.into_iter().find(|it| !it.is_empty()).unwrap_or(&[])
            }
            _ => &[],
        }
    }
}
