//! Whoever does not end what they ask, or does not read what they are told, through a real socket of the real program.

use std::{
    io::{ErrorKind, Read, Write},
    net::{SocketAddr, TcpListener, TcpStream},
    process::{Child, Command, Stdio},
    thread::{self, sleep},
    time::{Duration, Instant},
};

use support::{House, program};

/// Longest that anything here is waited for.
const WAIT: Duration = Duration::from_secs(20);

/// The program, until the value goes.
struct Running {
    process: Child,
    address: SocketAddr,
}

impl Running {
    /// Starts it on a house of its own, with so many files that it may open.
    fn start(house: &House, files: u32, settings: &[(&str, &str)]) -> Self {
        let address = TcpListener::bind("127.0.0.1:0").and_then(|free| free.local_addr()).expect("a free port");
        let process = Command::new("prlimit")
            .arg(format!("--nofile={files}:{files}"))
            .arg(program())
            .arg("serve")
            .env("CONOCELES_LISTEN", address.to_string())
            .env("CONOCELES_DATABASE_URL", &house.url)
            .env("CONOCELES_DATA_DIR", house.folder())
            .env("CONOCELES_ELECTION", concat!(env!("CARGO_MANIFEST_DIR"), "/../config/zacatecas-2024"))
            .envs(settings.iter().copied())
            .stdout(Stdio::null())
            .stderr(Stdio::null())
            .spawn()
            .expect("prlimit starts the program");
        let running = Self { process, address };
        let until = Instant::now() + WAIT;
        while TcpStream::connect(address).is_err() {
            assert!(Instant::now() < until, "the program did not come up");
            sleep(Duration::from_millis(50));
        }
        assert_eq!(running.status_of("/health/live"), "204");
        running
    }

    fn connect(&self) -> TcpStream {
        let stream = TcpStream::connect(self.address).expect("a connection");
        stream.set_read_timeout(Some(WAIT)).expect("a deadline");
        stream
    }

    /// A connection that sent the head of a sign-in and the beginning of its body.
    fn half_a_sign_in(&self, length: usize, begun: &str) -> TcpStream {
        let mut stream = self.connect();
        let head = "POST /api/v1/sessions HTTP/1.1\r\nhost: x\r\nconnection: close\r\ncontent-type: application/json";
        // It may be closed at once.
        let _ = stream.write_all(format!("{head}\r\ncontent-length: {length}\r\n\r\n{begun}").as_bytes());
        stream
    }

    /// Asks for an address on a connection of its own: what is answered, which is nothing where it was closed.
    fn told(&self, path: &str) -> String {
        let mut stream = self.connect();
        let asked = format!("GET {path} HTTP/1.1\r\nhost: x\r\nconnection: close\r\n\r\n");
        if stream.write_all(asked.as_bytes()).is_ok() { all_of(&mut stream) } else { String::new() }
    }

    /// Asks for an address on a connection of its own: the status.
    fn status_of(&self, path: &str) -> String {
        let told = self.told(path);
        told.get(9..12).unwrap_or_else(|| panic!("no answer: {told}")).to_owned()
    }
}

impl Drop for Running {
    fn drop(&mut self) {
        let _ = self.process.kill();
        let _ = self.process.wait();
    }
}

/// Everything that comes until the connection is closed; it must be.
fn all_of(stream: &mut TcpStream) -> String {
    let mut told = Vec::new();
    match stream.read_to_end(&mut told) {
        Ok(_) => {}
        Err(error) => assert!(matches!(error.kind(), ErrorKind::ConnectionReset | ErrorKind::BrokenPipe), "{error}"),
    }
    String::from_utf8_lossy(&told).into_owned()
}

/// Writes bytes at a pace until all are written or the connection is closed.
fn trickle(stream: &mut TcpStream, text: &str, at_once: usize, pause: Duration) {
    for part in text.as_bytes().chunks(at_once) {
        if stream.write_all(part).is_err() {
            return;
        }
        sleep(pause);
    }
}

fn told_to_be_too_slow(stream: &mut TcpStream) {
    let told = all_of(stream);
    assert!(told.starts_with("HTTP/1.1 408"), "{told}");
    assert!(told.contains("application/problem+json") && told.contains("\"too_slow\""), "{told}");
}

