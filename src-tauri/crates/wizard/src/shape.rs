//! What values look like.

use catalog::model::Shape;
use jiff::civil::Date;

/// How long PortOne's API secrets are in its documents.
pub(crate) const SECRET_LENGTH: usize = 80;
/// How long V1's REST API key is in its documents.
pub(crate) const V1_KEY_LENGTH: usize = 16;
/// How a webhook secret begins.
pub(crate) const WEBHOOK_PREFIX: &str = "whsec_";

/// Whether a cleaned value looks as its field says.
pub(crate) fn fits(shape: Shape, value: &str) -> bool {
    match shape {
        Shape::Text => true,
        Shape::Digits => is_digits(value),
        Shape::Alnum => value.bytes().all(|b| b.is_ascii_alphanumeric()),
        Shape::Ascii | Shape::PaymentId => value.bytes().all(|b| b.is_ascii_graphic()),
        Shape::BusinessNumber => value.len() == 10 && is_digits(value),
        Shape::Url => is_https(value),
        Shape::Email => is_email(value),
        Shape::Phone => is_phone(value),
        Shape::StoreId => is_store_id(value),
        Shape::ChannelKey => is_channel_key(value),
        Shape::UserCode => is_user_code(value),
        Shape::V2Secret | Shape::V1Secret => is_portone_secret(value),
        Shape::V1Key => is_v1_key(value),
        Shape::WebhookSecret => is_webhook_secret(value),
        Shape::Date => value.parse::<Date>().is_ok() && value.len() == 10,
        Shape::ChannelName => value.chars().all(is_channel_name_char),
        Shape::CertificatePem => is_certificate(value),
        Shape::PrivateKeyPem => is_private_key(value),
    }
}

pub(crate) fn is_digits(value: &str) -> bool {
    !value.is_empty() && value.bytes().all(|b| b.is_ascii_digit())
}

fn is_channel_name_char(c: char) -> bool {
    c.is_alphanumeric() || matches!(c, ' ' | '_' | '-')
}

/// A UUID, in lower case as PortOne writes it or not.
fn is_uuid(value: &str) -> bool {
    let mut parts = value.split('-');
    let whole = [8, 4, 4, 4, 12].into_iter().all(|length| {
        parts
            .next()
            .is_some_and(|part| part.len() == length && part.bytes().all(|b| b.is_ascii_hexdigit()))
    });
    whole && parts.next().is_none()
}

pub(crate) fn is_store_id(value: &str) -> bool {
    value.strip_prefix("store-").is_some_and(is_uuid)
}

pub(crate) fn is_channel_key(value: &str) -> bool {
    value.strip_prefix("channel-key-").is_some_and(is_uuid)
}

/// `imp` and eight digits in the documents; a few more are let through.
pub(crate) fn is_user_code(value: &str) -> bool {
    value
        .strip_prefix("imp")
        .is_some_and(|rest| is_digits(rest) && (8..=12).contains(&rest.len()))
}

pub(crate) fn is_portone_secret(value: &str) -> bool {
    value.len() == SECRET_LENGTH && value.bytes().all(|b| b.is_ascii_alphanumeric())
}

pub(crate) fn is_v1_key(value: &str) -> bool {
    value.len() == V1_KEY_LENGTH && is_digits(value)
}

pub(crate) fn is_webhook_secret(value: &str) -> bool {
    value.strip_prefix(WEBHOOK_PREFIX).is_some_and(|rest| {
        rest.len() >= 16
            && rest
                .bytes()
                .all(|b| b.is_ascii_alphanumeric() || b"+/=-_".contains(&b))
    })
}

pub(crate) fn is_certificate(value: &str) -> bool {
    value.contains("-----BEGIN CERTIFICATE-----")
}

/// A private key in any of its PEM forms.
pub(crate) fn is_private_key(value: &str) -> bool {
    value.match_indices("-----BEGIN ").any(|(at, begin)| {
        let rest = &value[at + begin.len()..];
        rest.find("-----")
            .is_some_and(|end| rest[..end].ends_with("PRIVATE KEY"))
    })
}

fn is_https(value: &str) -> bool {
    let Some(rest) = value.strip_prefix("https://") else {
        return false;
    };
    let end = rest.find(['/', '?', '#']).unwrap_or(rest.len());
    let authority = &rest[..end];
    let host = match authority.rsplit_once(':') {
        Some((host, port)) if is_digits(port) => host,
        Some(_) => return false,
        None => authority,
    };
    is_domain(host) && !value.chars().any(|c| c.is_whitespace() || c.is_control())
}

/// A host name with a dot; letters of any script, since there are Korean domains.
fn is_domain(host: &str) -> bool {
    host.contains('.')
        && host.split('.').all(|label| {
            !label.is_empty() && label.chars().all(|c| c.is_alphanumeric() || c == '-')
        })
}

fn is_email(value: &str) -> bool {
    let Some((name, domain)) = value.split_once('@') else {
        return false;
    };
    let plain = |c: char| !c.is_whitespace() && !c.is_control() && c != '@';
    !name.is_empty() && name.chars().all(plain) && is_domain(domain)
}

/// Digits as they are dialled in Korea: an area, mobile or 070 number, a representative number, or
/// the same from abroad.
fn is_phone(value: &str) -> bool {
    let (digits, lengths) = match value.strip_prefix('+') {
        Some(rest) => (rest, 9..=15),
        None => (value, 8..=12),
    };
    let begins = value.starts_with(['+', '0', '1']);
    begins && is_digits(digits) && lengths.contains(&digits.len())
}

/// Whether the check digit of a ten-digit business number fits.
pub(crate) fn checksum_fits(number: &str) -> bool {
    const WEIGHTS: [u32; 9] = [1, 3, 7, 1, 3, 7, 1, 3, 5];
    let digits: Vec<u32> = number.chars().filter_map(|c| c.to_digit(10)).collect();
    let [front @ .., ninth, check] = digits.as_slice() else {
        return false;
    };
    if front.len() != 8 || number.len() != 10 {
        return false;
    }
    let sum: u32 = digits
        .iter()
        .zip(WEIGHTS)
        .map(|(digit, weight)| digit * weight)
        .sum();
    // The remainder can be 0: then the check digit is 0 too, hence the second modulo.
    (10 - (sum + ninth * 5 / 10) % 10) % 10 == *check
}
