//! Conditions of the catalogue over answers and tracks.

use std::collections::BTreeMap;

use catalog::Catalog;
use catalog::model::{Field, Method, Mode, Portone, Purpose, Requirement, UNKNOWN, When};

use crate::view::Needed;

/// The interview's question whose answers are methods.
pub const METHODS: &str = "methods";

/// What a condition is asked about.
#[derive(Debug, Clone, Copy)]
pub struct Ctx<'a> {
    /// Answers by question.
    pub answers: &'a BTreeMap<String, Vec<String>>,
    /// The track at hand, or all active ones for a task of the whole journey: a condition on a
    /// track holds when it holds for one of them.
    pub tracks: &'a [TrackCtx<'a>],
    /// Whether test or live values are entered.
    pub mode: Option<Mode>,
}

/// What a condition may ask of a track.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct TrackCtx<'a> {
    /// Gateway id.
    pub gateway: &'a str,
    /// Module id.
    pub module: &'a str,
    /// Purpose.
    pub purpose: Purpose,
    /// PortOne version; None when the catalogue no longer has the module.
    pub portone: Option<Portone>,
}

/// Whether a condition holds.
pub fn when_holds(when: &When, ctx: &Ctx<'_>) -> bool {
    match when {
        When::Always => true,
        When::All(all) => all.iter().all(|it| when_holds(it, ctx)),
        When::Any(any) => any.iter().any(|it| when_holds(it, ctx)),
        When::Not(it) => !when_holds(it, ctx),
        When::Answer { question, is } => answer(ctx.answers, question)
            .iter()
            .any(|value| is.contains(value)),
        When::Given(question) => answer(ctx.answers, question).iter().any(|it| it != UNKNOWN),
        When::Number { question, min, max } => {
            let number: Option<u64> = answer(ctx.answers, question)
                .first()
                .and_then(|it| it.parse().ok());
            number.is_some_and(|it| {
                min.is_none_or(|min| it >= min) && max.is_none_or(|max| it <= max)
            })
        }
        When::Method(methods) => {
            let wanted = answer(ctx.answers, METHODS);
            methods
                .iter()
                .any(|method| wanted.iter().any(|it| it == method_id(*method)))
        }
        When::Purpose(_) | When::Portone(_) | When::Gateway(_) | When::Module(_) => {
            ctx.tracks.iter().any(|track| track_fits(when, track))
        }
        When::Mode(mode) => ctx.mode == Some(*mode),
    }
}

fn track_fits(when: &When, track: &TrackCtx<'_>) -> bool {
    match when {
        When::Purpose(purposes) => purposes.contains(&track.purpose),
        When::Portone(portone) => track.portone == Some(*portone),
        When::Gateway(ids) => ids.iter().any(|id| id == track.gateway),
        When::Module(ids) => ids.iter().any(|id| id == track.module),
        When::Always
        | When::All(_)
        | When::Any(_)
        | When::Not(_)
        | When::Answer { .. }
        | When::Given(_)
        | When::Number { .. }
        | When::Method(_)
        | When::Mode(_) => false,
    }
}

/// Whether a condition could hold if the interview were answered otherwise.
pub(crate) fn could_hold(when: &When, ctx: &Ctx<'_>) -> bool {
    free(when, ctx) != Some(false)
}

/// The condition's truth with the answers left open: None = it depends on them.
fn free(when: &When, ctx: &Ctx<'_>) -> Option<bool> {
    match when {
        When::Answer { .. } | When::Given(_) | When::Number { .. } | When::Method(_) => None,
        When::Not(it) => free(it, ctx).map(|holds| !holds),
        When::All(all) => join(all, ctx, false),
        When::Any(any) => join(any, ctx, true),
        When::Always
        | When::Purpose(_)
        | When::Portone(_)
        | When::Gateway(_)
        | When::Module(_)
        | When::Mode(_) => Some(when_holds(when, ctx)),
    }
}

/// `decisive` as soon as one is; open if one is open; else the other way.
fn join(parts: &[When], ctx: &Ctx<'_>, decisive: bool) -> Option<bool> {
    let mut open = false;
    for part in parts {
        match free(part, ctx) {
            Some(it) if it == decisive => return Some(decisive),
            Some(_) => {}
            None => open = true,
        }
    }
    if open { None } else { Some(!decisive) }
}

