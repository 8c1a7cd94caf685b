//! Sub-merchants (하위 상점).

use serde::Deserialize;

use crate::call::Call;
use crate::error::{Error, Failure};
use crate::hosts::Api;
use crate::v1::V1;

/// A sub-merchant.
#[derive(Clone, Debug, PartialEq, Eq, Deserialize)]
pub struct V1Tier {
    /// Its code: three capital letters or digits.
    #[serde(rename = "tier_code")]
    pub code: String,
    /// Its name.
    #[serde(rename = "tier_name")]
    pub name: String,
}

impl V1 {
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
