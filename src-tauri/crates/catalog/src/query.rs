//! What the rest of the app asks of the catalogue.

use std::ops::Bound::{Excluded, Included};

use jiff::ToSpan;
use jiff::civil::{Date, Weekday};

use crate::load::Catalog;
use crate::model::{
    Field, Gateway, Identifier, Method, Mode, Module, Portal, Purpose, Question, Requirement, Say,
    Source, Stage, StageText, Task, Term, Text, When,
};

/// A task and whose it is.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct TaskRef<'a> {
    /// The task.
    pub task: &'a Task,
    /// The gateway whose file it stands in; None = common to all.
    pub gateway: Option<&'a Gateway>,
}

impl Catalog {
    /// A gateway.
    pub fn gateway(&self, id: &str) -> Option<&Gateway> {
        self.gateways.get(id)
    }

    /// A module and its gateway.
    pub fn module(&self, id: &str) -> Option<(&Gateway, &Module)> {
        self.modules().find(|(_, module)| module.id == id)
    }

    /// Every module with its gateway.
    pub fn modules(&self) -> impl Iterator<Item = (&Gateway, &Module)> {
        self.gateways
            .values()
            .flat_map(|gateway| gateway.modules.iter().map(move |module| (gateway, module)))
    }

    /// A task, common or a gateway's.
    pub fn task(&self, id: &str) -> Option<TaskRef<'_>> {
        self.all_tasks().find(|it| it.task.id == id)
    }

    /// Every task: the common ones in the order of the road, then each gateway's.
    pub fn all_tasks(&self) -> impl Iterator<Item = TaskRef<'_>> {
        let common = self.tasks.iter().map(|task| TaskRef {
            task,
            gateway: None,
        });
        let own = self.gateways.values().flat_map(|gateway| {
            gateway.tasks.iter().map(move |task| TaskRef {
                task,
                gateway: Some(gateway),
            })
        });
        common.chain(own)
    }

    /// A stage's words.
    pub fn stage(&self, id: Stage) -> Option<&StageText> {
        self.stages.iter().find(|stage| stage.id == id)
    }

    /// A question of the interview.
    pub fn question(&self, id: &str) -> Option<&Question> {
        self.questions.iter().find(|question| question.id == id)
    }

    /// A sentence that the core itself writes. A test holds that every one is there.
    pub fn say(&self, say: Say) -> &Text {
        static NONE: Text = Text {
            ko: String::new(),
            en: String::new(),
        };
        self.paper.get(&say).unwrap_or(&NONE)
    }

    /// A glossary term.
    pub fn term(&self, id: &str) -> Option<&Term> {
        self.terms.iter().find(|term| term.id == id)
    }

    /// The field that describes a value which PortOne gives a merchant.
    pub fn identifier_field<'a>(&'a self, it: &'a Identifier) -> Option<&'a Field> {
        let (task, field) = it.field.split_once('.')?;
        let fields = &self.task(task)?.task.fields;
        fields.iter().find(|it| it.id == field)
    }

    /// The console's channel form for a module, top to bottom. A field that the documents say to
    /// leave empty in this mode is left out.
    pub fn channel_form<'a>(&'a self, module: &'a Module, mode: Mode) -> Vec<&'a Field> {
        self.channel_head
            .iter()
            .chain(&module.fields)
            .chain(&self.channel_tail)
            .filter(|field| !blank_in(field, mode))
            .collect()
    }

    /// The document behind a fact: the gateway's own list first, then the common one.
    pub fn source(&self, key: &str, gateway: Option<&str>) -> Option<&Source> {
        gateway
            .and_then(|id| self.gateway(id)?.sources.get(key))
            .or_else(|| self.sources.get(key))
    }

    /// The portal behind a place: the gateway's own list first, then the common one.
    pub fn portal(&self, key: &str, gateway: Option<&str>) -> Option<&Portal> {
        gateway
            .and_then(|id| self.gateway(id)?.portals.get(key))
            .or_else(|| self.portals.get(key))
    }

    /// Whether offices work that day. Days after [`Catalog::holidays_until`] know weekends only.
    pub fn is_business_day(&self, date: Date) -> bool {
        is_weekday(date) && !self.holidays.contains(&date)
    }

    /// The `n`th business day after `date`, which itself does not count. `n = 0` is `date`.
    pub fn business_days_after(&self, date: Date, n: u16) -> Date {
        let mut day = date;
        let mut left = n;
        while left > 0 {
            // The calendar ends in the year 9999; there the last day stands for all later ones.
            let Ok(next) = day.tomorrow() else { return day };
            day = next;
            if self.is_business_day(day) {
                left -= 1;
            }
        }
        day
    }

    /// How many business days after `from` a day is: 0 for `from` and every day before it. Of a day
    /// on which nobody works, the business day after it.
    pub fn business_days_until(&self, from: Date, to: Date) -> u32 {
        if to <= from {
            return 0;
        }
        // Whole weeks have five days each; only what is left of one is looked at day by day.
        let weeks = (to - from).get_days() / 7;
        let mut count = i64::from(weeks) * 5;
        let mut day = from.saturating_add(weeks.weeks());
        while day < to
            && let Ok(next) = day.tomorrow()
        {
            day = next;
            count += i64::from(is_weekday(day));
        }
        let off = self.holidays.range((Excluded(from), Included(to)));
        let off = off.filter(|it| is_weekday(**it)).count();
        count -= i64::try_from(off).unwrap_or(i64::MAX);
        count += i64::from(!self.is_business_day(to));
        u32::try_from(count).unwrap_or(0)
    }

    /// The `n`th business day before `date`, which itself does not count. `n = 0` is `date`.
    pub fn business_days_before(&self, date: Date, n: u16) -> Date {
        let mut day = date;
        let mut left = n;
        while left > 0 {
            let Ok(before) = day.yesterday() else {
                return day;
            };
            day = before;
            if self.is_business_day(day) {
                left -= 1;
            }
        }
        day
    }

    /// Whether a link may be opened: https, no port, no user name, and a host on the allow-list
    /// (`links` in `common.toml`, and every portal, review page and contact page).
    pub fn link_allowed(&self, url: &str) -> bool {
        let Some(host) = https_host(url) else {
            return false;
        };
        self.links.contains(host)
            || self
                .known_urls()
                .any(|known| https_host(known) == Some(host))
    }

    fn known_urls(&self) -> impl Iterator<Item = &str> {
        let common = self.portals.values().map(|portal| portal.url.as_str());
        let own = self.gateways.values().flat_map(|gateway| {
            let portals = gateway.portals.values().chain(&gateway.review_page);
            let contacts = gateway.contacts.iter().filter_map(|it| it.url.as_deref());
            portals.map(|portal| portal.url.as_str()).chain(contacts)
        });
        common.chain(own)
    }
}

