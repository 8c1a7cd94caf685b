//! Whether a module fits a purpose: rules, trades, countries and currencies, all from the catalogue.

use std::collections::BTreeMap;

use catalog::Catalog;
use catalog::model::{
    Answer, Gateway, Impossible, Industry, Method, Module, Purpose, Reach as Listed, Rule,
    StartsAfter, Verdict as Says, When,
};

use super::words::{Words, add, same};
use super::{
    Answers, CANNOT, CLOSED, Judged, OVERSEAS_METHODS, PURPOSES, Reach, Reason, Verdict, Wish,
    WishJudged,
};
use crate::event::TrackSpec;
use crate::when::{Ctx, METHODS, TrackCtx, method_id, purpose_id, when_holds};

/// That no gateway takes what is sold.
pub(super) const TRADE_REFUSED: &str = "trade-refused-everywhere";

/// The condition that something else is open before.
pub(super) const STARTS_AFTER: &str = "starts-after";

/// What speaks for and against, before it becomes a verdict.
#[derive(Clone, Default)]
struct Found {
    against: Vec<Reason>,
    disagree: Vec<Reason>,
    undocumented: Vec<Reason>,
    conditions: Vec<Reason>,
    reasons: Vec<Reason>,
}

impl Found {
    fn add(&mut self, other: &Found) {
        add(&mut self.against, other.against.iter().cloned());
        add(&mut self.disagree, other.disagree.iter().cloned());
        add(&mut self.undocumented, other.undocumented.iter().cloned());
        add(&mut self.conditions, other.conditions.iter().cloned());
        add(&mut self.reasons, other.reasons.iter().cloned());
    }

    fn verdict(&self) -> Verdict {
        if !self.against.is_empty() {
            Verdict::No
        } else if !self.disagree.is_empty() {
            Verdict::Disagree
        } else if !self.undocumented.is_empty() {
            Verdict::Undocumented
        } else if !self.conditions.is_empty() {
            Verdict::Conditional
        } else {
            Verdict::Fits
        }
    }

    /// Why it is not offered.
    fn why_not(&self) -> Vec<Reason> {
        let all = [&self.against, &self.disagree, &self.undocumented];
        all.into_iter().flatten().cloned().collect()
    }
}

/// What the answers wish for.
pub(super) fn wishes(answers: &Answers) -> Vec<Wish> {
    let mut wishes = Vec::new();
    for &purpose in &answers.purposes {
        let methods = answers.methods_for(purpose);
        let methods: Vec<Option<Method>> = match methods {
            [] => vec![None],
            some => some.iter().copied().map(Some).collect(),
        };
        let mut places: Vec<Option<Reach>> = Vec::new();
        if purpose == Purpose::Overseas {
            places.extend(
                answers
                    .countries
                    .iter()
                    .cloned()
                    .map(|it| Some(Reach::Country(it))),
            );
            places.extend(
                answers
                    .currencies
                    .iter()
                    .cloned()
                    .map(|it| Some(Reach::Currency(it))),
            );
        }
        if places.is_empty() {
            places.push(None);
        }
        for method in methods {
            wishes.extend(places.iter().map(|reach| Wish {
                purpose,
                method,
                reach: reach.clone(),
            }));
        }
    }
    wishes
}

/// The rules against a track in every wish that it could fulfil, whether its purpose was wished for
/// or not. Empty: it may be taken.
pub(super) fn forbidden(catalog: &Catalog, answers: &Answers, spec: &TrackSpec) -> Vec<Reason> {
    let Some(gateway) = catalog.gateway(&spec.gateway) else {
        return Vec::new();
    };
    let Some(module) = gateway.modules.iter().find(|it| it.id == spec.module) else {
        return Vec::new();
    };
    let only = Answers {
        purposes: vec![spec.purpose],
        ..answers.clone()
    };
    let wishes = wishes(&only);
    let judged = Judge::new(catalog, &only, &wishes).judge(gateway, module, spec.purpose);
    if judged.wishes.iter().any(|it| it.verdict != Verdict::No) {
        return Vec::new();
    }
    // What a module does not do, or does for nobody new, is for the user to know: only a rule of the
    // catalogue refuses.
    let refuses = |code: &str| {
        let mut rules = catalog.rules.iter().filter(|it| it.verdict == Says::No);
        rules.any(|it| it.id == code) && code != CANNOT && code != CLOSED
    };
    let against = judged.against.into_iter();
    against.filter(|it| refuses(&it.code)).collect()
}

