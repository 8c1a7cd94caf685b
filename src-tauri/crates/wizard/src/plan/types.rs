//! What the plan says.

use catalog::model::{Actor, Method, Portone, Purpose, Source, Stage, Text};
use jiff::civil::Date;

use crate::event::TrackSpec;

/// Why, in the catalogue's words and with its documents.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Reason {
    /// Stable code: a rule's id, or a sentence's.
    pub code: String,
    /// In words.
    pub text: Text,
    /// Where documented. Empty: our own reckoning.
    pub sources: Vec<Source>,
}

/// Whether a module fits a purpose.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub enum Verdict {
    /// It does.
    Fits,
    /// It does under conditions.
    Conditional,
    /// Documents disagree.
    Disagree,
    /// No document says.
    Undocumented,
    /// It does not.
    No,
}

/// Where the buyer of a wish is, when that was answered.
#[derive(Debug, Clone, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub enum Reach {
    /// A country.
    Country(String),
    /// A currency.
    Currency(String),
}

/// What is wished for: a purpose, with a method where the purpose has a choice of them.
#[derive(Debug, Clone, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub struct Wish {
    /// Purpose.
    pub purpose: Purpose,
    /// Method; None: any.
    pub method: Option<Method>,
    /// Country or currency; None: any.
    pub reach: Option<Reach>,
}

/// A module judged for a purpose.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Judged {
    /// Which.
    pub spec: TrackSpec,
    /// Its PortOne version.
    pub portone: Portone,
    /// What came out: that of the wish that it fulfils best.
    pub verdict: Verdict,
    /// What came out of each wish with its purpose.
    pub wishes: Vec<WishJudged>,
    /// In its favour.
    pub reasons: Vec<Reason>,
    /// What must be met.
    pub conditions: Vec<Reason>,
    /// Why it does not fulfil the other wishes, or any.
    pub against: Vec<Reason>,
}

impl Judged {
    /// The wishes it fulfils, with or without conditions.
    pub fn covers(&self) -> impl Iterator<Item = &Wish> {
        let served = self.wishes.iter().filter(|it| it.verdict.serves());
        served.map(|it| &it.wish)
    }
}

/// A wish, and whether a module fulfils it.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct WishJudged {
    /// Which.
    pub wish: Wish,
    /// What came out.
    pub verdict: Verdict,
    /// Why it does not fulfil it.
    pub against: Vec<Reason>,
}

/// What is not offered, and why.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Rejected {
    /// Gateway.
    pub gateway: String,
    /// Module; None = every module of it.
    pub module: Option<String>,
    /// The module's PortOne version.
    pub portone: Option<Portone>,
    /// Purpose.
    pub purpose: Purpose,
    /// The wishes with that purpose that it is about: the module may serve the others.
    pub wishes: Vec<Wish>,
    /// [`Verdict::No`], [`Verdict::Disagree`] or [`Verdict::Undocumented`].
    pub verdict: Verdict,
    /// Why.
    pub reasons: Vec<Reason>,
}

/// Two answers that cannot both be.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Contradiction {
    /// The questions' ids.
    pub questions: [String; 2],
    /// Why not, and what to do.
    pub reason: Reason,
}

/// Which PortOne version the answers allow.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub enum Version {
    /// Only V1.
    V1,
    /// Only V2, or V2 is the better choice.
    V2,
    /// Both do.
    Either,
}

/// The same figure at its earliest, as usual, and at its latest by the documents.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash, Default)]
pub struct Span<T> {
    /// Earliest.
    pub earliest: T,
    /// Usual.
    pub usual: T,
    /// Late. Never a promise: a rejection or a missing paper takes longer.
    pub late: T,
}

