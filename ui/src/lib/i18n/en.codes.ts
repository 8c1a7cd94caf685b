// English for every code of the core.

import { word } from "./ko.codes";
import type { Codes } from "./shape";

const shape = {
  store_id: "store ID",
  channel_key: "channel key",
  user_code: "merchant code",
  v1_key: "V1 REST API Key",
  v1_secret: "V1 REST API Secret",
  v2_secret: "V2 API Secret",
  webhook_secret: "webhook secret",
  mid: "merchant ID (MID)",
  pem_key: "private key of a certificate",
  certificate: "certificate",
  key_like: "secret key of some service",
  digits: "digits only",
  alnum: "letters and digits only",
  ascii: "letters, digits and signs only",
  url: "an address beginning with https://",
  email: "a mail address",
  phone: "a phone number",
  business_number: "a business number of 10 digits",
  date: "a date",
  channel_name: "a name of letters, digits or Hangul",
  other: "a value of another shape",
};

const cleaned = {
  spaces: "spaces",
  hyphens: "hyphens",
  full_width: "full-width characters",
  invisible: "invisible characters",
  quotes: "quotation marks",
  other: "needless characters",
};

const unreachable: Codes["unreachable"] = {
  dns: "The internet connection seems to be down.",
  connect: "We could not connect to PortOne's server.",
  certificate_expired: "The security certificate is out of date.",
  certificate_host: "The security certificate belongs to another host.",
  certificate_unknown: "A company security program seems to stand in between.",
  not_secure: "The answer did not come over a secure connection.",
  tls: "The secure connection cannot be verified.",
  timeout: "No answer came within 15 seconds.",
  proxy: "We could not get past the proxy of your network.",
  captive: "Another page answered, perhaps a Wi-Fi login.",
};

/** What to do about it. */
const reach: Codes["unreachable"] = {
  dns: "Connect to the internet, then check again.",
  connect: "See to the internet connection, then check again.",
  certificate_expired: "See whether this computer's date and time are right.",
  certificate_host: "Use another network, then check again.",
  certificate_unknown: "Show the text below to whoever looks after your computers.",
  not_secure: "Use another network, then check again.",
  tls: "Use another network, then check again.",
  timeout: "Please check again in a while.",
  proxy: "Show the text below to whoever looks after your network.",
  captive: "Log in with the browser, then check again.",
};

