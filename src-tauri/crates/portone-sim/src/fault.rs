//! Trouble on demand.

use std::time::Duration;

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

/// A fault with the requests it applies to.
#[derive(Debug)]
struct Planned {
    fault: Fault,
    prefix: String,
    left: Option<u32>,
}

/// The faults to come, oldest first.
#[derive(Debug, Default)]
pub(crate) struct Plan(Vec<Planned>);

impl Plan {
    pub(crate) fn add(&mut self, fault: Fault, prefix: &str, times: Option<u32>) {
        self.0.push(Planned {
            fault,
            prefix: prefix.to_owned(),
            left: times,
        });
    }

    pub(crate) fn clear(&mut self) {
        self.0.clear();
    }

    /// The fault for a request to `path`, counted as used.
    pub(crate) fn take(&mut self, path: &str) -> Option<Fault> {
        let index = self.0.iter().position(|planned| {
            path.starts_with(&planned.prefix) && planned.left.is_none_or(|left| left > 0)
        })?;
        let planned = &mut self.0[index];
        if let Some(left) = &mut planned.left {
            *left -= 1;
        }
        Some(planned.fault.clone())
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_fault_holds_for_its_path_and_count() {
        let mut plan = Plan::default();
        plan.add(Fault::Reset, "/v1", Some(2));
        plan.add(Fault::NotJson, "", None);
        assert_eq!(plan.take("/v1/users/pg"), Some(Fault::Reset));
        assert_eq!(plan.take("/v2/banks"), Some(Fault::NotJson));
        assert_eq!(plan.take("/v1/users/pg"), Some(Fault::Reset));
        assert_eq!(plan.take("/v1/users/pg"), Some(Fault::NotJson));
        plan.clear();
        assert_eq!(plan.take("/v1/users/pg"), None);
    }
}
