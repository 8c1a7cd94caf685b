//! The questions, and what an answer says about them. Answers hold statuses and PortOne's codes, never an id or a key.

use portone::verdict::{Certainty, Credential, check};
use portone::{
    Error, Liveness, PaymentFilter, PortOne, V1Credential, V1Period, V1StatusWanted, V2Secret,
};

/// One question, settled or not.
pub struct Learned {
    /// What was not known.
    pub question: &'static str,
    /// What PortOne did.
    pub answer: String,
}

/// What takes a browser, a console or PortOne's own staff.
pub const STILL_OPEN: &[&str] = &[
    "whether each gateway's window takes localhost as a redirect address",
    "how the console's channel service spells its words",
    "whether `PortOne <secret>` is taken by GraphQL: this client does not call it",
    "rate limits: nothing here asks often enough to meet one",
];

/// A store id of the right form that is nobody's.
const NOBODYS_STORE: &str = "store-00000000-0000-4000-8000-000000000000";

/// Asks every question that the given credentials can settle.
pub async fn learn(
    portone: &PortOne,
    v2: Option<V2Secret>,
    store: Option<&str>,
    v1: Option<V1Credential>,
) -> Vec<Learned> {
    let mut all = Vec::new();
    let mut say = |question, answer| all.push(Learned { question, answer });
    say(
        "Is PortOne reached?",
        told(&portone.banks().await.map(|reached| {
            let (banks, ms) = (reached.banks, reached.elapsed.as_millis());
            format!("yes: {banks} banks in {ms} ms")
        })),
    );
    if let Some(secret) = v2 {
        let client = portone.v2(secret.clone());
        let nobody = uuid();
        let ask = async |store: Option<&str>| told_code(client.payment(&nobody, store).await);
        say("No such payment, no store named:", ask(None).await);
        if let Some(store) = store {
            say(
                "No such payment, my own store (404 expected):",
                ask(Some(store)).await,
            );
        }
        say(
            "No such payment, nobody's store (403 expected):",
            ask(Some(NOBODYS_STORE)).await,
        );
        say(
            "No such payment, what is no store id (400 expected):",
            ask(Some("not-a-store")).await,
        );
        let filter = PaymentFilter {
            store_id: store.map(str::to_owned),
            ..PaymentFilter::default()
        };
        let page = client.payments(0, 1, &filter).await;
        say(
            "May this secret name a store in a list?",
            told(&page.map(|page| {
                format!(
                    "yes: {} payments in 90 days, {} unread",
                    page.total, page.unread
                )
            })),
        );
        let credential = Credential::V2 {
            secret,
            store_id: store.map(str::to_owned),
        };
        let checked = check(portone, &credential).await;
        let sure = match checked.certainty {
            Certainty::Sure => "sure",
            Certainty::Probable(_) => "probable",
        };
        say(
            "The whole check:",
            format!(
                "{:?}, {sure}, store proven: {}",
                checked.answer, checked.store_proven
            ),
        );
        if let Ok(wrong) = V2Secret::new("x".repeat(80).into()) {
            let refused = portone
                .v2(wrong)
                .payments(0, 1, &PaymentFilter::default())
                .await;
            say("A wrong V2 secret (401 expected):", told_code(refused));
        }
    }
    if let Some(credential) = v1 {
        let client = portone.v1(credential);
        let channels = client.user_pgs().await;
        say(
            "V1 channels (a refusal here with a good key shows what the allow-list answers):",
            told(&channels.map(|found| {
                let skew = found.clock_skew.as_secs();
                format!(
                    "{} read, {} unread, clock off by {skew} s",
                    found.channels.len(),
                    found.unread
                )
            })),
        );
        let page = client
            .payments(&V1StatusWanted::All, &V1Period::default())
            .await;
        say(
            "Does the V1 list hold test payments when include_sandbox is said?",
            told(&page.map(|page| {
                let test = |live| live == Liveness::Test;
                let tests = page
                    .payments
                    .iter()
                    .filter(|one| {
                        one.facts
                            .channel
                            .as_ref()
                            .is_some_and(|channel| test(channel.live))
                    })
                    .count();
                format!(
                    "{tests} of {} on the first page, {} unread",
                    page.payments.len(),
                    page.unread
                )
            })),
        );
        say(
            "A V1 payment that is not there (404 expected):",
            told_code(client.payment("imp_000000000000").await),
        );
        if let Ok(wrong) = V1Credential::new("0".repeat(16).into(), "x".repeat(80).into()) {
            let refused = portone.v1(wrong).user_pgs().await;
            say(
                "A wrong V1 key (401 and code -1 expected):",
                told_code(refused),
            );
        }
    }
    all
}

fn told(result: &Result<String, Error>) -> String {
    match result {
        Ok(text) => text.clone(),
        Err(error) => of(error),
    }
}

fn told_code<T>(result: Result<T, Error>) -> String {
    result.map_or_else(|error| of(&error), |_| "a good answer".to_owned())
}

/// PortOne's own words are shown: an owner can judge whether they may be passed on.
fn of(error: &Error) -> String {
    match error.said() {
        Some(said) => format!("{error}: {said}"),
        None => error.to_string(),
    }
}

/// A payment id nobody can have made.
fn uuid() -> String {
    format!("giljabi-live-check-{}", std::process::id())
}
