//! Which addresses a merchant's webhook can have: public ones only, and never one of this machine's own network.

use std::net::{IpAddr, Ipv4Addr, Ipv6Addr};

use reqwest::Url;
use thiserror::Error;

/// An address that PortOne could call, as far as its text tells.
#[derive(Clone, PartialEq, Eq)]
pub struct WebhookUrl(pub(crate) Url);

/// Why an address cannot be a webhook's. Found without opening a connection.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Error)]
pub enum UrlFault {
    /// It is no address.
    #[error("not an address")]
    NotAnAddress,
    /// It is not https.
    #[error("not https")]
    NotHttps,
    /// A user name or password stands in it.
    #[error("a user name or password in the address")]
    UserInfo,
    /// It is this machine or its network: PortOne cannot reach it.
    #[error("an address of this machine or its network")]
    NotPublic,
    /// Practice calls this machine only.
    #[error("practice calls this machine only")]
    NotThisMachine,
}

impl UrlFault {
    /// A stable name in kebab-case: the UI's sentence.
    #[must_use]
    pub fn name(self) -> &'static str {
        match self {
            Self::NotAnAddress => "not-an-address",
            Self::NotHttps => "not-https",
            Self::UserInfo => "user-info",
            Self::NotPublic => "not-public",
            Self::NotThisMachine => "not-this-machine",
        }
    }
}

impl WebhookUrl {
    /// Takes an address for the real world: https, a public host, no user and password.
    ///
    /// # Errors
    /// [`UrlFault`].
    pub fn new(text: &str) -> Result<Self, UrlFault> {
        let url = parse(text)?;
        if url.scheme() != "https" {
            return Err(UrlFault::NotHttps);
        }
        let host = url.host_str().ok_or(UrlFault::NotAnAddress)?;
        let local = match literal(host) {
            Some(ip) => !is_public(ip),
            None => {
                let name = host.trim_end_matches('.').to_ascii_lowercase();
                let last = name.rsplit('.').next().unwrap_or_default();
                !name.contains('.')
                    || matches!(
                        last,
                        "localhost" | "local" | "internal" | "test" | "invalid"
                    )
            }
        };
        if local {
            return Err(UrlFault::NotPublic);
        }
        Ok(Self(url))
    }

    /// Takes an address for practice: http on this machine.
    ///
    /// # Errors
    /// [`UrlFault`].
    pub fn practice(text: &str) -> Result<Self, UrlFault> {
        let url = parse(text)?;
        let host = url.host_str().ok_or(UrlFault::NotAnAddress)?;
        let here = host == "localhost" || literal(host).is_some_and(|ip| ip.is_loopback());
        if url.scheme() != "http" || !here {
            return Err(UrlFault::NotThisMachine);
        }
        Ok(Self(url))
    }

    /// The host, as the network log shows it.
    #[must_use]
    pub fn host(&self) -> &str {
        self.0.host_str().unwrap_or_default()
    }
}

impl std::fmt::Debug for WebhookUrl {
    /// A webhook's path is often its only lock.
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        write!(f, "WebhookUrl {{ host: {:?} }}", self.host())
    }
}

fn parse(text: &str) -> Result<Url, UrlFault> {
    let url = Url::parse(text.trim()).map_err(|_| UrlFault::NotAnAddress)?;
    if !matches!(url.scheme(), "http" | "https") {
        return Err(UrlFault::NotHttps);
    }
    if !url.username().is_empty() || url.password().is_some() {
        return Err(UrlFault::UserInfo);
    }
    Ok(url)
}

/// The host as an address, if it is one. (The URL parser has already read `127.1` and `0x7f000001`.)
pub(crate) fn literal(host: &str) -> Option<IpAddr> {
    host.trim_start_matches('[')
        .trim_end_matches(']')
        .parse()
        .ok()
}

/// Whether an address is on the public internet. The special-purpose registries of IANA, as of 2026.
pub(crate) fn is_public(ip: IpAddr) -> bool {
    match ip {
        IpAddr::V4(ip) => is_public_v4(ip),
        IpAddr::V6(ip) => is_public_v6(ip),
    }
}

fn is_public_v4(ip: Ipv4Addr) -> bool {
    let [a, b, c, _] = ip.octets();
    !(a == 0
        || ip.is_private()
        || ip.is_loopback()
        || ip.is_link_local()
        || ip.is_documentation()
        || (a == 100 && (64..128).contains(&b))
        || (a == 192 && b == 0 && c == 0)
        || (a == 192 && b == 88 && c == 99)
        || (a == 198 && (b == 18 || b == 19))
        || a >= 224)
}

