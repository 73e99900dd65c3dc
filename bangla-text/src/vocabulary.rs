//! The words an index knows, and which of them a typed word may mean.

use crate::align::{self, cost_for, score};
use crate::found::{How, Joined, Match};
use crate::hits::{Hit, Hits};
use crate::index::SoundIndex;
use crate::key::Key;
use crate::query::{Query, Said};

/// Terms of an index, findable by sound, by slip and by beginning.
///
/// Built once from the whole term dictionary and then read only; building
/// 30,000 terms takes a few dozen milliseconds.
///
/// ```
/// use bangla_text::Vocabulary;
/// let shop = Vocabulary::build([("মাছ", 7), ("মাংস", 5)]);
/// assert_eq!(shop.expand("mangsho", 1)[0].term, "মাংস");
/// ```
#[derive(Debug)]
pub struct Vocabulary {
    terms: Vec<Term>,
    /// Term numbers in the order of their normalised text.
    by_text: Vec<u32>,
    sounds: SoundIndex,
}

#[derive(Debug)]
struct Term {
    text: Box<str>,
    folded: Box<str>,
    /// Logarithm of the weight, 0 to 1 within the vocabulary.
    popularity: f32,
}

/// Neighbours of the key are looked at only below this similarity.
const GOOD_SOUND: f32 = 0.9;
/// The least likeness of a beginning, and of one under three letters.
const BEGINNING: f32 = 0.74;
const SHORT_BEGINNING: f32 = 0.9;
/// Joined words are believed from here on.
const GOOD_JOIN: f32 = 0.88;
/// How much popularity may outweigh similarity between words and beginnings.
const POPULAR_WORD: f32 = 0.02;
const POPULAR_BEGINNING: f32 = 0.15;

impl Vocabulary {
    /// Builds from terms and their weights (document frequencies, sales …).
    ///
    /// Terms are words or short phrases in any script, best distinct; a
    /// phrase sounds as if written in one word. [`Match::index`] counts in
    /// this order. At most `u32::MAX` terms.
    ///
    /// ```
    /// use bangla_text::Vocabulary;
    /// let shop = Vocabulary::build([("চাল", 90), ("kalo jeera", 3)]);
    /// assert_eq!(shop.expand("কালোজিরা", 1)[0].index, 1);
    /// ```
    pub fn build<S: Into<Box<str>>>(terms: impl IntoIterator<Item = (S, u32)>) -> Self {
        let weighted: Vec<(Box<str>, u32)> =
            terms.into_iter().map(|(t, w)| (t.into(), w)).collect();
        let most = weighted
            .iter()
            .map(|&(_, weight)| weight)
            .max()
            .unwrap_or(0);
        let terms: Vec<Term> = weighted
            .into_iter()
            .map(|(text, w)| Term::new(text, w, most))
            .collect();
        let count = u32::try_from(terms.len()).expect("at most u32::MAX terms");
        let mut by_text: Vec<u32> = (0..count).collect();
        by_text.sort_by(|&a, &b| terms[a as usize].folded.cmp(&terms[b as usize].folded));
        let sounds = SoundIndex::build(terms.iter().map(|term| &*term.folded));
        Self {
            terms,
            by_text,
            sounds,
        }
    }

    /// How many terms there are.
    ///
    /// ```
    /// assert_eq!(bangla_text::Vocabulary::build([("চাল", 1)]).len(), 1);
    /// ```
    pub fn len(&self) -> usize {
        self.terms.len()
    }

    /// Whether there is no term at all.
    ///
    /// ```
    /// assert!(bangla_text::Vocabulary::build::<&str>([]).is_empty());
    /// ```
    pub fn is_empty(&self) -> bool {
        self.terms.is_empty()
    }

    /// The term at a position, as given; `None` past the last.
    ///
    /// ```
    /// let shop = bangla_text::Vocabulary::build([("চাল", 1)]);
    /// assert_eq!((shop.term(0), shop.term(1)), (Some("চাল"), None));
    /// ```
    pub fn term(&self, index: u32) -> Option<&str> {
        self.terms.get(index as usize).map(|term| &*term.text)
    }