export const codesEn: Codes = {
  status: {
    not_yet: "Not yet",
    ready: "Ready to do",
    blocked: "Something comes first",
    typing: "In progress",
    needs_check: "Needs a check",
    waiting: "Waiting",
    done: "Done",
    not_applicable: "Not needed",
  },
  notApplicable: {
    answers: "Your answers make it unnecessary",
    track_held: "This road is on hold",
    track_given_up: "This road was given up",
  },
  evidence: {
    machine: "Checked by machine",
    file: "File kept",
    person: "Checked by a person",
    unknown: "Unknown",
  },
  evidenceLong: {
    machine: "PortOne answered and proved it",
    file: "The file is kept here",
    person: "A person looked and marked it",
    unknown: "Nobody knows how it was checked",
  },
  actor: {
    merchant: "Our store",
    developer: "Developer",
    portone: "PortOne",
    gateway: "Payment gateway (PG)",
    card_company: "Card company",
    telco: "Phone carrier",
    government: "Government office",
  },
  purpose: {
    one_time: "One-time payment",
    recurring: "Recurring payment",
    key_in: "Key-in payment",
    identity: "Identity check",
    easy_pay: "Easy pay",
    overseas: "Overseas payment",
  },
  mode: { test: "Test", live: "Live" },
  portone: { v1: "V1", v2: "V2" },
  track: { active: "Going on", held: "On hold", given_up: "Given up", open: "Open" },
  stage: { done: "Done", now: "You are here", waiting: "Waiting", ahead: "Later" },
  theme: { system: "As the system", light: "Light", dark: "Dark", contrast: "High contrast" },
  change: {
    created: "Created the store",
    renamed: "Renamed it",
    answered: "Answered a question",
    planned: "Chose the plan",
    value_set: "Entered a value",
    secret_saved: "Put a secret into the vault",
    secret_deleted: "Deleted a secret",
    secret_copied: "Copied a secret",
    secret_shown: "Looked at a secret",
    noted: "Wrote a note",
    started: "Started",
    marked: "Marked as done",
    unmarked: "Took the mark back",
    put_off: "Put off",
    taken_up: "Took it up again",
    checked: "Asked PortOne",
    track_held: "Put a road on hold",
    track_given_up: "Gave a road up",
    track_resumed: "Took a road up again",
    track_opened: "Opened a road",
    lint_overridden: "Went on against the advice",
    undone: "Undid",
    redone: "Redid",
  },
  lint: {
    cleaned: ({ what }) => `Saved without ${what.map((w) => word(cleaned, w)).join(", ")}.`,
    too_long: ({ max, is }) => `The documents allow ${max} characters. This has ${is}.`,
    too_short: ({ min, is }) => `The documents ask for at least ${min} characters. This has ${is}.`,
    wrong_prefix: ({ expected }) => `A live value usually begins with ${expected.join(", ")}.`,
    swapped: ({ looks_like }) => `This looks like the ${word(shape, looks_like)}.`,
    test_mid_in_live: () => "This is a shared test value. It cannot be used live.",
    live_mid_in_test: () => "This looks like a live value. A test channel takes a test value.",
    practice_value: () => "This is a practice value. Please enter the real one.",
    not_practice: () => "This is not a practice value. Real values belong in “Our store”.",
    should_be_blank: () => "The documents say to leave this empty.",
    wrong_shape: ({ expected }) => `The documents show another shape: ${word(shape, expected)}.`,
    bad_checksum: () => "The digits of the business number do not fit together. Please look again.",
    other_purpose: () => "This is the test value of another kind of payment.",
  },
  verdict: {
    keys_good: ({ store_proven }) =>
      store_proven
        ? { title: "The keys are right", body: "PortOne answered that the store is ours." }
        : {
            title: "The key seems right",
            why: "PortOne does not name the store outright.",
            body: "The store ID becomes certain when the first payment is found.",
          },
    wrong_secret: ({ readings }) => ({
      title: "PortOne does not know this key",
      why: "A letter may be missing, or the key may have expired.",
      body: readings.includes("address_refused")
        ? "Copy the key again, and see the IP limits in the console."
        : "Copy the whole key from the console again.",
      act: "secret",
    }),
    gateway_secret: () => ({
      title: "This seems not to be a PortOne key",
      why: "Its length differs from the keys in PortOne's documents.",
      body: "Enter the key that PortOne's console gave you.",
      act: "secret",
    }),
    store_not_mine: () => ({
      title: "This key cannot see that store",
      why: "PortOne did not show us the store.",
      body: "Copy our own store's ID from the console again.",
      act: "store",
    }),
    store_malformed: () => ({
      title: "This does not read as a store ID",
      why: "PortOne did not take the question.",
      body: "Copy the whole value that begins with store-.",
      act: "store",
    }),
    channels: ({ missing }) =>
      missing.length === 0
        ? { title: "PortOne has the channel", body: "We compared what you entered with PortOne's." }
        : {
            title: "PortOne lacks a channel",
            body: `${missing.join(", ")} — please make sure that it is saved in the console.`,
          },
    payment: ({ proves, state, pg_code, gateway_fits, mid_fits, mode_fits }) => {
      if (proves)
        return {
          title: "The payment is confirmed",
          ...(mid_fits === null ? { why: "Its merchant ID could not be compared." } : {}),
          body: {
            awaits_deposit: "The virtual account was issued. A test ends here.",
            given_back: "PortOne answered that it was paid and given back.",
            other: "PortOne answered that it is paid.",
          }[state === "awaits_deposit" || state === "given_back" ? state : "other"],
        };
      switch (state) {
        case "unfinished":
          return { title: "The payment is not finished", body: "Check again after paying." };
        case "failed":
          return {
            title: "The payment failed",
            why: pg_code ? `The gateway refused it with code ${pg_code}.` : "The gateway's code did not come.",
            body: "Find and mend the reason, then pay again.",
          };
        case "cancelled":
          return { title: "The payment was cancelled", body: "It ended before anything was paid. Make a new one." };
        case "impossible":
          return {
            title: "No payment can be like this",
            why: "Its amounts or its status contradict each other.",
            body: "It was not counted as paid. Show the text below to PortOne.",
          };
        case "paid":
        case "awaits_deposit":
        case "given_back":
          break;
      }
      if (!gateway_fits)
        return { title: "Another gateway's payment", body: "Enter a payment made with this road's gateway." };
      if (mid_fits === false)
        return { title: "Another merchant ID's payment", body: "Compare the merchant ID you entered with the payment's." };
      if (!mode_fits)
        return { title: "Not this step's payment", body: "See whether test and live were mixed up." };
      switch (state) {
        case "awaits_deposit":
          return { title: "The payment awaits its deposit", body: "Check again once the money is in the account." };
        case "given_back":
          return { title: "The payment was given back", body: "Enter a payment that was not given back." };
        case "paid":
          return { title: "Nobody knows whose payment it is", body: "The answer did not carry your store ID, so it was not taken." };
      }
    },
    payment_not_found: () => ({
      title: "There is no such payment",
      body: "See whether you copied the whole payment ID.",
    }),
    other_payment: () => ({
      title: "Another payment",
      why: "The answer is about a payment we did not ask for.",
      body: "It was not counted as paid. Please check again.",
      act: "retry",
    }),
    address_not_allowed: () => ({
      title: "PortOne turned the question away",
      why: "Even a good key can be refused from this computer.",
      body: "See the IP limits in the console, then check again.",
      act: "retry",
    }),
    not_permitted: () => ({
      title: "This key may not see that",
      why: "Its role is too small, or the feature is not contracted.",
      body: "Ask the owner or an admin about the key's role.",
      act: "retry",
    }),
    unreachable: ({ why, proxy }) => ({
      title: "We could not reach PortOne",
      why: proxy ? `${unreachable[why]} (${proxy})` : unreachable[why],
      body: reach[why],
      act: "retry",
    }),
    portone_fault: ({ status }) => ({
      title: "PortOne has a problem",
      why: status ? `PortOne answered with status ${status}.` : "PortOne could not finish its work.",
      body: "What you entered is still there. Please check again in a while.",
      act: "retry",
    }),
    still_working: () => ({
      title: "PortOne is at work on it",
      why: "An earlier request of the same kind is not finished.",
      body: "What you entered is still there. Please check again in a moment.",
      act: "retry",
    }),
    asked_to_wait: ({ seconds }) => ({
      title: "PortOne asks us to wait",
      why: "It was asked a lot in a short time.",
      body: seconds === null ? "Please check again in a while." : `Please check again in ${seconds} seconds.`,
      act: "retry",
    }),
    unexpected: () => ({
      title: "The answer differs from the documents",
      why: "We stopped instead of guessing.",
      body: "Please check again in a while.",
      act: "retry",
    }),
    incomplete: ({ missing }) => ({
      title: "Something is still empty",
      body: `We can check once you have entered ${missing.map((it) => it.label).join(", ")}.`,
    }),
    vault_closed: () => ({
      title: "The vault is closed",
      body: "We can check once it is open.",
      act: "vault",
    }),
    changed: () => ({
      title: "Values changed meanwhile",
      body: "The answer was about the values before the change. Please check again with these.",
      act: "retry",
    }),
    cancelled: () => ({ title: "The check was stopped", body: "What you entered is still there." }),
  },
  vault: {
    closed: { what: "The vault is closed.", safe: "Your secrets are still there.", act: "Open the vault" },
    opening: {
      what: "Opening the vault. The system's password window may be behind this one.",
      safe: "You can do other things meanwhile.",
      act: "Stop",
    },
    open: { what: "The vault is open.", safe: "The system keeps its key.", act: null },
    open_passphrase: { what: "The vault is open.", safe: "Your passphrase locks its key.", act: null },
    open_this_run: {
      what: "Secrets are remembered for this run only.",
      safe: "They vanish when the app closes. Everything else is saved.",
      act: "Look again",
    },
    absent: {
      what: "This computer has no keychain.",
      safe: "Everything except secrets is saved.",
      act: "Look again",
    },
    not_installed: {
      what: "No program for the keychain is installed.",
      safe: "Everything except secrets is saved. Install gnome-keyring or KWallet.",
      act: "Look again",
    },
    locked: { what: "The keychain is locked.", safe: "Your secrets are still there.", act: "Unlock" },
    frozen: {
      what: "The keychain does not answer.",
      safe: "Your secrets are still there. See whether a system window is open.",
      act: "Try again",
    },
    key_lost: {
      what: "The vault's key has changed. Secrets must be entered again.",
      safe: "Everything except secrets is as it was.",
      act: "Try again",
    },
    needs_passphrase: {
      what: "Your passphrase opens the vault.",
      safe: "Your secrets are still there.",
      act: "Enter passphrase",
    },
  },
  plainError: {
    in_vault: {
      what: "This value is in the keychain. You can use it once that is open.",
      safe: "The stored value is as it was. Replace it after opening, too.",
      act: "Look again",
    },
    secret_gone: { what: "The secret cannot be found.", safe: "Other values are as they were. Enter it again.", act: null },
    not_found: { what: "This is not there any more.", safe: "Everything else is as it was.", act: "Reload" },
    conflict: {
      what: "Another window changed it first.",
      safe: "That change is saved. Reload, then try again.",
      act: "Reload",
    },
    link_refused: {
      what: "The address is not on the list of official pages, so we did not open it.",
      safe: "What you entered is as it was.",
      act: null,
    },
    clipboard: {
      what: "We could not copy it. Another app holds the clipboard.",
      safe: "The value is still there. Press once more.",
      act: null,
    },
    no_place: { what: "No folder is open yet.", safe: "Nothing is lost.", act: "To the start" },
    journey_damaged: {
      what: "Part of this store's record cannot be read.",
      safe: "We did not touch the file. Other stores are as they were.",
      act: "To the stores",
    },
    window: {
      what: "The system's window could not be opened.",
      safe: "What you entered is as it was. Press once more.",
      act: null,
    },
  },
  notSaved: {
    disk_full: {
      what: "Not saved: there is no space left.",
      safe: "What you typed stays on the screen.",
      act: "Save again",
    },
    read_only: {
      what: "Not saved: the folder is read-only.",
      safe: "What you typed stays on the screen.",
      act: "Save again",
    },
    busy: {
      what: "Another program holds the file.",
      safe: "What you typed stays on the screen.",
      act: "Save again",
    },
    damaged: {
      what: "Not saved: the file is damaged.",
      safe: "What you typed stays on the screen. Reopening the app restores a backup.",
      act: "Save again",
    },
    io: {
      what: "Not saved: the disk does not answer.",
      safe: "What you typed stays on the screen.",
      act: "Save again",
    },
  },
  refused: {
    blocked: { what: "Something comes first.", safe: "Nothing was changed.", act: null },
    needs_proof: {
      what: "Only PortOne's answer can finish this.",
      safe: "Nothing was changed. Press “Ask PortOne”.",
      act: null,
    },
    track_not_active: {
      what: "This road is on hold or given up.",
      safe: "Nothing was changed. Take the road up again first.",
      act: null,
    },
    impossible: { what: "These answers do not go together.", safe: "Nothing was changed.", act: null },
    future_day: { what: "That day has not come yet.", safe: "Choose today or an earlier day.", act: null },
    nothing: { what: "There is nothing more to undo.", safe: "Everything is saved.", act: null },
    reason_needed: { what: "Please write the reason in a line.", safe: "Nothing was changed.", act: null },
    already: { what: "It is so already.", safe: "Nothing was changed.", act: null },
    bad_text: { what: "The text is empty or too long.", safe: "Please shorten it.", act: null },
    looks_secret: { what: "It looks like a secret, so it was not saved.", safe: "Secrets do not belong here.", act: null },
  },
  badFile: {
    too_big: { what: "The file is bigger than 1 MB.", safe: "Nothing was saved. See whether it is the certificate.", act: null },
    too_many: { what: "The archive holds too many files.", safe: "Nothing was saved.", act: null },
    not_certificate: {
      what: "This is neither a certificate nor a private key.",
      safe: "Nothing was saved. Choose the file as the gateway sent it.",
      act: null,
    },
    not_for_practice: {
      what: "Practice takes no real certificate.",
      safe: "Nothing was saved. Press [Use a practice certificate].",
      act: null,
    },
    not_pair: {
      what: "Certificate and private key do not belong together.",
      safe: "Nothing was saved. Choose two files of the same day.",
      act: null,
    },
    unreadable: { what: "The file cannot be read.", safe: "Nothing was saved.", act: null },
    newer: {
      what: "The file comes from a newer version.",
      safe: "Your stores are as they were. Please update the app.",
      act: null,
    },
    not_export: { what: "This is not a file exported by Giljabi.", safe: "Your stores are as they were.", act: null },
    other_place: {
      what: "Practice and real stores do not share files.",
      safe: "Your stores are as they were. Import this file where it was exported.",
      act: null,
    },
    holds_secret_like: {
      what: "The file has text that looks like a secret, so it was not imported.",
      safe: "Your stores are as they were. Delete that text and export again.",
      act: null,
    },
  },
  notCleared: {
    what: "The copied secret could not be cleared.",
    safe: "Copy some other text. Then the secret is gone.",
    act: null,
  },
  leftBehind: (paths) => ({
    what: `Deleted, but these files may still hold it: ${paths.join(", ")}`,
    safe: "Close Giljabi and delete these files. We try again the next time it opens.",
    act: null,
  }),
  recovered: {
    what: "The file was damaged; we opened a backup.",
    safe: "The last change was not saved. Look at the screen and save it again.",
    act: "Save again",
  },
  noAnswer: {
    what: "The app's core gave no answer.",
    safe: "Whatever was shown as saved is still there.",
    act: "Reload",
  },
  shape,
  cleaned,
  unreachable,
  reading: {
    store_usable: "The store is ours and has no payment yet.",
    store_not_looked_at: "PortOne answered without looking at the store.",
    store_of_others: "The store belongs to another company.",
    role_too_small: "The store is ours, the key's role is too small.",
    id_malformed: "The store ID was copied wrong.",
    request_not_understood: "PortOne could not read something else.",
    key_wrong: "The key or its secret is wrong.",
    address_refused: "The key is good, this computer's address is refused.",
    gateways_secret: "A gateway's key was entered.",
    mistyped_secret: "PortOne's key lacks letters or has some too many.",
  },
  dated: {
    chase: "A day to ask",
    certificate_expiry: "Certificate ends",
    certificate_renewable: "Certificate can be renewed",
    secret_expiry: "Secret ends",
    end: "Ends",
    other: "Coming day",
  },
  practice: {
    store_id: "Store ID",
    v2_secret: "V2 API Secret",
    v1_key: "V1 REST API Key",
    v1_secret: "V1 REST API Secret",
    webhook_secret: "Webhook secret",
    user_code: "Merchant code",
    channel_test: "Test merchant ID (MID)",
    channel_live: "Live merchant ID (MID)",
    channel_key_test: "Test channel key",
    channel_key_live: "Live channel key",
    payment_test: "Test payment ID",
    payment_live: "Live payment ID",
    other: "Practice value",
  },
};
