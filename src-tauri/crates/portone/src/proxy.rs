//! Which proxy the system puts between this machine and PortOne: its host, never its user or password.

use hyper_util::client::proxy::matcher::Matcher;

/// `host` or `host:port` of the proxy that calls to `address` go through.
pub(crate) fn in_front_of(address: &str) -> Option<Box<str>> {
    named(&Matcher::from_system(), address)
}

fn named(matcher: &Matcher, address: &str) -> Option<Box<str>> {
    let proxy = matcher.intercept(&address.parse().ok()?)?;
    let host = proxy.uri().host()?;
    Some(match proxy.uri().port_u16() {
        Some(port) => format!("{host}:{port}").into(),
        None => host.into(),
    })
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn names_the_host_without_user_and_password() {
        let matcher = Matcher::builder()
            .https("http://kim:CANARY-pw@proxy.example:3128")
            .no("api.iamport.kr")
            .build();
        let name = named(&matcher, "https://api.portone.io/").unwrap();
        assert_eq!(&*name, "proxy.example:3128");
        assert_eq!(named(&matcher, "https://api.iamport.kr/"), None);
        assert_eq!(named(&matcher, "http://127.0.0.1:1/"), None);
    }
}
