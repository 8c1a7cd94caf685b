//! The plan for the window: twins of what the engine says, in the catalogue's words.

use app::Loaded;
use catalog::{Catalog, Source};
use jiff::civil::Date;
use paper::{Language, Speech};
use serde::Serialize;
use specta::Type;
use wizard::plan as core;
use wizard::view::TrackState;

use super::join::{names, spec_view};
use super::texts::{self, bi};
use super::view::{ActorView, Bi, PortoneView, PurposeView, ReasonView, SourceView, TrackSpec};

/// Everything that the answers allow.
#[derive(Debug, Clone, Serialize, Type)]
pub struct PlanningView {
    /// PortOne's version.
    pub version: VersionView,
    /// Why that version.
    pub version_reasons: Vec<ReasonView>,
    /// At most three, best first.
    pub plans: Vec<PlanCard>,
    /// What is not offered; what shares its reasons stands together.
    pub rejected: Vec<RejectedView>,
    /// What the whole journey should know.
    pub warnings: Vec<ReasonView>,
    /// Answers that cannot both be.
    pub contradictions: Vec<ContradictionView>,
}

/// Which PortOne version the answers allow.
#[derive(Debug, Clone, Copy, Serialize, Type)]
#[serde(rename_all = "snake_case")]
pub enum VersionView {
    /// Only V1.
    V1,
    /// Only V2, or V2 is the better choice.
    V2,
    /// Both do.
    Either,
}

/// Tracks that together fulfil what can be fulfilled.
#[derive(Debug, Clone, Serialize, Type)]
pub struct PlanCard {
    /// 1 is the best.
    pub rank: u32,
    /// Its tracks.
    pub tracks: Vec<PlannedTrackView>,
    /// What it does not fulfil.
    pub uncovered: Vec<UncoveredView>,
    /// How many contracts have to be made.
    pub contracts: u32,
    /// The day on which every track is open.
    pub dates: DatesView,
    /// Business days until then.
    pub days: DaysSpan,
    /// What it costs.
    pub cost: CostView,
    /// A second gateway.
    pub precaution: Option<PrecautionView>,
    /// The answer to the wished day.
    pub wished: Option<WishedView>,
    /// The journey has these tracks.
    pub chosen: bool,
}

/// ISO days.
#[derive(Debug, Clone, Serialize, Type)]
pub struct DatesView {
    /// Earliest.
    pub earliest: String,
    /// Usual.
    pub usual: String,
    /// Late.
    pub late: String,
}

/// Business days.
#[derive(Debug, Clone, Copy, Serialize, Type)]
pub struct DaysSpan {
    /// Earliest.
    pub earliest: u32,
    /// Usual.
    pub usual: u32,
    /// Late.
    pub late: u32,
}

/// A track of a plan.
#[derive(Debug, Clone, Serialize, Type)]
pub struct PlannedTrackView {
    /// Which.
    pub track: TrackSpec,
    /// Gateway's name.
    pub gateway: Bi,
    /// Module's name.
    pub module: Bi,
    /// V1 or V2.
    pub portone: PortoneView,
    /// The methods that it is there for.
    pub methods: Vec<Bi>,
    /// Shared test MIDs for the purpose.
    pub test_mids: Vec<String>,
    /// Why.
    pub reasons: Vec<ReasonView>,
    /// Under which conditions.
    pub conditions: Vec<ReasonView>,
    /// The day it is open.
    pub dates: DatesView,
    /// Its timeline.
    pub bars: Vec<BarView>,
    /// What its days leave out.
    pub left_out: Vec<ReasonView>,
}

/// One bar of the timeline.
#[derive(Debug, Clone, Serialize, Type)]
pub struct BarView {
    /// The stage's title.
    pub title: Bi,
    /// Who acts.
    pub who: ActorView,
    /// The day it begins.
    pub start: DatesView,
    /// The day it is done.
    pub end: DatesView,
    /// No document says how long a part of it takes.
    pub undocumented: bool,
    /// A day later here is a day later at the end.
    pub critical: bool,
    /// The stages after which it comes, as far as it is not begun.
    pub after: Vec<AfterView>,
    /// What it waits for outside its track.
    pub waits_for: Option<ReasonView>,
    /// The day it really began.
    pub began: Option<String>,
    /// The day it was really done.
    pub done: Option<String>,
    /// Business days later than expected.
    pub slipped: u32,
}

