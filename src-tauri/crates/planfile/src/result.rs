//! The plan as JSON. Domain types have no wire format: these are their twins.

use catalog::Catalog;
use catalog::model::{Actor, Method, Portone, Purpose, Stage};
use jiff::civil::Date;
use serde::Serialize;
use wizard::plan::{self as core, Planning, Reach, Verdict, Version, Won};

/// Version of the result's shape.
const SHAPE: u32 = 1;

/// Everything that the answers allow.
#[derive(Debug, Clone, PartialEq, Eq, Serialize)]
#[allow(missing_docs, reason = "the keys are described where the command is")]
pub struct Result {
    pub schema: u32,
    pub today: Date,
    pub version: Answer,
    pub plans: Vec<Plan>,
    pub rejected: Vec<Rejected>,
    pub warnings: Vec<Reason>,
    pub tasks: Vec<Task>,
}

/// V1 or V2.
#[derive(Debug, Clone, PartialEq, Eq, Serialize)]
#[allow(missing_docs, reason = "the keys are described where the command is")]
pub struct Answer {
    pub answer: &'static str,
    pub reasons: Vec<Reason>,
}

/// Why, in Korean.
#[derive(Debug, Clone, PartialEq, Eq, Serialize)]
#[allow(missing_docs, reason = "the keys are described where the command is")]
pub struct Reason {
    pub code: String,
    pub text: String,
    pub source: Vec<Source>,
}

/// A document.
#[derive(Debug, Clone, PartialEq, Eq, Serialize)]
#[allow(missing_docs, reason = "the keys are described where the command is")]
pub struct Source {
    pub document: String,
    pub path: String,
    pub dated: Date,
    pub verified_on: Date,
}

/// A plan.
#[derive(Debug, Clone, PartialEq, Eq, Serialize)]
#[allow(missing_docs, reason = "the keys are described where the command is")]
pub struct Plan {
    pub rank: u32,
    pub tracks: Vec<Track>,
    pub uncovered: Vec<Uncovered>,
    pub days: Span<u32>,
    pub dates: Span<Date>,
    pub cost: Cost,
}

/// A track of a plan.
#[derive(Debug, Clone, PartialEq, Eq, Serialize)]
#[allow(missing_docs, reason = "the keys are described where the command is")]
pub struct Track {
    pub gateway: String,
    pub module: String,
    pub portone: Portone,
    pub purpose: Purpose,
    pub methods: Vec<Method>,
    pub test_mids: Vec<String>,
    pub reasons: Vec<Reason>,
    pub conditions: Vec<Reason>,
}

/// A wish that no module of the plan fulfils.
#[derive(Debug, Clone, PartialEq, Eq, Serialize)]
#[allow(missing_docs, reason = "the keys are described where the command is")]
pub struct Uncovered {
    pub wish: Wish,
    pub reasons: Vec<Reason>,
}

/// Method × purpose, and where the buyer is when that was answered.
#[derive(Debug, Clone, PartialEq, Eq, Serialize)]
#[allow(missing_docs, reason = "the keys are described where the command is")]
pub struct Wish {
    pub method: Option<Method>,
    pub purpose: Purpose,
    #[serde(skip_serializing_if = "Option::is_none")]
    pub country: Option<String>,
    #[serde(skip_serializing_if = "Option::is_none")]
    pub currency: Option<String>,
}

/// Earliest, usual, late.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize)]
#[allow(missing_docs, reason = "the keys are described where the command is")]
pub struct Span<T> {
    pub earliest: T,
    pub usual: T,
    pub late: T,
}

/// Won; null: no document gives a figure, or the answers do not.
#[derive(Debug, Clone, PartialEq, Eq, Serialize)]
#[allow(missing_docs, reason = "the keys are described where the command is")]
pub struct Cost {
    pub joining: Option<u64>,
    pub monthly: Option<u64>,
    pub insurance: Option<u64>,
    pub portone: Option<u64>,
    pub assumptions: Vec<Reason>,
}

/// What is not offered.
#[derive(Debug, Clone, PartialEq, Eq, Serialize)]
#[allow(missing_docs, reason = "the keys are described where the command is")]
pub struct Rejected {
    pub gateway: String,
    pub module: Option<String>,
    pub portone: Option<Portone>,
    pub purpose: Purpose,
    /// The wished methods that it is about; empty: no method was wished for.
    pub methods: Vec<Method>,
    /// The countries that it is about, where the buyers' countries decide.
    #[serde(skip_serializing_if = "Vec::is_empty")]
    pub countries: Vec<String>,
    /// The currencies that it is about.
    #[serde(skip_serializing_if = "Vec::is_empty")]
    pub currencies: Vec<String>,
    pub verdict: &'static str,
    pub reasons: Vec<Reason>,
}

/// A task of the best plan.
#[derive(Debug, Clone, PartialEq, Eq, Serialize)]
#[allow(missing_docs, reason = "the keys are described where the command is")]
pub struct Task {
    pub id: String,
    pub title: String,
    pub who: Actor,
    pub stage: Stage,
}

