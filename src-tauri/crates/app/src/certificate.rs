//! Reads a gateway certificate and its private key from what the user chose or dropped: a zip or
//! PEM files, in memory only. Nothing is extracted to disk; the original stays where it was.

use std::io::{Cursor, Read};

use jiff::Timestamp;
use jiff::civil::Date;
use jiff::tz::TimeZone;
use pkcs8::der::Decode;
use rcgen::{CertificateParams, DnType, KeyPair, PKCS_RSA_SHA256, RsaKeySize};
use time::OffsetDateTime;
use x509_parser::pem::Pem;
use x509_parser::public_key::PublicKey;

/// Most bytes in all.
pub const MAX_BYTES: usize = 1024 * 1024;
/// Most entries in a zip, or files chosen.
pub const MAX_ENTRIES: usize = 20;

/// Why it cannot be taken.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum BadCertificate {
    /// Over 1 MB, packed or unpacked.
    TooBig,
    /// Over 20 entries.
    TooMany,
    /// No certificate and no private key in it.
    NotCertificate,
    /// The certificate and the key do not belong together.
    NotPair,
    /// A real one has nothing to do in practice, and is not kept there.
    NotForPractice,
    /// Cannot be read.
    Unreadable,
}

/// What was found. The PEM texts go to the vault and nowhere else; no Debug on purpose.
pub struct Found {
    /// The certificate, as PEM.
    pub certificate: Option<String>,
    /// The private key, as PEM.
    pub key: Option<vault::Secret>,
    /// From the file's name `KCP_AUTH_{site code}_CERT.pem`'s pattern; None when renamed.
    pub site_code: Option<String>,
    /// The last day of the certificate, in Seoul.
    pub expires_on: Option<Date>,
    /// They belong together. None: only one is there, or the key is protected by a password.
    pub pair: Option<bool>,
}

/// Reads files by name and content.
///
/// # Errors
/// [`BadCertificate`] says what is wrong.
pub fn read(files: Vec<(String, Vec<u8>)>) -> Result<Found, BadCertificate> {
    if files.len() > MAX_ENTRIES {
        return Err(BadCertificate::TooMany);
    }
    if files.iter().map(|(_, bytes)| bytes.len()).sum::<usize>() > MAX_BYTES {
        return Err(BadCertificate::TooBig);
    }
    let mut parts = Vec::new();
    for (name, bytes) in files {
        if bytes.starts_with(b"PK\x03\x04") {
            parts.extend(unzip(bytes)?);
        } else {
            parts.push((name, bytes));
        }
    }
    let mut found = Found {
        certificate: None,
        key: None,
        site_code: None,
        expires_on: None,
        pair: None,
    };
    let mut public = None;
    let mut key_public = None;
    for (name, bytes) in parts {
        for pem in Pem::iter_from_buffer(&bytes) {
            let Ok(pem) = pem else { continue };
            match pem.label.as_str() {
                "CERTIFICATE" if found.certificate.is_none() => {
                    let parsed = pem.parse_x509().map_err(|_| BadCertificate::Unreadable)?;
                    found.expires_on = last_day(parsed.validity().not_after.timestamp());
                    public = modulus_of(parsed.public_key());
                    found.certificate = Some(encode(&pem));
                    found.site_code = found.site_code.or_else(|| site_code(&name));
                }
                "PRIVATE KEY" | "RSA PRIVATE KEY" | "ENCRYPTED PRIVATE KEY"
                    if found.key.is_none() =>
                {
                    key_public = modulus_of_key(&pem);
                    found.key = Some(vault::Secret::new(encode(&pem).into_boxed_str()));
                    found.site_code = found.site_code.or_else(|| site_code(&name));
                }
                _ => {}
            }
        }
    }
    if found.certificate.is_none() && found.key.is_none() {
        return Err(BadCertificate::NotCertificate);
    }
    found.pair = match (public, key_public) {
        (Some(a), Some(b)) => Some(a == b),
        _ => None,
    };
    if found.pair == Some(false) {
        Err(BadCertificate::NotPair)
    } else {
        Ok(found)
    }
}

/// How long a practice certificate lives, as a gateway's does.
const PRACTICE_YEARS: i64 = 5;

