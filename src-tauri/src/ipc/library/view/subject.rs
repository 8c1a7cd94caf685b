//! The pages of what is common to every gateway.

use serde::Serialize;
use specta::Type;

use super::gateway::{AnswerView, CopyView, SubjectLine};
use crate::ipc::view::{
    Bi, DisagreementView, FactView, FieldView, PortoneView, SourceView, TermView,
};

/// A page of what is common.
#[derive(Debug, Clone, Serialize, Type)]
pub struct SubjectPage {
    /// Which.
    pub line: SubjectLine,
    /// What it says.
    pub body: SubjectBody,
}

/// What a page of the library says.
#[derive(Debug, Clone, Serialize, Type)]
#[serde(tag = "kind", rename_all = "snake_case")]
pub enum SubjectBody {
    /// Sentences and tasks.
    Items {
        /// For everyone; by version where it differs.
        items: Vec<ItemView>,
    },
    /// Papers.
    Papers {
        /// Of a sole proprietor.
        sole: Vec<ItemView>,
        /// Of a corporation.
        corporation: Vec<ItemView>,
        /// For some trades.
        trades: Vec<TradePapers>,
    },
    /// Trades.
    Trades {
        /// In the documents' order.
        trades: Vec<TradeView>,
    },
    /// Roles.
    Roles {
        /// From the mightiest down.
        roles: Vec<RoleView>,
    },
    /// Values that PortOne gives.
    Identifiers {
        /// Each.
        identifiers: Vec<IdentifierView>,
    },
    /// Terms.
    Terms {
        /// Each.
        terms: Vec<TermView>,
    },
    /// Holidays.
    Holidays {
        /// ISO date until which they are known.
        known_until: String,
        /// Each.
        days: Vec<HolidayView>,
        /// Sources.
        sources: Vec<SourceView>,
    },
}

/// A task, or something that no task says.
#[derive(Debug, Clone, Serialize, Type)]
pub struct ItemView {
    /// The task's id.
    pub task: Option<String>,
    /// For one version only.
    pub portone: Option<PortoneView>,
    /// What it says.
    pub text: Bi,
    /// Steps of the task.
    pub steps: Vec<Bi>,
    /// Traps of the task.
    pub gotchas: Vec<FactView>,
    /// Values to be copied.
    pub values: Vec<CopyView>,
    /// Our own advice.
    pub advice: bool,
    /// How we read it.
    pub note: Option<Bi>,
    /// Where documents disagree.
    pub disagreements: Vec<DisagreementView>,
    /// Sources.
    pub sources: Vec<SourceView>,
}

/// Papers for a trade.
#[derive(Debug, Clone, Serialize, Type)]
pub struct TradePapers {
    /// Trade's id.
    pub id: String,
    /// Its name.
    pub name: Bi,
    /// Papers.
    pub papers: Vec<Bi>,
    /// Sources.
    pub sources: Vec<SourceView>,
}

/// A trade.
#[derive(Debug, Clone, Serialize, Type)]
pub struct TradeView {
    /// Id.
    pub id: String,
    /// Its number in the documents' list.
    pub number: u8,
    /// Name.
    pub name: Bi,
    /// No gateway takes it.
    pub refused_everywhere: bool,
    /// Why it is hard.
    pub why: Option<Bi>,
    /// What gateways answer.
    pub answers: Vec<TradeAnswerView>,
    /// Papers beyond the common list.
    pub papers: Vec<Bi>,
    /// How we read it.
    pub note: Option<Bi>,
    /// Where documents disagree.
    pub disagreements: Vec<DisagreementView>,
    /// Sources.
    pub sources: Vec<SourceView>,
}

/// Gateways that answer alike.
#[derive(Debug, Clone, Serialize, Type)]
pub struct TradeAnswerView {
    /// The answer.
    pub answer: AnswerView,
    /// The condition.
    pub text: Option<Bi>,
    /// Gateways.
    pub gateways: Vec<GatewayName>,
}

/// A gateway by name.
#[derive(Debug, Clone, Serialize, Type)]
pub struct GatewayName {
    /// Id.
    pub id: String,
    /// Name.
    pub name: Bi,
}

/// A role of a console account.
#[derive(Debug, Clone, Serialize, Type)]
pub struct RoleView {
    /// Id.
    pub id: String,
    /// To the letter.
    pub name: String,
    /// What it is.
    pub text: Bi,
    /// Who makes such an account.
    pub made_by: Option<Bi>,
    /// How many there may be.
    pub count: Option<Bi>,
    /// What it may do.
    pub may: Vec<Bi>,
    /// What it may not do.
    pub may_not: Vec<Bi>,
    /// Where documents disagree.
    pub disagreements: Vec<DisagreementView>,
    /// Sources.
    pub sources: Vec<SourceView>,
}

/// A value that PortOne gives.
#[derive(Debug, Clone, Serialize, Type)]
pub struct IdentifierView {
    /// Id.
    pub id: String,
    /// Versions it is for.
    pub portone: Vec<PortoneView>,
    /// The value as a field: label, other names, where it is found.
    pub field: FieldView,
    /// Who may issue it.
    pub issued_by: Option<Bi>,
    /// What it is used for.
    pub used_for: Bi,
    /// Where documents disagree.
    pub disagreements: Vec<DisagreementView>,
    /// Sources.
    pub sources: Vec<SourceView>,
}

/// A public holiday.
#[derive(Debug, Clone, Serialize, Type)]
pub struct HolidayView {
    /// ISO date.
    pub on: String,
    /// Its Korean name.
    pub name: String,
}
