//! The plan as a document.

use catalog::Catalog;
use catalog::model::{Portone, Say, Source};
use jiff::civil::Date;
use wizard::plan::{
    Bar as PlannedBar, Contradiction, Cost, CostLine, Plan, PlannedTrack, Planning, Reason,
    Rejected, Uncovered, Verdict, Version, Won,
};

use crate::model::{
    Bar, Block, Column, Document, Mark, Point, Row, Section, Span, Table, Timeline,
};
use crate::speech::Speech;
use crate::words::{Language, Words};

/// What the plan does not say of itself.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Head<'a> {
    /// The language to write in.
    pub language: Language,
    /// The journey's name, typed by a person.
    pub store: &'a str,
    /// The day it is made.
    pub made: Date,
}

/// The plan on paper: who fits and why, what it costs, how long it takes, what to do, what else
/// there is, and what cannot be.
pub fn plan(planning: &Planning, catalog: &Catalog, head: &Head<'_>) -> Document {
    let it = Writer {
        say: Speech {
            catalog,
            language: head.language,
        },
        planning,
    };
    let (best, others) = match planning.plans.split_first() {
        Some((best, others)) => (Some(best), others),
        None => (None, &[][..]),
    };
    let mut sections = vec![it.tracks(best)];
    sections.extend(it.warnings());
    if let Some(best) = best {
        sections.extend(it.uncovered(&best.uncovered));
        sections.push(it.time(best));
        sections.push(it.cost(&best.cost));
    }
    sections.extend(it.tasks());
    sections.extend(it.others(best, others));
    sections.extend(it.rejected());
    Document {
        language: head.language,
        title: it.say.it(Say::PlanTitle),
        subtitle: Words::typed(head.store),
        made: head.made,
        foot: it.foot(head.made),
        sections,
    }
}

/// The name for its file.
pub fn plan_file(catalog: &Catalog, head: &Head<'_>) -> String {
    let say = Speech {
        catalog,
        language: head.language,
    };
    let store = Words::typed(head.store).unwrap_or_default();
    let parts = [say.it(Say::PlanFile), store, Words::day(head.made)];
    crate::file_name(&parts, "pdf")
}

/// What is not offered, by the reasons that it shares.
pub fn together(all: &[Rejected]) -> Vec<Vec<&Rejected>> {
    let mut groups: Vec<Vec<&Rejected>> = Vec::new();
    for it in all {
        let same = |group: &&mut Vec<&Rejected>| {
            let first = group.first();
            first.is_some_and(|one| one.verdict == it.verdict && one.reasons == it.reasons)
        };
        match groups.iter_mut().find(same) {
            Some(group) => group.push(it),
            None => groups.push(vec![it]),
        }
    }
    groups
}

struct Writer<'a> {
    say: Speech<'a>,
    planning: &'a Planning,
}

