//! Twins of the catalogue's small types.

use catalog::{Catalog, Disagreement, Field, LengthUnit, Module, Place, Purpose, Shape, Text};

use super::view::{
    ActorView, Bi, ContactView, DaysView, DisagreementView, FactView, FieldView, LengthView,
    ModeView, PortoneView, PurposeView, RequirementView, ScreenView, SourceView, TermView,
    TestMidView,
};

/// Where facts of a page come from: the catalogue, and the gateway whose sources come first.
#[derive(Clone, Copy)]
pub struct Facts<'a> {
    /// The catalogue.
    pub catalog: &'a Catalog,
    /// The gateway.
    pub gateway: Option<&'a str>,
}

impl Facts<'_> {
    /// Sources by their keys. Unknown keys cannot be: a test of the catalogue holds that.
    pub fn sources(&self, keys: &[String]) -> Vec<SourceView> {
        keys.iter()
            .filter_map(|key| self.catalog.source(key, self.gateway))
            .map(|source| SourceView {
                doc: source.doc.clone(),
                path: source.path.clone(),
                date: source.date.to_string(),
                verified_on: source.verified_on.to_string(),
            })
            .collect()
    }

    /// A fact.
    pub fn fact(&self, text: &Text, keys: &[String]) -> FactView {
        FactView {
            text: bi(text),
            sources: self.sources(keys),
        }
    }

    /// Where documents disagree.
    pub fn disagreements(&self, all: &[Disagreement]) -> Vec<DisagreementView> {
        all.iter()
            .map(|it| DisagreementView {
                about: bi(&it.about),
                readings: it
                    .readings
                    .iter()
                    .map(|r| self.fact(&r.text, &r.source))
                    .collect(),
                advice: it.advice.as_ref().map(bi),
            })
            .collect()
    }

    /// A screen to draw.
    pub fn screen(&self, place: &Place) -> ScreenView {
        let portal = self.catalog.portal(&place.portal, self.gateway);
        ScreenView {
            portal: portal.map_or_else(|| place.portal.clone(), |portal| portal.name.clone()),
            url: portal.map(|portal| portal.url.clone()),
            menu: place.menu.clone(),
            note: place.note.as_ref().map(bi),
            sources: self.sources(&place.source),
        }
    }

    /// A field as the documents describe it, without a value.
    pub fn field(&self, field: &Field, requirement: RequirementView) -> FieldView {
        let file = matches!(field.shape, Shape::CertificatePem | Shape::PrivateKeyPem);
        let input = match field.shape {
            Shape::Date => "date",
            _ if file => "file",
            _ => "text",
        };
        FieldView {
            id: field.id.clone(),
            label: field.label.clone(),
            gloss: field.gloss.clone(),
            requirement,
            secret: field.secret,
            file,
            input: input.to_owned(),
            length: field.length.map(|length| LengthView {
                min: length.min,
                max: length.max,
                bytes: length.unit == LengthUnit::Byte,
                live_only: field.live_only,
            }),
            live_prefix: field.live_prefix.clone(),
            aka: field.aka.clone(),
            place: field.place.as_ref().map(|place| self.screen(place)),
            sender: field.sender.as_ref().map(bi),
            hint: field.hint.as_ref().map(bi),
            gotchas: bis(&field.gotchas),
            disagreements: self.disagreements(&field.disagreements),
            note: field.note.as_ref().map(bi),
            sources: self.sources(&field.source),
            value: None,
            draft: None,
            noted: Vec::new(),
            lints: Vec::new(),
            stored: None,
        }
    }

    /// The shared test MIDs of a module; for a track, whether they fit its purpose.
    pub fn test_mids(&self, module: &Module, of: Option<Purpose>) -> Vec<TestMidView> {
        let takes = module.fields.iter().find(|field| field.is_mid);
        let each = module.test_mids.iter().map(|it| TestMidView {
            mid: it.mid.clone(),
            field: takes.map(|field| field.id.clone()),
            purposes: it.purposes.iter().copied().map(purpose).collect(),
            fits: of.is_some_and(|of| it.purposes.contains(&of)),
            note: it.note.as_ref().map(bi),
            sources: self.sources(&it.source),
        });
        each.collect()
    }

    /// Usual days.
    pub fn days(&self, days: &catalog::Days) -> DaysView {
        DaysView {
            min: days.min,
            max: days.max,
            note: days.note.as_ref().map(bi),
            sources: self.sources(&days.source),
        }
    }
}