/// Judges modules by the answers.
pub(super) struct Judge<'a> {
    pub(super) catalog: &'a Catalog,
    pub(super) answers: &'a Answers,
    pub(super) wishes: &'a [Wish],
    trades: Vec<&'a Industry>,
    /// Rules that speak of a method are asked for each method by itself: what a rule says of one
    /// must not be held against another.
    rules: Vec<(&'a Rule, bool)>,
    /// The answers as if only one method were wished for.
    pub(super) narrowed: BTreeMap<(Purpose, Option<Method>), BTreeMap<String, Vec<String>>>,
}

impl<'a> Judge<'a> {
    pub(super) fn new(catalog: &'a Catalog, answers: &'a Answers, wishes: &'a [Wish]) -> Self {
        let mut narrowed = BTreeMap::new();
        for wish in wishes {
            narrowed
                .entry((wish.purpose, wish.method))
                .or_insert_with(|| narrow(answers, wish));
        }
        Judge {
            catalog,
            answers,
            wishes,
            trades: answers
                .trades
                .iter()
                .filter_map(|id| catalog.industries.iter().find(|it| it.id == *id))
                .collect(),
            rules: catalog
                .rules
                .iter()
                .filter(|rule| rule.verdict != Says::Warn)
                .map(|rule| (rule, asks_method(&rule.when)))
                .collect(),
            narrowed,
        }
    }

    /// Every module that does one of the purposes, in the catalogue's order.
    pub(super) fn judged(&self) -> Vec<Judged> {
        let mut all = Vec::new();
        for (gateway, module) in self.catalog.modules() {
            for &purpose in &self.answers.purposes {
                if module.purposes.contains(&purpose) {
                    all.push(self.judge(gateway, module, purpose));
                }
            }
        }
        all
    }

    fn judge(&self, gateway: &'a Gateway, module: &'a Module, purpose: Purpose) -> Judged {
        let track = TrackCtx {
            gateway: &gateway.id,
            module: &module.id,
            purpose,
            portone: Some(module.portone),
        };
        let mut general = self.rules_say(track, &self.answers.all, false);
        if module.closed_since.is_some() && !self.answers.contracted.contains(&gateway.id) {
            general
                .against
                .push(Words::common(self.catalog).rule(CLOSED));
        }
        for trade in &self.trades {
            self.trade(trade, gateway, module, purpose, &mut general);
        }
        for it in waits(gateway, module, self.answers, track) {
            if !already_open(it, gateway, self.answers, self.catalog) {
                let words = self.words(gateway);
                general
                    .conditions
                    .push(words.reason(STARTS_AFTER, &it.text, &it.source));
            }
        }
        let listed = module.methods_for(purpose);
        let mut by_method: BTreeMap<Option<Method>, Found> = BTreeMap::new();
        let mut wishes = Vec::new();
        let mut sum = Found::default();
        let mut against = Vec::new();
        for wish in self.wishes.iter().filter(|it| it.purpose == purpose) {
            if wish.method.is_some_and(|method| !listed.contains(&method)) {
                wishes.push(WishJudged {
                    wish: wish.clone(),
                    verdict: Verdict::No,
                    against: Vec::new(),
                });
                continue;
            }
            let found = by_method.entry(wish.method).or_insert_with(|| {
                let answers = &self.narrowed[&(purpose, wish.method)];
                let mut found = self.rules_say(track, answers, true);
                found
                    .against
                    .extend(self.impossible(gateway, track, answers, wish));
                found.add(&general);
                found
            });
            let mut found = found.clone();
            self.reach(gateway, module, wish, &mut found);
            let verdict = found.verdict();
            let why_not = found.why_not();
            if verdict.serves() {
                add(&mut sum.conditions, found.conditions);
                add(&mut sum.reasons, found.reasons);
            } else {
                add(&mut against, why_not.iter().cloned());
            }
            wishes.push(WishJudged {
                wish: wish.clone(),
                verdict,
                against: why_not,
            });
        }
        if against.is_empty() && wishes.iter().all(|it| it.verdict == Verdict::No) {
            against.push(Words::common(self.catalog).rule(CANNOT));
        }
        Judged {
            spec: TrackSpec {
                gateway: gateway.id.clone(),
                module: module.id.clone(),
                purpose,
            },
            portone: module.portone,
            verdict: wishes
                .iter()
                .map(|it| it.verdict)
                .min()
                .unwrap_or(Verdict::No),
            wishes,
            reasons: sum.reasons,
            conditions: sum.conditions,
            against,
        }
    }

