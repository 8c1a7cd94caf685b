//! Looks at a typed value before it is kept. A lint is a gate only where the documents leave no
//! doubt; else the user may go on, and the choice is recorded.

use std::collections::BTreeMap;
use std::fmt;

use catalog::Catalog;
use catalog::model::{Field, Mode, Module, Purpose, Requirement, Shape, TestMid};

use crate::clean::{CleanKind, clean};
use crate::event::FieldAt;
use crate::journey::Journey;
use crate::secret_shape::{SecretShape, secret_shape};
use crate::shape::{
    checksum_fits, fits, is_certificate, is_channel_key, is_portone_secret, is_private_key,
    is_store_id, is_user_code, is_v1_key, is_webhook_secret,
};
use crate::view::Needed;
use crate::when::{Ctx, TrackCtx, could_hold};

/// Every value of the practice PortOne has this in it.
pub const PRACTICE: &str = "practice";

/// What surrounds a field.
#[derive(Debug, Clone, Copy)]
pub struct LintCtx<'a> {
    /// Test or live values are entered; None = neither.
    pub mode: Option<Mode>,
    /// The practice folder is open.
    pub practice: bool,
    /// The track's module.
    pub module: Option<&'a Module>,
    /// The track's purpose.
    pub purpose: Option<Purpose>,
    /// Whether the field must be filled here; None = as far as the track and the mode tell.
    pub needed: Option<Needed>,
    /// The catalogue.
    pub catalog: &'a Catalog,
}

/// How much a lint weighs.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub enum Weight {
    /// Shows what was done.
    Info,
    /// May be wrong: the user may go on.
    Warn,
    /// Is not kept.
    Refuse,
}

/// What a value looks like.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub enum LooksLike {
    /// `store-…`
    StoreId,
    /// `channel-key-…`
    ChannelKey,
    /// `imp…`
    UserCode,
    /// V1 REST API key.
    V1Key,
    /// V1 REST API secret.
    V1Secret,
    /// V2 API secret.
    V2Secret,
    /// `whsec_…`
    WebhookSecret,
    /// A merchant id.
    Mid,
    /// A private key.
    PemKey,
    /// A certificate.
    Certificate,
}

/// What a lint says.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum LintKind {
    /// Something was taken out or replaced.
    Cleaned {
        /// What.
        what: Vec<CleanKind>,
    },
    /// Longer than documented.
    TooLong {
        /// Documented.
        max: u32,
        /// This.
        is: u32,
    },
    /// Shorter than documented.
    TooShort {
        /// Documented.
        min: u32,
        /// This.
        is: u32,
    },
    /// A live value should begin otherwise.
    WrongPrefix {
        /// Documented prefixes.
        expected: Vec<String>,
    },
    /// It belongs elsewhere.
    Swapped {
        /// What it looks like.
        looks_like: LooksLike,
    },
    /// A test MID in a live channel.
    TestMidInLive,
    /// A live MID in a test channel.
    LiveMidInTest,
    /// A practice value in the real mode.
    PracticeValue,
    /// A real value in practice.
    NotPractice,
    /// Should stay empty.
    ShouldBeBlank,
    /// Not the documented shape.
    WrongShape {
        /// The documented one.
        expected: Shape,
    },
    /// The check digit of a business number does not fit.
    BadChecksum,
    /// A shared test MID of another purpose.
    OtherPurpose,
}

impl LintKind {
    /// Its name, as the log keeps it when the user goes on.
    pub fn name(&self) -> &'static str {
        match self {
            LintKind::Cleaned { .. } => "cleaned",
            LintKind::TooLong { .. } => "too_long",
            LintKind::TooShort { .. } => "too_short",
            LintKind::WrongPrefix { .. } => "wrong_prefix",
            LintKind::Swapped { .. } => "swapped",
            LintKind::TestMidInLive => "test_mid_in_live",
            LintKind::LiveMidInTest => "live_mid_in_test",
            LintKind::PracticeValue => "practice_value",
            LintKind::NotPractice => "not_practice",
            LintKind::ShouldBeBlank => "should_be_blank",
            LintKind::WrongShape { .. } => "wrong_shape",
            LintKind::BadChecksum => "bad_checksum",
            LintKind::OtherPurpose => "other_purpose",
        }
    }
}

/// A lint.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Lint {
    /// What.
    pub kind: LintKind,
    /// How much it weighs.
    pub weight: Weight,
}

