//! What is offered, what is not, and why.

use std::collections::BTreeMap;

use catalog::model::{Method, Portone};
use wizard::plan::{Judged, Rejected, Verdict};

use super::{Expected, Outcome, Ran, holds};

impl Ran<'_> {
    pub fn verdicts(&self, kind: &str, expected: &Expected<'_>) -> Outcome {
        let allowed: Vec<String> = expected.get("verdict").unwrap_or_default();
        let portone: Option<Portone> = expected.get("portone");
        let methods = expected.methods();
        let of = |it: &&Judged| {
            let module = expected.text("module").unwrap_or("*");
            expected.text("gateway") == Some(it.spec.gateway.as_str())
                && (module == "*" || module == it.spec.module)
                && expected.purpose(&self.answers) == Some(it.spec.purpose)
                && portone.is_none_or(|portone| portone == it.portone)
        };
        let mut judged: Vec<&Judged> = self.planning.judged.iter().filter(of).collect();
        if kind == "must_not_offer" && expected.text("module") == Some("*") && portone.is_none() {
            // Who said which version it is has asked about the modules of that one.
            let asked = self.answers.portone;
            judged.retain(|it| asked.is_none_or(|asked| asked == it.portone));
        }
        let verdict = |it: &Judged| {
            let wishes = it.wishes.iter().filter(|one| {
                methods.is_empty()
                    || one
                        .wish
                        .method
                        .is_none_or(|method| methods.contains(&method))
            });
            // Where a place is asked for as well, all places have to be served.
            let mut by_method: BTreeMap<Option<Method>, Verdict> = BTreeMap::new();
            for one in wishes {
                let known = by_method.entry(one.wish.method).or_insert(one.verdict);
                *known = (*known).max(one.verdict);
            }
            by_method.into_values().min().unwrap_or(Verdict::No)
        };
        let fits = |it: &Judged| allowed.iter().any(|word| word == name(verdict(it)));
        let in_plans = |it: &Judged| {
            let mut tracks = self.planning.plans.iter().flat_map(|plan| &plan.tracks);
            tracks.any(|track| {
                track.spec == it.spec
                    && (methods.is_empty()
                        || track.methods.is_empty()
                        || methods.iter().any(|method| track.methods.contains(method)))
            })
        };
        let got = || {
            let lines = judged.iter().map(|it| {
                let codes = it
                    .against
                    .iter()
                    .chain(&it.conditions)
                    .map(|it| it.code.as_str());
                let codes: Vec<&str> = codes.collect();
                format!("{} {} {codes:?}", it.spec.module, name(verdict(it)))
            });
            lines.collect::<Vec<_>>().join("; ")
        };
        match kind {
            "must_offer" => {
                let ok = judged.iter().any(|it| fits(it) && verdict(it).serves());
                holds(ok, got)
            }
            "must_not_offer" => holds(judged.iter().all(|it| fits(it) && !in_plans(it)), got),
            _ => holds(!judged.is_empty() && judged.iter().all(|it| fits(it)), got),
        }
    }

    /// A line of what is not offered, about these methods and no others.
    pub fn rejected(&self, expected: &Expected<'_>) -> Outcome {
        let verdicts: Vec<String> = expected.get("verdict").unwrap_or_default();
        let about = |it: &&Rejected| {
            expected.text("gateway") == Some(it.gateway.as_str())
                && expected.text("module") == it.module.as_deref()
                && expected.purpose(&self.answers) == Some(it.purpose)
        };
        let fits = |it: &Rejected| {
            let methods: Vec<Method> = it.wishes.iter().filter_map(|it| it.method).collect();
            let code = expected.text("code");
            methods == expected.methods()
                && verdicts.iter().any(|word| word == name(it.verdict))
                && code.is_none_or(|code| it.reasons.iter().any(|it| it.code == code))
        };
        let mut lines = self.planning.rejected.iter().filter(about);
        holds(lines.clone().any(fits), || {
            let got = lines.by_ref().map(|it| {
                let codes: Vec<&str> = it.reasons.iter().map(|it| it.code.as_str()).collect();
                format!("{:?} {} {codes:?}", it.wishes, name(it.verdict))
            });
            got.collect::<Vec<_>>().join("; ")
        })
    }

    pub fn precaution(&self) -> Outcome {
        let Some(plan) = self.planning.plans.first() else {
            return Err("no plan".to_owned());
        };
        let Some(second) = &plan.precaution else {
            return Err("none is offered".to_owned());
        };
        let mut tracks = plan.tracks.iter();
        holds(
            tracks.all(|it| it.spec.gateway != second.spec.gateway),
            || format!("{:?}", second.spec),
        )
    }

    pub fn contradictions(&self, expected: &Expected<'_>) -> Outcome {
        let mut asked: Vec<String> = expected.get("questions").unwrap_or_default();
        asked.sort();
        let found = self.planning.contradictions.iter().map(|it| {
            let mut questions = it.questions.to_vec();
            questions.sort();
            questions
        });
        let found: Vec<Vec<String>> = found.collect();
        holds(found.contains(&asked), || format!("{found:?}"))
    }
}

fn name(verdict: Verdict) -> &'static str {
    match verdict {
        Verdict::Fits => "fits",
        Verdict::Conditional => "conditional",
        Verdict::Disagree => "documents_disagree",
        Verdict::Undocumented => "undocumented",
        Verdict::No => "no",
    }
}
