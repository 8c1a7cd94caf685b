//! Sub-merchants (하위 상점).

use reqwest::header::HeaderValue;
use serde::Deserialize;

use crate::call::Call;
use crate::error::{Error, Failure};
use crate::hosts::Api;
use crate::v1::V1;

/// A sub-merchant.
#[derive(Clone, Debug, PartialEq, Eq, Deserialize)]
#[non_exhaustive]
pub struct V1Tier {
    /// Its code: three capital letters or digits.
    #[serde(rename = "tier_code")]
    pub code: String,
    /// Its name.
    #[serde(rename = "tier_name")]
    pub name: String,
}

/// A sub-merchant's code: three capital letters or digits.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct V1TierCode(HeaderValue);

impl V1TierCode {
    /// `None` for anything of another shape.
    #[must_use]
    pub fn new(code: &str) -> Option<Self> {
        let fits = code.len() == 3
            && code
                .bytes()
                .all(|byte| byte.is_ascii_uppercase() || byte.is_ascii_digit());
        fits.then(|| HeaderValue::from_str(code).ok().map(Self))?
    }

    pub(super) fn header(&self) -> HeaderValue {
        self.0.clone()
    }
}

impl V1 {
    /// The same key, token and all, acting for a sub-merchant: every call but the one for the token says so.
    #[must_use]
    pub fn for_tier(&self, code: V1TierCode) -> Self {
        Self {
            tier: Some(code),
            ..self.clone()
        }
    }

    /// `GET /tiers/{tier_code}`: `None` when there is no such sub-merchant.
    ///
    /// # Errors
    /// Every [`Failure`] but "not found"; an answer about another sub-merchant is one.
    pub async fn tier(&self, code: &str) -> Result<Option<V1Tier>, Error> {
        let segments = ["tiers", code];
        let call = Call::get(Api::V1, "/tiers/{tier_code}", &segments);
        let answer = match self.send(call).await {
            // V1's own 404 has a code; a page in between has none.
            Err(error) if *error.failure() == Failure::NotFound && error.code().is_some() => {
                return Ok(None);
            }
            answer => answer?,
        };
        let tier: V1Tier = self.unwrap(&answer)?;
        if tier.code != code {
            return Err(answer.error(Failure::OtherPayment));
        }
        Ok(Some(tier))
    }
}
