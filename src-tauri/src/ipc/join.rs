//! Joins a journey as it stands with the catalogue's words: what the window draws.

use app::{Loaded, Place};
use catalog::{Catalog, ProofKind, TaskRef};
use wizard::event::{Event, Evidence as CoreEvidence, Stamped, TaskKey};
use wizard::view as core;

use super::dates;
use super::library;
use super::texts::{self, Facts, bi, bis};
use super::view::{
    Bi, ChangeKind, ChoiceView, Evidence, HistoryLine, JourneyCard, JourneyView, NotApplicableWhy,
    OfferView, PlaceMark, PlanView, ProofView, QuestionKind, QuestionView, ReasonView, RefusedView,
    StageState, StageView, StaleWhy, Status, TaskLine, TaskName, TrackSpec, TrackState, TrackView,
};

/// A journey in the list.
pub fn card(catalog: &Catalog, card: &app::Card) -> JourneyCard {
    JourneyCard {
        id: card.id.clone(),
        name: card.name.clone(),
        next: card
            .next
            .as_deref()
            .and_then(|id| catalog.task(id))
            .map(|it| bi(&it.task.title)),
        done: card.done,
        total: card.total,
        mine: card.mine,
        waiting: card.waiting,
        open: card.open,
        binned_on: card.binned_on.map(|day| day.to_string()),
    }
}

/// One journey.
pub fn journey(catalog: &Catalog, loaded: &Loaded) -> JourneyView {
    let view = &loaded.view;
    let kind_at = |seq: u64| {
        loaded
            .journey
            .log()
            .iter()
            .find(|it| it.seq == seq)
            .map(|it| change_kind(&it.event))
    };
    JourneyView {
        id: loaded.id.clone(),
        name: view.name.clone(),
        rev: u32::try_from(loaded.journey.head()).unwrap_or(u32::MAX),
        undo: view.undo.and_then(kind_at),
        redo: view.redo.and_then(kind_at),
        done: view.done,
        total: view.total,
        mine: view.mine,
        waiting: view.waiting,
        questions: questions(catalog, loaded),
        planned: view.planned,
        tracks: view
            .tracks
            .iter()
            .map(|track| track_view(catalog, track))
            .collect(),
        stages: view
            .stages
            .iter()
            .map(|stage| stage_view(catalog, loaded, stage))
            .collect(),
        next: view.next.as_ref().map(TaskKey::to_string),
        open: view
            .tracks
            .iter()
            .any(|t| matches!(t.state, core::TrackState::Open { .. })),
        place: loaded.place.as_ref().map(place_mark),
        dates: loaded
            .reminders
            .iter()
            .map(|it| dates::dated(catalog, loaded, it))
            .collect(),
    }
}

fn place_mark(place: &Place) -> PlaceMark {
    PlaceMark {
        screen: place.screen.clone(),
        key: place.key.clone(),
        field: place.field.clone(),
    }
}

fn questions(catalog: &Catalog, loaded: &Loaded) -> Vec<QuestionView> {
    loaded
        .view
        .questions
        .iter()
        .filter_map(|id| catalog.question(id))
        .map(|question| QuestionView {
            id: question.id.clone(),
            title: bi(&question.title),
            help: question.help.as_ref().map(bi),
            kind: question_kind(question.kind),
            many: question.kind == catalog::AnswerKind::Many,
            search: question.list.is_some(),
            unit: question.unit.as_ref().map(bi),
            unknown: bi(&question.unknown),
            choices: question
                .choices
                .iter()
                .map(|choice| ChoiceView {
                    value: choice.value.clone(),
                    label: bi(&choice.label),
                    help: choice.help.as_ref().map(bi),
                    alone: choice.alone,
                })
                .collect(),
            value: loaded
                .journey
                .answers()
                .get(&question.id)
                .cloned()
                .unwrap_or_default(),
        })
        .collect()
}

const fn question_kind(kind: catalog::AnswerKind) -> QuestionKind {
    match kind {
        catalog::AnswerKind::One => QuestionKind::One,
        catalog::AnswerKind::Many => QuestionKind::Many,
        catalog::AnswerKind::Number => QuestionKind::Number,
        catalog::AnswerKind::Day => QuestionKind::Day,
        catalog::AnswerKind::Text => QuestionKind::Text,
    }
}

