//! What holds for every gateway.

use jiff::civil::Date;
use schemars::JsonSchema;
use serde::Serialize;

use super::build::{Builder, both, value};
use super::types::{Disagreement, ErrorCode, Field, Source};
use crate::load::Catalog;
use crate::model::{self, Answer, Portone, Task, Topic, When};

/// What holds for every gateway.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, JsonSchema)]
pub struct Common {
    /// The fields that open and close every channel form, in order.
    pub channel_form: Vec<Field>,
    /// Values that PortOne gives a merchant, by version.
    pub identifiers: ByVersion<Identifier>,
    /// 결제알림(Webhook) settings, by version.
    pub webhook: ByVersion<Item>,
    /// Roles of the console's accounts.
    pub roles: Vec<Role>,
    /// Papers for the contract.
    pub documents: Documents,
    /// What the site must show.
    pub site_requirements: Vec<Item>,
    /// Trades that are hard to place.
    pub industries: Vec<Industry>,
    /// Guarantee insurance.
    pub insurance: Insurance,
    /// Rules of test payments.
    pub test_mode: Vec<Item>,
    /// What to check before opening, by version.
    pub go_live: ByVersion<Item>,
    /// When a further merchant id is needed, and how it is asked for.
    pub further_mid: Vec<Item>,
    /// Errors of PortOne itself.
    pub errors: Vec<ErrorCode>,
    /// Words.
    pub glossary: Vec<Term>,
    /// Public holidays.
    pub holidays: Holidays,
}

/// The same kind of thing for both versions of PortOne.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, JsonSchema)]
pub struct ByVersion<T> {
    /// V1.
    pub v1: Vec<T>,
    /// V2.
    pub v2: Vec<T>,
}

/// A task, or something that no task says.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, JsonSchema)]
pub struct Item {
    /// The task's id; null for what no task says.
    pub task: Option<String>,
    /// The version it is for; null: both.
    pub portone: Option<Portone>,
    /// What it says.
    pub text: String,
    /// What it says.
    pub text_en: String,
    /// Steps and traps of the task.
    pub details: Vec<String>,
    /// Steps and traps of the task.
    pub details_en: Vec<String>,
    /// Exact values to be copied.
    pub values: Vec<String>,
    /// Our own advice, not a documented fact.
    pub advice: bool,
    /// Where documented.
    pub sources: Vec<Source>,
    /// Where documents disagree about it.
    pub disagreements: Vec<Disagreement>,
}

/// A value that PortOne gives a merchant.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, JsonSchema)]
pub struct Identifier {
    /// Stable id.
    pub id: String,
    /// To the letter.
    pub name: String,
    /// In English.
    pub name_en: Option<String>,
    /// Other names of it.
    pub aliases: Vec<String>,
    /// Nobody else may see it.
    pub secret: bool,
    /// Who may issue it.
    pub issued_by: Option<String>,
    /// Who may issue it.
    pub issued_by_en: Option<String>,
    /// What it is used for.
    pub used_for: String,
    /// What it is used for.
    pub used_for_en: String,
    /// Where it is found in the console.
    pub menu_path: Vec<String>,
    /// Where documented.
    pub sources: Vec<Source>,
    /// Where documents disagree about it.
    pub disagreements: Vec<Disagreement>,
}

/// A role of a console account.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, JsonSchema)]
pub struct Role {
    /// Stable id.
    pub id: String,
    /// To the letter.
    pub name: String,
    /// What it is.
    pub text: String,
    /// What it is.
    pub text_en: String,
    /// Who makes such an account.
    pub made_by: Option<String>,
    /// Who makes such an account.
    pub made_by_en: Option<String>,
    /// How many there may be.
    pub count: Option<String>,
    /// How many there may be.
    pub count_en: Option<String>,
    /// What it may do.
    pub may: Vec<String>,
    /// What it may do.
    pub may_en: Vec<String>,
    /// What it may not do.
    pub may_not: Vec<String>,
    /// What it may not do.
    pub may_not_en: Vec<String>,
    /// Where documented.
    pub sources: Vec<Source>,
    /// Where documents disagree about it.
    pub disagreements: Vec<Disagreement>,
}

/// Papers for the contract.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, JsonSchema)]
pub struct Documents {
    /// Of a sole proprietor.
    pub sole: Vec<Item>,
    /// Of a corporation.
    pub corporation: Vec<Item>,
    /// Beyond these, for some trades.
    pub by_industry: Vec<IndustryPapers>,
}

/// Papers for a trade.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, JsonSchema)]
pub struct IndustryPapers {
    /// The trade's id in `industries`.
    pub industry: String,
    /// What to hand in.
    pub papers: Vec<String>,
    /// What to hand in.
    pub papers_en: Vec<String>,
    /// Where documented.
    pub sources: Vec<Source>,
}

