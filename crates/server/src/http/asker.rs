//! Who asks: the address behind one's own proxies, and what of it is counted together.

use std::net::{IpAddr, Ipv4Addr, Ipv6Addr, SocketAddr};

use actix_web::{HttpRequest, http::header::HeaderMap};
use ipnet::IpNet;

const FORWARDED_FOR: &str = "x-forwarded-for";
/// What one line to the internet is given, with as many addresses in it as whoever has it wants.
const LINE: u8 = 64;
/// What one customer is given at most: so many lines.
const SITE: u8 = 48;

/// Whoever asks, as they are counted.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash)]
pub struct Asker {
    /// The address itself, as traces name it.
    pub address: IpAddr,
    /// One line to the internet: an IPv4 address, or the 64 first bits of an IPv6 one.
    pub line: IpAddr,
    /// Of an IPv6 address the 48 first bits, within which one customer may have many lines.
    pub site: Option<IpAddr>,
}

impl From<IpAddr> for Asker {
    fn from(address: IpAddr) -> Self {
        match address.to_canonical() {
            IpAddr::V4(plain) => Self { address: plain.into(), line: plain.into(), site: None },
            IpAddr::V6(long) => Self {
                address: long.into(),
                line: first_bits(long, LINE).into(),
                site: Some(first_bits(long, SITE).into()),
            },
        }
    }
}

fn first_bits(address: Ipv6Addr, bits: u8) -> Ipv6Addr {
    Ipv6Addr::from_bits(address.to_bits() & (u128::MAX << (128 - u32::from(bits))))
}

/// The proxies of one's own, whose word is taken for who asked them.
#[derive(Debug, Clone)]
pub struct TrustedProxies(Vec<IpNet>);

impl TrustedProxies {
    pub(crate) const fn new(networks: Vec<IpNet>) -> Self {
        Self(networks)
    }

    /// Whether an address is one of theirs.
    #[must_use]
    pub fn include(&self, address: IpAddr) -> bool {
        self.0.iter().any(|network| network.contains(&address))
    }

    /// Who asks: whoever holds the other end of the connection and, while that is a proxy of one's own, whom it names: the
    /// last address of `X-Forwarded-For`, which each proxy adds to. What stands further left anybody may have written, and
    /// `Forwarded` too, which proxies let through as it came.
    #[must_use]
    pub fn asker(&self, request: &HttpRequest) -> Asker {
        self.behind(request.peer_addr(), request.headers()).into()
    }

    fn behind(&self, peer: Option<SocketAddr>, headers: &HeaderMap) -> IpAddr {
        let mut address = peer.map_or(IpAddr::V4(Ipv4Addr::UNSPECIFIED), |peer| peer.ip().to_canonical());
        if !self.include(address) {
            return address;
        }
        // Two headers of one name are one list.
        let named: Vec<&str> =
            headers.get_all(FORWARDED_FOR).flat_map(|list| list.to_str().unwrap_or("?").split(',')).collect();
        for name in named.into_iter().rev() {
            // What is no address says nothing: it is counted with the proxy that let it through.
            let Some(before) = read(name) else { break };
            address = before;
            if !self.include(address) {
                break;
            }
        }
        address
    }
}

/// An address as proxies write it: alone, with a port, and then within brackets when it is of IPv6.
fn read(name: &str) -> Option<IpAddr> {
    let name = name.trim().trim_matches('"');
    let alone = || name.strip_prefix('[').and_then(|rest| rest.strip_suffix(']')).unwrap_or(name).parse().ok();
    let with_port = || name.parse::<SocketAddr>().ok().map(|socket| socket.ip());
    alone().or_else(with_port).map(|address: IpAddr| address.to_canonical())
}

#[cfg(test)]
mod tests {
    use actix_web::test::TestRequest;

    use super::*;

    fn asker(peer: &str, headers: &[(&str, &str)]) -> String {
        let networks = ["10.0.0.0/8", "2001:db8:aaaa::/48"].map(|network| network.parse().expect("a network"));
        let request = TestRequest::default().peer_addr(SocketAddr::new(peer.parse().expect("an address"), 4_000));
        let request = headers.iter().fold(request, |request, header| request.append_header(*header));
        TrustedProxies::new(networks.into()).asker(&request.to_http_request()).address.to_string()
    }

    #[test]
    fn who_asks_is_whom_the_last_trusted_proxy_names() {
        let list = |list: &'static str| asker("10.0.0.1", &[(FORWARDED_FOR, list)]);
        assert_eq!(list("198.51.100.7"), "198.51.100.7");
        assert_eq!(list("203.0.113.1, 198.51.100.7"), "198.51.100.7", "further left anybody wrote it");
        assert_eq!(list("203.0.113.1,198.51.100.7 , 10.3.0.4"), "198.51.100.7", "two proxies of one's own");
        assert_eq!(list("198.51.100.7:51000"), "198.51.100.7");
        assert_eq!(list("2001:db8::7"), "2001:db8::7");
        assert_eq!(list("[2001:db8::7]"), "2001:db8::7");
        assert_eq!(list("\"[2001:db8::7]:51000\""), "2001:db8::7");
        assert_eq!(list("198.51.100.7, 2001:db8:aaaa::3"), "198.51.100.7");
        assert_eq!(list("::ffff:198.51.100.7"), "198.51.100.7");
        assert_eq!(list("10.0.0.9"), "10.0.0.9", "somebody of one's own network");
        let two_lines = [(FORWARDED_FOR, "203.0.113.1"), (FORWARDED_FOR, "198.51.100.7")];
        assert_eq!(asker("10.0.0.1", &two_lines), "198.51.100.7");
        assert_eq!(asker("::ffff:10.0.0.1", &two_lines), "198.51.100.7", "a proxy as an IPv6 socket sees it");
    }

    #[test]
    fn nobody_else_is_believed() {
        assert_eq!(asker("192.0.2.1", &[(FORWARDED_FOR, "198.51.100.7")]), "192.0.2.1");
        assert_eq!(asker("10.0.0.1", &[("forwarded", "for=198.51.100.7")]), "10.0.0.1");
        let both = [("forwarded", "for=203.0.113.1"), (FORWARDED_FOR, "198.51.100.7")];
        assert_eq!(asker("10.0.0.1", &both), "198.51.100.7");
        for unreadable in ["unknown", "", "198.51.100.7, _hidden", "198.51.100.7, 1.2.3.4.5", "198.51.100.7,"] {
            assert_eq!(asker("10.0.0.1", &[(FORWARDED_FOR, unreadable)]), "10.0.0.1", "{unreadable}");
        }
    }

    #[test]
    fn a_line_of_ipv6_is_one_and_its_customer_too() {
        let asker = |address: &str| Asker::from(address.parse::<IpAddr>().expect("an address"));
        let known = asker("2001:db8:1:2:3:4:5:6");
        assert_eq!(known.line, asker("2001:db8:1:2:ffff::1").line);
        assert_ne!(known.line, asker("2001:db8:1:3::1").line);
        assert_eq!(known.site, asker("2001:db8:1:3::1").site);
        assert_ne!(known.site, asker("2001:db8:2::1").site);
        assert_eq!(asker("192.0.2.1").site, None);
        assert_ne!(asker("192.0.2.1").line, asker("192.0.2.2").line);
    }
}
