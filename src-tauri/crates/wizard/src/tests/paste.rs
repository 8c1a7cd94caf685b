use catalog::model::Shape;
use proptest::prelude::*;

use crate::shape::{checksum_fits, fits};
use crate::{CleanKind, SecretShape, clean, secret_shape};

/// Made up: no secret of anybody.
fn alnum(length: usize) -> String {
    "aB3dE6gH9jK2".chars().cycle().take(length).collect()
}

fn hex(length: usize) -> String {
    "0a1b2c3d4e5f".chars().cycle().take(length).collect()
}

#[test]
fn what_people_paste_is_cleaned() {
    use CleanKind::*;
    for (shape, raw, value, what) in [
        (Shape::Digits, "12-34 56", "123456", &[Spaces, Hyphens][..]),
        // No number: whoever reads it must know it again.
        (Shape::Digits, " practice-a-1", "practice-a-1", &[Spaces]),
        (
            Shape::BusinessNumber,
            "１２３－４５－６７８９１",
            "1234567891",
            &[Hyphens, FullWidth],
        ),
        (
            Shape::BusinessNumber,
            "123\u{2013}45\u{2212}67891",
            "1234567891",
            &[Hyphens],
        ),
        (
            Shape::Phone,
            " 02-1234-5678 ",
            "0212345678",
            &[Spaces, Hyphens],
        ),
        (Shape::StoreId, "\"store-1\",", "store-1", &[Quotes]),
        (Shape::StoreId, "store\u{2013}1", "store-1", &[FullWidth]),
        (
            Shape::StoreId,
            "\u{FEFF}store-\u{200B}1\u{00A0}",
            "store-1",
            &[Invisible],
        ),
        (Shape::ChannelKey, "channel-key-1", "channel-key-1", &[]),
        (Shape::V2Secret, "abc\ndef\r\n", "abcdef", &[Spaces]),
        (
            Shape::Url,
            "‘https://a.kr/x-y’",
            "https://a.kr/x-y",
            &[Quotes],
        ),
        (Shape::Email, "ａ＠ｂ．ｋｒ", "a@b.kr", &[FullWidth]),
        (
            Shape::Text,
            "  （주）길　동\u{00A0}상사 ",
            "（주）길 동 상사",
            &[Spaces, FullWidth, Invisible],
        ),
        (Shape::Text, "ＭＩＤ－１", "MID-1", &[FullWidth]),
        (Shape::Text, "두\n줄", "두 줄", &[Spaces]),
        (
            Shape::Text,
            "그는 \"예\"라고 했다",
            "그는 \"예\"라고 했다",
            &[],
        ),
        (Shape::Text, "끝;", "끝;", &[]),
        (
            Shape::ChannelName,
            "`kpn-test card`",
            "kpn-test card",
            &[Quotes],
        ),
        (
            Shape::CertificatePem,
            "\u{FEFF}-----A-----\nb\n",
            "-----A-----\nb",
            &[Spaces, Invisible],
        ),
        (Shape::Date, "2027-01-02", "2027-01-02", &[]),
        (Shape::Ascii, "\"\"", "\"\"", &[]),
        (Shape::Ascii, " ", "", &[Spaces]),
        (Shape::Ascii, "", "", &[]),
    ] {
        let cleaned = clean(shape, raw);
        assert_eq!(cleaned.value, value, "{shape:?} {raw:?}");
        let mut expected = what.to_vec();
        expected.sort();
        assert_eq!(cleaned.what, expected, "{shape:?} {raw:?}");
    }
}

const SHAPES: [Shape; 19] = [
    Shape::Text,
    Shape::Digits,
    Shape::Alnum,
    Shape::Ascii,
    Shape::BusinessNumber,
    Shape::Url,
    Shape::Email,
    Shape::Phone,
    Shape::StoreId,
    Shape::ChannelKey,
    Shape::UserCode,
    Shape::V2Secret,
    Shape::V1Key,
    Shape::V1Secret,
    Shape::WebhookSecret,
    Shape::PaymentId,
    Shape::Date,
    Shape::ChannelName,
    Shape::CertificatePem,
];

proptest! {
    #[test]
    fn cleaning_twice_is_cleaning_once(raw in any::<String>(), n in 0..SHAPES.len()) {
        let once = clean(SHAPES[n], &raw);
        let twice = clean(SHAPES[n], &once.value);
        prop_assert_eq!(&twice.value, &once.value);
        prop_assert!(twice.what.is_empty(), "{:?}", twice.what);
    }

    #[test]
    fn what_was_not_changed_is_not_called_cleaned(raw in "[a-z0-9\"' ,.\u{3000}\u{200B}-]{0,12}") {
        for shape in SHAPES {
            let cleaned = clean(shape, &raw);
            prop_assert_eq!(cleaned.what.is_empty(), cleaned.value == raw, "{:?}", shape);
        }
    }

    #[test]
    fn no_text_makes_the_scan_panic(text in any::<String>(), secret in "(whsec_|-----BEGIN ).{0,40}") {
        let _ = secret_shape(&text);
        let _ = secret_shape(&format!("{text}{secret}{text}"));
    }
}