fn track_view(catalog: &Catalog, track: &core::TrackView) -> TrackView {
    let (gateway, module, portone) = names(catalog, &track.spec);
    TrackView {
        id: track.id.0,
        spec: spec_view(&track.spec),
        gateway,
        module,
        portone,
        state: match &track.state {
            core::TrackState::Active => TrackState::Active,
            core::TrackState::Held { reason, on } => TrackState::Held {
                reason: reason.clone(),
                on: on.to_string(),
            },
            core::TrackState::GivenUp { reason, on } => TrackState::GivenUp {
                reason: reason.clone(),
                on: on.to_string(),
            },
            core::TrackState::Open { on } => TrackState::Open { on: on.to_string() },
        },
        stage: track.stage.id().to_owned(),
        missing: track.missing.iter().map(TaskKey::to_string).collect(),
    }
}

/// A track's gateway, module and version.
pub fn names(
    catalog: &Catalog,
    spec: &wizard::event::TrackSpec,
) -> (super::view::Bi, super::view::Bi, super::view::PortoneView) {
    // A module that a later catalogue no longer has keeps its id for a name.
    let plain = |text: &str| super::view::Bi {
        ko: text.to_owned(),
        en: text.to_owned(),
    };
    match catalog.module(&spec.module) {
        Some((gateway, module)) => (
            bi(&gateway.name),
            bi(&module.name),
            texts::portone(module.portone),
        ),
        None => (
            plain(&spec.gateway),
            plain(&spec.module),
            super::view::PortoneView::V2,
        ),
    }
}

/// Twin.
pub fn spec_view(spec: &wizard::event::TrackSpec) -> TrackSpec {
    TrackSpec {
        gateway: spec.gateway.clone(),
        module: spec.module.clone(),
        purpose: texts::purpose(spec.purpose),
    }
}

/// Twin, the other way.
pub fn spec_from(spec: TrackSpec) -> wizard::event::TrackSpec {
    wizard::event::TrackSpec {
        gateway: spec.gateway,
        module: spec.module,
        purpose: texts::purpose_from(spec.purpose),
    }
}

fn stage_view(catalog: &Catalog, loaded: &Loaded, stage: &core::StageView) -> StageView {
    let words = catalog.stage(stage.id);
    let empty = || super::view::Bi {
        ko: String::new(),
        en: String::new(),
    };
    StageView {
        id: stage.id.id().to_owned(),
        code: words.map(|it| it.code.clone()).unwrap_or_default(),
        title: words.map_or_else(empty, |it| bi(&it.title)),
        reached: words.map_or_else(empty, |it| bi(&it.reached)),
        state: match stage.state {
            core::StageState::Done => StageState::Done,
            core::StageState::Now => StageState::Now,
            core::StageState::Waiting => StageState::Waiting,
            core::StageState::Ahead => StageState::Ahead,
        },
        done: stage.done,
        total: stage.total,
        tasks: stage
            .tasks
            .iter()
            .filter_map(|task| task_line(catalog, loaded, task))
            .collect(),
    }
}

/// A task in a list. None when the catalogue no longer has it.
pub fn task_line(catalog: &Catalog, loaded: &Loaded, task: &core::TaskView) -> Option<TaskLine> {
    let TaskRef { task: words, .. } = catalog.task(&task.key.task)?;
    Some(TaskLine {
        key: task.key.to_string(),
        track: task.key.track.map(|track| track.0),
        title: bi(&words.title),
        why: bi(&words.why),
        status: status(catalog, loaded, &task.status),
        actor: texts::actor(task.actor),
        wait: task.wait,
        minutes: words.minutes,
        must: task.must,
        proof: proof(catalog, loaded, &task.key, task.proof),
        put_off: task.put_off,
    })
}

fn proof(catalog: &Catalog, loaded: &Loaded, key: &TaskKey, kind: ProofKind) -> ProofView {
    match kind {
        ProofKind::Person => ProofView::Person,
        ProofKind::PortoneKeys => ProofView::PortoneKeys,
        ProofKind::Channel(mode) => ProofView::Channel {
            mode: texts::mode(mode),
            machine: app::channel_is_machine_checked(catalog, &loaded.journey, key),
        },
        ProofKind::Payment(mode) => ProofView::Payment {
            mode: texts::mode(mode),
        },
    }
}

