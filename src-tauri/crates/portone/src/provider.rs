//! PortOne's codes for payment modules: the words on the wire, nothing else about any gateway.

use std::fmt;

macro_rules! providers {
    ($($name:ident = $v2:literal, $v1:literal;)*) => {
        /// A payment module as PortOne names it. The list grows, so an unknown code is kept as it came.
        #[derive(Clone, Debug, PartialEq, Eq, Hash)]
        pub enum PgProvider {
            $(#[doc = concat!("`", $v2, "` in V2, `", $v1, "` in V1.")] $name,)*
            /// A code this version does not know, in lower case.
            Unknown(String),
        }

        impl PgProvider {
            /// Every code this version knows.
            pub const KNOWN: &'static [PgProvider] = &[$(PgProvider::$name,)*];

            /// The lower-case code: V1's spelling, and how the rest of the program names a module.
            #[must_use]
            pub fn code(&self) -> &str {
                match self {
                    $(Self::$name => $v1,)*
                    Self::Unknown(code) => code,
                }
            }

            /// Reads a code in V2's or V1's spelling.
            #[must_use]
            pub fn from_code(code: &str) -> Self {
                let lower = code.to_ascii_lowercase();
                match lower.as_str() {
                    $($v1 => Self::$name,)*
                    _ => Self::Unknown(lower),
                }
            }

            /// V2's spelling.
            #[must_use]
            pub fn wire_v2(&self) -> String {
                match self {
                    $(Self::$name => $v2.to_owned(),)*
                    Self::Unknown(code) => code.to_ascii_uppercase(),
                }
            }
        }
    };
}

providers! {
    Html5Inicis = "HTML5_INICIS", "html5_inicis";
    Paypal = "PAYPAL", "paypal";
    PaypalV2 = "PAYPAL_V2", "paypal_v2";
    Inicis = "INICIS", "inicis";
    Danal = "DANAL", "danal";
    Nice = "NICE", "nice";
    DanalTpay = "DANAL_TPAY", "danal_tpay";
    Jtnet = "JTNET", "jtnet";
    Uplus = "UPLUS", "uplus";
    Naverpay = "NAVERPAY", "naverpay";
    Kakao = "KAKAO", "kakao";
    Settle = "SETTLE", "settle";
    Kcp = "KCP", "kcp";
    Mobilians = "MOBILIANS", "mobilians";
    Kakaopay = "KAKAOPAY", "kakaopay";
    Naverco = "NAVERCO", "naverco";
    Syrup = "SYRUP", "syrup";
    Kicc = "KICC", "kicc";
    Eximbay = "EXIMBAY", "eximbay";
    Smilepay = "SMILEPAY", "smilepay";
    Payco = "PAYCO", "payco";
    KcpBilling = "KCP_BILLING", "kcp_billing";
    Alipay = "ALIPAY", "alipay";
    Payple = "PAYPLE", "payple";
    Chai = "CHAI", "chai";
    Bluewalnut = "BLUEWALNUT", "bluewalnut";
    Smartro = "SMARTRO", "smartro";
    SmartroV2 = "SMARTRO_V2", "smartro_v2";
    Paymentwall = "PAYMENTWALL", "paymentwall";
    Tosspayments = "TOSSPAYMENTS", "tosspayments";
    KcpQuick = "KCP_QUICK", "kcp_quick";
    Daou = "DAOU", "daou";
    Galaxia = "GALAXIA", "galaxia";
    Tosspay = "TOSSPAY", "tosspay";
    KcpDirect = "KCP_DIRECT", "kcp_direct";
    SettleAcc = "SETTLE_ACC", "settle_acc";
    SettleFirm = "SETTLE_FIRM", "settle_firm";
    InicisUnified = "INICIS_UNIFIED", "inicis_unified";
    Ksnet = "KSNET", "ksnet";
    Pinpay = "PINPAY", "pinpay";
    NiceV2 = "NICE_V2", "nice_v2";
    TossBrandpay = "TOSS_BRANDPAY", "toss_brandpay";
    Welcome = "WELCOME", "welcome";
    TosspayV2 = "TOSSPAY_V2", "tosspay_v2";
    InicisV2 = "INICIS_V2", "inicis_v2";
    Kpn = "KPN", "kpn";
    KcpV2 = "KCP_V2", "kcp_v2";
    Hyphen = "HYPHEN", "hyphen";
    EximbayV2 = "EXIMBAY_V2", "eximbay_v2";
    InicisJp = "INICIS_JP", "inicis_jp";
    PayletterGlobal = "PAYLETTER_GLOBAL", "payletter_global";
    MobiliansV2 = "MOBILIANS_V2", "mobilians_v2";
    TripleA = "TRIPLE_A", "triple_a";
    KiccV2 = "KICC_V2", "kicc_v2";
    Innopay = "INNOPAY", "innopay";
    HectoGlobal = "HECTO_GLOBAL", "hecto_global";
}

impl fmt::Display for PgProvider {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(self.code())
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn all_56_codes_read_back_in_both_spellings() {
        assert_eq!(PgProvider::KNOWN.len(), 56);
        for provider in PgProvider::KNOWN {
            assert_eq!(&PgProvider::from_code(provider.code()), provider);
            assert_eq!(&PgProvider::from_code(&provider.wire_v2()), provider);
            assert_eq!(provider.wire_v2().to_ascii_lowercase(), provider.code());
        }
    }

    #[test]
    fn a_new_code_is_kept() {
        let new = PgProvider::from_code("NEXT_PAY");
        assert_eq!(new, PgProvider::Unknown("next_pay".into()));
        assert_eq!(new.code(), "next_pay");
        assert_eq!(new.wire_v2(), "NEXT_PAY");
    }
}
