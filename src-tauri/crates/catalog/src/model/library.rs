//! The library: which pages show what the catalogue knows.

use serde::Deserialize;

use super::common::Text;

/// A page of what is common to every gateway.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum Subject {
    /// Papers for the contract.
    Papers,
    /// What the site must show.
    Site,
    /// Trades that are hard to place.
    Trades,
    /// Guarantee insurance.
    Insurance,
    /// Roles of the console's accounts.
    Roles,
    /// Values that PortOne gives a merchant.
    Identifiers,
    /// 결제알림(Webhook).
    Webhook,
    /// Rules of test payments.
    TestMode,
    /// What to check before opening.
    GoLive,
    /// When a further merchant id is needed.
    FurtherMid,
    /// Glossary.
    Terms,
    /// Public holidays.
    Holidays,
}

impl Subject {
    /// Every one.
    pub const ALL: [Subject; 12] = [
        Subject::Papers,
        Subject::Site,
        Subject::Trades,
        Subject::Insurance,
        Subject::Roles,
        Subject::Identifiers,
        Subject::Webhook,
        Subject::TestMode,
        Subject::GoLive,
        Subject::FurtherMid,
        Subject::Terms,
        Subject::Holidays,
    ];
}

/// A part of a gateway's page.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum Part {
    /// What it can do, and the forms of its modules.
    Abilities,
    /// Steps of the contract.
    Contract,
    /// Conditions to get in.
    Entry,
    /// Papers beyond the common list.
    Papers,
    /// Extra fields of 전자결제 신청.
    Application,
    /// What is done a second time, at the gateway itself.
    Again,
    /// The card companies' review.
    CardReview,
    /// 바로오픈.
    DirectOpen,
    /// Fees.
    Fees,
    /// What it answers to trades.
    Trades,
    /// What a payment request must keep to.
    Requests,
    /// The route for a further merchant id.
    ExtraMid,
    /// Whom to ask.
    Contacts,
    /// Errors.
    Errors,
    /// Where documents disagree.
    Disagreements,
    /// The documents that were read.
    Sources,
}

impl Part {
    /// Every one.
    pub const ALL: [Part; 16] = [
        Part::Abilities,
        Part::Contract,
        Part::Entry,
        Part::Papers,
        Part::Application,
        Part::Again,
        Part::CardReview,
        Part::DirectOpen,
        Part::Fees,
        Part::Trades,
        Part::Requests,
        Part::ExtraMid,
        Part::Contacts,
        Part::Errors,
        Part::Disagreements,
        Part::Sources,
    ];
}

/// The words over a page or a part of one.
#[derive(Debug, Clone, PartialEq, Eq, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Heading<T> {
    /// Of what.
    pub id: T,
    /// Title.
    pub title: Text,
    /// What is found there.
    pub lead: Option<Text>,
    /// Words that people search with.
    #[serde(default)]
    pub aka: Vec<String>,
}

/// `library.toml`: every page and part, in the order they are shown.
#[derive(Debug, Clone, PartialEq, Eq, Deserialize, Default)]
#[serde(deny_unknown_fields)]
pub struct Library {
    /// What is common.
    pub subjects: Vec<Heading<Subject>>,
    /// The parts of a gateway's page.
    pub parts: Vec<Heading<Part>>,
}