fn is_public_v6(ip: Ipv6Addr) -> bool {
    // Addresses that stand for one of version 4 are as public as that one.
    let segments = ip.segments();
    let last_two = || {
        let [a, b] = segments[6].to_be_bytes();
        let [c, d] = segments[7].to_be_bytes();
        Ipv4Addr::new(a, b, c, d)
    };
    match segments {
        [0, 0, 0, 0, 0, 0xffff, _, _] | [0x64, 0xff9b, 0, 0, 0, 0, _, _] => {
            is_public_v4(last_two())
        }
        [0x2002, high, low, ..] => {
            let [a, b] = high.to_be_bytes();
            let [c, d] = low.to_be_bytes();
            is_public_v4(Ipv4Addr::new(a, b, c, d))
        }
        // Protocol assignments, Teredo and the rest of 2001::/23; documentation.
        [0x2001, second, ..] if second < 0x200 || second == 0xdb8 => false,
        [0x3fff, second, ..] if second < 0x1000 => false,
        [first, ..] => (0x2000..0x4000).contains(&first),
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn public_addresses_are_told_from_others() {
        let public = [
            "52.78.5.241",
            "8.8.8.8",
            "223.255.255.1",
            "2606:4700::1",
            "2001:200::1",
            "2002:0808:0808::1",
            "::ffff:8.8.8.8",
            "64:ff9b::8.8.8.8",
        ];
        for ip in public {
            assert!(is_public(ip.parse().unwrap()), "{ip}");
        }
        let not = [
            "0.0.0.0",
            "10.0.0.1",
            "100.64.0.1",
            "100.127.255.255",
            "127.0.0.1",
            "127.8.9.1",
            "169.254.169.254",
            "172.16.0.1",
            "172.31.255.255",
            "192.0.0.1",
            "192.0.2.1",
            "192.88.99.1",
            "192.168.0.1",
            "198.18.0.1",
            "198.19.255.255",
            "198.51.100.1",
            "203.0.113.1",
            "224.0.0.1",
            "240.0.0.1",
            "255.255.255.255",
            "::",
            "::1",
            "::ffff:127.0.0.1",
            "::ffff:10.0.0.1",
            "::127.0.0.1",
            "64:ff9b::10.0.0.1",
            "64:ff9b:1::1",
            "100::1",
            "2001::1",
            "2001:db8::1",
            "2002:7f00:1::",
            "2002:c0a8:1::",
            "3fff::1",
            "fc00::1",
            "fd00::1",
            "fe80::1",
            "fec0::1",
            "ff02::1",
        ];
        for ip in not {
            assert!(!is_public(ip.parse().unwrap()), "{ip}");
        }
    }

    #[test]
    fn an_address_is_judged_by_its_text_first() {
        for good in [
            "https://shop.example.com/hook",
            "https://8.8.8.8:8443/",
            "  https://가게.한국/웹훅?a=b ",
        ] {
            assert!(WebhookUrl::new(good).is_ok(), "{good}");
        }
        let table = [
            ("", UrlFault::NotAnAddress),
            ("shop.example.com/hook", UrlFault::NotAnAddress),
            ("ftp://shop.example.com", UrlFault::NotHttps),
            ("http://shop.example.com/hook", UrlFault::NotHttps),
            ("https://user@shop.example.com", UrlFault::UserInfo),
            ("https://:pw@shop.example.com", UrlFault::UserInfo),
            ("https://localhost/hook", UrlFault::NotPublic),
            ("https://shop.localhost/", UrlFault::NotPublic),
            ("https://printer.local./", UrlFault::NotPublic),
            ("https://intranet/hook", UrlFault::NotPublic),
            ("https://127.0.0.1/", UrlFault::NotPublic),
            ("https://127.1/", UrlFault::NotPublic),
            ("https://0x7f000001/", UrlFault::NotPublic),
            ("https://2130706433/", UrlFault::NotPublic),
            ("https://[::1]/", UrlFault::NotPublic),
            ("https://[::ffff:10.0.0.1]/", UrlFault::NotPublic),
            ("https://192.168.0.10/hook", UrlFault::NotPublic),
        ];
        for (text, fault) in table {
            assert_eq!(WebhookUrl::new(text).unwrap_err(), fault, "{text}");
        }
        for good in [
            "http://127.0.0.1:1/x",
            "http://localhost:1/x",
            "http://[::1]:1",
        ] {
            assert!(WebhookUrl::practice(good).is_ok(), "{good}");
        }
        for bad in [
            "https://127.0.0.1",
            "http://10.0.0.1",
            "http://shop.example.com",
            "http://localhost.evil.com",
        ] {
            assert_eq!(
                WebhookUrl::practice(bad).unwrap_err(),
                UrlFault::NotThisMachine,
                "{bad}"
            );
        }
        let url = WebhookUrl::new("https://shop.example.com/CANARY?key=CANARY").unwrap();
        assert!(!format!("{url:?}").contains("CANARY"));
    }
}
