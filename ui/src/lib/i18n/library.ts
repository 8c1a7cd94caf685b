// Apart from the other sentences, so that the first screen does not wait for them.

import type { Language } from "../host";
import { libraryEn } from "./library.en";
import { libraryKo, type LibraryCopy } from "./library.ko";

export type { LibraryCopy } from "./library.ko";

const copies: Record<Language, LibraryCopy> = { ko: libraryKo, en: libraryEn };

/** The library's sentences in one language. */
export const libraryCopy = (language: Language): LibraryCopy => copies[language];
