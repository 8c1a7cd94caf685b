import "./styles/index.css";
import { mount } from "svelte";
import App from "./App.svelte";
import { tauriHost } from "./lib/host";

const target = document.getElementById("app");
if (target) mount(App, { target, props: { host: tauriHost } });

// Two frames later the first one is on the screen: the core begins what waited for it.
requestAnimationFrame(() => requestAnimationFrame(() => void tauriHost.firstPaint()));
