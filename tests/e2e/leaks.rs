//! No secret in any file, argument or environment, in plain or coded, after a run and after deleting.

use std::path::Path;

use serde_json::json;

use crate::album::Album;
use crate::desk::{Desk, Keychain};
use crate::window::{ESCAPE, Window, flow};
use crate::{Outcome, fail, holds, walk};

const TASK: &str = "keys-v2";

#[test]
fn nothing_leaks() -> Outcome {
    flow("nothing_leaks", Keychain::Unlocked, steps)
}

async fn steps(desk: &mut Desk, window: &mut Window) -> Outcome {
    let journey = walk::to_real_task(window, TASK, &mut Album::none()).await?;
    let saved = canary("saved")?;
    let wrong = format!("whsec_{}", canary("wrong")?);
    let noted = format!(
        "-----BEGIN PRIVATE KEY-----\n{}\n-----END PRIVATE KEY-----",
        canary("noted")?
    );
    let canaries = [saved.clone(), wrong.clone(), canary_in(&noted)];

    // Saved where it belongs.
    window.fill("secret-v2_secret", &saved).await?;
    window.click("secret-save-v2_secret").await?;
    window
        .until("the secret to be saved", async || {
            window.click_if_there("go-on-v2_secret").await?;
            window.has("secret-replace-v2_secret").await
        })
        .await?;

    // Typed where none belongs: held, named, and thrown away.
    for (hook, value) in [("field-store_id", &wrong), ("note", &noted)] {
        window.fill(hook, value).await?;
        window.see("suspect").await?;
        sweep(desk, &canaries)?;
        window.click("suspect-discard").await?;
    }
    // In the search: not searched for, not kept.
    window.click("jump").await?;
    window.fill("jump-input", &saved).await?;
    window.settled().await?;
    sweep(desk, &canaries)?;
    window.press(&[ESCAPE]).await?;
    window
        .until("the search to close", async || {
            Ok(!window.has("jump-input").await?)
        })
        .await?;
    absent_from_page(window, &journey, &canaries).await?;
    sweep(desk, &canaries)?;

    // A second run writes its backup; then the secret is deleted.
    window.reopen(desk).await?;
    sweep(desk, &canaries)?;
    window.at("task").await?;
    window.click("secret-delete-v2_secret").await?;
    window.click("delete-confirm").await?;
    window
        .until("the secret to be gone", async || {
            let page = walk::page(window, &journey, TASK).await?;
            let fields = page["fields"].as_array().cloned().unwrap_or_default();
            Ok(fields.iter().all(|field| field["stored"].is_null()))
        })
        .await?;
    sweep(desk, &canaries)
}

/// The core gives none of them back, in no answer and in no page.
async fn absent_from_page(window: &Window, journey: &str, canaries: &[String]) -> Outcome {
    let mut said = window.client.source().await?;
    for (command, arguments) in [
        ("app_view", json!({})),
        ("journey_open", json!({ "id": journey })),
        ("task_page", json!({ "id": journey, "key": TASK })),
        ("history", json!({ "id": journey })),
    ] {
        said.push_str(&window.ask(command, arguments).await?.to_string());
    }
    for canary in canaries {
        holds!(
            !said.contains(canary.as_str()),
            "the page or an answer holds {canary}"
        );
    }
    Ok(())
}

/// 80 letters and digits that stand nowhere else.
fn canary(kind: &str) -> Outcome<String> {
    let mut random = [0_u8; 40];
    std::io::Read::read_exact(&mut std::fs::File::open("/dev/urandom")?, &mut random)?;
    let word: String = random.iter().map(|byte| format!("{byte:02x}")).collect();
    Ok(format!("canary{kind}{}", &word[..68]))
}

fn canary_in(pem: &str) -> String {
    pem.lines().nth(1).unwrap_or_default().to_owned()
}