/// One bar of the timeline: what one side does in one stage of one track.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Bar {
    /// Stage.
    pub stage: Stage,
    /// Who acts.
    pub who: Actor,
    /// Ids of its tasks.
    pub tasks: Vec<String>,
    /// The day it begins.
    pub start: Span<Date>,
    /// The day it is done.
    pub end: Span<Date>,
    /// No document says how long a part of it takes: that part is counted as no time.
    pub undocumented: bool,
    /// Places in the same list of bars that must be done before.
    pub depends_on: Vec<usize>,
    /// A day later here is a day later at the opening of all tracks, as usual.
    pub critical: bool,
    /// What it waits for outside its track.
    pub waits_for: Option<Reason>,
    /// What really happened; None before the journey is there.
    pub real: Option<Real>,
}

impl Bar {
    /// Something of it was begun or done.
    #[must_use]
    pub fn is_begun(&self) -> bool {
        self.real.is_some_and(|it| it.began.is_some())
    }

    /// The bars of its track after which it comes, without those that come before one of them
    /// anyway.
    #[must_use]
    pub fn directly_after<'a>(&self, track: &'a [Bar]) -> Vec<&'a Bar> {
        let mut implied: Vec<usize> = Vec::new();
        let mut open = self.depends_on.clone();
        while let Some(bar) = open.pop().and_then(|at| track.get(at)) {
            for &before in &bar.depends_on {
                if !implied.contains(&before) {
                    implied.push(before);
                    open.push(before);
                }
            }
        }
        let own = self.depends_on.iter().filter(|at| !implied.contains(at));
        own.filter_map(|at| track.get(*at)).collect()
    }
}

/// What really happened to a bar, and how far that is from what was expected.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Real {
    /// The first thing of it was begun or done.
    pub began: Option<Date>,
    /// All of it is done.
    pub done: Option<Date>,
    /// Business days later than the latest that was expected of it; 0 when it is in time.
    pub slipped: u32,
}

/// A track of a plan.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct PlannedTrack {
    /// Which.
    pub spec: TrackSpec,
    /// Its PortOne version.
    pub portone: Portone,
    /// The methods that it is there for.
    pub methods: Vec<Method>,
    /// The wishes that it fulfils.
    pub covers: Vec<Wish>,
    /// Shared test MIDs for the purpose.
    pub test_mids: Vec<String>,
    /// In its favour.
    pub reasons: Vec<Reason>,
    /// What must be met.
    pub conditions: Vec<Reason>,
    /// Business days until it is open.
    pub days: Span<u32>,
    /// The day it is open.
    pub dates: Span<Date>,
    /// Its timeline.
    pub bars: Vec<Bar>,
    /// What its days leave out, because no document says how long it takes.
    pub left_out: Vec<Reason>,
}

/// A wish that a plan does not fulfil.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Uncovered {
    /// Which.
    pub wish: Wish,
    /// Why.
    pub reasons: Vec<Reason>,
    /// What would make it possible.
    pub remedies: Vec<Reason>,
}

/// What a line of the cost is about.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub enum CostKind {
    /// Joining a gateway, once.
    Joining,
    /// The gateway's rate, a month.
    Rate,
    /// A gateway's charge that does not depend on sales, a month.
    Charge,
    /// Guarantee insurance, a year.
    Insurance,
    /// PortOne's own price, a month.
    Portone,
}

/// From the least to the most that it can be with what is known.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash, Default)]
pub struct Won {
    /// At least.
    pub low: u64,
    /// At most.
    pub high: u64,
}

/// One line of the cost, with its arithmetic.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct CostLine {
    /// What it is about.
    pub kind: CostKind,
    /// Whose; None: PortOne's.
    pub gateway: Option<String>,
    /// What it is, in words.
    pub label: Text,
    /// The figure to the letter, or the arithmetic: `10,000,000원 × 3.2% = 320,000원`.
    pub arithmetic: Text,
    /// The result; None: the documents give no figure, or the answers do not.
    pub won: Option<Won>,
    /// The day of the table.
    pub dated: Option<Date>,
    /// Where documented.
    pub sources: Vec<Source>,
}

