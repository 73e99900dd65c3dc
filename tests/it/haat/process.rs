//! Processes: servers, and commands that end by themselves.

use std::fs::File;
use std::io::{Read as _, Write as _};
use std::net::{SocketAddr, TcpListener, TcpStream};
use std::path::PathBuf;
use std::process::{Child, Command, ExitStatus, Stdio};
use std::sync::atomic::{AtomicUsize, Ordering};
use std::time::{Duration, Instant};

use super::database::Database;
use super::reply::{Reply, encode};
use super::services::{repository, service};
use super::{PATIENCE, eventually};

/// The program under test.
pub const BINARY: &str = env!("CARGO_BIN_EXE_haat");

/// Environment variables besides the usual; an empty value unsets one.
pub type Settings<'a> = &'a [(&'a str, &'a str)];

/// A running server.
pub struct Server {
    child: Child,
    directory: PathBuf,
    address: SocketAddr,
    private: SocketAddr,
    agent: ureq::Agent,
    /// Errors that a test provokes on purpose.
    pub may_log_errors: bool,
}

impl Server {
    /// Starts one and waits until it is ready.
    pub fn start(db: &Database, settings: Settings<'_>) -> Self {
        let server = Self::start_cold(db, settings);
        server.wait_ready();
        server
    }

    /// Starts one that listens but may not have loaded anything yet.
    pub fn start_cold(db: &Database, settings: Settings<'_>) -> Self {
        // A free port may be taken before the server has it.
        (0..5)
            .find_map(|_| Self::try_start(db, settings))
            .expect("five ports in a row were taken by somebody else")
    }

    fn try_start(db: &Database, settings: Settings<'_>) -> Option<Self> {
        let directory = own_directory();
        let (address, private) = (free_address(), free_address());
        let mut command = haat(&db.url(), &directory);
        command
            .arg("serve")
            .env("HAAT_LISTEN", address.to_string())
            .env("HAAT_METRICS_LISTEN", private.to_string())
            .stderr(File::create(directory.join("log")).unwrap());
        apply(&mut command, settings);
        let mut server = Self {
            child: command.spawn().unwrap(),
            directory,
            address,
            private,
            agent: agent(),
            may_log_errors: false,
        };
        server.wait_listening().then_some(server)
    }

    /// Whether it listens; false when a port was taken.
    fn wait_listening(&mut self) -> bool {
        let started = Instant::now();
        loop {
            if let Some(status) = self.child.try_wait().unwrap() {
                assert!(
                    self.log().contains("cannot listen"),
                    "haat serve ended with {status}: {}",
                    self.log()
                );
                return false;
            }
            // Its own words: at a port, somebody else might answer.
            if self.log().contains("serving at") && TcpStream::connect(self.private).is_ok() {
                return true;
            }
            assert!(started.elapsed() < PATIENCE, "not up: {}", self.log());
            std::thread::sleep(Duration::from_millis(5));
        }
    }

    /// Waits until searches can be answered.
    pub fn wait_ready(&self) {
        eventually("the server is ready and in step", || {
            let reply = self.get("/readyz");
            reply.status == 200 && reply.json()["in_step"] == true
        });
    }

    /// Whether it has not ended yet.
    pub fn is_alive(&mut self) -> bool {
        matches!(self.child.try_wait(), Ok(None))
    }

    /// Where the public listens.
    pub const fn address(&self) -> SocketAddr {
        self.address
    }

    /// What it logged so far.
    pub fn log(&self) -> String {
        let bytes = std::fs::read(self.directory.join("log")).unwrap_or_default();
        String::from_utf8_lossy(&bytes).into_owned()
    }

    /// A request to be changed before it is sent.
    pub fn request(&self, method: &str, path: &str) -> ureq::http::request::Builder {
        ureq::http::Request::builder()
            .method(method)
            .uri(format!("http://{}{path}", self.address))
    }

    /// Sends a request.
    pub fn send(&self, request: ureq::http::request::Builder, body: impl AsRef<[u8]>) -> Reply {
        Reply::of(
            self.agent
                .run(request.body(body.as_ref().to_vec()).unwrap()),
        )
    }

    /// `GET` on the public address.
    pub fn get(&self, path: &str) -> Reply {
        self.send(self.request("GET", path), "")
    }

    /// `GET` with values that are encoded on the way.
    pub fn ask(&self, path: &str, query: &[(&str, &str)]) -> Reply {
        let pairs = query
            .iter()
            .map(|(name, value)| format!("{name}={}", encode(value)));
        self.get(&format!("{path}?{}", pairs.collect::<Vec<_>>().join("&")))
    }

    /// `GET` on the private address.
    pub fn private_get(&self, path: &str) -> Reply {
        let url = format!("http://{}{path}", self.private);
        Reply::of(self.agent.get(url).call())
    }

    /// Sends a document to the private address.
    pub fn private_send(&self, method: &str, path: &str, body: &serde_json::Value) -> Reply {
        let request = ureq::http::Request::builder()
            .method(method)
            .uri(format!("http://{}{path}", self.private))
            .header("content-type", "application/json");
        self.send(request, body.to_string())
    }

    /// The value of one measurement, labels included in its name; `None` where
    /// nothing has been measured yet.
    pub fn measured(&self, name: &str) -> Option<f64> {
        let text = self.private_get("/metrics").text();
        let value = text
            .lines()
            .find_map(|line| line.strip_prefix(name)?.strip_prefix(' '))?;
        Some(value.parse().unwrap())
    }

