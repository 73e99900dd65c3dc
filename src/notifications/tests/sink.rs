//! A mail server that keeps what it gets. It speaks enough SMTP to refuse what real
//! ones refuse. Used by the tests of this crate and of the whole.

use std::io::{BufRead as _, BufReader, Write as _};
use std::net::{SocketAddr, TcpListener, TcpStream};
use std::sync::{Arc, Mutex};

/// A mail that was taken.
#[derive(Clone, Debug)]
pub struct Mail {
    /// Of the envelope.
    pub from: String,
    /// Of the envelope.
    pub to: String,
    /// Headers and text as they came.
    pub data: String,
}

/// A running mail server; it ends with the process.
#[derive(Clone)]
pub struct Sink {
    /// Where it listens.
    pub address: SocketAddr,
    mails: Arc<Mutex<Vec<Mail>>>,
}

impl Sink {
    /// Who is asked to take a mail for `refused@…` says no for good, for `busy@…`
    /// no for now; the text of one for `spam@…` is refused; for `cut@…` the mail is
    /// taken and the answer is lost. Where a password is asked for, it is `word`.
    pub fn start(needs_login: bool) -> Self {
        let listener = TcpListener::bind("127.0.0.1:0").unwrap();
        let address = listener.local_addr().unwrap();
        let mails: Arc<Mutex<Vec<Mail>>> = Arc::default();
        let kept = Arc::clone(&mails);
        std::thread::spawn(move || {
            for stream in listener.incoming().flatten() {
                let kept = Arc::clone(&kept);
                std::thread::spawn(move || converse(&stream, needs_login, &kept));
            }
        });
        Self { address, mails }
    }

    /// The mails that it took.
    pub fn mails(&self) -> Vec<Mail> {
        self.mails.lock().unwrap().clone()
    }
}

/// One conversation. `None` when the other side is gone.
fn converse(stream: &TcpStream, needs_login: bool, kept: &Mutex<Vec<Mail>>) -> Option<()> {
    let mut lines = BufReader::new(stream);
    let mut out = stream;
    let mut say = |line: &str| out.write_all(format!("{line}\r\n").as_bytes()).ok();
    let (mut from, mut to) = (None, None);
    let mut is_in = !needs_login;
    say("220 sink.example ESMTP")?;
    loop {
        let line = read_line(&mut lines)?;
        let verb = line
            .split([' ', ':'])
            .next()
            .unwrap_or_default()
            .to_uppercase();
        let address = || Some(line.split_once('<')?.1.split_once('>')?.0.to_owned());
        match verb.as_str() {
            "EHLO" if needs_login => say("250-sink.example\r\n250-8BITMIME\r\n250 AUTH PLAIN")?,
            "EHLO" => say("250-sink.example\r\n250 8BITMIME")?,
            // base64 of "\0haat\0word"
            "AUTH" if line == "AUTH PLAIN AGhhYXQAd29yZA==" => {
                is_in = true;
                say("235 welcome")?;
            }
            "AUTH" => say("535 wrong password")?,
            "MAIL" if !is_in => say("530 who are you")?,
            "MAIL" => {
                from = address();
                say("250 ok")?;
            }
            "RCPT" => {
                to = address();
                match to.as_deref().and_then(|to| to.split('@').next()) {
                    Some("refused") => say(&format!("550 no such user {}", to.as_deref()?))?,
                    Some("busy") => say("451 come back later")?,
                    _ => say("250 ok")?,
                }
            }
            "DATA" => {
                say("354 go on")?;
                let data = read_text(&mut lines)?;
                let mail = Mail {
                    from: from.take()?,
                    to: to.take()?,
                    data,
                };
                if mail.to.starts_with("spam@") {
                    say("554 looks like spam")?;
                    continue;
                }
                let is_cut = mail.to.starts_with("cut@");
                kept.lock().unwrap().push(mail);
                if is_cut {
                    return None;
                }
                say("250 queued")?;
            }
            "QUIT" => {
                say("221 bye")?;
                return None;
            }
            _ => say("502 what?")?,
        }
    }
}

fn read_line(lines: &mut BufReader<&TcpStream>) -> Option<String> {
    let mut line = String::new();
    let length = lines.read_line(&mut line).ok()?;
    (length > 0).then(|| line.trim_end().to_owned())
}

/// Until a line with a single dot; a leading dot was doubled on the way.
fn read_text(lines: &mut BufReader<&TcpStream>) -> Option<String> {
    let mut text = String::new();
    loop {
        let mut line = String::new();
        if lines.read_line(&mut line).ok()? == 0 {
            return None;
        }
        if line == ".\r\n" {
            return Some(text);
        }
        text.push_str(line.strip_prefix('.').unwrap_or(&line));
    }
}