fn status(catalog: &Catalog, loaded: &Loaded, status: &core::Status) -> Status {
    match status {
        core::Status::NotYet => Status::NotYet,
        core::Status::Ready => Status::Ready,
        core::Status::Blocked { by } => Status::Blocked {
            by: by.iter().filter_map(|key| name(catalog, key)).collect(),
        },
        core::Status::Typing => Status::Typing,
        core::Status::NeedsCheck { stale } => Status::NeedsCheck {
            why: stale.as_ref().map(|stale| StaleWhy {
                label: app::field_label(catalog, &loaded.journey, &stale.at),
                on: stale.on.to_string(),
            }),
        },
        core::Status::Waiting {
            since,
            days,
            until,
            late,
        } => Status::Waiting {
            since: since.to_string(),
            days: *days,
            until: until.map(|day| day.to_string()),
            late: *late,
        },
        core::Status::Done { evidence, on, by } => Status::Done {
            evidence: evidence_view(*evidence),
            on: on.to_string(),
            by: by.clone(),
        },
        core::Status::NotApplicable { why } => Status::NotApplicable {
            why: match why {
                core::NotApplicable::Answers => NotApplicableWhy::Answers,
                core::NotApplicable::TrackHeld => NotApplicableWhy::TrackHeld,
                core::NotApplicable::TrackGivenUp => NotApplicableWhy::TrackGivenUp,
            },
        },
    }
}

pub(super) fn name(catalog: &Catalog, key: &TaskKey) -> Option<TaskName> {
    let found = catalog.task(&key.task)?;
    Some(TaskName {
        key: key.to_string(),
        title: bi(&found.task.title),
    })
}

fn evidence_view(evidence: CoreEvidence) -> Evidence {
    match evidence {
        CoreEvidence::Machine => Evidence::Machine,
        CoreEvidence::File => Evidence::File,
        CoreEvidence::Person => Evidence::Person,
        CoreEvidence::Unknown => Evidence::Unknown,
    }
}

fn change_kind(event: &Event) -> ChangeKind {
    match event {
        Event::Created { .. } => ChangeKind::Created,
        Event::Renamed { .. } => ChangeKind::Renamed,
        Event::Answered { .. } => ChangeKind::Answered,
        Event::Planned { .. } | Event::TrackAdded { .. } => ChangeKind::Planned,
        Event::TrackHeld { .. } => ChangeKind::TrackHeld,
        Event::TrackGivenUp { .. } => ChangeKind::TrackGivenUp,
        Event::TrackResumed { .. } => ChangeKind::TrackResumed,
        Event::TrackOpened { .. } => ChangeKind::TrackOpened,
        Event::ValueSet { overridden, .. } if !overridden.is_empty() => ChangeKind::LintOverridden,
        Event::ValueSet { .. } => ChangeKind::ValueSet,
        Event::SecretSaved { .. } => ChangeKind::SecretSaved,
        Event::SecretDeleted { .. } => ChangeKind::SecretDeleted,
        Event::SecretCopied { .. } => ChangeKind::SecretCopied,
        Event::SecretShown { .. } => ChangeKind::SecretShown,
        Event::Noted { .. } => ChangeKind::Noted,
        Event::Started { .. } => ChangeKind::Started,
        Event::Marked { .. } => ChangeKind::Marked,
        Event::Unmarked { .. } => ChangeKind::Unmarked,
        Event::PutOff { .. } => ChangeKind::PutOff,
        Event::TakenUp { .. } => ChangeKind::TakenUp,
        Event::Checked { .. } => ChangeKind::Checked,
        Event::Undone { .. } => ChangeKind::Undone,
        Event::Redone { .. } => ChangeKind::Redone,
    }
}

/// The history, newest first; of one task when `only` names it.
pub fn history(catalog: &Catalog, loaded: &Loaded, only: Option<&TaskKey>) -> Vec<HistoryLine> {
    let log = loaded.journey.log();
    log.iter()
        .rev()
        .filter(|it| only.is_none_or(|key| task_of(&it.event) == Some(key)))
        .map(|it| line(catalog, loaded, it))
        .collect()
}

