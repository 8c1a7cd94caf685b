//! The pages of what is common to every gateway.

use catalog::{Catalog, Industry, Subject, Task, Topic};

use super::super::texts::{self, Facts, bi, bis};
use super::gateway::{answer, plain_field};
use super::view::{
    HolidayView, IdentifierView, ItemView, RoleView, SubjectBody, SubjectPage, SubjectView,
    TradeAnswerView, TradePapers, TradeView,
};
use super::{gateway_name, of_fact, subject_from, subject_line};

/// A page of what is common.
pub fn subject_page(catalog: &Catalog, id: SubjectView) -> Option<SubjectPage> {
    let id = subject_from(id);
    let heading = catalog.library.subjects.iter().find(|it| it.id == id)?;
    Some(SubjectPage {
        line: subject_line(heading),
        body: body(catalog, id),
    })
}

fn body(catalog: &Catalog, id: Subject) -> SubjectBody {
    let facts = Facts {
        catalog,
        gateway: None,
    };
    let topics = &catalog.topics;
    let items = |topic: &Topic| SubjectBody::Items {
        items: items(&facts, topic),
    };
    match id {
        Subject::Webhook => items(&topics.webhook),
        Subject::Site => items(&topics.site),
        Subject::Insurance => items(&topics.insurance),
        Subject::TestMode => items(&topics.test_mode),
        Subject::GoLive => items(&topics.go_live),
        Subject::FurtherMid => items(&topics.further_mid),
        Subject::Papers => SubjectBody::Papers {
            sole: self::items(&facts, &topics.papers_sole),
            corporation: self::items(&facts, &topics.papers_corporation),
            trades: catalog
                .industries
                .iter()
                .filter(|it| !it.papers.is_empty())
                .map(|it| TradePapers {
                    id: it.id.clone(),
                    name: bi(&it.name),
                    papers: bis(&it.papers),
                    sources: facts.sources(&it.papers_source),
                })
                .collect(),
        },
        Subject::Trades => SubjectBody::Trades {
            trades: catalog
                .industries
                .iter()
                .map(|it| trade(&facts, it))
                .collect(),
        },
        Subject::Roles => SubjectBody::Roles {
            roles: catalog.roles.iter().map(|it| role(&facts, it)).collect(),
        },
        Subject::Identifiers => SubjectBody::Identifiers {
            identifiers: identifiers(&facts),
        },
        Subject::Terms => SubjectBody::Terms {
            terms: catalog.terms.iter().map(texts::term).collect(),
        },
        Subject::Holidays => SubjectBody::Holidays {
            known_until: catalog.holidays_until.to_string(),
            days: catalog
                .holiday_names
                .iter()
                .map(|(day, name)| HolidayView {
                    on: day.to_string(),
                    name: name.clone(),
                })
                .collect(),
            sources: facts.sources(&catalog.holidays_source),
        },
    }
}

/// A subject's tasks, and then what they leave out.
fn items(facts: &Facts<'_>, topic: &Topic) -> Vec<ItemView> {
    let tasks = topic.tasks.iter().filter_map(|id| facts.catalog.task(id));
    let mut all: Vec<ItemView> = tasks.map(|it| of_task(facts, it.task)).collect();
    all.extend(topic.facts.iter().map(|it| of_fact(facts, it)));
    all
}

fn of_task(facts: &Facts<'_>, task: &Task) -> ItemView {
    let gotchas = task.gotchas.iter();
    ItemView {
        task: Some(task.id.clone()),
        portone: task.when.only_version().map(texts::portone),
        text: bi(&task.title),
        steps: bis(&task.steps),
        gotchas: gotchas.map(|it| facts.fact(&it.text, &it.source)).collect(),
        values: Vec::new(),
        advice: task.advice,
        note: None,
        disagreements: facts.disagreements(&task.disagreements),
        sources: facts.sources(&task.source),
    }
}

fn trade(facts: &Facts<'_>, it: &Industry) -> TradeView {
    let answers = it.answers.iter().map(|said| {
        let gateways = said.gateways.iter();
        let known = gateways.filter_map(|id| facts.catalog.gateway(id));
        TradeAnswerView {
            answer: answer(said.answer),
            text: said.text.as_ref().map(bi),
            gateways: known.map(gateway_name).collect(),
        }
    });
    TradeView {
        id: it.id.clone(),
        number: it.number,
        name: bi(&it.name),
        refused_everywhere: it.refused_everywhere,
        why: it.why.as_ref().map(bi),
        answers: answers.collect(),
        papers: bis(&it.papers),
        note: it.note.as_ref().map(bi),
        disagreements: facts.disagreements(&it.disagreements),
        sources: facts.sources(&it.source),
    }
}

fn role(facts: &Facts<'_>, it: &catalog::AccountRole) -> RoleView {
    RoleView {
        id: it.id.clone(),
        name: it.name.clone(),
        text: bi(&it.text),
        made_by: it.made_by.as_ref().map(bi),
        count: it.count.as_ref().map(bi),
        may: bis(&it.may),
        may_not: bis(&it.may_not),
        disagreements: facts.disagreements(&it.disagreements),
        sources: facts.sources(&it.source),
    }
}

fn identifiers(facts: &Facts<'_>) -> Vec<IdentifierView> {
    let known = facts.catalog.identifiers.iter().filter_map(|it| {
        let field = facts.catalog.identifier_field(it)?;
        Some(IdentifierView {
            id: it.id.clone(),
            portone: it.portone.iter().copied().map(texts::portone).collect(),
            field: plain_field(facts, field),
            issued_by: it.issued_by.as_ref().map(bi),
            used_for: bi(&it.used_for),
            disagreements: facts.disagreements(&it.disagreements),
            sources: facts.sources(&it.source),
        })
    });
    known.collect()
}
