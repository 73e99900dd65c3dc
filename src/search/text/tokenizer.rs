//! `bangla_text` words as Tantivy tokens. Tantivy's own tokenizer cuts Bengali
//! words at every hasanta and nukta.

use bangla_text::Words;
use tantivy::tokenizer::{Token, TokenStream, Tokenizer};

/// Splits text as [`bangla_text::words`] does.
#[derive(Clone, Default)]
pub(super) struct BanglaTokenizer;

/// The tokens of one text.
pub(super) struct BanglaTokens {
    words: Words,
    token: Token,
}

impl Tokenizer for BanglaTokenizer {
    type TokenStream<'a> = BanglaTokens;

    fn token_stream<'a>(&'a mut self, text: &'a str) -> BanglaTokens {
        BanglaTokens {
            words: bangla_text::words(text),
            token: Token::default(),
        }
    }
}

impl TokenStream for BanglaTokens {
    fn advance(&mut self) -> bool {
        let Some(word) = self.words.next() else {
            return false;
        };
        self.token.position = self.token.position.wrapping_add(1);
        self.token.offset_from = word.range.start;
        self.token.offset_to = word.range.end;
        self.token.text.clear();
        self.token.text.push_str(&word.text);
        true
    }

    fn token(&self) -> &Token {
        &self.token
    }

    fn token_mut(&mut self) -> &mut Token {
        &mut self.token
    }
}
