import type { Language } from "../host";
import { planEn } from "./plan.en";
import { planKo, type PlanCopy } from "./plan.ko";

export type { PlanCopy } from "./plan.ko";

/** Sentences of the interview and the plan. */
export const planCopies: Record<Language, PlanCopy> = { ko: planKo, en: planEn };
