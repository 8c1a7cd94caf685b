// The practice browser SDK in a page that is not there: what it shows, whom it listens to, what it gives back.
import { readFileSync } from "node:fs";
import vm from "node:vm";

const [file] = process.argv.slice(2);
const SERVER = "http://localhost:4000";
const PAGE = "http://localhost:5173";

function page() {
  const heard = new Set();
  const seen = { frames: [], went: null };
  const context = vm.createContext({
    URL,
    URLSearchParams,
    Promise,
    JSON,
    Object,
    location: { origin: PAGE, assign: (to) => (seen.went = String(to)) },
    addEventListener: (_, hear) => heard.add(hear),
    removeEventListener: (_, hear) => heard.delete(hear),
    document: {
      currentScript: { src: `${SERVER}/practice/browser-sdk.js` },
      createElement: () => ({ style: {}, contentWindow: {}, removed: false, remove() { this.removed = true; } }),
      body: { append: (frame) => seen.frames.push(frame) },
    },
  });
  vm.runInContext(readFileSync(file, "utf8"), context);
  const say = (event) => [...heard].forEach((hear) => hear(event));
  return { PortOne: context.PortOne, seen, heard, say };
}

const result = { transactionType: "PAYMENT", paymentId: "p", txId: "t" };
const said = [];

{
  const { PortOne, seen, heard, say } = page();
  const asked = PortOne.requestPayment({ paymentId: "p", forceRedirect: true });
  const [frame] = seen.frames;
  const src = new URL(frame.src);
  said.push([src.origin, src.pathname, src.searchParams.get("kind"), src.searchParams.get("origin")]);
  said.push(JSON.parse(src.searchParams.get("request")));
  const data = { result, opened: true };
  say({ origin: "https://example.com", source: frame.contentWindow, data: { result: { paymentId: "x" } } });
  say({ origin: SERVER, source: {}, data: { result: { paymentId: "y" } } });
  said.push(frame.removed);
  say({ origin: SERVER, source: frame.contentWindow, data });
  said.push([frame.removed, heard.size, (await asked).paymentId]);
}
for (const opened of [true, false]) {
  const { PortOne, seen, say } = page();
  const asked = PortOne.requestIssueBillingKey({ redirectUrl: `${PAGE}/done?a=1`, forceRedirect: true });
  const [frame] = seen.frames;
  say({ origin: SERVER, source: frame.contentWindow, data: { result: { code: "c" }, opened } });
  // A page that leaves is never given an answer.
  const answer = opened ? null : await asked;
  said.push([new URL(frame.src).searchParams.get("kind"), seen.went, answer]);
}
console.log(JSON.stringify(said));
