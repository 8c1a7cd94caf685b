//! Looking for secrets where none may lie: in every file of a desk, in plain or coded, and in the
//! arguments and environment of every process.

use std::path::Path;

use crate::desk::Desk;
use crate::{Outcome, fail, holds};

/// 80 letters and digits that stand nowhere else.
pub fn canary(kind: &str) -> Outcome<String> {
    let mut random = [0_u8; 40];
    std::io::Read::read_exact(&mut std::fs::File::open("/dev/urandom")?, &mut random)?;
    let word: String = random.iter().map(|byte| format!("{byte:02x}")).collect();
    Ok(format!("canary{kind}{}", &word[..68]))
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
pub fn sweep(desk: &Desk, canaries: &[String]) -> Outcome {
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
