//! The plan that a journey follows, with what really happened to it.

use catalog::Catalog;
use jiff::civil::Date;

use super::planning::planning_with;
use super::{Answers, Plan, PlannedTask, Planning, Progress, progress, time, wished};
use crate::event::TrackSpec;
use crate::journey::Journey;
use crate::view::{JourneyView, Status};

/// The tracks of the plan that a journey follows. Empty before one was chosen, and when none of them
/// goes on.
#[must_use]
pub fn followed_tracks(journey: &Journey) -> Vec<TrackSpec> {
    if !journey.is_planned() {
        return Vec::new();
    }
    let going = journey.tracks().filter(|it| it.is_active());
    going.map(|it| it.spec.clone()).collect()
}

/// What a journey's answers allow, with the plan of these tracks first. Those that go on have their
/// real days, and what is done is done.
#[must_use]
pub fn planning_for(
    journey: &Journey,
    view: &JourneyView,
    catalog: &Catalog,
    today: Date,
    tracks: &[TrackSpec],
) -> Planning {
    let mut planning = planning_with(journey.answers(), catalog, today, tracks);
    let going = progress(journey, catalog, today);
    let wished_day = Answers::read(journey.answers(), catalog).wished_day;
    if let (Some(plan), false) = (planning.plans.first_mut(), tracks.is_empty()) {
        let fresh = wished_day.map(|day| wished::warning(catalog, today, day, Some(&*plan)));
        planning
            .warnings
            .retain(|it| !fresh.iter().flatten().any(|one| one == it));
        follow(plan, &going);
        plan.days = time::last(plan.tracks.iter().map(|it| it.days));
        plan.dates = time::last(plan.tracks.iter().map(|it| it.dates));
        // What is open has no day to be wished for any more.
        let open = journey.tracks().filter(|it| it.opened.is_some());
        let open: Vec<&TrackSpec> = open.map(|it| &it.spec).collect();
        let ahead = plan.tracks.iter().any(|it| !open.contains(&&it.spec));
        let wished_day = wished_day.filter(|_| ahead);
        plan.wished =
            wished_day.map(|day| wished::answer(catalog, today, day, plan.days, &plan.tracks));
        let real = wished_day.map(|day| wished::warning(catalog, today, day, Some(&*plan)));
        planning.warnings.extend(real.into_iter().flatten());
    }
    for task in &mut planning.tasks {
        task.done = is_done(task, view);
    }
    planning
}

fn follow(plan: &mut Plan, going: &[Progress]) {
    for track in &mut plan.tracks {
        let Some(real) = going.iter().find(|it| it.spec == track.spec) else {
            continue;
        };
        let mut bars = real.bars.clone();
        for bar in &mut bars {
            // What a track waits for outside itself is known to the plan only.
            let planned = track.bars.iter();
            let same = planned
                .filter(|it| (it.stage, it.who) == (bar.stage, bar.who))
                .find_map(|it| it.waits_for.clone());
            bar.waits_for = same.filter(|_| !bar.is_begun());
        }
        track.bars = bars;
        track.days = real.days;
        track.dates = real.dates;
        track.left_out.clone_from(&real.left_out);
    }
}

/// It is there, and done on every track that has it.
fn is_done(task: &PlannedTask, view: &JourneyView) -> bool {
    let all = view.stages.iter().flat_map(|stage| &stage.tasks);
    let mut own = all
        .filter(|it| it.key.task == task.id)
        .filter(|it| !matches!(it.status, Status::NotApplicable { .. }))
        .peekable();
    own.peek().is_some() && own.all(|it| matches!(it.status, Status::Done { .. }))
}

#[cfg(test)]
#[allow(clippy::expect_used, reason = "a test fails by panicking")]
mod tests {
    use std::collections::BTreeMap;

    use catalog::model::Purpose;
    use jiff::civil::date;

    use super::*;
    use crate::plan::{Bar, Judged, planning};

    const TODAY: Date = date(2026, 11, 23);

    fn given() -> BTreeMap<String, Vec<String>> {
        let answers = [
            ("purposes", ["one_time", "recurring"]),
            ("methods", ["card", "card"]),
        ];
        let owned = |all: [&str; 2]| all.map(str::to_owned).to_vec();
        let all = answers.into_iter();
        all.map(|(id, values)| (id.to_owned(), owned(values)))
            .collect()
    }

