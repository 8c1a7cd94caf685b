//! Trouble on demand.

use std::time::Duration;

use jiff::Timestamp;

use crate::scenario::Scenario;

/// A trouble the server makes instead of, or around, its answer.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum Fault {
    /// Answers late.
    Slow(Duration),
    /// Never answers; the connection stays open until the server stops.
    Hang,
    /// Answers with this status and an error body of the API's own shape.
    Status(u16),
    /// A log-in page with status 200.
    NotJson,
    /// Promises the whole answer and closes after half of it.
    Truncated,
    /// Sends the answer a byte at a time, so long apart.
    Drip(Duration),
    /// Drops the connection before any answer.
    Reset,
    /// More JSON than any real answer has (8 MiB), without saying its length.
    Huge,
    /// 429 with `Retry-After` in seconds.
    RetryAfter(u64),
    /// 302 to this address.
    Redirect(String),
    /// Exactly this.
    Answer {
        /// The status.
        status: u16,
        /// The content type.
        content_type: String,
        /// The body.
        body: String,
    },
}

impl Fault {
    /// A JSON answer with exactly this body.
    #[must_use]
    pub fn json(status: u16, body: &str) -> Self {
        Self::Answer {
            status,
            content_type: "application/json".to_owned(),
            body: body.to_owned(),
        }
    }
}

/// What is planned: the same trouble for all, or one that depends on the request.
#[derive(Debug)]
enum Trouble {
    Plain(Fault),
    Named(Scenario),
}

/// A trouble with the requests it applies to.
#[derive(Debug)]
struct Planned {
    trouble: Trouble,
    prefix: String,
    left: Option<u32>,
    /// By the practice clock.
    until: Option<Timestamp>,
}

/// A request as the plan sees it.
#[derive(Clone, Copy, Debug)]
pub(crate) struct Asked<'a> {
    pub(crate) method: &'a str,
    /// With its API's prefix.
    pub(crate) path: &'a str,
    pub(crate) now: Timestamp,
}

/// The faults to come, oldest first.
#[derive(Debug, Default)]
pub(crate) struct Plan(Vec<Planned>);

impl Plan {
    pub(crate) fn add(&mut self, fault: Fault, prefix: &str, times: Option<u32>) {
        self.push(Trouble::Plain(fault), prefix, times, None);
    }

    pub(crate) fn add_scenario(
        &mut self,
        scenario: Scenario,
        prefix: &str,
        times: Option<u32>,
        until: Option<Timestamp>,
    ) {
        self.push(Trouble::Named(scenario), prefix, times, until);
    }

    fn push(
        &mut self,
        trouble: Trouble,
        prefix: &str,
        left: Option<u32>,
        until: Option<Timestamp>,
    ) {
        self.0.push(Planned {
            trouble,
            prefix: prefix.to_owned(),
            left,
            until,
        });
    }

    pub(crate) fn clear(&mut self) {
        self.0.clear();
    }

    /// The fault for a request, counted as used.
    pub(crate) fn take(&mut self, asked: Asked<'_>) -> Option<Fault> {
        let mut all = self.0.iter_mut();
        all.find_map(|planned| {
            let spent = planned.left == Some(0) || planned.until.is_some_and(|at| at <= asked.now);
            if spent || !asked.path.starts_with(&planned.prefix) {
                return None;
            }
            let fault = match &planned.trouble {
                Trouble::Plain(fault) => fault.clone(),
                Trouble::Named(scenario) => of_scenario(*scenario, asked)?,
            };
            planned.left = planned.left.map(|left| left - 1);
            Some(fault)
        })
    }
}

/// What a scenario makes of a request.
pub(crate) fn of_scenario(scenario: Scenario, asked: Asked<'_>) -> Option<Fault> {
    let v1 = asked.path.starts_with("/v1/");
    let path = asked.path.get(3..).unwrap_or_default();
    scenario.fault(v1, asked.method, path)
}

#[cfg(test)]
mod tests {
    use super::*;

    fn at<'a>(path: &'a str, second: i64) -> Asked<'a> {
        Asked {
            method: "GET",
            path,
            now: Timestamp::from_second(second).unwrap(),
        }
    }

    #[test]
    fn a_fault_holds_for_its_path_and_count() {
        let mut plan = Plan::default();
        plan.add(Fault::Reset, "/v1", Some(2));
        plan.add(Fault::NotJson, "", None);
        let mut take = |path| plan.take(at(path, 0));
        assert_eq!(take("/v1/users/pg"), Some(Fault::Reset));
        assert_eq!(take("/v2/banks"), Some(Fault::NotJson));
        assert_eq!(take("/v1/users/pg"), Some(Fault::Reset));
        assert_eq!(take("/v1/users/pg"), Some(Fault::NotJson));
        plan.clear();
        assert_eq!(plan.take(at("/v1/users/pg", 0)), None);
    }

    #[test]
    fn a_scenario_holds_until_its_time() {
        let mut plan = Plan::default();
        let scenario = Scenario::named("reset").unwrap();
        let until = Timestamp::from_second(10).unwrap();
        plan.add_scenario(scenario, "", None, Some(until));
        assert_eq!(plan.take(at("/v2/banks", 9)), Some(Fault::Reset));
        assert_eq!(plan.take(at("/v2/banks", 10)), None);
    }
}
