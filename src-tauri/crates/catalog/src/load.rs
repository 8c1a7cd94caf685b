//! From files to a [`Catalog`].

use std::collections::{BTreeMap, BTreeSet};
use std::sync::OnceLock;

use jiff::civil::Date;
use miniz_oxide::inflate::decompress_to_vec;
use serde::Deserialize;
use serde::de::DeserializeOwned;

use crate::check::Problem;
use crate::model::{
    AccountRole, AnswerKind, Choice, ErrorCode, Field, Gateway, Identifier, Impossible, Industry,
    Library, List, PlanFacts, Portal, Question, Rule, Say, Source, SourceKeys, Stage, StageText,
    Task, Term, Text, Topics, UNKNOWN, When,
};

/// Every file under `data/`, by its path there.
pub(crate) const FILES: &[(&str, &str)] = include!(concat!(env!("OUT_DIR"), "/toml.rs"));
/// The same files as the build packed them: read in a quarter of the time, and a tenth as long.
const PACKED: &[(&str, &[u8])] = include!(concat!(env!("OUT_DIR"), "/packed.rs"));

/// All that the files say.
#[derive(Debug, Clone, PartialEq, Eq, Default)]
pub struct Catalog {
    /// Gateways by id.
    pub gateways: BTreeMap<String, Gateway>,
    /// Common tasks, in the order of the stages and of each stage's file.
    pub tasks: Vec<Task>,
    /// Stages in the order of the road.
    pub stages: Vec<StageText>,
    /// Questions of the interview, in the order they are asked.
    pub questions: Vec<Question>,
    /// Rules of the plan.
    pub rules: Vec<Rule>,
    /// Wishes that cannot be fulfilled.
    pub impossible: Vec<Impossible>,
    /// What the plan counts with, and its sentences.
    pub plan: PlanFacts,
    /// Countries by ISO 3166-1 code.
    pub countries: BTreeMap<String, Text>,
    /// Currencies by ISO 4217 code.
    pub currencies: BTreeMap<String, Text>,
    /// What "I do not know" is called.
    pub unknown_label: Option<Text>,
    /// Sentences that the core itself writes.
    pub paper: BTreeMap<Say, Text>,
    /// Glossary.
    pub terms: Vec<Term>,
    /// The fields that open every channel form of the console.
    pub channel_head: Vec<Field>,
    /// The fields that close every channel form of the console.
    pub channel_tail: Vec<Field>,
    /// What the documents say beside the tasks, by subject.
    pub topics: Topics,
    /// Values that PortOne gives a merchant.
    pub identifiers: Vec<Identifier>,
    /// Roles of the console's accounts.
    pub roles: Vec<AccountRole>,
    /// Trades that are hard to place, in the documents' order.
    pub industries: Vec<Industry>,
    /// Errors of PortOne itself.
    pub errors: Vec<ErrorCode>,
    /// The pages that show all this.
    pub library: Library,
    /// PortOne's provider codes, to the letter and in its order.
    pub providers: Vec<String>,
    /// Where the provider codes are documented.
    pub providers_source: SourceKeys,
    /// Documents that the common files name.
    pub sources: BTreeMap<String, Source>,
    /// Portals that are no gateway's.
    pub portals: BTreeMap<String, Portal>,
    /// Hosts a link may lead to, beside those of the portals.
    pub links: BTreeSet<String>,
    /// Public holidays.
    pub holidays: BTreeSet<Date>,
    /// The names of the holidays.
    pub holiday_names: BTreeMap<Date, String>,
    /// The last day for which the holidays are known.
    pub holidays_until: Date,
    /// Where the holidays are documented.
    pub holidays_source: SourceKeys,
}

/// `common.toml`.
#[derive(Deserialize)]
#[serde(deny_unknown_fields)]
struct CommonFile {
    sources: BTreeMap<String, Source>,
    portals: BTreeMap<String, Portal>,
    links: BTreeSet<String>,
}

/// `stages.toml`.
#[derive(Deserialize)]
#[serde(deny_unknown_fields)]
struct StagesFile {
    stages: Vec<StageText>,
}

