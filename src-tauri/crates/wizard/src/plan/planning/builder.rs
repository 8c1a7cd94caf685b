//! The plans themselves: tracks, what they do not cover, warnings, tasks.

use super::*;

/// Puts plans together.
pub(super) struct Builder<'a> {
    pub(super) catalog: &'a Catalog,
    pub(super) answers: &'a Answers,
    pub(super) judged: &'a [Judged],
    pub(super) table: &'a Table<'a>,
    pub(super) graph: &'a Graph<'a>,
    pub(super) today: Date,
}

impl<'a> Builder<'a> {
    pub(super) fn words(&self) -> Words<'a> {
        Words::common(self.catalog)
    }

    pub(super) fn plan(&self, rank: u32, set: &[usize], uncovered: &[Uncovered]) -> Plan {
        let mut set = set.to_vec();
        // The road's order: payments, then what is added to them.
        set.sort_by_key(|n| {
            let spec = &self.judged[self.table.of[*n]].spec;
            (spec.purpose, spec.clone())
        });
        let tracks = self.tracks(&set);
        self.of_tracks(rank, tracks, self.precaution(&set), uncovered.to_vec())
    }

    /// Only what decides the day of opening is called so.
    fn tracks(&self, set: &[usize]) -> Vec<PlannedTrack> {
        let deciding = cover::deciding(&self.table.problem, set);
        let track = |n: &usize| {
            let mut track = self.track(set, *n);
            if !deciding.contains(n) {
                track.bars.iter_mut().for_each(|bar| bar.critical = false);
            }
            track
        };
        set.iter().map(track).collect()
    }

    /// The plan of tracks that a person chose one by one. What does not fit the answers any more, or
    /// never did, stays in it with what stands against it.
    pub(super) fn by_hand(&self, chosen: &[TrackSpec], wishes: &[Wish]) -> Plan {
        let place = |spec: &TrackSpec| {
            let mut all = self.table.of.iter();
            all.position(|n| self.judged[*n].spec == *spec)
        };
        let set: Vec<usize> = chosen.iter().filter_map(place).collect();
        let mut tracks = self.tracks(&set);
        let others = chosen.iter().filter(|it| place(it).is_none());
        tracks.extend(others.map(|it| self.unfit(it)));
        tracks.sort_by_key(|it| (it.spec.purpose, it.spec.clone()));
        let covered = |wish: &&Wish| tracks.iter().any(|it| it.covers.contains(wish));
        let missing = wishes.iter().filter(|wish| !covered(wish));
        let uncovered = missing.map(|wish| self.left_aside(wish)).collect();
        let precaution = self.precaution(&set);
        let new = |it: &Precaution| chosen.iter().all(|one| one.gateway != it.spec.gateway);
        self.of_tracks(0, tracks, precaution.filter(new), uncovered)
    }

    /// A wish that the chosen tracks do not fulfil: others may.
    fn left_aside(&self, wish: &Wish) -> Uncovered {
        let able = self
            .judged
            .iter()
            .filter(|it| it.covers().any(|one| one == wish));
        let mut names: Vec<&catalog::Text> = Vec::new();
        for gateway in able.filter_map(|it| self.catalog.gateway(&it.spec.gateway)) {
            if !names.contains(&&gateway.name) {
                names.push(&gateway.name);
            }
        }
        if names.is_empty() {
            return self.uncovered(wish);
        }
        let words = self.words();
        let names = listed(&names);
        Uncovered {
            wish: wish.clone(),
            reasons: vec![words.sentence("wish-not-chosen", &[])],
            remedies: vec![words.sentence("wish-addable", &[("names", &names)])],
        }
    }

    fn of_tracks(
        &self,
        rank: u32,
        tracks: Vec<PlannedTrack>,
        precaution: Option<Precaution>,
        uncovered: Vec<Uncovered>,
    ) -> Plan {
        let days = time::last(tracks.iter().map(|it| it.days));
        let paid: Vec<Paid<'_>> = tracks
            .iter()
            .map(|it| Paid {
                spec: &it.spec,
                portone: Some(it.portone),
                methods: &it.methods,
            })
            .collect();
        let mut contracts: Vec<&str> = tracks.iter().map(|it| it.spec.gateway.as_str()).collect();
        contracts.retain(|id| !has(&self.answers.contracted, id));
        contracts.sort_unstable();
        contracts.dedup();
        Plan {
            rank,
            uncovered,
            contracts: u32::try_from(contracts.len()).unwrap_or(u32::MAX),
            days,
            dates: time::dates(self.catalog, self.today, days),
            cost: cost::cost(self.catalog, self.answers, &paid),
            precaution,
            wished: self
                .answers
                .wished_day
                .map(|day| wished::answer(self.catalog, self.today, day, days, &tracks)),
            tracks,
        }
    }

    pub(super) fn track(&self, set: &[usize], n: usize) -> PlannedTrack {
        let problem = &self.table.problem;
        let it = &self.judged[self.table.of[n]];
        let begins = cover::begins(problem, set, n);
        let mut track = self.laid(it, begins);
        track.days = cover::opens_one(problem, set, n);
        track.dates = time::dates(self.catalog, self.today, track.days);
        track
    }

    /// A track that the answers do not allow.
    fn unfit(&self, spec: &TrackSpec) -> PlannedTrack {
        let known = self.judged.iter().find(|it| it.spec == *spec).cloned();
        let it = known.unwrap_or_else(|| Judged {
            spec: spec.clone(),
            portone: self
                .catalog
                .module(&spec.module)
                .map_or(Portone::V2, |(_, module)| module.portone),
            verdict: Verdict::No,
            wishes: Vec::new(),
            reasons: Vec::new(),
            conditions: Vec::new(),
            against: verdict::forbidden(self.catalog, self.answers, spec),
        });
        let mut track = self.laid(&it, None);
        track.conditions = it.against;
        track
    }

    fn laid(&self, it: &Judged, begins: Option<Span<u32>>) -> PlannedTrack {
        let later = self.table.problem.later;
        let (catalog, answers, graph) = (self.catalog, self.answers, self.graph);
        let (mut bars, left_out, days) = lay_out(
            catalog,
            answers,
            graph,
            self.today,
            later,
            it,
            begins,
            |schedule, case| {
                (
                    schedule.bars(graph, case),
                    schedule.left_out(graph, catalog),
                    schedule.days,
                )
            },
        );
        if begins.is_some() {
            let wait = it
                .conditions
                .iter()
                .find(|reason| reason.code == STARTS_AFTER);
            let gateway = catalog.gateway(&it.spec.gateway);
            let stage = gateway
                .and_then(|it| it.starts_after.first())
                .map(|it| it.stage);
            let first = bars.iter_mut().find(|bar| Some(bar.stage) >= stage);
            if let Some(bar) = first {
                bar.waits_for = wait.cloned();
            }
        }
        let module = module(catalog, it);
        let mids = module.map(|it| it.test_mids.as_slice()).unwrap_or_default();
        let mids = mids
            .iter()
            .filter(|mid| mid.purposes.contains(&it.spec.purpose));
        PlannedTrack {
            spec: it.spec.clone(),
            portone: it.portone,
            methods: methods(it),
            covers: it.covers().cloned().collect(),
            test_mids: mids.map(|mid| mid.mid.clone()).collect(),
            reasons: it.reasons.clone(),
            conditions: it.conditions.clone(),
            days,
            dates: time::dates(catalog, self.today, days),
            bars,
            left_out,
        }
    }

    /// Another gateway for what most buyers will use.
    pub(super) fn precaution(&self, set: &[usize]) -> Option<Precaution> {
        let problem = &self.table.problem;
        let spec = |n: usize| &self.judged[self.table.of[n]].spec;
        let main = set
            .iter()
            .copied()
            .find(|n| spec(*n).purpose != Purpose::Identity)?;
        let it = &problem.choices[main];
        let used = |gateway: usize| set.iter().any(|n| problem.choices[*n].gateway == gateway);
        let others = (0..problem.choices.len()).filter(|n| {
            let other = &problem.choices[*n];
            !used(other.gateway)
                && other.after.is_none()
                && other.version == it.version
                && spec(*n).purpose == spec(main).purpose
                && other.mask & it.mask != 0
        });
        // As plans are ranked, among those that can do most of the same.
        let best = others.min_by_key(|n| {
            let shared = (problem.choices[*n].mask & it.mask).count_ones();
            (u32::MAX - shared, cover::key(problem, &[*n]))
        })?;
        let words = self.words();
        Some(Precaution {
            spec: spec(best).clone(),
            portone: self.judged[self.table.of[best]].portone,
            reasons: vec![
                words.sentence("precaution-routing", &[]),
                words.sentence("precaution-cost", &[]),
            ],
        })
    }

    pub(super) fn uncovered(&self, wish: &Wish) -> Uncovered {
        let of_purpose = || {
            self.judged
                .iter()
                .filter(|it| it.spec.purpose == wish.purpose)
        };
        let listed = |it: &&Judged| {
            let module = module(self.catalog, it);
            module.is_some_and(|module| {
                let methods = module.methods_for(wish.purpose);
                wish.method.is_none_or(|method| methods.contains(&method))
            })
        };
        let able = of_purpose().filter(listed);
        let able: Vec<(&Judged, Vec<&Reason>)> = able.map(|it| (it, why_not(it, wish))).collect();
        let words = self.words();
        let mut reasons = Vec::new();
        for (_, against) in &able {
            add(&mut reasons, against.iter().copied().cloned());
        }
        if able.is_empty() {
            reasons.push(words.sentence("method-nowhere", &[]));
        }
        let mut remedies = Vec::new();
        // What has the fewest reasons against it is the nearest.
        let counts = able.iter().map(|(_, against)| against.len());
        let fewest = counts.filter(|it| *it > 0).min();
        for (it, against) in able.iter().filter(|it| Some(it.1.len()) == fewest) {
            let Some(gateway) = self.catalog.gateway(&it.spec.gateway) else {
                continue;
            };
            for reason in against {
                let blanks = [("name", &gateway.name), ("text", &reason.text)];
                let mut remedy = words.sentence("without-reason", &blanks);
                remedy.sources.clone_from(&reason.sources);
                add(&mut remedies, [remedy]);
            }
        }
        remedies.truncate(3);
        if !self.holds_for_every_purpose(&reasons) {
            remedies.extend(self.otherwise(wish));
        }
        Uncovered {
            wish: wish.clone(),
            reasons,
            remedies,
        }
    }

    /// Whether another purpose would change nothing: no gateway takes the trade, or a rule refuses
    /// that looks at the answers alone.
    fn holds_for_every_purpose(&self, reasons: &[Reason]) -> bool {
        let said = |id: &str| reasons.iter().any(|it| it.code == id);
        let mut rules = self.catalog.rules.iter();
        said(TRADE_REFUSED) || rules.any(|it| said(&it.id) && asks_answers_alone(&it.when))
    }

    /// Other purposes with which the method can be had.
    pub(super) fn otherwise(&self, wish: &Wish) -> Vec<Reason> {
        let Some(method) = wish.method else {
            return Vec::new();
        };
        let question = self.catalog.question(crate::plan::PURPOSES);
        let mut found = Vec::new();
        for purpose in crate::plan::ALL_PURPOSES {
            if purpose == wish.purpose || self.answers.purposes.contains(&purpose) {
                continue;
            }
            let able = self.catalog.modules().filter(|(_, module)| {
                module.closed_since.is_none()
                    && module.purposes.contains(&purpose)
                    && module.methods_for(purpose).contains(&method)
            });
            let mut names: Vec<&catalog::Text> = Vec::new();
            for (gateway, _) in able {
                if !names.contains(&&gateway.name) {
                    names.push(&gateway.name);
                }
            }
            let label = question.and_then(|it| {
                let id = crate::when::purpose_id(purpose);
                it.choices.iter().find(|choice| choice.value == id)
            });
            let (Some(label), false) = (label, names.is_empty()) else {
                continue;
            };
            let list = listed(&names);
            let blanks = [("purpose", &label.label), ("names", &list)];
            found.push(self.words().sentence("other-purpose", &blanks));
        }
        found
    }

    /// Which version the wishes ask for.
    pub(super) fn version(&self, covered: Mask) -> (Version, Vec<Reason>) {
        let problem = &self.table.problem;
        let full = |version: usize| {
            let own = problem.choices.iter().filter(|it| it.version == version);
            covered != 0 && own.fold(0, |mask, it| mask | it.mask) & covered == covered
        };
        let (against_v1, for_v1) = self.of_version(Portone::V1);
        let (against_v2, for_v2) = self.of_version(Portone::V2);
        let words = self.words();
        let only = |version: &str| words.sentence("version-only", &[("version", &same(version))]);
        match (full(0), full(1)) {
            (true, false) => (Version::V1, or_else(against_v2, only("V1"))),
            (false, true) => (Version::V2, or_else(against_v1, only("V2"))),
            (false, false) if covered != 0 => {
                (Version::Either, vec![words.sentence("both-versions", &[])])
            }
            _ if against_v1.is_empty() && !against_v2.is_empty() => (Version::V1, against_v2),
            _ if against_v2.is_empty() && !against_v1.is_empty() => (Version::V2, against_v1),
            _ if for_v1.is_empty() && !for_v2.is_empty() => (Version::V2, for_v2),
            _ => (Version::Either, vec![words.sentence("version-either", &[])]),
        }
    }

    /// What the rules say against and for a version as such, whatever the gateway.
    pub(super) fn of_version(&self, portone: Portone) -> (Vec<Reason>, Vec<Reason>) {
        let track = TrackCtx {
            gateway: "",
            module: "",
            purpose: self
                .answers
                .purposes
                .first()
                .copied()
                .unwrap_or(Purpose::OneTime),
            portone: Some(portone),
        };
        let ctx = Ctx {
            answers: &self.answers.all,
            tracks: &[track],
            mode: None,
        };
        let words = self.words();
        let say = |says: Says| {
            let rules = self.catalog.rules.iter().filter(|rule| {
                rule.verdict == says && of_version_alone(&rule.when) == Some(portone)
            });
            rules
                .filter(|rule| when_holds(&rule.when, &ctx))
                .map(|rule| words.reason(&rule.id, &rule.text, &rule.source))
                .collect()
        };
        (say(Says::No), say(Says::Prefer))
    }

    pub(super) fn warnings(&self, plans: &[Plan], uncovered: &[Uncovered]) -> Vec<Reason> {
        let words = self.words();
        let mut warnings = Vec::new();
        let asked = [crate::plan::PURPOSES, crate::when::METHODS];
        let empty = |id: &&str| {
            let given = crate::when::answer(&self.answers.all, id);
            given.iter().all(|it| it == catalog::UNKNOWN)
        };
        if asked.iter().all(empty) {
            warnings.push(words.sentence("nothing-asked", &[]));
        }
        for id in &self.answers.unused {
            if let Some(question) = self.catalog.question(id) {
                let blanks = [("question", &question.title)];
                warnings.push(words.sentence("answer-not-used", &blanks));
            }
        }
        let best = plans.first();
        let tracks: Vec<TrackCtx<'_>> = best
            .into_iter()
            .flat_map(|plan| &plan.tracks)
            .map(|it| TrackCtx {
                gateway: &it.spec.gateway,
                module: &it.spec.module,
                purpose: it.spec.purpose,
                portone: Some(it.portone),
            })
            .collect();
        let ctx = Ctx {
            answers: &self.answers.all,
            tracks: &tracks,
            mode: None,
        };
        let rules = self
            .catalog
            .rules
            .iter()
            .filter(|it| it.verdict == Says::Warn);
        let rules = rules.filter(|it| when_holds(&it.when, &ctx));
        warnings.extend(rules.map(|it| words.reason(&it.id, &it.text, &it.source)));
        self.of_trade(&mut warnings);
        self.of_currency(uncovered, &mut warnings);
        warnings.extend(cost::near_band(self.catalog, self.answers));
        if let Some(day) = self.answers.wished_day {
            warnings.extend(wished::warning(self.catalog, self.today, day, best));
        }
        let known = self.catalog.holidays_until;
        let late = best.map_or(self.today, |plan| plan.dates.late);
        if late > known || self.answers.wished_day.is_some_and(|it| it > known) {
            warnings.push(words.sentence("holidays-unknown", &[("day", &same(known))]));
        }
        warnings
    }

    pub(super) fn of_trade(&self, warnings: &mut Vec<Reason>) {
        let sold = &self.answers.trades;
        let words = self.words();
        let all = self.catalog.industries.iter();
        for trade in all.clone().filter(|it| sold.contains(&it.id)) {
            let readings = trade.disagreements.iter().flat_map(|it| &it.readings);
            for reading in readings {
                let blanks = [("trade", &trade.name), ("text", &reading.text)];
                let mut reason = words.sentence("trade-disagreement", &blanks);
                reason.sources = words.sources(&reading.source);
                warnings.push(reason);
            }
        }
        let Some(registered) = &self.answers.registered else {
            return;
        };
        for trade in all.filter(|it| sold.contains(&it.id) != registered.contains(&it.id)) {
            let must = trade.must_be_registered && sold.contains(&trade.id);
            let code = if must {
                "trade-must-be-registered"
            } else {
                "trade-differs"
            };
            let mut reason = words.sentence(code, &[("trade", &trade.name)]);
            if must {
                reason.sources = words.sources(&trade.source);
            }
            warnings.push(reason);
        }
    }

    pub(super) fn of_currency(&self, uncovered: &[Uncovered], warnings: &mut Vec<Reason>) {
        for it in uncovered {
            let Some(Reach::Currency(code)) = &it.wish.reach else {
                continue;
            };
            let alone = same(code);
            let name = self.catalog.currencies.get(code).unwrap_or(&alone);
            add(
                warnings,
                [self
                    .words()
                    .sentence("currency-unserved", &[("name", name)])],
            );
        }
    }

    /// The tasks that a plan brings, in the order of the road.
    pub(super) fn tasks(&self, plan: Option<&Plan>) -> Vec<PlannedTask> {
        let Some(plan) = plan else { return Vec::new() };
        let tracks: Vec<TrackCtx<'_>> = plan
            .tracks
            .iter()
            .map(|it| TrackCtx {
                gateway: &it.spec.gateway,
                module: &it.spec.module,
                purpose: it.spec.purpose,
                portone: Some(it.portone),
            })
            .collect();
        let holds = |it: &TaskRef<'_>| {
            let own = |track: &TrackCtx<'_>| it.gateway.is_none_or(|pg| pg.id == track.gateway);
            let holds = |tracks: &[TrackCtx<'_>]| {
                let ctx = Ctx {
                    answers: &self.answers.all,
                    tracks,
                    mode: task_mode(it.task),
                };
                when_holds(&it.task.when, &ctx)
            };
            if it.task.per_track {
                let mut tracks = tracks.iter().filter(|track| own(track));
                tracks.any(|track| holds(std::slice::from_ref(track)))
            } else {
                tracks.iter().any(own) && holds(&tracks)
            }
        };
        let mut tasks: Vec<PlannedTask> = self
            .catalog
            .all_tasks()
            .filter(holds)
            .map(|it| PlannedTask {
                id: it.task.id.clone(),
                title: it.task.title.clone(),
                who: it.task.actor,
                stage: it.task.stage,
                done: false,
            })
            .collect();
        tasks.sort_by_key(|it| it.stage);
        tasks
    }
}