/// What one side does in a stage before another one.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Type)]
pub struct AfterView {
    /// The stage's title.
    pub title: Bi,
    /// Who acts, where that tells two sides of one stage apart.
    pub who: Option<ActorView>,
}

/// A wish that a plan does not fulfil.
#[derive(Debug, Clone, Serialize, Type)]
pub struct UncoveredView {
    /// The wish, in words.
    pub wish: Bi,
    /// Why.
    pub reasons: Vec<ReasonView>,
    /// What would make it possible.
    pub remedies: Vec<ReasonView>,
}

/// What a plan costs.
#[derive(Debug, Clone, Serialize, Type)]
pub struct CostView {
    /// Once.
    pub joining: Option<WonView>,
    /// A month, by the gateways.
    pub monthly: Option<WonView>,
    /// A year's premium.
    pub insurance: Option<WonView>,
    /// A month, by PortOne.
    pub portone: Option<WonView>,
    /// How these came about.
    pub lines: Vec<CostLineView>,
    /// What they take for granted.
    pub assumptions: Vec<ReasonView>,
}

/// Won, from the least to the most, as digits: the window's numbers are not made for money.
#[derive(Debug, Clone, Serialize, Type)]
pub struct WonView {
    /// At least.
    pub low: String,
    /// At most.
    pub high: String,
}

/// A line of the cost.
#[derive(Debug, Clone, Serialize, Type)]
pub struct CostLineView {
    /// Whose; None: PortOne's.
    pub gateway: Option<Bi>,
    /// What it is.
    pub label: Bi,
    /// The figure to the letter, or the arithmetic.
    pub arithmetic: Bi,
    /// The result.
    pub won: Option<WonView>,
    /// Sources.
    pub sources: Vec<SourceView>,
}

/// A second gateway.
#[derive(Debug, Clone, Serialize, Type)]
pub struct PrecautionView {
    /// Which track.
    pub track: TrackSpec,
    /// Gateway's name.
    pub gateway: Bi,
    /// Module's name.
    pub module: Bi,
    /// Why.
    pub reasons: Vec<ReasonView>,
}

/// The answer to the wished day.
#[derive(Debug, Clone, Serialize, Type)]
pub struct WishedView {
    /// The day.
    pub on: String,
    /// Business days that are missing.
    pub short: u32,
    /// Even at the earliest it cannot be.
    pub impossible: bool,
    /// What would have to happen.
    pub reasons: Vec<ReasonView>,
}

/// What is not offered, with reasons that all of it shares.
#[derive(Debug, Clone, Serialize, Type)]
pub struct RejectedView {
    /// What came out.
    pub verdict: RejectedWhy,
    /// Which.
    pub all: Vec<RejectedName>,
    /// Why.
    pub reasons: Vec<ReasonView>,
}

/// A gateway or module that is not offered.
#[derive(Debug, Clone, Serialize, Type)]
pub struct RejectedName {
    /// Gateway's name.
    pub gateway: Bi,
    /// Module's name, when it is about one.
    pub module: Option<Bi>,
    /// Purpose.
    pub purpose: PurposeView,
    /// The wishes that it is about, when it is about some with that purpose and not all.
    pub only: Vec<Bi>,
}

/// Why something is not offered.
#[derive(Debug, Clone, Copy, Serialize, Type)]
#[serde(rename_all = "snake_case")]
pub enum RejectedWhy {
    /// It cannot be.
    No,
    /// Documents disagree.
    Disagree,
    /// No document says.
    Undocumented,
}

/// Two answers that cannot both be.
#[derive(Debug, Clone, Serialize, Type)]
pub struct ContradictionView {
    /// The questions: id and title.
    pub questions: Vec<AskedView>,
    /// Why not, and what to do.
    pub reason: ReasonView,
}

