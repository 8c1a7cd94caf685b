//! A small made-up catalogue, and a journey in it.
#![allow(
    clippy::expect_used,
    reason = "a test that cannot go on says so by failing"
)]

mod calendar;
mod decide;
mod going;
mod lint;
mod merchants;
mod modules;
mod noted;
mod oracle;
mod paste;
mod plan;
mod props;
mod reminders;
mod road;
mod rules;
mod tracks;
mod undo;
mod walk;
mod when;
mod wished;

use std::collections::BTreeMap;

use catalog::Catalog;
use catalog::model::{
    Actor, AnswerKind, Choice, Days, Field, Form, Gateway, Mode, Module, Portone, ProofKind,
    Purpose, Question, Requirement, Shape, Stage, Task, TestMid, Text, When,
};
use jiff::Timestamp;
use jiff::civil::{Date, date};

use crate::*;

pub(crate) const TODAY: Date = date(2026, 11, 23);

pub(crate) fn text() -> Text {
    Text {
        ko: "가".to_owned(),
        en: "a".to_owned(),
    }
}

pub(crate) fn field(id: &str) -> Field {
    Field {
        id: id.to_owned(),
        label: id.to_owned(),
        gloss: None,
        requirement: Requirement::Required,
        secret: false,
        shape: Shape::Text,
        length: None,
        live_prefix: Vec::new(),
        live_only: false,
        strict: false,
        is_mid: false,
        ends: false,
        aka: Vec::new(),
        place: None,
        sender: None,
        hint: None,
        gotchas: Vec::new(),
        disagreements: Vec::new(),
        note: None,
        source: Vec::new(),
    }
}

pub(crate) fn task(id: &str, stage: Stage) -> Task {
    Task {
        id: id.to_owned(),
        stage,
        per_track: false,
        when: When::Always,
        replaces: None,
        actor: Actor::Merchant,
        title: text(),
        why: text(),
        steps: Vec::new(),
        minutes: None,
        days: None,
        needs: Vec::new(),
        proof: ProofKind::Person,
        must: false,
        form: Form::Own,
        fields: Vec::new(),
        screen: None,
        gotchas: Vec::new(),
        meanwhile: Vec::new(),
        chase: None,
        terms: Vec::new(),
        disagreements: Vec::new(),
        source: Vec::new(),
        advice: false,
    }
}

pub(crate) fn days(min: u16, max: u16) -> Days {
    Days {
        min,
        max,
        note: None,
        source: Vec::new(),
    }
}

pub(crate) fn module(id: &str, portone: Portone, purposes: &[Purpose]) -> Module {
    let mid = Field {
        is_mid: true,
        live_prefix: vec!["LV".to_owned()],
        ..field("mid")
    };
    Module {
        id: id.to_owned(),
        code: id.to_owned(),
        portone,
        name: text(),
        console_gateway: None,
        console_module: None,
        closed_since: None,
        purposes: purposes.to_vec(),
        ways: Vec::new(),
        methods: vec![catalog::model::Method::Card],
        methods_of: BTreeMap::new(),
        countries: Vec::new(),
        currencies: Vec::new(),
        own_trades: false,
        rank: 0,
        fields: vec![
            mid,
            Field {
                secret: true,
                ..field("key")
            },
        ],
        test_mids: vec![TestMid {
            mid: format!("shared_{id}"),
            purposes: vec![Purpose::OneTime],
            note: None,
            source: Vec::new(),
        }],
        no_test_mid: None,
        post_setup: Vec::new(),
        caveats: Vec::new(),
        disagreements: Vec::new(),
        note: None,
        source: Vec::new(),
    }
}