/// The plan as it is written out.
#[must_use]
pub fn result(planning: &Planning, catalog: &Catalog) -> Result {
    let mut warnings: Vec<Reason> = planning.warnings.iter().map(reason).collect();
    let contradictions = planning.contradictions.iter();
    warnings.extend(contradictions.map(|it| contradiction(it, catalog)));
    Result {
        schema: SHAPE,
        today: planning.today,
        version: Answer {
            answer: match planning.version {
                Version::V1 => "v1",
                Version::V2 => "v2",
                Version::Either => "either",
            },
            reasons: reasons(&planning.version_reasons),
        },
        plans: planning.plans.iter().map(plan).collect(),
        rejected: planning.rejected.iter().filter_map(rejected).collect(),
        warnings,
        tasks: planning
            .tasks
            .iter()
            .map(|it| Task {
                id: it.id.clone(),
                title: it.title.ko.clone(),
                who: it.who,
                stage: it.stage,
            })
            .collect(),
    }
}

fn reasons(all: &[core::Reason]) -> Vec<Reason> {
    all.iter().map(reason).collect()
}

fn reason(it: &core::Reason) -> Reason {
    let sources = it.sources.iter();
    Reason {
        code: it.code.clone(),
        text: it.text.ko.clone(),
        source: sources
            .map(|it| Source {
                document: it.doc.clone(),
                path: it.path.clone(),
                dated: it.date,
                verified_on: it.verified_on,
            })
            .collect(),
    }
}

/// Both questions stand in its text, by title and by key: whoever reads this has to find them.
fn contradiction(it: &core::Contradiction, catalog: &Catalog) -> Reason {
    let asked = it.questions.iter().filter_map(|id| {
        let title = &catalog.question(id)?.title.ko;
        Some(format!("‘{title}’ ({id})"))
    });
    let asked: Vec<String> = asked.collect();
    let mut reason = reason(&it.reason);
    reason.text = format!("{} 물음: {}", reason.text, asked.join(", "));
    reason
}

fn plan(it: &core::Plan) -> Plan {
    let high = |won: Option<Won>| won.map(|it| it.high);
    Plan {
        rank: it.rank,
        tracks: it.tracks.iter().map(track).collect(),
        uncovered: it.uncovered.iter().map(uncovered).collect(),
        days: span(it.days),
        dates: span(it.dates),
        cost: Cost {
            joining: high(it.cost.joining),
            monthly: high(it.cost.monthly),
            insurance: high(it.cost.insurance),
            portone: high(it.cost.portone),
            assumptions: reasons(&it.cost.assumptions),
        },
    }
}

fn span<T>(it: core::Span<T>) -> Span<T> {
    Span {
        earliest: it.earliest,
        usual: it.usual,
        late: it.late,
    }
}

fn track(it: &core::PlannedTrack) -> Track {
    // What its days leave out is a condition of the days, so it stands with the conditions.
    let mut conditions = reasons(&it.conditions);
    conditions.extend(reasons(&it.left_out));
    Track {
        gateway: it.spec.gateway.clone(),
        module: it.spec.module.clone(),
        portone: it.portone,
        purpose: it.spec.purpose,
        methods: it.methods.clone(),
        test_mids: it.test_mids.clone(),
        reasons: reasons(&it.reasons),
        conditions,
    }
}

fn uncovered(it: &core::Uncovered) -> Uncovered {
    let mut why = reasons(&it.reasons);
    why.extend(reasons(&it.remedies));
    let (country, currency) = reach(it.wish.reach.as_ref());
    Uncovered {
        wish: Wish {
            method: it.wish.method,
            purpose: it.wish.purpose,
            country,
            currency,
        },
        reasons: why,
    }
}

/// A country, or a currency.
fn reach(it: Option<&Reach>) -> (Option<String>, Option<String>) {
    match it {
        Some(Reach::Country(code)) => (Some(code.clone()), None),
        Some(Reach::Currency(code)) => (None, Some(code.clone())),
        None => (None, None),
    }
}

/// Each of them once, in their order.
fn once<T: PartialEq>(all: impl Iterator<Item = T>) -> Vec<T> {
    let mut once = Vec::new();
    for it in all {
        if !once.contains(&it) {
            once.push(it);
        }
    }
    once
}

fn rejected(it: &core::Rejected) -> Option<Rejected> {
    let verdict = match it.verdict {
        Verdict::No => "no",
        Verdict::Disagree => "documents_disagree",
        Verdict::Undocumented => "undocumented",
        Verdict::Fits | Verdict::Conditional => return None,
    };
    let reach = it.wishes.iter().map(|it| reach(it.reach.as_ref()));
    let (countries, currencies): (Vec<_>, Vec<_>) = reach.unzip();
    Some(Rejected {
        gateway: it.gateway.clone(),
        module: it.module.clone(),
        portone: it.portone,
        purpose: it.purpose,
        methods: once(it.wishes.iter().filter_map(|it| it.method)),
        countries: once(countries.into_iter().flatten()),
        currencies: once(currencies.into_iter().flatten()),
        verdict,
        reasons: reasons(&it.reasons),
    })
}
