// Says of each message on standard input whether PortOne's JavaScript SDK takes it.
import { readFileSync } from "node:fs";
import { createRequire } from "node:module";
import { pathToFileURL } from "node:url";

const require = createRequire(`${process.cwd()}/`);
const { Webhook } = await import(pathToFileURL(require.resolve("@portone/server-sdk")));
const said = [];
for (const { secret, headers, body } of JSON.parse(readFileSync(0, "utf8"))) {
  try {
    const message = await Webhook.verify(secret, body, headers);
    said.push(message.type ?? true);
  } catch (error) {
    if (error.name !== "WebhookVerificationError") throw error;
    said.push(false);
  }
}
console.log(JSON.stringify(said));