/// A value, cleaned and looked at. It may be a secret: its Debug does not print it.
#[derive(Clone, PartialEq, Eq)]
pub struct Linted {
    /// The cleaned value.
    pub value: String,
    /// Lints.
    pub lints: Vec<Lint>,
    /// It is shaped like a secret, and the field is for plain values: hold it back.
    pub suspect: Option<SecretShape>,
}

impl fmt::Debug for Linted {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.debug_struct("Linted")
            .field("lints", &self.lints)
            .field("suspect", &self.suspect)
            .finish_non_exhaustive()
    }
}

impl Linted {
    /// The heaviest lint.
    pub fn weight(&self) -> Option<Weight> {
        self.lints.iter().map(|lint| lint.weight).max()
    }
}

impl<'a> LintCtx<'a> {
    /// A field's surroundings in a journey, and the field. None = the journey has no such field.
    pub fn at(
        journey: &Journey,
        catalog: &'a Catalog,
        at: &FieldAt,
        practice: bool,
    ) -> Option<(&'a Field, LintCtx<'a>)> {
        let form = crate::forms::form_fields(journey, catalog, &at.task);
        let (field, needed) = form.into_iter().find(|(field, _)| field.id == at.field)?;
        let spec = at
            .task
            .track
            .and_then(|id| journey.track(id))
            .map(|track| &track.spec);
        let module = spec.and_then(|spec| {
            let gateway = catalog.gateway(&spec.gateway)?;
            gateway
                .modules
                .iter()
                .find(|module| module.id == spec.module)
        });
        let task = catalog.task(&at.task.task)?.task;
        let ctx = LintCtx {
            mode: crate::board::task_mode(task),
            practice,
            module,
            purpose: spec.map(|spec| spec.purpose),
            needed: Some(needed),
            catalog,
        };
        Some((field, ctx))
    }
}

/// Cleans a value and looks at it.
pub fn lint(field: &Field, ctx: &LintCtx<'_>, raw: &str) -> Linted {
    let cleaned = clean(field.shape, raw);
    let value = cleaned.value;
    let mut it = Linter {
        field,
        ctx,
        raw,
        value: &value,
        lints: Vec::new(),
    };
    if !cleaned.what.is_empty() {
        it.say(LintKind::Cleaned { what: cleaned.what }, Weight::Info);
    }
    let suspect = if value.is_empty() { None } else { it.all() };
    let lints = it.lints;
    Linted {
        value,
        lints,
        suspect,
    }
}

struct Linter<'a> {
    field: &'a Field,
    ctx: &'a LintCtx<'a>,
    raw: &'a str,
    value: &'a str,
    lints: Vec<Lint>,
}

