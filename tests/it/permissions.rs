//! The one window may call exactly the registered commands, and nothing of any plugin.

use std::collections::BTreeSet;
use std::path::Path;

fn read(path: &str) -> String {
    std::fs::read_to_string(Path::new(env!("CARGO_MANIFEST_DIR")).join(path)).expect(path)
}

#[test]
fn the_list_of_permitted_commands_equals_the_registered_ones() {
    let source = read("src-tauri/src/ipc/mod.rs");
    let (_, list) = source.split_once("collect_commands![").expect("a list");
    let (list, _) = list.split_once(']').expect("its end");
    let registered: BTreeSet<_> = list
        .split(',')
        .filter_map(|path| Some(path.trim().split_once("::")?.1))
        .collect();
    let permissions: toml::Table = read("src-tauri/permissions/app.toml")
        .parse()
        .expect("TOML");
    let allowed = permissions["permission"][0]["commands"]["allow"]
        .as_array()
        .expect("a list");
    let allowed: BTreeSet<_> = allowed.iter().filter_map(|it| it.as_str()).collect();
    assert!(registered.len() > 40);
    assert_eq!(registered, allowed);
}

#[test]
fn every_command_in_the_source_is_registered() {
    let folder = concat!(env!("CARGO_MANIFEST_DIR"), "/src-tauri/src/ipc");
    let folders = [folder.to_owned(), format!("{folder}/commands")];
    let files = folders
        .iter()
        .flat_map(|folder| std::fs::read_dir(folder).expect("a folder").flatten());
    let sources = files
        .map(|file| file.path())
        .filter(|path| path.extension().is_some_and(|it| it == "rs"));
    let source: String = sources
        .map(|path| std::fs::read_to_string(path).expect("a source"))
        .collect();
    let list = read("src-tauri/src/ipc/mod.rs");
    let mut lines = source.lines();
    let mut seen = 0;
    while let Some(line) = lines.next() {
        if line.trim() != "#[tauri::command]" {
            continue;
        }
        let signature = lines.find(|line| line.contains("fn ")).expect("a function");
        let name = signature
            .split("fn ")
            .nth(1)
            .and_then(|it| it.split('(').next());
        let name = name.expect("a name");
        assert!(
            list.contains(&format!("::{name},\n")),
            "{name} is not registered"
        );
        seen += 1;
    }
    assert!(seen > 40);
}

#[test]
fn the_capability_is_for_the_one_window_and_local_pages() {
    let text = read("src-tauri/capabilities/main.json");
    let capability: serde_json::Value = serde_json::from_str(&text).expect("JSON");
    assert_eq!(capability["windows"], serde_json::json!(["main"]));
    assert_eq!(capability["local"], true);
    assert!(capability.get("remote").is_none());
    assert_eq!(
        capability["permissions"],
        serde_json::json!([
            "core:event:allow-listen",
            "core:event:allow-unlisten",
            "app-commands"
        ]),
    );
    let folder = Path::new(env!("CARGO_MANIFEST_DIR")).join("src-tauri/capabilities");
    assert_eq!(
        std::fs::read_dir(folder).expect("the folder").count(),
        1,
        "one capability"
    );
}

#[test]
fn the_window_is_as_strict_as_promised() {
    let config: serde_json::Value = serde_json::from_str(&read("tauri.conf.json")).expect("JSON");
    assert_eq!(config["app"]["withGlobalTauri"], false);
    let security = &config["app"]["security"];
    assert_eq!(security["freezePrototype"], true);
    let csp = security["csp"].as_str().expect("a policy");
    assert!(csp.starts_with("default-src 'none'; script-src 'self';"));
    for weak in ["unsafe", "data:", "blob:", "*", "https:"] {
        assert!(!csp.contains(weak), "{weak}");
    }
}
