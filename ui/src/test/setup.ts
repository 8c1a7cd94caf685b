import { cleanup, configure } from "@testing-library/svelte";
import { afterEach, vi } from "vitest";

// jsdom lays nothing out and observes nothing.
class Observer {
  observe() {}
  unobserve() {}
  disconnect() {}
}
vi.stubGlobal("ResizeObserver", Observer);
vi.stubGlobal("IntersectionObserver", Observer);
Element.prototype.scrollIntoView = () => undefined;
Element.prototype.scrollTo = () => undefined;
Element.prototype.animate ??= (() => ({ cancel() {}, finished: Promise.resolve() })) as never;

configure({ asyncUtilTimeout: 15_000 });

afterEach(() => {
  cleanup();
  vi.useRealTimers();
});
