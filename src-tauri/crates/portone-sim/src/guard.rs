//! Whom the server talks to: programs and pages of this machine that mean it, nobody else.
//!
//! A page from elsewhere can make a browser send requests here, under a name that somebody points at this
//! machine or with its own origin. Both are refused, and no answer carries a CORS header.

use axum::http::{HeaderMap, Uri, header};

/// Why a request is refused, or nothing.
pub(crate) fn refusal(headers: &HeaderMap, uri: &Uri, ports: &[u16]) -> Option<&'static str> {
    let host = headers
        .get(header::HOST)
        .and_then(|value| value.to_str().ok())
        .or_else(|| uri.authority().map(|authority| authority.as_str()));
    if !host.is_some_and(|host| is_here(name(host))) {
        return Some("이 서버는 localhost와 127.0.0.1로만 부를 수 있어요.");
    }
    let origin = headers.get(header::ORIGIN)?;
    let own = origin
        .to_str()
        .ok()
        .and_then(|text| text.strip_prefix("http://"))
        .is_some_and(|place| {
            let port = place
                .rsplit_once(':')
                .and_then(|(_, port)| port.parse().ok());
            is_here(name(place)) && port.is_some_and(|port| ports.contains(&port))
        });
    (!own).then_some("다른 페이지에서 온 요청은 받지 않아요.")
}

/// A host without its port.
fn name(host: &str) -> &str {
    match host.rsplit_once(':') {
        Some((name, port)) if port.bytes().all(|byte| byte.is_ascii_digit()) => name,
        _ => host,
    }
}

fn is_here(name: &str) -> bool {
    name.eq_ignore_ascii_case("localhost") || name == "127.0.0.1" || name == "[::1]"
}

#[cfg(test)]
mod tests {
    use super::*;

    fn refused(host: &str, origin: Option<&str>) -> bool {
        let mut headers = HeaderMap::new();
        headers.insert(header::HOST, host.parse().unwrap());
        if let Some(origin) = origin {
            headers.insert(header::ORIGIN, origin.parse().unwrap());
        }
        refusal(&headers, &Uri::from_static("/"), &[4000, 4001]).is_some()
    }

    #[test]
    fn hosts_and_origins() {
        for host in ["localhost:4000", "LOCALHOST", "127.0.0.1:9", "[::1]:4000"] {
            assert!(!refused(host, None), "{host}");
        }
        for host in [
            "example.com",
            "localhost.example.com:4000",
            "127.0.0.1.nip.io",
            "",
            "10.0.0.1",
        ] {
            assert!(refused(host, None), "{host}");
        }
        for origin in ["http://localhost:4000", "http://127.0.0.1:4001"] {
            assert!(!refused("localhost:4000", Some(origin)), "{origin}");
        }
        for origin in [
            "http://localhost:3000",
            "http://localhost",
            "https://localhost:4000",
            "https://example.com",
            "http://example.com:4000",
            "null",
        ] {
            assert!(refused("localhost:4000", Some(origin)), "{origin}");
        }
    }

    #[test]
    fn no_host_at_all_is_refused() {
        let headers = HeaderMap::new();
        assert!(refusal(&headers, &Uri::from_static("/"), &[]).is_some());
    }
}
