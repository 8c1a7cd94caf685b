//! What the search and the translator of errors answer.

use serde::Serialize;
use specta::Type;

use super::gateway::{MethodView, PartView, SubjectView};
use super::subject::GatewayName;
use crate::ipc::view::{ActorView, Bi, SourceView};

/// What a search found.
#[derive(Debug, Clone, Serialize, Type)]
pub struct Found {
    /// What was typed is shaped like this secret: it was not looked for.
    pub held: Option<String>,
    /// Finds, best first.
    pub hits: Vec<HitView>,
}

/// A find.
#[derive(Debug, Clone, Serialize, Type)]
pub struct HitView {
    /// Where it leads.
    pub target: TargetView,
    /// What it is called.
    pub title: Bi,
    /// What it belongs to.
    pub of: Option<Bi>,
    /// The name it was found by, where that is not its title.
    pub by: Option<String>,
}

/// Where a find leads.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Type)]
#[serde(tag = "kind", rename_all = "snake_case")]
pub enum TargetView {
    /// A gateway's page.
    Gateway {
        /// Gateway.
        gateway: String,
    },
    /// A part of it.
    Part {
        /// Gateway.
        gateway: String,
        /// Part.
        part: PartView,
    },
    /// A field of its application.
    Application {
        /// Gateway.
        gateway: String,
        /// Field.
        field: String,
    },
    /// A module's page.
    Module {
        /// Module.
        module: String,
    },
    /// A field of its form.
    Field {
        /// Module.
        module: String,
        /// Field.
        field: String,
    },
    /// An error.
    Error {
        /// Gateway; None: PortOne itself.
        gateway: Option<String>,
        /// Code, or message.
        code: String,
    },
    /// A term.
    Term {
        /// Term.
        term: String,
    },
    /// A trade.
    Trade {
        /// Trade.
        trade: String,
    },
    /// A value that PortOne gives.
    Identifier {
        /// Identifier.
        identifier: String,
    },
    /// A page of what is common.
    Subject {
        /// Which.
        subject: SubjectView,
    },
    /// A task; the journey may have it once for each track.
    Task {
        /// Task.
        task: String,
    },
}

/// What an error means.
#[derive(Debug, Clone, Serialize, Type)]
pub struct Translation {
    /// What was typed is shaped like this secret: it was not looked at.
    pub held: Option<String>,
    /// What looks like the code in it.
    pub code: Option<String>,
    /// What documents say of it, those of the journey's gateways first.
    pub known: Vec<KnownError>,
    /// How the errors of the gateway that was asked about were chosen, or of the journey's.
    pub lists: Vec<ErrorListView>,
    /// What was typed, fit to be sent to somebody: long numbers and addresses are covered.
    pub quote: String,
}

/// How a gateway's errors were chosen, and where its official whole list is.
#[derive(Debug, Clone, Serialize, Type)]
pub struct ErrorListView {
    /// The gateway.
    pub gateway: GatewayName,
    /// How they were chosen.
    pub how: Bi,
    /// How many are known.
    pub known: u32,
    /// How many codes the official list has; None: there is none, or PortOne has only its address.
    pub documented: Option<u32>,
    /// The official list's documents.
    pub lists: Vec<SourceView>,
    /// The page where it can be had, opened by `open_link`.
    pub url: Option<String>,
    /// Where that is documented.
    pub sources: Vec<SourceView>,
}

/// The meanings of an error at one gateway.
#[derive(Debug, Clone, Serialize, Type)]
pub struct KnownError {
    /// The gateway; None: PortOne itself.
    pub gateway: Option<GatewayName>,
    /// The journey has a track with it.
    pub near: bool,
    /// Meanings.
    pub errors: Vec<ErrorView>,
}

/// An error.
#[derive(Debug, Clone, Serialize, Type)]
pub struct ErrorView {
    /// To the letter.
    pub code: Option<String>,
    /// The message it comes with, to the letter.
    pub message: Option<String>,
    /// The methods it concerns; empty: any, or not documented.
    pub methods: Vec<MethodView>,
    /// Why it comes.
    pub cause: Bi,
    /// Who mends it.
    pub who: ActorView,
    /// The next step.
    pub next: Bi,
    /// Sources.
    pub sources: Vec<SourceView>,
}