/// Whether a condition asks about a track, which there is none of before the plan.
pub(crate) fn asks_track(when: &When) -> bool {
    match when {
        When::Purpose(_) | When::Portone(_) | When::Gateway(_) | When::Module(_) => true,
        When::All(parts) | When::Any(parts) => parts.iter().any(asks_track),
        When::Not(part) => asks_track(part),
        When::Always
        | When::Answer { .. }
        | When::Given(_)
        | When::Number { .. }
        | When::Method(_)
        | When::Mode(_) => false,
    }
}

/// Whether a field's condition applies: `None` where only a person can tell, or where it has none.
pub fn applies(field: &Field, ctx: &Ctx<'_>) -> Option<bool> {
    match &field.requirement {
        Requirement::Conditional {
            when: When::Always, ..
        }
        | Requirement::Required
        | Requirement::Optional
        | Requirement::Undocumented
        | Requirement::Decided { .. }
        | Requirement::Blank { .. } => None,
        Requirement::Conditional { when, .. } => Some(when_holds(when, ctx)),
    }
}

/// Whether a field must be filled here.
pub(crate) fn needed(field: &Field, ctx: &Ctx<'_>) -> Needed {
    match &field.requirement {
        Requirement::Required => Needed::Yes,
        Requirement::Optional | Requirement::Decided { .. } => Needed::May,
        Requirement::Blank { .. } => Needed::Blank,
        Requirement::Undocumented => Needed::AskPerson,
        Requirement::Conditional { else_blank, .. } => match (applies(field, ctx), else_blank) {
            (None, _) => Needed::AskPerson,
            (Some(true), _) => Needed::Yes,
            (Some(false), true) => Needed::Blank,
            (Some(false), false) => Needed::May,
        },
    }
}

/// The answers that count, and the questions that are asked: an answer to a question that is no
/// longer asked says nothing.
pub(crate) fn asked<'a>(
    answers: &BTreeMap<String, Vec<String>>,
    catalog: &'a Catalog,
    tracks: &[TrackCtx<'_>],
) -> (BTreeMap<String, Vec<String>>, Vec<&'a str>) {
    let mut counting = answers.clone();
    for question in &catalog.questions {
        counting.remove(&question.id);
    }
    let mut asked = Vec::new();
    for question in &catalog.questions {
        let ctx = Ctx {
            answers: &counting,
            tracks,
            mode: None,
        };
        if when_holds(&question.when, &ctx) {
            asked.push(question.id.as_str());
            if let Some(values) = answers.get(&question.id) {
                counting.insert(question.id.clone(), values.clone());
            }
        }
    }
    (counting, asked)
}

pub(crate) fn answer<'a>(answers: &'a BTreeMap<String, Vec<String>>, id: &str) -> &'a [String] {
    answers.get(id).map_or(&[], Vec::as_slice)
}

/// Every method, in the order of its declaration.
pub const ALL_METHODS: [Method; 11] = [
    Method::Card,
    Method::Transfer,
    Method::VirtualAccount,
    Method::Mobile,
    Method::GiftCertificate,
    Method::Kakaopay,
    Method::Tosspay,
    Method::Naverpay,
    Method::Payco,
    Method::OtherEasyPay,
    Method::Identity,
];

/// A method as the answers write it.
pub const fn method_id(method: Method) -> &'static str {
    match method {
        Method::Card => "card",
        Method::Transfer => "transfer",
        Method::VirtualAccount => "virtual_account",
        Method::Mobile => "mobile",
        Method::GiftCertificate => "gift_certificate",
        Method::Kakaopay => "kakaopay",
        Method::Tosspay => "tosspay",
        Method::Naverpay => "naverpay",
        Method::Payco => "payco",
        Method::OtherEasyPay => "other_easy_pay",
        Method::Identity => "identity",
    }
}

/// A purpose as the answers write it.
pub const fn purpose_id(purpose: Purpose) -> &'static str {
    match purpose {
        Purpose::OneTime => "one_time",
        Purpose::Recurring => "recurring",
        Purpose::KeyIn => "key_in",
        Purpose::Identity => "identity",
        Purpose::EasyPay => "easy_pay",
        Purpose::Overseas => "overseas",
    }
}