/// A trade that is hard to place.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, JsonSchema)]
pub struct Industry {
    /// Stable id.
    pub id: String,
    /// Its number in the documents' list.
    pub number: u8,
    /// The trade.
    pub name: String,
    /// The trade.
    pub name_en: String,
    /// No gateway takes it.
    pub refused_everywhere: bool,
    /// Why it is hard.
    pub why: Option<String>,
    /// Why it is hard.
    pub why_en: Option<String>,
    /// What gateways answer; one that is not named: no document says.
    pub answers: Vec<TradeAnswer>,
    /// Where documented.
    pub sources: Vec<Source>,
    /// Where documents, or two places of one, disagree about it.
    pub disagreements: Vec<Disagreement>,
}

/// What a gateway answers.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, JsonSchema)]
pub struct TradeAnswer {
    /// The gateway's id.
    pub gateway: String,
    /// What it answers.
    pub answer: Answer,
    /// The condition.
    pub text: Option<String>,
    /// The condition.
    pub text_en: Option<String>,
}

/// Guarantee insurance.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, JsonSchema)]
pub struct Insurance {
    /// What is known of it.
    pub rules: Vec<Item>,
}

/// A word.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, JsonSchema)]
pub struct Term {
    /// Stable id.
    pub id: String,
    /// The word.
    pub word: String,
    /// The word.
    pub word_en: String,
    /// Other words for it.
    pub aliases: Vec<String>,
    /// What it means.
    pub meaning: String,
    /// What it means.
    pub meaning_en: String,
    /// An example.
    pub example: Option<String>,
    /// An example.
    pub example_en: Option<String>,
    /// Where to see it.
    pub place: Option<String>,
    /// Where to see it.
    pub place_en: Option<String>,
}

/// Public holidays.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, JsonSchema)]
pub struct Holidays {
    /// The last day for which they are known.
    pub known_until: Date,
    /// Each day, substitute days too.
    pub days: Vec<Holiday>,
    /// Where documented.
    pub sources: Vec<Source>,
}

/// A public holiday.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, JsonSchema)]
pub struct Holiday {
    /// The day.
    pub date: Date,
    /// Its name.
    pub name: String,
}

/// Builds all of it.
pub(super) fn common(catalog: &Catalog) -> Common {
    let it = Builder {
        catalog,
        gateway: None,
    };
    let form = catalog.channel_head.iter().chain(&catalog.channel_tail);
    let topics = &catalog.topics;
    let by_version = |topic: &Topic| ByVersion {
        v1: it.items(topic, Some(Portone::V1)),
        v2: it.items(topic, Some(Portone::V2)),
    };
    let identifiers = |version: Portone| {
        let all = catalog.identifiers.iter();
        let own = all.filter(|it| it.portone.contains(&version));
        own.filter_map(|each| it.identifier(each)).collect()
    };
    let papered = catalog.industries.iter().filter(|it| !it.papers.is_empty());
    Common {
        channel_form: form.map(|field| it.field(field)).collect(),
        identifiers: ByVersion {
            v1: identifiers(Portone::V1),
            v2: identifiers(Portone::V2),
        },
        webhook: by_version(&topics.webhook),
        roles: catalog.roles.iter().map(|role| it.role(role)).collect(),
        documents: Documents {
            sole: it.items(&topics.papers_sole, None),
            corporation: it.items(&topics.papers_corporation, None),
            by_industry: papered.map(|industry| it.papers(industry)).collect(),
        },
        site_requirements: it.items(&topics.site, None),
        industries: catalog
            .industries
            .iter()
            .map(|one| it.industry(one))
            .collect(),
        insurance: Insurance {
            rules: it.items(&topics.insurance, None),
        },
        test_mode: it.items(&topics.test_mode, None),
        go_live: by_version(&topics.go_live),
        further_mid: it.items(&topics.further_mid, None),
        errors: catalog.errors.iter().map(|one| it.error(one)).collect(),
        glossary: catalog.terms.iter().map(term).collect(),
        holidays: Holidays {
            known_until: catalog.holidays_until,
            days: holidays(catalog),
            sources: it.sources(&catalog.holidays_source),
        },
    }
}

fn holidays(catalog: &Catalog) -> Vec<Holiday> {
    let days = catalog.holiday_names.iter().map(|(date, name)| Holiday {
        date: *date,
        name: name.clone(),
    });
    days.collect()
}

