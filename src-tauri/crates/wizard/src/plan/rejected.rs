//! What is not offered, and why.

use std::collections::BTreeSet;

use catalog::model::{Gateway, Purpose};

use super::verdict::Judge;
use super::words::{Words, add};
use super::{CANNOT, Judged, Reason, Rejected, Uncovered, Verdict, Wish, WishJudged, wish_tracks};

impl<'a> Judge<'a> {
    /// What is not offered, wish by wish: a module that serves one method stands here for another
    /// one all the same, and so does a gateway that has no module for a purpose.
    pub(super) fn rejected(&self, judged: &[Judged]) -> Vec<Rejected> {
        let mut rejected: Vec<Rejected> = judged.iter().flat_map(without_wish).collect();
        for gateway in self.catalog.gateways.values() {
            for &purpose in &self.answers.purposes {
                rejected.extend(self.without_module(gateway, purpose, judged));
            }
        }
        rejected
    }

    /// A gateway that does nothing of a purpose, or of which a wish is known to be impossible.
    fn without_module(
        &self,
        gateway: &'a Gateway,
        purpose: Purpose,
        judged: &[Judged],
    ) -> Vec<Rejected> {
        let own = |it: &&Judged| it.spec.gateway == gateway.id && it.spec.purpose == purpose;
        let own: Vec<&Judged> = judged.iter().filter(own).collect();
        let told: BTreeSet<&str> = own
            .iter()
            .flat_map(|it| &it.against)
            .map(|it| it.code.as_str())
            .collect();
        let tracks = wish_tracks(&gateway.id, &[purpose]);
        let mut lines = Vec::new();
        for wish in self.wishes.iter().filter(|it| it.purpose == purpose) {
            if own
                .iter()
                .any(|it| it.covers().any(|served| served == wish))
            {
                continue;
            }
            let answers = &self.narrowed[&(purpose, wish.method)];
            let mut reasons = Vec::new();
            for track in &tracks {
                add(
                    &mut reasons,
                    self.impossible(gateway, *track, answers, wish),
                );
            }
            if own.is_empty() {
                reasons.push(Words::common(self.catalog).rule(CANNOT));
            }
            reasons.retain(|it| !told.contains(it.code.as_str()));
            if reasons.is_empty() {
                continue;
            }
            let line = Rejected {
                gateway: gateway.id.clone(),
                module: None,
                portone: None,
                purpose,
                wishes: vec![wish.clone()],
                verdict: Verdict::No,
                reasons,
            };
            join(&mut lines, line);
        }
        lines
    }
}

/// Why there is no plan at all: what speaks against each wish wherever it came nearest; where that is
/// not one thing, what would make it possible.
pub(super) fn why_none(judged: &[Judged], uncovered: &[Uncovered]) -> Vec<Reason> {
    let mut why = Vec::new();
    for missing in uncovered {
        let tried = judged.iter().flat_map(|it| &it.wishes);
        let tried = tried.filter(|it| it.wish == missing.wish && !it.against.is_empty());
        let tried: Vec<&WishJudged> = tried.collect();
        let nearest = tried.iter().map(|it| it.verdict).min();
        let near = tried.iter().filter(|it| Some(it.verdict) == nearest);
        let mut lists = near.map(|it| &it.against);
        let Some(first) = lists.next() else {
            add(&mut why, missing.reasons.iter().cloned());
            continue;
        };
        let mut shared = first.clone();
        for list in lists {
            shared.retain(|it| list.contains(it));
        }
        let said = if shared.is_empty() {
            &missing.remedies
        } else {
            &shared
        };
        add(&mut why, said.iter().cloned());
    }
    why
}

/// The wishes that a module does not serve, with what speaks against each; where nothing does, that
/// it does none of them.
fn without_wish(it: &Judged) -> Vec<Rejected> {
    let line = |wishes, verdict, reasons| Rejected {
        gateway: it.spec.gateway.clone(),
        module: Some(it.spec.module.clone()),
        portone: Some(it.portone),
        purpose: it.spec.purpose,
        wishes,
        verdict,
        reasons,
    };
    // Much is said of many wishes alike: it is copied once.
    let mut said: Vec<(Verdict, &Vec<Reason>, Vec<Wish>)> = Vec::new();
    // A method that a module does not have is no news beside the ones that it has.
    for one in it.wishes.iter().filter(|one| !one.against.is_empty()) {
        let wish = one.wish.clone();
        let same = |line: &&mut (Verdict, &Vec<Reason>, Vec<Wish>)| {
            line.0 == one.verdict && *line.1 == one.against
        };
        match said.iter_mut().find(same) {
            Some((_, _, wishes)) => wishes.push(wish),
            None => said.push((one.verdict, &one.against, vec![wish])),
        }
    }
    let said = said.into_iter();
    let mut lines: Vec<Rejected> = said
        .map(|(verdict, reasons, wishes)| line(wishes, verdict, reasons.clone()))
        .collect();
    if it.verdict.serves() {
        return lines;
    }
    // Where nothing is served and one thing is said, it is said of the module as a whole.
    let all = || it.wishes.iter().map(|one| one.wish.clone()).collect();
    match lines.as_mut_slice() {
        [] => lines.push(line(all(), it.verdict, it.against.clone())),
        [only] => only.wishes = all(),
        _ => {}
    }
    lines
}

/// Adds a line; wishes of which the same is said stand in one.
fn join(lines: &mut Vec<Rejected>, line: Rejected) {
    let same = |it: &&mut Rejected| it.verdict == line.verdict && it.reasons == line.reasons;
    match lines.iter_mut().find(same) {
        Some(known) => known.wishes.extend(line.wishes),
        None => lines.push(line),
    }
}