pub(crate) fn gateway(id: &str, modules: Vec<Module>) -> Gateway {
    Gateway {
        id: id.to_owned(),
        name: text(),
        aliases: Vec::new(),
        standing: catalog::model::Standing::Open,
        sources: BTreeMap::new(),
        portals: BTreeMap::new(),
        contacts: Vec::new(),
        review_page: None,
        contract: Vec::new(),
        entry: Vec::new(),
        documents: Vec::new(),
        again: Vec::new(),
        card_review: None,
        direct_open: Vec::new(),
        extra_mid: None,
        fees: Vec::new(),
        errors: Vec::new(),
        error_groups: Vec::new(),
        error_list: None,
        requests: Vec::new(),
        application: Vec::new(),
        modules,
        tasks: Vec::new(),
        days: BTreeMap::new(),
        disagreements: Vec::new(),
        starts_after: Vec::new(),
        no_insurance: None,
    }
}

pub(crate) fn question(id: &str, kind: AnswerKind, values: &[&str]) -> Question {
    let choice = |value: &&str| Choice {
        value: (*value).to_owned(),
        label: text(),
        help: None,
        alone: *value == "none",
    };
    Question {
        id: id.to_owned(),
        title: text(),
        help: None,
        kind,
        choices: values.iter().map(choice).collect(),
        list: None,
        unit: None,
        unknown: text(),
        when: When::Always,
    }
}

/// A plan for a journey without tracks.
pub(crate) fn propose(given: &BTreeMap<String, Vec<String>>, catalog: &Catalog) -> Proposal {
    propose_beside(given, &[], catalog, TODAY)
}

pub(crate) fn is(question: &str, value: &str) -> When {
    When::Answer {
        question: question.to_owned(),
        is: vec![value.to_owned()],
    }
}

/// Two gateways (`one`: V2, `two`: V1 and V2), and a road with every kind of task.
pub(crate) fn world() -> Catalog {
    let needs = |ids: &[&str]| ids.iter().map(|&id| id.to_owned()).collect::<Vec<_>>();
    let must = |id: &str, stage| Task {
        must: true,
        ..task(id, stage)
    };
    let per = |id: &str, stage| Task {
        per_track: true,
        ..must(id, stage)
    };
    let secret = Field {
        secret: true,
        shape: Shape::V2Secret,
        ..field("secret")
    };
    let tasks = vec![
        Task {
            form: Form::Interview,
            ..task("interview", Stage::Plan)
        },
        Task {
            when: is("goods", "points"),
            ..task("points", Stage::Plan)
        },
        must("footer", Stage::Site),
        Task {
            when: When::Purpose(vec![Purpose::Recurring]),
            ..must("goods", Stage::Site)
        },
        must("account", Stage::Signup),
        Task {
            needs: needs(&["account"]),
            proof: ProofKind::PortoneKeys,
            fields: vec![field("store"), secret],
            ..must("keys", Stage::Signup)
        },
        Task {
            needs: needs(&["account"]),
            ..per("apply", Stage::Application)
        },
        Task {
            needs: needs(&["apply"]),
            actor: Actor::Gateway,
            days: Some(days(2, 3)),
            ..per("mail", Stage::GatewayMail)
        },
        task("papers", Stage::Contract),
        Task {
            needs: needs(&["account"]),
            proof: ProofKind::Channel(Mode::Test),
            form: Form::Channel(Mode::Test),
            ..per("test", Stage::TestChannel)
        },
        Task {
            when: When::Portone(Portone::V2),
            needs: needs(&["test"]),
            fields: vec![Field {
                shape: Shape::ChannelKey,
                ..field("channel_key")
            }],
            ..per("test_key", Stage::TestChannel)
        },
        Task {
            needs: needs(&["test"]),
            proof: ProofKind::Payment(Mode::Test),
            fields: vec![field("payment_id")],
            ..per("test_payment", Stage::Integration)
        },
        Task {
            needs: needs(&["mail"]),
            proof: ProofKind::Channel(Mode::Live),
            form: Form::Channel(Mode::Live),
            ..per("live", Stage::LiveChannel)
        },
        Task {
            needs: needs(&["live"]),
            ..must("cutover", Stage::Cutover)
        },
        Task {
            when: When::Not(Box::new(When::Purpose(vec![Purpose::Identity]))),
            needs: needs(&["live"]),
            proof: ProofKind::Payment(Mode::Live),
            fields: vec![field("payment_id")],
            ..per("live_payment", Stage::Open)
        },
        task("watch", Stage::Open),
        task("renew", Stage::Operate),
    ];
    let mut two = gateway(
        "two",
        vec![
            module("two-v1", Portone::V1, &[Purpose::OneTime]),
            module(
                "two-v2",
                Portone::V2,
                &[Purpose::OneTime, Purpose::Recurring, Purpose::Identity],
            ),
        ],
    );
    two.tasks.push(Task {
        ..per("two-banner", Stage::Application)
    });
    two.days.insert(Stage::GatewayMail, days(4, 5));
    let one = gateway(
        "one",
        vec![module("one-v2", Portone::V2, &[Purpose::OneTime])],
    );
    Catalog {
        gateways: [one, two]
            .into_iter()
            .map(|it| (it.id.clone(), it))
            .collect(),
        tasks,
        questions: vec![
            question("goods", AnswerKind::Many, &["physical", "points", "none"]),
            question("builder", AnswerKind::One, &["own", "wordpress"]),
            Question {
                when: is("builder", "wordpress"),
                ..question("plugin", AnswerKind::One, &["yes", "no"])
            },
            question(
                "purposes",
                AnswerKind::Many,
                &["one_time", "recurring", "identity"],
            ),
            question("methods", AnswerKind::Many, &["card", "kakaopay", "mobile"]),
            question("contracted", AnswerKind::Many, &["none", "one", "two"]),
            question("preferred", AnswerKind::Many, &["one", "two"]),
        ],
        ..Catalog::default()
    }
}

