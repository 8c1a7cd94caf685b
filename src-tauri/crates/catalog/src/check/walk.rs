//! One walk over everything the files say, for the rules to pick from.

use crate::load::Catalog;
use crate::model::{
    AccountRole, Caveat, Contact, Days, Disagreement, ErrorCode, ErrorGroup, Fact, Field, Gateway,
    Gotcha, Heading, Industry, Module, Place, PlanFacts, Portal, Question, Requirement, Rule,
    SourceKeys, Statement, Task, Text, Value, When,
};

use super::Problem;

/// How long a text may be.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) enum Role {
    /// A title, a question, a label.
    Title,
    /// A sentence or two.
    Sentence,
    /// What a document prints, to the letter.
    Letter,
}

/// One thing that a file says.
#[derive(Debug, Clone, Copy)]
pub(super) enum Item<'a> {
    Text(Role, &'a Text),
    /// A fact's sources; true for our own advice.
    Fact(&'a SourceKeys, bool),
    When(&'a When),
    Place(&'a Place),
    Field(&'a Field),
    Days(&'a Days),
    Url(&'a str),
    Disagreement(&'a Disagreement),
}

/// Where it says it.
#[derive(Debug, Clone)]
pub(super) struct At<'a> {
    pub file: String,
    pub field: String,
    pub gateway: Option<&'a str>,
}

impl At<'_> {
    pub fn problem(&self, text: impl Into<String>) -> Problem {
        Problem::new(&self.file, &self.field, text)
    }
}

/// The file a task stands in.
pub(super) fn task_file(gateway: Option<&Gateway>, task: &Task) -> String {
    gateway.map_or_else(|| format!("tasks/{}.toml", task.stage.id()), gateway_file)
}

/// A gateway's file.
pub(super) fn gateway_file(gateway: &Gateway) -> String {
    format!("pg/{}.toml", gateway.id)
}

/// Where an error stands in its file.
pub(super) fn error_at(n: usize, error: &ErrorCode) -> String {
    match &error.code {
        Some(code) => format!("errors.{code}"),
        None => format!("errors[{n}]"),
    }
}

/// A gateway's lists of statements, by name.
pub(super) fn statements(gateway: &Gateway) -> [(&'static str, &[Statement]); 5] {
    [
        ("entry", &gateway.entry),
        ("documents", &gateway.documents),
        ("again", &gateway.again),
        ("direct_open", &gateway.direct_open),
        ("requests", &gateway.requests),
    ]
}

/// Everything.
pub(super) fn items(catalog: &Catalog) -> Vec<(At<'_>, Item<'_>)> {
    let mut walk = Walk {
        items: Vec::new(),
        file: String::new(),
        gateway: None,
    };
    walk.common(catalog);
    walk.facts(catalog);
    for task in &catalog.tasks {
        walk.file = task_file(None, task);
        walk.task(task);
    }
    for gateway in catalog.gateways.values() {
        walk.file = gateway_file(gateway);
        walk.gateway = Some(&gateway.id);
        walk.gateway(gateway);
    }
    walk.items
}

struct Walk<'a> {
    items: Vec<(At<'a>, Item<'a>)>,
    file: String,
    gateway: Option<&'a str>,
}

impl<'a> Walk<'a> {
    fn push(&mut self, field: &str, item: Item<'a>) {
        let at = At {
            file: self.file.clone(),
            field: field.to_owned(),
            gateway: self.gateway,
        };
        self.items.push((at, item));
    }

    fn title(&mut self, at: &str, text: &'a Text) {
        self.push(at, Item::Text(Role::Title, text));
    }

    fn text(&mut self, at: &str, text: &'a Text) {
        self.push(at, Item::Text(Role::Sentence, text));
    }

    fn texts(&mut self, at: &str, texts: impl IntoIterator<Item = &'a Text>) {
        for (n, text) in texts.into_iter().enumerate() {
            self.text(&format!("{at}[{n}]"), text);
        }
    }

    fn fact(&mut self, at: &str, source: &'a SourceKeys) {
        self.push(at, Item::Fact(source, false));
    }

    fn common(&mut self, catalog: &'a Catalog) {
        self.file = "common.toml".to_owned();
        for (key, portal) in &catalog.portals {
            self.portal(&format!("portals.{key}"), portal);
        }
        self.file = "holidays.toml".to_owned();
        self.fact("source", &catalog.holidays_source);
        self.file = "stages.toml".to_owned();
        for stage in &catalog.stages {
            self.title(&format!("{}.title", stage.code), &stage.title);
            self.text(&format!("{}.reached", stage.code), &stage.reached);
        }
        self.file = "interview.toml".to_owned();
        for question in &catalog.questions {
            self.question(question);
        }
        self.file = "rules.toml".to_owned();
        for rule in &catalog.rules {
            self.rule(rule);
        }
        for it in &catalog.impossible {
            self.push(&it.id, Item::When(&it.when));
            self.text(&it.id, &it.text);
            self.fact(&it.id, &it.source);
        }
        self.file = "plan.toml".to_owned();
        self.plan(&catalog.plan);
        self.file = "paper.toml".to_owned();
        for (say, text) in &catalog.paper {
            self.text(&format!("{say:?}"), text);
        }
        self.file = "glossary.toml".to_owned();
        for term in &catalog.terms {
            self.title(&format!("{}.word", term.id), &term.word);
            self.text(&format!("{}.meaning", term.id), &term.meaning);
            self.texts(&term.id, term.example.iter().chain(&term.place));
        }
        self.file = "errors.toml".to_owned();
        self.errors(&catalog.errors);
        self.file = "library.toml".to_owned();
        self.headings("subjects", &catalog.library.subjects);
        self.headings("parts", &catalog.library.parts);
        self.file = "channel.toml".to_owned();
        for field in catalog.channel_head.iter().chain(&catalog.channel_tail) {
            self.field("", field);
        }
    }

    /// What the plan counts with.
    fn plan(&mut self, plan: &'a PlanFacts) {
        self.fact("portone", &plan.portone.source);
        self.texts("portone.note", &plan.portone.note);
        let bands = plan.portone.bands.iter();
        self.texts("portone.bands", bands.map(|it| &it.text));
        self.fact("insurance", &plan.insurance.source);
        self.texts("insurance.note", &plan.insurance.note);
        for cycle in &plan.insurance.cycles {
            self.title(&format!("insurance.{}", cycle.id), &cycle.label);
        }
        for it in &plan.contradictions {
            self.push(&it.id, Item::When(&it.when));
            self.text(&it.id, &it.text);
        }
        for (id, it) in &plan.sentences {
            let at = format!("sentences.{id}");
            self.text(&at, &it.text);
            self.push(&at, Item::Fact(&it.source, it.source.is_empty()));
        }
    }

    /// What holds whatever the gateway, beside the tasks.
    fn facts(&mut self, catalog: &'a Catalog) {
        self.file = "facts.toml".to_owned();
        for (name, topic) in catalog.topics.all() {
            for (n, fact) in topic.facts.iter().enumerate() {
                self.of_topic(&format!("{name}.facts[{n}]"), fact);
            }
        }
        self.file = "access.toml".to_owned();
        for it in &catalog.identifiers {
            let id = &it.id;
            self.texts(id, it.issued_by.iter().chain([&it.used_for]));
            self.fact(id, &it.source);
            self.disagreements(id, &it.disagreements);
        }
        for role in &catalog.roles {
            self.role(role);
        }
        self.file = "providers.toml".to_owned();
        self.fact("source", &catalog.providers_source);
        self.file = "industries.toml".to_owned();
        for industry in &catalog.industries {
            self.industry(industry);
        }
    }

    fn of_topic(&mut self, at: &str, fact: &'a Fact) {
        self.push(at, Item::When(&fact.when));
        self.text(at, &fact.text);
        self.values(at, &fact.values);
        self.texts(&format!("{at}.note"), &fact.note);
        self.fact(at, &fact.source);
        self.disagreements(at, &fact.disagreements);
    }

    fn role(&mut self, role: &'a AccountRole) {
        let id = &role.id;
        let more = role.made_by.iter().chain(&role.count);
        self.texts(id, [&role.text].into_iter().chain(more));
        self.texts(&format!("{id}.may"), &role.may);
        self.texts(&format!("{id}.may_not"), &role.may_not);
        self.fact(id, &role.source);
        self.disagreements(id, &role.disagreements);
    }

    fn industry(&mut self, industry: &'a Industry) {
        let id = &industry.id;
        self.title(&format!("{id}.name"), &industry.name);
        self.texts(id, industry.why.iter().chain(&industry.note));
        self.fact(id, &industry.source);
        for (n, answer) in industry.answers.iter().enumerate() {
            let at = format!("{id}.answers[{n}]");
            self.texts(&at, &answer.text);
            self.fact(&at, &answer.source);
        }
        self.texts(&format!("{id}.papers"), &industry.papers);
        if !industry.papers.is_empty() {
            self.fact(&format!("{id}.papers"), &industry.papers_source);
        }
        self.disagreements(id, &industry.disagreements);
    }

    fn question(&mut self, question: &'a Question) {
        let id = &question.id;
        self.title(id, &question.title);
        self.texts(id, question.help.iter().chain([&question.unknown]));
        self.push(id, Item::When(&question.when));
        if let Some(unit) = &question.unit {
            self.title(&format!("{id}.unit"), unit);
        }
        for choice in &question.choices {
            let at = format!("{id}.{}", choice.value);
            self.title(&at, &choice.label);
            self.texts(&at, &choice.help);
        }
    }

    fn rule(&mut self, rule: &'a Rule) {
        self.push(&rule.id, Item::When(&rule.when));
        self.text(&rule.id, &rule.text);
        self.fact(&rule.id, &rule.source);
    }

    fn gateway(&mut self, gateway: &'a Gateway) {
        self.title("name", &gateway.name);
        for (key, portal) in &gateway.portals {
            self.portal(&format!("portals.{key}"), portal);
        }
        for (n, contact) in gateway.contacts.iter().enumerate() {
            self.contact(&format!("contacts[{n}]"), contact);
        }
        if let Some(page) = &gateway.review_page {
            self.portal("review_page", page);
        }
        for (stage, days) in &gateway.days {
            self.days(&format!("days.{}", stage.id()), days);
        }
        for field in &gateway.application {
            self.field("application.", field);
        }
        self.terms(gateway);
        self.disagreements("gateway", &gateway.disagreements);
        for module in &gateway.modules {
            self.module(module);
        }
        for task in &gateway.tasks {
            self.task(task);
        }
    }

    /// What stands between the merchant and a contract, and what comes after it.
    fn terms(&mut self, gateway: &'a Gateway) {
        for (n, step) in gateway.contract.iter().enumerate() {
            let at = format!("contract[{n}]");
            self.title(&at, &step.title);
            self.texts(&at, &step.note);
            self.fact(&at, &step.source);
            if let Some(days) = &step.days {
                self.days(&format!("{at}.days"), days);
            }
        }
        for (name, statements) in statements(gateway) {
            for (n, statement) in statements.iter().enumerate() {
                self.statement(&format!("{name}[{n}]"), statement);
            }
        }
        if let Some(it) = &gateway.no_insurance {
            self.statement("no_insurance", it);
        }
        for (n, it) in gateway.starts_after.iter().enumerate() {
            let at = format!("starts_after[{n}]");
            self.push(&at, Item::When(&it.when));
            self.push(&at, Item::When(&it.other));
            self.text(&at, &it.text);
            self.fact(&at, &it.source);
        }
        if let Some(review) = &gateway.card_review {
            self.text("card_review", &review.text);
            self.fact("card_review", &review.source);
            if let Some(place) = &review.place {
                self.place("card_review.place", place);
            }
            self.disagreements("card_review", &review.disagreements);
        }
        if let Some(route) = &gateway.extra_mid {
            self.text("extra_mid", &route.text);
            self.fact("extra_mid", &route.source);
            self.disagreements("extra_mid", &route.disagreements);
        }
        for (n, fee) in gateway.fees.iter().enumerate() {
            let at = format!("fees[{n}]");
            self.push(&at, Item::When(&fee.when));
            self.title(&at, &fee.what);
            for text in fee.tier.iter().chain([&fee.value]) {
                self.push(&at, Item::Text(Role::Letter, text));
            }
            self.fact(&at, &fee.source);
        }
        self.errors(&gateway.errors);
        self.error_groups(&gateway.error_groups);
        if let Some(list) = &gateway.error_list {
            self.text("error_list", &list.text);
            self.fact("error_list", &list.source);
            self.push(
                "error_list.lists",
                Item::Fact(&list.lists, list.lists.is_empty()),
            );
            if let Some(url) = &list.url {
                self.push("error_list.url", Item::Url(url));
            }
        }
    }

    fn errors(&mut self, errors: &'a [ErrorCode]) {
        let own = errors.iter().enumerate();
        for (n, error) in own.filter(|(_, error)| error.group.is_none()) {
            let at = error_at(n, error);
            self.texts(&at, [&error.cause, &error.next]);
            self.fact(&at, &error.source);
        }
    }

    fn error_groups(&mut self, groups: &'a [ErrorGroup]) {
        for (n, group) in groups.iter().enumerate() {
            let at = format!("error_groups[{n}]");
            self.texts(&at, [&group.cause, &group.next]);
            self.fact(&at, &group.source);
        }
    }

    fn headings<T>(&mut self, list: &str, headings: &'a [Heading<T>]) {
        for (n, heading) in headings.iter().enumerate() {
            let at = format!("{list}[{n}]");
            self.title(&at, &heading.title);
            self.texts(&at, &heading.lead);
        }
    }

    fn statement(&mut self, at: &str, statement: &'a Statement) {
        self.push(at, Item::When(&statement.when));
        self.text(at, &statement.text);
        self.values(at, &statement.values);
        self.texts(&format!("{at}.note"), &statement.note);
        self.fact(at, &statement.source);
        self.disagreements(at, &statement.disagreements);
    }

    fn values(&mut self, at: &str, values: &'a [Value]) {
        for label in values.iter().filter_map(Value::label) {
            self.title(&format!("{at}.values"), label);
        }
    }

    fn portal(&mut self, at: &str, portal: &'a Portal) {
        self.push(at, Item::Url(&portal.url));
        self.fact(at, &portal.source);
    }

    fn contact(&mut self, at: &str, contact: &'a Contact) {
        self.text(at, &contact.what);
        self.fact(at, &contact.source);
        if let Some(url) = &contact.url {
            self.push(at, Item::Url(url));
        }
    }

    fn module(&mut self, module: &'a Module) {
        let id = &module.id;
        self.title(&format!("{id}.name"), &module.name);
        self.fact(id, &module.source);
        for field in &module.fields {
            self.field(&format!("{id}."), field);
        }
        for (name, reach) in [
            ("countries", &module.countries),
            ("currencies", &module.currencies),
        ] {
            for (n, it) in reach.iter().enumerate() {
                let at = format!("{id}.{name}[{n}]");
                self.texts(&at, &it.note);
                self.fact(&at, &it.source);
            }
        }
        for mid in &module.test_mids {
            let at = format!("{id}.test_mids.{}", mid.mid);
            self.texts(&at, &mid.note);
            self.fact(&at, &mid.source);
        }
        self.texts(&format!("{id}.no_test_mid"), &module.no_test_mid);
        for (n, statement) in module.post_setup.iter().enumerate() {
            self.statement(&format!("{id}.post_setup[{n}]"), statement);
        }
        for (n, caveat) in module.caveats.iter().enumerate() {
            self.caveat(&format!("{id}.caveats[{n}]"), caveat);
        }
        self.disagreements(id, &module.disagreements);
        self.texts(&format!("{id}.note"), &module.note);
    }

    fn caveat(&mut self, at: &str, caveat: &'a Caveat) {
        self.push(at, Item::When(&caveat.when));
        self.text(at, &caveat.text);
        self.fact(at, &caveat.source);
    }

    fn task(&mut self, task: &'a Task) {
        let id = &task.id;
        self.push(id, Item::When(&task.when));
        self.title(&format!("{id}.title"), &task.title);
        self.text(&format!("{id}.why"), &task.why);
        self.texts(&format!("{id}.steps"), &task.steps);
        self.texts(&format!("{id}.meanwhile"), &task.meanwhile);
        self.texts(&format!("{id}.chase"), &task.chase);
        self.push(id, Item::Fact(&task.source, task.advice));
        if let Some(days) = &task.days {
            self.days(&format!("{id}.days"), days);
        }
        for field in &task.fields {
            self.field(&format!("{id}."), field);
        }
        if let Some(place) = &task.screen {
            self.place(&format!("{id}.screen"), place);
        }
        for (n, gotcha) in task.gotchas.iter().enumerate() {
            self.gotcha(&format!("{id}.gotchas[{n}]"), gotcha);
        }
        self.disagreements(id, &task.disagreements);
    }

    fn gotcha(&mut self, at: &str, gotcha: &'a Gotcha) {
        self.push(at, Item::When(&gotcha.when));
        self.text(at, &gotcha.text);
        self.fact(at, &gotcha.source);
    }

    fn field(&mut self, prefix: &str, field: &'a Field) {
        let at = format!("{prefix}{}", field.id);
        self.push(&at, Item::Field(field));
        self.fact(&at, &field.source);
        match &field.requirement {
            Requirement::Conditional { when, text, .. } => {
                self.push(&at, Item::When(when));
                self.text(&format!("{at}.requirement"), text);
            }
            Requirement::Blank { text } => self.text(&format!("{at}.requirement"), text),
            Requirement::Required
            | Requirement::Optional
            | Requirement::Undocumented
            | Requirement::Decided { .. } => {}
        }
        if let Some(place) = &field.place {
            self.place(&format!("{at}.place"), place);
        }
        self.texts(
            &at,
            field.sender.iter().chain(&field.hint).chain(&field.note),
        );
        self.texts(&format!("{at}.gotchas"), &field.gotchas);
        self.disagreements(&at, &field.disagreements);
    }

    fn place(&mut self, at: &str, place: &'a Place) {
        self.push(at, Item::Place(place));
        self.texts(at, &place.note);
        self.fact(at, &place.source);
    }

    fn days(&mut self, at: &str, days: &'a Days) {
        self.push(at, Item::Days(days));
        self.texts(at, &days.note);
        self.fact(at, &days.source);
    }

    fn disagreements(&mut self, at: &str, disagreements: &'a [Disagreement]) {
        for (n, it) in disagreements.iter().enumerate() {
            let at = format!("{at}.disagreements[{n}]");
            self.push(&at, Item::Disagreement(it));
            self.text(&at, &it.about);
            self.texts(&at, &it.advice);
            for reading in &it.readings {
                self.text(&at, &reading.text);
                self.fact(&at, &reading.source);
            }
        }
    }
}
