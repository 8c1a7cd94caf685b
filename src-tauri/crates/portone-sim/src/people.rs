//! The people of practice: a gateway that mails, a reviewer who rejects once, card companies that answer apart.
//! They answer by the practice clock, so that weeks can pass in minutes.

use jiff::Timestamp;
use serde::Serialize;

use crate::clock::business_days_later;
use crate::events::Event;
use crate::state::State;

/// Working days until a gateway mails the merchant id.
const MID_DAYS: u32 = 3;
/// Working days until the reviewer writes.
const REVIEW_DAYS: u32 = 2;

/// What somebody is asked about: a module, once or, under ids of their own, several times.
#[derive(Clone, Debug, PartialEq, Eq, Serialize)]
pub struct Matter {
    /// Keeps one apart from another.
    pub id: String,
    /// The module.
    pub module: String,
}

impl Matter {
    /// The only matter of a module.
    #[must_use]
    pub fn of(module: &str) -> Self {
        Self {
            id: module.to_owned(),
            module: module.to_owned(),
        }
    }
}

/// What a mail says.
#[derive(Clone, Debug, PartialEq, Eq, Serialize)]
#[serde(rename_all = "snake_case")]
pub enum MailKind {
    /// The merchant id is there.
    MerchantId,
    /// The reviewer is not content.
    Rejected(Reason),
    /// The reviewer is; the card companies look now.
    Received,
    /// A card company said yes.
    Approved {
        /// Which.
        company: String,
        /// It was the last one.
        last: bool,
    },
}

/// A mail to the merchant.
#[derive(Clone, Debug, PartialEq, Eq, Serialize)]
pub struct Mail {
    /// When it came, by the practice clock.
    pub at: Timestamp,
    /// What it is about.
    #[serde(flatten)]
    pub matter: Matter,
    /// What it says.
    pub kind: MailKind,
    /// Who wrote it.
    pub from: String,
    /// Its subject.
    pub subject: String,
    /// Its text.
    pub body: String,
}

/// Why a reviewer rejects. Each is one that real reviewers give.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize)]
#[serde(rename_all = "snake_case")]
pub enum Reason {
    /// The page's footer lacks the merchant's particulars.
    Footer,
    /// The mail-order report number is missing.
    MailOrderNumber,
    /// A product costs nothing.
    PriceZero,
}

impl Reason {
    const ALL: [Self; 3] = [Self::Footer, Self::MailOrderNumber, Self::PriceZero];

    fn words(self) -> &'static str {
        match self {
            Self::Footer => {
                "홈페이지 하단에 상호, 대표자명, 사업자등록번호, 사업장 주소, 연락처가 모두 표시되어야 합니다."
            }
            Self::MailOrderNumber => "홈페이지 하단에 통신판매업 신고번호가 없습니다.",
            Self::PriceZero => "판매가가 0원인 상품이 있습니다. 실제 판매가를 입력해 주세요.",
        }
    }
}

/// Where a review stands.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize)]
#[serde(rename_all = "snake_case")]
pub enum ReviewStatus {
    /// Asked for; nobody has looked yet.
    Waiting,
    /// Rejected, for a reason. To be asked for again.
    Rejected,
    /// The reviewer is content; the card companies look now.
    WithCardCompanies,
    /// Every card company said yes.
    Approved,
}

/// One card company's word.
#[derive(Clone, Debug, PartialEq, Eq, Serialize)]
pub struct CardAnswer {
    /// The company.
    pub company: String,
    /// When it said yes, if it did.
    pub approved_at: Option<Timestamp>,
}

/// A review of one module.
#[derive(Clone, Debug, PartialEq, Eq, Serialize)]
pub struct Review {
    /// What is reviewed.
    #[serde(flatten)]
    pub matter: Matter,
    /// How often it was asked for.
    pub asked: u32,
    /// Where it stands.
    pub status: ReviewStatus,
    /// Why it was rejected, once it was.
    pub reason: Option<Reason>,
    /// What the card companies said, once they look.
    pub cards: Vec<CardAnswer>,
}

/// Companies and the working days they take after the reviewer.
const CARDS: [(&str, u32); 9] = [
    ("BC카드", 2),
    ("KB국민카드", 3),
    ("하나카드", 3),
    ("삼성카드", 4),
    ("신한카드", 5),
    ("롯데카드", 5),
    ("NH농협카드", 6),
    ("우리카드", 7),
    ("현대카드", 9),
];

/// What is still to come from somebody.
#[derive(Clone, Debug)]
pub(crate) enum Step {
    MerchantId(Matter),
    Review(Matter),
    Card { matter: Matter, company: usize },
}