impl Linter<'_> {
    fn say(&mut self, kind: LintKind, weight: Weight) {
        self.lints.push(Lint { kind, weight });
    }

    /// Refused where the documents leave no doubt, else a warning.
    fn doubt(&self) -> Weight {
        if self.field.strict {
            Weight::Refuse
        } else {
            Weight::Warn
        }
    }

    fn all(&mut self) -> Option<SecretShape> {
        if self.is_blank() {
            self.say(LintKind::ShouldBeBlank, self.doubt());
        }
        let suspect = self.suspect();
        if self.is_practice() || self.shared().is_some() {
            // A made-up or a shared value keeps no rule for real ones.
            self.mid();
            self.practice();
            return suspect;
        }
        self.practice();
        match swapped(self.field, self.ctx.catalog, self.value) {
            Some(looks_like) => self.say(LintKind::Swapped { looks_like }, self.doubt()),
            None => self.shape(),
        }
        self.length();
        self.prefix();
        self.mid();
        suspect
    }

    /// It must stay empty, whatever the answers are.
    fn is_blank(&self) -> bool {
        if let Some(needed) = self.ctx.needed {
            return needed == Needed::Blank;
        }
        let track = self
            .ctx
            .module
            .zip(self.ctx.purpose)
            .map(|(module, purpose)| TrackCtx {
                gateway: self
                    .ctx
                    .catalog
                    .module(&module.id)
                    .map_or("", |(gateway, _)| &gateway.id),
                module: &module.id,
                purpose,
                portone: Some(module.portone),
            });
        let ctx = Ctx {
            answers: &BTreeMap::new(),
            tracks: track.as_slice(),
            mode: self.ctx.mode,
        };
        match &self.field.requirement {
            Requirement::Blank { .. } => true,
            Requirement::Conditional {
                when, else_blank, ..
            } => *else_blank && !could_hold(when, &ctx),
            Requirement::Required
            | Requirement::Optional
            | Requirement::Undocumented
            | Requirement::Decided { .. } => false,
        }
    }

    /// A plain field is no place for a secret. What a field asks for by its shape is none.
    fn suspect(&self) -> Option<SecretShape> {
        if self.field.secret {
            return None;
        }
        // Cleaning may take out what a secret is known by, such as the spaces in a key's first line.
        let shape = secret_shape(self.raw).or_else(|| secret_shape(self.value));
        match (shape?, self.field.shape) {
            (SecretShape::V1Key, Shape::V1Key | Shape::PaymentId | Shape::Digits) => None,
            (found, _) => Some(found),
        }
    }

    fn shape(&mut self) {
        let expected = self.field.shape;
        if !fits(expected, self.value) {
            self.say(LintKind::WrongShape { expected }, self.doubt());
            return;
        }
        if expected == Shape::BusinessNumber {
            if self.value.bytes().all(|b| b == b'0') {
                // It passes the check, and is nobody's.
                self.say(LintKind::BadChecksum, Weight::Refuse);
            } else if !checksum_fits(self.value) {
                self.say(LintKind::BadChecksum, self.doubt());
            }
        }
    }

    fn length(&mut self) {
        let Some(length) = self.field.length else {
            return;
        };
        if self.field.live_only && self.ctx.mode != Some(Mode::Live) {
            return;
        }
        let is = length.of(self.value);
        if let Some(max) = length.max.filter(|max| is > *max) {
            self.say(LintKind::TooLong { max, is }, self.doubt());
        }
        if let Some(min) = length.min.filter(|min| is < *min) {
            self.say(LintKind::TooShort { min, is }, self.doubt());
        }
    }

    fn prefix(&mut self) {
        let expected = &self.field.live_prefix;
        if self.ctx.mode == Some(Mode::Live) && !expected.is_empty() && !self.begins_live() {
            self.say(
                LintKind::WrongPrefix {
                    expected: expected.clone(),
                },
                Weight::Warn,
            );
        }
    }

    fn begins_live(&self) -> bool {
        self.field
            .live_prefix
            .iter()
            .any(|prefix| self.value.starts_with(prefix.as_str()))
    }

    fn mid(&mut self) {
        if !self.field.is_mid {
            return;
        }
        match (self.ctx.mode, self.shared()) {
            (Some(Mode::Live), Some(_)) => self.say(LintKind::TestMidInLive, Weight::Refuse),
            (Some(Mode::Live), None) => {
                let is_test = self.value.to_ascii_lowercase().contains("test");
                if is_test && !self.begins_live() {
                    self.say(LintKind::TestMidInLive, Weight::Warn);
                }
            }
            (Some(Mode::Test), Some(_)) => {
                if self.other_purpose() {
                    self.say(LintKind::OtherPurpose, Weight::Warn);
                }
            }
            (Some(Mode::Test), None) => {
                if self.begins_live() && !self.is_practice() {
                    self.say(LintKind::LiveMidInTest, Weight::Warn);
                }
            }
            (None, _) => {}
        }
    }

    /// A shared test MID: of the track's module, or of any.
    fn shared(&self) -> Option<&TestMid> {
        if !self.field.is_mid {
            return None;
        }
        let of = |module: &'_ Module| module.test_mids.iter().any(|it| it.mid == self.value);
        let mut all = self
            .ctx
            .module
            .into_iter()
            .chain(self.ctx.catalog.modules().map(|it| it.1));
        let module = all.find(|module| of(module))?;
        module.test_mids.iter().find(|it| it.mid == self.value)
    }

    /// The track's module has this MID, and only for other purposes.
    fn other_purpose(&self) -> bool {
        let (Some(module), Some(purpose)) = (self.ctx.module, self.ctx.purpose) else {
            return false;
        };
        let mut same = module
            .test_mids
            .iter()
            .filter(|it| it.mid == self.value)
            .peekable();
        same.peek().is_some() && same.all(|it| !it.purposes.contains(&purpose))
    }

    fn is_practice(&self) -> bool {
        self.value.to_ascii_lowercase().contains(PRACTICE)
    }

    /// Whether a value can hold the word at all: a password of six digits cannot, and then nobody
    /// could practise that form. The practice PortOne gives every merchant id.
    fn can_say_practice(&self) -> bool {
        let length = self.field.length.and_then(|it| it.max);
        let room = length.is_none_or(|max| PRACTICE.len() <= max as usize);
        self.field.is_mid || (self.field.shape != Shape::Digits && room)
    }

    /// Real values stay out of practice, and practice values out of the real thing.
    fn practice(&mut self) {
        if !is_credential(self.field) {
            return;
        }
        match (self.ctx.practice, self.is_practice()) {
            (true, false) => {
                let shared = self.ctx.mode == Some(Mode::Test) && self.shared().is_some();
                if !shared {
                    let weight = if self.can_say_practice() {
                        Weight::Refuse
                    } else {
                        Weight::Warn
                    };
                    self.say(LintKind::NotPractice, weight);
                }
            }
            (false, true) => self.say(LintKind::PracticeValue, Weight::Refuse),
            (true, true) | (false, false) => {}
        }
    }
}

