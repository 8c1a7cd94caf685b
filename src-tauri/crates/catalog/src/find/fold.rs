//! Makes what people type and what the catalogue says comparable: case, spaces, hyphens, full-width
//! characters and unfinished Korean syllables do not matter.

use unicode_normalization::UnicodeNormalization;

/// How a query stands in a name. Less is better.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord)]
pub enum Fit {
    /// It is the name.
    Whole,
    /// The name begins with it.
    Start,
    /// A word of the name begins with it.
    Word,
    /// It stands inside a word.
    Inside,
}

/// A text made comparable.
#[derive(Debug, Clone, PartialEq, Eq, Default)]
pub struct Folded {
    letters: Vec<char>,
    /// Where words begin.
    words: Vec<usize>,
    /// Which kinds of letters it has: a name without one of a query's need not be looked at.
    kinds: u64,
}

/// First syllable, and how many syllables share an initial consonant, or a vowel.
const SYLLABLES: u32 = 0xAC00;
const LAST_SYLLABLE: u32 = 0xD7A3;
const PER_INITIAL: u32 = 588;
const PER_VOWEL: u32 = 28;
/// Initial consonants, as normalising writes a consonant that stands alone.
const INITIALS: u32 = 0x1100;
const LAST_INITIAL: u32 = 0x1112;
/// The initial consonant of each final one; 0 where there is none such.
const AS_INITIAL: [u8; 28] = [
    0, 1, 2, 0, 3, 0, 0, 4, 6, 0, 0, 0, 0, 0, 0, 0, 7, 8, 0, 10, 11, 12, 13, 15, 16, 17, 18, 19,
];

/// A syllable's initial, vowel and final (0: none), by number.
fn parts(c: char) -> Option<(u32, u32, u32)> {
    let code = u32::from(c);
    let n = (SYLLABLES..=LAST_SYLLABLE)
        .contains(&code)
        .then(|| code - SYLLABLES)?;
    Some((n / PER_INITIAL, n % PER_INITIAL / PER_VOWEL, n % PER_VOWEL))
}

/// The number of a consonant that stands alone.
fn initial(c: char) -> Option<u32> {
    let code = u32::from(c);
    (INITIALS..=LAST_INITIAL)
        .contains(&code)
        .then(|| code - INITIALS)
}

/// One bit for a letter; letters that may stand for one another have the same.
fn kind(c: char) -> u64 {
    let lead = parts(c).map(|(lead, ..)| lead).or_else(|| initial(c));
    let bit = lead.unwrap_or_else(|| 19 + u32::from(c) % 45);
    1 << bit
}

/// What a letter is of, to tell where one word ends and the next begins.
#[derive(PartialEq, Eq, Clone, Copy)]
enum Script {
    Hangul,
    Digit,
    Other,
}

fn script(c: char) -> Script {
    if parts(c).is_some() || initial(c).is_some() {
        Script::Hangul
    } else if c.is_numeric() {
        Script::Digit
    } else {
        Script::Other
    }
}

impl Folded {
    /// Folds a text.
    #[must_use]
    pub fn new(text: &str) -> Self {
        let mut folded = Folded::default();
        let mut before: Option<Script> = None;
        for c in text.nfkc().flat_map(char::to_lowercase) {
            if !c.is_alphanumeric() {
                before = None;
                continue;
            }
            let now = script(c);
            if before != Some(now) {
                folded.words.push(folded.letters.len());
            }
            before = Some(now);
            folded.letters.push(c);
            folded.kinds |= kind(c);
        }
        folded
    }

    /// Nothing is left of it.
    #[must_use]
    pub fn is_empty(&self) -> bool {
        self.letters.is_empty()
    }

    /// How many letters it has.
    #[must_use]
    pub fn len(&self) -> usize {
        self.letters.len()
    }

    /// How a query stands in this name; None: it does not.
    #[must_use]
    pub fn fit(&self, query: &Folded) -> Option<Fit> {
        let lacks = query.kinds & !self.kinds != 0;
        if lacks || query.is_empty() || query.len() > self.len() {
            return None;
        }
        if self.letters == query.letters {
            return Some(Fit::Whole);
        }
        if begins(&self.letters, &query.letters) {
            return Some(Fit::Start);
        }
        let at_word = |at: &usize| begins(&self.letters[*at..], &query.letters);
        if self.words.iter().any(at_word) {
            return Some(Fit::Word);
        }
        // One letter, or initials alone, stand inside nearly everything.
        let telling = query.len() > 1 && query.letters.iter().any(|c| initial(*c).is_none());
        (telling && self.holds(query)).then_some(Fit::Inside)
    }