impl Writer<'_> {
    /// The days between which all documents of the catalogue lie that the plan names.
    fn foot(&self, made: Date) -> Words {
        let mut days: Vec<Date> = self.sources().iter().map(|it| it.date).collect();
        days.sort_unstable();
        let day = |it: Option<&Date>| it.map_or_else(Words::default, |it| Words::day(*it));
        self.say.with(
            Say::Foot,
            &[
                ("made", Words::day(made)),
                ("from", day(days.first())),
                ("to", day(days.last())),
            ],
        )
    }

    fn sources(&self) -> Vec<&Source> {
        let gateways = self.say.catalog.gateways.values();
        let own = gateways.flat_map(|it| it.sources.values());
        own.chain(self.say.catalog.sources.values()).collect()
    }

    fn tracks(&self, best: Option<&Plan>) -> Section {
        let say = &self.say;
        let mut blocks = vec![Block::Notice(say.it(Say::PlanNoPromise))];
        let version = match self.planning.version {
            Version::V1 => Say::PortoneV1,
            Version::V2 => Say::PortoneV2,
            Version::Either => Say::PortoneEither,
        };
        let mut pairs = vec![(say.it(Say::PlanVersion), say.it(version))];
        if let Some(best) = best {
            let day = |day: Date| say.day(day);
            let days = say.with(
                Say::PlanOpeningDays,
                &[
                    ("usual", day(best.dates.usual)),
                    ("earliest", day(best.dates.earliest)),
                    ("late", day(best.dates.late)),
                ],
            );
            pairs.push((say.it(Say::PlanOpening), days));
            let contracts = ("n", Words::number(best.contracts.into()));
            let contracts = say.with(Say::PlanContractsCount, &[contracts]);
            pairs.push((say.it(Say::PlanContracts), contracts));
        }
        blocks.push(Block::Pairs(pairs));
        match best {
            Some(best) => {
                for track in &best.tracks {
                    self.track(track, &mut blocks);
                }
                if let Some(second) = &best.precaution {
                    blocks.push(Block::Heading(say.it(Say::PlanPrecaution)));
                    let name = self.name(&second.spec, second.portone);
                    blocks.push(Block::Paragraph(name));
                    self.points(&second.reasons, Mark::Dot, &mut blocks);
                }
            }
            None => blocks.push(Block::Paragraph(say.it(Say::PlanNone))),
        }
        if !self.planning.version_reasons.is_empty() {
            blocks.push(Block::Heading(say.it(Say::PlanVersionWhy)));
            self.points(&self.planning.version_reasons, Mark::Dot, &mut blocks);
        }
        Section {
            heading: say.it(Say::PlanTracks),
            blocks,
        }
    }

    fn track(&self, track: &PlannedTrack, blocks: &mut Vec<Block>) {
        let say = &self.say;
        blocks.push(Block::Heading(self.name(&track.spec, track.portone)));
        let mut pairs = Vec::new();
        if !track.methods.is_empty() {
            let methods: Vec<Words> = track.methods.iter().map(|it| say.method(*it)).collect();
            pairs.push((say.it(Say::PlanMethods), Words::joined(&methods, ", ")));
        }
        let mids = track.test_mids.iter().filter_map(|it| Words::typed(it));
        let mids: Vec<Words> = mids.collect();
        if !mids.is_empty() {
            pairs.push((say.it(Say::PlanTestMids), Words::joined(&mids, ", ")));
        }
        if !pairs.is_empty() {
            blocks.push(Block::Pairs(pairs));
        }
        if !track.reasons.is_empty() {
            blocks.push(Block::Small(say.it(Say::PlanReasons)));
            self.points(&track.reasons, Mark::Dot, blocks);
        }
        if !track.conditions.is_empty() {
            blocks.push(Block::Small(say.it(Say::PlanConditions)));
            self.points(&track.conditions, Mark::Box, blocks);
        }
    }

    fn name(&self, spec: &wizard::TrackSpec, portone: Portone) -> Words {
        let version = match portone {
            Portone::V1 => Say::PortoneV1,
            Portone::V2 => Say::PortoneV2,
        };
        let module = self.say.module(&spec.gateway, Some(&spec.module));
        let version = self.say.it(version);
        // Many modules have the version in their name.
        let short = version.as_str().get(..2).unwrap_or_default();
        let named = module.as_str().contains(short);
        let purpose = self.say.purpose(spec.purpose);
        let version = if named { Words::default() } else { version };
        Words::joined(&[module, purpose, version], " · ")
    }

    fn points(&self, reasons: &[Reason], mark: Mark, blocks: &mut Vec<Block>) {
        let mut points: Vec<Point> = Vec::new();
        for point in reasons.iter().map(|it| self.point(it, mark)) {
            // Two tracks of one gateway often have the same to say.
            if !points.contains(&point) {
                points.push(point);
            }
        }
        if !points.is_empty() {
            blocks.push(Block::Points(points));
        }
    }

    fn point(&self, reason: &Reason, mark: Mark) -> Point {
        Point {
            mark,
            text: Words::said(&reason.text, self.say.language),
            notes: self.say.sources(&reason.sources).into_iter().collect(),
        }
    }

    fn warnings(&self) -> Option<Section> {
        let contradictions = self.planning.contradictions.iter();
        let contradictions = contradictions.map(|it| self.contradiction(it));
        let warnings = self.planning.warnings.iter();
        let warnings = warnings.map(|it| self.point(it, Mark::Dot));
        let points: Vec<Point> = contradictions.chain(warnings).collect();
        (!points.is_empty()).then(|| Section {
            heading: self.say.it(Say::PlanWarnings),
            blocks: vec![Block::Points(points)],
        })
    }

    /// On paper there is no way to the questions, so they are named.
    fn contradiction(&self, it: &Contradiction) -> Point {
        let asked = it.questions.iter().filter_map(|id| {
            let question = self.say.catalog.question(id)?;
            Some(Words::said(&question.title, self.say.language))
        });
        let asked: Vec<Words> = asked.collect();
        let gaps = [("questions", Words::joined(&asked, " · "))];
        let mut point = self.point(&it.reason, Mark::Dot);
        point
            .notes
            .insert(0, self.say.with(Say::PlanContradiction, &gaps));
        point
    }

    fn uncovered(&self, all: &[Uncovered]) -> Option<Section> {
        let mut blocks = Vec::new();
        for it in all {
            blocks.push(Block::Heading(self.say.wish(&it.wish)));
            self.points(&it.reasons, Mark::Dot, &mut blocks);
            if !it.remedies.is_empty() {
                blocks.push(Block::Small(self.say.it(Say::PlanRemedies)));
                self.points(&it.remedies, Mark::Box, &mut blocks);
            }
        }
        (!blocks.is_empty()).then(|| Section {
            heading: self.say.it(Say::PlanUncovered),
            blocks,
        })
    }

    fn time(&self, plan: &Plan) -> Section {
        let say = &self.say;
        let mut blocks = Vec::new();
        if let Some(wished) = &plan.wished {
            self.points(&wished.reasons, Mark::Dot, &mut blocks);
        }
        for track in &plan.tracks {
            blocks.push(Block::Heading(self.name(&track.spec, track.portone)));
            blocks.push(Block::Timeline(Timeline {
                heads: [
                    say.it(Say::PlanTimeStage),
                    say.it(Say::PlanTimeEarliest),
                    say.it(Say::PlanTimeUsual),
                    say.it(Say::PlanTimeLate),
                ],
                bars: track
                    .bars
                    .iter()
                    .map(|it| self.bar(it, &track.bars))
                    .collect(),
                legend: say.it(Say::PlanTimeLegend),
            }));
            if !track.left_out.is_empty() {
                blocks.push(Block::Small(say.it(Say::PlanTimeLeftOut)));
                self.points(&track.left_out, Mark::Dot, &mut blocks);
            }
        }
        Section {
            heading: say.it(Say::PlanTime),
            blocks,
        }
    }

    fn bar(&self, bar: &PlannedBar, track: &[PlannedBar]) -> Bar {
        let say = &self.say;
        // What no document measures takes no time in the reckoning: there is nothing to draw.
        let measured = !bar.undocumented || bar.start.usual != bar.end.usual;
        let range = |from: Date, to: Date| {
            if from == to {
                return Words::day(from);
            }
            let gaps = [("from", Words::day(from)), ("to", Words::day(to))];
            say.with(Say::Range, &gaps)
        };
        let usual = match (measured, bar.undocumented) {
            (false, _) => say.it(Say::Undocumented),
            (true, false) => range(bar.start.usual, bar.end.usual),
            (true, true) => {
                let part = say.it(Say::PlanTimePart);
                Words::joined(&[range(bar.start.usual, bar.end.usual), part], "\n")
            }
        };
        let mut notes = vec![say.actor(bar.who)];
        notes.extend(self.bar_notes(bar, track));
        let end = |day: Date| {
            if measured {
                Words::day(day)
            } else {
                Words::default()
            }
        };
        Bar {
            label: say.stage(bar.stage),
            note: Words::joined(&notes, "\n"),
            span: measured.then_some(Span {
                start: bar.start.usual,
                end: bar.end.usual,
                late: bar.end.late,
            }),
            earliest: end(bar.end.earliest),
            usual,
            late: end(bar.end.late),
            critical: bar.critical,
        }
    }

    /// What a bar comes after; once it is begun, what really happened.
    fn bar_notes(&self, bar: &PlannedBar, track: &[PlannedBar]) -> Vec<Words> {
        let say = &self.say;
        let mut notes = Vec::new();
        if !bar.is_begun() {
            let before = bar.directly_after(track).into_iter().map(|it| {
                // Two sides act in one stage: then the side says which of the two it is.
                let side = (it.stage == bar.stage).then(|| say.actor(it.who));
                Words::joined(&[say.stage(it.stage), side.unwrap_or_default()], " · ")
            });
            let mut stages: Vec<Words> = Vec::new();
            for it in before {
                if !stages.contains(&it) {
                    stages.push(it);
                }
            }
            if !stages.is_empty() {
                let gaps = [("stages", Words::joined(&stages, ", "))];
                notes.push(say.with(Say::PlanTimeAfter, &gaps));
            }
            let waits = bar.waits_for.iter();
            notes.extend(waits.map(|it| Words::said(&it.text, say.language)));
        }
        let Some(real) = bar.real else { return notes };
        let day = |it: Date| [("day", Words::day(it))];
        match (real.began, real.done) {
            (_, Some(done)) => notes.push(say.with(Say::PlanTimeDone, &day(done))),
            (Some(began), None) => notes.push(say.with(Say::PlanTimeBegan, &day(began))),
            (None, None) => {}
        }
        if real.slipped > 0 {
            let gaps = [("n", Words::number(real.slipped.into()))];
            notes.push(say.with(Say::PlanTimeSlipped, &gaps));
        }
        notes
    }

    fn cost(&self, cost: &Cost) -> Section {
        let say = &self.say;
        let column = |title: Say, share: u16, right: bool| Column {
            title: say.it(title),
            share,
            right,
        };
        let lines = cost.lines.iter().map(|it| Row {
            cells: vec![
                self.cost_label(it),
                Words::said(&it.arithmetic, say.language),
                it.won.map_or_else(Words::default, |it| self.won(it)),
            ],
            sum: false,
        });
        let sums = [
            (Say::PlanCostJoining, cost.joining),
            (Say::PlanCostMonthly, cost.monthly),
            (Say::PlanCostInsurance, cost.insurance),
            (Say::PlanCostPortone, cost.portone),
        ];
        let sums = sums.into_iter().map(|(title, won)| Row {
            cells: vec![say.it(title), Words::default(), self.sum(won)],
            sum: true,
        });
        let mut blocks = vec![Block::Table(Table {
            columns: vec![
                column(Say::PlanCostWhat, 7, false),
                column(Say::PlanCostHow, 9, false),
                column(Say::PlanCostWon, 5, true),
            ],
            rows: lines.chain(sums).collect(),
        })];
        let sources: Vec<Source> = cost
            .lines
            .iter()
            .flat_map(|it| it.sources.clone())
            .collect();
        blocks.extend(say.sources(&sources).map(Block::Small));
        if !cost.assumptions.is_empty() {
            blocks.push(Block::Heading(say.it(Say::PlanCostAssumes)));
            self.points(&cost.assumptions, Mark::Dot, &mut blocks);
        }
        Section {
            heading: say.it(Say::PlanCost),
            blocks,
        }
    }

    fn cost_label(&self, line: &CostLine) -> Words {
        let label = Words::said(&line.label, self.say.language);
        match &line.gateway {
            Some(gateway) => Words::joined(&[self.say.module(gateway, None), label], " · "),
            None => label,
        }
    }

    /// A sum that is missing would read like nothing to pay.
    fn sum(&self, won: Option<Won>) -> Words {
        won.map_or_else(|| self.say.it(Say::PlanCostUnknown), |it| self.won(it))
    }

    fn won(&self, won: Won) -> Words {
        let amount = |n: u64| self.say.with(Say::Won, &[("n", Words::number(n.into()))]);
        if won.low == won.high {
            amount(won.low)
        } else {
            let gaps = [("from", amount(won.low)), ("to", amount(won.high))];
            self.say.with(Say::Range, &gaps)
        }
    }

    fn tasks(&self) -> Option<Section> {
        let mut blocks = Vec::new();
        let mut stage = None;
        let mut points: Vec<Point> = Vec::new();
        for task in &self.planning.tasks {
            if stage != Some(task.stage) {
                if !points.is_empty() {
                    blocks.push(Block::Points(std::mem::take(&mut points)));
                }
                stage = Some(task.stage);
                blocks.push(Block::Heading(self.say.stage(task.stage)));
            }
            let title = Words::said(&task.title, self.say.language);
            points.push(Point {
                mark: if task.done { Mark::Ticked } else { Mark::Box },
                text: Words::joined(&[title, self.say.actor(task.who)], " · "),
                notes: Vec::new(),
            });
        }
        if !points.is_empty() {
            blocks.push(Block::Points(points));
        }
        (!blocks.is_empty()).then(|| Section {
            heading: self.say.it(Say::PlanTasks),
            blocks,
        })
    }

    fn others(&self, best: Option<&Plan>, others: &[Plan]) -> Option<Section> {
        best.filter(|_| !others.is_empty())?;
        let say = &self.say;
        let mut blocks = vec![Block::Paragraph(say.it(Say::PlanOrder))];
        for plan in others {
            let rank = ("rank", Words::number(plan.rank.into()));
            blocks.push(Block::Heading(say.with(Say::PlanOther, &[rank])));
            let names = plan.tracks.iter().map(|it| Point {
                mark: Mark::Dot,
                text: self.name(&it.spec, it.portone),
                notes: Vec::new(),
            });
            blocks.push(Block::Points(names.collect()));
            let days = say.with(
                Say::PlanOpeningDays,
                &[
                    ("usual", say.day(plan.dates.usual)),
                    ("earliest", say.day(plan.dates.earliest)),
                    ("late", say.day(plan.dates.late)),
                ],
            );
            let sums = [
                (Say::PlanCostJoining, plan.cost.joining),
                (Say::PlanCostMonthly, plan.cost.monthly),
            ];
            let sums = sums.map(|(title, won)| (say.it(title), self.sum(won)));
            let days = std::iter::once((say.it(Say::PlanOpening), days));
            blocks.push(Block::Pairs(days.chain(sums).collect()));
        }
        Some(Section {
            heading: say.it(Say::PlanOthers),
            blocks,
        })
    }

    /// What shares its reasons stands together: a reason is read once.
    fn rejected(&self) -> Option<Section> {
        let name = |it: &&Rejected| {
            let module = self.say.module(&it.gateway, it.module.as_deref());
            let only = self.planning.only(it).iter();
            let only: Vec<Words> = only.map(|it| self.say.within(it)).collect();
            let only = Words::joined(&only, ", ");
            Words::joined(&[module, self.say.purpose(it.purpose), only], " · ")
        };
        let groups = together(&self.planning.rejected);
        let points: Vec<Point> = groups
            .iter()
            .filter_map(|group| {
                let names: Vec<Words> = group.iter().map(name).collect();
                Some(self.no(group.first()?, &names))
            })
            .collect();
        (!points.is_empty()).then(|| Section {
            heading: self.say.it(Say::PlanRejected),
            blocks: vec![Block::Points(points)],
        })
    }

    fn no(&self, it: &Rejected, names: &[Words]) -> Point {
        let verdict = match it.verdict {
            Verdict::Disagree => Say::VerdictDisagree,
            Verdict::Undocumented => Say::VerdictUndocumented,
            Verdict::No | Verdict::Fits | Verdict::Conditional => Say::VerdictNo,
        };
        let mut notes = vec![self.say.it(verdict)];
        for reason in &it.reasons {
            notes.push(Words::said(&reason.text, self.say.language));
            notes.extend(self.say.sources(&reason.sources));
        }
        Point {
            mark: Mark::Dot,
            text: Words::joined(names, ", "),
            notes,
        }
    }
}
