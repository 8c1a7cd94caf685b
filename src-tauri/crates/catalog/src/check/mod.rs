//! The rules that all files must keep. Each reports every failure, with file and field.

mod common;
mod facts;
mod ids;
mod modules;
mod plan;
mod tasks;
mod walk;
mod words;

use std::fmt;

pub use words::texts_are_complete;

use crate::load::Catalog;

/// Something wrong in a file.
#[derive(Debug, Clone, PartialEq, Eq, PartialOrd, Ord)]
pub struct Problem {
    /// Path under `data/`.
    pub file: String,
    /// Where in it.
    pub field: String,
    /// What is wrong.
    pub text: String,
}

impl Problem {
    /// A problem.
    pub fn new(file: &str, field: &str, text: impl Into<String>) -> Self {
        Problem {
            file: file.to_owned(),
            field: field.to_owned(),
            text: text.into(),
        }
    }
}

impl fmt::Display for Problem {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "{}: {}: {}", self.file, self.field, self.text)
    }
}

/// A rule over all files.
pub type RuleCheck = fn(&Catalog) -> Vec<Problem>;

/// Every rule by its name.
pub const RULES: [(&str, RuleCheck); 38] = [
    ("sources resolve", facts::sources_resolve),
    ("facts have sources", facts::facts_have_sources),
    ("sources are dated", facts::sources_are_dated),
    (
        "disagreements have two readings",
        facts::disagreements_have_two_readings,
    ),
    ("places resolve", facts::places_resolve),
    ("addresses are https", facts::addresses_are_https),
    ("ids are unique", ids::ids_are_unique),
    ("conditions resolve", ids::conditions_resolve),
    ("terms resolve", ids::terms_resolve),
    ("answers match the format", ids::answers_match_the_format),
    ("stages are complete", ids::stages_are_complete),
    ("needs resolve", tasks::needs_resolve),
    ("needs have no circle", tasks::needs_have_no_circle),
    ("replacements resolve", tasks::replacements_resolve),
    ("waits can be waited for", tasks::waits_can_be_waited_for),
    ("forms fit proofs", tasks::forms_fit_proofs),
    ("traps name fields", tasks::traps_name_fields),
    ("modules can be tested", modules::modules_can_be_tested),
    (
        "modules have one merchant id",
        modules::modules_have_one_merchant_id,
    ),
    ("fields are sound", modules::fields_are_sound),
    ("required fields say why", modules::required_fields_say_why),
    ("choices are named", modules::choices_are_named),
    ("statements name modules", modules::statements_name_modules),
    ("secrets are marked", modules::secrets_are_marked),
    ("common facts resolve", common::common_facts_resolve),
    ("library is complete", common::library_is_complete),
    ("provider codes are known", common::provider_codes_are_known),
    ("holidays are named", common::holidays_are_named),
    ("errors say something", modules::errors_say_something),
    ("error lists are told", modules::error_lists_are_told),
    (
        "several values are labelled",
        modules::several_values_are_labelled,
    ),
    ("fees can be counted with", plan::fees_can_be_counted_with),
    ("plan facts are sound", plan::plan_facts_are_sound),
    ("codes are known", plan::codes_are_known),
    (
        "sentences have the same blanks",
        plan::sentences_have_the_same_blanks,
    ),
    ("texts are complete", words::texts_are_complete),
    ("texts keep the voice", words::texts_keep_the_voice),
    ("sentences are short", words::sentences_are_short),
];

/// Everything that is wrong, rule by rule.
pub fn check(catalog: &Catalog) -> Vec<Problem> {
    RULES.iter().flat_map(|(_, rule)| rule(catalog)).collect()
}

#[cfg(test)]
mod tests;