    /// Whether another text stands in this one, letter for letter.
    #[must_use]
    pub fn holds(&self, other: &Folded) -> bool {
        if other.kinds & !self.kinds != 0 {
            return false;
        }
        let mut windows = self.letters.windows(other.len().max(1));
        windows.any(|window| window == other.letters)
    }
}

/// Whether a name begins with what was typed: the last syllable may be unfinished, its final
/// consonant may belong to the next syllable, and a consonant stands for any syllable with it.
fn begins(name: &[char], typed: &[char]) -> bool {
    if name.len() < typed.len() {
        return false;
    }
    typed.iter().enumerate().all(|(at, &wanted)| {
        let is = name[at];
        if wanted == is {
            return true;
        }
        let Some((lead, vowel, end)) = parts(is) else {
            return false;
        };
        if let Some(consonant) = initial(wanted) {
            return consonant == lead;
        }
        let Some((lead_, vowel_, end_)) = parts(wanted) else {
            return false;
        };
        let last = at + 1 == typed.len();
        if !last || (lead, vowel) != (lead_, vowel_) {
            return false;
        }
        let carried = || {
            let next = name.get(at + 1).and_then(|next| parts(*next));
            let as_initial = AS_INITIAL.get(end_ as usize).copied().map(u32::from);
            end == 0 && next.map(|(lead, ..)| lead + 1) == as_initial
        };
        end_ == 0 || carried()
    })
}

#[cfg(test)]
mod tests {
    use super::*;

    fn fit(name: &str, query: &str) -> Option<Fit> {
        Folded::new(name).fit(&Folded::new(query))
    }

    #[test]
    fn what_does_not_matter() {
        for (name, query) in [
            ("PG상점아이디 (MID)", "pg상점아이디(mid)"),
            ("CPID", "cpid"),
            ("CPID", "ＣＰＩＤ"),
            ("2022-07-27", "２０２２ ０７ ２７"),
            ("INIAPI Key", "iniapi-key"),
            ("머트키", "머 트 키"),
            // As a Mac names its files.
            (
                "카카오페이",
                "\u{110F}\u{1161}\u{110F}\u{1161}\u{110B}\u{1169}\u{1111}\u{1166}\u{110B}\u{1175}",
            ),
        ] {
            assert_eq!(fit(name, query), Some(Fit::Whole), "{name} {query}");
        }
    }

    #[test]
    fn how_a_query_stands_in_a_name() {
        use Fit::{Inside, Start, Word};
        for (name, query, wanted) in [
            ("사이트코드", "사이트", Some(Start)),
            ("MID(사이트코드)", "사이트코드", Some(Word)),
            ("KG이니시스", "이니시스", Some(Word)),
            ("나이스페이먼츠", "페이먼츠", Some(Inside)),
            ("카카오페이", "ㅋㅋㅇㅍㅇ", Some(Start)),
            ("카카오페이", "ㅋㅋㅇ", Some(Start)),
            ("카카오페이", "카ㅋㅇ", Some(Start)),
            ("토스페이먼츠", "ㅌㅅㅍㅇㅁㅊ", Some(Start)),
            ("NHN KCP", "kcp", Some(Word)),
            // While the next letter is being typed.
            ("카카오페이", "카카ㅇ", Some(Start)),
            ("카카오페이", "카캉", Some(Start)),
            ("카카오페이", "카카옾", Some(Start)),
            ("간편결제", "가", Some(Start)),
            // Not letters that happen to be near.
            ("카카오페이", "캉카", None),
            ("카카오페이", "칵", None),
            ("간편결제", "갈", None),
            ("상점아이디", "ㅇㄷ", None),
            ("CPID", "p", None),
            ("CPID", "", None),
            ("", "a", None),
        ] {
            assert_eq!(fit(name, query), wanted, "{name} {query}");
        }
    }
}