    fn specs(plan: &Plan) -> Vec<TrackSpec> {
        plan.tracks.iter().map(|it| it.spec.clone()).collect()
    }

    #[test]
    fn the_chosen_plan_stands_first_and_the_others_keep_their_rank() {
        let (given, catalog) = (given(), Catalog::embedded());
        let all = planning(&given, catalog, TODAY);
        assert!(all.plans.len() > 1, "plans to choose from");
        let mut second = specs(&all.plans[1]);
        second.reverse();
        let chosen = planning_with(&given, catalog, TODAY, &second);
        assert_eq!(chosen.plans[0], all.plans[1]);
        assert_eq!(chosen.plans[1], all.plans[0]);
        assert_eq!(chosen.plans.len(), all.plans.len());
        // Its tasks are those of its gateways.
        let own = chosen.tasks.iter().filter_map(|it| catalog.task(&it.id));
        let mut foreign = own.filter_map(|it| it.gateway);
        let known = |id: &str| second.iter().any(|it| it.gateway == id);
        assert!(foreign.all(|it| known(&it.id)));
    }

    #[test]
    fn tracks_chosen_one_by_one_say_what_they_leave_aside() {
        let (given, catalog) = (given(), Catalog::embedded());
        let all = planning(&given, catalog, TODAY);
        let one_time = |it: &&Judged| it.spec.purpose == Purpose::OneTime && it.verdict.serves();
        let alone = all.judged.iter().find(one_time).expect("one that serves");
        let chosen = planning_with(&given, catalog, TODAY, std::slice::from_ref(&alone.spec));
        let plan = &chosen.plans[0];
        assert_eq!((plan.rank, specs(plan)), (0, vec![alone.spec.clone()]));
        let codes = plan.uncovered.iter().flat_map(|it| &it.reasons);
        let codes: Vec<&str> = codes.map(|it| it.code.as_str()).collect();
        assert!(codes.contains(&"wish-not-chosen"), "{codes:?}");
        let recurring = plan.uncovered.iter();
        let mut recurring = recurring.filter(|it| it.wish.purpose == Purpose::Recurring);
        assert!(recurring.all(|it| !it.remedies.is_empty()));
        assert_eq!(chosen.plans[1..], all.plans[..]);
    }

    #[test]
    fn a_track_that_does_not_fit_stays_with_what_is_against_it() {
        let (mut given, catalog) = (given(), Catalog::embedded());
        given.insert("portone_version".to_owned(), vec!["v2".to_owned()]);
        let all = planning(&given, catalog, TODAY);
        let unfit = |it: &&Judged| !it.verdict.serves() && !it.against.is_empty();
        let unfit = all.judged.iter().find(unfit).expect("one that does not");
        let nobody = TrackSpec {
            gateway: "nobody".to_owned(),
            module: "nobody".to_owned(),
            purpose: Purpose::Identity,
        };
        let own = [specs(&all.plans[0]), vec![unfit.spec.clone(), nobody]].concat();
        let chosen = planning_with(&given, catalog, TODAY, &own);
        let plan = &chosen.plans[0];
        assert_eq!(plan.tracks.len(), own.len());
        let track = plan.tracks.iter().find(|it| it.spec == unfit.spec);
        assert_eq!(track.expect("it stays").conditions, unfit.against);
        assert!(plan.days.usual >= all.plans[0].days.usual);
    }

    #[test]
    fn what_comes_before_is_named_without_what_comes_before_that() {
        let all = planning(&given(), Catalog::embedded(), TODAY);
        let bars = &all.plans[0].tracks[0].bars;
        let mut shortened = 0;
        for bar in bars {
            let direct = bar.directly_after(bars);
            assert!(direct.len() <= bar.depends_on.len());
            assert_eq!(direct.is_empty(), bar.depends_on.is_empty(), "{bar:?}");
            shortened += bar.depends_on.len() - direct.len();
            for one in &direct {
                let on = |other: &&Bar| other.depends_on.iter().any(|at| &bars[*at] == *one);
                let mut others = direct.iter().copied();
                assert!(!others.any(|other| on(&other)), "{bar:?}");
            }
        }
        assert!(shortened > 0);
    }
}