impl Module {
    /// The methods that work for a purpose.
    pub fn methods_for(&self, purpose: Purpose) -> &[Method] {
        self.methods_of.get(&purpose).unwrap_or(&self.methods)
    }
}

/// The host of a plain https address; None for anything that could fool a reader.
pub(crate) fn https_host(url: &str) -> Option<&str> {
    let rest = url.strip_prefix("https://")?;
    let end = rest.find(['/', '?', '#']).unwrap_or(rest.len());
    let host = &rest[..end];
    let plain = |c: char| c.is_ascii_lowercase() || c.is_ascii_digit() || c == '-' || c == '.';
    let whole = url
        .chars()
        .all(|c| !c.is_control() && !c.is_whitespace() && c != '\\');
    (whole && host.contains('.') && host.chars().all(plain)).then_some(host)
}

fn blank_in(field: &Field, mode: Mode) -> bool {
    matches!(
        &field.requirement,
        Requirement::Conditional { when: When::Mode(only), else_blank: true, .. } if *only != mode
    )
}

fn is_weekday(date: Date) -> bool {
    !matches!(date.weekday(), Weekday::Saturday | Weekday::Sunday)
}

#[cfg(test)]
mod tests {
    use jiff::civil::date;

    use super::*;

    #[test]
    fn business_days_skip_weekends_and_holidays() {
        let catalog = Catalog::embedded();
        for (from, n, to, why) in [
            (date(2026, 11, 23), 0, date(2026, 11, 23), "none"),
            (date(2026, 11, 23), 4, date(2026, 11, 27), "within a week"),
            (date(2026, 11, 27), 1, date(2026, 11, 30), "over a weekend"),
            (
                date(2026, 12, 24),
                1,
                date(2026, 12, 28),
                "Christmas on a Friday",
            ),
            (
                date(2027, 2, 5),
                1,
                date(2027, 2, 10),
                "새해 with its substitute day",
            ),
            (date(2026, 12, 31), 3, date(2027, 1, 6), "over new year"),
        ] {
            assert_eq!(catalog.business_days_after(from, n), to, "{why}");
        }
        assert!(!catalog.is_business_day(date(2026, 9, 25)), "추석");
        for (to, n, from, why) in [
            (date(2026, 11, 27), 4, date(2026, 11, 23), "within a week"),
            (date(2026, 11, 28), 1, date(2026, 11, 27), "from a Saturday"),
            (date(2027, 2, 10), 1, date(2027, 2, 5), "over 새해"),
            (Date::MIN, 3, Date::MIN, "the calendar's beginning"),
        ] {
            assert_eq!(catalog.business_days_before(to, n), from, "{why}");
        }
        assert!(catalog.holidays_until >= date(2027, 12, 31));
        assert_eq!(
            catalog.business_days_after(Date::MAX, 3),
            Date::MAX,
            "the calendar's end"
        );
    }

