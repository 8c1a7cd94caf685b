// Apart from the other sentences, so that the first screen does not wait for them.

import type { Language } from "../host";
import { probeEn } from "./probe.en";
import { probeKo, type ProbeCopy } from "./probe.ko";

/** The sentences about webhook messages in each language. */
export const probeCopies: Record<Language, ProbeCopy> = { ko: probeKo, en: probeEn };
