//! Troubles with names, for `--scenario`, for a request's `practice-scenario` header, and for the control calls.

use std::time::Duration;

use serde_json::json;

use crate::fault::Fault;

/// A trouble with a name.
#[derive(Clone, Copy, Debug)]
pub struct Scenario {
    name: &'static str,
    what: &'static str,
    applies: Applies,
    fault: fn(v1: bool, path: &str) -> Fault,
}

/// Which requests it concerns.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
enum Applies {
    All,
    /// All but those that need no key.
    WithKey,
    V2Only,
    Contracted,
    Writes,
}

impl Scenario {
    /// By its name.
    #[must_use]
    pub fn named(name: &str) -> Option<Self> {
        ALL.iter().find(|one| one.name == name).copied()
    }

    /// Every name, with what happens.
    pub fn names() -> impl Iterator<Item = (&'static str, &'static str)> {
        ALL.iter().map(|one| (one.name, one.what))
    }

    /// The fault for such a request, if it concerns it. `path` is without its API's prefix.
    pub(crate) fn fault(self, v1: bool, method: &str, path: &str) -> Option<Fault> {
        let open = matches!(path, "/banks" | "/login/api-secret" | "/token/refresh");
        let write = method != "GET" && !open && path != "/users/getToken";
        let concerned = match self.applies {
            Applies::All => true,
            Applies::WithKey => !open,
            Applies::V2Only => !v1 && !open,
            Applies::Contracted => path.starts_with("/b2b/") || path.starts_with("/platform/"),
            Applies::Writes => write,
        };
        concerned.then(|| (self.fault)(v1, path))
    }
}

const fn scenario(
    name: &'static str,
    what: &'static str,
    applies: Applies,
    fault: fn(bool, &str) -> Fault,
) -> Scenario {
    Scenario {
        name,
        what,
        applies,
        fault,
    }
}

fn v2(status: u16, word: &str, message: &str) -> Fault {
    let body = json!({ "type": word, "message": message });
    Fault::json(status, &body.to_string())
}

fn v1_refusal(status: u16, code: i64, message: &str) -> Fault {
    let body = json!({ "code": code, "message": message, "response": null });
    Fault::json(status, &body.to_string())
}

fn wrong_key(v1: bool, _: &str) -> Fault {
    if v1 {
        let message = "인증에 실패하였습니다. API키와 secret을 확인하세요.";
        v1_refusal(401, -1, message)
    } else {
        v2(401, "UNAUTHORIZED", "인증 정보가 올바르지 않습니다.")
    }
}

fn gateway_error(v1: bool, _: &str) -> Fault {
    let message = "연습용 PG가 거절했어요.";
    if v1 {
        return v1_refusal(200, 1, &format!("[PRACTICE-8023] {message}"));
    }
    let body = json!({
        "type": "PG_PROVIDER",
        "message": message,
        "pgCode": "PRACTICE-8023",
        "pgMessage": message,
    });
    Fault::json(502, &body.to_string())
}

const ALL: &[Scenario] = &[
    scenario(
        "wrong-key",
        "every key is refused",
        Applies::WithKey,
        wrong_key,
    ),
    scenario(
        "foreign-store",
        "V2 says that the store is somebody else's",
        Applies::V2Only,
        |_, _| v2(403, "FORBIDDEN", "접근할 수 없는 상점이에요."),
    ),
    scenario(
        "not-enabled",
        "the separately contracted lookups are not contracted",
        Applies::Contracted,
        |_, path| {
            let word = if path.starts_with("/b2b/") {
                "B2B_NOT_ENABLED"
            } else {
                "PLATFORM_NOT_ENABLED"
            };
            v2(403, word, "기능이 활성화되지 않았습니다.")
        },
    ),
    scenario(
        "gateway-error",
        "the gateway refuses every write, with a code of its own",
        Applies::Writes,
        gateway_error,
    ),
    scenario(
        "in-flight",
        "every write is a duplicate of one that is still being worked on",
        Applies::Writes,
        |_, _| in_flight(),
    ),
    scenario(
        "slow",
        "answers after three seconds",
        Applies::All,
        |_, _| Fault::Slow(Duration::from_secs(3)),
    ),
    scenario("hang", "never answers", Applies::All, |_, _| Fault::Hang),
    scenario(
        "drip",
        "sends a byte every half second",
        Applies::All,
        |_, _| Fault::Drip(Duration::from_millis(500)),
    ),
    scenario("reset", "drops the connection", Applies::All, |_, _| {
        Fault::Reset
    }),
    scenario(
        "truncated",
        "closes after half of the answer",
        Applies::All,
        |_, _| Fault::Truncated,
    ),
    scenario(
        "html",
        "a log-in page with status 200",
        Applies::All,
        |_, _| Fault::NotJson,
    ),
    scenario("500", "status 500", Applies::All, |_, _| Fault::Status(500)),
    scenario("502", "status 502", Applies::All, |_, _| Fault::Status(502)),
    scenario("503", "status 503", Applies::All, |_, _| Fault::Status(503)),
    scenario(
        "rate-limit",
        "status 429 with Retry-After: 2",
        Applies::All,
        |_, _| Fault::RetryAfter(2),
    ),
];

/// The answer to a duplicate of a request that is still being worked on.
pub(crate) fn in_flight() -> Fault {
    let message = "동일한 요청이 처리 중입니다.";
    v2(409, "IDEMPOTENCY_OUTSTANDING_REQUEST", message)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_scenario_concerns_its_own_requests_only() {
        let hits = |name: &str, v1, method, path| {
            let scenario = Scenario::named(name).unwrap();
            scenario.fault(v1, method, path).is_some()
        };
        assert!(!hits("wrong-key", false, "GET", "/banks"));
        assert!(hits("wrong-key", true, "POST", "/users/getToken"));
        assert!(!hits("foreign-store", true, "GET", "/users/pg"));
        assert!(hits(
            "not-enabled",
            false,
            "POST",
            "/b2b/companies/business-info"
        ));
        assert!(!hits("not-enabled", false, "GET", "/payments"));
        assert!(hits("gateway-error", false, "POST", "/payments/a/cancel"));
        assert!(!hits("gateway-error", false, "GET", "/payments/a"));
        assert!(!hits("in-flight", true, "POST", "/users/getToken"));
        assert!(Scenario::named("no-such").is_none());
    }

    #[test]
    fn names_are_unique() {
        let mut names: Vec<_> = Scenario::names().map(|(name, _)| name).collect();
        names.sort_unstable();
        names.dedup();
        assert_eq!(names.len(), ALL.len());
    }
}
