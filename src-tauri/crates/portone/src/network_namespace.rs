//! A network whose one family of addresses leads nowhere, for real: packets go out and nothing comes back. Made in a
//! network namespace of its own, where that is allowed; what it is made of ends with the test.

use std::net::{Ipv4Addr, Ipv6Addr, SocketAddr};
use std::process::Command;
use std::time::{Duration, Instant};

use crate::fault_server::{HOST, acts, ok};
use crate::{Config, Error, Hosts, PortOne};

const NAME: &str = "network_namespace::n17_each_family_of_addresses_may_lead_nowhere";
const INSIDE: &str = "GILJABI_INSIDE_NAMESPACE";
/// The network could not be made as it has to be.
const NO_NETWORK: i32 = 77;

/// Two ends of a cable. Whoever is asked for behind it has an address on the wire, and never answers.
const NETWORK: &str = "
    { ip link set lo up &&
      ip link add near type veth peer name far && ip link set near up && ip link set far up &&
      ip addr add fd00::1/64 dev near nodad && ip addr add 10.9.9.1/24 dev near &&
      ip neigh add fd00::2 lladdr 02:00:00:00:00:02 dev near nud permanent &&
      ip neigh add 10.9.9.2 lladdr 02:00:00:00:00:02 dev near nud permanent
    } >/dev/null 2>&1 || exit 77
    exec \"$@\"";

const NOWHERE_V6: Ipv6Addr = Ipv6Addr::new(0xfd00, 0, 0, 0, 0, 0, 0, 2);
const NOWHERE_V4: Ipv4Addr = Ipv4Addr::new(10, 9, 9, 2);
/// No route leads there at all: refused at once, as on a machine without IPv6.
const NO_ROUTE: Ipv6Addr = Ipv6Addr::new(0x2001, 0xdb8, 0, 0, 0, 0, 0, 1);

#[test]
fn n17_each_family_of_addresses_may_lead_nowhere() {
    if std::env::var_os(INSIDE).is_some() {
        let runtime = tokio::runtime::Runtime::new().unwrap();
        runtime.block_on(inside());
        println!("inner part done");
        return;
    }
    let namespace = || {
        let mut unshare = Command::new("unshare");
        unshare.arg("-rn");
        unshare
    };
    let allowed = namespace().arg("true").output();
    if !allowed.is_ok_and(|out| out.status.success()) {
        println!("skipped: a network namespace may not be made here");
        return;
    }
    let own = std::env::current_exe().unwrap();
    let again = namespace()
        .args(["sh", "-c", NETWORK, "sh"])
        .arg(own)
        .args([NAME, "--exact", "--nocapture"])
        .env(INSIDE, "1")
        .output()
        .unwrap();
    if again.status.code() == Some(NO_NETWORK) {
        println!("skipped: no virtual cable may be made here (ip link add type veth)");
        return;
    }
    let text = String::from_utf8_lossy(&again.stdout).into_owned()
        + &String::from_utf8_lossy(&again.stderr);
    assert!(again.status.success(), "{text}");
    assert!(text.contains("inner part done"), "{text}");
}

/// One call to a name that has these addresses, and how long it took.
async fn ask(addresses: [SocketAddr; 2], check: Duration) -> (Result<usize, Error>, Duration) {
    let port = addresses[0].port();
    let config = Config {
        check,
        ..Config::default()
    };
    let hosts = Hosts::anywhere(&format!("http://{HOST}:{port}"));
    let portone = PortOne::build(hosts, config, |builder| {
        builder.resolve_to_addrs(HOST, &addresses)
    });
    let started = Instant::now();
    let reached = portone.unwrap().banks().await;
    (reached.map(|found| found.banks), started.elapsed())
}

async fn inside() {
    const BANKS: &str = r#"{"items":[{"bank":"SHINHAN","name":{"ko":"신한은행"}}]}"#;
    const PROMISED: Duration = Duration::from_secs(15);
    let (port, _) = acts(vec![ok(BANKS)]).await;
    also_at_v6(port).await;
    let v4 = |ip: Ipv4Addr| SocketAddr::from((ip, port));
    let v6 = |ip: Ipv6Addr| SocketAddr::from((ip, port));

    let waits = [
        [v6(NOWHERE_V6), v4(Ipv4Addr::LOCALHOST)],
        [v4(NOWHERE_V4), v6(Ipv6Addr::LOCALHOST)],
    ];
    for addresses in waits {
        let (reached, took) = ask(addresses, PROMISED).await;
        assert_eq!(reached.unwrap(), 1, "{addresses:?}");
        assert!(took < Duration::from_secs(5), "{addresses:?}: {took:?}");
        assert!(
            took > Duration::from_millis(100),
            "the first family was never tried: {took:?}"
        );
    }

    let (reached, _) = ask([v6(NO_ROUTE), v4(Ipv4Addr::LOCALHOST)], PROMISED).await;
    assert_eq!(reached.unwrap(), 1);

    let check = Duration::from_millis(1500);
    let (reached, took) = ask([v6(NOWHERE_V6), v4(NOWHERE_V4)], check).await;
    assert_eq!(reached.unwrap_err().failure().name(), "timeout");
    assert!(took < check + Duration::from_secs(2), "{took:?}");
}

/// The server of that port, on IPv6 as well.
async fn also_at_v6(port: u16) {
    let listener = tokio::net::TcpListener::bind((Ipv6Addr::LOCALHOST, port)).await;
    let listener = listener.unwrap();
    tokio::spawn(async move {
        loop {
            let (mut near, _) = listener.accept().await.unwrap();
            tokio::spawn(async move {
                let far = tokio::net::TcpStream::connect((Ipv4Addr::LOCALHOST, port)).await;
                let _ended = tokio::io::copy_bidirectional(&mut near, &mut far.unwrap()).await;
            });
        }
    });
}
