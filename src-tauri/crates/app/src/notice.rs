//! Whether it is time for a notice of the operating system, and what it says: how many things there
//! are to think of, and nothing of what they are.

use catalog::Catalog;
use catalog::model::Say;
use jiff::civil::Date;
use paper::{Language, Speech, Words};

use crate::controller::Controller;
use crate::host::Host;
use crate::view::FolderKind;

/// A notice: anybody may read it over somebody's shoulder.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Notice {
    /// Title.
    pub title: String,
    /// Text.
    pub body: String,
}

/// The notice of a day; at most one a day, and none when there is nothing to think of.
fn notice(
    catalog: &Catalog,
    language: Language,
    due: usize,
    last: Option<Date>,
    today: Date,
) -> Option<Notice> {
    if due == 0 || last == Some(today) {
        return None;
    }
    let say = Speech { catalog, language };
    let due = i128::try_from(due).unwrap_or(i128::MAX);
    let body = say.with(Say::NoticeBody, &[("n", Words::number(due))]);
    Some(Notice {
        title: say.it(Say::NoticeTitle).as_str().to_owned(),
        body: body.as_str().to_owned(),
    })
}

impl<H: Host> Controller<H> {
    /// The notice that is to be shown now: only to who said yes to notices.
    pub async fn notice(
        &self,
        wanted: Option<bool>,
        language: Language,
        last: Option<Date>,
    ) -> Option<Notice> {
        if wanted != Some(true) {
            return None;
        }
        notice(self.catalog, language, self.due().await, last, self.today())
    }

    /// How many things of all journeys there are to think of today. Of practice there are none: its
    /// days are made up.
    pub async fn due(&self) -> usize {
        let overview = self.overview().await;
        if overview.kind != Some(FolderKind::Real) {
            return 0;
        }
        let mut due = 0;
        for card in &overview.cards {
            // A journey that cannot be read says so where it is opened.
            if let Ok(loaded) = self.load(&card.id).await {
                due += loaded.reminders.iter().filter(|it| it.due).count();
            }
        }
        due
    }
}

#[cfg(test)]
mod tests {
    use jiff::civil::date;

    use super::*;

    #[test]
    fn once_a_day_and_only_when_something_is_due() {
        let (monday, tuesday) = (date(2026, 11, 23), date(2026, 11, 24));
        let on = |due, last| {
            notice(Catalog::embedded(), Language::Korean, due, last, tuesday).map(|it| it.body)
        };
        assert_eq!(on(0, None), None);
        assert_eq!(on(2, Some(tuesday)), None);
        assert_eq!(on(2, None).as_deref(), Some("오늘 챙길 일이 2개 있어요."));
        assert_eq!(
            on(1, Some(monday)).as_deref(),
            Some("오늘 챙길 일이 1개 있어요.")
        );
    }
}