/// What they wrote and what they are at.
#[derive(Clone, Debug, Default)]
pub(crate) struct People {
    pub(crate) mails: Vec<Mail>,
    pub(crate) reviews: Vec<Review>,
    /// What a merchant id was asked for.
    applied: Vec<Matter>,
}

/// Asks a gateway for a merchant id, from that moment on. Asked again, it says nothing new.
pub(crate) fn apply(state: &mut State, matter: &Matter, from: Timestamp) {
    if state.people.applied.contains(matter) {
        return;
    }
    state.people.applied.push(matter.clone());
    let at = business_days_later(from, MID_DAYS);
    state.plan(at, Event::Person(Step::MerchantId(matter.clone())));
}

/// Asks for a review, or for another after a rejection. `None` while one is under way or done.
pub(crate) fn request_review(
    state: &mut State,
    matter: &Matter,
    from: Timestamp,
) -> Option<Review> {
    let reviews = &mut state.people.reviews;
    let index = reviews
        .iter()
        .position(|one| one.matter == *matter)
        .unwrap_or_else(|| {
            reviews.push(Review {
                matter: matter.clone(),
                asked: 0,
                status: ReviewStatus::Rejected,
                reason: None,
                cards: Vec::new(),
            });
            reviews.len() - 1
        });
    let review = &mut reviews[index];
    if review.status != ReviewStatus::Rejected {
        return None;
    }
    review.asked += 1;
    review.status = ReviewStatus::Waiting;
    let told = review.clone();
    let at = business_days_later(from, REVIEW_DAYS);
    state.plan(at, Event::Person(Step::Review(matter.clone())));
    Some(told)
}

/// Lets somebody do what they were to do.
pub(crate) fn happen(state: &mut State, step: &Step, at: Timestamp) {
    match step {
        Step::MerchantId(matter) => {
            let body = format!(
                "계약이 완료되었습니다. 상점아이디(MID)는 practice-{}-live 입니다. 연습용 메일이며 실제 계약이 아닙니다.",
                matter.module
            );
            state.people.mails.push(Mail {
                at,
                matter: matter.clone(),
                kind: MailKind::MerchantId,
                from: "연습 PG 계약팀".to_owned(),
                subject: "상점아이디 발급 안내".to_owned(),
                body,
            });
        }
        Step::Review(matter) => reviewed(state, matter, at),
        Step::Card { matter, company } => card(state, matter, *company, at),
    }
}

fn reviewed(state: &mut State, matter: &Matter, at: Timestamp) {
    let mut reviews = state.people.reviews.iter_mut();
    let Some(review) = reviews.find(|one| one.matter == *matter) else {
        return;
    };
    let mut mail = Mail {
        at,
        matter: matter.clone(),
        kind: MailKind::Received,
        from: "연습 PG 심사팀".to_owned(),
        subject: "카드사 심사 접수 안내".to_owned(),
        body: "카드사에 심사를 요청했습니다. 결과는 카드사마다 따로 안내드립니다.".to_owned(),
    };
    if review.asked == 1 {
        // By its id alone: told of it in another order, the reviewer says the same.
        let sum: usize = matter.id.bytes().map(usize::from).sum();
        let reason = Reason::ALL[sum % Reason::ALL.len()];
        review.status = ReviewStatus::Rejected;
        review.reason = Some(reason);
        mail.kind = MailKind::Rejected(reason);
        mail.subject = "카드사 심사 반려 안내".to_owned();
        mail.body = format!(
            "심사가 반려되었습니다. {} 수정 후 다시 요청해 주세요.",
            reason.words()
        );
    } else {
        review.status = ReviewStatus::WithCardCompanies;
        review.cards = CARDS
            .iter()
            .map(|(company, _)| CardAnswer {
                company: (*company).to_owned(),
                approved_at: None,
            })
            .collect();
        for (company, (_, days)) in CARDS.iter().enumerate() {
            let matter = matter.clone();
            let step = Step::Card { matter, company };
            state.plan(business_days_later(at, *days), Event::Person(step));
        }
    }
    state.people.mails.push(mail);
}

fn card(state: &mut State, matter: &Matter, company: usize, at: Timestamp) {
    let mut reviews = state.people.reviews.iter_mut();
    let Some(review) = reviews.find(|one| one.matter == *matter) else {
        return;
    };
    let Some(answer) = review.cards.get_mut(company) else {
        return;
    };
    answer.approved_at = Some(at);
    let company = answer.company.clone();
    let last = review.cards.iter().all(|one| one.approved_at.is_some());
    if last {
        review.status = ReviewStatus::Approved;
    }
    state.people.mails.push(Mail {
        at,
        matter: matter.clone(),
        from: company.clone(),
        subject: "카드사 심사 승인 안내".to_owned(),
        body: format!("{company} 심사가 승인되었습니다."),
        kind: MailKind::Approved { company, last },
    });
}