/// `interview.toml`.
#[derive(Deserialize)]
#[serde(deny_unknown_fields)]
struct InterviewFile {
    unknown_label: Text,
    questions: Vec<Question>,
}

/// `codes.toml`.
#[derive(Deserialize)]
#[serde(deny_unknown_fields)]
struct CodesFile {
    countries: BTreeMap<String, Text>,
    currencies: BTreeMap<String, Text>,
}

/// `rules.toml`.
#[derive(Deserialize)]
#[serde(deny_unknown_fields)]
struct RulesFile {
    rules: Vec<Rule>,
    impossible: Vec<Impossible>,
}

/// `glossary.toml`.
#[derive(Deserialize)]
#[serde(deny_unknown_fields)]
struct GlossaryFile {
    terms: Vec<Term>,
}

/// `channel.toml`.
#[derive(Deserialize)]
#[serde(deny_unknown_fields)]
struct ChannelFile {
    head: Vec<Field>,
    tail: Vec<Field>,
}

/// `holidays.toml`.
#[derive(Deserialize)]
#[serde(deny_unknown_fields)]
struct HolidaysFile {
    source: SourceKeys,
    until: Date,
    days: BTreeMap<Date, String>,
}

/// `access.toml`.
#[derive(Deserialize)]
#[serde(deny_unknown_fields)]
struct AccessFile {
    identifiers: Vec<Identifier>,
    roles: Vec<AccountRole>,
}

/// `providers.toml`.
#[derive(Deserialize)]
#[serde(deny_unknown_fields)]
struct ProvidersFile {
    source: SourceKeys,
    codes: Vec<String>,
}

/// `industries.toml`.
#[derive(Deserialize)]
#[serde(deny_unknown_fields)]
struct IndustriesFile {
    industries: Vec<Industry>,
}

/// `errors.toml`.
#[derive(Deserialize)]
#[serde(deny_unknown_fields)]
struct ErrorsFile {
    errors: Vec<ErrorCode>,
}

/// `tasks/<stage>.toml`.
#[derive(Deserialize)]
#[serde(deny_unknown_fields)]
struct TasksFile {
    tasks: Vec<Task>,
}

impl Catalog {
    /// Reads the files that were built into this program.
    pub fn read_embedded() -> Result<Catalog, Vec<Problem>> {
        Catalog::parse(FILES)
    }

