//! Lines of a file, numbered, of bounded length.

use std::collections::VecDeque;
use std::io::{self, BufRead};

/// Longer lines are not rows but a broken file.
const LONGEST: usize = 1 << 20;

/// A numbered line without its end.
#[derive(Debug, PartialEq, Eq)]
pub(super) struct Line {
    pub number: u64,
    pub text: Vec<u8>,
    /// It was longer than what is kept of it.
    pub cut: bool,
}

/// Reads lines; some can be put back.
pub(super) struct Lines<R> {
    inner: R,
    read: u64,
    returned: VecDeque<Line>,
}

impl<R: BufRead> Lines<R> {
    pub(super) fn new(inner: R) -> Self {
        Self {
            inner,
            read: 0,
            returned: VecDeque::new(),
        }
    }

    pub(super) fn next(&mut self) -> io::Result<Option<Line>> {
        if let Some(line) = self.returned.pop_front() {
            return Ok(Some(line));
        }
        let mut line = Line {
            number: self.read + 1,
            text: Vec::new(),
            cut: false,
        };
        loop {
            let buffer = self.inner.fill_buf()?;
            if buffer.is_empty() && line.text.is_empty() && !line.cut {
                return Ok(None);
            }
            let end = buffer.iter().position(|byte| *byte == b'\n');
            let piece = &buffer[..end.unwrap_or(buffer.len())];
            if line.text.len() + piece.len() > LONGEST {
                line.cut = true;
            } else {
                line.text.extend_from_slice(piece);
            }
            let (taken, ended) = (
                piece.len() + usize::from(end.is_some()),
                end.is_some() || buffer.is_empty(),
            );
            self.inner.consume(taken);
            if ended {
                break;
            }
        }
        self.read += 1;
        if line.text.last() == Some(&b'\r') {
            line.text.pop();
        }
        Ok(Some(line))
    }

    /// Puts lines back; they come again in this order.
    pub(super) fn put_back(&mut self, lines: Vec<Line>) {
        for line in lines.into_iter().rev() {
            self.returned.push_front(line);
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn all(text: &[u8]) -> Vec<(u64, String, bool)> {
        let mut lines = Lines::new(io::BufReader::with_capacity(7, text));
        std::iter::from_fn(|| lines.next().unwrap())
            .map(|line| (line.number, String::from_utf8(line.text).unwrap(), line.cut))
            .collect()
    }

    #[test]
    fn all_line_ends_and_a_missing_one() {
        let lines = all(b"first line\r\n\nlast line without end");
        let texts: Vec<&str> = lines.iter().map(|(_, text, _)| text.as_str()).collect();
        assert_eq!(texts, ["first line", "", "last line without end"]);
        assert_eq!(lines[2].0, 3);
        assert!(all(b"").is_empty());
    }

    #[test]
    fn an_endless_line_is_cut_and_the_next_one_found() {
        let mut text = vec![b'x'; LONGEST + 10];
        text.extend_from_slice(b"\nnext");
        let lines = all(&text);
        assert!(lines[0].2);
        assert_eq!((lines[1].0, lines[1].1.as_str()), (2, "next"));
    }
}