    fn words(&self, gateway: &'a Gateway) -> Words<'a> {
        Words {
            catalog: self.catalog,
            gateway: Some(&gateway.id),
        }
    }

    /// What the rules say of a track: those that speak of a method, or the others.
    fn rules_say(
        &self,
        track: TrackCtx<'_>,
        answers: &BTreeMap<String, Vec<String>>,
        of_methods: bool,
    ) -> Found {
        let ctx = Ctx {
            answers,
            tracks: &[track],
            mode: None,
        };
        let words = Words::common(self.catalog);
        let mut found = Found::default();
        for (rule, _) in self.rules.iter().filter(|it| it.1 == of_methods) {
            if !when_holds(&rule.when, &ctx) {
                continue;
            }
            let reason = words.reason(&rule.id, &rule.text, &rule.source);
            match rule.verdict {
                Says::No => found.against.push(reason),
                Says::Disagree => found.disagree.push(reason),
                Says::Undocumented => found.undocumented.push(reason),
                Says::Conditional => found.conditions.push(reason),
                Says::Prefer => found.reasons.push(reason),
                Says::Warn => {}
            }
        }
        found
    }

    /// Wishes that this gateway cannot fulfil, asked as if this one were the only wish.
    pub(super) fn impossible(
        &self,
        gateway: &Gateway,
        track: TrackCtx<'_>,
        answers: &BTreeMap<String, Vec<String>>,
        wish: &Wish,
    ) -> Vec<Reason> {
        let own = |it: &&Impossible| it.gateway == gateway.id;
        let mut own = self.catalog.impossible.iter().filter(own).peekable();
        if own.peek().is_none() {
            return Vec::new();
        }
        let mut only = answers.clone();
        only.insert(
            PURPOSES.to_owned(),
            vec![purpose_id(wish.purpose).to_owned()],
        );
        let ctx = Ctx {
            answers: &only,
            tracks: &[track],
            mode: None,
        };
        let words = Words::common(self.catalog);
        own.filter(|it| when_holds(&it.when, &ctx))
            .map(|it| words.reason(&it.id, &it.text, &it.source))
            .collect()
    }

    /// What a gateway answers to a trade that is hard to place.
    fn trade(
        &self,
        trade: &Industry,
        gateway: &'a Gateway,
        module: &Module,
        purpose: Purpose,
        found: &mut Found,
    ) {
        // The list is about what is paid for.
        if purpose == Purpose::Identity {
            return;
        }
        let words = Words::common(self.catalog);
        let say = |code: &str, text: Option<&catalog::Text>, source| {
            let none = same("");
            let blanks = [("trade", &trade.name), ("text", text.unwrap_or(&none))];
            let mut reason = words.sentence(code, &blanks);
            reason.sources = words.sources(source);
            reason
        };
        if trade.refused_everywhere && self.taken_elsewhere(trade, gateway) {
            let readings = trade.disagreements.iter().flat_map(|it| &it.readings);
            let said = readings.map(|it| say("trade-disagreement", Some(&it.text), &it.source));
            return found.disagree.extend(said);
        }
        if trade.refused_everywhere {
            let reason = say(TRADE_REFUSED, None, &trade.source);
            return found.against.push(reason);
        }
        if module.own_trades {
            return;
        }
        let answer = trade
            .answers
            .iter()
            .find(|it| it.gateways.contains(&gateway.id));
        let Some(it) = answer else {
            let reason = say("trade-undocumented", None, &trade.source);
            return found.undocumented.push(reason);
        };
        match (it.answer, &it.text) {
            (Answer::Refuses, Some(text)) => {
                found
                    .against
                    .push(say("trade-conditional", Some(text), &it.source));
            }
            (Answer::Refuses, None) => found.against.push(say("trade-refused", None, &it.source)),
            (Answer::Reviews | Answer::Conditional, text) => {
                found
                    .conditions
                    .push(say("trade-reviews", None, &it.source));
                if let Some(text) = text {
                    found
                        .conditions
                        .push(say("trade-conditional", Some(text), &it.source));
                }
            }
        }
    }

    /// Whether another entry of the list names the same goods, and that gateway as one that takes them.
    fn taken_elsewhere(&self, trade: &Industry, gateway: &Gateway) -> bool {
        let other = |it: &&Industry| Some(&it.id) == trade.overlaps.as_ref();
        let entries = self.catalog.industries.iter().filter(other);
        let mut answers = entries.flat_map(|it| &it.answers);
        answers.any(|it| it.answer != Answer::Refuses && it.gateways.contains(&gateway.id))
    }

    /// Whether a wish's country or currency is among those that the documents list.
    fn reach(&self, gateway: &'a Gateway, module: &Module, wish: &Wish, found: &mut Found) {
        let (lists, names, code, kind) = match &wish.reach {
            None => return,
            Some(Reach::Country(code)) => {
                (&module.countries, &self.catalog.countries, code, "country")
            }
            Some(Reach::Currency(code)) => (
                &module.currencies,
                &self.catalog.currencies,
                code,
                "currency",
            ),
        };
        let fits = |list: &&Listed| {
            list.methods.is_empty() || wish.method.is_none_or(|it| list.methods.contains(&it))
        };
        let lists: Vec<&Listed> = lists.iter().filter(fits).collect();
        if lists.iter().any(|list| list.codes.contains(code)) {
            return;
        }
        let words = self.words(gateway);
        let code_alone = same(code);
        let name = names.get(code).unwrap_or(&code_alone);
        let say = |what: &str| words.sentence(&format!("{kind}-{what}"), &[("name", name)]);
        match (lists.first(), &wish.reach) {
            (Some(list), _) => {
                let mut reason = say("not-listed");
                reason.sources = words.sources(&list.source);
                found.against.push(reason);
            }
            // A page that lists no country says of none that it is not served.
            (None, Some(Reach::Country(_))) => found.conditions.push(say("undocumented")),
            (None, _) => found.undocumented.push(say("undocumented")),
        }
    }
}

/// The answers as if this wish's method were the only one.
fn narrow(answers: &Answers, wish: &Wish) -> BTreeMap<String, Vec<String>> {
    let mut only = answers.all.clone();
    if let Some(method) = wish.method {
        let method = vec![method_id(method).to_owned()];
        if wish.purpose == Purpose::Overseas {
            only.insert(OVERSEAS_METHODS.to_owned(), method.clone());
        }
        only.insert(METHODS.to_owned(), method);
    }
    only
}

/// Whether a condition speaks of a method.
fn asks_method(when: &When) -> bool {
    match when {
        When::Method(_) => true,
        When::Answer { question, .. } | When::Given(question) => {
            question == METHODS || question == OVERSEAS_METHODS
        }
        When::All(parts) | When::Any(parts) => parts.iter().any(asks_method),
        When::Not(part) => asks_method(part),
        When::Always
        | When::Number { .. }
        | When::Purpose(_)
        | When::Portone(_)
        | When::Gateway(_)
        | When::Module(_)
        | When::Mode(_) => false,
    }
}

/// Whether a condition looks at what the merchant is and has, and at nothing that was wished for.
pub(super) fn asks_answers_alone(when: &When) -> bool {
    match when {
        When::Answer { question, .. } | When::Given(question) | When::Number { question, .. } => {
            ![PURPOSES, METHODS, OVERSEAS_METHODS].contains(&question.as_str())
        }
        When::All(parts) | When::Any(parts) => parts.iter().all(asks_answers_alone),
        When::Not(part) => asks_answers_alone(part),
        When::Always
        | When::Method(_)
        | When::Purpose(_)
        | When::Portone(_)
        | When::Gateway(_)
        | When::Module(_)
        | When::Mode(_) => false,
    }
}

/// What must be open elsewhere before a track of this module begins.
pub(super) fn waits<'g>(
    gateway: &'g Gateway,
    module: &Module,
    answers: &Answers,
    track: TrackCtx<'_>,
) -> Vec<&'g StartsAfter> {
    let ctx = Ctx {
        answers: &answers.all,
        tracks: &[track],
        mode: None,
    };
    gateway
        .starts_after
        .iter()
        .filter(|it| it.modules.is_empty() || it.modules.contains(&module.id))
        .filter(|it| when_holds(&it.when, &ctx))
        .collect()
}