/// What a plan costs, in won and without VAT unless a line says otherwise.
#[derive(Debug, Clone, PartialEq, Eq, Default)]
pub struct Cost {
    /// Once.
    pub joining: Option<Won>,
    /// The gateways' share of the expected sales, and their charges, a month.
    pub monthly: Option<Won>,
    /// A year's premium.
    pub insurance: Option<Won>,
    /// PortOne's price a month.
    pub portone: Option<Won>,
    /// How these came about.
    pub lines: Vec<CostLine>,
    /// What they take for granted.
    pub assumptions: Vec<Reason>,
}

/// A second gateway, in case the first one refuses or its limit surprises.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Precaution {
    /// Which track.
    pub spec: TrackSpec,
    /// Its PortOne version.
    pub portone: Portone,
    /// Why.
    pub reasons: Vec<Reason>,
}

/// The answer to "이 날 열고 싶어요".
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct WishedDay {
    /// The day.
    pub on: Date,
    /// Business days between the day and the usual one: how much earlier it would have to go. 0
    /// when the day can be kept as usual.
    pub short: u32,
    /// Even at the earliest it cannot be.
    pub impossible: bool,
    /// The last day on which each bar of the critical path may begin: the bar's place in its
    /// track, the track's place in the plan, and the day.
    pub latest_starts: Vec<LatestStart>,
    /// What would have to happen, in words.
    pub reasons: Vec<Reason>,
}

/// The last day on which a bar may begin so that the wished day is kept.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct LatestStart {
    /// The track's place in the plan.
    pub track: usize,
    /// The bar's place in the track.
    pub bar: usize,
    /// The day.
    pub on: Date,
}

/// Tracks that together fulfil what can be fulfilled.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Plan {
    /// 1 is the best; 0: a person chose its tracks one by one.
    pub rank: u32,
    /// Its tracks.
    pub tracks: Vec<PlannedTrack>,
    /// What it does not fulfil.
    pub uncovered: Vec<Uncovered>,
    /// How many contracts have to be made.
    pub contracts: u32,
    /// Business days from today until every track is open.
    pub days: Span<u32>,
    /// The day on which every track is open.
    pub dates: Span<Date>,
    /// What it costs.
    pub cost: Cost,
    /// A second gateway.
    pub precaution: Option<Precaution>,
    /// The answer to the wished day.
    pub wished: Option<WishedDay>,
}

/// A task that the first plan brings.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct PlannedTask {
    /// The catalogue's id.
    pub id: String,
    /// Its title.
    pub title: Text,
    /// Who acts.
    pub who: Actor,
    /// Its stage.
    pub stage: Stage,
    /// It is done in the journey that follows the plan.
    pub done: bool,
}

/// Everything that the answers allow.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Planning {
    /// The day it was reckoned on.
    pub today: Date,
    /// PortOne's version.
    pub version: Version,
    /// Why that version.
    pub version_reasons: Vec<Reason>,
    /// What is wished for.
    pub wishes: Vec<Wish>,
    /// Every module that does one of the purposes, judged.
    pub judged: Vec<Judged>,
    /// At most three, best first; the one that a journey follows stands before them.
    pub plans: Vec<Plan>,
    /// What is not offered.
    pub rejected: Vec<Rejected>,
    /// What the whole journey should know.
    pub warnings: Vec<Reason>,
    /// Answers that cannot both be.
    pub contradictions: Vec<Contradiction>,
    /// Tasks of the first plan.
    pub tasks: Vec<PlannedTask>,
}

impl Planning {
    /// The wishes that a line of what is not offered is about; none where it is about every wish with
    /// its purpose, so that nothing has to be told apart.
    #[must_use]
    pub fn only<'a>(&self, it: &'a Rejected) -> &'a [Wish] {
        let all = self.wishes.iter().filter(|one| one.purpose == it.purpose);
        if all.count() == it.wishes.len() {
            &[]
        } else {
            &it.wishes
        }
    }
}

impl Verdict {
    /// A plan may build on it.
    #[must_use]
    pub fn serves(self) -> bool {
        match self {
            Verdict::Fits | Verdict::Conditional => true,
            Verdict::No | Verdict::Disagree | Verdict::Undocumented => false,
        }
    }
}
