// A small host for tests and for looking at screens: it answers from the fixture and remembers just
// enough for a screen to move on. What it does not know it answers with the same data again.

import { vi, type Mock } from "vitest";
import type { Answer, FieldRef, Host, IpcError, Listeners, Typed } from "../lib/host";
import { makeHost, type HostState } from "./host";

export const ok = <T>(data: T): Promise<Answer<T>> => Promise.resolve({ status: "ok", data });
export const err = (error: IpcError): Promise<Answer<never>> =>
  Promise.resolve({ status: "error", error });

export const typed = (over: Partial<Typed> = {}): Typed => ({
  saved: true,
  value: null,
  lints: [],
  suspect: null,
  ...over,
});

export type FakeHost = { [K in keyof Host]: Mock<Host[K]> } & {
  state: HostState;
  tell: Listeners;
};

/** The fixture's host with every command watched; `over` replaces commands. */
export function fakeHost(over: Partial<Host> = {}, state: Partial<HostState> = {}): FakeHost {
  const { host, state: own } = makeHost(state);
  const watched: Record<string, unknown> = {};
  const all: Host = { ...host, ...over };
  for (const [name, command] of Object.entries(all)) watched[name] = vi.fn(command);
  const fake = watched as FakeHost;
  fake.state = own;
  fake.listen = vi.fn((to: Listeners) => {
    fake.tell = to;
    return () => undefined;
  });
  return fake;
}

export const at = (task: string, field: string): FieldRef => ({ task, field });
