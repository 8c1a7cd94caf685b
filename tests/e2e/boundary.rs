//! What a page that turned against us could do: nothing but our own commands.

use serde_json::json;

use crate::desk::Keychain;
use crate::window::{Window, flow};
use crate::{Outcome, holds};

#[test]
fn the_page_is_held() -> Outcome {
    flow("the_page_is_held", Keychain::Absent, async |_, window| {
        steps(window).await
    })
}

async fn steps(window: &Window) -> Outcome {
    window.at("start").await?;
    refused_commands(window).await?;
    content_policy(window).await?;
    navigation(window).await
}

/// No plugin, no core command but events, none of ours that is not listed.
async fn refused_commands(window: &Window) -> Outcome {
    let commands = [
        "no_such_command",
        "plugin:store|load",
        "plugin:store|get",
        "plugin:dialog|open",
        "plugin:dialog|save",
        "plugin:opener|open_url",
        "plugin:opener|open_path",
        "plugin:fs|read_file",
        "plugin:shell|execute",
        "plugin:http|fetch",
        "plugin:window|close",
        "plugin:window|create",
        "plugin:webview|create_webview_window",
        "plugin:app|version",
        "plugin:path|resolve_directory",
        "plugin:event|emit",
        "plugin:resources|close",
    ];
    for command in commands {
        let answer = window.ask(command, json!({})).await;
        holds!(answer.is_err(), "{command} was answered: {answer:?}");
    }
    Ok(())
}

/// Each way of running or fetching something foreign raises a violation.
async fn content_policy(window: &Window) -> Outcome {
    let script = r"
        const done = arguments[arguments.length - 1];
        const seen = new Set();
        document.addEventListener('securitypolicyviolation', (event) => seen.add(event.effectiveDirective));
        const tries = {
          'script-src-elem': () => { const s = document.createElement('script'); s.textContent = 'window.ran = 1'; document.head.append(s); },
          'img-src': () => { new Image().src = 'http://127.0.0.1:9/x.png'; },
          'connect-src': () => { fetch('http://127.0.0.1:9/x').catch(() => {}); },
          'style-src-elem': () => { const s = document.createElement('style'); s.textContent = 'body{}'; document.head.append(s); },
          'frame-src': () => { const f = document.createElement('iframe'); f.src = 'https://example.com'; document.body.append(f); },
          'form-action': () => { const f = document.createElement('form'); f.action = 'https://example.com'; document.body.append(f); f.submit(); },
        };
        for (const [, act] of Object.entries(tries)) act();
        let evaluated = true;
        try { (0, eval)('1'); } catch { evaluated = false; }
        const wanted = Object.keys(tries);
        const start = Date.now();
        const look = () => {
          const missing = wanted.filter((name) => ![...seen].some((s) => s === name || name.startsWith(s)));
          if (missing.length === 0 || Date.now() - start > 8000) done({ missing, evaluated, ran: !!window.ran });
          else setTimeout(look, 30);
        };
        look();";
    let found = window.run_async(script, vec![]).await?;
    holds!(
        found["missing"] == json!([]),
        "no violation for {}",
        found["missing"]
    );
    holds!(found["evaluated"] == false, "eval runs");
    holds!(found["ran"] == false, "an inline script ran");
    Ok(())
}

/// The window stays with our page, and alone.
async fn navigation(window: &Window) -> Outcome {
    let ours = window.client.current_url().await?;
    let windows = window.client.windows().await?.len();
    let ways = [
        "location.href = 'https://example.com/'",
        "location.assign('http://127.0.0.1:9/')",
        "location.replace('data:text/html,x')",
        "window.open('https://example.com/')",
        "const a = document.createElement('a'); a.href = 'https://example.com/'; document.body.append(a); a.click()",
        "const a = document.createElement('a'); a.href = 'https://example.com/'; a.target = '_blank'; document.body.append(a); a.click()",
    ];
    for way in ways {
        // Some of them end the script itself; what counts is where the window is afterwards.
        let _either_way = window.run(way, vec![]).await;
        window.at("start").await?;
        let now = window.client.current_url().await?;
        holds!(now == ours, "{way} led to {now}");
        holds!(
            window.client.windows().await?.len() == windows,
            "{way} opened a window"
        );
    }
    Ok(())
}