/// Why a module does not fulfil a wish. It may be able to, and what it waits for is not to be had.
fn why_not<'j>(it: &'j Judged, wish: &Wish) -> Vec<&'j Reason> {
    let judged = it.wishes.iter().find(|it| it.wish == *wish);
    match judged {
        Some(judged) if !judged.verdict.serves() => judged.against.iter().collect(),
        _ => {
            let waits = it.conditions.iter();
            waits.filter(|it| it.code == STARTS_AFTER).collect()
        }
    }
}

/// The first three of the names.
fn listed(names: &[&catalog::Text]) -> catalog::Text {
    let list = |of: fn(&catalog::Text) -> &str| {
        let first: Vec<&str> = names.iter().take(3).map(|it| of(it)).collect();
        first.join(", ")
    };
    catalog::Text {
        ko: list(|it| &it.ko),
        en: list(|it| &it.en),
    }
}

fn or_else(reasons: Vec<Reason>, other: Reason) -> Vec<Reason> {
    if reasons.is_empty() {
        vec![other]
    } else {
        reasons
    }
}

/// The version that a condition speaks of, when it speaks of nothing else of a track.
fn of_version_alone(when: &When) -> Option<Portone> {
    match when {
        When::Portone(portone) => Some(*portone),
        When::All(parts) => {
            let narrow = |part: &When| {
                !matches!(
                    part,
                    When::Answer { .. }
                        | When::Given(_)
                        | When::Number { .. }
                        | When::Not(_)
                        | When::Portone(_)
                )
            };
            let mut versions = parts.iter().filter_map(of_version_alone);
            let one = versions.next()?;
            (!parts.iter().any(narrow)).then_some(one)
        }
        _ => None,
    }
}
