// A coarse look for texts shaped like a secret, for the few places that the core does not see: the
// searches, and names before they are sent. Fields and notes are judged by the core.

/** The core's names of the shapes. */
export type SecretLike = "pem_key" | "webhook_secret" | "key_like";

/** What a text is shaped like, or has in it. */
export function secretLike(text: string): SecretLike | null {
  // Full-width and invisible characters must not hide one.
  const plain = text
    .normalize("NFKC")
    .replace(/[\u200b-\u200f\u2060\ufeff]/g, "")
    // Anybody may see a certificate, and its body is one long run.
    .replace(/-----BEGIN CERTIFICATE-----[^-]*-----END CERTIFICATE-----/g, "");
  if (/-----BEGIN [A-Z0-9 ]*PRIVATE KEY-----/.test(plain)) return "pem_key";
  if (/whsec_[\w+/=-]{8}/.test(plain)) return "webhook_secret";
  if (/(?:(?:live|test)_\w?\w?sk|\b\w?\w?sk_(?:live|test))_\w{16}/.test(plain)) return "key_like";
  const runs = plain.match(/[A-Za-z0-9+/=]{40,}/g) ?? [];
  return runs.some((run) => /\d/.test(run) && /[A-Za-z]/.test(run)) ? "key_like" : null;
}