/// Whether a track is one that another waits for: another gateway's, and as the condition says.
pub(super) fn is_other(
    it: &StartsAfter,
    gateway: &str,
    answers: &Answers,
    track: TrackCtx<'_>,
) -> bool {
    let ctx = Ctx {
        answers: &answers.all,
        tracks: &[track],
        mode: None,
    };
    track.gateway != gateway && when_holds(&it.other, &ctx)
}

/// Whether the answers say that it is open already: a contract with another such gateway, and sales
/// for as many months, or a contract with this one.
pub(super) fn already_open(
    it: &StartsAfter,
    gateway: &Gateway,
    answers: &Answers,
    catalog: &Catalog,
) -> bool {
    let long_enough = answers.months_of_sales.unwrap_or(0) >= u64::from(it.months);
    let other = |id: &String| {
        let modules = catalog.gateway(id).into_iter().flat_map(|it| &it.modules);
        modules.into_iter().any(|module| {
            module.purposes.iter().any(|&purpose| {
                let track = TrackCtx {
                    gateway: id,
                    module: &module.id,
                    purpose,
                    portone: Some(module.portone),
                };
                is_other(it, &gateway.id, answers, track)
            })
        })
    };
    // Who has a contract with the gateway itself has been through it.
    answers.contracted.contains(&gateway.id)
        || (long_enough && answers.contracted.iter().any(other))
}
