//! A server of somebody else: answers as a test says and remembers what it was
//! asked. Used by the tests of this crate and of the whole.

use std::collections::BTreeMap;
use std::io::{BufRead as _, BufReader, Read as _, Write as _};
use std::net::{TcpListener, TcpStream};
use std::sync::{Arc, Mutex};

/// A request as it came.
#[derive(Clone, Debug, Default)]
pub struct Asked {
    /// `GET` or `POST`.
    pub method: String,
    /// With the query.
    pub path: String,
    /// By lower-case name.
    pub headers: BTreeMap<String, String>,
    /// The whole.
    pub body: String,
}

/// What to answer.
pub enum Reply {
    /// A status and a body.
    Http(u16, String),
    /// Nothing, until the other side gives up.
    Hang,
    /// Nothing: the connection ends.
    Cut,
}

/// A running server; it ends with the process.
#[derive(Clone)]
pub struct Fake {
    /// `http://127.0.0.1:…`
    pub url: String,
    asked: Arc<Mutex<Vec<Asked>>>,
}

impl Asked {
    /// The fields of a form.
    pub fn form(&self) -> BTreeMap<String, String> {
        decode(&self.body)
    }

    /// The values of the query.
    pub fn query(&self) -> BTreeMap<String, String> {
        decode(self.path.split_once('?').map_or("", |(_, query)| query))
    }
}

fn decode(pairs: &str) -> BTreeMap<String, String> {
    url::form_urlencoded::parse(pairs.as_bytes())
        .into_owned()
        .collect()
}

impl Fake {
    /// A server that answers by this rule.
    pub fn start(rule: impl Fn(&Asked) -> Reply + Send + Sync + 'static) -> Self {
        let listener = TcpListener::bind("127.0.0.1:0").unwrap();
        let url = format!("http://{}", listener.local_addr().unwrap());
        let asked = Arc::new(Mutex::new(Vec::new()));
        let (rule, seen) = (Arc::new(rule), Arc::clone(&asked));
        std::thread::spawn(move || {
            for stream in listener.incoming().flatten() {
                let (rule, seen) = (Arc::clone(&rule), Arc::clone(&seen));
                std::thread::spawn(move || serve(stream, &*rule, &seen));
            }
        });
        Self { url, asked }
    }

    /// Everything it was asked so far.
    pub fn asked(&self) -> Vec<Asked> {
        self.asked.lock().unwrap().clone()
    }
}

fn serve(stream: TcpStream, rule: &dyn Fn(&Asked) -> Reply, seen: &Mutex<Vec<Asked>>) {
    let Some(asked) = read(&stream) else { return };
    seen.lock().unwrap().push(asked.clone());
    let mut stream = stream;
    match rule(&asked) {
        Reply::Http(status, body) => {
            let head = format!(
                "HTTP/1.1 {status} x\r\nContent-Length: {}\r\nConnection: close\r\nLocation: /elsewhere\r\n\r\n",
                body.len()
            );
            let _ = stream.write_all(format!("{head}{body}").as_bytes());
        }
        Reply::Hang => {
            let _ = stream.read(&mut [0; 1]);
        }
        Reply::Cut => {}
    }
}

fn read(stream: &TcpStream) -> Option<Asked> {
    let mut lines = BufReader::new(stream);
    let mut first = String::new();
    lines.read_line(&mut first).ok()?;
    let mut words = first.split(' ');
    let mut asked = Asked {
        method: words.next()?.to_owned(),
        path: words.next()?.to_owned(),
        ..Asked::default()
    };
    loop {
        let mut line = String::new();
        lines.read_line(&mut line).ok()?;
        let Some((name, value)) = line.trim_end().split_once(": ") else {
            break;
        };
        asked.headers.insert(name.to_lowercase(), value.to_owned());
    }
    let length = asked.headers.get("content-length");
    let mut body = vec![0; length.map_or(0, |length| length.parse().unwrap_or(0))];
    lines.read_exact(&mut body).ok()?;
    asked.body = String::from_utf8(body).ok()?;
    Some(asked)
}
