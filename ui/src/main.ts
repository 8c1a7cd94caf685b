import "./styles/index.css";
import { mount } from "svelte";
import App from "./App.svelte";
import { tauriHost } from "./lib/host";

const target = document.getElementById("app");
if (target) mount(App, { target, props: { host: tauriHost } });