fn task_of(event: &Event) -> Option<&TaskKey> {
    match event {
        Event::ValueSet { at, .. }
        | Event::SecretSaved { at, .. }
        | Event::SecretDeleted { at, .. }
        | Event::SecretCopied { at }
        | Event::SecretShown { at } => Some(&at.task),
        Event::Noted { task, .. }
        | Event::Started { task, .. }
        | Event::Marked { task, .. }
        | Event::Unmarked { task }
        | Event::PutOff { task }
        | Event::TakenUp { task }
        | Event::Checked { task, .. } => Some(task),
        Event::Created { .. }
        | Event::Renamed { .. }
        | Event::Answered { .. }
        | Event::Planned { .. }
        | Event::TrackAdded { .. }
        | Event::TrackHeld { .. }
        | Event::TrackGivenUp { .. }
        | Event::TrackResumed { .. }
        | Event::TrackOpened { .. }
        | Event::Undone { .. }
        | Event::Redone { .. } => None,
    }
}

fn line(catalog: &Catalog, loaded: &Loaded, it: &Stamped) -> HistoryLine {
    let (about, value) = about(catalog, loaded, &it.event);
    let (evidence, on) = match &it.event {
        Event::Marked { evidence, on, .. } => (Some(evidence_view(*evidence)), Some(*on)),
        Event::Checked {
            outcome: wizard::event::Outcome::Proven { .. },
            on,
            ..
        } => (Some(Evidence::Machine), Some(*on)),
        Event::Started { on, .. } => (None, Some(*on)),
        _ => (None, None),
    };
    HistoryLine {
        seq: u32::try_from(it.seq).unwrap_or(u32::MAX),
        at: it
            .at
            .to_zoned(app::seoul())
            .strftime("%Y-%m-%dT%H:%M:%S%:z")
            .to_string(),
        by: it.by.clone(),
        kind: change_kind(&it.event),
        task: task_of(&it.event).and_then(|key| name(catalog, key)),
        about,
        value,
        evidence,
        on: on.map(|day| day.to_string()),
        undone: loaded.journey.is_undone(it.batch),
    }
}

/// What an event was about, and the value or reason that may be shown. Never a secret: secrets are
/// not in events.
fn about(catalog: &Catalog, loaded: &Loaded, event: &Event) -> (Option<Bi>, Option<Bi>) {
    let track = |id: wizard::event::TrackId| {
        let spec = &loaded.view.tracks.iter().find(|track| track.id == id)?.spec;
        Some(names(catalog, spec).0)
    };
    let kind_of = |batch: u64| {
        let first = loaded.journey.log().iter().find(|it| it.batch == batch)?;
        Some(label_or_name(catalog, loaded, &first.event))
    };
    match event {
        Event::Created { name } | Event::Renamed { name } => (Some(plain(name)), None),
        Event::Answered { question, values } => {
            let Some(found) = catalog.question(question) else {
                return (None, None);
            };
            let label = |value: &String| {
                let choice = found.choices.iter().find(|choice| choice.value == *value);
                choice.map_or_else(|| plain(value), |choice| bi(&choice.label))
            };
            (
                Some(bi(&found.title)),
                Some(listed(values.iter().map(label))),
            )
        }
        Event::Planned { tracks } => {
            let all = tracks.iter().map(|spec| names(catalog, spec).0);
            (None, Some(listed(all)))
        }
        Event::TrackAdded { spec, .. } => (Some(names(catalog, spec).0), None),
        Event::TrackHeld {
            track: id, reason, ..
        }
        | Event::TrackGivenUp {
            track: id, reason, ..
        } => (track(*id), Some(plain(reason))),
        Event::TrackResumed { track: id, .. } | Event::TrackOpened { track: id, .. } => {
            (track(*id), None)
        }
        Event::ValueSet { at, value, .. } => (
            Some(plain(&app::field_label(catalog, &loaded.journey, at))),
            Some(plain(value)),
        ),
        Event::SecretSaved { at, .. }
        | Event::SecretDeleted { at, .. }
        | Event::SecretCopied { at }
        | Event::SecretShown { at } => (
            Some(plain(&app::field_label(catalog, &loaded.journey, at))),
            None,
        ),
        Event::Noted { text, .. } => (None, Some(plain(text))),
        Event::Checked { outcome, .. } => {
            let facts = match outcome {
                wizard::event::Outcome::Proven { facts }
                | wizard::event::Outcome::NotProven { facts, .. } => facts,
            };
            let all: Vec<_> = facts.iter().map(|(_, value)| value.clone()).collect();
            (None, (!all.is_empty()).then(|| plain(&all.join(" · "))))
        }
        Event::Undone { batch } | Event::Redone { batch } => (kind_of(*batch).flatten(), None),
        Event::Started { .. }
        | Event::Marked { .. }
        | Event::Unmarked { .. }
        | Event::PutOff { .. }
        | Event::TakenUp { .. } => (None, None),
    }
}