/// A new certificate and key that open nothing, for practice: as the files a gateway would send.
///
/// # Errors
/// [`BadCertificate::Unreadable`] when none can be made on this computer.
pub fn for_practice(now: Timestamp) -> Result<Vec<(String, Vec<u8>)>, BadCertificate> {
    let made = || -> Result<(String, String), rcgen::Error> {
        let pair = KeyPair::generate_rsa_for(&PKCS_RSA_SHA256, RsaKeySize::_2048)?;
        let mut params = CertificateParams::default();
        params
            .distinguished_name
            .push(DnType::CommonName, "practice");
        let ends = now.as_second() + PRACTICE_YEARS * 365 * 24 * 60 * 60;
        params.not_after =
            OffsetDateTime::from_unix_timestamp(ends).map_err(|_| rcgen::Error::Time)?;
        Ok((params.self_signed(&pair)?.pem(), pair.serialize_pem()))
    };
    let (certificate, key) = made().map_err(|_| BadCertificate::Unreadable)?;
    // Named as documented, so that the site code is read from the names here too.
    let named = |part: &str, text: String| {
        (
            format!("PRACTICE_AUTH_practice_{part}.pem"),
            text.into_bytes(),
        )
    };
    Ok(vec![named("CERT", certificate), named("PRIKEY", key)])
}

/// The day from which a certificate can be renewed: 30 days before its end.
pub fn renewable_from(expires_on: Date) -> Date {
    expires_on.saturating_sub(jiff::Span::new().days(30))
}

fn unzip(bytes: Vec<u8>) -> Result<Vec<(String, Vec<u8>)>, BadCertificate> {
    let mut archive =
        zip::ZipArchive::new(Cursor::new(bytes)).map_err(|_| BadCertificate::Unreadable)?;
    if archive.len() > MAX_ENTRIES {
        return Err(BadCertificate::TooMany);
    }
    let mut parts = Vec::new();
    let mut left = MAX_BYTES as u64;
    for index in 0..archive.len() {
        let entry = archive
            .by_index(index)
            .map_err(|_| BadCertificate::Unreadable)?;
        if entry.is_dir() {
            continue;
        }
        // Only the last part of the name is looked at, and nothing is written anywhere.
        let name = entry.name().map_err(|_| BadCertificate::Unreadable)?;
        let name = name
            .rsplit(['/', '\\'])
            .next()
            .unwrap_or_default()
            .to_owned();
        let mut content = Vec::new();
        // The size in the header may lie: read one byte more than is left, and no more.
        let read = entry
            .take(left + 1)
            .read_to_end(&mut content)
            .map_err(|_| BadCertificate::Unreadable)?;
        left = left
            .checked_sub(read as u64)
            .ok_or(BadCertificate::TooBig)?;
        parts.push((name, content));
    }
    Ok(parts)
}

/// `…_AUTH_{site code}_CERT.pem` / `…_PRIKEY.pem` → the site code. Never guessed from other names.
fn site_code(name: &str) -> Option<String> {
    let name = name.rsplit(['/', '\\']).next()?;
    let stem = name.strip_suffix(".pem")?;
    let middle = stem
        .strip_suffix("_CERT")
        .or_else(|| stem.strip_suffix("_PRIKEY"))?;
    let (_, code) = middle.split_once("_AUTH_")?;
    let sound = (3..=10).contains(&code.len()) && code.bytes().all(|b| b.is_ascii_alphanumeric());
    sound.then(|| code.to_owned())
}

fn last_day(seconds: i64) -> Option<Date> {
    let seoul = TimeZone::get("Asia/Seoul").ok()?;
    Some(Timestamp::from_second(seconds).ok()?.to_zoned(seoul).date())
}

fn modulus_of(spki: &x509_parser::x509::SubjectPublicKeyInfo<'_>) -> Option<Vec<u8>> {
    match spki.parsed().ok()? {
        PublicKey::RSA(rsa) => Some(trim(rsa.modulus)),
        _ => None,
    }
}

fn modulus_of_key(pem: &Pem) -> Option<Vec<u8>> {
    let pkcs1 = match pem.label.as_str() {
        "RSA PRIVATE KEY" => pem.contents.clone(),
        "PRIVATE KEY" => pkcs8::PrivateKeyInfo::from_der(&pem.contents)
            .ok()?
            .private_key
            .to_vec(),
        _ => return None,
    };
    let key = pkcs1::RsaPrivateKey::from_der(&pkcs1).ok()?;
    Some(trim(key.modulus.as_bytes()))
}

fn trim(bytes: &[u8]) -> Vec<u8> {
    bytes
        .iter()
        .copied()
        .skip_while(|byte| *byte == 0)
        .collect()
}

fn encode(pem: &Pem) -> String {
    const LINE: usize = 64;
    let text = base64(&pem.contents);
    let mut out = format!("-----BEGIN {}-----\n", pem.label);
    for chunk in text.as_bytes().chunks(LINE) {
        out.push_str(std::str::from_utf8(chunk).unwrap_or_default());
        out.push('\n');
    }
    out.push_str(&format!("-----END {}-----\n", pem.label));
    out
}

fn base64(bytes: &[u8]) -> String {
    use base64::Engine as _;
    base64::engine::general_purpose::STANDARD.encode(bytes)
}
