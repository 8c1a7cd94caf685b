//! The only addresses the client can talk to.

use std::net::IpAddr;

use reqwest::Url;
use thiserror::Error;

const V2_PRODUCTION: &str = "https://api.portone.io";
const V1_PRODUCTION: &str = "https://api.iamport.kr";

/// PortOne's two hosts, or a practice server on this machine. There is no third way to make one.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Hosts {
    kind: Kind,
}

#[derive(Clone, Debug, PartialEq, Eq)]
enum Kind {
    Production,
    Practice { v1: Url, v2: Url },
}

/// The given address is not plain `http` to a numeric loopback address.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Error)]
#[error("a practice server must be http on a numeric loopback address")]
pub struct NotLoopback;

impl Hosts {
    /// The real PortOne: `api.portone.io` (V2) and `api.iamport.kr` (V1), https only.
    #[must_use]
    pub fn production() -> Self {
        Self {
            kind: Kind::Production,
        }
    }

    /// A practice server that serves V1 below `{base}/v1` and V2 below `{base}/v2`.
    pub fn practice(base: &str) -> Result<Self, NotLoopback> {
        let base = base.trim_end_matches('/');
        Self::practice_pair(&format!("{base}/v1"), &format!("{base}/v2"))
    }

    /// A practice server whose two APIs have their own base addresses (a checking proxy in front, for example).
    pub fn practice_pair(v1: &str, v2: &str) -> Result<Self, NotLoopback> {
        Ok(Self {
            kind: Kind::Practice {
                v1: loopback(v1)?,
                v2: loopback(v2)?,
            },
        })
    }

    /// Whether answers come from the practice server.
    #[must_use]
    pub fn is_practice(&self) -> bool {
        matches!(self.kind, Kind::Practice { .. })
    }

    pub(crate) fn base(&self, api: Api) -> Option<Url> {
        match (&self.kind, api) {
            (Kind::Production, Api::V1) => Url::parse(V1_PRODUCTION).ok(),
            (Kind::Production, Api::V2) => Url::parse(V2_PRODUCTION).ok(),
            (Kind::Practice { v1, .. }, Api::V1) => Some(v1.clone()),
            (Kind::Practice { v2, .. }, Api::V2) => Some(v2.clone()),
        }
    }

    /// For tests of TLS and DNS failures only; not compiled into the library.
    #[cfg(test)]
    pub(crate) fn anywhere(base: &str) -> Self {
        let url = Url::parse(base).unwrap();
        Self {
            kind: Kind::Practice {
                v1: url.clone(),
                v2: url,
            },
        }
    }
}

/// Which of the two APIs a call belongs to.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) enum Api {
    V1,
    V2,
}

fn loopback(text: &str) -> Result<Url, NotLoopback> {
    let url = Url::parse(text).map_err(|_| NotLoopback)?;
    let ip: IpAddr = url
        .host_str()
        .map(|host| host.trim_start_matches('[').trim_end_matches(']'))
        .and_then(|host| host.parse().ok())
        .ok_or(NotLoopback)?;
    let plain = url.scheme() == "http"
        && url.username().is_empty()
        && url.password().is_none()
        && url.query().is_none()
        && url.fragment().is_none();
    if plain && ip.is_loopback() {
        Ok(url)
    } else {
        Err(NotLoopback)
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn production_is_exactly_the_two_hosts_of_portone() {
        let hosts = Hosts::production();
        assert!(!hosts.is_practice());
        let text = |api| hosts.base(api).unwrap().to_string();
        assert_eq!(text(Api::V2), "https://api.portone.io/");
        assert_eq!(text(Api::V1), "https://api.iamport.kr/");
    }

    #[test]
    fn practice_takes_loopback_only() {
        for good in [
            "http://127.0.0.1:4010",
            "http://127.8.9.1:80/",
            "http://[::1]:4010",
        ] {
            assert!(Hosts::practice(good).unwrap().is_practice(), "{good}");
        }
        for bad in [
            "https://127.0.0.1:4010",
            "http://localhost:4010",
            "http://api.portone.io",
            "http://10.0.0.1",
            "http://0.0.0.0:1",
            "http://127.0.0.1.example.com",
            "http://user:pw@127.0.0.1:1",
            "http://127.0.0.1:1?x=",
            "http://127.0.0.1:1/#a",
            "ftp://127.0.0.1",
            "",
        ] {
            assert_eq!(Hosts::practice(bad), Err(NotLoopback), "{bad}");
        }
    }
}
