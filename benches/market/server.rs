//! The server as people meet it, a process of its own.

use std::io::{BufRead as _, BufReader, Read as _, Write as _};
use std::net::{TcpListener, TcpStream};
use std::process::{Child, Command, Stdio};
use std::time::{Duration, Instant};

use anyhow::Context as _;
use platform::config::Config;
use secrecy::ExposeSecret as _;

/// A running `haat serve`, stopped when dropped.
pub struct Server {
    /// The process.
    pub process: Child,
    address: String,
}

impl Server {
    /// Starts one on the bench database and waits until it is ready.
    pub fn start(config: &Config) -> anyhow::Result<Self> {
        let address = TcpListener::bind("127.0.0.1:0")?.local_addr()?.to_string();
        let process = Command::new(env!("CARGO_BIN_EXE_haat"))
            .arg("serve")
            .env("DATABASE_URL", config.database.url.expose_secret())
            .env("HAAT_LISTEN", &address)
            .env("HAAT_LOG", "warn")
            .env("HAAT_DATA_DIR", &config.data_dir)
            .stdin(Stdio::null())
            .spawn()?;
        let server = Self { process, address };
        let deadline = Instant::now() + Duration::from_mins(1);
        while Instant::now() < deadline {
            if server.connect().is_ok_and(|mut stream| {
                get(&mut stream, "/readyz").is_ok_and(|status| status == 200)
            }) {
                return Ok(server);
            }
            std::thread::sleep(Duration::from_millis(100));
        }
        anyhow::bail!("the server did not become ready")
    }

    /// A connection to be kept.
    pub fn connect(&self) -> anyhow::Result<BufReader<TcpStream>> {
        let stream = TcpStream::connect(&self.address)?;
        stream.set_nodelay(true)?;
        Ok(BufReader::new(stream))
    }
}

impl Drop for Server {
    fn drop(&mut self) {
        let _ = self.process.kill();
        let _ = self.process.wait();
    }
}

/// One request over a kept connection; answers the status.
pub fn get(stream: &mut BufReader<TcpStream>, path: &str) -> anyhow::Result<u16> {
    write!(
        stream.get_mut(),
        "GET {path} HTTP/1.1\r\nHost: localhost\r\n\r\n"
    )?;
    let mut line = String::new();
    stream.read_line(&mut line)?;
    let status = line.split(' ').nth(1).context("no status")?.parse()?;
    let mut length = 0;
    loop {
        line.clear();
        stream.read_line(&mut line)?;
        if line == "\r\n" {
            break;
        }
        if let Some(value) = line.to_ascii_lowercase().strip_prefix("content-length:") {
            length = value.trim().parse()?;
        }
    }
    std::io::copy(&mut stream.take(length), &mut std::io::sink())?;
    Ok(status)
}