/// A sentence.
pub fn bi(text: &Text) -> Bi {
    Bi {
        ko: text.ko.clone(),
        en: text.en.clone(),
    }
}

/// Sentences.
pub fn bis(texts: &[Text]) -> Vec<Bi> {
    texts.iter().map(bi).collect()
}

/// A glossary term.
pub fn term(term: &catalog::Term) -> TermView {
    TermView {
        id: term.id.clone(),
        word: bi(&term.word),
        aka: term.aka.clone(),
        meaning: bi(&term.meaning),
        example: term.example.as_ref().map(bi),
        place: term.place.as_ref().map(bi),
    }
}

/// Whom to ask.
pub fn contact(contact: &catalog::Contact) -> ContactView {
    ContactView {
        what: bi(&contact.what),
        phone: contact.phone.clone(),
        mail: contact.mail.clone(),
        url: contact.url.clone(),
    }
}

/// Twin.
pub fn purpose(purpose: catalog::Purpose) -> PurposeView {
    use catalog::Purpose as P;
    match purpose {
        P::OneTime => PurposeView::OneTime,
        P::Recurring => PurposeView::Recurring,
        P::KeyIn => PurposeView::KeyIn,
        P::Identity => PurposeView::Identity,
        P::EasyPay => PurposeView::EasyPay,
        P::Overseas => PurposeView::Overseas,
    }
}

/// Twin, the other way.
pub fn purpose_from(view: PurposeView) -> catalog::Purpose {
    use catalog::Purpose as P;
    match view {
        PurposeView::OneTime => P::OneTime,
        PurposeView::Recurring => P::Recurring,
        PurposeView::KeyIn => P::KeyIn,
        PurposeView::Identity => P::Identity,
        PurposeView::EasyPay => P::EasyPay,
        PurposeView::Overseas => P::Overseas,
    }
}

/// Twin.
pub fn portone(portone: catalog::Portone) -> PortoneView {
    match portone {
        catalog::Portone::V1 => PortoneView::V1,
        catalog::Portone::V2 => PortoneView::V2,
    }
}

/// Twin.
pub fn mode(mode: catalog::Mode) -> ModeView {
    match mode {
        catalog::Mode::Test => ModeView::Test,
        catalog::Mode::Live => ModeView::Live,
    }
}

/// Twin.
pub fn actor(actor: catalog::Actor) -> ActorView {
    use catalog::Actor as A;
    match actor {
        A::Merchant => ActorView::Merchant,
        A::Developer => ActorView::Developer,
        A::Portone => ActorView::Portone,
        A::Gateway => ActorView::Gateway,
        A::CardCompany => ActorView::CardCompany,
        A::Telco => ActorView::Telco,
        A::Government => ActorView::Government,
    }
}

/// What a value looks like, for the window's sentences.
pub fn looks_like(it: wizard::LooksLike) -> &'static str {
    use wizard::LooksLike as L;
    match it {
        L::StoreId => "store_id",
        L::ChannelKey => "channel_key",
        L::UserCode => "user_code",
        L::V1Key => "v1_key",
        L::V1Secret => "v1_secret",
        L::V2Secret => "v2_secret",
        L::WebhookSecret => "webhook_secret",
        L::Mid => "mid",
        L::PemKey => "pem_key",
        L::Certificate => "certificate",
    }
}

/// What secret a text is shaped like, for the window's sentences.
pub fn secret_shape(it: wizard::SecretShape) -> &'static str {
    use wizard::SecretShape as S;
    match it {
        S::V1Key => "v1_key",
        S::V1Secret => "v1_secret",
        S::V2Secret => "v2_secret",
        S::WebhookSecret => "webhook_secret",
        S::PemKey => "pem_key",
        S::KeyLike => "key_like",
    }
}

/// What was cleaned, for the window's sentences.
pub fn cleaned(it: wizard::CleanKind) -> &'static str {
    use wizard::CleanKind as C;
    match it {
        C::Spaces => "spaces",
        C::Hyphens => "hyphens",
        C::FullWidth => "full_width",
        C::Invisible => "invisible",
        C::Quotes => "quotes",
    }
}