    /// The terms one typed word may mean, at most `limit`, best first.
    ///
    /// The same letters come first, then words that sound alike, then, only
    /// when nothing sounds right, words with one consonant or a letter or two
    /// wrong. Short words are given less rope than long ones.
    ///
    /// ```
    /// use bangla_text::{How, Vocabulary};
    /// let shop = Vocabulary::build([("ডাল", 5), ("দুল", 90), ("iphone", 1)]);
    /// assert_eq!(shop.expand("dal", 5)[0].term, "ডাল");
    /// assert_eq!(shop.expand("iphne", 5)[0].term, "iphone");
    /// assert_eq!(shop.expand("ডাল", 5)[0].how, How::Exact);
    /// ```
    pub fn expand(&self, word: &str, limit: usize) -> Vec<Match<'_>> {
        self.expand_surely(word, limit, 0.0)
    }

    /// Those of [`Vocabulary::expand`] that are at least this similar, found sooner
    /// the more that is.
    ///
    /// ```
    /// use bangla_text::Vocabulary;
    /// let shop = Vocabulary::build([("ডাল", 5), ("দুল", 90)]);
    /// assert_eq!(shop.expand_surely("dal", 5, 0.9).len(), 1);
    /// assert_eq!(shop.expand("dal", 5).len(), 2);
    /// ```
    pub fn expand_surely(&self, word: &str, limit: usize, least: f32) -> Vec<Match<'_>> {
        let query = Query::new(word);
        // What is a little less alike may come first for being popular and has its
        // place among the few.
        let counts = (least - POPULAR_WORD).min(GOOD_SOUND);
        let mut hits = Hits::new(limit, query.least().max(counts), POPULAR_WORD);
        self.offer_exact(&query, &mut hits);
        self.offer_sharing(&query, &mut hits);
        if hits.best() < GOOD_SOUND {
            self.offer_neighbours(&query, &mut hits);
        }
        let mut found = self.matches(hits);
        found.retain(|found| found.similarity >= least);
        found
    }

    /// The terms that start with what is typed so far, at most `limit`, by
    /// likeness of the beginning and popularity. Fit for phrases: spaces are
    /// not heard.
    ///
    /// Under three letters the letters themselves must match, or the sound
    /// without any doubt.
    ///
    /// ```
    /// use bangla_text::Vocabulary;
    /// let shop = Vocabulary::build([("পেঁয়াজ", 50), ("পেঁপে", 20), ("কালো জিরা", 5)]);
    /// assert_eq!(shop.complete("pey", 5)[0].term, "পেঁয়াজ");
    /// assert_eq!(shop.complete("kalo j", 5)[0].term, "কালো জিরা");
    /// ```
    pub fn complete(&self, prefix: &str, limit: usize) -> Vec<Match<'_>> {
        let query = Query::so_far(prefix);
        let short = query.folded.chars().count() < 3;
        let mut hits = Hits::new(
            limit,
            if short { SHORT_BEGINNING } else { BEGINNING },
            POPULAR_BEGINNING,
        );
        self.offer_same_beginning(&query, &mut hits);
        self.offer_continuations(&query, &mut hits, false);
        if !short {
            self.offer_unvoiced(&query, &mut hits);
        }
        if hits.best() < 0.75 && !short {
            self.offer_continuations(&query, &mut hits, true);
        }
        self.matches(hits)
    }

    /// Pairs of neighbouring words that are one term when written together:
    /// "kalo jeera" for কালোজিরা. At most `limit` matches a pair.
    ///
    /// ```
    /// use bangla_text::Vocabulary;
    /// let shop = Vocabulary::build([("কালোজিরা", 1)]);
    /// let joined = shop.joined(&["deshi", "kalo", "jeera"], 3);
    /// assert_eq!(joined[0].words, 1..3);
    /// assert_eq!(joined[0].matches[0].term, "কালোজিরা");
    /// ```
    pub fn joined(&self, words: &[&str], limit: usize) -> Vec<Joined<'_>> {
        let pair = |(at, pair): (usize, &[&str])| {
            let query = Query::new(&pair.concat());
            let mut hits = Hits::new(limit, GOOD_JOIN, POPULAR_WORD);
            self.offer_exact(&query, &mut hits);
            self.offer_sharing(&query, &mut hits);
            let matches = self.matches(hits);
            (!matches.is_empty()).then_some(Joined {
                words: at..at + 2,
                matches,
            })
        };
        words.windows(2).enumerate().filter_map(pair).collect()
    }

    fn offer_exact(&self, query: &Query, hits: &mut Hits) {
        let from = self
            .by_text
            .partition_point(|&t| *self.folded(t) < *query.folded);
        let same = self.by_text[from..]
            .iter()
            .take_while(|&&t| *self.folded(t) == *query.folded);
        for &term in same {
            hits.offer(term, 1.0, self.popularity(term), How::Exact);
        }
    }

    fn offer_sharing(&self, query: &Query, hits: &mut Hits) {
        for said in &query.said {
            for &key in &said.keys {
                for &form in self.sounds.sharing(key) {
                    self.offer_form(query, said, form, How::Sound, hits);
                }
            }
        }
    }

    fn offer_neighbours(&self, query: &Query, hits: &mut Hits) {
        const READINGS: usize = 2;
        for said in query.said.iter().take(READINGS) {
            for &key in said.keys.iter().filter(|key| key.len() > 1) {
                for (_, forms) in self.sounds.neighbours(key) {
                    for &form in forms {
                        self.offer_form(query, said, form, How::Typo, hits);
                    }
                }
            }
        }
    }

    fn offer_form(&self, query: &Query, said: &Said, form: u32, how: How, hits: &mut Hits) {
        let (form, heard) = self.sounds.form(form);
        let mass = said.mass.max(form.mass);
        let penalty = u16::from(said.penalty) + u16::from(form.penalty);
        let popularity = self.popularity(form.term);
        let most = cost_for(hits.least(popularity), mass);
        let mut similarity = 0.0;
        if let Some(most) = most.checked_sub(penalty) {
            let cost = align::whole(&said.sounds, heard, most);
            if cost <= most {
                similarity = score(cost + penalty, mass);
            }
        }
        if let Some(typed) = &query.typed
            && (similarity > 0.0 || typed.is_near(form.typed))
        {
            similarity = typed.correct(similarity, self.folded(form.term));
        }
        hits.offer(form.term, similarity, popularity, how);
    }

    fn offer_same_beginning(&self, query: &Query, hits: &mut Hits) {
        if query.folded.is_empty() {
            return;
        }
        let from = self
            .by_text
            .partition_point(|&t| *self.folded(t) < *query.folded);
        let terms = self.by_text[from..].iter();
        for &term in terms.take_while(|&&t| self.folded(t).starts_with(&*query.folded)) {
            let whole = self.folded(term).len() == query.folded.len();
            let (similarity, how) = if whole {
                (1.0, How::Exact)
            } else {
                (0.99, How::Prefix)
            };
            hits.offer(term, similarity, self.popularity(term), how);
        }
    }

    fn offer_continuations(&self, query: &Query, hits: &mut Hits, with_slip: bool) {
        for said in &query.said {
            for &key in &said.keys {
                if !with_slip {
                    self.offer_starting_with(said, key, hits);
                } else if key.len() > 2 {
                    for at in 0..key.count() {
                        self.offer_starting_with(said, key.without(at), hits);
                    }
                }
            }
        }
    }

    /// As if a consonant at the start had been typed with or without its voice, for
    /// which the ear is easily wrong: "tim" for ডিম.
    fn offer_unvoiced(&self, query: &Query, hits: &mut Hits) {
        for said in &query.said {
            for key in said.keys.iter().filter_map(|key| key.otherwise_voiced()) {
                self.offer_starting_with(said, key, hits);
            }
        }
    }

    fn offer_starting_with(&self, said: &Said, key: Key, hits: &mut Hits) {
        for &form in self.sounds.starting_with(key) {
            let (form, heard) = self.sounds.form(form);
            let penalty = u16::from(said.penalty) + u16::from(form.penalty);
            let popularity = self.popularity(form.term);
            let least = hits.least(popularity);
            let Some(most) = cost_for(least, said.mass).checked_sub(penalty) else {
                continue;
            };
            let cost = align::beginning(&said.sounds, heard, most);
            if cost <= most {
                let similarity = score(cost + penalty, said.mass);
                hits.offer(form.term, similarity, popularity, How::Prefix);
            }
        }
    }

    fn folded(&self, term: u32) -> &str {
        &self.terms[term as usize].folded
    }

    fn popularity(&self, term: u32) -> f32 {
        self.terms[term as usize].popularity
    }

    fn matches(&self, hits: Hits) -> Vec<Match<'_>> {
        let found = |hit: Hit| Match {
            index: hit.term,
            term: &self.terms[hit.term as usize].text,
            similarity: hit.similarity,
            how: hit.how,
        };
        hits.ranked().into_iter().map(found).collect()
    }
}

impl Term {
    fn new(text: Box<str>, weight: u32, most: u32) -> Self {
        let log = |n: u32| (f64::from(n) + 1.0).ln();
        #[expect(clippy::cast_possible_truncation, reason = "between 0 and 1")]
        let popularity = (log(weight) / log(most.max(1))) as f32;
        let folded = crate::normalise(&text).into();
        Self {
            text,
            folded,
            popularity,
        }
    }
}