    /// The catalogue that was built into this program.
    #[allow(
        clippy::expect_used,
        reason = "the files are constants of this build, and a test parses them"
    )]
    pub fn embedded() -> &'static Catalog {
        static CATALOG: OnceLock<Catalog> = OnceLock::new();
        CATALOG.get_or_init(|| {
            let files = PACKED
                .iter()
                .map(|&(path, bytes)| (path, Form::Packed(bytes)));
            Catalog::gather(files)
                .map_err(|problems| {
                    problems
                        .iter()
                        .map(|p| format!("\n{p}"))
                        .collect::<String>()
                })
                .expect("embedded catalogue")
        })
    }

    /// Reads files, given as (path under `data/`, text). Says everything that is wrong with their
    /// form at once; what they say is for [`crate::check`].
    pub fn parse(files: &[(&str, &str)]) -> Result<Catalog, Vec<Problem>> {
        Catalog::gather(files.iter().map(|&(path, text)| (path, Form::Toml(text))))
    }

    fn gather<'a>(
        files: impl Iterator<Item = (&'a str, Form<'a>)>,
    ) -> Result<Catalog, Vec<Problem>> {
        let mut catalog = Catalog::default();
        let mut problems = Vec::new();
        let mut missing = BTreeSet::from(FIXED);
        for (path, form) in files {
            missing.remove(path);
            if let Err(problem) = catalog.read(&File { path, form }) {
                problems.push(problem);
            }
        }
        problems.extend(
            missing
                .iter()
                .map(|file| Problem::new(file, "", "is missing")),
        );
        if !problems.is_empty() {
            return Err(problems);
        }
        // The files of the tasks come by name; the road has its own order. The sort is stable.
        catalog.tasks.sort_by_key(|task| task.stage);
        catalog.replace();
        catalog.offer();
        Ok(catalog)
    }

    /// Lets gateways' tasks stand in for common ones, as `replaces` says.
    fn replace(&mut self) {
        let gateways = self.gateways.values();
        let replacing: Vec<(String, String, When)> = gateways
            .flat_map(|gateway| {
                gateway.tasks.iter().filter_map(|task| {
                    let common = task.replaces.clone()?;
                    let own = When::Gateway(vec![gateway.id.clone()]);
                    Some((
                        common,
                        task.id.clone(),
                        When::All(vec![own, task.when.clone()]),
                    ))
                })
            })
            .collect();
        for (common, own, when) in replacing {
            for task in self.tasks.iter_mut().filter(|task| task.id == common) {
                let before = std::mem::take(&mut task.when);
                task.when = When::All(vec![before, When::Not(Box::new(when.clone()))]);
            }
            let own_tasks = self
                .gateways
                .values_mut()
                .flat_map(|gateway| &mut gateway.tasks);
            for task in self.tasks.iter_mut().chain(own_tasks) {
                if task.id != own && task.needs.contains(&common) {
                    task.needs.push(own.clone());
                }
            }
        }
    }

    /// Gives every question the options of its list, and "I do not know".
    fn offer(&mut self) {
        let mut questions = std::mem::take(&mut self.questions);
        for question in &mut questions {
            if let Some(list) = question.list {
                question.choices.extend(self.listed(list));
            }
            if question.choices.iter().any(|it| it.value == UNKNOWN) {
                continue;
            }
            let Some(label) = self.unknown_label.clone() else {
                continue;
            };
            question.choices.push(Choice {
                value: UNKNOWN.to_owned(),
                label,
                help: Some(question.unknown.clone()),
                alone: question.kind == AnswerKind::Many,
            });
        }
        self.questions = questions;
    }

    /// The options of a list: trades in the documents' order, the others by their Korean names.
    fn listed(&self, list: List) -> Vec<Choice> {
        let choice = |value: &String, label: &Text, help: Option<&Text>| Choice {
            value: value.clone(),
            label: label.clone(),
            help: help.cloned(),
            alone: false,
        };
        let codes = match list {
            List::Industries => {
                let trades = self.industries.iter();
                return trades
                    .map(|it| choice(&it.id, &it.name, it.why.as_ref()))
                    .collect();
            }
            List::Countries => &self.countries,
            List::Currencies => &self.currencies,
        };
        let mut choices: Vec<Choice> = codes
            .iter()
            .map(|(code, name)| choice(code, name, None))
            .collect();
        choices.sort_by(|a, b| a.label.ko.cmp(&b.label.ko));
        choices
    }

    fn read(&mut self, file: &File) -> Result<(), Problem> {
        match file.path {
            "common.toml" => {
                let it: CommonFile = file.decode()?;
                (self.sources, self.portals, self.links) = (it.sources, it.portals, it.links);
            }
            "stages.toml" => self.stages = file.decode::<StagesFile>()?.stages,
            "interview.toml" => {
                let it: InterviewFile = file.decode()?;
                (self.questions, self.unknown_label) = (it.questions, Some(it.unknown_label));
            }
            "plan.toml" => self.plan = file.decode()?,
            "codes.toml" => {
                let it: CodesFile = file.decode()?;
                (self.countries, self.currencies) = (it.countries, it.currencies);
            }
            "rules.toml" => {
                let it: RulesFile = file.decode()?;
                (self.rules, self.impossible) = (it.rules, it.impossible);
            }
            "glossary.toml" => self.terms = file.decode::<GlossaryFile>()?.terms,
            "channel.toml" => {
                let it: ChannelFile = file.decode()?;
                (self.channel_head, self.channel_tail) = (it.head, it.tail);
            }
            "holidays.toml" => {
                let it: HolidaysFile = file.decode()?;
                self.holidays = it.days.keys().copied().collect();
                (self.holiday_names, self.holidays_until) = (it.days, it.until);
                self.holidays_source = it.source;
            }
            "paper.toml" => self.paper = file.decode()?,
            "errors.toml" => self.errors = file.decode::<ErrorsFile>()?.errors,
            "library.toml" => self.library = file.decode()?,
            "facts.toml" => self.topics = file.decode()?,
            "access.toml" => {
                let it: AccessFile = file.decode()?;
                (self.identifiers, self.roles) = (it.identifiers, it.roles);
            }
            "providers.toml" => {
                let it: ProvidersFile = file.decode()?;
                (self.providers, self.providers_source) = (it.codes, it.source);
            }
            "industries.toml" => {
                self.industries = file.decode::<IndustriesFile>()?.industries;
            }
            _ => return self.read_listed(file),
        }
        Ok(())
    }

    fn read_listed(&mut self, file: &File) -> Result<(), Problem> {
        let stem = |folder: &str| {
            file.path
                .strip_prefix(folder)
                .and_then(|rest| rest.strip_suffix(".toml"))
        };
        if let Some(id) = stem("pg/") {
            let mut gateway: Gateway = file.decode()?;
            gateway.list_errors();
            if gateway.id != id {
                return Err(Problem::new(
                    file.path,
                    "id",
                    "must be the name of the file",
                ));
            }
            self.gateways.insert(gateway.id.clone(), gateway);
        } else if let Some(stage) = stem("tasks/") {
            let tasks = file.decode::<TasksFile>()?.tasks;
            if let Some(task) = tasks.iter().find(|task| task.stage.id() != stage) {
                return Err(Problem::new(
                    file.path,
                    &task.id,
                    "stands in another stage's file",
                ));
            }
            self.tasks.extend(tasks);
        } else {
            return Err(Problem::new(file.path, "", "is of no known kind"));
        }
        Ok(())
    }
}