impl Builder<'_> {
    /// A subject's tasks and then what they leave out, for one version or for both.
    fn items(self, topic: &Topic, version: Option<Portone>) -> Vec<Item> {
        let fits = |when: &When| version.is_none_or(|version| !when.excludes(version));
        let found = topic.tasks.iter().filter_map(|id| self.catalog.task(id));
        let tasks = found.map(|it| it.task).filter(|task| fits(&task.when));
        let facts = topic.facts.iter().filter(|fact| fits(&fact.when));
        let mut items: Vec<Item> = tasks.map(|task| self.of_task(task, version)).collect();
        items.extend(facts.map(|fact| self.of_fact(fact)));
        items
    }

    fn of_task(self, task: &Task, version: Option<Portone>) -> Item {
        let fits = |when: &When| version.is_none_or(|version| !when.excludes(version));
        let traps = task.gotchas.iter().filter(|it| fits(&it.when));
        let details: Vec<_> = task.steps.iter().chain(traps.map(|it| &it.text)).collect();
        Item {
            task: Some(task.id.clone()),
            portone: task.when.only_version(),
            text: task.title.ko.clone(),
            text_en: task.title.en.clone(),
            details: details.iter().map(|it| it.ko.clone()).collect(),
            details_en: details.iter().map(|it| it.en.clone()).collect(),
            values: Vec::new(),
            advice: task.advice,
            sources: self.sources(&task.source),
            disagreements: self.disagreements(&task.disagreements),
        }
    }

    fn of_fact(self, fact: &model::Fact) -> Item {
        Item {
            task: None,
            portone: fact.when.only_version(),
            text: fact.text.ko.clone(),
            text_en: fact.text.en.clone(),
            details: Vec::new(),
            details_en: Vec::new(),
            values: fact
                .values
                .iter()
                .map(|it| value(it, |text| &text.ko))
                .collect(),
            advice: false,
            sources: self.sources(&fact.source),
            disagreements: self.disagreements(&fact.disagreements),
        }
    }

    /// None when the task's field does not exist, which is a problem of `check`.
    fn identifier(self, it: &model::Identifier) -> Option<Identifier> {
        let field = self.catalog.identifier_field(it)?;
        let (issued_by, issued_by_en) = both(it.issued_by.as_ref());
        let place = field.place.as_ref();
        Some(Identifier {
            id: it.id.clone(),
            name: field.label.clone(),
            name_en: field.gloss.clone(),
            aliases: field.aka.clone(),
            secret: field.secret,
            issued_by,
            issued_by_en,
            used_for: it.used_for.ko.clone(),
            used_for_en: it.used_for.en.clone(),
            menu_path: place.map(|it| it.menu.clone()).unwrap_or_default(),
            sources: self.sources(it.source.iter().chain(&field.source)),
            disagreements: self.disagreements(&it.disagreements),
        })
    }

    fn role(self, role: &model::AccountRole) -> Role {
        let (made_by, made_by_en) = both(role.made_by.as_ref());
        let (count, count_en) = both(role.count.as_ref());
        Role {
            id: role.id.clone(),
            name: role.name.clone(),
            text: role.text.ko.clone(),
            text_en: role.text.en.clone(),
            made_by,
            made_by_en,
            count,
            count_en,
            may: role.may.iter().map(|it| it.ko.clone()).collect(),
            may_en: role.may.iter().map(|it| it.en.clone()).collect(),
            may_not: role.may_not.iter().map(|it| it.ko.clone()).collect(),
            may_not_en: role.may_not.iter().map(|it| it.en.clone()).collect(),
            sources: self.sources(&role.source),
            disagreements: self.disagreements(&role.disagreements),
        }
    }

    fn industry(self, it: &model::Industry) -> Industry {
        let (why, why_en) = both(it.why.as_ref());
        let answers = it.answers.iter().flat_map(|answer| {
            let (text, text_en) = both(answer.text.as_ref());
            answer.gateways.iter().map(move |gateway| TradeAnswer {
                gateway: gateway.clone(),
                answer: answer.answer,
                text: text.clone(),
                text_en: text_en.clone(),
            })
        });
        Industry {
            id: it.id.clone(),
            number: it.number,
            name: it.name.ko.clone(),
            name_en: it.name.en.clone(),
            refused_everywhere: it.refused_everywhere,
            why,
            why_en,
            answers: answers.collect(),
            sources: self.sources(&it.source),
            disagreements: self.disagreements(&it.disagreements),
        }
    }

    fn papers(self, it: &model::Industry) -> IndustryPapers {
        IndustryPapers {
            industry: it.id.clone(),
            papers: it.papers.iter().map(|it| it.ko.clone()).collect(),
            papers_en: it.papers.iter().map(|it| it.en.clone()).collect(),
            sources: self.sources(&it.papers_source),
        }
    }
}

fn term(term: &model::Term) -> Term {
    let (example, example_en) = both(term.example.as_ref());
    let (place, place_en) = both(term.place.as_ref());
    Term {
        id: term.id.clone(),
        word: term.word.ko.clone(),
        word_en: term.word.en.clone(),
        aliases: term.aka.clone(),
        meaning: term.meaning.ko.clone(),
        meaning_en: term.meaning.en.clone(),
        example,
        example_en,
        place,
        place_en,
    }
}