/// A question to go to.
#[derive(Debug, Clone, Serialize, Type)]
pub struct AskedView {
    /// Id.
    pub id: String,
    /// Title.
    pub title: Bi,
}

fn source(it: &Source) -> SourceView {
    SourceView {
        doc: it.doc.clone(),
        path: it.path.clone(),
        date: it.date.to_string(),
        verified_on: it.verified_on.to_string(),
    }
}

fn reason(it: &core::Reason) -> ReasonView {
    ReasonView {
        code: it.code.clone(),
        text: bi(&it.text),
        sources: it.sources.iter().map(source).collect(),
    }
}

pub(super) fn reasons(all: &[core::Reason]) -> Vec<ReasonView> {
    all.iter().map(reason).collect()
}

pub(super) fn dates(it: &core::Span<Date>) -> DatesView {
    DatesView {
        earliest: it.earliest.to_string(),
        usual: it.usual.to_string(),
        late: it.late.to_string(),
    }
}

fn won(it: Option<core::Won>) -> Option<WonView> {
    it.map(|it| WonView {
        low: it.low.to_string(),
        high: it.high.to_string(),
    })
}

/// A phrase in both languages.
fn both(catalog: &Catalog, say: impl Fn(&Speech<'_>) -> paper::Words) -> Bi {
    let of = |language| say(&Speech { catalog, language }).as_str().to_owned();
    Bi {
        ko: of(Language::Korean),
        en: of(Language::English),
    }
}

/// The plan for the window.
pub fn planning(catalog: &Catalog, loaded: &Loaded, it: &core::Planning) -> PlanningView {
    let going: Vec<_> = loaded
        .view
        .tracks
        .iter()
        .filter(|track| !matches!(track.state, TrackState::GivenUp { .. }))
        .map(|track| &track.spec)
        .collect();
    let asked = |id: &String| AskedView {
        id: id.clone(),
        title: catalog
            .question(id)
            .map(|it| bi(&it.title))
            .unwrap_or_default(),
    };
    PlanningView {
        version: match it.version {
            core::Version::V1 => VersionView::V1,
            core::Version::V2 => VersionView::V2,
            core::Version::Either => VersionView::Either,
        },
        version_reasons: reasons(&it.version_reasons),
        plans: it
            .plans
            .iter()
            .map(|plan| PlanCard {
                chosen: plan.tracks.len() == going.len()
                    && plan.tracks.iter().all(|track| going.contains(&&track.spec)),
                ..card(catalog, plan)
            })
            .collect(),
        rejected: paper::together(&it.rejected)
            .into_iter()
            .map(|group| rejected(catalog, it, &group))
            .collect(),
        warnings: reasons(&it.warnings),
        contradictions: it
            .contradictions
            .iter()
            .map(|it| ContradictionView {
                questions: it.questions.iter().map(asked).collect(),
                reason: reason(&it.reason),
            })
            .collect(),
    }
}

fn card(catalog: &Catalog, plan: &core::Plan) -> PlanCard {
    PlanCard {
        rank: plan.rank,
        tracks: plan.tracks.iter().map(|it| track(catalog, it)).collect(),
        uncovered: plan
            .uncovered
            .iter()
            .map(|it| UncoveredView {
                wish: both(catalog, |say| say.wish(&it.wish)),
                reasons: reasons(&it.reasons),
                remedies: reasons(&it.remedies),
            })
            .collect(),
        contracts: plan.contracts,
        dates: dates(&plan.dates),
        days: DaysSpan {
            earliest: plan.days.earliest,
            usual: plan.days.usual,
            late: plan.days.late,
        },
        cost: cost(catalog, &plan.cost),
        precaution: plan.precaution.as_ref().map(|it| {
            let (gateway, module, _) = names(catalog, &it.spec);
            PrecautionView {
                track: spec_view(&it.spec),
                gateway,
                module,
                reasons: reasons(&it.reasons),
            }
        }),
        wished: plan.wished.as_ref().map(|it| WishedView {
            on: it.on.to_string(),
            short: it.short,
            impossible: it.impossible,
            reasons: reasons(&it.reasons),
        }),
        chosen: false,
    }
}

fn track(catalog: &Catalog, it: &core::PlannedTrack) -> PlannedTrackView {
    let (gateway, module, portone) = names(catalog, &it.spec);
    PlannedTrackView {
        track: spec_view(&it.spec),
        gateway,
        module,
        portone,
        methods: it
            .methods
            .iter()
            .map(|method| both(catalog, |say| say.method(*method)))
            .collect(),
        test_mids: it.test_mids.clone(),
        reasons: reasons(&it.reasons),
        conditions: reasons(&it.conditions),
        dates: dates(&it.dates),
        bars: bars(catalog, &it.bars),
        left_out: reasons(&it.left_out),
    }
}

/// The bars of a track.
pub(super) fn bars(catalog: &Catalog, track: &[core::Bar]) -> Vec<BarView> {
    track.iter().map(|it| bar(catalog, it, track)).collect()
}

fn bar(catalog: &Catalog, it: &core::Bar, track: &[core::Bar]) -> BarView {
    let title = |stage| {
        let found = catalog.stage(stage);
        found.map(|it| bi(&it.title)).unwrap_or_default()
    };
    let before = if it.is_begun() {
        Vec::new()
    } else {
        it.directly_after(track)
    };
    let mut after: Vec<AfterView> = Vec::new();
    for one in before {
        let view = AfterView {
            title: title(one.stage),
            who: (one.stage == it.stage).then(|| texts::actor(one.who)),
        };
        if !after.contains(&view) {
            after.push(view);
        }
    }
    BarView {
        title: title(it.stage),
        who: texts::actor(it.who),
        start: dates(&it.start),
        end: dates(&it.end),
        undocumented: it.undocumented,
        critical: it.critical,
        after,
        waits_for: it.waits_for.as_ref().map(reason),
        began: it.real.and_then(|it| it.began).map(|day| day.to_string()),
        done: it.real.and_then(|it| it.done).map(|day| day.to_string()),
        slipped: it.real.map_or(0, |it| it.slipped),
    }
}

fn cost(catalog: &Catalog, it: &core::Cost) -> CostView {
    CostView {
        joining: won(it.joining),
        monthly: won(it.monthly),
        insurance: won(it.insurance),
        portone: won(it.portone),
        lines: it
            .lines
            .iter()
            .map(|line| CostLineView {
                gateway: line
                    .gateway
                    .as_deref()
                    .and_then(|id| catalog.gateway(id))
                    .map(|it| bi(&it.name)),
                label: bi(&line.label),
                arithmetic: bi(&line.arithmetic),
                won: won(line.won),
                sources: line.sources.iter().map(source).collect(),
            })
            .collect(),
        assumptions: reasons(&it.assumptions),
    }
}

fn rejected(
    catalog: &Catalog,
    planning: &core::Planning,
    group: &[&core::Rejected],
) -> RejectedView {
    let first = group.first();
    RejectedView {
        verdict: match first.map(|it| it.verdict) {
            Some(core::Verdict::Disagree) => RejectedWhy::Disagree,
            Some(core::Verdict::Undocumented) => RejectedWhy::Undocumented,
            _ => RejectedWhy::No,
        },
        all: group
            .iter()
            .map(|it| RejectedName {
                gateway: catalog
                    .gateway(&it.gateway)
                    .map(|it| bi(&it.name))
                    .unwrap_or_default(),
                module: it
                    .module
                    .as_deref()
                    .and_then(|id| catalog.module(id))
                    .map(|(_, it)| bi(&it.name)),
                purpose: texts::purpose(it.purpose),
                only: planning
                    .only(it)
                    .iter()
                    .map(|one| both(catalog, |say| say.within(one)))
                    .collect(),
            })
            .collect(),
        reasons: first.map(|it| reasons(&it.reasons)).unwrap_or_default(),
    }
}
