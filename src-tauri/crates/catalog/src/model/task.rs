//! Stages and tasks.

use serde::{Deserialize, Serialize};

use super::common::{Disagreement, Mode, SourceKeys, Text, When};
use super::field::{Field, Place};

/// A stage of the road, S0–S12.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash, Deserialize, Serialize)]
#[cfg_attr(feature = "schema", derive(schemars::JsonSchema))]
#[serde(rename_all = "snake_case")]
pub enum Stage {
    /// S0 시작·계획.
    Plan,
    /// S1 사이트 준비.
    Site,
    /// S2 가입·이메일 인증.
    Signup,
    /// S3 전자결제 신청.
    Application,
    /// S4 PG 안내 대기.
    GatewayMail,
    /// S5 서류·계약.
    Contract,
    /// S6 테스트 채널.
    TestChannel,
    /// S7 개발 연동·테스트 결제.
    Integration,
    /// S8 카드사 심사.
    CardReview,
    /// S8w 간편결제·본인인증 심사.
    WalletReview,
    /// S9 실연동 채널.
    LiveChannel,
    /// S10 전환 점검.
    Cutover,
    /// S11 오픈.
    Open,
    /// S12 운영·추가.
    Operate,
}

/// Usual business days. Never a promise.
#[derive(Debug, Clone, PartialEq, Eq, Deserialize)]
#[cfg_attr(feature = "schema", derive(schemars::JsonSchema))]
#[serde(deny_unknown_fields)]
pub struct Days {
    /// At least. 0, or left out: the documents only say "at most".
    #[serde(default)]
    pub min: u16,
    /// At most.
    pub max: u16,
    /// What is special about it.
    pub note: Option<Text>,
    /// Where documented.
    pub source: SourceKeys,
}

/// Who acts.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash, Deserialize, Serialize)]
#[cfg_attr(feature = "schema", derive(schemars::JsonSchema))]
#[serde(rename_all = "snake_case")]
pub enum Actor {
    /// The merchant's staff.
    Merchant,
    /// The developer or web agency.
    Developer,
    /// PortOne.
    Portone,
    /// The gateway.
    Gateway,
    /// The card companies.
    CardCompany,
    /// The mobile carriers.
    Telco,
    /// Public offices.
    Government,
}

impl Actor {
    /// Its name in the files.
    pub const fn id(self) -> &'static str {
        match self {
            Actor::Merchant => "merchant",
            Actor::Developer => "developer",
            Actor::Portone => "portone",
            Actor::Gateway => "gateway",
            Actor::CardCompany => "card_company",
            Actor::Telco => "telco",
            Actor::Government => "government",
        }
    }
}

/// How a task is proven.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash, Deserialize)]
#[cfg_attr(feature = "schema", derive(schemars::JsonSchema))]
#[serde(rename_all = "snake_case")]
pub enum ProofKind {
    /// A person confirms it (직접 확인).
    Person,
    /// V2 secret and store id answered by PortOne, or V1 key and secret, by the journey's version
    /// (자동 확인).
    PortoneKeys,
    /// The V1 channel list contains the channel as entered; on V2 a person confirms until the first
    /// payment proves it.
    Channel(Mode),
    /// A payment looked up as PAID on a channel of this mode of the track's gateway (자동 확인).
    Payment(Mode),
}

/// A trap, shown at the field it concerns or on the task.
#[derive(Debug, Clone, PartialEq, Eq, Deserialize)]
#[cfg_attr(feature = "schema", derive(schemars::JsonSchema))]
#[serde(deny_unknown_fields)]
pub struct Gotcha {
    /// The field's id; None = the whole task.
    pub field: Option<String>,
    /// Only when.
    #[serde(default)]
    pub when: When,
    /// The trap.
    pub text: Text,
    /// Where documented.
    pub source: SourceKeys,
}

/// What a task's page asks to be typed.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash, Deserialize, Default)]
#[cfg_attr(feature = "schema", derive(schemars::JsonSchema))]
#[serde(rename_all = "snake_case")]
pub enum Form {
    /// The task's own `fields`.
    #[default]
    Own,
    /// The channel form of the track's module for this mode.
    Channel(Mode),
    /// The `application` fields of the track's gateway.
    Application,
    /// The interview.
    Interview,
}

/// A task. Its id is never reused.
#[derive(Debug, Clone, PartialEq, Eq, Deserialize)]
#[cfg_attr(feature = "schema", derive(schemars::JsonSchema))]
#[serde(deny_unknown_fields)]
pub struct Task {
    /// Stable id.
    pub id: String,
    /// Which stage it stands in.
    pub stage: Stage,
    /// One per track (true) or one for the whole journey (false).
    #[serde(default)]
    pub per_track: bool,
    /// For whom.
    #[serde(default)]
    pub when: When,
    /// For a gateway's task: the common task that it stands in for on that gateway's tracks. The
    /// loader narrows the common task's `when`, and adds this task to the `needs` of every task
    /// that needs the common one.
    pub replaces: Option<String>,
    /// Who acts. When this is not the merchant or the developer, the task is a wait: the merchant
    /// starts it (`since`) and marks it when the other side has answered.
    pub actor: Actor,
    /// Action, as a title.
    pub title: Text,
    /// Why it matters, one line.
    pub why: Text,
    /// What to do.
    #[serde(default)]
    pub steps: Vec<Text>,
    /// Minutes of work for a person, when it is work.
    pub minutes: Option<u16>,
    /// Usual business days, when it is a wait.
    pub days: Option<Days>,
    /// Tasks (same journey; for a track task: the same track's, else the journey's) that come first.
    #[serde(default)]
    pub needs: Vec<String>,
    /// How it is proven.
    pub proof: ProofKind,
    /// 오픈 needs it.
    #[serde(default)]
    pub must: bool,
    /// Which form the page shows.
    #[serde(default)]
    pub form: Form,
    /// The page's own fields.
    #[serde(default)]
    pub fields: Vec<Field>,
    /// The screen to draw: portal and menu path.
    pub screen: Option<Place>,
    /// Traps.
    #[serde(default)]
    pub gotchas: Vec<Gotcha>,
    /// What can be done meanwhile, for waits.
    #[serde(default)]
    pub meanwhile: Vec<Text>,
    /// What to do when nothing comes after the usual days.
    pub chase: Option<Text>,
    /// Glossary terms on the page.
    #[serde(default)]
    pub terms: Vec<String>,
    /// Where documents disagree.
    #[serde(default)]
    pub disagreements: Vec<Disagreement>,
    /// Where documented. Empty only for what is our own advice (`advice = true`).
    #[serde(default)]
    pub source: SourceKeys,
    /// Our own advice, not a documented fact.
    #[serde(default)]
    pub advice: bool,
}

/// A stage's words.
#[derive(Debug, Clone, PartialEq, Eq, Deserialize)]
#[cfg_attr(feature = "schema", derive(schemars::JsonSchema))]
#[serde(deny_unknown_fields)]
pub struct StageText {
    /// The stage.
    pub id: Stage,
    /// `S0` … `S12`, for reference.
    pub code: String,
    /// Title on the road.
    pub title: Text,
    /// What is reached at its end.
    pub reached: Text,
}
