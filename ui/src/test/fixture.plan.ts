// A made-up planning. No value here is real.

import type {
  BarView,
  ChangeView,
  PlanCard,
  PlanningView,
  ProgressView,
  ReasonView,
} from "../lib/host";
import { bi, source } from "./fixture";

const reason = (code: string, ko: string, en: string): ReasonView => ({
  code,
  text: bi(ko, en),
  sources: [source],
});

const dates = (earliest: string, usual: string, late: string) => ({ earliest, usual, late });

const bar = (over: Partial<BarView>): BarView => ({
  title: bi("전자결제 신청하기", "Apply"),
  who: "merchant",
  start: dates("2026-11-23", "2026-11-24", "2026-11-25"),
  end: dates("2026-11-24", "2026-11-26", "2026-11-30"),
  undocumented: false,
  critical: true,
  after: [],
  waits_for: null,
  began: null,
  done: null,
  slipped: 0,
  ...over,
});

export const won = (low: number, high = low) => ({ low: String(low), high: String(high) });

export const best: PlanCard = {
  rank: 1,
  chosen: false,
  contracts: 1,
  dates: dates("2026-12-09", "2026-12-14", "2026-12-18"),
  days: { earliest: 12, usual: 15, late: 19 },
  tracks: [
    {
      track: { gateway: "kcp", module: "kcp_v2", purpose: "one_time" },
      gateway: bi("NHN KCP", "NHN KCP"),
      module: bi("표준결제", "Standard"),
      portone: "v2",
      methods: [bi("신용·체크카드", "Cards")],
      test_mids: ["T0000"],
      reasons: [reason("fits", "웹사이트의 일반결제를 V2로 받아요.", "It takes payments on a website.")],
      conditions: [reason("review", "카드사 심사를 직접 신청해요.", "You ask for the review yourself.")],
      dates: dates("2026-12-09", "2026-12-14", "2026-12-18"),
      bars: [
        bar({}),
        bar({
          title: bi("카드사 심사받기", "Card review"),
          who: "card_company",
          start: dates("2026-11-27", "2026-11-30", "2026-12-02"),
          end: dates("2026-12-08", "2026-12-11", "2026-12-17"),
          slipped: 2,
          began: "2026-12-02",
        }),
        bar({
          title: bi("개발하고 테스트 결제하기", "Integration"),
          who: "developer",
          critical: false,
          undocumented: true,
          start: dates("2026-11-25", "2026-11-25", "2026-11-25"),
          end: dates("2026-11-25", "2026-11-25", "2026-11-25"),
        }),
      ],
      left_out: [reason("days-undocumented", "계약 완료: 며칠 걸리는지 문서에 없어요.", "Not documented.")],
    },
  ],
  uncovered: [
    {
      wish: bi("정기결제 · 상품권", "Recurring · gift certificate"),
      reasons: [reason("nowhere", "이렇게 된다고 적힌 곳이 없어요.", "No document names one.")],
      remedies: [reason("other", "그때그때 결제로 바꾸면 돼요.", "Possible as one-time payments.")],
    },
  ],
  cost: {
    joining: won(200_000),
    monthly: won(960_000, 1_020_000),
    insurance: null,
    portone: won(0),
    lines: [
      {
        gateway: bi("NHN KCP", "NHN KCP"),
        label: bi("신용카드 · 일반", "Cards"),
        arithmetic: bi("30,000,000원 × 3.2% = 960,000원", "30,000,000 won × 3.2% = 960,000 won"),
        won: won(960_000),
        sources: [source],
      },
    ],
    assumptions: [reason("vat", "부가세는 빼고 셌어요.", "VAT is not included.")],
  },
  precaution: {
    track: { gateway: "inicis", module: "inicis_v2", purpose: "one_time" },
    gateway: bi("KG이니시스", "KG Inicis"),
    module: bi("결제창 일반", "Payment window"),
    reasons: [reason("precaution", "한 곳이 막혀도 이어서 받을 수 있어요.", "You can go on.")],
  },
  wished: {
    on: "2026-12-10",
    short: 2,
    impossible: false,
    reasons: [reason("tight", "모든 단계가 빠르게 끝나야 해요.", "Every stage must end early.")],
  },
};

export const planning: PlanningView = {
  version: "v2",
  version_reasons: [reason("version-only", "V2에서만 모두 할 수 있어요.", "Only V2 does all of it.")],
  plans: [
    best,
    {
      ...best,
      rank: 2,
      contracts: 2,
      dates: dates("2026-12-15", "2026-12-21", "2026-12-28"),
      tracks: [
        ...best.tracks,
        {
          ...best.tracks[0]!,
          track: { gateway: "kakaopay", module: "kakaopay", purpose: "recurring" },
          gateway: bi("카카오페이", "KakaoPay"),
          module: bi("정기결제", "Recurring"),
        },
      ],
      uncovered: [],
      wished: null,
      precaution: null,
    },
  ],
  rejected: [
    {
      verdict: "no",
      all: [{ gateway: bi("KPN", "KPN"), module: null, purpose: "recurring", only: [] }],
      reasons: [reason("card_only", "정기결제는 카드만 돼요.", "Recurring takes cards only.")],
    },
    {
      verdict: "undocumented",
      all: [
        { gateway: bi("가나페이", "GanaPay"), module: bi("결제창", "Window"), purpose: "one_time", only: [bi("상품권", "Gift certificates")] },
        { gateway: bi("가나페이", "GanaPay"), module: bi("결제창", "Window"), purpose: "recurring", only: [] },
      ],
      reasons: [reason("trade", "이 업종을 심사하는지 문서에 없어요.", "Not documented.")],
    },
  ],
  warnings: [reason("recurring_review", "정기결제는 심사를 따로 받아요.", "It has its own review.")],
  contradictions: [],
};

export const progress: ProgressView[] = [
  {
    id: 1,
    track: best.tracks[0]!.track,
    gateway: bi("NHN KCP", "NHN KCP"),
    dates: dates("2026-12-11", "2026-12-16", "2026-12-22"),
    expected: dates("2026-12-09", "2026-12-14", "2026-12-18"),
    slipped: 2,
    bars: best.tracks[0]!.bars,
    left_out: [],
  },
];

/** An answer that changes nothing. */
export const nothing: ChangeView = {
  asked: [],
  unasked: [],
  added: [],
  dropped: [],
  again: [],
  against: [],
  planned: [],
  unplanned: [],
};
