// A payment is looked up by the number in its field, and by nothing else.

import { screen, waitFor } from "@testing-library/svelte";
import { describe, expect, it } from "vitest";
import { field } from "../../test/fixture";
import { page } from "../../test/fixture.pages";
import { err, fakeHost } from "../../test/fake";
import { openAt, task } from "../../test/open";

describe("looking a payment up", () => {
  const opened = async (over: Parameters<typeof fakeHost>[0] = {}) => {
    const host = fakeHost(over);
    const { line } = page("live-payment@1");
    host.state.pages.set(
      "live-payment@1",
      page("live-payment@1", {
        line: { ...line, status: { kind: "ready" }, proof: { kind: "payment", mode: "live" } },
        fields: [field({ id: "payment_id", label: "결제 번호" })],
      }),
    );
    const user = await openAt(host, task("live-payment@1"));
    return { host, user, number: await screen.findByTestId<HTMLInputElement>("field-payment_id") };
  };
  const asked = (user: Awaited<ReturnType<typeof openAt>>) =>
    user.click(screen.getByTestId("check-payment"));

  it("asks about the number as it was just saved, without a second field for it", async () => {
    const { host, user, number } = await opened();
    expect(screen.getAllByRole("textbox").filter((it) => it.tagName === "INPUT")).toEqual([number]);
    await user.type(number, " giljabi1");
    await asked(user);
    await waitFor(() =>
      expect(host.checkPayment).toHaveBeenCalledWith("j1", "live-payment@1", "giljabi1"),
    );
    expect(await screen.findByText("그런 결제가 없다고 해요")).toBeTruthy();
  });

  it("needs a number", async () => {
    const { host, user, number } = await opened();
    await asked(user);
    expect((await screen.findByRole("alert")).textContent).toContain("결제 번호 칸을 먼저");
    expect(document.activeElement).toBe(number);
    expect(host.checkPayment).not.toHaveBeenCalled();
  });

  it("sends nothing that is held back, nor what was saved before it", async () => {
    const { host, user, number } = await opened();
    await user.type(number, "giljabi1");
    await user.tab();
    await waitFor(() => expect(number.dataset["dirty"]).toBe("false"));
    await user.type(number, "-secret-value");
    await asked(user);
    expect(await screen.findByTestId("suspect")).toBeTruthy();
    expect(host.checkPayment).not.toHaveBeenCalled();
    // Leaving asks first: what was typed is not lost in silence.
    await user.click(screen.getByTestId("to-history"));
    expect(await screen.findByRole("dialog")).toBeTruthy();
    expect(number.value).toBe("giljabi1-secret-value");
  });

  it("says why the core does not look it up", async () => {
    const { user, number } = await opened({
      checkPayment: () => err({ code: "refused", detail: "looks_secret" }),
    });
    await user.type(number, "giljabi1");
    await asked(user);
    expect((await screen.findByTestId("failure")).textContent).toContain("비밀값처럼 보여서");
  });
});