#[test]
fn business_numbers_are_checked_by_their_digit() {
    for valid in [
        "1234567891",
        "2208162517",
        "1208147521",
        "1248100998",
        "1000000090",
    ] {
        assert!(checksum_fits(valid), "{valid}");
    }
    for invalid in [
        "1234567890",
        "",
        "123456789",
        "12345678911",
        "123456789a",
        "가234567891",
    ] {
        assert!(!checksum_fits(invalid), "{invalid}");
    }
    assert!(
        checksum_fits("0000000000"),
        "it passes; the lint refuses it for itself"
    );
}

#[test]
fn shapes_fit_what_is_documented() {
    let uuid = "01234567-89ab-cdef-0123-456789abcdef";
    let (store, channel) = (format!("store-{uuid}"), format!("channel-key-{uuid}"));
    let (secret, webhook) = (alnum(80), format!("whsec_{}", alnum(44)));
    let begin = |it: &str| format!("-----BEGIN {it}-----\nx");
    for (shape, good, bad) in [
        (Shape::Digits, vec!["0", "123"], vec!["", "1a", "１"]),
        (Shape::Alnum, vec!["aB1"], vec!["a-b", "가"]),
        (
            Shape::Ascii,
            vec!["a-b_c/d=="],
            vec!["a b", "가", "a\u{7f}"],
        ),
        (
            Shape::BusinessNumber,
            vec!["1234567891"],
            vec!["123456789", "123-45-67891"],
        ),
        (
            Shape::Url,
            vec![
                "https://a.kr",
                "https://a.kr:8443/x?y#z",
                "https://길잡이.한국/상품",
            ],
            vec![
                "http://a.kr",
                "https://a",
                "https://a..kr",
                "https://u@a.kr",
                "a.kr",
                "https://a.kr/ b",
            ],
        ),
        (
            Shape::Email,
            vec!["a.b+c@d.co.kr"],
            vec!["a", "@a.kr", "a@b", "a@b@c.kr", "a b@c.kr"],
        ),
        (
            Shape::Phone,
            vec!["0212345678", "15881234", "+82212345678"],
            vec!["123", "99999999", "02-1", "+"],
        ),
        (
            Shape::StoreId,
            vec![&store],
            vec!["store-1", uuid, &channel],
        ),
        (
            Shape::ChannelKey,
            vec![&channel],
            vec!["channel-key-1", &store],
        ),
        (
            Shape::UserCode,
            vec!["imp12345678"],
            vec!["imp1", "imp_1234567", "IMP12345678"],
        ),
        (Shape::V2Secret, vec![&secret], vec!["abc", &webhook]),
        (Shape::V1Secret, vec![&secret], vec!["abc"]),
        (
            Shape::V1Key,
            vec!["1234567890123456"],
            vec!["123", "123456789012345a"],
        ),
        (
            Shape::WebhookSecret,
            vec![&webhook],
            vec!["whsec_", "whsec_x"],
        ),
        (
            Shape::Date,
            vec!["2027-01-31"],
            vec!["2027-02-30", "20270131", "2027.01.31", ""],
        ),
        (
            Shape::ChannelName,
            vec!["kpn-test_카드 1"],
            vec!["a/b", "a.b"],
        ),
        (Shape::PaymentId, vec!["order-1"], vec!["a b"]),
        (Shape::Text, vec!["", "무엇이든"], vec![]),
    ] {
        for value in good {
            assert!(fits(shape, value), "{shape:?} {value:?}");
        }
        for value in bad {
            assert!(!fits(shape, value), "{shape:?} {value:?}");
        }
    }
    for kind in ["PRIVATE KEY", "ENCRYPTED PRIVATE KEY", "RSA PRIVATE KEY"] {
        assert!(fits(Shape::PrivateKeyPem, &begin(kind)), "{kind}");
    }
    assert!(fits(Shape::CertificatePem, &begin("CERTIFICATE")));
    assert!(!fits(Shape::PrivateKeyPem, &begin("CERTIFICATE")));
    assert!(!fits(Shape::CertificatePem, &begin("PRIVATE KEY")));
}

