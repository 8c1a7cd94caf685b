// PortOne's JavaScript SDK against the practice PortOne. Prints a row for each call.
import { createRequire } from "node:module";
import { pathToFileURL } from "node:url";

const require = createRequire(`${process.cwd()}/`);
const { PortOneClient } = await import(pathToFileURL(require.resolve("@portone/server-sdk")));
const [baseUrl, secret, storeId] = process.argv.slice(2);
const client = PortOneClient({ secret, baseUrl, storeId });
const stranger = PortOneClient({ secret: "wrong", baseUrl });
const rows = [];

async function row(call, make, show) {
  try {
    rows.push({ call, ok: true, value: show(await make()) });
  } catch (error) {
    if (error.data?.type === undefined) throw error;
    rows.push({ call, ok: false, value: error.data.type });
  }
}

const { payment } = client;
const paymentId = "practice-live-kcp-paid";
const foreign = "store-practice-00000000-0000-4000-8000-0000000000ff";
await row("payment", () => payment.getPayment({ paymentId }), (p) => [p.status, p.amount.total, p.channel.type]);
await row("payment none", () => payment.getPayment({ paymentId: "없음 a/b" }), String);
await row("payment foreign", () => payment.getPayment({ paymentId, storeId: foreign }), String);
await row("payment stranger", () => stranger.payment.getPayment({ paymentId }), String);
await row(
  "payments",
  () => payment.getPayments({ page: { number: 0, size: 50 }, filter: { status: ["PENDING"], version: "V2" } }),
  (page) => [page.items.length - 1, page.items[0].status],
);
await row("payments too far", () => payment.getPayments({ page: { number: 60, size: 1000 } }), String);
await row("transactions", () => payment.getPaymentTransactions({ paymentId }), (t) => t.items.map((i) => i.status));
const toCancel = { paymentId: "practice-test-kcp-paid", reason: "연습", amount: 400 };
await row(
  "cancel",
  () => payment.cancelPayment({ ...toCancel, currentCancellableAmount: 1000 }),
  ({ cancellation }) => [cancellation.status, cancellation.totalAmount],
);
await row("cancel guard", () => payment.cancelPayment({ ...toCancel, currentCancellableAmount: 1000 }), String);
await row("cancel pg", () => payment.cancelPayment({ ...toCancel, paymentId: "practice-test-kcp-pg-refuses" }), String);
await row(
  "cancel fails",
  () => payment.cancelPayment({ ...toCancel, paymentId: "practice-test-kcp-cancel-fails" }),
  ({ cancellation }) => cancellation.status,
);

const { billingKey } = payment;
const key = "billing-key-practice-issued";
await row("billing keys", () => billingKey.getBillingKeyInfos({}), (page) => page.page.totalCount);
await row("billing key", () => billingKey.getBillingKeyInfo({ billingKey: key }), (k) => k.status);
await row("billing key none", () => billingKey.getBillingKeyInfo({ billingKey: "none" }), String);
const charge = { billingKey: key, orderName: "정기", amount: { total: 1000 }, currency: "KRW" };
const pay = (more) => payment.payWithBillingKey({ paymentId: "practice-sdk", ...charge, ...more });
await row("pay", () => pay({}), (p) => typeof p.payment.pgTxId === "string");
await row("pay again", () => pay({}), String);
const refused = { paymentId: "practice-sdk-2", billingKey: "billing-key-practice-pg-refuses" };
await row("pay refused", () => pay(refused), String);
await row("resend", () => payment.resendWebhook({ paymentId: "practice-sdk" }), (w) => w.webhook.status);

const { paymentSchedule } = payment;
const timeToPay = new Date(Date.now() + 2 * 24 * 3600 * 1000).toISOString();
let id;
await row(
  "schedule",
  async () => {
    const made = await paymentSchedule.createPaymentSchedule({ paymentId: "practice-sdk-later", payment: charge, timeToPay });
    id = made.schedule.id;
    return paymentSchedule.getPaymentSchedule({ paymentScheduleId: id });
  },
  (one) => one.status,
);
const until = new Date(Date.now() + 3 * 24 * 3600 * 1000).toISOString();
await row(
  "schedules",
  () => paymentSchedule.getPaymentSchedules({ filter: { until, status: ["SCHEDULED"] } }),
  (page) => page.page.totalCount,
);
const revoke = () => paymentSchedule.revokePaymentSchedules({ scheduleIds: [id] });
await row("revoke", revoke, (r) => r.revokedScheduleIds.length);
await row("revoke again", revoke, String);

const { identityVerification } = client;
const one = (identityVerificationId) => identityVerification.getIdentityVerification({ identityVerificationId });
await row("identity", () => one("practice-identity-verified"), (v) => [v.status, v.verifiedCustomer.name]);
await row("identity none", () => one("none"), String);
await row("identities", () => identityVerification.getIdentityVerifications({}), (page) => page.page.totalCount);
const receipt = (paymentId) => payment.cashReceipt.getCashReceiptByPaymentId({ paymentId });
await row("cash receipt", () => receipt("practice-method-transfer"), (r) => r.status);
await row("cash receipt none", () => receipt("practice-method-card"), String);
const state = (businessRegistrationNumber) => client.platform.company.getPlatformCompanyState({ businessRegistrationNumber });
await row("company", () => state("1234567891"), (s) => s.companyState.businessStatus);
await row("company none", () => state("1234567890"), String);
await row(
  "holder",
  () => client.platform.account.getPlatformAccountHolder({ bank: "SHINHAN", accountNumber: "110000000000" }),
  (h) => h.holderName,
);
await row("promotion", () => payment.promotion.getPromotion({ promotionId: "practice-promotion" }), (p) => p.status);
const gone = () => billingKey.deleteBillingKey({ billingKey: "billing-key-practice-pg-refuses" });
await row("delete", gone, (d) => !Number.isNaN(Date.parse(d.deletedAt)));
await row("delete again", gone, String);
await row("login", () => client.auth.loginViaApiSecret({ apiSecret: secret }), (l) => l.accessToken.length > 0);
console.log(JSON.stringify(rows));
