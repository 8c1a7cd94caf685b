//! Counting what the test programs say about themselves.

use serde_json::Value;

/// How many tests passed, failed, and did not run.
#[derive(Debug, Default)]
pub struct Tally {
    /// Passed.
    pub passed: usize,
    /// Names of the failed tests and stages.
    pub failures: Vec<String>,
    /// Names, with the reason, of what was not run.
    pub skipped: Vec<String>,
    /// Failed tests that were counted but not named.
    unnamed: usize,
    /// The test whose output is being read.
    speaking: String,
}

impl Tally {
    /// Failed.
    pub fn failed(&self) -> usize {
        self.failures.len() + self.unnamed
    }

    /// Something that does not run here.
    pub fn skip(&mut self, name: &str) {
        self.skipped.push(name.to_owned());
    }

    /// A stage failed without naming a test.
    pub fn stage_failed(&mut self, name: &str) {
        self.failures.push(format!("stage {name}"));
    }

    /// A line that libtest, or a test in it, printed.
    ///
    /// A test that lacks what it needs passes for libtest; it prints `skipped: why`, and is then
    /// counted as skipped, not as passed.
    pub fn libtest_line(&mut self, line: &str) {
        if let Some(name) = line
            .strip_prefix("---- ")
            .and_then(|rest| rest.strip_suffix(" stdout ----"))
        {
            name.clone_into(&mut self.speaking);
        } else if let Some(why) = line.strip_prefix("skipped: ") {
            let name = std::mem::take(&mut self.speaking);
            self.skip(&format!("{name}: {why}"));
            self.passed = self.passed.saturating_sub(1);
        } else if let Some(rest) = line.strip_prefix("test ")
            && let Some((name, outcome)) = rest.rsplit_once(" ... ")
        {
            match outcome.split(',').next() {
                Some("ok") => self.passed += 1,
                Some("FAILED") => self.failures.push(name.to_owned()),
                Some("ignored") => self.skip(&format!("{name}: {outcome}")),
                _ => {}
            }
        }
    }

    /// Vitest's JSON report; an unreadable one leaves the counting to its stage.
    pub fn vitest(&mut self, report: &str) {
        let Ok(report) = serde_json::from_str::<Value>(report) else {
            return;
        };
        let count = |name: &str| {
            report[name]
                .as_u64()
                .and_then(|n| usize::try_from(n).ok())
                .unwrap_or(0)
        };
        self.passed += count("numPassedTests");
        self.unnamed += count("numFailedTests");
        for _ in 0..count("numPendingTests") + count("numTodoTests") {
            self.skip("a component test that vitest calls pending");
        }
    }
}

#[cfg(test)]
mod tests {
    use super::Tally;

    #[test]
    fn libtest_lines() {
        let mut tally = Tally::default();
        let lines = [
            "running 4 tests",
            "test a::one ... ok",
            "test a::two ... FAILED",
            "test a::three ... ignored, needs a day",
            "test a::four ... ok",
            "---- a::four stdout ----",
            "skipped: no specification",
            "test result: FAILED. 2 passed; 1 failed; 1 ignored",
        ];
        for line in lines {
            tally.libtest_line(line);
        }
        assert_eq!(
            (tally.passed, tally.failed(), tally.skipped.len()),
            (1, 1, 2)
        );
        assert_eq!(tally.failures, ["a::two"]);
        assert_eq!(
            tally.skipped,
            [
                "a::three: ignored, needs a day",
                "a::four: no specification"
            ]
        );
    }

    #[test]
    fn vitest_report() {
        let mut tally = Tally::default();
        tally.vitest(r#"{"numPassedTests":7,"numFailedTests":2,"numPendingTests":1}"#);
        tally.vitest("not JSON");
        assert_eq!(
            (tally.passed, tally.failed(), tally.skipped.len()),
            (7, 2, 1)
        );
    }
}