pub(crate) fn spec(gateway: &str, module: &str, purpose: Purpose) -> TrackSpec {
    TrackSpec {
        gateway: gateway.to_owned(),
        module: module.to_owned(),
        purpose,
    }
}

pub(crate) fn one() -> TrackSpec {
    spec("one", "one-v2", Purpose::OneTime)
}

pub(crate) fn two_v1() -> TrackSpec {
    spec("two", "two-v1", Purpose::OneTime)
}

pub(crate) fn key(text: &str) -> TaskKey {
    text.parse().expect("a task key")
}

pub(crate) fn at(task: &str, field: &str) -> FieldAt {
    FieldAt {
        task: key(task),
        field: field.to_owned(),
    }
}

pub(crate) fn proven() -> Outcome {
    Outcome::Proven { facts: Vec::new() }
}

pub(crate) fn not_proven() -> Outcome {
    Outcome::NotProven {
        code: "wrong_secret".to_owned(),
        facts: Vec::new(),
    }
}

/// A journey in a catalogue, on a day.
pub(crate) struct Story {
    pub(crate) catalog: Catalog,
    pub(crate) journey: Journey,
    pub(crate) today: Date,
}

impl Story {
    pub(crate) fn new() -> Self {
        let mut story = Story {
            catalog: world(),
            journey: Journey::empty(),
            today: TODAY,
        };
        story.ok(Command::Create {
            name: "가게".to_owned(),
        });
        story
    }

    /// With tracks 1 (`one`, V2), 2 (`two`, V1).
    pub(crate) fn planned() -> Self {
        let mut story = Story::new();
        story.ok(Command::ChoosePlan {
            tracks: vec![one(), two_v1()],
        });
        story
    }

    pub(crate) fn now(&self) -> Now {
        Now {
            today: self.today,
            at: Timestamp::UNIX_EPOCH,
            by: "김길동".to_owned(),
        }
    }