fn label_or_name(catalog: &Catalog, loaded: &Loaded, event: &Event) -> Option<Bi> {
    match event {
        Event::Undone { .. } | Event::Redone { .. } => None,
        other => match about(catalog, loaded, other).0 {
            Some(text) => Some(text),
            None => task_of(other)
                .and_then(|key| name(catalog, key))
                .map(|it| it.title),
        },
    }
}

/// Said the same in every language: what somebody wrote, or a label to the letter.
fn plain(text: &str) -> Bi {
    Bi {
        ko: text.to_owned(),
        en: text.to_owned(),
    }
}

/// One after the other.
fn listed(all: impl Iterator<Item = Bi>) -> Bi {
    let (ko, en): (Vec<_>, Vec<_>) = all.map(|it| (it.ko, it.en)).unzip();
    Bi {
        ko: ko.join(", "),
        en: en.join(", "),
    }
}

/// The plan offered after the interview.
pub fn plan(catalog: &Catalog, loaded: &Loaded, proposal: &wizard::plan::Proposal) -> PlanView {
    let facts = Facts {
        catalog,
        gateway: None,
    };
    let reason = |id: &String| {
        let rule = catalog
            .rules
            .iter()
            .find(|rule| rule.id == *id)
            .map(|r| (&r.text, &r.source));
        let found = rule.or_else(|| {
            let wish = catalog.impossible.iter().find(|it| it.id == *id)?;
            Some((&wish.text, &wish.source))
        });
        found.map(|(text, source)| ReasonView {
            code: id.clone(),
            text: bi(text),
            sources: facts.sources(source),
        })
    };
    let reasons = |ids: &[String]| ids.iter().filter_map(reason).collect::<Vec<_>>();
    let active = |spec: &wizard::event::TrackSpec| {
        loaded.view.tracks.iter().any(|track| {
            track.spec == *spec && !matches!(track.state, core::TrackState::GivenUp { .. })
        })
    };
    PlanView {
        offers: proposal
            .offers
            .iter()
            .map(|offer| {
                let (gateway, module, portone) = names(catalog, &offer.spec);
                OfferView {
                    track: spec_view(&offer.spec),
                    gateway,
                    module,
                    portone,
                    recommended: offer.recommended,
                    chosen: active(&offer.spec),
                    reasons: reasons(&offer.reasons),
                    conditions: reasons(&offer.conditions),
                }
            })
            .collect(),
        refused: proposal
            .refused
            .iter()
            .filter_map(|refused| {
                Some(RefusedView {
                    gateway: bi(&catalog.gateway(&refused.gateway)?.name),
                    module: refused
                        .module
                        .as_deref()
                        .and_then(|id| catalog.module(id))
                        .map(|(_, module)| bi(&module.name)),
                    purpose: refused.purpose.map(texts::purpose),
                    reasons: reasons(&refused.reasons),
                })
            })
            .collect(),
        others: proposal
            .others
            .iter()
            .filter_map(|id| catalog.gateway(id))
            .map(library::gateway_name)
            .collect(),
        warnings: reasons(&proposal.warnings),
    }
}

/// Steps of a task.
pub fn steps(found: &TaskRef<'_>) -> Vec<super::view::Bi> {
    bis(&found.task.steps)
}
