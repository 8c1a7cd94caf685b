//! The sentences that the core itself writes: on paper, into a calendar, into a notice of the
//! operating system.

use serde::Deserialize;

/// Names each sentence once: for the file, for code, and for the check that none is missing.
macro_rules! says {
    ($($(#[doc = $doc:literal])+ $name:ident,)+) => {
        /// A sentence of `paper.toml`. `{name}` in it is filled in.
        #[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash, Deserialize)]
        #[serde(rename_all = "snake_case")]
        pub enum Say {
            $($(#[doc = $doc])+ $name,)+
        }

        impl Say {
            /// Every one.
            pub const ALL: &'static [Say] = &[$(Say::$name,)+];
        }
    };
}

says! {
    /// At the foot of every page: the day it was made, the days of the documents.
    Foot,
    /// An amount in won.
    Won,
    /// From one to another.
    Range,
    /// No document says.
    Undocumented,
    /// Where a sentence comes from.
    Source,
    /// PortOne's V1.
    PortoneV1,
    /// PortOne's V2.
    PortoneV2,
    /// Either version.
    PortoneEither,
    /// Who acts: the merchant.
    ActorMerchant,
    /// Who acts: the developer.
    ActorDeveloper,
    /// Who acts: PortOne.
    ActorPortone,
    /// Who acts: the gateway.
    ActorGateway,
    /// Who acts: the card companies.
    ActorCardCompany,
    /// Who acts: the mobile carriers.
    ActorTelco,
    /// Who acts: public offices.
    ActorGovernment,

    /// The plan's title.
    PlanTitle,
    /// The plan's file.
    PlanFile,
    /// No day is promised.
    PlanNoPromise,
    /// The row with the version.
    PlanVersion,
    /// The row with the days.
    PlanOpening,
    /// The earliest, usual and latest day.
    PlanOpeningDays,
    /// The row with the number of contracts.
    PlanContracts,
    /// A number of contracts.
    PlanContractsCount,
    /// Nothing can be offered.
    PlanNone,
    /// Heading of the best plan.
    PlanTracks,
    /// Heading of why that version.
    PlanVersionWhy,
    /// The row with the methods.
    PlanMethods,
    /// The row with the test ids.
    PlanTestMids,
    /// Above the conditions.
    PlanConditions,
    /// Above the reasons.
    PlanReasons,
    /// Heading of what is not covered.
    PlanUncovered,
    /// Above what would make it possible.
    PlanRemedies,
    /// Heading of answers that contradict each other, and of what one should know.
    PlanWarnings,
    /// The questions whose answers contradict each other.
    PlanContradiction,
    /// Heading of a second gateway.
    PlanPrecaution,
    /// Heading of the cost.
    PlanCost,
    /// Column: what.
    PlanCostWhat,
    /// Column: arithmetic.
    PlanCostHow,
    /// Column: amount.
    PlanCostWon,
    /// Row: once.
    PlanCostJoining,
    /// Row: a month.
    PlanCostMonthly,
    /// Row: the insurance of a year.
    PlanCostInsurance,
    /// Row: PortOne's price of a month.
    PlanCostPortone,
    /// Above the assumptions.
    PlanCostAssumes,
    /// A sum that cannot be reckoned.
    PlanCostUnknown,
    /// Heading of the timeline.
    PlanTime,
    /// Column: stage.
    PlanTimeStage,
    /// Column: at the earliest.
    PlanTimeEarliest,
    /// Column: usual.
    PlanTimeUsual,
    /// Column: at the latest.
    PlanTimeLate,
    /// What the bars mean.
    PlanTimeLegend,
    /// A bar of which a part is not documented.
    PlanTimePart,
    /// Above what the days leave out.
    PlanTimeLeftOut,
    /// Which stages come before.
    PlanTimeAfter,
    /// The day it was begun.
    PlanTimeBegan,
    /// The day it was done.
    PlanTimeDone,
    /// How many business days it is late.
    PlanTimeSlipped,
    /// Heading of the other plans.
    PlanOthers,
    /// In which order plans stand.
    PlanOrder,
    /// The name of another plan.
    PlanOther,
    /// Heading of the tasks.
    PlanTasks,
    /// Heading of what is not offered.
    PlanRejected,
    /// It cannot be.
    VerdictNo,
    /// Documents disagree.
    VerdictDisagree,
    /// No document says whether.
    VerdictUndocumented,

    /// The calendar's name.
    CalendarName,
    /// The calendar's file.
    CalendarFile,
    /// A day to ask.
    CalendarChase,
    /// What to do on it.
    CalendarChaseNote,
    /// The usual day of opening.
    CalendarOpening,
    /// What that day is.
    CalendarOpeningNote,
    /// A day to begin something.
    CalendarBegin,
    /// What that day is.
    CalendarBeginNote,
    /// A certificate ends.
    CalendarCertificateExpiry,
    /// A certificate can be renewed.
    CalendarCertificateRenewable,
    /// A secret ends.
    CalendarSecretExpiry,
    /// Something else ends.
    CalendarEnd,
    /// What an ending day is.
    CalendarDatedNote,

    /// The notice's title.
    NoticeTitle,
    /// So many things to think of.
    NoticeBody,
    /// A letter that asks where an answer stays.
    ChaseLetter,
}
