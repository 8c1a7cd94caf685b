//! The coverage page: what the files hold and what they lack, so that a hole is seen.

use std::fmt::Write as _;

use crate::check::{Problem, texts_are_complete};
use crate::load::Catalog;
use crate::model::{Gateway, Mode, Module, Portone, Requirement, Standing};

/// Stands where the files say nothing.
const HOLE: &str = "**–**";

const HEAD: &str = "\
# Coverage of the catalogue

Generated from the catalogue's files; `cargo xtask codegen` writes it again, and a test fails when it
is stale. **–** means that the files say nothing: mostly because no document does.

- *Fields*: fields of the channel form; in brackets those of which no document says whether they are
  required.
- *Where*: fields with a place or a sender, of all.
- *Test MID*: shared test MIDs; `none` where the documents say that there is none.
- *Contract*: steps; in brackets those with usual business days.
- *Caveats*: for test / for live payments.
- *Both*: every text stands in Korean and in English.
";

/// The page, in Markdown.
#[must_use]
pub fn page(catalog: &Catalog) -> String {
    let untranslated = texts_are_complete(catalog);
    let mut out = String::from(HEAD);
    let modules = catalog.modules().count();
    let gateways = catalog.gateways.len();
    section(
        &mut out,
        &format!("{modules} modules of {gateways} gateways"),
    );
    table(
        &mut out,
        &[
            "Gateway", "PortOne", "Module", "Fields", "Where", "Test MID", "Contract", "Caveats",
            "Errors", "Both",
        ],
    );
    for (gateway, module) in catalog.modules() {
        row(&mut out, &of_module(gateway, module, &untranslated));
    }
    section(&mut out, "What else is known of each gateway");
    table(
        &mut out,
        &[
            "Gateway",
            "Standing",
            "Names",
            "Entry",
            "Papers",
            "Again",
            "Card review",
            "바로오픈",
            "Further MID",
            "Review page",
            "Contacts",
            "Fees",
            "Requests",
            "Disagreements",
        ],
    );
    for gateway in catalog.gateways.values() {
        row(&mut out, &of_gateway(gateway));
    }
    section(&mut out, "How the error codes were chosen");
    table(
        &mut out,
        &["Gateway", "Errors", "Official list", "Codes in it", "How"],
    );
    for gateway in catalog.gateways.values() {
        row(&mut out, &of_errors(catalog, gateway));
    }
    section(&mut out, "Provider codes without a file");
    out.push_str(
        "PortOne's official list of codes names these too; nothing else is known of them.\n\n",
    );
    for code in unfiled(catalog) {
        line(&mut out, &format!("- {code}"));
    }
    section(&mut out, "What holds for every gateway");
    for (name, count) in common(catalog) {
        line(&mut out, &format!("- {name}: {count}"));
    }
    out
}

fn of_module(gateway: &Gateway, module: &Module, untranslated: &[Problem]) -> Vec<String> {
    let fields = module.fields.len();
    let open = |it: &&crate::model::Field| matches!(it.requirement, Requirement::Undocumented);
    let undocumented = module.fields.iter().filter(open).count();
    let placed = module.fields.iter();
    let placed = placed.filter(|it| it.place.is_some() || it.sender.is_some());
    let mids = module.test_mids.len();
    let timed = gateway.contract.iter().filter(|it| it.days.is_some());
    let caveats = |mode: Mode| module.caveats.iter().filter(|it| it.mode == mode).count();
    let file = format!("pg/{}.toml", gateway.id);
    let holes = untranslated.iter().filter(|it| it.file == file).count();
    vec![
        gateway.name.ko.clone(),
        version(module.portone).to_owned(),
        format!("{} ({})", module.id, module.name.ko),
        with(fields, undocumented),
        match fields {
            0 => HOLE.to_owned(),
            _ => format!("{}/{fields}", placed.count()),
        },
        match (mids, &module.no_test_mid) {
            (0, None) => HOLE.to_owned(),
            (0, Some(_)) => "none".to_owned(),
            (mids, _) => mids.to_string(),
        },
        with(gateway.contract.len(), timed.count()),
        format!(
            "{} / {}",
            count(caveats(Mode::Test)),
            count(caveats(Mode::Live))
        ),
        count(gateway.errors.len()),
        match holes {
            0 => "yes".to_owned(),
            holes => format!("**{holes} missing**"),
        },
    ]
}

fn of_gateway(gateway: &Gateway) -> Vec<String> {
    let known = |it: bool| if it { "yes" } else { HOLE }.to_owned();
    let standing = match gateway.standing {
        Standing::Open => "open",
        Standing::ClosedToNew => "closed to new",
        Standing::Discontinued => "discontinued",
    };
    let of_modules = gateway.modules.iter().map(|it| it.disagreements.len());
    vec![
        gateway.name.ko.clone(),
        standing.to_owned(),
        count(gateway.aliases.len() + 1),
        count(gateway.conditions().count()),
        count(gateway.documents.len()),
        count(gateway.again.len()),
        known(gateway.card_review.is_some()),
        count(gateway.direct_open.len()),
        known(gateway.extra_mid.is_some()),
        known(gateway.review_page.is_some()),
        count(gateway.contacts.len()),
        count(gateway.fees.len()),
        count(gateway.requests.len()),
        count(gateway.disagreements.len() + of_modules.sum::<usize>()),
    ]
}

