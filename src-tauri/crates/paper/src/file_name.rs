//! Names of files.

use crate::words::Words;

/// Every system takes names of 255 bytes; a Hangul syllable has three.
const LONGEST: usize = 180;

/// Names that Windows keeps for devices, whatever follows the dot.
const DEVICES: [&str; 4] = ["con", "prn", "aux", "nul"];

/// A file's name from words, and its ending: no sign that some system refuses, not too long, and
/// never hidden or empty.
pub fn file_name(parts: &[Words], ending: &str) -> String {
    let joined = Words::joined(parts, " - ");
    let mut name = String::new();
    for c in joined.as_str().chars() {
        let c = if c.is_control() || "/\\:*?\"<>|".contains(c) {
            '_'
        } else {
            c
        };
        if name.len() + c.len_utf8() > LONGEST {
            break;
        }
        name.push(c);
    }
    let name = name.trim_matches(|c: char| c == '.' || c.is_whitespace());
    let stem = name.split('.').next().unwrap_or_default().trim_end();
    let device = DEVICES.iter().any(|it| stem.eq_ignore_ascii_case(it))
        || (stem.len() == 4
            && (stem.to_ascii_lowercase().starts_with("com")
                || stem.to_ascii_lowercase().starts_with("lpt"))
            && stem.ends_with(|c: char| c.is_ascii_digit()));
    let name = match name {
        "" => "giljabi".to_owned(),
        name if device => format!("_{name}"),
        name => name.to_owned(),
    };
    format!("{name}.{ending}")
}