/// A secret, an id of PortOne's or a merchant id.
fn is_credential(field: &Field) -> bool {
    field.secret || field.is_mid || is_portone_id(field.shape)
}

fn is_portone_id(shape: Shape) -> bool {
    match shape {
        Shape::StoreId
        | Shape::ChannelKey
        | Shape::UserCode
        | Shape::V2Secret
        | Shape::V1Key
        | Shape::V1Secret
        | Shape::WebhookSecret
        | Shape::PaymentId => true,
        Shape::Text
        | Shape::Digits
        | Shape::Alnum
        | Shape::Ascii
        | Shape::BusinessNumber
        | Shape::Url
        | Shape::Email
        | Shape::Phone
        | Shape::Date
        | Shape::ChannelName
        | Shape::CertificatePem
        | Shape::PrivateKeyPem => false,
    }
}

/// What a value looks like, when that belongs into another field than this one.
fn swapped(field: &Field, catalog: &Catalog, value: &str) -> Option<LooksLike> {
    let own = match field.shape {
        Shape::StoreId => &[LooksLike::StoreId][..],
        Shape::ChannelKey => &[LooksLike::ChannelKey],
        Shape::UserCode => &[LooksLike::UserCode],
        Shape::V2Secret | Shape::V1Secret => &[LooksLike::V2Secret, LooksLike::V1Secret],
        Shape::V1Key => &[LooksLike::V1Key],
        Shape::WebhookSecret => &[LooksLike::WebhookSecret],
        Shape::CertificatePem => &[LooksLike::Certificate],
        Shape::PrivateKeyPem => &[LooksLike::PemKey],
        Shape::PaymentId => &[LooksLike::V1Key, LooksLike::Mid],
        // What anything may be typed into is no place for PortOne's ids when it is a credential.
        Shape::Text | Shape::Digits | Shape::Alnum | Shape::Ascii
            if field.secret || field.is_mid =>
        {
            &[
                LooksLike::V1Key,
                LooksLike::Mid,
                LooksLike::V1Secret,
                LooksLike::V2Secret,
            ]
        }
        Shape::Text
        | Shape::Digits
        | Shape::Alnum
        | Shape::Ascii
        | Shape::BusinessNumber
        | Shape::Url
        | Shape::Email
        | Shape::Phone
        | Shape::Date
        | Shape::ChannelName => return None,
    };
    let found = looks_like(value, catalog)?;
    (!own.contains(&found)).then_some(found)
}

fn looks_like(value: &str, catalog: &Catalog) -> Option<LooksLike> {
    let tests = [
        (is_store_id(value), LooksLike::StoreId),
        (is_channel_key(value), LooksLike::ChannelKey),
        (is_user_code(value), LooksLike::UserCode),
        (is_webhook_secret(value), LooksLike::WebhookSecret),
        (is_private_key(value), LooksLike::PemKey),
        (is_certificate(value), LooksLike::Certificate),
        (is_v1_key(value), LooksLike::V1Key),
    ];
    if let Some((_, found)) = tests.into_iter().find(|(fits, _)| *fits) {
        return Some(found);
    }
    if is_portone_secret(value) {
        return Some(match secret_shape(value) {
            Some(SecretShape::V1Secret) => LooksLike::V1Secret,
            _ => LooksLike::V2Secret,
        });
    }
    is_mid(value, catalog).then_some(LooksLike::Mid)
}

/// A shared test MID, or one that begins and is as long as some gateway's live MIDs.
fn is_mid(value: &str, catalog: &Catalog) -> bool {
    let is_live = |field: &Field| {
        let prefix = field
            .live_prefix
            .iter()
            .any(|prefix| value.starts_with(prefix.as_str()));
        let Some(documented) = field.length else {
            return false;
        };
        let (Some(min), Some(max)) = (documented.min, documented.max) else {
            return false;
        };
        field.is_mid && prefix && (min..=max).contains(&documented.of(value))
    };
    catalog.modules().any(|(_, module)| {
        module.test_mids.iter().any(|it| it.mid == value) || module.fields.iter().any(is_live)
    })
}
