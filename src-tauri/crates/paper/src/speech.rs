//! The catalogue's words for what the core knows by name only.

use catalog::Catalog;
use catalog::model::{Actor, Method, Purpose, Say, Source, Stage};
use jiff::civil::Date;
use wizard::plan::{OVERSEAS_METHODS, PURPOSES, Reach, Wish};
use wizard::when::{METHODS, method_id, purpose_id};

use crate::words::{Language, Words};

/// The catalogue, spoken in one language.
#[derive(Clone, Copy)]
pub struct Speech<'a> {
    /// The catalogue.
    pub catalog: &'a Catalog,
    /// The language.
    pub language: Language,
}

/// A name without the abbreviation behind it.
fn plain(name: &str) -> &str {
    name.split_once('(').map_or(name, |it| it.0).trim_end()
}

impl Speech<'_> {
    /// A sentence.
    pub fn it(&self, say: Say) -> Words {
        Words::said(self.catalog.say(say), self.language)
    }

    /// A sentence with its gaps filled.
    pub fn with(&self, say: Say, gaps: &[(&str, Words)]) -> Words {
        Words::filled(self.catalog.say(say), self.language, gaps)
    }

    /// A day.
    pub fn day(&self, day: Date) -> Words {
        Words::day(day)
    }

    /// A gateway's name, or a module's. A module's name says its gateway's already where it begins
    /// with it.
    pub fn module(&self, gateway: &str, module: Option<&str>) -> Words {
        let name = self.catalog.gateway(gateway).map(|it| &it.name);
        let name = name.map(|it| Words::said(it, self.language));
        let own = module
            .and_then(|id| self.catalog.module(id))
            .map(|(_, it)| Words::said(&it.name, self.language));
        match (name, own) {
            (Some(name), Some(own)) if own.as_str().starts_with(plain(name.as_str())) => own,
            (Some(name), Some(own)) => Words::joined(&[name, own], " "),
            (name, own) => own.or(name).unwrap_or_default(),
        }
    }

    fn choice(&self, question: &str, value: &str) -> Words {
        let question = self.catalog.question(question);
        let choice = question.and_then(|it| it.choices.iter().find(|it| it.value == value));
        choice.map_or_else(Words::default, |it| Words::said(&it.label, self.language))
    }

    /// What a purpose is called in the interview.
    pub fn purpose(&self, purpose: Purpose) -> Words {
        self.choice(PURPOSES, purpose_id(purpose))
    }

    /// What a method is called in the interview.
    pub fn method(&self, method: Method) -> Words {
        self.choice(METHODS, method_id(method))
    }

    /// A wish.
    pub fn wish(&self, wish: &Wish) -> Words {
        let parts = [self.purpose(wish.purpose), self.within(wish)];
        Words::joined(&parts, " · ")
    }

    /// A wish beside its purpose: the method, and where the buyer is.
    pub fn within(&self, wish: &Wish) -> Words {
        let method = wish.method.map(|it| match wish.purpose {
            Purpose::Overseas => self.choice(OVERSEAS_METHODS, method_id(it)),
            _ => self.method(it),
        });
        let reach = wish.reach.as_ref().and_then(|it| match it {
            Reach::Country(code) => self.catalog.countries.get(code),
            Reach::Currency(code) => self.catalog.currencies.get(code),
        });
        let reach = reach.map(|it| Words::said(it, self.language));
        let parts = [method.unwrap_or_default(), reach.unwrap_or_default()];
        Words::joined(&parts, " · ")
    }

    /// A stage's title.
    pub fn stage(&self, stage: Stage) -> Words {
        let found = self.catalog.stage(stage);
        found.map_or_else(Words::default, |it| Words::said(&it.title, self.language))
    }

    /// A task's title.
    pub fn task(&self, id: &str) -> Words {
        let found = self.catalog.task(id);
        found.map_or_else(Words::default, |it| {
            Words::said(&it.task.title, self.language)
        })
    }

    /// Who acts.
    pub fn actor(&self, actor: Actor) -> Words {
        self.it(match actor {
            Actor::Merchant => Say::ActorMerchant,
            Actor::Developer => Say::ActorDeveloper,
            Actor::Portone => Say::ActorPortone,
            Actor::Gateway => Say::ActorGateway,
            Actor::CardCompany => Say::ActorCardCompany,
            Actor::Telco => Say::ActorTelco,
            Actor::Government => Say::ActorGovernment,
        })
    }

    /// Where something is documented, each document once; None where nowhere.
    pub fn sources(&self, sources: &[Source]) -> Option<Words> {
        let mut named: Vec<Words> = Vec::new();
        for source in sources.iter().map(Words::source) {
            if !named.contains(&source) {
                named.push(source);
            }
        }
        let all = Words::joined(&named, ", ");
        (!named.is_empty()).then(|| self.with(Say::Source, &[("sources", all)]))
    }
}