#[test]
fn secrets_are_found() {
    use SecretShape::*;
    let v2 = alnum(80);
    let zero_width = format!("{}\u{200B}{}", &v2[..40], &v2[40..]);
    let full_width: String = v2
        .chars()
        .map(|c| char::from_u32(u32::from(c) + 0xFEE0).expect("full-width"))
        .collect();
    for (text, found) in [
        (v2.clone(), V2Secret),
        (format!("시크릿은 {v2}이에요"), V2Secret),
        (format!("시크릿은{v2}."), V2Secret),
        (format!("https://a.kr/?key={v2}"), V2Secret),
        (format!("{}\n{}", &v2[..50], &v2[50..]), V2Secret),
        (zero_width, V2Secret),
        (full_width, V2Secret),
        (format!("Authorization: PortOne {}", alnum(44)), V2Secret),
        (format!("authorization: 'portone {}'", alnum(44)), V2Secret),
        (hex(80), V1Secret),
        (format!("imp_secret={}", hex(80)), V1Secret),
        ("1234567890123456".to_owned(), V1Key),
        (" 1234567890123456 ".to_owned(), V1Key),
        ("imp_key: 1234567890123456".to_owned(), V1Key),
        ("REST API Key 값은 1234567890123456".to_owned(), V1Key),
        (format!("whsec_{}", alnum(32)), WebhookSecret),
        (
            format!("웹훅 시크릿(whsec_{}+/=)", alnum(32)),
            WebhookSecret,
        ),
        ("-----BEGIN PRIVATE KEY-----\nx".to_owned(), PemKey),
        (
            "아래예요.\n-----BEGIN ENCRYPTED PRIVATE KEY-----".to_owned(),
            PemKey,
        ),
        (format!("live_sk_{}", alnum(20)), KeyLike),
        (format!("키는 test_gsk_{} 이에요", alnum(20)), KeyLike),
        (format!("sk_live_{}", alnum(24)), KeyLike),
        (format!("Bearer {}.{}", alnum(30), alnum(30)), KeyLike),
        (hex(64), KeyLike),
        (alnum(128), KeyLike),
    ] {
        assert_eq!(secret_shape(&text), Some(found), "{text}");
    }
}

#[test]
fn ordinary_text_is_no_secret() {
    let long_path = format!(
        "https://docs.example.kr/d/{}/edit?usp=sharing#gid=0",
        alnum(44)
    );
    for text in [
        "",
        "내일 오전 10시에 결제대행사에 전화하기 (1588-1234)",
        "PortOne 콘솔에서 결제 연동 → 연동 관리 → 채널 관리",
        "사업자등록번호 123-45-67891, 통신판매업 제2026-서울강남-01234호",
        "주문번호 2026112200001234",
        "2026112200001234",
        "카드 1234-5678-9012-3456은 적지 않기",
        "계좌 110-123-456789, 1,000원 결제하고 취소함",
        "01234567-89ab-cdef-0123-456789abcdef",
        "store-01234567-89ab-cdef-0123-456789abcdef",
        "channel-key-01234567-89ab-cdef-0123-456789abcdef",
        "imp12345678",
        "https://admin.portone.io/integration-v2/manage/channel?tab=test",
        &long_path,
        "test_ck_0123456789abcdef0123",
        "live_channel_key_is_set_already_by_developer",
        "task_list_for_the_live_channel_and_more",
        "웹훅 시크릿은 whsec_ 로 시작해요",
        "-----BEGIN CERTIFICATE-----\nx\n-----END CERTIFICATE-----",
        "개인키 파일은 -----BEGIN 으로 시작한대요",
        "INIpayTest, TC0ONETIME, tosstest, T0000",
        "Authorization: PortOne 다음에 시크릿을 써요",
        "ㅋㅋㅋㅋㅋㅋㅋㅋㅋㅋㅋㅋㅋㅋㅋㅋㅋㅋㅋㅋㅋㅋㅋㅋㅋㅋㅋㅋㅋㅋㅋㅋㅋㅋㅋㅋㅋㅋㅋㅋㅋㅋㅋㅋㅋㅋㅋㅋㅋㅋㅋㅋㅋㅋㅋㅋㅋㅋㅋㅋㅋㅋㅋㅋㅋㅋㅋㅋㅋㅋㅋㅋㅋㅋㅋㅋㅋㅋㅋㅋ",
        "aaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaa",
        "0000000000000000000000000000000000000000000000000000000000000000000000000000000000000",
        "==================================================================================",
    ] {
        assert_eq!(secret_shape(text), None, "{text}");
    }
}

#[test]
fn debug_prints_no_value() {
    let secret = alnum(80);
    assert!(!format!("{:?}", clean(Shape::V2Secret, &secret)).contains(&secret[..8]));
}