    /// These bytes on a fresh connection; everything that comes back.
    pub fn raw(&self, bytes: &[u8]) -> Reply {
        let mut stream = self.open();
        // A server that refuses early may not want the rest.
        let _ = stream.write_all(bytes);
        let mut answer = Vec::new();
        let _ = stream.read_to_end(&mut answer);
        Reply::parse(&answer)
    }

    /// A fresh connection.
    pub fn open(&self) -> TcpStream {
        let stream = TcpStream::connect(self.address).unwrap();
        stream.set_read_timeout(Some(PATIENCE)).unwrap();
        stream
    }

    /// Sends a signal such as `TERM`.
    pub fn signal(&self, name: &str) {
        let id = self.child.id().to_string();
        let sent = Command::new("kill").args(["-s", name, &id]).status();
        assert!(sent.unwrap().success());
    }

    /// Waits for its end.
    pub fn wait(&mut self) -> ExitStatus {
        let started = Instant::now();
        loop {
            if let Some(status) = self.child.try_wait().unwrap() {
                return status;
            }
            assert!(started.elapsed() < PATIENCE, "it does not end");
            std::thread::sleep(Duration::from_millis(5));
        }
    }

    /// Lets it end by itself, as far as it does so soon.
    fn say_goodbye(&mut self) {
        let started = Instant::now();
        if self.is_alive() {
            self.signal("TERM");
        }
        while self.is_alive() && started.elapsed() < PATIENCE {
            std::thread::sleep(Duration::from_millis(5));
        }
    }

    /// Ends it as a power cut does.
    pub fn kill(mut self) {
        self.child.kill().unwrap();
    }
}

impl Drop for Server {
    fn drop(&mut self) {
        if measuring().is_some() {
            self.say_goodbye();
        }
        let _ = self.child.kill();
        let _ = self.child.wait();
        let log = self.log();
        let _ = std::fs::remove_dir_all(&self.directory);
        if std::thread::panicking() {
            let tail: Vec<&str> = log.lines().rev().take(30).collect();
            let tail: Vec<&str> = tail.into_iter().rev().collect();
            eprintln!("-- end of the server's log\n{}", tail.join("\n"));
            return;
        }
        assert!(!log.contains("panicked at"), "the server panicked:\n{log}");
        assert!(
            self.may_log_errors || !log.contains("ERROR"),
            "the server logged an error:\n{log}"
        );
    }
}

/// What a command said and how it ended.
pub struct Cli {
    /// Exit code; `None` when a signal ended it.
    pub code: Option<i32>,
    /// Both streams, the errors last.
    pub told: String,
}

impl Cli {
    /// Exit code 0.
    pub fn succeeded(&self) -> bool {
        self.code == Some(0)
    }
}

/// Runs `haat` with these arguments on this database.
pub fn cli(db: &Database, arguments: &[&str]) -> Cli {
    cli_on(&db.url(), arguments)
}

/// Runs `haat` with these arguments on the database at this address.
pub fn cli_on(url: &str, arguments: &[&str]) -> Cli {
    run(url, arguments, &[])
}

/// Runs `haat` with settings besides the usual.
pub fn run(url: &str, arguments: &[&str], settings: Settings<'_>) -> Cli {
    let directory = own_directory();
    let mut command = haat(url, &directory);
    command.args(arguments).stderr(Stdio::piped());
    apply(&mut command, settings);
    let output = command.output().unwrap();
    let _ = std::fs::remove_dir_all(&directory);
    Cli {
        code: output.status.code(),
        told: [output.stdout, output.stderr]
            .map(|bytes| String::from_utf8_lossy(&bytes).into_owned())
            .join("\n"),
    }
}

/// Nothing of our own environment reaches it but the path.
fn haat(url: &str, directory: &std::path::Path) -> Command {
    let mut command = Command::new(BINARY);
    command
        .env_clear()
        .env("PATH", std::env::var_os("PATH").unwrap_or_default())
        .env("DATABASE_URL", url)
        .env("REDIS_URL", service("REDIS_URL"))
        .env("HAAT_DATA_DIR", directory.join("index"))
        .env(
            "HAAT_MEDIA_URL",
            format!("file://{}", directory.join("media").display()),
        )
        .env("HAAT_WORKERS", "1")
        .env("NO_COLOR", "1")
        .envs(measuring().map(|file| (PROFILE, file)))
        .current_dir(repository())
        .stdin(Stdio::null())
        .stdout(Stdio::piped());
    command
}

/// Set while `make coverage` counts lines: where a process says, at its end, what
/// it ran through.
const PROFILE: &str = "LLVM_PROFILE_FILE";

fn measuring() -> Option<std::ffi::OsString> {
    std::env::var_os(PROFILE)
}

fn apply(command: &mut Command, settings: Settings<'_>) {
    for (name, value) in settings {
        if value.is_empty() {
            command.env_remove(name);
        } else {
            command.env(name, value);
        }
    }
}

fn own_directory() -> PathBuf {
    static NEXT: AtomicUsize = AtomicUsize::new(0);
    let next = NEXT.fetch_add(1, Ordering::Relaxed);
    let name = format!("haat-test-{}-{next}", std::process::id());
    let directory = std::env::temp_dir().join(name);
    std::fs::create_dir_all(&directory).unwrap();
    directory
}

fn free_address() -> SocketAddr {
    let listener = TcpListener::bind("127.0.0.1:0").unwrap();
    listener.local_addr().unwrap()
}

fn agent() -> ureq::Agent {
    ureq::Agent::config_builder()
        .http_status_as_error(false)
        .max_redirects(0)
        .timeout_global(Some(PATIENCE))
        .accept_encoding("identity")
        .build()
        .into()
}
