//! The practice browser SDK, run by Node in place of a browser.

use serde_json::json;

use crate::tools::{Judges, run, script};

#[test]
fn the_page_listens_to_the_window_alone() {
    let Some(judges) = Judges::find() else { return };
    let sdk = concat!(env!("CARGO_MANIFEST_DIR"), "/src/sdk/browser-sdk.js");
    let mut node = judges.node();
    node.arg(script("page.mjs")).arg(sdk);
    let page = "http://localhost:5173";
    let window = "/practice/window";
    let expected = json!([
        ["http://localhost:4000", window, "payment", page],
        // The window must not lead away inside its frame.
        { "paymentId": "p", "forceRedirect": false },
        false,
        [true, 0, "p"],
        ["billing-key", "http://localhost:5173/done?a=1&code=c", null],
        // What goes wrong before the window opens never redirects.
        ["billing-key", null, { "code": "c" }],
    ]);
    assert_eq!(run(node), expected);
}
