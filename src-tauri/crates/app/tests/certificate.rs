//! Certificates: a pair, a zip, a stranger's key, and what is no certificate at all.
#![allow(
    clippy::unwrap_used,
    clippy::expect_used,
    reason = "a test fails by panicking"
)]

use std::io::{Cursor, Write};

use app::certificate::{BadCertificate, MAX_BYTES, read, renewable_from};
use jiff::civil::date;
use rcgen::{CertificateParams, KeyPair, PKCS_RSA_SHA256, RsaKeySize};

struct Made {
    certificate: Vec<u8>,
    key: Vec<u8>,
}

fn made() -> Made {
    let pair = KeyPair::generate_rsa_for(&PKCS_RSA_SHA256, RsaKeySize::_2048).unwrap();
    let mut params = CertificateParams::new(vec!["example.kr".to_owned()]).unwrap();
    params.not_after = rcgen::date_time_ymd(2031, 11, 20);
    let certificate = params.self_signed(&pair).unwrap();
    Made {
        certificate: certificate.pem().into_bytes(),
        key: pair.serialize_pem().into_bytes(),
    }
}

fn zipped(parts: &[(&str, &[u8])]) -> Vec<u8> {
    let mut writer = zip::ZipWriter::new(Cursor::new(Vec::new()));
    for (name, bytes) in parts {
        writer
            .start_file(*name, zip::write::SimpleFileOptions::default())
            .unwrap();
        writer.write_all(bytes).unwrap();
    }
    writer.finish().unwrap().into_inner()
}

fn bad(files: Vec<(String, Vec<u8>)>) -> BadCertificate {
    read(files).err().expect("refused")
}

#[test]
fn pairs_names_and_days() {
    let (one, other) = (made(), made());
    let named = |name: &str, bytes: &[u8]| (name.to_owned(), bytes.to_vec());
    let pem = read(vec![
        named("KCP_AUTH_T0000_CERT.pem", &one.certificate),
        named("KCP_AUTH_T0000_PRIKEY.pem", &one.key),
    ])
    .ok()
    .unwrap();
    assert_eq!(pem.pair, Some(true));
    assert_eq!(pem.site_code.as_deref(), Some("T0000"));
    assert_eq!(pem.expires_on, Some(date(2031, 11, 20)));
    assert_eq!(renewable_from(date(2031, 11, 20)), date(2031, 10, 21));

    let zip = zipped(&[
        ("../../KCP_AUTH_A1B2C_CERT.pem", one.certificate.as_slice()),
        ("key/KCP_AUTH_A1B2C_PRIKEY.pem", one.key.as_slice()),
        ("readme.txt", b"hello"),
    ]);
    let found = read(vec![named("any.zip", &zip)]).ok().unwrap();
    assert_eq!(
        (found.pair, found.site_code.as_deref()),
        (Some(true), Some("A1B2C"))
    );

    let renamed = read(vec![named("cert.pem", &one.certificate)])
        .ok()
        .unwrap();
    assert_eq!(
        (renamed.pair, renamed.site_code),
        (None, None),
        "asked, never guessed"
    );

    let strangers = vec![named("a.pem", &one.certificate), named("b.pem", &other.key)];
    assert_eq!(bad(strangers), BadCertificate::NotPair);
}

#[test]
fn what_is_refused() {
    let file = |bytes: Vec<u8>| vec![("x.zip".to_owned(), bytes)];
    assert_eq!(
        bad(file(b"not a certificate".to_vec())),
        BadCertificate::NotCertificate
    );
    assert_eq!(
        bad(file(b"PK\x03\x04garbage".to_vec())),
        BadCertificate::Unreadable
    );
    assert_eq!(bad(file(vec![0; MAX_BYTES + 1])), BadCertificate::TooBig);
    let many: Vec<_> = (0..21).map(|n| (n.to_string(), Vec::new())).collect();
    assert_eq!(bad(many), BadCertificate::TooMany);
    let names: Vec<_> = (0..21).map(|n| n.to_string()).collect();
    let parts: Vec<_> = names
        .iter()
        .map(|name| (name.as_str(), &b"x"[..]))
        .collect();
    assert_eq!(bad(file(zipped(&parts))), BadCertificate::TooMany);
    let bomb = zipped(&[("big.pem", &vec![b'0'; 3 * MAX_BYTES])]);
    assert!(bomb.len() < MAX_BYTES / 10);
    assert_eq!(bad(file(bomb)), BadCertificate::TooBig);
}