/// Files that must be there.
const FIXED: [&str; 16] = [
    "common.toml",
    "stages.toml",
    "interview.toml",
    "rules.toml",
    "glossary.toml",
    "channel.toml",
    "holidays.toml",
    "facts.toml",
    "access.toml",
    "industries.toml",
    "providers.toml",
    "plan.toml",
    "codes.toml",
    "paper.toml",
    "errors.toml",
    "library.toml",
];

/// How a file is written.
enum Form<'a> {
    /// As people write it; what is wrong is told with its line.
    Toml(&'a str),
    /// Deflated JSON, as the build wrote it.
    Packed(&'a [u8]),
}

/// One file.
struct File<'a> {
    /// Under `data/`.
    path: &'a str,
    form: Form<'a>,
}

impl File<'_> {
    fn decode<T: DeserializeOwned>(&self) -> Result<T, Problem> {
        match self.form {
            Form::Toml(text) => toml::from_str(text).map_err(|error| {
                let line = error.span().map(|span| {
                    let before = text.as_bytes().iter().take(span.start);
                    before.filter(|byte| **byte == b'\n').count() + 1
                });
                let field = line.map(|line| format!("line {line}")).unwrap_or_default();
                Problem::new(self.path, &field, error.message())
            }),
            Form::Packed(bytes) => {
                let json = decompress_to_vec(bytes)
                    .map_err(|error| Problem::new(self.path, "", error.to_string()))?;
                serde_json::from_slice(&json)
                    .map_err(|error| Problem::new(self.path, "", error.to_string()))
            }
        }
    }
}

impl Stage {
    /// Every stage in the order of the road.
    pub const ALL: [Stage; 14] = [
        Stage::Plan,
        Stage::Site,
        Stage::Signup,
        Stage::Application,
        Stage::GatewayMail,
        Stage::Contract,
        Stage::TestChannel,
        Stage::Integration,
        Stage::CardReview,
        Stage::WalletReview,
        Stage::LiveChannel,
        Stage::Cutover,
        Stage::Open,
        Stage::Operate,
    ];

    /// Its name in the files.
    pub const fn id(self) -> &'static str {
        match self {
            Stage::Plan => "plan",
            Stage::Site => "site",
            Stage::Signup => "signup",
            Stage::Application => "application",
            Stage::GatewayMail => "gateway_mail",
            Stage::Contract => "contract",
            Stage::TestChannel => "test_channel",
            Stage::Integration => "integration",
            Stage::CardReview => "card_review",
            Stage::WalletReview => "wallet_review",
            Stage::LiveChannel => "live_channel",
            Stage::Cutover => "cutover",
            Stage::Open => "open",
            Stage::Operate => "operate",
        }
    }
}