fn of_errors(catalog: &Catalog, gateway: &Gateway) -> Vec<String> {
    let list = gateway.error_list.as_ref();
    let keys = list.into_iter().flat_map(|it| &it.lists);
    let papers = keys.filter_map(|key| catalog.source(key, Some(&gateway.id)));
    let names = papers.map(|it| it.path.rsplit('/').next().unwrap_or_default().to_owned());
    let mut official: Vec<String> = names.collect();
    if official.is_empty() {
        official.extend(list.and_then(|it| it.url.clone()));
    }
    let known = |text: Option<String>| text.unwrap_or_else(|| HOLE.to_owned());
    vec![
        gateway.name.ko.clone(),
        count(gateway.errors.len()),
        known((!official.is_empty()).then(|| official.join(", "))),
        known(list.and_then(|it| it.documented).map(|it| it.to_string())),
        known(list.map(|it| it.text.en.clone())),
    ]
}

/// Codes of PortOne's list that no module has, in the list's order.
fn unfiled(catalog: &Catalog) -> Vec<&str> {
    let filed = |code: &str| {
        catalog
            .modules()
            .any(|(_, it)| it.code.to_uppercase() == code)
    };
    let codes = catalog.providers.iter().map(String::as_str);
    codes.filter(|code| !filed(code)).collect()
}

fn common(catalog: &Catalog) -> Vec<(&'static str, String)> {
    let form = catalog.channel_head.len() + catalog.channel_tail.len();
    let refused = catalog.industries.iter().filter(|it| it.refused_everywhere);
    let refused = refused.count();
    let hard = catalog.industries.len() - refused;
    let mut list = vec![
        ("Common fields of the channel form", count(form)),
        ("Identifiers and secrets", count(catalog.identifiers.len())),
        ("Roles", count(catalog.roles.len())),
        (
            "Risk trades",
            format!("{} and {} refused everywhere", count(hard), count(refused)),
        ),
        ("Terms", count(catalog.terms.len())),
        ("Holidays known until", catalog.holidays_until.to_string()),
    ];
    for (name, topic) in catalog.topics.all() {
        list.push((
            name,
            format!("{} tasks, {} facts", topic.tasks.len(), topic.facts.len()),
        ));
    }
    list
}

fn version(portone: Portone) -> &'static str {
    match portone {
        Portone::V1 => "V1",
        Portone::V2 => "V2",
    }
}

fn count(count: usize) -> String {
    match count {
        0 => HOLE.to_owned(),
        count => count.to_string(),
    }
}

fn with(all: usize, some: usize) -> String {
    match some {
        0 => count(all),
        some => format!("{} ({some})", count(all)),
    }
}

fn line(out: &mut String, text: &str) {
    out.push_str(text);
    out.push('\n');
}

fn section(out: &mut String, title: &str) {
    out.push_str("\n## ");
    line(out, title);
    out.push('\n');
}

fn table(out: &mut String, titles: &[&str]) {
    line(out, &format!("| {} |", titles.join(" | ")));
    line(out, &format!("|{}", "---|".repeat(titles.len())));
}

fn row(out: &mut String, cells: &[String]) {
    out.push('|');
    for cell in cells {
        // A string takes all that is written to it.
        let _ = write!(out, " {} |", cell.replace('|', "\\|"));
    }
    out.push('\n');
}

#[cfg(test)]
mod tests {
    use std::path::Path;
    use std::{env, fs};

    use super::*;

    /// `cargo xtask codegen` writes it anew.
    #[test]
    fn coverage_is_not_stale() -> Result<(), Box<dyn std::error::Error>> {
        let root = Path::new(env!("CARGO_MANIFEST_DIR")).ancestors().nth(3);
        let file = root.ok_or("a root")?.join("docs/coverage.md");
        let page = page(Catalog::embedded());
        if env::var_os("UPDATE").is_some() {
            fs::create_dir_all(file.parent().ok_or("a folder")?)?;
            fs::write(&file, &page)?;
        }
        // Checkouts on some systems change the ends of lines.
        let committed = fs::read_to_string(&file)?.replace("\r\n", "\n");
        assert!(committed == page, "docs/coverage.md is stale");
        Ok(())
    }

    #[test]
    fn holes_are_seen() {
        let mut catalog = Catalog::embedded().clone();
        let holes = |catalog: &Catalog| page(catalog).matches(HOLE).count();
        let before = holes(&catalog);
        let gateway = catalog
            .gateways
            .values_mut()
            .find(|it| !it.errors.is_empty());
        let modules = gateway.map_or(0, |gateway| {
            gateway.errors.clear();
            gateway.modules.len()
        });
        // And once more in the list of errors.
        assert_eq!(holes(&catalog), before + modules + 1);

        let code = catalog.providers.first().cloned().unwrap_or_default();
        assert!(!page(&catalog).contains(&format!("- {code}\n")), "{code}");
        for gateway in catalog.gateways.values_mut() {
            gateway.modules.retain(|it| it.code.to_uppercase() != code);
        }
        assert!(page(&catalog).contains(&format!("- {code}\n")), "{code}");
    }
}
