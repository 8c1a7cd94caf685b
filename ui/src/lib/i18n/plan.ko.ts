// Sentences of the interview and the plan, loaded with their screens.

import { josa } from "es-hangul";

export const planKo = {
  typed: {
    hint: {
      number: "숫자로 적어요. 만, 억이나 쉼표를 써도 돼요.",
      day: "예: 2027-01-15, 1월 15일",
      text: "짧게 적어 주세요. 비밀값은 적지 마세요.",
    },
    unreadable: {
      number: "숫자로 읽을 수 없어요. 0보다 크거나 같은 수로 적어 주세요.",
      day: "날짜로 읽을 수 없어요. 2027-01-15처럼 적어 주세요.",
      text: "읽을 수 없어요.",
    },
    past: "지난 날이에요. 계획은 그대로 셈해 드려요.",
    missing: "적거나 ‘모르겠어요’를 골라 주세요.",
    understood: (what: string) => `${josa(what, "으로/로")} 이해했어요.`,
    tidied: (what: string[]) => `${what.join(", ")} 정리했어요.`,
    tidiedWhat: {
      full_width: "전각 글자를",
      separators: "쉼표나 구분 기호를",
      words: "단위 말을",
      spaces: "빈칸을",
    },
  },
  search: {
    label: "찾아보기",
    found: (n: number, shown: number) =>
      n === 0 ? "찾는 것이 없어요." : n === shown ? `${n}개가 있어요.` : `${n}개 중 ${shown}개를 보여 드려요.`,
  },
};

export type PlanCopy = typeof planKo;