/// Every form in which a value could lie somewhere.
fn forms(canary: &str) -> Vec<(&'static str, Vec<u8>)> {
    let bytes = canary.as_bytes();
    let utf16: Vec<u8> = canary.encode_utf16().flat_map(u16::to_le_bytes).collect();
    let hex: String = bytes.iter().map(|byte| format!("{byte:02x}")).collect();
    let url: String = bytes.iter().map(|byte| format!("%{byte:02X}")).collect();
    let mut forms = vec![
        ("plain", bytes.to_vec()),
        ("hex", hex.clone().into_bytes()),
        ("upper hex", hex.to_uppercase().into_bytes()),
        ("url", url.into_bytes()),
        ("utf-16", utf16),
    ];
    // Base64 shifts with what stands before: each of the three ways, without the uncertain ends.
    for shift in 0..3 {
        let mut shifted = vec![b'x'; shift];
        shifted.extend(bytes);
        let coded = base64(&shifted);
        forms.push(("base64", coded.as_bytes()[4..coded.len() - 4].to_vec()));
    }
    forms
}

fn base64(bytes: &[u8]) -> String {
    const LETTERS: &[u8] = b"ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789+/";
    let mut coded = String::new();
    for three in bytes.chunks(3) {
        let number = three.iter().enumerate().fold(0_u32, |sum, (at, byte)| {
            sum | u32::from(*byte) << (16 - 8 * at)
        });
        for at in 0..4 {
            let letter = LETTERS[(number >> (18 - 6 * at) & 63) as usize];
            coded.push(if at <= three.len() {
                char::from(letter)
            } else {
                '='
            });
        }
    }
    coded
}

/// Searches the whole home and the arguments and environment of every process that lives in it.
fn sweep(desk: &Desk, canaries: &[String]) -> Outcome {
    let forms: Vec<_> = canaries.iter().flat_map(|canary| forms(canary)).collect();
    let mut searched = 0;
    search(desk.home(), &forms, &mut searched)?;
    holds!(searched > 10, "only {searched} files were searched");
    for process in std::fs::read_dir("/proc")?.flatten() {
        for part in ["cmdline", "environ"] {
            let bytes = std::fs::read(process.path().join(part)).unwrap_or_default();
            look(&process.path().join(part), &bytes, &forms)?;
        }
    }
    Ok(())
}

fn search(folder: &Path, forms: &[(&str, Vec<u8>)], searched: &mut usize) -> Outcome {
    for entry in std::fs::read_dir(folder)?.flatten() {
        let path = entry.path();
        let kind = entry.file_type()?;
        if kind.is_dir() {
            search(&path, forms, searched)?;
        } else if kind.is_file() {
            // A file that went away meanwhile holds nothing.
            let bytes = std::fs::read(&path).unwrap_or_default();
            *searched += 1;
            look(&path, &bytes, forms)?;
        }
    }
    Ok(())
}

fn look(path: &Path, bytes: &[u8], forms: &[(&str, Vec<u8>)]) -> Outcome {
    for (form, needle) in forms {
        if bytes
            .windows(needle.len())
            .any(|part| part == needle.as_slice())
        {
            fail!("a secret lies in {} as {form}", path.display());
        }
    }
    Ok(())
}

#[test]
fn the_search_finds() -> Outcome {
    let canary = canary("found")?;
    let forms = forms(&canary);
    let hidden = [
        format!("key={canary}"),
        base64(format!("x{canary}y").as_bytes()),
        base64(format!("ab{canary}").as_bytes()),
        base64(canary.as_bytes()),
        canary.bytes().map(|byte| format!("{byte:02x}")).collect(),
    ];
    for text in hidden {
        holds!(
            look(Path::new("a"), text.as_bytes(), &forms).is_err(),
            "not found in {text}"
        );
    }
    holds!(
        base64(b"any carnal pleas") == "YW55IGNhcm5hbCBwbGVhcw==",
        "base64 is wrong"
    );
    look(Path::new("a"), b"nothing here", &forms)
}