    /// Counted in weeks as one would count it day by day.
    #[test]
    fn business_days_are_counted_in_weeks() {
        let catalog = Catalog::embedded();
        let by_day = |from: Date, to: Date| {
            let days = from.series(1.day()).skip(1).take_while(|it| *it <= to);
            let worked = days.filter(|it| catalog.is_business_day(*it)).count();
            worked + usize::from(to > from && !catalog.is_business_day(to))
        };
        for from in date(2026, 9, 14).series(1.day()).take(40) {
            for to in from.series(1.day()).take(200) {
                let counted = catalog.business_days_until(from, to);
                assert_eq!(counted as usize, by_day(from, to), "{from} to {to}");
            }
            assert_eq!(catalog.business_days_until(from, date(2026, 9, 1)), 0);
        }
        let far = catalog.business_days_until(date(2026, 11, 23), Date::MAX);
        assert_eq!(far as usize, by_day(date(2026, 11, 23), Date::MAX));
    }

    #[test]
    fn links_lead_only_where_the_list_says() {
        let catalog = Catalog::embedded();
        for (url, allowed) in [
            ("https://admin.portone.io", true),
            ("https://admin.portone.io/integration-v2?x=1#y", true),
            ("https://developers.portone.io/opi/ko/readme", true),
            ("http://admin.portone.io", false),
            ("https://admin.portone.io.evil.example/", false),
            ("https://admin.portone.io@evil.example/", false),
            ("https://evil.example/https://admin.portone.io", false),
            ("https://admin.portone.io:8443/", false),
            ("https://ADMIN.portone.io/", false),
            ("https://admin.portone.io\\.evil.example/", false),
            ("https://admin.portone.io/\n", false),
            ("javascript:alert(1)", false),
            ("", false),
        ] {
            assert_eq!(catalog.link_allowed(url), allowed, "{url:?}");
        }
    }

    #[test]
    fn every_module_is_found_with_its_gateway_and_form() {
        let catalog = Catalog::embedded();
        for (gateway, module) in catalog.modules() {
            let found = catalog
                .module(&module.id)
                .map(|(owner, found)| (&owner.id, &found.id));
            assert_eq!(found, Some((&gateway.id, &module.id)));
            for mode in [Mode::Test, Mode::Live] {
                let form = catalog.channel_form(module, mode);
                assert_eq!(form.first().map(|it| it.id.as_str()), Some("mode"));
                assert_eq!(form.last().map(|it| it.id.as_str()), Some("tax"));
            }
        }
        assert!(catalog.module("no-such-module").is_none());
    }

    #[test]
    fn a_purpose_may_narrow_the_methods() {
        let mut module = Catalog::embedded()
            .modules()
            .next()
            .map(|(_, it)| it.clone());
        let module = module.as_mut().into_iter().map(|module| {
            module.methods = vec![Method::Card, Method::Kakaopay];
            module.methods_of = [(Purpose::Recurring, vec![Method::Card])].into();
            (
                module.methods_for(Purpose::OneTime).len(),
                module.methods_for(Purpose::Recurring).len(),
            )
        });
        assert_eq!(module.collect::<Vec<_>>(), [(2, 1)]);
    }

    #[test]
    fn sources_and_portals_fall_back_to_the_common_ones() {
        let catalog = Catalog::embedded();
        assert!(catalog.portal("portone", None).is_some());
        for id in catalog.gateways.keys() {
            assert_eq!(
                catalog.portal("portone", Some(id)),
                catalog.portal("portone", None)
            );
        }
        assert!(catalog.source("no-such-source", None).is_none());
    }
}
