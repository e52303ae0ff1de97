//! The whole program as a process of its own, reached through a socket: for what only a process shows, its memory, its
//! children, its end.

use std::{
    fs,
    io::{Read as _, Write as _},
    net::{SocketAddr, TcpListener, TcpStream},
    process::{Child, Command, Stdio},
    thread::sleep,
    time::{Duration, Instant},
};

use contract::{
    paths,
    session::{Session, SignIn},
};
use serde_json::Value;
use ureq::{Agent, http::Request};

use crate::{House, PASSWORD, program};

/// Longest that anything here waits for the program.
const WAIT: Duration = Duration::from_secs(30);

/// The program as it runs; it ends with this value.
pub struct Whole {
    process: Child,
    address: SocketAddr,
    agent: Agent,
}

/// What it answered.
#[derive(Debug)]
pub struct Reply {
    /// HTTP status.
    pub status: u16,
    /// The `Retry-After` header, empty without it.
    pub retry_after: String,
    /// The body, JSON or nothing.
    pub body: Value,
}

impl House {
    /// Starts the whole program on what this house has, by the machine's own clock. `memory`: most bytes of addresses that it
    /// may have; `settings`: its environment beside where things are.
    ///
    /// # Panics
    /// When it does not come up.
    pub fn whole(&self, memory: u64, settings: &[(&str, &str)]) -> Whole {
        let address = TcpListener::bind("127.0.0.1:0").and_then(|free| free.local_addr()).expect("a free port");
        let process = Command::new("prlimit")
            .arg(format!("--as={memory}"))
            .arg(program())
            .arg("serve")
            .env("CONOCELES_LISTEN", address.to_string())
            .env("CONOCELES_DATABASE_URL", &self.url)
            .env("CONOCELES_DATA_DIR", self.folder())
            .env("CONOCELES_ELECTION", &self.settings.election)
            .env("CONOCELES_SITE", &self.settings.site)
            .envs(settings.iter().copied())
            .stdout(Stdio::null())
            .spawn()
            .expect("prlimit starts the program");
        let agent = Agent::config_builder().timeout_global(Some(WAIT)).http_status_as_error(false).build().into();
        let whole = Whole { process, address, agent };
        let until = Instant::now() + WAIT;
        while TcpStream::connect(address).is_err() {
            assert!(Instant::now() < until, "the program did not come up");
            sleep(Duration::from_millis(50));
        }
        whole
    }
}

impl Whole {
    /// Signs somebody in and gives the access token.
    pub fn sign_in(&self, username: &str) -> String {
        let (username, password) = (username.to_owned(), PASSWORD.to_owned());
        let body = serde_json::to_vec(&SignIn { username, password, code: None }).expect("JSON");
        let reply = self.send("POST", paths::sessions(), &[("content-type", "application/json")], &body);
        assert_eq!(reply.status, 200, "{reply:?}");
        serde_json::from_value::<Session>(reply.body).expect("a session").access_token
    }

    /// Sends a request under `/api/v1` and waits for its answer.
    pub fn send(&self, method: &str, path: &str, headers: &[(&str, &str)], body: &[u8]) -> Reply {
        let mut request =
            Request::builder().method(method).uri(format!("http://{}{}", self.address, paths::from_root(path)));
        for (name, value) in headers {
            request = request.header(*name, *value);
        }
        let mut answer = self.agent.run(request.body(body).expect("a request")).expect("an answer");
        let retry_after = answer.headers().get("retry-after").and_then(|value| value.to_str().ok());
        Reply {
            status: answer.status().as_u16(),
            retry_after: retry_after.unwrap_or_default().to_owned(),
            body: serde_json::from_slice(&answer.body_mut().read_to_vec().expect("a body")).unwrap_or_default(),
        }
    }

    /// Sends a request without waiting for its answer: whoever drops the connection hangs up.
    pub fn begin(&self, method: &str, path: &str, headers: &[(&str, &str)], body: &[u8]) -> TcpStream {
        let mut stream = TcpStream::connect(self.address).expect("a connection");
        let path = paths::from_root(path);
        let mut head =
            format!("{method} {path} HTTP/1.1\r\nhost: {}\r\ncontent-length: {}\r\n", self.address, body.len());
        for (name, value) in headers {
            head.push_str(&format!("{name}: {value}\r\n"));
        }
        stream.write_all(format!("{head}\r\n").as_bytes()).expect("a head");
        stream.write_all(body).expect("a body");
        stream
    }

    /// The status of what comes on a connection.
    pub fn status(mut stream: TcpStream) -> String {
        stream.set_read_timeout(Some(WAIT)).expect("a deadline");
        let mut line = [0; 12];
        stream.read_exact(&mut line).expect("a status");
        String::from_utf8_lossy(&line[9..]).into_owned()
    }

    /// Its number among the machine's processes.
    pub fn id(&self) -> u32 {
        self.process.id()
    }

    /// Whether it still runs.
    pub fn lives(&mut self) -> bool {
        self.process.try_wait().expect("a process").is_none()
    }

    /// Megabytes of memory that it has now.
    pub fn megabytes(&self) -> u64 {
        let status = fs::read_to_string(format!("/proc/{}/status", self.id())).expect("a process");
        let resident = status.lines().find_map(|line| line.strip_prefix("VmRSS:")).expect("its memory");
        resident.trim().trim_end_matches(" kB").parse::<u64>().expect("a number") / 1024
    }

    /// The processes that it started and that did not end yet.
    pub fn children(&self) -> Vec<u32> {
        let own = self.id().to_string();
        let processes =
            fs::read_dir("/proc").expect("processes").filter_map(|entry| entry.ok()?.file_name().into_string().ok());
        processes
            .filter(|process| {
                let stat = fs::read_to_string(format!("/proc/{process}/stat")).unwrap_or_default();
                // After the name, in brackets: its state and its parent.
                let mut rest = stat.rsplit_once(") ").map_or("", |(_, rest)| rest).split(' ');
                rest.next().is_some_and(|state| state != "Z") && rest.next() == Some(own.as_str())
            })
            .filter_map(|process| process.parse().ok())
            .collect()
    }

    /// Waits until it has so many children.
    pub fn until_children(&self, number: usize, wait: Duration) -> Vec<u32> {
        let until = Instant::now() + wait;
        loop {
            let children = self.children();
            if children.len() == number {
                return children;
            }
            assert!(Instant::now() < until, "{} children instead of {number}", children.len());
            sleep(Duration::from_millis(2));
        }
    }
}

impl Drop for Whole {
    fn drop(&mut self) {
        // It may have ended already; a test that cares asks before.
        let _ = self.process.kill();
        let _ = self.process.wait();
    }
}