#[actix_web::test]
async fn what_does_not_come_in_time_is_not_waited_for() {
    let house = House::on_sqlite();
    // A second instead of thirty; as many bytes in it as in a second of those.
    let settings = [("CONOCELES_PATIENCE_SECONDS", "1"), ("CONOCELES_LEAST_BYTES_PER_SECOND", "4000")];
    let running = Running::start(&house, 1_024, &settings);
    thread::scope(|scope| {
        scope.spawn(|| told_to_be_too_slow(&mut running.half_a_sign_in(1_000, "{")));
        scope.spawn(|| {
            let mut stream = running.half_a_sign_in(1_000, "{");
            let mut writing = stream.try_clone().expect("the same connection");
            scope.spawn(move || trickle(&mut writing, &" ".repeat(60), 1, Duration::from_millis(250)));
            told_to_be_too_slow(&mut stream);
        });
        // Twice the least pace, for several of its seconds.
        scope.spawn(|| {
            let body = format!("{{\"username\":\"nadie\",\"password\":\"{}\"}}", "x".repeat(30_000));
            let mut stream = running.half_a_sign_in(body.len(), "");
            trickle(&mut stream, &body, 800, Duration::from_millis(90));
            let told = all_of(&mut stream);
            assert!(told.starts_with("HTTP/1.1 401"), "{told}");
        });
        // The head of a second question, which actix waits for without end.
        scope.spawn(|| {
            let mut stream = running.connect();
            stream.write_all(b"GET /health/live HTTP/1.1\r\nhost: x\r\n\r\n").expect("asked");
            let mut status = [0; 12];
            stream.read_exact(&mut status).expect("answered");
            assert_eq!(&status, b"HTTP/1.1 204");
            stream.write_all(b"GET /health").expect("half asked");
            all_of(&mut stream);
        });
        // Forty times the contract, of which nothing is read.
        scope.spawn(|| {
            let mut stream = running.connect();
            let question = "GET /api/v1/openapi.json HTTP/1.1\r\nhost: x\r\n\r\n";
            stream.write_all(question.repeat(100).as_bytes()).expect("asked");
            sleep(Duration::from_secs(6));
            let answers = all_of(&mut stream).matches("HTTP/1.1 200").count();
            assert!(answers < 100, "all was kept for whoever does not read");
        });
    });
}

#[actix_web::test]
async fn half_sent_bodies_use_nobody_elses_connections_up() {
    let house = House::on_sqlite();
    let running = Running::start(&house, 256, &[]);
    let half: Vec<_> = (0..300).map(|_| running.half_a_sign_in(1_000, "{\"username\":")).collect();
    for _ in 0..10 {
        let began = Instant::now();
        assert_eq!(running.status_of("/health/ready"), "204");
        assert_eq!(running.status_of("/api/v1/public/election"), "200");
        assert!(began.elapsed() < Duration::from_secs(5), "{:?}", began.elapsed());
    }
    drop(half);
}

#[actix_web::test]
async fn one_address_has_only_so_many_connections_and_a_proxy_as_many_as_it_needs() {
    let house = House::on_sqlite();
    let open = |settings: &[(&str, &str)]| {
        let running = Running::start(&house, 1_024, settings);
        let half: Vec<_> = (0..30).map(|_| running.half_a_sign_in(1_000, "{")).collect();
        // Whoever came before it was looked at, for they are taken in as they come; it may have to make room more than once.
        let until = Instant::now() + WAIT;
        while running.told("/health/live").get(9..12) != Some("204") {
            assert!(Instant::now() < until, "nobody else is answered");
        }
        sleep(Duration::from_secs(1));
        let is_open = |stream: &&TcpStream| {
            stream.set_nonblocking(true).expect("asked without waiting");
            let mut stream: &TcpStream = stream;
            stream.read(&mut [0]).is_err_and(|error| error.kind() == ErrorKind::WouldBlock)
        };
        half.iter().filter(is_open).count()
    };
    // One may have gone for the question that came after them.
    let of_one_address = open(&[("CONOCELES_CONNECTIONS_PER_ADDRESS", "10")]);
    assert!((9..=10).contains(&of_one_address), "{of_one_address}");
    let proxy = [("CONOCELES_CONNECTIONS_PER_ADDRESS", "10"), ("CONOCELES_TRUSTED_PROXIES", "127.0.0.0/8")];
    assert_eq!(open(&proxy), 30);
}
