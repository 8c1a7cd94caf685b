//! What goes in and out by file: a store and a certificate.

use serde_json::{Value, json};

use crate::album::Album;
use crate::desk::{Desk, Keychain};
use crate::sweep::sweep;
use crate::window::{Window, flow};
use crate::{Outcome, fail, holds, walk};

#[test]
fn out_and_in_again() -> Outcome {
    flow("out_and_in_again", Keychain::Unlocked, steps)
}

async fn steps(desk: &mut Desk, window: &mut Window) -> Outcome {
    let file = desk.home().join("gildong.giljabi");
    desk.dialogs_answer(&file);
    window.reopen(desk).await?;
    walk::into_practice(window, "길동").await?;
    let journey = walk::create(window, "길동 상점").await?;
    window.click("to-stores").await?;
    window.at("stores").await?;

    menu(window, &journey, "journey-export").await?;
    window
        .until("the file", async || {
            Ok(std::fs::metadata(&file).is_ok_and(|it| it.len() > 0))
        })
        .await?;
    let text = std::fs::read_to_string(&file)?;
    holds!(text.contains("길동 상점"), "the file does not name it");

    menu(window, &journey, "journey-bin").await?;
    until_names(window, &[]).await?;
    window.click("journey-import").await?;
    until_names(window, &["길동 상점"]).await?;

    // The one in the bin comes back as it was, beside what the file brought.
    window.click(&format!("journey-unbin-{journey}")).await?;
    until_names(window, &["길동 상점", "길동 상점"]).await?;
    menu(window, &journey, "journey-duplicate").await?;
    window
        .until("the copy", async || Ok(names(window).await?.len() == 3))
        .await
}

async fn menu(window: &Window, journey: &str, entry: &str) -> Outcome {
    if !window.has(entry).await? {
        window.click(&format!("journey-menu-{journey}")).await?;
    }
    window.click(entry).await
}

async fn names(window: &Window) -> Outcome<Vec<String>> {
    let app = window.ask("app_view", json!({})).await?;
    let all = app["journeys"].as_array().cloned().unwrap_or_default();
    let name = |it: &Value| it["name"].as_str().unwrap_or_default().to_owned();
    let here = all.iter().filter(|it| it["binned_on"].is_null());
    Ok(here.map(name).collect())
}

async fn until_names(window: &Window, wanted: &[&str]) -> Outcome {
    window
        .until(&format!("{wanted:?}"), async || {
            Ok(names(window).await? == wanted)
        })
        .await
}

#[test]
fn a_certificate_is_read_and_stays() -> Outcome {
    flow(
        "a_certificate_is_read_and_stays",
        Keychain::Unlocked,
        certificate,
    )
}

async fn certificate(desk: &mut Desk, window: &mut Window) -> Outcome {
    let file = desk.home().join("KCP_AUTH_T0000_PRIKEY.pem");
    let pair = rcgen::KeyPair::generate_rsa_for(&rcgen::PKCS_RSA_SHA256, rcgen::RsaKeySize::_2048)?;
    let made = rcgen::CertificateParams::new(vec!["example.kr".to_owned()])?.self_signed(&pair)?;
    let key = pair.serialize_pem();
    std::fs::write(&file, format!("{}{key}", made.pem()))?;
    desk.dialogs_answer(&file);
    window.reopen(desk).await?;
    window.at("start").await?;
    walk::begin(window, "start-real", "길동").await?;
    let journey = walk::create(window, "길동 상점").await?;
    walk::answer_all(window, &mut Album::none()).await?;
    window.click("answers-done").await?;
    window.at("plan").await?;
    window.click("plan-own").await?;
    window.click("plan-clear").await?;
    // The gateway whose test channel already takes a certificate.
    let offers = window.hooks("plan-offer-").await?;
    let Some(kcp) = offers.iter().find(|it| it.contains("kcp_v2")) else {
        fail!("KCP is in none of {offers:?}")
    };
    window.click(kcp).await?;
    window.click("plan-choose").await?;
    window.at("road").await?;
    let view = walk::view(window, &journey).await?;
    let mut at = None;
    for task in walk::tasks(&view) {
        let Some(task) = task["key"].as_str() else {
            continue;
        };
        let page = walk::page(window, &journey, task).await?;
        let fields = page["fields"].as_array().cloned().unwrap_or_default();
        if fields.iter().any(|field| field["file"] == true) {
            at = Some(task.to_owned());
            break;
        }
    }
    let Some(task) = at else {
        fail!("no task takes a certificate")
    };
    walk::open_task(window, &view, &task).await?;
    window.click("certificate-choose").await?;
    let said = window.see("certificate-result").await?.text().await?;
    let path = file.display().to_string();
    for word in ["T0000", path.as_str(), "서로 짝이 맞아요"] {
        holds!(said.contains(word), "no {word} in {said}");
    }
    holds!(file.exists(), "the original is gone");
    std::fs::remove_file(&file)?;
    let secret = key.lines().nth(1).unwrap_or_default().to_owned();
    sweep(desk, &[secret])
}
