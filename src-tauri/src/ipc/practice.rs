//! The tools of the practice: its clock, what people write, trouble on purpose.

use app::practice::{News, Practising, Step, Trouble};
use catalog::Catalog;
use portone_sim::{MailKind, Reason};
use serde::{Deserialize, Serialize};
use specta::Type;

use super::commands::{Answer, App, Shared, task_key};
use super::texts;
use super::view::{ActorView, Bi};

/// What is practised beside the journeys.
#[derive(Debug, Clone, Serialize, Type)]
pub struct PracticeView {
    /// What the practice clock shows, ISO.
    pub today: String,
    /// Days it is ahead.
    pub ahead: u32,
    /// The day somebody writes next, ISO.
    pub next: Option<String>,
    /// What came about waits that are still open, newest first.
    pub news: Vec<PracticeNews>,
    /// The trouble that is made now.
    pub trouble: Option<PracticeTrouble>,
    /// Every trouble there is.
    pub troubles: Vec<PracticeTrouble>,
}

/// Something that somebody wrote.
#[derive(Debug, Clone, Serialize, Type)]
pub struct PracticeNews {
    /// The journey.
    pub journey: String,
    /// Its name.
    pub name: String,
    /// The task that waits for it.
    pub task: String,
    /// That task's title.
    pub title: Bi,
    /// Who answers there.
    pub actor: ActorView,
    /// The gateway, when it is a track's.
    pub gateway: Option<Bi>,
    /// The day it came, ISO.
    pub on: String,
    /// What it says.
    pub what: NewsKind,
    /// With it the wait is over.
    pub settles: bool,
    /// A rejection that stands: it can be asked for again.
    pub again: bool,
}

/// What somebody wrote.
#[derive(Debug, Clone, Serialize, Type)]
#[serde(tag = "kind", rename_all = "snake_case")]
pub enum NewsKind {
    /// The answer that was waited for.
    Answered,
    /// The reviewer rejected it.
    Rejected {
        /// Why.
        reason: NewsReason,
    },
    /// The reviewer is content; the card companies look now.
    Received,
    /// A card company said yes.
    Approved {
        /// Which, to the letter.
        company: String,
    },
}

/// Why a reviewer rejects.
#[derive(Debug, Clone, Copy, Serialize, Type)]
#[serde(rename_all = "snake_case")]
pub enum NewsReason {
    /// The page's footer lacks particulars.
    Footer,
    /// The mail-order report number is missing.
    MailOrderNumber,
    /// A product costs nothing.
    PriceZero,
}

/// How far the practice clock goes.
#[derive(Debug, Clone, Copy, Serialize, Deserialize, Type)]
#[serde(rename_all = "snake_case")]
pub enum PracticeStep {
    /// A day.
    Day,
    /// To the third business day.
    ThreeBusinessDays,
    /// Until somebody writes.
    NextNews,
}

/// Trouble on purpose.
#[derive(Debug, Clone, Copy, Serialize, Deserialize, Type)]
#[serde(rename_all = "snake_case")]
pub enum PracticeTrouble {
    /// Every key is refused.
    WrongKey,
    /// Nothing of the store may be seen.
    ForeignStore,
    /// Answers come late.
    Slow,
    /// No answer comes.
    Silent,
    /// The connection breaks.
    Broken,
    /// A page comes instead of an answer.
    LoginPage,
    /// PortOne has trouble of its own.
    ServerError,
    /// PortOne asks to wait.
    TooMany,
}

/// What is practised now.
#[tauri::command]
#[specta::specta]
pub async fn practice_view(app: Shared<'_>) -> Answer<PracticeView> {
    Ok(app.told(app.core.practising().await?))
}

/// Moves the practice clock forward.
#[tauri::command]
#[specta::specta]
pub async fn practice_step(app: Shared<'_>, step: PracticeStep) -> Answer<PracticeView> {
    let step = match step {
        PracticeStep::Day => Step::Day,
        PracticeStep::ThreeBusinessDays => Step::ThreeBusinessDays,
        PracticeStep::NextNews => Step::NextNews,
    };
    Ok(app.told(app.core.practice_step(step).await?))
}

/// Makes trouble, or ends it.
#[tauri::command]
#[specta::specta]
pub async fn practice_trouble(
    app: Shared<'_>,
    trouble: Option<PracticeTrouble>,
) -> Answer<PracticeView> {
    let trouble = trouble.map(|trouble| match trouble {
        PracticeTrouble::WrongKey => Trouble::WrongKey,
        PracticeTrouble::ForeignStore => Trouble::ForeignStore,
        PracticeTrouble::Slow => Trouble::Slow,
        PracticeTrouble::Silent => Trouble::Silent,
        PracticeTrouble::Broken => Trouble::Broken,
        PracticeTrouble::LoginPage => Trouble::LoginPage,
        PracticeTrouble::ServerError => Trouble::ServerError,
        PracticeTrouble::TooMany => Trouble::TooMany,
    });
    Ok(app.told(app.core.practice_trouble(trouble).await?))
}

/// Asks for a rejected review again.
#[tauri::command]
#[specta::specta]
pub async fn practice_again(app: Shared<'_>, id: String, key: String) -> Answer<PracticeView> {
    let key = task_key(&key)?;
    Ok(app.told(app.core.practice_again(&id, &key).await?))
}

fn trouble(trouble: Trouble) -> PracticeTrouble {
    match trouble {
        Trouble::WrongKey => PracticeTrouble::WrongKey,
        Trouble::ForeignStore => PracticeTrouble::ForeignStore,
        Trouble::Slow => PracticeTrouble::Slow,
        Trouble::Silent => PracticeTrouble::Silent,
        Trouble::Broken => PracticeTrouble::Broken,
        Trouble::LoginPage => PracticeTrouble::LoginPage,
        Trouble::ServerError => PracticeTrouble::ServerError,
        Trouble::TooMany => PracticeTrouble::TooMany,
    }
}

fn what(kind: MailKind) -> NewsKind {
    match kind {
        MailKind::MerchantId => NewsKind::Answered,
        MailKind::Rejected(reason) => NewsKind::Rejected {
            reason: match reason {
                Reason::Footer => NewsReason::Footer,
                Reason::MailOrderNumber => NewsReason::MailOrderNumber,
                Reason::PriceZero => NewsReason::PriceZero,
            },
        },
        MailKind::Received => NewsKind::Received,
        MailKind::Approved { company, .. } => NewsKind::Approved { company },
    }
}

fn news(catalog: &Catalog, one: News) -> Option<PracticeNews> {
    let task = catalog.task(&one.task.task)?.task;
    let gateway = one.gateway.as_deref().and_then(|id| catalog.gateway(id));
    Some(PracticeNews {
        journey: one.journey,
        name: one.name,
        task: one.task.to_string(),
        title: texts::bi(&task.title),
        actor: texts::actor(one.actor),
        gateway: gateway.map(|gateway| texts::bi(&gateway.name)),
        on: one.on.to_string(),
        what: what(one.what),
        settles: one.settles,
        again: one.again,
    })
}

impl App {
    fn told(&self, now: Practising) -> PracticeView {
        PracticeView {
            today: now.today.to_string(),
            ahead: now.ahead,
            next: now.next.map(|day| day.to_string()),
            news: now
                .news
                .into_iter()
                .filter_map(|one| news(self.catalog, one))
                .collect(),
            trouble: now.trouble.map(trouble),
            troubles: Trouble::ALL.into_iter().map(trouble).collect(),
        }
    }
}