    pub(crate) fn try_(&mut self, command: Command) -> Result<Vec<Event>, Refusal> {
        let events = decide(&self.journey, &self.catalog, command, &self.now())?;
        let batch = self.journey.next_batch();
        for event in events.clone() {
            let seq = self.journey.head() + 1;
            let at = Timestamp::from_second(1_795_000_000 + seq as i64).expect("in range");
            let by = "김길동".to_owned();
            self.journey
                .evolve(Stamped {
                    seq,
                    batch,
                    at,
                    by,
                    event,
                })
                .expect("decided events fit the log");
        }
        Ok(events)
    }

    #[track_caller]
    pub(crate) fn ok(&mut self, command: Command) -> Vec<Event> {
        let text = format!("{command:?}");
        self.try_(command)
            .unwrap_or_else(|refusal| panic!("{text}: {refusal:?}"))
    }

    #[track_caller]
    pub(crate) fn refused(&mut self, command: Command, refusal: Refusal) {
        let text = format!("{command:?}");
        assert_eq!(self.try_(command), Err(refusal), "{text}");
    }

    pub(crate) fn mark(&mut self, task: &str) {
        let on = self.today;
        self.ok(Command::Mark {
            task: key(task),
            on,
        });
    }

    pub(crate) fn prove(&mut self, task: &str) -> Vec<Event> {
        self.ok(Command::RecordCheck {
            task: key(task),
            outcome: proven(),
        })
    }

    pub(crate) fn set(&mut self, task: &str, field: &str, value: &str) {
        let value = value.to_owned();
        self.ok(Command::SetValue {
            at: at(task, field),
            value,
            overridden: Vec::new(),
        });
    }

    pub(crate) fn save(&mut self, task: &str, field: &str) {
        let at = at(task, field);
        let revision = self.journey.next_revision(&at);
        let id = format!("{task}/{field}");
        self.ok(Command::SaveSecret {
            at,
            id,
            revision,
            expires_on: None,
        });
    }

    pub(crate) fn view(&self) -> JourneyView {
        view(&self.journey, &self.catalog, self.today)
    }

    #[track_caller]
    pub(crate) fn status(&self, task: &str) -> Status {
        let key = key(task);
        let view = self.view();
        let mut tasks = view.stages.into_iter().flat_map(|stage| stage.tasks);
        tasks
            .find(|it| it.key == key)
            .unwrap_or_else(|| panic!("{key} is not shown"))
            .status
    }

    pub(crate) fn shows(&self, task: &str) -> bool {
        let key = key(task);
        self.view()
            .stages
            .iter()
            .any(|stage| stage.tasks.iter().any(|it| it.key == key))
    }

    pub(crate) fn track(&self, id: u32) -> TrackView {
        self.view()
            .tracks
            .into_iter()
            .find(|it| it.id == TrackId(id))
            .expect("a track")
    }

    /// Everything that track 1 needs but the live payment.
    pub(crate) fn nearly_open() -> Self {
        let mut story = Story::new();
        story.ok(Command::ChoosePlan {
            tracks: vec![one()],
        });
        story.mark("footer");
        story.mark("account");
        story.set("keys", "store", "store-x");
        story.save("keys", "secret");
        story.prove("keys");
        for task in ["apply@1", "mail@1"] {
            story.mark(task);
        }
        for task in ["test@1", "live@1"] {
            story.set(task, "mid", "LV1");
            story.save(task, "key");
            story.mark(task);
        }
        story.set("test_key@1", "channel_key", "channel-key-x");
        story.mark("test_key@1");
        story.set("test_payment@1", "payment_id", "p1");
        story.prove("test_payment@1");
        story.mark("cutover");
        story.set("live_payment@1", "payment_id", "p2");
        story
    }

    pub(crate) fn open() -> Self {
        let mut story = Story::nearly_open();
        story.prove("live_payment@1");
        story
    }
}

pub(crate) fn done() -> impl Fn(&Status) -> bool {
    |status| matches!(status, Status::Done { .. })
}
